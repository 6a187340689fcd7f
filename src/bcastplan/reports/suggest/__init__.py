"""The result of `suggest` as text and JSON."""
