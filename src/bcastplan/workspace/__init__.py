"""Use cases both front ends call: open, check, compare, edit, save. No screen, no printing."""
