"""Turns airings into as few series as possible; expanding the series gives exactly the same airings.

An airing is fixed in UTC. On the clock of a zone with summer time it therefore moves by an hour twice a year, and a
series never reaches over a change of the zone's offset: each stretch between two changes has its own series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Occurrence(NamedTuple):
    """One airing: its start, aware and in UTC, and its length."""

    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Series:
    """Airings of one clock time and length.

    Attributes:
        start: the first airing, in the zone the series is written in.
        minutes: the length of each.
        rule: an RRULE without its name, None for a single airing or a list of dates.
        excluded: starts that the rule names and that are not on the air.
        added: further starts, where no rule would be shorter.
    """

    start: datetime
    minutes: int
    rule: str | None = None
    excluded: tuple[datetime, ...] = ()
    added: tuple[datetime, ...] = ()


def series_of(occurrences: Iterable[Occurrence], zone: tzinfo = UTC) -> list[Series]:
    """Put airings of one transmission into series on the clock of a zone, by their first airing."""
    groups: dict[tuple[time, int, int], list[datetime]] = {}
    run, offset = 0, None
    result = []
    for start, minutes in sorted(occurrences):
        local = start.astimezone(zone)
        if local.fold:  # in an hour that occurs twice, a clock time would mean the first occurrence
            result.append(Series(start.astimezone(UTC), minutes))
            continue
        if local.utcoffset() != offset:
            run, offset = run + 1, local.utcoffset()
        groups.setdefault((local.time(), minutes, run), []).append(local)
    result += [_series(starts, minutes) for (_, minutes, _), starts in groups.items()]
    return sorted(result, key=lambda event: (event.start.astimezone(UTC), event.minutes))


def _series(starts: Sequence[datetime], minutes: int) -> Series:
    first, last = starts[0], starts[-1]
    if len(starts) == 1:
        return Series(first, minutes)
    on_air = {start.date() for start in starts}
    weekdays = sorted({day.weekday() for day in on_air})
    missing = [day for day in _days(first.date(), last.date()) if day.weekday() in weekdays and day not in on_air]
    # With so many exceptions the plain list of dates is the shorter and clearer one.
    if 2 * len(missing) > len(starts):
        return Series(first, minutes, added=tuple(starts[1:]))
    # RFC 5545 wants the end of a rule in UTC wherever its start has a zone.
    until = last.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    if len(weekdays) == 7:
        rule = f"FREQ=DAILY;UNTIL={until}"
    else:
        rule = f"FREQ=WEEKLY;BYDAY={','.join(_NAMES[day] for day in weekdays)};UNTIL={until}"
    excluded = tuple(datetime.combine(day, first.timetz()) for day in missing)
    return Series(first, minutes, rule, excluded)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
