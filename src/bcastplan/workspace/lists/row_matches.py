"""Which rows of two lists may be one transmission: frequency, clock, and a site or an area that makes it plausible.

Sites decide where both are known; where one is missing, the language (or the name) must be the same, the area must not
contradict and most of the time be shared. Rows with sites far apart are only brought together where neither has a
better match.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bcastplan.exchange.places import distance_km
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission
from bcastplan.reference import eibi_languages, target_points
from bcastplan.reference.directory import Directory

WITHIN_HZ = 1000
"""How far apart two frequencies of one transmission may be written."""
SAME_SITE_KM = 50.0
"""Positions of one site in two lists differ by the grounds of the station and by rounding; 50 km is generous."""


class Match(NamedTuple):
    """Two rows that may be one transmission; ``distance_km`` only where the sites are known and far apart."""

    a: int
    b: int
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Traits:
    """The values by which rows are compared, besides their airtime."""

    hz: int
    time: ClockTime
    position: tuple[float, float] | None
    languages: frozenset[str]
    points: int
    service: str = ""

    @classmethod
    def of(cls, transmission: Transmission, directory: Directory) -> Traits:
        """The traits of a transmission; languages that lists name in several ways are one."""
        location = directory.location(transmission.site)
        return cls(
            hz=hertz(transmission.frequency_khz),
            time=transmission.time,
            position=(location.latitude, location.longitude) if location else None,
            languages=frozenset(tongue for code in transmission.language for tongue in _tongues().get(code, (code,))),
            points=target_points(transmission.target),
            service=transmission.service.casefold(),
        )


@cache
def _tongues() -> dict[str, tuple[str, ...]]:
    """HFCC code -> the languages of EiBi's list it stands for, so that Cmn, Zho and Chn are found to be one."""
    languages: dict[str, list[str]] = {}
    for row in eibi_languages().values():
        for code in row.hfcc_codes:
            languages.setdefault(code, []).append(f"={row.code}")
    return {code: (code, *names) for code, names in languages.items()}


def matches(a: Sequence[Traits], b: Sequence[Traits]) -> list[Match]:
    """All pairs that may be one transmission, those with sites far apart only between rows without another match."""
    near: list[Match] = []
    apart: list[Match] = []
    for at, left, other, right in _close(a, b):
        if left.position is not None and right.position is not None:
            km = distance_km(*left.position, *right.position)
            # The same site, frequency and time are enough: lists often disagree on language and target.
            if km <= SAME_SITE_KM:
                near.append(Match(at, other, None))
            elif _same_tongue(left, right) and _same_area(left, right) and _mostly_together(left, right):
                apart.append(Match(at, other, km))
        elif _same_voice(left, right) and _same_area(left, right) is not False and _mostly_together(left, right):
            near.append(Match(at, other, None))
    taken_a, taken_b = {match.a for match in near}, {match.b for match in near}
    # The nearest first: each row takes the least doubtful of its distant partners.
    apart.sort(key=lambda match: (match.distance_km or 0.0, match.a, match.b))
    for match in apart:
        if match.a not in taken_a and match.b not in taken_b:
            near.append(match)
            taken_a.add(match.a)
            taken_b.add(match.b)
    return near


def _close(a: Sequence[Traits], b: Sequence[Traits]) -> Iterator[tuple[int, Traits, int, Traits]]:
    """Pairs near in frequency whose clocks overlap on some day."""
    by_hz = sorted(range(len(b)), key=lambda row: b[row].hz)
    hz = [b[row].hz for row in by_hz]
    for at, left in enumerate(a):
        for place in range(bisect_left(hz, left.hz - WITHIN_HZ), bisect_right(hz, left.hz + WITHIN_HZ)):
            right = b[by_hz[place]]
            if shared_minutes(left.time, right.time):
                yield at, left, by_hz[place], right


def shared_minutes(left: ClockTime, right: ClockTime) -> int:
    """Minutes two clock times have in common on one day or on two that follow each other."""
    shared = 0
    # An airing over midnight may meet one of the day before or after.
    for shift in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY):
        begin = max(left.start_minute, right.start_minute + shift)
        shared += max(0, min(left.stop_minute, right.stop_minute + shift) - begin)
    return shared


def _mostly_together(left: Traits, right: Traits) -> bool:
    """Whether the longer of two rows is shared for half of its time: all day on a channel is no sign of anything."""
    return 2 * shared_minutes(left.time, right.time) >= max(left.time.minutes, right.time.minutes)


def _same_tongue(left: Traits, right: Traits) -> bool | None:
    if not left.languages or not right.languages:
        return None
    return bool(left.languages & right.languages)


def _same_voice(left: Traits, right: Traits) -> bool:
    """Whether two rows say the same language or, where one says none, bear the same name."""
    tongue = _same_tongue(left, right)
    return left.service == right.service if tongue is None else tongue


def _same_area(left: Traits, right: Traits) -> bool | None:
    if not left.points or not right.points:
        return None
    return bool(left.points & right.points)
