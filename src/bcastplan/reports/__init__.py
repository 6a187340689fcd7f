"""Renderers turn results into bytes that somebody reads, one for each format; none of them computes anything."""
