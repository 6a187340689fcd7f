"""Dates told apart by who is on the air, and by the months that speak for them.

Sets of dates are whole numbers with a bit for each date of the table; seasons have a few hundred dates, and numbers of
that size are faster than arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, date_flags
from bcastplan.science.arrays import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class DatePatterns:
    """Sets of dates of a table, each known by a number."""

    words: int
    _numbers: dict[int, int] = field(default_factory=dict, repr=False)

    def number(self, dates: int) -> int:
        """The number of a set of dates."""
        return self._numbers.setdefault(dates, len(self._numbers))

    def flags(self) -> BoolArray:
        """The dates of each set by number, (P, dates)."""
        octets = b"".join(dates.to_bytes(8 * self.words, "little") for dates in self._numbers)
        return date_flags(np.frombuffer(octets, dtype="<u8").reshape(len(self._numbers), self.words))


@dataclass(frozen=True, eq=False)
class SegmentDates:
    """The dates of the segments of a table, and the months of each season."""

    table: AirtimeTable
    calendar: SlotCalendar

    @cached_property
    def of_segment(self) -> list[int]:
        """The dates of each segment."""
        octets = np.ascontiguousarray(self.table.segment_dates, dtype="<u8")
        return [int.from_bytes(row.tobytes(), "little") for row in octets]

    @cached_property
    def months(self) -> list[list[tuple[int, int]]]:
        """Of each season (window) its months, as the number of the slot and the dates for which it speaks."""
        return [
            [
                (int(slot), int.from_bytes(np.packbits(slots == slot, bitorder="little").tobytes(), "little"))
                for slot in np.unique(slots)
            ]
            for slots in self.calendar.slot_of_date
        ]

    def kinds(self, segments: Sequence[int]) -> Iterator[tuple[int, list[int], list[int]]]:
        """Divide the dates of segments by which of them are on the air, and by the months that speak for each.

        Yields the dates, and for all that is then on the air its place among the segments, and its slot.
        """
        dates = self.of_segment
        parts: list[tuple[int, list[int]]] = []
        for place, segment in enumerate(segments):
            # Each part so far is cut in two: the dates on which this segment is on the air too, and the others.
            rest = dates[segment]
            divided: list[tuple[int, list[int]]] = []
            for some, members in parts:
                both = some & rest
                if both == some:
                    members.append(place)
                    divided.append((some, members))
                elif both:
                    divided += [(both, [*members, place]), (some ^ both, members)]
                else:
                    divided.append((some, members))
                rest ^= both
            if rest:
                divided.append((rest, [place]))
            parts = divided
        season_of = self.calendar.window_of_row[self.table.segment_row[segments]].tolist()
        for some, members in parts:
            seasons = [season_of[place] for place in members]
            for chosen, slots in self._by_month(some, sorted(set(seasons))):
                yield chosen, members, [slots[season] for season in seasons]

    def _by_month(self, dates: int, seasons: Sequence[int]) -> Iterator[tuple[int, dict[int, int]]]:
        """Divide dates by the months that speak for them in some seasons."""
        first, *others = seasons
        for slot, dates_of_month in self.months[first]:
            some = dates & dates_of_month
            if some:
                for chosen, slots in self._by_month(some, others) if others else [(some, dict[int, int]())]:
                    yield chosen, {first: slot, **slots}


@dataclass(frozen=True, eq=False)
class DateDivisions:
    """How the dates of segments that are on the air together divide; each combination of sets of dates is divided once.

    Attributes:
        dates: the dates of the segments.
        set_of_segment: (m,) a number for each segment, equal for those of one season with the same dates.
        patterns: takes up the parts of the dates.
    """

    dates: SegmentDates
    set_of_segment: IntArray
    patterns: DatePatterns
    _numbers: dict[bytes, int] = field(default_factory=dict, repr=False)  # of the combinations
    _parts: array[int] = field(default_factory=lambda: array("q", [0]), repr=False)  # where those of each begin
    _pattern: array[int] = field(default_factory=lambda: array("q"), repr=False)  # of each part
    _members: array[int] = field(default_factory=lambda: array("q", [0]), repr=False)  # where those of each part begin
    _place: array[int] = field(default_factory=lambda: array("q"), repr=False)  # of each member
    _slot: array[int] = field(default_factory=lambda: array("q"), repr=False)

    def cells(self, segments: IntArray, counts: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
        """Divide the dates of stretches (S,) into cells by what is on the air, and by the months that speak for them.

        Args:
            segments: those of all stretches, one behind the other.
            counts: (S,) how many segments each stretch has.

        Returns:
            (C,) the stretch of each cell, and the pattern of its dates; then (M,) for everything that is on the air in
            a cell the cell, its place among the segments of the stretch, and its slot.
        """
        sets = self.set_of_segment[segments]
        octets, width = sets.tobytes(), sets.itemsize
        numbers = []
        stops = np.cumsum(counts)
        for begin, end in zip((stops - counts).tolist(), stops.tolist(), strict=True):
            key = octets[begin * width : end * width]
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = self._divide(segments[begin:end])
            numbers.append(number)
        number_of = np.array(numbers, dtype=np.intp)
        parts, pattern, members, place, slot = (
            np.array(column, dtype=np.intp)
            for column in (self._parts, self._pattern, self._members, self._place, self._slot)
        )
        stretch, part = numbers_of_ranges(parts[number_of], np.diff(parts)[number_of])
        cell, member = numbers_of_ranges(members[part], np.diff(members)[part])
        return stretch, pattern[part], cell, place[member], slot[member]

    def _divide(self, segments: IntArray) -> int:
        """Divide the dates of a combination that was not asked for before; its number."""
        for dates, places, slots in self.dates.kinds(segments.tolist()):
            self._pattern.append(self.patterns.number(dates))
            self._place.extend(places)
            self._slot.extend(slots)
            self._members.append(len(self._place))
        self._parts.append(len(self._pattern))
        return len(self._parts) - 2


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
    windows, window = np.unique(calendar.window_of_row[rows], return_inverse=True)
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


def _octets(numbers: NDArray[np.int16]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(numbers).view(np.uint8)
