"""How many people live about the test points: every shipped town counts at the test point that is nearest to it.

Nobody has drawn the borders of CIRAF zones for computers, so this says where people are to be looked for and no more.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.reference import numbers_in, test_points
from bcastplan.reference.towns import administrations_with_towns, towns_of
from bcastplan.science.arrays import FloatArray

_TOWNS_AT_ONCE = 4096


@cache
def people_of_points() -> FloatArray:
    """(911,) the people of the towns that are nearest to each test point; of two at one spot the first has them."""
    towns = [town for code in administrations_with_towns() for town in towns_of(code)]
    latitudes, longitudes = place_coordinates()
    count = len(test_points())
    points = _on_sphere(latitudes[:count], longitudes[:count])
    places = _on_sphere(np.array([town.latitude for town in towns]), np.array([town.longitude for town in towns]))
    people = np.array([town.people for town in towns], dtype=np.float64)
    counted = np.zeros(count)
    for first in range(0, len(towns), _TOWNS_AT_ONCE):
        some = slice(first, first + _TOWNS_AT_ONCE)
        nearest = np.argmax(places[some] @ points.T, axis=1)
        counted += np.bincount(nearest, weights=people[some], minlength=count)
    return counted


@lru_cache(maxsize=4096)
def audience_about(points: int) -> Audience:
    """The people about a set of test points, as listeners; people at one spot count once."""
    people = people_of_points()
    first_at: dict[tuple[float, float], int] = {}
    for point in test_points():
        first_at.setdefault((point.latitude, point.longitude), point.number)
    listed = test_points()
    spots = {(listed[number - 1].latitude, listed[number - 1].longitude) for number in numbers_in(points)}
    return Audience.of_people("", [(*spot, float(people[first_at[spot] - 1])) for spot in sorted(spots)])


def _on_sphere(latitude_deg: FloatArray, longitude_deg: FloatArray) -> FloatArray:
    """(n, 3) unit vectors of places: the nearest has the greatest product."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1
    )
