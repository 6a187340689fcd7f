"""When, on one UTC date, a row meets the rows it is in conflict with; looked up when a bar comes into sight."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from bcastplan.conflicts.kinds import SEVERITIES
from bcastplan.conflicts.pairs import PairResult
from bcastplan.model.finding import Severity


class Clash(NamedTuple):
    """A stretch of the date in which a row meets another one."""

    start_minute: int
    stop_minute: int
    severity: Severity


class Clashes:
    """The clashes of each row on a date; gravest first."""

    def __init__(self, pairs: PairResult, day: date) -> None:
        self._pairs = pairs
        self._bit = pairs.table.bit_of(day)
        sides = np.concatenate((pairs.columns.a, pairs.columns.b))
        # Sorted once, the pairs of a row are found by bisection; a season has thousands of rows and tens of thousands
        # of pairs.
        self._order = np.argsort(sides, kind="stable")
        self._sorted = sides[self._order]
        self._known: dict[int, tuple[Clash, ...]] = {}

    def of(self, row: int) -> tuple[Clash, ...]:
        """The clashes of a row."""
        if row not in self._known:
            self._known[row] = self._find(row)
        return self._known[row]

    def _find(self, row: int) -> tuple[Clash, ...]:
        first, stop = np.searchsorted(self._sorted, (row, row + 1))
        columns, count = self._pairs.columns, len(self._pairs)
        clashes: set[Clash] = set()
        mine = self._pieces(row) if stop > first else ()
        # A place below ``count`` is the first side of a pair, one from there on the second side.
        for place in self._order[first:stop].tolist():
            pair = place % count
            other = int(columns.b[pair]) if place < count else int(columns.a[pair])
            severity = SEVERITIES[int(columns.severity[pair])]
            for start, end in mine:
                for begin, finish in self._pieces(other):
                    if max(start, begin) < min(end, finish):
                        clashes.add(Clash(max(start, begin), min(end, finish), severity))
        return tuple(sorted(clashes, key=lambda clash: (clash.severity.rank, clash.start_minute, clash.stop_minute)))

    def _pieces(self, row: int) -> list[tuple[int, int]]:
        table = self._pairs.table
        part = table.segments_of(row)
        on = table.segment_dates.taken(part).have(self._bit)
        return list(zip(table.segment_start[part][on].tolist(), table.segment_stop[part][on].tolist(), strict=True))
