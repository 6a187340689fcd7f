"""Other people's lists: import, export and comparison."""
