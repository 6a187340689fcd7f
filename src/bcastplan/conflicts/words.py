"""Describes when two transmissions meet in the words of a schedule; its minutes add up to the counted minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bcastplan.airtime import AirtimeTable
from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.model.days import format_days

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_NAMED_DATES = 3
_WEEKLY = (0b1, 0b1 | 1 << 7, 0b1 | 1 << 7 | 1 << 14)
"""Up to three dates a week apart, the first of them bit 0."""


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
    """Puts the meetings of one table's rows into words; it keeps the words of each set of dates."""

    def __init__(self, table: AirtimeTable) -> None:
        self._epoch = table.epoch
        # Python numbers: a few look-ups for each of thousands of pairs cost less than as many small arrays.
        self._start = table.segment_start.tolist()
        self._stop = table.segment_stop.tolist()
        self._dates = table.segment_dates.ints()
        self._first = np.searchsorted(table.segment_row, np.arange(len(table) + 1)).tolist()
        self._said: dict[int, tuple[str, str]] = {}
        self._weeks: dict[int, float] = {}
        self._asked: tuple[int, int, list[tuple[int, int, int]]] = (-1, -1, [])

    def meetings(self, a_row: int, b_row: int) -> list[Meeting]:
        """Every clock time at which two rows are on the air together, the longest in total first."""
        return [Meeting(start, stop, self._days(dates)) for start, stop, dates in self._met(a_row, b_row)]

    def overlap(self, a_row: int, b_row: int, most: int = 3) -> list[str]:
        """The meetings of two rows in words; beyond ``most`` lines, the last one counts the others."""
        meetings = self._met(a_row, b_row)
        if len(meetings) > most:
            left_out = len(meetings) - most + 1
            return [*map(self._words, meetings[: most - 1]), f"and at {left_out} other times"]
        return [self._words(met) for met in meetings]

    def hours_a_week(self, a_row: int, b_row: int) -> float:
        """Hours for which two rows are on the air together, in a week in which they are."""
        meetings = self._met(a_row, b_row)
        if not meetings:
            return 0.0
        dates = 0
        for _, _, met in meetings:
            dates |= met
        minutes = sum((stop - start) * met.bit_count() for start, stop, met in meetings)
        if dates not in self._weeks:
            self._weeks[dates] = weeks_met(dates)
        return minutes / 60 / self._weeks[dates]

    def _met(self, a_row: int, b_row: int) -> list[tuple[int, int, int]]:
        """Start, stop and dates as a bit set; whoever describes a pair asks for them more than once."""
        first, second, known = self._asked
        if (first, second) != (a_row, b_row):
            known = self._looked_up(a_row, b_row)
            self._asked = (a_row, b_row, known)
        return known

    def _looked_up(self, a_row: int, b_row: int) -> list[tuple[int, int, int]]:
        pieces: dict[tuple[int, int], int] = {}
        for left in range(self._first[a_row], self._first[a_row + 1]):
            for right in range(self._first[b_row], self._first[b_row + 1]):
                start = max(self._start[left], self._start[right])
                stop = min(self._stop[left], self._stop[right])
                if start < stop and (dates := self._dates[left] & self._dates[right]):
                    pieces[start, stop] = pieces.get((start, stop), 0) | dates
        if len(pieces) > 1:
            _join_across_midnight(pieces)
        meetings = [(start, stop, dates) for (start, stop), dates in pieces.items() if dates]
        # The negative length puts the longest meeting in total first.
        return sorted(meetings, key=lambda met: ((met[0] - met[1]) * met[2].bit_count(), met[0]))

    def _words(self, met: tuple[int, int, int]) -> str:
        start, stop, dates = met
        days, span = self._said.get(dates) or self._said.setdefault(dates, _days_and_span(self._epoch, dates))
        return _said_with_time(start, stop, days, span)

    def _days(self, dates: int) -> tuple[date, ...]:
        return tuple(_dates_of(self._epoch, dates))


