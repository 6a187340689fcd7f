"""Which conflicts are listed: double bookings, pairs with others, our own, then what is jammed, each worst first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bcastplan.conflicts.jammed import Jammed, JammedResult
from bcastplan.conflicts.pairs import Pair, PairResult
from bcastplan.conflicts.resources import Resource
from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.tui.severity_signs import SIGNS, STYLES
from bcastplan.tui.widgets.grid import GridColumn, GridRow

WHICH = ("all", "external", "own", "bookings", "jammed")
Conflict = Pair | Resource | Jammed
COLUMNS = (
    GridColumn("kind", "Conflict", 15),
    GridColumn("frequency", "kHz", 7, right=True),
    GridColumn("separation", "±kHz", 4, right=True),
    GridColumn("hours", "h/week", 6, right=True),
    GridColumn("a", "One side", 14, most=32),
    GridColumn("b", "Other side", 14, most=32),
    GridColumn("when", "When", 20, most=60),
)


class ConflictList:
    """The conflicts that one of ``WHICH`` and a filter let through; rows of the list are made when they are seen."""

    def __init__(
        self,
        pairs: PairResult,
        resources: Sequence[Resource],
        jammed: JammedResult,
        which: str,
        rows: Sequence[int],
    ) -> None:
        table = pairs.table
        self.everything = len(pairs) + len(resources) + len(jammed)
        listed = np.zeros(len(table), dtype=np.bool_)
        listed[np.fromiter(rows, dtype=np.int64)] = True
        shown = listed[pairs.columns.a] | listed[pairs.columns.b]
        # These are lists of their own; pairs are left out of them.
        if which in ("bookings", "jammed"):
            shown[:] = False
        elif which != "all":
            shown &= pairs.columns.own == (which == "own")
        self.pairs = pairs.selected(shown)
        self.resources = [
            booking
            for booking in resources
            if which in ("all", "bookings") and any(listed[row] for row in booking.member_rows)
        ]
        self.jamming = jammed
        self.jammed = [item for item in jammed if which in ("all", "jammed") and listed[item.row]]

    def __len__(self) -> int:
        return self._jammed_from + len(self.jammed)

    @property
    def _jammed_from(self) -> int:
        """The place in the list from which on the conflicts are jammed rows."""
        return len(self.resources) + len(self.pairs)

    def __getitem__(self, number: int) -> Conflict:
        if number < len(self.resources):
            return self.resources[number]
        if number >= self._jammed_from:
            return self.jammed[number - self._jammed_from]
        pair: Pair = self.pairs[number - len(self.resources)]
        return pair

    def rows_of(self, number: int) -> tuple[int, int]:
        """The rows to compare: the sides of a pair or two members of a double booking; a jammed row stands twice."""
        conflict = self[number]
        if isinstance(conflict, Pair):
            return conflict.a_row, conflict.b_row
        if isinstance(conflict, Jammed):
            return conflict.row, conflict.row
        return conflict.member_rows[0], conflict.member_rows[min(1, len(conflict.member_rows) - 1)]

    def find(self, rows: frozenset[int]) -> int | None:
        """The conflict between some rows, None where there is none any more."""
        for number, booking in enumerate(self.resources):
            if frozenset(booking.member_rows) == rows:
                return number
        if len(rows) == 2:
            # `rows` has no order, so that either of them may be the first side of the pair.
            low, high = sorted(rows)
            columns = self.pairs.columns
            met = np.flatnonzero((np.minimum(columns.a, columns.b) == low) & (np.maximum(columns.a, columns.b) == high))
            return len(self.resources) + int(met[0]) if met.size else None
        return self._jammed_of(*rows) if len(rows) == 1 else None

    def _jammed_of(self, row: int) -> int | None:
        return next((self._jammed_from + at for at, item in enumerate(self.jammed) if item.row == row), None)

    def first_of(self, row: int) -> int | None:
        """The first conflict in which a row has a part."""
        for number, booking in enumerate(self.resources):
            if row in booking.member_rows:
                return number
        met = np.flatnonzero((self.pairs.columns.a == row) | (self.pairs.columns.b == row))
        return len(self.resources) + int(met[0]) if met.size else self._jammed_of(row)

    def row(self, number: int) -> GridRow:
        """What the list shows of one conflict."""
        conflict = self[number]
        sign = SIGNS[conflict.severity] + ("=" if isinstance(conflict, Pair) and conflict.own else " ")
        styles = [STYLES[conflict.severity]]
        if isinstance(conflict, Jammed):
            return GridRow(self._jammed_cells(conflict), sign, styles)
        if isinstance(conflict, Resource):
            return GridRow(_booking_cells(conflict), sign, styles)
        weekly = self.pairs.wording.hours_a_week(conflict.a_row, conflict.b_row)
        cells = [
            str(conflict.kind),
            format_khz(conflict.a.frequency_khz),
            format_khz(conflict.separation_khz),
            f"{weekly:.1f}",
            _who(conflict.a.service or conflict.a.broadcaster, conflict.a.site),
            _who(conflict.b.service or conflict.b.broadcaster, conflict.b.site),
            "; ".join(self.pairs.wording.overlap(conflict.a_row, conflict.b_row, 2)),
        ]
        return GridRow(cells, sign, styles)

    def _jammed_cells(self, item: Jammed) -> list[str]:
        return [
            str(item.kind),
            format_khz(item.side.frequency_khz),
            format_khz(item.separation_khz),
            f"{self.jamming.hours_a_week(item):.1f}",
            _who(item.side.service or item.side.broadcaster, item.side.site),
            _who(item.jammer.name, item.jammer.transmission.site_code),
            "; ".join(self.jamming.when(item, 2)),
        ]


def _booking_cells(booking: Resource) -> list[str]:
    first, second = booking.members[0], booking.members[min(1, len(booking.members) - 1)]
    # A booking on one date of a week counts a week, and one on single dates not the weeks between them.
    weeks = min(booking.dates, -(-((booking.last - booking.first).days + 1) // 7))
    weekly = f"{booking.overlap_minutes / 60 / weeks:.1f}" if booking.overlap_minutes else ""
    return [
        str(booking.kind),
        format_khz(first.frequency_khz),
        "",
        weekly,
        _who(first.service, booking.transmitter or booking.antenna or booking.site),
        _who(second.service, format_khz(second.frequency_khz)),
        f"{count(booking.dates, 'date')}, {booking.first} to {booking.last}, worst {booking.worst_at:%Y-%m-%d %H%M}",
    ]


def _who(name: str | None, place: str | None) -> str:
    return inert(" ".join(part for part in (place, name) if part))
