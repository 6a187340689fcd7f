"""Physics of broadcasting: pure functions on numpy arrays, nothing of ours but itself."""
