"""Cells of airtime as arrays: a season has a hundred thousand of them, and most are alike.

Segments that are on the air together in a stretch of the day are a set; sets recur from stretch to stretch and from
unit to unit. Sets of one source whose segments share their dates are worked off in arrays; others are walked through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.audiences import Audience, Hearing, Received, hearing
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, HOURS, Reliabilities, date_flags
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray

_MINUTES = 1441  # of a day, with its end


class Moment(NamedTuple):
    """A clock hour in which some sources are on the air together, each in its month (slot)."""

    sources: tuple[int, ...]
    slots: tuple[int, ...]
    hour: int


@dataclass(frozen=True)
class CellColumns:
    """C cells as arrays (C,): ``minutes`` of clock hour ``hour`` of a ``unit`` on each of some dates.

    ``pattern`` is the row of ``patterns`` (P, dates) that flags the dates. ``moment`` is the number of what is heard
    then in ``share``, ``served`` and ``people`` (M,), ABSENT when nothing on the air can be predicted; ``people`` is
    NaN where the audience is test points.
    """

    unit: IntArray
    hour: IntArray
    minutes: IntArray
    pattern: IntArray
    moment: IntArray
    patterns: BoolArray
    share: FloatArray
    served: FloatArray
    people: FloatArray


@dataclass(frozen=True, eq=False)
class Hearings:
    """What is heard at moments, each judged once and known by a number.

    The numbers of moments with one source are ``(source * slots + slot) * 24 + hour``; all others follow as they are
    first asked for.
    """

    reliabilities: Reliabilities
    sources: Sequence[tuple[int, Audience]]
    slots: int
    served_from: float
    _numbers: dict[Moment, int] = field(default_factory=dict, repr=False)
    _moments: list[Moment] = field(default_factory=list, repr=False)
    _several: list[Hearing] = field(default_factory=list, repr=False)

    @property
    def singles(self) -> int:
        """How many moments with one source there are."""
        return len(self.sources) * self.slots * HOURS

    def number(self, moment: Moment) -> int:
        """The number of a moment, ABSENT when nothing of it was predicted."""
        # One source alone is by far the most frequent case, and its number is plain arithmetic.
        if len(moment.sources) == 1:
            number = (moment.sources[0] * self.slots + moment.slots[0]) * HOURS + moment.hour
            return ABSENT if np.isnan(self.alone[0][number]) else number
        if moment not in self._numbers:
            received = list(self._received(moment))
            self._numbers[moment] = self.singles + len(self._several) if received else ABSENT
            if received:
                self._moments.append(moment)
                self._several.append(hearing(received, self.served_from))
        return self._numbers[moment]

    def moment(self, number: int) -> Moment:
        """The moment that has a number."""
        if number >= self.singles:
            return self._moments[number - self.singles]
        source, rest = divmod(number, self.slots * HOURS)
        slot, hour = divmod(rest, HOURS)
        return Moment((source,), (slot,), hour)

    def values(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share, served and people (NaN: test points) by number; NaN throughout where nothing was predicted."""
        several = np.array(
            [(value.share, value.served, np.nan if value.people is None else value.people) for value in self._several]
        ).reshape(-1, 3)
        share, served, people = (np.concatenate(part) for part in zip(self.alone, several.T, strict=True))
        return share, served, people

    def _received(self, moment: Moment) -> Iterator[Received]:
        for source, slot in zip(moment.sources, moment.slots, strict=True):
            emission, audience = self.sources[source]
            values = self.reliabilities.at(emission, slot, moment.hour)
            if values is not None:
                yield Received(audience, values)

    @cached_property
    def alone(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share, served and people of every source alone, by number."""
        shape = (len(self.sources), self.slots * HOURS)
        share, served, people = (np.full(shape, np.nan) for _ in range(3))
        reliability = self.reliabilities.predicted.samples.reliability
        for number, (emission, audience) in enumerate(self.sources):
            start = self.reliabilities.predicted.start[emission].reshape(-1)
            asked = np.flatnonzero(start != ABSENT)
            # Test points weigh alike, so that all moments of a source are judged in one step.
            values = reliability[start[asked, None] + np.arange(audience.places.size)]
            if audience.people is None:
                share[number, asked] = np.add.reduce(values, axis=1, dtype=np.float64) / audience.places.size
                served[number, asked] = np.count_nonzero(values >= self.served_from, axis=1) / audience.places.size
                continue
            for column, part in zip(asked.tolist(), values, strict=True):
                heard = hearing([Received(audience, part)], self.served_from)
                share[number, column], served[number, column] = heard.share, heard.served
                people[number, column] = np.nan if heard.people is None else heard.people
        return share.ravel(), served.ravel(), people.ravel()


@dataclass(frozen=True, eq=False)
class SegmentCells:
    """The segments of a table cut into cells, for any division of its rows into units."""

    table: AirtimeTable
    calendar: SlotCalendar
    source_of_row: IntArray
    hearings: Hearings
    _kinds: dict[bytes, list[tuple[int, int]]] = field(default_factory=dict, repr=False)
    _patterns: list[BoolArray] = field(default_factory=list, repr=False)

    def columns(self, unit_of_row: IntArray) -> CellColumns:
        """All cells; rows with unit ABSENT take no part."""
        unit, begin, length, first, segments = self._stretches(unit_of_row)
        hour = begin // 60
        source = self.source_of_row[self.table.segment_row[segments]]
        alike = _all_equal(self._dates[segments], first) & _all_equal(source, first)
        simple = np.flatnonzero(alike)
        parts = [self._simple(simple, hour, self._dates[segments[first[simple]]], source[first[simple]])]
        ends = np.append(first[1:], segments.size)
        walked = [
            (place, pattern, moment)
            for place in np.flatnonzero(~alike).tolist()
            for pattern, moment in self._mixed(segments[first[place] : ends[place]], int(hour[place]))
        ]
        parts.append(np.array(walked, dtype=np.intp).reshape(-1, 3).T)
        stretch, pattern, moment = np.concatenate(parts, axis=1)
        patterns = np.array(self._patterns, dtype=bool).reshape(len(self._patterns), self._flags.shape[1])
        return CellColumns(
            unit[stretch], hour[stretch], length[stretch], pattern, moment, patterns, *self.hearings.values()
        )

    def _simple(self, stretches: IntArray, hour: IntArray, dates: IntArray, source: IntArray) -> IntArray:
        """Stretch, pattern and moment (3, C) of stretches with one source on one set of dates: one cell a month."""
        slots_of, pattern_of, count_of = self._months
        count = count_of[dates]
        column = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        stretch, dates, source = (np.repeat(values, count) for values in (stretches, dates, source))
        known = source != ABSENT
        # The number of a moment with one source follows from source, month and hour (see Hearings).
        number = np.where(known, (source * self.hearings.slots + slots_of[dates, column]) * HOURS + hour[stretch], 0)
        if known.any():
            known &= ~np.isnan(self.hearings.alone[0][number])
        return np.stack([stretch, pattern_of[dates, column], np.where(known, number, ABSENT)])

    def _stretches(self, unit_of_row: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
        """Stretches between edges: unit, begin, length, and where in the segments (last) those on the air start."""
        table = self.table
        unit_of_segment = unit_of_row[table.segment_row].astype(np.intp)
        segments = np.argsort(unit_of_segment, kind="stable")
        segments = segments[unit_of_segment[segments] != ABSENT]
        # Each unit gets a day of its own on one long line of minutes, so that one sort cuts the segments of all units.
        base = unit_of_segment[segments] * _MINUTES
        starts, stops = base + table.segment_start[segments], base + table.segment_stop[segments]
        if not segments.size:
            return (segments,) * 5
        of_unit = np.flatnonzero(np.diff(base, prepend=base[0] - 1))
        # Full hours are edges too, because a cell lies inside one clock hour; those outside of a unit's airtime are
        # none.
        marks = (base[of_unit, None] + np.arange(0, _MINUTES, 60)).ravel()
        low = np.repeat(np.minimum.reduceat(starts, of_unit), marks.size // of_unit.size)
        high = np.repeat(np.maximum.reduceat(stops, of_unit), marks.size // of_unit.size)
        edges = np.unique(np.concatenate((starts, stops, marks[(marks > low) & (marks < high)])))
        begins, ends = np.searchsorted(edges, starts), np.searchsorted(edges, stops)
        counts = ends - begins
        stretch = np.repeat(begins - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        order = np.argsort(stretch, kind="stable")
        on_air = np.repeat(segments, counts)[order]
        numbers, first = np.unique(stretch[order], return_index=True)
        length = edges[numbers + 1] - edges[numbers]
        return edges[numbers] // _MINUTES, edges[numbers] % _MINUTES, length, first, on_air

    @cached_property
    def _flags(self) -> BoolArray:
        return date_flags(self.table.segment_dates[:])

    @cached_property
    def _dates(self) -> IntArray:
        """A number for each segment, equal for those of one season with the same dates."""
        windows = self.calendar.window_of_row[self.table.segment_row].astype(np.uint64)
        key = np.concatenate((np.ascontiguousarray(self.table.segment_dates[:]), windows[:, None]), axis=1)
        return np.unique(key, axis=0, return_inverse=True)[1].reshape(-1).astype(np.intp)

    @cached_property
    def _months(self) -> tuple[IntArray, IntArray, IntArray]:
        """Of each set of dates the months (slots) in it, the pattern of the dates of each, and how many there are."""
        example = np.unique(self._dates, return_index=True)[1]
        windows = self.calendar.window_of_row[self.table.segment_row[example]]
        slots = max(len(self.calendar.slots), 1)
        slots_of, pattern_of = (np.zeros((example.size, slots), dtype=np.intp) for _ in range(2))
        count_of = np.zeros(example.size, dtype=np.intp)
        for number, (segment, window) in enumerate(zip(example.tolist(), windows.tolist(), strict=True)):
            slot_of_date, flags = self.calendar.slot_of_date[window], self._flags[segment]
            for column, slot in enumerate(sorted(set(slot_of_date[flags].tolist()))):
                slots_of[number, column], pattern_of[number, column] = slot, len(self._patterns)
                self._patterns.append(flags & (slot_of_date == slot))
                count_of[number] = column + 1
        return slots_of, pattern_of, count_of

    def _mixed(self, segments: IntArray, hour: int) -> list[tuple[int, int]]:
        """Patterns of dates of segments that are on the air together, and the number of what is heard on each."""
        key = segments.tobytes() + bytes([hour])
        kinds = self._kinds.get(key)
        if kinds is None:
            kinds = self._kinds[key] = [
                (pattern, self._number(sources, slots, hour)) for pattern, sources, slots in self._alike(segments)
            ]
        return kinds

    def _number(self, sources: tuple[int, ...], slots: tuple[int, ...], hour: int) -> int:
        return self.hearings.number(Moment(sources, slots, hour)) if sources else ABSENT

    @cached_property
    def _known(self) -> dict[bytes, list[tuple[int, tuple[int, ...], tuple[int, ...]]]]:
        return {}

    def _alike(self, segments: IntArray) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
        """Yields the dates on which the same sources are on the air and the same months apply.

        Pattern, sources, slots.
        """
        key = segments.tobytes()
        if key not in self._known:
            rows = self.table.segment_row[segments]
            source = self.source_of_row[rows].tolist()
            alike = []
            for slots, _, dates in kinds_of_dates(self.calendar, rows, self._flags[segments]):
                pairs = sorted(
                    {(number, slot) for number, slot in zip(source, slots, strict=True) if ABSENT not in (slot, number)}
                )
                alike.append((len(self._patterns), tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)))
                self._patterns.append(dates)
            self._known[key] = alike
        return self._known[key]


def _all_equal(values: IntArray, first: IntArray) -> BoolArray:
    """For parts of an array that begin at ``first``: whether all values of each are equal."""
    if not first.size:
        return np.zeros(0, dtype=bool)
    return np.asarray(np.minimum.reduceat(values, first) == np.maximum.reduceat(values, first))


def kinds_of_dates(
    calendar: SlotCalendar, rows: NDArray[np.int32], flags: BoolArray, others: BoolArray | None = None
) -> Iterator[tuple[list[int], BoolArray, BoolArray]]:
    """Divide dates by the rows that are on the air and the months that apply to them.

    Args:
        calendar: the months of the rows.
        rows: (k,) numbers of rows.
        flags: (k, dates) when each is on the air.
        others: (m, dates) the same of other rows, whose months do not matter; dates with none of ``rows`` are left out.

    Yields:
        The slot of each of ``rows`` (ABSENT: it is not on the air), who is on the air (k + m,), and the dates.
    """
    window_of_row = calendar.window_of_row[rows]
    if others is None and (window_of_row == window_of_row[0]).all() and (flags == flags[0]).all():
        yield from _kinds_of_equals(calendar.slot_of_date[window_of_row[0]], flags)
        return
    windows, window = np.unique(window_of_row, return_inverse=True)
    slot_of_date = calendar.slot_of_date[windows]
    days = np.flatnonzero(flags.any(axis=0))
    on = (flags if others is None else np.concatenate((flags, others)))[:, days]
    packed = np.concatenate((np.packbits(on, axis=0).T, _octets(slot_of_date[:, days].T)), axis=1)
    # A date is one string of bytes: who is on the air, and which months apply. Equal strings are one kind.
    kinds, first, kind = np.unique(
        np.ascontiguousarray(packed).view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True
    )
    for number in range(kinds.size):
        day = first[number]
        slots = np.where(on[: rows.size, day], slot_of_date[window, days[day]], ABSENT)
        dates = np.zeros(flags.shape[1], dtype=bool)
        dates[days[kind == number]] = True
        yield slots.tolist(), on[:, day], dates


def _kinds_of_equals(
    slot_of_date: NDArray[np.int16], flags: BoolArray
) -> Iterator[tuple[list[int], BoolArray, BoolArray]]:
    """The kinds of dates of rows that are on the air on the same dates of the same season: one for each month."""
    everybody = np.ones(len(flags), dtype=bool)
    for slot in sorted(set(slot_of_date[flags[0]].tolist())):
        yield [slot] * len(flags), everybody, flags[0] & (slot_of_date == slot)


def _octets(numbers: NDArray[np.int16]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(numbers).view(np.uint8)
