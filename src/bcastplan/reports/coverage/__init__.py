"""The results of `coverage` and `predict` as text, JSON and CSV."""
