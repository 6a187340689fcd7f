"""When jammers are on the air, and on which frequencies: rows of an airtime table of their own.

The rows of broadcasts are never changed by it: a jammer is on the air here and nowhere else. What a jammer that follows
services does comes from the segments of those, so that no date is derived anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airings import Airings, Calendar, Segment, airings_of
from bcastplan.airtime.bits import WORD_BITS, to_int
from bcastplan.airtime.table import AirtimeTable, columns_of
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.dates import FIRST_DATE, LAST_DATE
from bcastplan.model.frequency import hertz
from bcastplan.model.jammers import Jammer
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission

_WHOLE_DAY = ClockTime(0, MINUTES_PER_DAY)


@dataclass(frozen=True, slots=True)
class JammerRow:
    """One jammer on one frequency or over one range of them.

    Attributes:
        transmission: the jammer as a transmission: name (its service), site, power; of a list, the row of the list.
        low_hz, high_hz: the frequencies it jams, both included; equal for a single one.
        heard: the month in which it was heard last, as its first day.
        jammer: the jammer of the plan, None for a row of a list.
        plan: the plan whose transmissions it jams, None where it jams everybody's.
        is_reference: whether it is a row of a reference schedule.
    """

    transmission: Transmission
    low_hz: int
    high_hz: int
    heard: date | None = None
    jammer: Jammer | None = None
    plan: str | None = None
    is_reference: bool = False

    @classmethod
    def of_list(cls, transmission: Transmission, heard: date | None, *, is_reference: bool = False) -> Self:
        """The row of a jammer that a list has on one frequency."""
        hz = hertz(transmission.frequency_khz)
        return cls(transmission, hz, hz, heard, is_reference=is_reference)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.transmission.service


@dataclass(frozen=True, slots=True, eq=False)
class Jamming:
    """All jammer rows, and when they are on the air.

    ``table`` has a row for each of ``rows``, on the calendar (epoch and words) of the table of broadcasts that it was
    made for. The segments of a row never overlap; one that goes on past midnight without a break is marked as a tail.
    """

    rows: tuple[JammerRow, ...]
    table: AirtimeTable

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def low_hz(self) -> NDArray[np.int64]:
        """(k,) the lowest frequency of each row."""
        return np.array([row.low_hz for row in self.rows], dtype=np.int64)

    @property
    def high_hz(self) -> NDArray[np.int64]:
        """(k,) the highest frequency of each row."""
        return np.array([row.high_hz for row in self.rows], dtype=np.int64)

    def following(self, table: AirtimeTable) -> AirtimeTable:
        """One table of the broadcasts (rows ``0..n-1``) and the jammers behind them (rows ``n..n+k-1``)."""
        return table.followed_by(self.table)


@dataclass(frozen=True, slots=True)
class PlanJammers:
    """The jammers of one plan and the rows of the table that they may follow."""

    plan: str
    jammers: Sequence[Jammer]
    rows: Sequence[int]


class KeptAirings:
    """When jammers of lists are on the air: the same as long as the calendar and the lists are, so kept over edits."""

    def __init__(self) -> None:
        self._calendar: tuple[date, int] | None = None
        self._kept: dict[int, tuple[JammerRow, list[Segment]]] = {}

    def of(self, row: JammerRow, calendar: Calendar) -> list[Segment]:
        """The segments of a row; equal rows are told by identity."""
        if self._calendar != (calendar.epoch, calendar.words):
            self._calendar, self._kept = (calendar.epoch, calendar.words), {}
        known = self._kept.get(id(row))
        # An id may be given again once its object is gone, so that the row itself is compared as well.
        if known is None or known[0] is not row:
            # A jammer has no airtime as a broadcast, so that it is expanded as if it were none.
            segments = _united(airings_of(row.transmission.changed(jammer=False), calendar).segments)
            known = self._kept[id(row)] = (row, segments)
        return known[1]

    def forget_all_but(self, rows: Iterable[JammerRow]) -> None:
        """Forget the rows that are there no more."""
        there = set(map(id, rows))
        self._kept = {key: known for key, known in self._kept.items() if key in there}


def jamming_of(
    table: AirtimeTable,
    plans: Iterable[PlanJammers],
    listed: Iterable[JammerRow],
    kept: KeptAirings | None = None,
) -> Jamming:
    """Where and when broadcasts of a table may be jammed.

    Args:
        table: the broadcasts.
        plans: the jammers of plans.
        listed: jammers of lists; those that are unused are left out.
        kept: what is known of these from before.
    """
    kept = kept or KeptAirings()
    # A day more than the table has, so that what starts on its last date and goes on is not lost before it is cut.
    calendar = Calendar(table.epoch, table.words + 1)
    rows: list[JammerRow] = []
    airings: list[list[Segment]] = []
    for plan in plans:
        for jammer in plan.jammers:
            for row, segments in _rows_of_jammer(table, plan, jammer, calendar):
                rows.append(row)
                airings.append(segments)
    for row in listed:
        if row.transmission.jams:
            rows.append(row)
            airings.append(kept.of(row, calendar))
    kept.forget_all_but(rows)
    within = (1 << table.words * WORD_BITS) - 1
    cut = [_cut(segments, within) for segments in airings]
    return Jamming(tuple(rows), columns_of([row.transmission for row in rows], cut, Calendar(table.epoch, table.words)))


def _cut(segments: Iterable[Segment], within: int) -> Airings:
    """The segments on the dates that a table has."""
    kept = [segment._replace(dates=segment.dates & within) for segment in segments if segment.dates & within]
    started = 0
    for segment in kept:
        started |= 0 if segment.is_tail else segment.dates
    return Airings(started, kept, None)


def _rows_of_jammer(
    table: AirtimeTable, plan: PlanJammers, jammer: Jammer, calendar: Calendar
) -> Iterator[tuple[JammerRow, list[Segment]]]:
    """The rows of one jammer of a plan: its ranges, then the channels outside of these on which it follows others."""
    always = _as_transmission(jammer, 0.0, calendar)
    limits = _united(airings_of(always.changed(jammer=False), calendar).segments)
    ranges = _joined_ranges(jammer)
    for low_khz, high_khz in ranges:
        transmission = always.changed(frequency_khz=low_khz)
        yield JammerRow(transmission, hertz(low_khz), hertz(high_khz), jammer.heard, jammer, plan.plan), limits
    if not jammer.follows:
        return
    followed: dict[int, list[Segment]] = {}
    for number in plan.rows:
        transmission = table.transmissions[number]
        hz = int(table.frequency_hz[number])
        # A channel inside one of its ranges is jammed by that already, and would count twice.
        covered = any(hertz(low) <= hz <= hertz(high) for low, high in ranges)
        if not covered and transmission.counts and jammer.follows_transmission(transmission):
            followed.setdefault(hz, []).extend(_segments_of(table, number))
    limited = jammer.time is not None or _has_dates(jammer)
    for hz, segments in sorted(followed.items()):
        if united := _united(_common(segments, limits) if limited else segments):
            transmission = always.changed(frequency_khz=hz / 1000)
            yield JammerRow(transmission, hz, hz, jammer.heard, jammer, plan.plan), united


def _has_dates(jammer: Jammer) -> bool:
    return jammer.valid_from is not None or jammer.valid_until is not None or jammer.days != 0b1111111


def _as_transmission(jammer: Jammer, frequency_khz: float, calendar: Calendar) -> Transmission:
    """The jammer as a transmission on one frequency, over all the calendar where it has no dates of its own."""
    place = jammer.place
    origin = Origin(place.file, place.line or 1, place.column or 1) if place is not None else Origin("")
    first = max(calendar.epoch, FIRST_DATE)
    # The last bit stays free for what goes on past midnight, as it does in a calendar of broadcasts.
    last = min(date.fromordinal(calendar.epoch.toordinal() + calendar.words * WORD_BITS - 2), LAST_DATE)
    return Transmission.trusted({
        "service": jammer.name,
        "frequency_khz": frequency_khz,
        "time": jammer.time or _WHOLE_DAY,
        "days": jammer.days,
        "valid_from": jammer.valid_from,
        "valid_until": jammer.valid_until,
        "site": jammer.site,
        "power_kw": jammer.power_kw,
        "jammer": True,
        "note": jammer.why,
        "window": Window(first, last),
        "origin": origin,
    })  # fmt: skip


def _joined_ranges(jammer: Jammer) -> list[tuple[float, float]]:
    """Its ranges in kHz, rising; those that overlap are one, so that no frequency is jammed twice by one jammer."""
    joined: list[tuple[float, float]] = []
    for low, high in sorted((part.low_khz, part.high_khz) for part in jammer.frequencies):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _segments_of(table: AirtimeTable, row: int) -> Iterator[Segment]:
    part = table.segments_of(row)
    for number in range(part.start, part.stop):
        yield Segment(
            int(table.segment_start[number]),
            int(table.segment_stop[number]),
            to_int(table.segment_dates[number]),
            bool(table.segment_is_tail[number]),
        )


def _common(segments: Iterable[Segment], limits: Sequence[Segment]) -> list[Segment]:
    """What two lists of segments have in common; tails are marked by ``_united``."""
    return [
        Segment(start, stop, dates, False)
        for segment in segments
        for limit in limits
        if (start := max(segment.start_minute, limit.start_minute))
        < (stop := min(segment.stop_minute, limit.stop_minute))
        and (dates := segment.dates & limit.dates)
    ]


def _united(segments: Iterable[Segment]) -> list[Segment]:
    """The same minutes in segments that do not overlap; what goes on at 0000 without a break is a tail."""
    parts = list(segments)
    cuts = sorted({cut for segment in parts for cut in (segment.start_minute, segment.stop_minute)})
    pieces: list[tuple[int, int, int]] = []
    for start, stop in pairwise(cuts):
        dates = 0
        for segment in parts:
            if segment.start_minute <= start and stop <= segment.stop_minute:
                dates |= segment.dates
        if dates and pieces and pieces[-1][1:] == (start, dates):
            pieces[-1] = (pieces[-1][0], stop, dates)
        elif dates:
            pieces.append((start, stop, dates))
    # At most one piece ends at midnight, because the pieces do not overlap.
    until_midnight = sum(dates for _, stop, dates in pieces if stop == MINUTES_PER_DAY)
    # Minute -> the dates on which there has been no break since the day before. A piece may end on some dates only
    # because another one begins there on others.
    unbroken = {0: until_midnight << 1}
    united = []
    for start, stop, dates in pieces:
        unbroken[stop] = goes_on = dates & unbroken.get(start, 0)
        united += [Segment(start, stop, on, tail) for on, tail in ((dates & ~goes_on, False), (goes_on, True)) if on]
    return united
