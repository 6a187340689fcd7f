"""Reads and writes tables with a header line (CSV); a mapping names foreign columns, our own need none."""
