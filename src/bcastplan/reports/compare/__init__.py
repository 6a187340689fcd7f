"""The results of `compare` (two lists) and `diff` (two plans) as text and JSON."""
