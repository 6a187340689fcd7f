"""Names for the array types of this package, so that signatures stay readable."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Floats = NDArray[Any]  # floating; float64 in exact runs, float32 in the fast engine
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]
