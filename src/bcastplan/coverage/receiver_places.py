"""Places where transmissions are to be received, by number: the CIRAF test points, and any other place asked for.

A test point keeps its number, 1 to 911; every other place gets the next free one when it is first named, and a place
is known by its coordinates. A set of places is an int whose bit ``number - 1`` is set, so that sets of test points
and of towns meet and join alike. Numbers hold within one process: what is sent to another one carries coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import numpy as np

from bcastplan.reference import test_points
from bcastplan.science.arrays import FloatArray, IntArray

_lock = Lock()
_numbers: dict[tuple[float, float], int] = {}
_places: list[tuple[float, float]] = []


def place_numbers(places: Iterable[tuple[float, float]]) -> list[int]:
    """The numbers of places given as (latitude, longitude) in degrees, north and east positive."""
    with _lock:
        _begin()
        numbers = []
        for latitude, longitude in places:
            place = (float(latitude), float(longitude))
            number = _numbers.get(place)
            if number is None:
                _places.append(place)
                number = _numbers[place] = len(_places)
            numbers.append(number)
        return numbers


def place_coordinates() -> tuple[FloatArray, FloatArray]:
    """Latitudes and longitudes of all places that have a number, index ``number - 1``."""
    with _lock:
        _begin()
        table = np.array(_places, dtype=np.float64)
    return table[:, 0], table[:, 1]


def set_of(numbers: Iterable[int]) -> int:
    """The set of some places."""
    points = 0
    for number in numbers:
        points |= 1 << (number - 1)
    return points


@lru_cache(maxsize=4096)
def point_indices(points: int) -> IntArray:
    """Indices (``number - 1``) of the places in a set, rising; the array is not to be changed."""
    octets = np.frombuffer(points.to_bytes((points.bit_length() + 7) // 8, "little"), dtype=np.uint8)
    indices = np.flatnonzero(np.unpackbits(octets, bitorder="little"))
    indices.flags.writeable = False  # who asks for the same set gets the same array
    return indices


def _begin() -> None:
    """Give the test points their numbers; where two lie at one spot, the spot is known by the first."""
    if _places:
        return
    for point in test_points():
        place = (point.latitude, point.longitude)
        _places.append(place)
        _numbers.setdefault(place, point.number)
