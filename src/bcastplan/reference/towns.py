"""Towns of 15,000 people and more by ITU administration, and the people of whole administrations.

GeoNames (www.geonames.org) under CC BY 4.0: whoever shows people of these tables shows ``CREDIT`` with them. Rural
people are not in the towns, and nothing is scaled up to make up for them.
"""

import csv
from functools import cache, lru_cache
from math import ceil, cos, floor, hypot, radians
from typing import NamedTuple

from bcastplan.reference.storage import SHIPPED_FOLDER, read_shipped

CREDIT = "People of towns: GeoNames (www.geonames.org), CC BY 4.0"
NEAREST_TOWN_DEG = 2.0
"""How far a place may be from a town whose clocks it is taken to keep, in degrees of latitude."""
_COLUMNS = ("administration", "name", "latitude", "longitude", "people", "zone")


class Town(NamedTuple):
    """A town: degrees, north and east positive; people who live there; the IANA zone of its clocks."""

    administration: str
    name: str
    latitude: float
    longitude: float
    people: int
    zone: str


@lru_cache(maxsize=64)
def towns_of(administration: str) -> tuple[Town, ...]:
    """The shipped towns of an administration, the largest first; empty where there are none."""
    text = _text()
    begin = text.find(f"\n{administration},") + 1
    if not begin or not administration.strip():
        return ()
    last = text.rfind(f"\n{administration},") + 1
    end = text.find("\n", last)
    return tuple(_town(fields) for fields in csv.reader(text[begin:end].split("\n")))


@cache
def administrations_with_towns() -> tuple[str, ...]:
    """The codes of the administrations that have shipped towns, in alphabetical order."""
    return tuple(dict.fromkeys(line.split(",", 1)[0] for line in _text().strip("\n").split("\n")))


@cache
def _countries() -> dict[str, tuple[tuple[str, ...], int]]:
    def row(fields: list[str]) -> tuple[str, tuple[tuple[str, ...], int]]:
        return fields[0], (tuple(fields[1].split()), int(fields[2]))

    return dict(read_shipped("administration_people", ("administration", "iso", "people"), row))


def people_of(administration: str) -> int | None:
    """How many people an administration has, in its towns and its countryside; None where it is not known."""
    country = _countries().get(administration)
    return country[1] if country is not None else None


def administration_of_iso(code: str) -> str | None:
    """The ITU code of a country by its ISO 3166 code of three letters, where that is another one: KRE for PRK."""
    return next((itu for itu, (iso, _) in _countries().items() if code in iso and code != itu), None)


@lru_cache(maxsize=8192)
def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of the nearest town, whose clocks a place is taken to keep; None where none lies within 2 degrees."""
    # Near the poles a degree of longitude shrinks to nothing, and the search would go round the earth: 0.05 bounds it.
    shrunk = max(cos(radians(latitude)), 0.05)  # a degree of longitude in degrees of latitude
    reach = ceil(NEAREST_TOWN_DEG / shrunk)
    nearest, zone = NEAREST_TOWN_DEG, None
    for north in range(floor(latitude) - 2, floor(latitude) + 3):
        for east in range(floor(longitude) - reach, floor(longitude) + reach + 1):
            for town in _towns_by_degree().get((north, (east + 180) % 360 - 180), ()):
                across = ((town.longitude - longitude + 180.0) % 360.0 - 180.0) * shrunk
                distance = hypot(town.latitude - latitude, across)
                if distance < nearest:
                    nearest, zone = distance, town.zone
    return zone


@cache
def _towns_by_degree() -> dict[tuple[int, int], list[Town]]:
    """The towns of every square degree, by its south-western corner."""
    squares: dict[tuple[int, int], list[Town]] = {}
    for town in map(_town, csv.reader(_text().strip("\n").split("\n"))):
        squares.setdefault((floor(town.latitude), floor(town.longitude)), []).append(town)
    return squares


@cache
def _text() -> str:
    """The rows of the table, sorted by administration, each after a line break.

    One administration is cut out of them, which is faster than reading all.
    """
    text = (SHIPPED_FOLDER / "towns.csv").read_text(encoding="utf-8")
    return "\n" + text.partition(",".join(_COLUMNS) + "\n")[2]


def _town(fields: list[str]) -> Town:
    administration, name, latitude, longitude, people, zone = fields
    return Town(administration, name, float(latitude), float(longitude), int(people), zone)
