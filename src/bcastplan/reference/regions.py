"""The ITU Region of a place follows from its coordinates alone (Radio Regulations 5.2 to 5.9).

Region 2 lies between line C and line B, Region 1 between line B and line A. East of line A Region 1 also holds the
whole of Turkey, the former USSR and Mongolia with the sea north of Russia; the whole of Iran is in Region 3. There
the limit is a border of states: a shipped line on land, and in the Gulf and the seas off Russia a line drawn here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import asin, atan2, cos, degrees, floor, hypot, radians, sin
from typing import Literal

from bcastplan.reference.storage import read_shipped

Region = Literal[1, 2, 3]
Point = tuple[float, float]
Edge = tuple[Point, Point]

TROPIC_OF_CANCER = 23.44
CHORD_DEG = 1.0  # great circles are cut into chords this long; the error of a chord stays below 0.01 degrees

# Corner points of the lines, latitude and longitude; longitudes run on past 180 so that no outline is cut in two.
LINE_A: Sequence[Point] = ((40.0, 40.0), (TROPIC_OF_CANCER, 60.0))  # RR 5.7; then along 60 E to the South Pole
LINE_B: Sequence[Point] = ((72.0, -10.0), (40.0, -50.0), (-10.0, -20.0))  # RR 5.8; then along 20 W
BERING_STRAIT: Point = (65.5, 191.02)
LINE_C: Sequence[Point] = (BERING_STRAIT, (50.0, 165.0), (10.0, 190.0))  # RR 5.9; then 10 N to 120 W

# From line A in the Gulf of Oman through Hormuz and the middle of the Gulf to the Shatt al-Arab: Iran on the right.
GULF: Sequence[Point] = (
    (25.45, 57.3),
    (26.3, 56.85),
    (26.62, 56.5),
    (26.3, 55.9),
    (25.7, 55.1),
    (25.9, 54.3),
    (26.4, 52.9),
    (27.3, 51.4),
    (29.0, 49.6),
    (29.8, 48.7),
)
# From the mouth of the Tumen past Hokkaido, through the La Perouse and Nemuro straits, to line C at 50 N 165 E.
FAR_EAST_SEA: Sequence[Point] = (
    (42.25, 130.75),
    (41.8, 132.5),
    (44.5, 138.5),
    (45.75, 141.0),
    (45.75, 142.6),
    (44.4, 145.2),
    (43.9, 145.35),
    (43.4, 145.9),
    (43.2, 147.0),
    (46.0, 155.0),
)


@lru_cache(maxsize=8192)
def itu_region(latitude: float, longitude: float) -> Region:
    """ITU Region of a place in degrees, north and east positive; any longitude is taken modulo 360.

    Raises:
        ValueError: the latitude is not within -90 to 90, or either is NaN or infinite.
    """
    if not (-90 <= latitude <= 90 and abs(longitude) < 1e6):
        raise ValueError(f"{latitude}, {longitude} is no place: latitude runs from -90 to 90 degrees")
    east = (longitude + 180) % 360 - 180
    for region, edges in _edges().items():
        # Outlines run on past 180 degrees, so that the place is looked for a turn further east too.
        if any(_inside(latitude, turn, edges) for turn in (east, east + 360)):
            return region
    # Two outlines are enough, as Region 3 is all the rest.
    return 3


@cache
def _edges() -> dict[Region, dict[int, list[Edge]]]:
    """Region -> degree of longitude -> the edges of its outline that reach into that degree."""
    return {1: _by_degree(_region_1()), 2: _by_degree(_region_2())}


def _by_degree(outline: Sequence[Point]) -> dict[int, list[Edge]]:
    edges: dict[int, list[Edge]] = defaultdict(list)
    for start, end in pairwise((outline[-1], *outline)):
        west, east = sorted((start[1], end[1]))
        for degree in range(floor(west), floor(east) + 1):
            edges[degree].append((start, end))
    return edges


@cache
def _region_1() -> tuple[Point, ...]:
    line_b = _great_circles(LINE_B)
    line_a_north = _great_circles(LINE_A[::-1])
    # Line A is left where it meets the Gulf of Oman: from there on the border of Iran is the limit.
    in_the_gulf = next(index for index, (latitude, _) in enumerate(line_a_north) if latitude > GULF[0][0])
    # Once round: down line B to the South Pole, up line A, along the border and the seas to line C, and back over the
    # North Pole.
    return (
        (90.0, -10.0),
        *line_b,
        (-90.0, -20.0),
        (-90.0, 60.0),
        *line_a_north[:in_the_gulf],
        *GULF,
        *_land_border(),
        *FAR_EAST_SEA,
        LINE_C[1],
        *_great_circles(LINE_C[1::-1]),
        (90.0, BERING_STRAIT[1]),
    )


@cache
def _region_2() -> tuple[Point, ...]:
    return (
        (90.0, BERING_STRAIT[1]),
        *_great_circles(LINE_C),
        (10.0, 240.0),
        (-90.0, 240.0),
        (-90.0, 340.0),
        *((latitude, longitude + 360) for latitude, longitude in reversed(_great_circles(LINE_B))),
        (90.0, 350.0),
    )


def _land_border() -> list[Point]:
    def point(fields: list[str]) -> Point:
        return float(fields[0]), float(fields[1])

    return read_shipped("region1_border", ("latitude", "longitude"), point)


def _great_circles(corners: Sequence[Point]) -> list[Point]:
    """The corners with points of the great circles between them."""
    line = [corners[0]]
    for start, end in pairwise(corners):
        line.extend(_great_circle(start, end))
    return line


def _great_circle(start: Point, end: Point) -> list[Point]:
    (start_lat, start_lon), (end_lat, end_lon) = (tuple(map(radians, point)) for point in (start, end))
    half = sin((end_lat - start_lat) / 2) ** 2 + cos(start_lat) * cos(end_lat) * sin((end_lon - start_lon) / 2) ** 2
    angle = 2 * asin(half**0.5)
    steps = max(1, round(degrees(angle) / CHORD_DEG))
    points = []
    for step in range(1, steps):
        share = step / steps
        first, second = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
        x = first * cos(start_lat) * cos(start_lon) + second * cos(end_lat) * cos(end_lon)
        y = first * cos(start_lat) * sin(start_lon) + second * cos(end_lat) * sin(end_lon)
        z = first * sin(start_lat) + second * sin(end_lat)
        longitude = degrees(atan2(y, x))
        # Within half a turn of the start, so that a border across the 180th meridian stays in one piece.
        longitude += 360 * round((start[1] - longitude) / 360)
        points.append((degrees(atan2(z, hypot(x, y))), longitude))
    return [*points, end]


def _inside(latitude: float, longitude: float, edges: Mapping[int, Sequence[Edge]]) -> bool:
    """Whether a point lies in an outline, in plain degrees (even-odd rule)."""
    inside = False
    # The ray goes due north, so that only edges over the place's own degree of longitude can cross it: a few of
    # hundreds.
    for (start_lat, start_lon), (end_lat, end_lon) in edges.get(floor(longitude), ()):
        if (end_lon > longitude) != (start_lon > longitude):
            share = (longitude - start_lon) / (end_lon - start_lon)
            if latitude < start_lat + share * (end_lat - start_lat):
                inside = not inside
    return inside
