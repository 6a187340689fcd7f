"""The result of `compat` as text, JSON and CSV."""
