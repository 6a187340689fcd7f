"""Land or sea at any point, from a bitmap of 0.025 degree cells; lakes are land.

The bitmap is Natural Earth's 1:50m coastline seen at the cell centres (data/landmask.md), good to about 2 km.
"""

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

_CELLS_PER_DEGREE = 40


def is_land(latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.bool_]:
    """Whether points (degrees north and east, broadcasting) lie on land; NaN counts as sea.

    Longitude may be any angle; latitude is clamped to the poles.
    """
    north, east = np.broadcast_arrays(
        np.nan_to_num(np.asarray(latitude, dtype=np.float64)),
        np.nan_to_num(np.asarray(longitude, dtype=np.float64)),
    )
    row = np.clip(((north + 90.0) * _CELLS_PER_DEGREE).astype(np.intp), 0, 180 * _CELLS_PER_DEGREE - 1)
    column = (np.mod(east + 180.0, 360.0) * _CELLS_PER_DEGREE).astype(np.intp) % (360 * _CELLS_PER_DEGREE)
    known = np.isfinite(np.asarray(latitude, dtype=np.float64) + np.asarray(longitude, dtype=np.float64))
    byte = _bitmap()[row, column >> 3]
    return np.asarray((((byte >> (7 - (column & 7))) & 1) == 1) & known)


@cache
def _bitmap() -> NDArray[np.uint8]:
    with (files("bcastplan.science") / "data" / "landmask.npz").open("rb") as stream:
        bits: NDArray[np.uint8] = np.load(stream)["land"]
    return bits
