"""Results -> bytes somebody reads; one renderer a format, none of which computes."""
