"""A target is kept as it was written; it covers the set of test points that its tokens name.

Test points are keyed by their number from 1 to 911. A set of them is an int: bit ``number - 1`` is set when the
point belongs to it, so two targets meet exactly when ``target_points(a) & target_points(b)``.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from bcastplan.reference.storage import read_shipped

FIRST_ZONE, LAST_ZONE = 1, 85
UNDIVIDED_ZONES = frozenset({*range(1, 6), 17, *range(19, 27), 67, *range(69, 76)})
QUADRANTS = ("NE", "NW", "SE", "SW")
HALVES = {"N": ("NE", "NW"), "S": ("SE", "SW"), "E": ("NE", "SE"), "W": ("NW", "SW")}

ProblemKind = Literal["bad-token", "spelling", "undivided-zone", "unknown-zone"]


class CirafPoint(NamedTuple):
    """One of the 911 points; ``quadrants`` are those it stands for, none in a zone that is not divided."""

    number: int
    zone: int
    quadrants: tuple[str, ...]
    latitude: float
    longitude: float


class TargetToken(NamedTuple):
    """One item of a target: zones ``first_zone`` to ``last_zone``, or one zone and a quadrant or half of it."""

    text: str
    first_zone: int
    last_zone: int
    part: str


class TargetProblem(NamedTuple):
    """The fault of one item, and the item that was probably meant (None when nothing comes near).

    ``spelling`` and ``undivided-zone`` items still count with what they clearly mean; the others name no points.
    """

    kind: ProblemKind
    token: str
    message: str
    suggestion: str | None


class Target(NamedTuple):
    """A target as written, its items in the order written, and what is wrong with it."""

    text: str
    tokens: tuple[TargetToken, ...]
    problems: tuple[TargetProblem, ...]


_TOKEN = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4})|([A-Z]{1,2}))?")
_SLASHED = re.compile(r"([0-9]{1,2})[/;+&]([0-9]{1,2})")
_PART_FIRST = re.compile(r"(?P<part>[NSEW]{1,2})(?P<zone>[0-9]{1,2})")
_PART_LAST = re.compile(r"[A-Z]?(?P<zone>[0-9]{1,2})(?P<part>[NSEW]{0,2})")
# Possessive quantifiers (``++``) keep the time for thousands of blanks proportional to their number.
_GAP_IN_TOKEN = re.compile(r"(?<=[0-9])\s+(?=[NSEWnsew]{1,2}(?![A-Za-z0-9]))|(?:(?<!\s)\s++)?+-\s*+")


@cache
def test_points() -> tuple[CirafPoint, ...]:
    """The 911 test points in order of their numbers; degrees, north and east positive."""

    def point(fields: list[str]) -> CirafPoint:
        number, zone, quadrants, latitude, longitude = fields
        return CirafPoint(int(number), int(zone), tuple(quadrants.split()), float(latitude), float(longitude))

    return tuple(read_shipped("test_points", ("number", "zone", "quadrants", "latitude", "longitude"), point))


def numbers_in(points: int) -> Iterator[int]:
    """The numbers of the test points in a set, rising."""
    while points:
        lowest = points & -points
        yield lowest.bit_length()
        points ^= lowest


@lru_cache(maxsize=2048)
def target_numbers(text: str | None) -> tuple[int, ...]:
    """The numbers of the test points a target names, rising; empty where it names none."""
    return tuple(numbers_in(target_points(text)))


@lru_cache(maxsize=8192)
def parse_target(text: str) -> Target:
    """Read a list of CIRAF zones such as ``44NE,40E,37-39``. Never raises; whatever makes no sense is a problem.

    Blanks are tolerated around and inside items, and between items instead of a comma. An empty text is a target
    without items and without problems.
    """
    tokens: list[TargetToken] = []
    problems: list[TargetProblem] = []
    for written in target_items(text):
        token, problem = _read_item(written)
        if token is not None:
            tokens.append(token)
        if problem is not None:
            problems.append(problem)
    return Target(text, tuple(tokens), tuple(problems))


@lru_cache(maxsize=8192)
def target_points(text: str | None) -> int:
    """Set of test points a target names, as a bit set over their numbers; 0 when it names none, or there is none."""
    if text is None:
        return 0
    points = 0
    for token in parse_target(text).tokens:
        points |= token_points(token)
    return points


def token_points(token: TargetToken) -> int:
    """Set of test points of one item. A quadrant without points of its own takes those of its half, else its zone."""
    if token.part:
        return _part_points(token.first_zone, token.part)
    points = 0
    for zone in range(token.first_zone, token.last_zone + 1):
        points |= _zone_points().get((zone, ""), 0)
    return points


@cache
def _zone_points() -> dict[tuple[int, str], int]:
    points: dict[tuple[int, str], int] = {}
    for point in test_points():
        for part in ("", *point.quadrants):
            key = (point.zone, part)
            points[key] = points.get(key, 0) | 1 << (point.number - 1)
    return points


def _part_points(zone: int, part: str) -> int:
    by_part = _zone_points()
    points = 0
    for quadrant in HALVES.get(part, (part,)):
        points |= by_part.get((zone, quadrant), 0)
    return points or by_part.get((zone, ""), 0)


@lru_cache(maxsize=8192)
def target_items(text: str) -> tuple[str, ...]:
    """The items of a target without the blanks around and inside of them, whatever they mean."""
    items: list[str] = []
    if not text.strip():
        return ()
    for chunk in text.split(","):
        joined = _GAP_IN_TOKEN.sub(lambda gap: "-" if "-" in gap[0] else "", chunk.strip())
        items.extend(joined.split() or [""])
    return tuple(items)


def _read_item(written: str) -> tuple[TargetToken | None, TargetProblem | None]:
    if not written:
        return None, TargetProblem("bad-token", written, "nothing between two commas", None)
    token = _syntax(written)
    if token is None:
        spellings = "a zone is written 44, a part of one 44NE or 40E, a range of whole zones 37-39"
        message = f"{written!r} is no CIRAF zone: {spellings}"
        return None, TargetProblem("bad-token", written, message, _likely(written.upper()))
    for zone in (token.first_zone, token.last_zone):
        if not FIRST_ZONE <= zone <= LAST_ZONE:
            message = f"there is no CIRAF zone {zone}; zones run from {FIRST_ZONE} to {LAST_ZONE}"
            return None, TargetProblem("unknown-zone", written, message, None)
    if token.part and token.first_zone in UNDIVIDED_ZONES:
        whole = str(token.first_zone)
        message = f"zone {whole} is not divided into quadrants; write {whole}"
        return token, TargetProblem("undivided-zone", written, message, whole)
    if token.first_zone > token.last_zone:
        token = token._replace(first_zone=token.last_zone, last_zone=token.first_zone)
        suggestion = f"{token.first_zone}-{token.last_zone}"
    elif written != written.upper():
        suggestion = written.upper()
    else:
        return token, None
    return token, TargetProblem("spelling", written, f"write {suggestion}", suggestion)


def _syntax(written: str) -> TargetToken | None:
    match = _TOKEN.fullmatch(written.upper())
    if match is None:
        return None
    part = match[3] or ""
    if part and part not in QUADRANTS and part not in HALVES:
        return None
    return TargetToken(written, int(match[1]), int(match[2] or match[1]), part)


def _likely(written: str) -> str | None:
    if listed := _SLASHED.fullmatch(written):
        zones = [int(listed[1]), int(listed[2])]
        return ",".join(map(str, zones)) if all(FIRST_ZONE <= zone <= LAST_ZONE for zone in zones) else None
    loose = _PART_FIRST.fullmatch(written) or _PART_LAST.fullmatch(written)
    if loose is None or not FIRST_ZONE <= int(loose["zone"]) <= LAST_ZONE:
        return None
    zone = str(int(loose["zone"]))
    # People also write the letters of a quadrant the other way round: EN for NE.
    for part in (loose["part"], loose["part"][::-1]):
        if not part or part in QUADRANTS or part in HALVES:
            return zone if int(zone) in UNDIVIDED_ZONES else zone + part
    return None
