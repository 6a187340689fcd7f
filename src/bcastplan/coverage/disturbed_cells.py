"""Airtime cut into cells in which the same transmissions of a unit are on the air, each under the same interferers.

It repeats the undisturbed coverage with overall reliabilities: minutes are the same, and every minute is weighed
with the best of the frequencies on the air in it, each under all that disturbs it in that minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import Hearing, Received, hearing
from bcastplan.coverage.cell_columns import CellColumns
from bcastplan.coverage.date_kinds import kinds_of_dates
from bcastplan.coverage.disturbers import Disturbers
from bcastplan.coverage.reliabilities import ABSENT, date_flags
from bcastplan.science.arrays import BoolArray, IntArray


class DisturbedCell(NamedTuple):
    """``minutes`` of clock hour ``hour`` on each of some dates, from minute ``begin`` of the day on.

    ``hearing`` is None when nothing on the air in it can be predicted.
    """

    unit: int
    hour: int
    minutes: int
    dates: BoolArray
    hearing: Hearing | None
    begin: int


class Moment(NamedTuple):
    """What is received of a unit in a month, for ``minutes`` over all dates from minute ``begin`` of the day on."""

    unit: int
    slot: int
    begin: int
    minutes: int
    received: tuple[Received, ...]


class _Member(NamedTuple):
    """What is on the air, in which month, and the numbers of the emissions that disturb it."""

    source: int
    slot: int
    crowd: tuple[int, ...]


class _Piece(NamedTuple):
    """``minutes`` of a unit from minute ``begin`` of the day on, on some dates with the same on the air."""

    unit: int
    begin: int
    minutes: int
    members: tuple[_Member, ...]
    dates: BoolArray


class _Stretches(NamedTuple):
    """Segments of rows: minutes of the day, and flags over the dates (segments, dates)."""

    row: NDArray[np.int32]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    on: BoolArray

    def at(self, minute: int) -> _Stretches:
        """Returns the segments that cover a minute of the day."""
        return self.taken(np.flatnonzero((self.start <= minute) & (minute < self.stop)))

    def taken(self, chosen: IntArray) -> _Stretches:
        """Returns the chosen segments."""
        return _Stretches._make(column[chosen] for column in self)


@dataclass(frozen=True, kw_only=True)
class DisturbedCoverage(Coverage):
    """The coverage of the same table under interference.

    No cell goes on over the edge of a stretch of ``grid_minutes``, which divides an hour.
    """

    disturbers: Disturbers
    grid_minutes: int = 60

    def columns(self, unit_of_row: IntArray) -> CellColumns:
        """All cells; rows with unit ABSENT take no part."""
        cells = list(self.cells(unit_of_row))
        heard = [cell.hearing for cell in cells if cell.hearing is not None]
        known = np.array([cell.hearing is not None for cell in cells], dtype=bool)
        numbers = np.array([(cell.unit, cell.hour, cell.minutes) for cell in cells], dtype=np.intp).reshape(-1, 3)
        days = date_flags(self.table.segment_dates[:]).shape[-1]
        values = [(value.share, value.served, np.nan if value.people is None else value.people) for value in heard]
        unit, hour, minutes = numbers.T
        share, served, people = np.array(values, dtype=np.float64).reshape(-1, 3).T
        return CellColumns(
            unit,
            hour,
            minutes,
            np.arange(len(cells)),
            # What is heard is kept for the predicted cells alone: a cell's number there is how many come before it.
            np.where(known, np.cumsum(known) - 1, ABSENT),
            np.array([cell.dates for cell in cells], dtype=bool).reshape(len(cells), days),
            share,
            served,
            people,
        )

    def cells(self, unit_of_row: IntArray) -> Iterator[DisturbedCell]:
        """All cells, unit by unit; rows with unit ABSENT take no part."""
        known: dict[tuple[int, tuple[_Member, ...]], Hearing | None] = {}
        for piece in self._pieces(unit_of_row):
            key = (piece.begin // 60, piece.members)
            if key not in known:
                received = self._received(piece.members, piece.begin // 60)
                known[key] = hearing(received, self.served_from) if received else None
            yield DisturbedCell(piece.unit, piece.begin // 60, piece.minutes, piece.dates, known[key], piece.begin)

    def moments(self, unit_of_row: IntArray) -> Iterator[Moment]:
        """What is received of units of one row each, cell by cell; cells without a prediction are left out."""
        known: dict[tuple[int, tuple[_Member, ...]], tuple[Received, ...]] = {}
        for piece in self._pieces(unit_of_row):
            key = (piece.begin // 60, piece.members)
            if key not in known:
                known[key] = tuple(self._received(piece.members, piece.begin // 60))
            if known[key]:
                minutes = piece.minutes * int(np.count_nonzero(piece.dates))
                yield Moment(piece.unit, piece.members[0].slot, piece.begin, minutes, known[key])

    def _pieces(self, unit_of_row: IntArray) -> Iterator[_Piece]:
        table = self.table
        unit = unit_of_row[table.segment_row]
        flags = date_flags(table.segment_dates[:])
        order = np.argsort(unit, kind="stable")
        order = order[unit[order] != ABSENT]
        cuts = np.flatnonzero(np.diff(unit[order])) + 1
        for members in np.split(order, cuts):
            if members.size:
                yield from self._unit_pieces(int(unit[members[0]]), members, flags[members])

    def _unit_pieces(self, unit: int, segments: IntArray, flags: NDArray[np.bool_]) -> Iterator[_Piece]:
        table = self.table
        ours = _Stretches(
            table.segment_row[segments], table.segment_start[segments], table.segment_stop[segments], flags
        )
        theirs = self._near(ours)
        edges = np.unique(
            np.concatenate((ours.start, ours.stop, theirs.start, theirs.stop, np.arange(0, 1441, self.grid_minutes)))
        )
        # What disturbs may be on the air longer than the unit, where no cell is wanted.
        edges = edges[(edges >= ours.start.min()) & (edges <= ours.stop.max())].tolist()
        for begin, end in pairwise(edges):
            active = ours.at(begin)
            if not active.row.size:
                continue
            for members, dates in self._crowded(active, theirs.at(begin)):
                yield _Piece(unit, begin, end - begin, members, dates)

    def _near(self, ours: _Stretches) -> _Stretches:
        """The segments of all rows that disturb one of ours on a date that it is on the air."""
        table = self.disturbers.table
        rows = {other for row in set(ours.row.tolist()) for other in self.disturbers.near.get(row, ())}
        chosen = np.flatnonzero(np.isin(table.segment_row, sorted(rows)))
        on = date_flags(table.segment_dates[chosen]) & ours.on.any(axis=0)
        stretches = _Stretches(table.segment_row[chosen], table.segment_start[chosen], table.segment_stop[chosen], on)
        return stretches.taken(np.flatnonzero(on.any(axis=1)))

    def _crowded(self, ours: _Stretches, theirs: _Stretches) -> Iterator[tuple[tuple[_Member, ...], BoolArray]]:
        """Dates on which the same rows are on the air under the same interferers, and the same months apply."""
        near = self.disturbers.near
        for slots, on, dates in kinds_of_dates(self.calendar, ours.row, ours.on, theirs.on):
            disturbing = set(theirs.row[on[ours.row.size :]].tolist())
            members = set()
            for row, slot in zip(ours.row.tolist(), slots, strict=True):
                if slot == ABSENT:
                    continue
                crowd = [number for other, number in near.get(row, {}).items() if other in disturbing]
                members.add(_Member(int(self.sources[1][row]), slot, tuple(sorted(crowd))))
            yield tuple(sorted(members)), dates

    def _received(self, members: tuple[_Member, ...], hour: int) -> list[Received]:
        """What is received of what is on the air together, each under its interferers."""
        received = []
        for member in members:
            if member.source == ABSENT:
                continue
            emission, audience = self.sources[0][member.source]
            values = self.reliabilities.at(emission, member.slot, hour)
            if values is None:
                continue
            if member.crowd:
                values = self.disturbers.overall(emission, member.slot, hour, member.crowd)
            received.append(Received(audience, values))
        return received
