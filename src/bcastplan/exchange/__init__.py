"""Reads and writes other programs' schedules; a value that a format cannot hold is reported, never lost silently."""
