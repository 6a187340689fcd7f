"""Dates told apart by who is on the air, and by the months that speak for them.

Sets of dates are whole numbers with a bit for each date of the table; seasons have a few hundred dates, and numbers of
that size are faster than arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, date_flags
from bcastplan.science.arrays import BoolArray


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

    def kinds(self, segments: Sequence[int]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Divide the dates of segments by which of them are on the air, and by the months that speak for each.

        Yields the dates, and (segment, slot) of everything that is then on the air.
        """
        dates = self.of_segment
        parts: list[tuple[int, list[int]]] = []
        for segment in segments:
            # Each part so far is cut in two: the dates on which this segment is on the air too, and the others.
            rest = dates[segment]
            divided: list[tuple[int, list[int]]] = []
            for some, members in parts:
                both = some & rest
                if both == some:
                    members.append(segment)
                    divided.append((some, members))
                elif both:
                    divided += [(both, [*members, segment]), (some ^ both, members)]
                else:
                    divided.append((some, members))
                rest ^= both
            if rest:
                divided.append((rest, [segment]))
            parts = divided
        windows = self.calendar.window_of_row
        for some, members in parts:
            seasons = [int(windows[self.table.segment_row[segment]]) for segment in members]
            for chosen, slots in self._by_month(some, sorted(set(seasons))):
                yield chosen, [(segment, slots[season]) for segment, season in zip(members, seasons, strict=True)]

    def _by_month(self, dates: int, seasons: Sequence[int]) -> Iterator[tuple[int, dict[int, int]]]:
        """Divide dates by the months that speak for them in some seasons."""
        first, *others = seasons
        for slot, dates_of_month in self.months[first]:
            some = dates & dates_of_month
            if some:
                for chosen, slots in self._by_month(some, others) if others else [(some, dict[int, int]())]:
                    yield chosen, {first: slot, **slots}


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
