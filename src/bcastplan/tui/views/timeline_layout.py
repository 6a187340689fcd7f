"""Where bars go on a day's timeline: minutes to cells, airings to bars, bars to lanes that never overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.airings import DayAiring
from bcastplan.model.clock import MINUTES_PER_DAY

ZOOMS = (1440, 720, 360, 180)
"""Minutes across the screen, the widest first."""
SNAPS = (5, 15, 30)
"""Minutes by which keys and mouse move a bar."""
_TICKS = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720)


class Line(NamedTuple):
    """One line of bars, none over another; only the first line of a group has its label."""

    label: str
    bars: tuple[DayAiring, ...]


class Scale(NamedTuple):
    """``minutes`` of a day from ``first_minute`` on, spread over ``width`` cells."""

    width: int
    first_minute: int = 0
    minutes: int = MINUTES_PER_DAY

    def column(self, minute: int) -> int:
        """The cell that begins nearest to a minute; below 0, or from ``width`` on, where it lies outside the window."""
        return round((minute - self.first_minute) * self.width / self.minutes)

    def cell(self, minute: int) -> int | None:
        """The cell that stands for a moment; None outside the window.

        The cell nearest to the last minutes of the window would lie behind its end: they have the last one.
        """
        if not 0 <= minute - self.first_minute < self.minutes:
            return None
        return min(self.column(minute), self.width - 1)

    def minute(self, column: int) -> int:
        """The minute at the left edge of a cell."""
        return self.first_minute + round(column * self.minutes / self.width)

    def cells(self, bar: DayAiring) -> tuple[int, int] | None:
        """First cell of a bar and the one behind its last, one cell wide at least; None outside the window."""
        if bar.stop_minute <= self.first_minute or bar.start_minute >= self.first_minute + self.minutes:
            return None
        # A bar of the last minutes would begin behind the last cell by rounding.
        begin = min(max(0, self.column(bar.start_minute)), self.width - 1)
        return begin, max(begin + 1, min(self.width, self.column(bar.stop_minute)))

    def ticks(self, label_width: int) -> list[int]:
        """Minutes that get a label on the ruler: round ones, as many as have room."""
        step = next((tick for tick in _TICKS if tick * self.width >= label_width * self.minutes), _TICKS[-1])
        first = -(-self.first_minute // step) * step
        return list(range(first, self.first_minute + self.minutes, step))

    def moved(self, minutes: int) -> Scale:
        """The window earlier or later, inside the day."""
        return self._replace(first_minute=max(0, min(self.first_minute + minutes, MINUTES_PER_DAY - self.minutes)))

    def zoomed(self, minutes: int, around: int) -> Scale:
        """Another stretch of the day with a minute in its middle."""
        return self._replace(minutes=minutes, first_minute=around - minutes // 2).moved(0)


def bars_on(table: AirtimeTable, day: date, rows: Iterable[int]) -> list[DayAiring]:
    """The bars of some rows on a UTC date, in the order of the table."""
    bit = table.bit_of(day)
    asked = np.zeros(len(table), dtype=np.bool_)
    asked[np.fromiter(rows, dtype=np.int64)] = True
    today = np.flatnonzero(table.segment_dates.have(bit) & asked[table.segment_row])
    # Airings over midnight are two segments; what goes on tomorrow begins there at 0000 as a tail.
    tomorrow = table.segment_dates.have(bit + 1) & table.segment_is_tail & (table.segment_start == 0)
    goes_on = np.zeros(len(table), dtype=np.bool_)
    goes_on[table.segment_row[tomorrow]] = True
    columns = (
        table.segment_row[today].tolist(),
        table.segment_start[today].tolist(),
        table.segment_stop[today].tolist(),
        table.segment_is_tail[today].tolist(),
    )
    return [
        DayAiring(row, start, stop, tail and start == 0, not tail and stop == MINUTES_PER_DAY and bool(goes_on[row]))
        for row, start, stop, tail in zip(*columns, strict=True)
    ]


def lay_out(bars: Iterable[DayAiring], group_of: Callable[[int], tuple[Any, str]]) -> list[Line]:
    """Lines of bars, group by group; ``group_of`` gives a row's group: what it sorts by, and its label."""
    groups: dict[tuple[Any, str], list[DayAiring]] = {}
    for bar in bars:
        groups.setdefault(group_of(bar.row), []).append(bar)
    lines: list[Line] = []
    for group in sorted(groups):
        for number, lane in enumerate(lanes(groups[group])):
            lines.append(Line(group[1] if number == 0 else "", tuple(lane)))
    return lines


def lanes(bars: Sequence[DayAiring]) -> list[list[DayAiring]]:
    """Bars in as few lanes as hold them without an overlap, each from early to late."""
    lanes_used: list[list[DayAiring]] = []
    for bar in sorted(bars, key=lambda each: (each.start_minute, each.stop_minute, each.row)):
        # Bars come by their start, so that the first lane that is free takes no more lanes than are needed.
        lane = next((used for used in lanes_used if used[-1].stop_minute <= bar.start_minute), None)
        if lane is None:
            lanes_used.append([bar])
        else:
            lane.append(bar)
    return lanes_used


def snapped(minutes: float, snap: int) -> int:
    """The nearest multiple of ``snap`` minutes."""
    return round(minutes / snap) * snap