def _join_across_midnight(pieces: dict[tuple[int, int], int]) -> None:
    """Join a piece that ends at 2400 with the one that goes on at 0000; whole days stay as they are."""
    whole = (0, MINUTES_PER_DAY)
    evenings = [key for key in pieces if key[1] == MINUTES_PER_DAY and key != whole]
    mornings = [key for key in pieces if key[0] == 0 and key != whole]
    for evening in evenings:
        for morning in mornings:
            # The morning lies one date later, so its set is moved back by a day to meet the evening's.
            joined = pieces[evening] & (pieces[morning] >> 1)
            if joined:
                pieces[evening] &= ~joined
                pieces[morning] &= ~(joined << 1)
                over_midnight = (evening[0], MINUTES_PER_DAY + morning[1])
                pieces[over_midnight] = pieces.get(over_midnight, 0) | joined


def _said_with_time(start: int, stop: int, days: str, span: str) -> str:
    times = f"{clock(start)}-{clock_stop(stop) if stop <= MINUTES_PER_DAY else clock(stop)}"
    return f"{days} {times}, {span}" if days else f"{times}, {span}"


def date_words(dates: Sequence[date]) -> tuple[str, str]:
    """Some rising dates as days of the week and a span, as ``("Sat, Sun", "29 Mar - 31 May")``.

    Few dates are named one by one and a few gaps as exceptions; where no week repeats, the days are empty and the
    span counts the dates.
    """
    return _days_and_span(dates[0], sum(1 << (day - dates[0]).days for day in dates))


def _days_and_span(epoch: date, dates: int) -> tuple[str, str]:
    lowest, highest, number = (dates & -dates).bit_length() - 1, dates.bit_length() - 1, dates.bit_count()
    first, last = epoch + timedelta(days=lowest), epoch + timedelta(days=highest)
    years = first.year != last.year
    if number <= _MOST_NAMED_DATES:
        weekly = dates >> lowest in _WEEKLY
        return _weekdays(1 << first.weekday()) if weekly else "", _named(epoch, dates, years)
    # Dates are best told as weekdays over a period with exceptions, unless the exceptions are too many.
    weekdays, on_those_days = 0, 0
    for step in range(7):
        same_weekday = _every_seventh(highest - lowest - step) << (lowest + step)
        if dates & same_weekday:
            weekdays |= 1 << (first.weekday() + step) % 7
            on_those_days |= same_weekday
    missing = on_those_days & ~dates
    if missing.bit_count() > _MOST_NAMED_DATES or missing.bit_count() * 2 > number:
        return "", f"{number} dates from {_day(first, years)} to {_day(last, years)}"
    excepted = f" except {_named(epoch, missing, years)}" if missing else ""
    return _weekdays(weekdays), f"{_day(first, years)} - {_day(last, years)}{excepted}"


@lru_cache(maxsize=1024)
def _every_seventh(highest: int) -> int:
    """The bits 0, 7, 14... up to ``highest``."""
    return sum(1 << bit for bit in range(0, highest + 1, 7))


def _weekdays(mask: int) -> str:
    return format_days(mask).replace(",", ", ")


def _named(epoch: date, dates: int, with_year: bool) -> str:
    return ", ".join(_day(day, with_year) for day in _dates_of(epoch, dates))


def _day(day: date, with_year: bool) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if with_year else ''}"


def _dates_of(epoch: date, dates: int) -> Iterator[date]:
    while dates:
        lowest = dates & -dates
        yield epoch + timedelta(days=lowest.bit_length() - 1)
        dates ^= lowest


def weeks_met(dates: int) -> float:
    """In how many weeks a set of dates falls: seven days each, from the first date; weeks without a date do not count.

    A last week that is cut short counts in proportion: half an hour daily is 3.5 hours a week, however many days.
    """
    dates >>= (dates & -dates).bit_length() - 1
    last = dates.bit_length() - 1
    weeks = sum(1 for day in range(0, last + 1, 7) if dates >> day & 0b1111111)
    weekdays = sum(1 for day in range(7) if dates & _every_seventh(last - day) << day)
    of_a_weekday = dates.bit_count() / weekdays
    return of_a_weekday if of_a_weekday > weeks - 1 else weeks
