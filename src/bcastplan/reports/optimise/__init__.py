"""The result of `optimise` as text, JSON and a schedule."""
