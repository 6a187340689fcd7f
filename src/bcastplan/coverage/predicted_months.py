"""The months for which a season is predicted; every date belongs to exactly one of them.

Resolution 535 (Rev. WRC-15) predicts half a month after a season starts, in its middle and half a month before its
end. The nearest of the three stands for a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import WORD_BITS
from bcastplan.airtime.table import AirtimeTable
from bcastplan.model.season import Window
from bcastplan.reference import smoothed_sunspot_number

HALF_MONTH = timedelta(days=15)
SHORTEST_OF_THREE_DAYS = 60  # a shorter window has one date: the three would lie in one month or in wrong order


class CoverageRequestError(ValueError):
    """A request that cannot be answered: a year without a sunspot number, or a date or ratio that makes no sense."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A month to predict with its R12; ``status`` is ``observed``, ``predicted`` or ``given``."""

    year: int
    month: int
    r12: float
    status: str


def reference_dates(window: Window) -> tuple[date, ...]:
    """The dates of Resolution 535 for a season, or the middle of a window under 60 days."""
    middle = window.first_day + timedelta(days=(window.last_day - window.first_day).days // 2)
    if window.days < SHORTEST_OF_THREE_DAYS:
        return (middle,)
    return (window.first_day + HALF_MONTH, middle, window.last_day - HALF_MONTH)


@dataclass(frozen=True, slots=True, eq=False)
class SlotCalendar:
    """The slot that each date of the table belongs to, in each window.

    ``slot_of_date`` is (windows, dates) int16, indices into ``slots``; ``window_of_row`` (n,) its rows.
    """

    slots: tuple[Slot, ...]
    slot_of_date: NDArray[np.int16]
    window_of_row: NDArray[np.intp]


def slot_calendar(table: AirtimeTable, *, ssn: float | None = None, dates: Sequence[date] = ()) -> SlotCalendar:
    """Slots of the table's windows; ``dates`` takes the place of Resolution 535's, ``ssn`` that of the shipped R12.

    Raises:
        CoverageRequestError: no R12 is known for a month and none is given, or ``ssn`` is not 0 to 311.
    """
    if ssn is not None and not 0.0 <= ssn <= 311.0:
        raise CoverageRequestError(f"the sunspot number is R12 from 0 to 311, not {ssn:g}")
    windows: dict[Window, int] = {}
    window_of_row = np.array(
        [windows.setdefault(transmission.window, len(windows)) for transmission in table.transmissions], dtype=np.intp
    )
    aired = {int(window_of_row[row]) for row in set(table.segment_row.tolist())}
    slots: dict[Slot, int] = {}
    days = np.arange(table.words * WORD_BITS)
    slot_of_date = np.zeros((len(windows), days.size), dtype=np.int16)
    for window, number in windows.items():
        if number not in aired:
            continue
        chosen = tuple(sorted(set(dates))) or reference_dates(window)
        numbers = [slots.setdefault(_slot(day, ssn), len(slots)) for day in chosen]
        # Every date takes the month of the nearest predicted day; of two equally near ones the earlier.
        distance = np.abs(days[:, None] - np.array([table.bit_of(day) for day in chosen])[None, :])
        slot_of_date[number] = np.array(numbers, dtype=np.int16)[distance.argmin(axis=1)]
    return SlotCalendar(tuple(slots), slot_of_date, window_of_row)


def _slot(day: date, ssn: float | None) -> Slot:
    if ssn is not None:
        return Slot(day.year, day.month, float(ssn), "given")
    known = smoothed_sunspot_number(day.year, day.month)
    if known is None:
        raise CoverageRequestError(f"no sunspot number is known for {day.year}-{day.month:02d}: give it with --ssn")
    # Numbers made from the solar radio flux may fall below 0 at a minimum, where the model has no values.
    return Slot(day.year, day.month, max(known.r12, 0.0), known.status)
