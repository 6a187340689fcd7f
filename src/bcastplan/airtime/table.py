"""One row per transmission, one bit per UTC date; segments never cross midnight nor leave the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airings import Airings, Calendar, airings_of
from bcastplan.airtime.bits import WORD_BITS, Bits, first_bit, from_ints, last_bit, popcount, positions, range_mask
from bcastplan.model.finding import Problem
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission


@dataclass(frozen=True, slots=True, eq=False)
class AirtimeTable:
    """When every transmission is on the air; built by ``airtime.build`` and never changed in place.

    Shapes: ``n`` transmissions, ``m`` segments, ``words`` words of 64 dates. Row ``i`` is ``transmissions[i]``;
    an unused transmission, or one that never airs, keeps its row and has no dates.
    """

    transmissions: tuple[Transmission, ...]
    epoch: date
    """The UTC date of bit 0."""
    words: int
    frequency_hz: NDArray[np.int64]
    """(n,) whole hertz."""
    start_minute: NDArray[np.int32]
    """(n,) as scheduled, 0..1439."""
    stop_minute: NDArray[np.int32]
    """(n,) as scheduled, above 1440 when the airing ends on the next day."""
    dates: Bits
    """(n, words) the dates on which an airing starts that is on the air for a minute at least."""
    segment_row: NDArray[np.int32]
    """(m,) rising."""
    segment_start: NDArray[np.int32]
    """(m,) minute of one UTC day, 0..1439."""
    segment_stop: NDArray[np.int32]
    """(m,) minute of the same UTC day, 1..1440."""
    segment_dates: Bits
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
        lengths = popcount(self.segment_dates) * (self.segment_stop - self.segment_start)
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

    def replaced(self, row: int, transmission: Transmission) -> AirtimeTable:
        """The table with another transmission in a row; the other rows are not expanded again."""
        return self._spliced(row, row + 1, (transmission,))

    def appended(self, transmission: Transmission) -> AirtimeTable:
        """The table with one transmission more, in the last row."""
        return self._spliced(len(self), len(self), (transmission,))

    def inserted(self, row: int, transmission: Transmission) -> AirtimeTable:
        """The table with one transmission more, before ``row``."""
        return self._spliced(row, row, (transmission,))

    def removed(self, row: int) -> AirtimeTable:
        """The table without a row; the rows after it move up."""
        return self._spliced(row, row + 1, ())

    def _spliced(self, first: int, stop: int, added: tuple[Transmission, ...]) -> AirtimeTable:
        """Put ``added`` in place of the rows ``first..stop-1``."""
        if not 0 <= first <= stop <= len(self):
            raise IndexError(f"no row {first} in a table of {len(self)} rows")
        transmissions = self.transmissions[:first] + added + self.transmissions[stop:]
        calendar = Calendar(self.epoch, self.words)
        if not all(calendar.covers(transmission.window) for transmission in added):
            return assembled(transmissions)
        new = assembled(added, calendar)
        moved = len(added) - (stop - first)
        low, high = (int(edge) for edge in np.searchsorted(self.segment_row, (first, stop)))

        def rows(old: NDArray[np.generic], between: NDArray[np.generic]) -> NDArray[np.generic]:
            return np.concatenate((old[:first], between, old[stop:]))

        def parts(old: NDArray[np.generic], between: NDArray[np.generic]) -> NDArray[np.generic]:
            return np.concatenate((old[:low], between, old[high:]))

        problems = [
            (row if row < first else row + moved, problem)
            for row, problem in zip(self.problem_rows, self.problems, strict=True)
            if not first <= row < stop
        ]
        problems += [(first + row, problem) for row, problem in zip(new.problem_rows, new.problems, strict=True)]
        problems.sort(key=lambda entry: entry[0])
        return AirtimeTable(
            transmissions=transmissions,
            epoch=self.epoch,
            words=self.words,
            frequency_hz=rows(self.frequency_hz, new.frequency_hz),  # type: ignore[arg-type]
            start_minute=rows(self.start_minute, new.start_minute),  # type: ignore[arg-type]
            stop_minute=rows(self.stop_minute, new.stop_minute),  # type: ignore[arg-type]
            dates=rows(self.dates, new.dates),  # type: ignore[arg-type]
            segment_row=np.concatenate(
                (self.segment_row[:low], new.segment_row + np.int32(first), self.segment_row[high:] + np.int32(moved))
            ),
            segment_start=parts(self.segment_start, new.segment_start),  # type: ignore[arg-type]
            segment_stop=parts(self.segment_stop, new.segment_stop),  # type: ignore[arg-type]
            segment_dates=parts(self.segment_dates, new.segment_dates),  # type: ignore[arg-type]
            segment_is_tail=parts(self.segment_is_tail, new.segment_is_tail),  # type: ignore[arg-type]
            problems=tuple(problem for _, problem in problems),
            problem_rows=tuple(row for row, _ in problems),
        )


def assembled(transmissions: Sequence[Transmission], calendar: Calendar | None = None) -> AirtimeTable:
    """Expand every transmission and lay the results out in columns, on a calendar that covers all windows."""
    rows = tuple(transmissions)
    calendar = calendar or Calendar.covering(transmission.window for transmission in rows)
    return _columns(rows, [airings_of(transmission, calendar) for transmission in rows], calendar)


def _columns(rows: tuple[Transmission, ...], airings: list[Airings], calendar: Calendar) -> AirtimeTable:
    segments = [(row, segment) for row, airing in enumerate(airings) for segment in airing.segments]
    return AirtimeTable(
        transmissions=rows,
        epoch=calendar.epoch,
        words=calendar.words,
        frequency_hz=np.array([hertz(transmission.frequency_khz) for transmission in rows], dtype=np.int64),
        start_minute=_int32(transmission.time.start_minute for transmission in rows),
        stop_minute=_int32(transmission.time.stop_minute for transmission in rows),
        dates=from_ints([airing.dates for airing in airings], calendar.words),
        segment_row=_int32(row for row, _ in segments),
        segment_start=_int32(segment.start_minute for _, segment in segments),
        segment_stop=_int32(segment.stop_minute for _, segment in segments),
        segment_dates=from_ints([segment.dates for _, segment in segments], calendar.words),
        segment_is_tail=np.array([segment.is_tail for _, segment in segments], dtype=np.bool_),
        problems=tuple(airing.problem for airing in airings if airing.problem),
        problem_rows=tuple(row for row, airing in enumerate(airings) if airing.problem),
    )


def _int32(values: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(values, dtype=np.int32)
