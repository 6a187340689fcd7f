"""Monitoring logs held against the opened plans."""
