"""One row per transmission, one bit per UTC date; segments never cross midnight nor leave the window."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airings import Airings, Calendar, airings_of
from bcastplan.airtime.bits import WORD_BITS, Bits, first_bit, last_bit, positions, range_mask
from bcastplan.airtime.date_sets import DateSets, SetCollector
from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.model.finding import Problem
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission


@dataclass(frozen=True, slots=True, eq=False)
class AirtimeTable:
    """When every transmission is on the air; built by ``airtime.build`` and never changed in place.

    Shapes: ``n`` transmissions, ``m`` segments, ``words`` words of 64 dates. Row ``i`` is ``transmissions[i]``;
    an unused transmission, or one that never airs, keeps its row and has no dates.
    """

    transmissions: Sequence[Transmission]
    epoch: date
    """The UTC date of bit 0."""
    words: int
    frequency_hz: NDArray[np.int64]
    """(n,) whole hertz."""
    start_minute: NDArray[np.int32]
    """(n,) as scheduled, 0..1439."""
    stop_minute: NDArray[np.int32]
    """(n,) as scheduled, above 1440 when the airing ends on the next day."""
    dates: DateSets
    """(n, words) the dates on which an airing starts that is on the air for a minute at least."""
    segment_row: NDArray[np.int32]
    """(m,) rising."""
    segment_start: NDArray[np.int32]
    """(m,) minute of one UTC day, 0..1439."""
    segment_stop: NDArray[np.int32]
    """(m,) minute of the same UTC day, 1..1440."""
    segment_dates: DateSets
    """(m, words) the calendar dates on which the segment is on the air."""
    segment_is_tail: NDArray[np.bool_]
    """(m,) whether it goes on with an airing that started the day before."""
    problems: tuple[Problem, ...] = ()
    """Why rows have no dates that ought to have some, as a repeat rule without a date to count from."""
    problem_rows: tuple[int, ...] = ()
    """The row of each problem."""

    def __len__(self) -> int:
        return len(self.transmissions)

    @property
    def minutes(self) -> NDArray[np.int64]:
        """(n,) minutes on the air of each row over all its dates."""
        lengths = self.segment_dates.counts() * (self.segment_stop - self.segment_start)
        total = np.zeros(len(self.transmissions), dtype=np.int64)
        np.add.at(total, self.segment_row, lengths)
        return total

    @property
    def last_bit_date(self) -> date:
        """The UTC date of the highest bit."""
        return self.epoch + timedelta(days=self.words * WORD_BITS - 1)

    def bit_of(self, day: date) -> int:
        """The number of a date's bit; below 0 or past the words when the table does not reach it."""
        return (day - self.epoch).days

    def date_of(self, bit: int) -> date:
        """The date of a bit."""
        return self.epoch + timedelta(days=int(bit))

    def mask(self, first: date, last: date) -> Bits:
        """(words,) the dates from ``first`` to ``last``, both included, as far as the table reaches."""
        return range_mask(self.bit_of(first), self.bit_of(last), self.words)

    def airs_on(self, row: int, day: date) -> bool:
        """Whether an airing of the row starts on this UTC date."""
        bit = self.bit_of(day)
        if not 0 <= bit < self.words * WORD_BITS:
            return False
        return bool(int(self.dates[row, bit // WORD_BITS]) >> (bit % WORD_BITS) & 1)

    def date_list(self, row: int) -> list[date]:
        """The UTC dates on which airings of the row start, rising."""
        return [self.date_of(bit) for bit in positions(self.dates[row])]

    def row_dates_first_last(self, row: int) -> tuple[date, date] | None:
        """First and last date on which an airing of the row starts, or None when it never airs."""
        first = int(first_bit(self.dates[row]))
        return (self.date_of(first), self.date_of(int(last_bit(self.dates[row])))) if first >= 0 else None

    def segments_of(self, row: int) -> slice:
        """The row's stretch of the segment arrays."""
        first, stop = np.searchsorted(self.segment_row, (row, row + 1))
        return slice(int(first), int(stop))

    def first(self, rows: int) -> AirtimeTable:
        """The table of the first ``rows`` rows alone, on the same dates."""
        segments = int(np.searchsorted(self.segment_row, rows))
        kept = [number for number, row in enumerate(self.problem_rows) if row < rows]
        return replace(
            self,
            transmissions=self.transmissions[:rows],
            frequency_hz=self.frequency_hz[:rows],
            start_minute=self.start_minute[:rows],
            stop_minute=self.stop_minute[:rows],
            dates=self.dates.taken(slice(rows)),
            segment_row=self.segment_row[:segments],
            segment_start=self.segment_start[:segments],
            segment_stop=self.segment_stop[:segments],
            segment_dates=self.segment_dates.taken(slice(segments)),
            segment_is_tail=self.segment_is_tail[:segments],
            problems=tuple(self.problems[number] for number in kept),
            problem_rows=tuple(self.problem_rows[number] for number in kept),
        )

    def replaced(self, row: int, transmission: Transmission) -> AirtimeTable:
        """The table with another transmission in a row; the other rows are not expanded again."""
        return self.spliced([RowSplice(row, row + 1, (transmission,))])

    def appended(self, transmission: Transmission) -> AirtimeTable:
        """The table with one transmission more, in the last row."""
        return self.spliced([RowSplice(len(self), len(self), (transmission,))])

    def inserted(self, row: int, transmission: Transmission) -> AirtimeTable:
        """The table with one transmission more, before ``row``."""
        return self.spliced([RowSplice(row, row, (transmission,))])

    def taken(self, rows: Sequence[int]) -> AirtimeTable:
        """The table of some rows, in their order, on the same dates; what is wrong with them is left out."""
        return self.arranged(np.array(rows, dtype=np.int64), tuple(self.transmissions[row] for row in rows))

    def arranged(self, numbers: NDArray[np.int64], transmissions: Sequence[Transmission]) -> AirtimeTable:
        """The columns of some rows with their transmissions, which are not looked at."""
        parts, segment_row = _segments_of(self.segment_row, numbers)
        return AirtimeTable(
            transmissions=transmissions,
            epoch=self.epoch,
            words=self.words,
            segment_row=segment_row,
            dates=self.dates.taken(numbers),
            segment_dates=self.segment_dates.taken(parts),
            **{name: getattr(self, name)[numbers] for name in _BY_ROW},
            **{name: getattr(self, name)[parts] for name in _BY_SEGMENT},
        )

    def followed_by(self, other: AirtimeTable) -> AirtimeTable:
        """The rows of both tables, those of ``other`` behind; both have the same epoch and words."""
        return self.joined(other, (*self.transmissions, *other.transmissions))

    def joined(self, other: AirtimeTable, transmissions: Sequence[Transmission]) -> AirtimeTable:
        """The columns of both tables with the transmissions of both, which are not looked at."""
        assert (self.epoch, self.words) == (other.epoch, other.words)

        def both(name: str) -> NDArray[Any]:
            return np.concatenate((getattr(self, name), getattr(other, name)))

        return AirtimeTable(
            transmissions=transmissions,
            epoch=self.epoch,
            words=self.words,
            dates=self.dates.followed_by(other.dates),
            segment_row=np.concatenate((self.segment_row, other.segment_row + np.int32(len(self)))),
            segment_dates=self.segment_dates.followed_by(other.segment_dates),
            problems=self.problems + other.problems,
            problem_rows=self.problem_rows + tuple(row + len(self) for row in other.problem_rows),
            **{name: both(name) for name in (*_BY_ROW, *_BY_SEGMENT)},
        )

    def removed(self, row: int) -> AirtimeTable:
        """The table without a row; the rows after it move up."""
        return self.spliced([RowSplice(row, row + 1, ())])

    def moved(self, transmissions: Sequence[Transmission]) -> AirtimeTable:
        """The table of the same transmissions in other places of their files; its problems are told in those places.

        Args:
            transmissions: one for each row, that differs from the row's own in its origin at most.
        """
        problems = (
            replace(problem, place=transmissions[row].place("repeat"))
            for row, problem in zip(self.problem_rows, self.problems, strict=True)
        )
        return replace(self, transmissions=tuple(transmissions), problems=tuple(problems))

    def spliced(self, splices: Sequence[RowSplice]) -> AirtimeTable:
        """The table with other transmissions in place of some rows; the rest is not expanded again.

        Args:
            splices: in the order of their rows, none overlapping another.
        """
        transmissions = tuple(in_place(self.transmissions, splices))
        added = tuple(transmission for splice in splices for transmission in splice.added)
        calendar = Calendar(self.epoch, self.words)
        if not all(calendar.covers(transmission.window) for transmission in added):
            # The new window asks for a calendar with another epoch, on which every row has other bits.
            return assembled(transmissions)
        new = assembled(added, calendar)
        numbers, at = [], len(self)
        for first, stop, some in splices:
            numbers.append((first, stop, range(at, at + len(some))))
            at += len(some)
        # The row that each was, or len(self) + k where it is the k-th that was added.
        rows = np.array(in_place(range(len(self)), numbers), dtype=np.int64)
        problem_of = dict(zip(self.problem_rows, self.problems, strict=True))
        problem_of |= {len(self) + row: problem for row, problem in zip(new.problem_rows, new.problems, strict=True)}
        problems = (
            {row: problem_of[source] for row, source in enumerate(rows.tolist()) if source in problem_of}
            if problem_of
            else {}
        )
        parts, segment_row = _segments_of(np.concatenate((self.segment_row, new.segment_row + len(self))), rows)

        def by_row(name: str) -> NDArray[Any]:
            return np.concatenate((getattr(self, name), getattr(new, name)))[rows]

        def by_segment(name: str) -> NDArray[Any]:
            return np.concatenate((getattr(self, name), getattr(new, name)))[parts]

        return AirtimeTable(
            transmissions=transmissions,
            epoch=self.epoch,
            words=self.words,
            frequency_hz=by_row("frequency_hz"),
            start_minute=by_row("start_minute"),
            stop_minute=by_row("stop_minute"),
            dates=self.dates.followed_by(new.dates).taken(rows),
            segment_row=segment_row,
            segment_start=by_segment("segment_start"),
            segment_stop=by_segment("segment_stop"),
            segment_dates=self.segment_dates.followed_by(new.segment_dates).taken(parts),
            segment_is_tail=by_segment("segment_is_tail"),
            problems=tuple(problems.values()),
            problem_rows=tuple(problems),
        )

    def packed(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """The calendar as JSON and the columns as arrays, without transmissions and problems."""
        arrays = {name: getattr(self, name) for name in (*_BY_ROW, *_BY_SEGMENT, "segment_row")}
        for name, sets in (("dates", self.dates), ("segment_dates", self.segment_dates)):
            arrays |= {f"{name} {part}": array for part, array in sets.packed().items()}
        return {"epoch": self.epoch.isoformat(), "words": self.words}, arrays

    @classmethod
    def unpacked(
        cls, value: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], transmissions: Sequence[Transmission]
    ) -> AirtimeTable:
        """The table that ``packed`` took apart, without its problems."""
        words = value["words"]
        columns: dict[str, Any] = {name: arrays[name] for name in (*_BY_ROW, *_BY_SEGMENT, "segment_row")}
        for name in ("dates", "segment_dates"):
            columns[name] = DateSets(words, *(arrays[f"{name} {part}"] for part in DateSets.PARTS))
        epoch = date.fromisoformat(value["epoch"])
        return cls(transmissions=transmissions, epoch=epoch, words=words, **columns)


_BY_ROW = ("frequency_hz", "start_minute", "stop_minute")
_BY_SEGMENT = ("segment_start", "segment_stop", "segment_is_tail")
"""Columns with a number for each row, and for each segment."""

Item = TypeVar("Item")


class RowSplice(NamedTuple):
    """The rows ``first..stop-1`` give way to ``added``; rows are those before any splice of the same edit."""

    first: int
    stop: int
    added: tuple[Transmission, ...]


def in_place(items: Sequence[Item], splices: Iterable[tuple[int, int, Sequence[Item]]]) -> list[Item]:
    """A sequence with other items in place of some.

    Args:
        items: the sequence.
        splices: first position that gives way, first behind it that does not, and what comes between; in order.

    Raises:
        IndexError: a splice lies outside the sequence or before the one it follows.
    """
    result: list[Item] = []
    position = 0
    for first, stop, added in splices:
        if not position <= first <= stop <= len(items):
            raise IndexError(f"no row {first} in a table of {len(items)} rows")
        result += items[position:first]
        result += added
        position = stop
    result += items[position:]
    return result


def _segments_of(
    segment_row: NDArray[np.integer[Any]], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The segments of some rows, in the rows' order, and for each of them the number of its row in that order."""
    first, stop = np.searchsorted(segment_row, rows), np.searchsorted(segment_row, rows, "right")
    number, segments = numbers_of_ranges(first, stop - first)
    return segments, number.astype(np.int32)


def build(transmissions: Sequence[Transmission]) -> AirtimeTable:
    """The airtime table of some transmissions, row ``i`` for ``transmissions[i]``.

    Nothing is raised for a transmission that never airs; what hinders one is in the table's ``problems``.
    """
    return assembled(transmissions)


def assembled(transmissions: Sequence[Transmission], calendar: Calendar | None = None) -> AirtimeTable:
    """Expand every transmission and lay the results out in columns, on a calendar that covers all windows."""
    rows = tuple(transmissions)
    calendar = calendar or Calendar.covering(transmission.window for transmission in rows)
    return columns_of(rows, (airings_of(transmission, calendar) for transmission in rows), calendar)


def columns_of(rows: Sequence[Transmission], airings: Iterable[Airings], calendar: Calendar) -> AirtimeTable:
    """The table of some transmissions whose airings are known, on a calendar that has their dates."""
    columns = _Columns()
    for row, airing in enumerate(airings):
        columns.add(row, airing)
    dates, segment_dates = columns.sets.packed(calendar.words, columns.dates, columns.segment_dates)
    return AirtimeTable(
        transmissions=tuple(rows),
        epoch=calendar.epoch,
        words=calendar.words,
        frequency_hz=np.array([hertz(transmission.frequency_khz) for transmission in rows], dtype=np.int64),
        start_minute=_int32(transmission.time.start_minute for transmission in rows),
        stop_minute=_int32(transmission.time.stop_minute for transmission in rows),
        dates=dates,
        segment_row=np.array(columns.segment_row, dtype=np.int32),
        segment_start=np.array(columns.segment_start, dtype=np.int32),
        segment_stop=np.array(columns.segment_stop, dtype=np.int32),
        segment_dates=segment_dates,
        segment_is_tail=np.array(columns.segment_is_tail, dtype=np.bool_),
        problems=tuple(columns.problems.values()),
        problem_rows=tuple(columns.problems),
    )


class _Columns:
    """The columns of a table while its rows are expanded."""

    def __init__(self) -> None:
        self.sets = SetCollector()
        self.dates = array("i")
        self.segment_row = array("i")
        self.segment_start = array("i")
        self.segment_stop = array("i")
        self.segment_dates = array("i")
        self.segment_is_tail = array("b")
        self.problems: dict[int, Problem] = {}

    def add(self, row: int, airings: Airings) -> None:
        """Put in the airings of the next row."""
        self.dates.append(self.sets.number(airings.dates))
        for start, stop, dates, is_tail in airings.segments:
            self.segment_row.append(row)
            self.segment_start.append(start)
            self.segment_stop.append(stop)
            self.segment_dates.append(self.sets.number(dates))
            self.segment_is_tail.append(is_tail)
        if airings.problem is not None:
            self.problems[row] = airings.problem


def _int32(values: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(values, dtype=np.int32)
