"""What each channel of each transmission of a network is worth, alone and beside the others of its programme.

The season of a programme is cut into cells in which the same of its transmissions are on the air in a month and half
hour. In each cell the best of them counts at each place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import date_flags
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.workspace.moves.network_channels import RowChannels
from bcastplan.workspace.moves.network_rows import Programme

STEP_MINUTES = 30
STEPS = MINUTES_PER_DAY // STEP_MINUTES


class Cell(NamedTuple):
    """Minutes over all dates in which the same transmissions of a programme are on the air in a step and month.

    ``members`` are positions in the network, ``slots`` the month of each.
    """

    members: tuple[int, ...]
    slots: tuple[int, ...]
    step: int
    minutes: int


@dataclass(frozen=True, eq=False)
class Shared:
    """Cells in which the same several transmissions of a programme are on the air.

    A case is one place in one cell; there are K of them. ``reliability`` has an array (c, K) for each member, its
    channels in the cases. ``weight`` (K,) are the minutes of a case times the share of the audience at its place.
    """

    members: tuple[int, ...]
    reliability: tuple[FloatArray, ...]
    weight: FloatArray


@dataclass(frozen=True, eq=False)
class NetworkValues:
    """What a choice of channels is worth: coverage-minutes under interference, each programme counted once.

    Attributes:
        alone: of each transmission (c,), in the cells that it has for itself.
        shared: the other cells.
    """

    alone: tuple[FloatArray, ...]
    shared: tuple[Shared, ...]

    @cached_property
    def of_member(self) -> list[list[tuple[int, int]]]:
        """Of each transmission the numbers of the shared cells, and which member of them it is."""
        places: list[list[tuple[int, int]]] = [[] for _ in self.alone]
        for number, shared in enumerate(self.shared):
            for place, member in enumerate(shared.members):
                places[member].append((number, place))
        return places

    def value(self, chosen: Sequence[int]) -> float:
        """What a channel for each transmission, by number, is worth; -1 for none."""
        pairs = zip(self.alone, chosen, strict=True)
        total = sum(float(values[channel]) for values, channel in pairs if channel >= 0)
        return total + sum(float(self.best(shared, chosen) @ shared.weight) for shared in self.shared)

    @staticmethod
    def best(shared: Shared, chosen: Sequence[int], without: int | None = None) -> FloatArray:
        """(K,) the best reliability in each case of the chosen channels, -1 being none."""
        best = np.zeros(shared.weight.size)
        for place, member in enumerate(shared.members):
            if place != without and chosen[member] >= 0:
                np.maximum(best, shared.reliability[place][chosen[member]], out=best)
        return best

    def added(self, member: int, chosen: Sequence[int]) -> FloatArray:
        """(c,) what each channel of a transmission adds to the chosen ones of the others."""
        added = self.alone[member].copy()
        for number, place in self.of_member[member]:
            shared = self.shared[number]
            best = self.best(shared, chosen, without=place)
            added += np.maximum(shared.reliability[place] - best, 0.0) @ shared.weight
        return added


def network_values(
    table: AirtimeTable,
    programmes: Sequence[Programme],
    channels: Sequence[RowChannels],
    coverage: Coverage,
) -> NetworkValues:
    """Gather what was predicted of the channels, one row for each, into the cells of their programmes.

    Args:
        table: the transmissions of the network, on the dates of the coverage.
        programmes: which of them carry the same.
        channels: of each.
        coverage: of the channels, in the order of the transmissions, under interference.
    """
    reliability = _reliability(coverage, channels)
    alone = [np.zeros(some.khz.size) for some in channels]
    shared: list[Shared] = []
    for programme in programmes:
        weights = _weights(programme.audience)
        by_members: dict[tuple[int, ...], list[Cell]] = {}
        for cell in cells_of(table, coverage.calendar, programme.members):
            by_members.setdefault(cell.members, []).append(cell)
        for members, cells in by_members.items():
            values = [
                np.concatenate([reliability[member].at(cell.step, cell.slots[place]) for cell in cells], axis=1)
                for place, member in enumerate(members)
            ]
            weight = np.concatenate([cell.minutes * weights for cell in cells])
            if len(members) == 1:
                alone[members[0]] += values[0] @ weight
            else:
                shared.append(Shared(members, tuple(values), weight))
    return NetworkValues(tuple(alone), tuple(shared))


def _weights(audience: Audience) -> FloatArray:
    """(P,) the share of an audience at each of its places."""
    people = np.ones(audience.places.size) if audience.people is None else audience.people
    return np.asarray(people / people.sum())


@dataclass(frozen=True, eq=False)
class _Reliability:
    """Reliabilities of the channels of a transmission by step and month, (c, P) each, over its minutes there."""

    channels: int
    places: int
    heard: dict[tuple[int, int], FloatArray]
    minutes: dict[tuple[int, int], FloatArray]

    def at(self, step: int, slot: int) -> FloatArray:
        """(c, P) in a step of a month, on average over the dates; 0 where nothing is predicted."""
        heard = self.heard.get((step, slot))
        if heard is None:
            return np.zeros((self.channels, self.places))
        minutes = self.minutes[step, slot][:, None]
        return np.divide(heard, minutes, out=np.zeros_like(heard), where=minutes > 0.0)


def _reliability(coverage: Coverage, channels: Sequence[RowChannels]) -> list[_Reliability]:
    assert coverage.disturbed is not None
    counts = [some.khz.size for some in channels]
    member = np.repeat(np.arange(len(counts)), counts)
    number = np.concatenate([np.arange(count) for count in counts])
    audiences = [coverage.audience_of_row[row] for row in np.cumsum(counts) - counts]
    gathered = [
        _Reliability(count, 0 if audience is None else audience.places.size, {}, {})
        for count, audience in zip(counts, audiences, strict=True)
    ]
    # Moments are cut at every half hour here, so that each lies in one step of the cells.
    fine = replace(coverage.disturbed, grid_minutes=STEP_MINUTES)
    for moment in fine.moments(np.arange(member.size, dtype=np.intp)):
        of_row, key = gathered[member[moment.unit]], (moment.begin // STEP_MINUTES, moment.slot)
        if key not in of_row.heard:
            of_row.heard[key] = np.zeros((of_row.channels, of_row.places))
            of_row.minutes[key] = np.zeros(of_row.channels)
        of_row.heard[key][number[moment.unit]] += moment.minutes * moment.received[0].reliability
        of_row.minutes[key][number[moment.unit]] += moment.minutes
    return gathered


def cells_of(table: AirtimeTable, calendar: SlotCalendar, members: Sequence[int]) -> Iterator[Cell]:
    """The cells of some rows of a table: every minute of every date in which one of them is on the air is in one."""
    segments = np.flatnonzero(np.isin(table.segment_row, np.array(members)))
    rows, flags = table.segment_row[segments].astype(np.intp), date_flags(table.segment_dates[segments])
    starts, stops = table.segment_start[segments], table.segment_stop[segments]
    edges = np.unique(np.concatenate((starts, stops, np.arange(0, MINUTES_PER_DAY + 1, STEP_MINUTES)))).tolist()
    minutes: dict[tuple[tuple[int, ...], tuple[int, ...], int], int] = {}
    for begin, end in pairwise(edges):
        active = np.flatnonzero((starts <= begin) & (stops > begin))
        for on_air, slots, dates in _kinds(rows[active], flags[active], calendar):
            key = (on_air, slots, begin // STEP_MINUTES)
            minutes[key] = minutes.get(key, 0) + (end - begin) * dates
    return (Cell(*key, count) for key, count in minutes.items())


def _kinds(
    rows: IntArray, flags: BoolArray, calendar: SlotCalendar
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """Group the dates by who is on the air and in which month; yields rows, their months and the number of dates."""
    if not rows.size:
        return
    slots = calendar.slot_of_date[calendar.window_of_row[rows]]
    kinds, counts = np.unique(np.where(flags, slots, -1), axis=1, return_counts=True)
    for kind, count in zip(kinds.T, counts.tolist(), strict=True):
        there = np.flatnonzero(kind >= 0)
        if there.size:
            by_row = sorted(zip(rows[there].tolist(), kind[there].tolist(), strict=True))
            yield tuple(row for row, _ in by_row), tuple(slot for _, slot in by_row), count
