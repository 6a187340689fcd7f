"""The fixed columns of HFCC and the ITU <-> the model; a row that was read is written back byte for byte."""
