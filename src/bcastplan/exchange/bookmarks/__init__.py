"""Bookmarks of receiver programs: a frequency and a name, no times."""
