"""When two transmissions meet, in the words of a schedule; the minutes in words add up to the minutes counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.bits import WORD_BITS, Bits
from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.model.days import NAMES, format_days

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_NAMED_DATES = 3


class Meeting(NamedTuple):
    """One clock time at which two transmissions are on the air together, and the UTC dates on which it starts.

    ``stop_minute`` is above 1440 where it lies on the next day.
    """

    start_minute: int
    stop_minute: int
    dates: tuple[date, ...]

    @property
    def minutes(self) -> int:
        """Minutes over all dates."""
        return (self.stop_minute - self.start_minute) * len(self.dates)


class Wording:
    """Puts the meetings of one table's rows into words; what it has once said of a set of dates it remembers."""

    def __init__(self, table: AirtimeTable) -> None:
        self._epoch = table.epoch
        # Python numbers: a few look-ups for each of thousands of pairs cost less than as many small arrays.
        self._start = table.segment_start.tolist()
        self._stop = table.segment_stop.tolist()
        self._dates = to_ints(table.segment_dates)
        self._first = np.searchsorted(table.segment_row, np.arange(len(table) + 1)).tolist()
        self._said: dict[tuple[int, int, int], str] = {}

    def meetings(self, a_row: int, b_row: int) -> list[Meeting]:
        """Every clock time at which two rows are on the air together, the longest in total first."""
        return [Meeting(start, stop, self._days(dates)) for start, stop, dates in self._met(a_row, b_row)]

    def overlap(self, a_row: int, b_row: int, most: int = 3) -> list[str]:
        """The meetings of two rows in words; where there are more than ``most``, the last line says how many."""
        found = self._met(a_row, b_row)
        if len(found) > most:
            left_out = len(found) - most + 1
            return [*map(self._words, found[: most - 1]), f"and at {left_out} other times"]
        return [self._words(met) for met in found]

    def _met(self, a_row: int, b_row: int) -> list[tuple[int, int, int]]:
        """Start, stop and dates as a bit set."""
        pieces: dict[tuple[int, int], int] = {}
        for left in range(self._first[a_row], self._first[a_row + 1]):
            for right in range(self._first[b_row], self._first[b_row + 1]):
                start = max(self._start[left], self._start[right])
                stop = min(self._stop[left], self._stop[right])
                if start < stop and (dates := self._dates[left] & self._dates[right]):
                    pieces[start, stop] = pieces.get((start, stop), 0) | dates
        if len(pieces) > 1:
            _join_across_midnight(pieces)
        found = [(start, stop, dates) for (start, stop), dates in pieces.items() if dates]
        return sorted(found, key=lambda met: ((met[0] - met[1]) * met[2].bit_count(), met[0]))

    def _words(self, met: tuple[int, int, int]) -> str:
        words = self._said.get(met)
        if words is None:
            start, stop, dates = met
            words = self._said[met] = meeting_words(Meeting(start, stop, self._days(dates)))
        return words

    def _days(self, dates: int) -> tuple[date, ...]:
        return tuple(self._epoch + timedelta(days=bit) for bit in range(dates.bit_length()) if dates >> bit & 1)


def _join_across_midnight(pieces: dict[tuple[int, int], int]) -> None:
    """What ends at 2400 and goes on at 0000 is one meeting to a reader; whole days stay as they are."""
    whole = (0, MINUTES_PER_DAY)
    evenings = [key for key in pieces if key[1] == MINUTES_PER_DAY and key != whole]
    mornings = [key for key in pieces if key[0] == 0 and key != whole]
    for evening in evenings:
        for morning in mornings:
            joined = pieces[evening] & (pieces[morning] >> 1)
            if joined:
                pieces[evening] &= ~joined
                pieces[morning] &= ~(joined << 1)
                over_midnight = (evening[0], MINUTES_PER_DAY + morning[1])
                pieces[over_midnight] = pieces.get(over_midnight, 0) | joined


def meeting_words(meeting: Meeting) -> str:
    """As ``Sat, Sun 1300-1330, 29 Mar - 31 May``."""
    stop = meeting.stop_minute
    times = f"{clock(meeting.start_minute)}-{clock_stop(stop) if stop <= MINUTES_PER_DAY else clock(stop)}"
    days, span = date_words(meeting.dates)
    return f"{days} {times}, {span}" if days else f"{times}, {span}"


def date_words(dates: Sequence[date]) -> tuple[str, str]:
    """Some rising dates as days of the week and a span, as ``("Sat, Sun", "29 Mar - 31 May")``.

    Few dates are named one by one and a few gaps as exceptions; where no week repeats, the days are empty and the
    span counts the dates.
    """
    first, last = dates[0], dates[-1]
    years = first.year != last.year
    if len(dates) <= _MOST_NAMED_DATES:
        return _days(dates) if len(dates) == 1 or _is_weekly(dates) else "", ", ".join(
            _day(day, years) for day in dates
        )
    span = f"{_day(first, years)} - {_day(last, years)}"
    wanted = {day.weekday() for day in dates}
    present = set(dates)
    missing = [day for day in _every_day(first, last) if day.weekday() in wanted and day not in present]
    if len(missing) > _MOST_NAMED_DATES or len(missing) * 2 > len(dates):
        return "", f"{len(dates)} dates from {span.replace(' - ', ' to ')}"
    excepted = f" except {', '.join(_day(day, years) for day in missing)}" if missing else ""
    return _days(dates), span + excepted


def _is_weekly(dates: Sequence[date]) -> bool:
    return all((after - before).days == 7 for before, after in pairwise(dates))


def _days(dates: Sequence[date]) -> str:
    if len(dates) == 1:
        return NAMES[dates[0].weekday()]
    return format_days(sum(1 << day for day in {day.weekday() for day in dates})).replace(",", ", ")


def _day(day: date, with_year: bool) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if with_year else ''}"


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def to_ints(bits: Bits) -> list[int]:
    """Date sets ``(n, words)`` as Python integers."""
    packed = np.ascontiguousarray(bits, dtype="<u8").tobytes()
    size = bits.shape[1] * WORD_BITS // 8
    return [int.from_bytes(packed[place : place + size], "little") for place in range(0, len(packed), size)]


def hours_a_week(overlap_minutes: int, first: date, last: date) -> float:
    """Hours of overlap in a week of the time from the first date to the last; one week at least."""
    weeks = max(1.0, ((last - first).days + 1) / 7)
    return overlap_minutes / 60 / weeks
