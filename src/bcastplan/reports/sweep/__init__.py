"""Sweeps as CSV, JSON and Parquet."""
