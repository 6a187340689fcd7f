"""Turns a site of another list into an HFCC code where that is certain, else into its name and position.

Certain means that one HFCC site lies within ``SAME_KM`` and no other within ``ALONE_KM``; a wrong code would move
a transmitter, a missing one costs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt

from bcastplan.model.sites import InlineSite
from bcastplan.reference import sites

SAME_KM = 4.0  # positions are given in minutes of arc, up to 1.9 km
ALONE_KM = 15.0
_EARTH_KM = 6371.0


def distance_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance in km between two positions in degrees (haversine on a sphere of 6371 km)."""
    north, east = radians(latitude_b - latitude_a), radians(longitude_b - longitude_a)
    half = sin(north / 2) ** 2 + cos(radians(latitude_a)) * cos(radians(latitude_b)) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


@lru_cache(maxsize=8192)
def site_at(name: str, latitude: float, longitude: float) -> str | InlineSite:
    """The HFCC code of the site at a position, or the site written out."""
    near = sorted(
        (distance_km(latitude, longitude, other_latitude, other_longitude), code)
        for other_latitude, other_longitude, code in _around(latitude, longitude)
    )
    within = [(km, code) for km, code in near if km <= ALONE_KM]
    if len(within) == 1 and within[0][0] <= SAME_KM:
        return within[0][1]
    return InlineSite(name, round(latitude, 4), round(longitude, 4))


def _around(latitude: float, longitude: float) -> list[tuple[float, float, str]]:
    """The HFCC sites in the square degrees about a position; near the poles, where degrees are short, all of them."""
    by_degree = _by_degree()
    if abs(latitude) > 75:  # 1 degree of longitude is below 29 km
        return [site for listed in by_degree.values() for site in listed]
    row, column = int(latitude // 1), int(longitude // 1)
    # A site within reach may lie across the edge of its square degree.
    return [
        site
        for step_north in (-1, 0, 1)
        for step_east in (-1, 0, 1)
        for site in by_degree.get((row + step_north, (column + step_east + 180) % 360 - 180), ())
    ]


@cache
def _by_degree() -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    places: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for site in sites().values():
        key = (int(site.latitude // 1), (int(site.longitude // 1) + 180) % 360 - 180)
        places[key].append((site.latitude, site.longitude, site.code))
    return dict(places)
