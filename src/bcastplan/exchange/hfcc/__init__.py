"""Reads and writes the fixed columns of HFCC and the ITU; an unchanged row is written byte for byte as it was read."""
