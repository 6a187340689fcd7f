"""The centre and the time zone of a target; None whenever a single answer would mislead."""

from functools import cache, lru_cache
from math import atan2, cos, degrees, radians, sin
from statistics import median

from bcastplan.reference.storage import read_shipped
from bcastplan.reference.targets import HALVES, QUADRANTS, parse_target, target_numbers, test_points


@lru_cache(maxsize=8192)
def target_centroid(text: str) -> tuple[float, float] | None:
    """Median latitude and longitude of a target's test points in degrees; None when it names none.

    Longitudes are counted from the points' mean direction, so that a target across the date line stays together.
    """
    points = [test_points()[number - 1] for number in target_numbers(text)]
    if not points:
        return None
    east = sum(sin(radians(point.longitude)) for point in points)
    north = sum(cos(radians(point.longitude)) for point in points)
    middle = degrees(atan2(east, north))
    offset = median((point.longitude - middle + 180) % 360 - 180 for point in points)
    longitude = (middle + offset + 180) % 360 - 180
    return float(median(point.latitude for point in points)), round(longitude, 9)


@lru_cache(maxsize=8192)
def target_time_zone(text: str) -> str | None:
    """IANA zone the clocks in a target keep, such as ``Asia/Tokyo`` for 45; None where it spans several or none."""
    zones = target_zones(text)
    return zones[0] if len(zones) == 1 else None


@lru_cache(maxsize=8192)
def target_zones(text: str) -> tuple[str, ...]:
    """IANA zones of a target, each once, in the order it names them; empty where a part of it has several or none."""
    zones_of_parts: dict[str | None, None] = {}
    for token in parse_target(text).tokens:
        for zone in range(token.first_zone, token.last_zone + 1):
            zones_of_parts.update(dict.fromkeys(_zones(zone, token.part)))
    zones = tuple(zone for zone in zones_of_parts if zone is not None)
    return zones if len(zones) == len(zones_of_parts) else ()


def _zones(zone: int, part: str) -> list[str | None]:
    """The clocks of a zone's quadrants; a whole zone has those of all four, as 44 has China's and Korea's."""
    table = _table()
    whole = table.get(str(zone))
    quadrants = HALVES.get(part, (part,)) if part else QUADRANTS
    # An empty entry of the table says that the part has several clocks; a missing one, that it keeps its zone's.
    return [table.get(f"{zone}{quadrant}", whole) or None for quadrant in quadrants]


@cache
def _table() -> dict[str, str]:
    rows = read_shipped("target_time_zones", ("target", "zone", "reason"), tuple)
    return {target: zone for target, zone, _ in rows}
