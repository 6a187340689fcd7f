"""Moves that end conflicts: found, verified, put in order, and written as edits."""
