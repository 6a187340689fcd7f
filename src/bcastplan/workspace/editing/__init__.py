"""Editing a plan: documents, a session over them, undo without limit, a journal, merging; no screen."""
