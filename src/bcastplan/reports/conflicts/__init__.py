"""The result of `conflicts` as text, JSON, CSV and a matrix by broadcaster."""
