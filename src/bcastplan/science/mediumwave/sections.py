"""A path cut into stretches of land and sea, the form that Millington's method takes.

Stretches under 5 km join their neighbours, for the coastline is not known better than that, but not at the ends: the
first kilometres under a mast are worth 10 dB and more.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import point_at_fraction
from bcastplan.science.landmask import is_land

SAMPLE_KM = 1.0
SHORTEST_SECTION_KM = 5.0
SHORTEST_END_KM = 1.5
_MOST_SAMPLES = 4000


def path_sections(
    tx_latitude: FloatArray,
    tx_longitude: FloatArray,
    rx_latitude: FloatArray,
    rx_longitude: FloatArray,
    distance_km: FloatArray,
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Lengths (km) and land flags of the sections of P paths, both (P, S), unused sections of length 0.

    Paths with a NaN end have no sections.
    """
    ends = zip(tx_latitude, tx_longitude, rx_latitude, rx_longitude, distance_km, strict=True)
    sections = [_sections(*(float(value) for value in path)) for path in ends]
    width = max((lengths.size for lengths, _ in sections), default=1)
    lengths_km, land_flags = np.zeros((len(sections), width)), np.ones((len(sections), width), dtype=bool)
    for index, (lengths, land) in enumerate(sections):
        lengths_km[index, : lengths.size] = lengths
        land_flags[index, : land.size] = land
    return lengths_km, land_flags


# The coast does not depend on frequency or date, and schedules come back to the same paths.
@lru_cache(maxsize=16384)
def _sections(
    tx_latitude: float, tx_longitude: float, rx_latitude: float, rx_longitude: float, distance_km: float
) -> tuple[FloatArray, NDArray[np.bool_]]:
    if not np.isfinite(distance_km):
        return np.zeros(1), np.ones(1, dtype=bool)
    samples = int(np.clip(np.ceil(distance_km / SAMPLE_KM), 1, _MOST_SAMPLES))
    fraction = (np.arange(samples) + 0.5) / samples
    land = is_land(*point_at_fraction(tx_latitude, tx_longitude, rx_latitude, rx_longitude, fraction))
    return merge_short(*_runs(land, distance_km / samples))


def merge_short(
    lengths_km: FloatArray,
    land: NDArray[np.bool_],
    shortest_km: float = SHORTEST_SECTION_KM,
    shortest_end_km: float = SHORTEST_END_KM,
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Give sections that are too short to their neighbours, the shortest first."""
    lengths, flags = list(lengths_km), list(land)
    while len(lengths) > 1:
        last = len(lengths) - 1
        short = [
            index
            for index, length in enumerate(lengths)
            if length < (shortest_end_km if index in (0, last) else shortest_km)
        ]
        if not short:
            break
        index = min(short, key=lengths.__getitem__)
        # Sections alternate, so the neighbours of a vanishing one are the same ground and become one.
        low, high = max(index - 1, 0), min(index + 1, last)
        flags[low : high + 1] = [flags[low] if low != index else flags[high]]
        lengths[low : high + 1] = [sum(lengths[low : high + 1])]
    return np.array(lengths), np.array(flags, dtype=bool)


def _runs(land: NDArray[np.bool_], step_km: float) -> tuple[FloatArray, NDArray[np.bool_]]:
    starts = np.flatnonzero(np.diff(land, prepend=~land[:1]))
    counts = np.diff(starts, append=land.size)
    return counts * step_km, land[starts]
