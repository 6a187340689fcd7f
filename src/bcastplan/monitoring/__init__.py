"""Holds reception reports against airings: what was delivered, and what was heard."""
