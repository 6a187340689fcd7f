"""Broadcasting seasons: A from the last Sunday of March, B from that of October, both at 0100 UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bcastplan.model.errors import ValueFault

EDGE_MINUTE = 60  # minute of the UTC day; ITU: seasons change at 0100 UTC
FIRST_YEAR = 1960  # two-digit years count from here
_SEASON = re.compile(r"^([AaBb])([0-9]{2})$")


def last_sunday(year: int, month: int) -> date:
    """The last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    # weekday() counts from Monday, so that a Sunday is 6 and goes back by nothing.
    return last - timedelta(days=(last.weekday() + 1) % 7)


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of UTC a schedule may be on the air.

    ``start_minute`` counts on ``first_day`` and ``stop_minute`` on ``last_day``, both in 0..1440.
    """

    first_day: date
    last_day: date
    start_minute: int = 0
    stop_minute: int = 1440

    @property
    def days(self) -> int:
        """Calendar days touched, both edges included."""
        return (self.last_day - self.first_day).days + 1

    @property
    def is_empty(self) -> bool:
        """Whether it has no date: its schedule does not tell when it holds, or ends before it begins."""
        return self.days <= 0


NO_WINDOW = Window(date(2000, 1, 2), date(2000, 1, 1))
"""The window of a schedule that does not say when it holds: empty. Its dates mean nothing and are never shown."""


@dataclass(frozen=True, slots=True, order=True)
class Season:
    """One HFCC/ITU season, as ``A26``."""

    first_day: date
    letter: str

    @property
    def last_day(self) -> date:
        """The Sunday on which the season ends, at 0100 UTC."""
        if self.letter == "A":
            return last_sunday(self.first_day.year, 10)
        return last_sunday(self.first_day.year + 1, 3)

    @property
    def window(self) -> Window:
        """The season's window, minute exact."""
        return Window(self.first_day, self.last_day, EDGE_MINUTE, EDGE_MINUTE)

    @property
    def next(self) -> Season:
        """The season that starts where this one ends."""
        return Season(self.last_day, "B" if self.letter == "A" else "A")

    def __str__(self) -> str:
        # A B season bears the year in which it starts, though most of it lies in the next one.
        return f"{self.letter}{self.first_day.year % 100:02d}"


def season(letter: str, year: int) -> Season:
    """The season ``letter`` ('A' or 'B') that starts in ``year``."""
    return Season(last_sunday(year, 3 if letter == "A" else 10), letter)


@lru_cache(maxsize=256)
def parse_season(text: str) -> Season:
    """Read ``A26``; raises ValueFault TIM008 for anything else."""
    match = _SEASON.match(text.strip())
    if not match:
        raise ValueFault(f"unknown season '{text}': write A or B and the year it starts in, as A26 or B26", "TIM008")
    short_year = int(match[2])
    century = 1900 if short_year >= FIRST_YEAR % 100 else 2000
    return season(match[1].upper(), century + short_year)


def season_of(day: date) -> Season:
    """The season a UTC date belongs to; an edge Sunday belongs to the season it opens."""
    if day >= last_sunday(day.year, 10):
        return season("B", day.year)
    if day >= last_sunday(day.year, 3):
        return season("A", day.year)
    return season("B", day.year - 1)
