"""Cells of airtime as arrays: a season has a hundred thousand of them, and most are alike.

Segments that are on the air together in a stretch of the day are a set; sets recur from stretch to stretch and from
unit to unit. How their dates divide is found out once for each combination of dates; all else is done in arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.date_kinds import DateDivisions, DatePatterns, SegmentDates
from bcastplan.coverage.moment_hearings import Hearings
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, HOURS
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray

_MINUTES = 1441  # of a day, with its end


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
class SegmentCells:
    """The segments of a table cut into cells, for any division of its rows into units."""

    table: AirtimeTable
    calendar: SlotCalendar
    source_of_row: IntArray
    hearings: Hearings

    def columns(self, unit_of_row: IntArray) -> CellColumns:
        """All cells; rows with unit ABSENT take no part."""
        unit, begin, length, first, segments = self._stretches(unit_of_row)
        hour = begin // 60
        source = self.source_of_row[self.table.segment_row[segments]]
        # Most stretches have one source on one set of dates, which makes them short work.
        alike = _all_equal(self._dates[segments], first) & _all_equal(source, first)
        simple = np.flatnonzero(alike)
        parts = [self._simple(simple, hour, self._dates[segments[first[simple]]], source[first[simple]])]
        mixed = np.flatnonzero(~alike)
        counts = np.diff(first, append=segments.size)[mixed]
        number, pattern, moment = self._mixed(hour[mixed], segments[numbers_of_ranges(first[mixed], counts)[1]], counts)
        parts.append(np.stack([mixed[number], pattern, moment]))
        stretch, pattern, moment = np.concatenate(parts, axis=1)
        return CellColumns(
            unit[stretch],
            hour[stretch],
            length[stretch],
            pattern,
            moment,
            self._patterns.flags(),
            *self.hearings.values(),
        )

    def _simple(self, stretches: IntArray, hour: IntArray, dates: IntArray, source: IntArray) -> IntArray:
        """Stretch, pattern and moment (3, C) of stretches with one source on one set of dates: one cell a month."""
        slots_of, pattern_of, count_of = self._months
        count = count_of[dates]
        which, column = numbers_of_ranges(np.zeros_like(count), count)
        stretch, dates, source = stretches[which], dates[which], source[which]
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
        which, stretch = numbers_of_ranges(begins, counts)
        order = np.argsort(stretch, kind="stable")
        on_air = segments[which][order]
        numbers, first = np.unique(stretch[order], return_index=True)
        length = edges[numbers + 1] - edges[numbers]
        return edges[numbers] // _MINUTES, edges[numbers] % _MINUTES, length, first, on_air

    @cached_property
    def _patterns(self) -> DatePatterns:
        return DatePatterns(self.table.words)

    @cached_property
    def _of_segments(self) -> SegmentDates:
        return SegmentDates(self.table, self.calendar)

    @cached_property
    def _divisions(self) -> DateDivisions:
        return DateDivisions(self._of_segments, self._dates, self._patterns)

    @cached_property
    def _dates(self) -> IntArray:
        """A number for each segment, equal for those of one season with the same dates."""
        windows = self.calendar.window_of_row[self.table.segment_row].astype(np.uint64)
        # The window is part of the key, because two seasons may count one date to different months.
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
            dates = self._of_segments.of_segment[segment]
            months = [(slot, dates & of_month) for slot, of_month in self._of_segments.months[window]]
            for column, (slot, some) in enumerate((slot, some) for slot, some in months if some):
                slots_of[number, column], pattern_of[number, column] = slot, self._patterns.number(some)
                count_of[number] = column + 1
        return slots_of, pattern_of, count_of

    def _mixed(self, hour: IntArray, segments: IntArray, counts: IntArray) -> IntArray:
        """Stretch, pattern and moment (3, C) of stretches with several sources or sets of dates, stretches from 0 on.

        ``segments`` are those of all stretches, one behind the other, ``counts`` how many each has.
        """
        stretch, pattern, cell, member, slot = self._divisions.cells(segments, counts)
        first = np.cumsum(counts) - counts
        source = self.source_of_row[self.table.segment_row[segments[first[stretch[cell]] + member]]]
        known = np.flatnonzero(source != ABSENT)
        cell, slot = cell[known], slot[known]
        single = (source[known] * self.hearings.slots + slot) * HOURS + hour[stretch[cell]]
        return np.stack([stretch, pattern, self.hearings.numbers(stretch.size, cell, single)])


def _all_equal(values: IntArray, first: IntArray) -> BoolArray:
    """For parts of an array that begin at ``first``: whether all values of each are equal."""
    if not first.size:
        return np.zeros(0, dtype=bool)
    return np.asarray(np.minimum.reduceat(values, first) == np.maximum.reduceat(values, first))
