"""Monitoring logs <-> reception reports, and what receiver programs load to listen."""
