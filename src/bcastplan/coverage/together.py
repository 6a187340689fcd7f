"""A wanted transmission under all its interferers at once, over its whole target.

Who is on the air together is exact to the minute and the date: interferers that follow each other never add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.margins import Case, MarginSummaries, strongest_first
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.reliabilities import Predicted
from bcastplan.science.arrays import BoolArray
from bcastplan.science.protection import margin_class


@dataclass(frozen=True, slots=True)
class Together:
    """How one transmission fares under the power sum of its interferers, while any of them is on the air.

    Attributes:
        row: the wanted transmission.
        interferers: rows that were predicted, wherever they are aimed at.
        not_predicted: rows near it that cannot be.
        minutes: on the air with one of the interferers at least.
        margin_db: median over the test points of its target at the worst moment; infinite where nothing reaches them.
        margin_class: ``clean``, ``fair``, ``interference`` or ``unusable`` by ``margin_db``.
        worst_month: that month, 1 to 12.
        worst_hour: that clock hour, UT.
        at_once: rows on the air then, the strongest at the median point first.
        protected: share of points and minutes with a margin of 0 dB or more, 0 to 1.
        basic: mean reliability against noise alone, 0 to 1.
        overall: mean reliability against noise and all interferers, 0 to 1.
    """

    row: int
    interferers: tuple[int, ...]
    not_predicted: tuple[int, ...]
    minutes: int
    margin_db: float
    margin_class: str
    worst_month: int
    worst_hour: int
    at_once: tuple[int, ...]
    protected: float
    basic: float
    overall: float


@dataclass(frozen=True, slots=True, order=True)
class Crowd:
    """A clock hour of a month and the rows that are then on the air together with the wanted one."""

    slot: int
    hour: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crowded:
    """A wanted row with what disturbs it, by the numbers of the emissions, and the moments in which it does.

    ``crowds`` are the minutes with each set of others; ``points`` are the places of its target.
    """

    row: int
    emission: int
    interferers: Mapping[int, int]
    not_predicted: tuple[int, ...]
    crowds: Mapping[Crowd, int]
    points: int

    def cases(self) -> list[Case]:
        """What is to be judged, in the order of the crowds."""
        return [Case(self.emission, self._numbers(crowd), crowd.slot, crowd.hour, self.points) for crowd in self.crowds]

    def verdict(self, predicted: Predicted, calendar: SlotCalendar, judged: MarginSummaries) -> Together | None:
        """The verdict over all crowds; None where the row's own signal is beyond the reach of the model everywhere."""
        if not self.crowds or np.isnan(judged.median_db).all():
            return None
        worst = int(np.nanargmin(judged.median_db))
        crowd = list(self.crowds)[worst]
        minutes = np.array(list(self.crowds.values()), dtype=np.float64)
        # Each crowd counts by the minutes that it is on the air together.
        weights = minutes / minutes.sum()
        points = point_indices(self.points)
        order = strongest_first(predicted, self.emission, self._numbers(crowd), crowd.slot, crowd.hour, points)
        return Together(
            row=self.row,
            interferers=tuple(self.interferers),
            not_predicted=self.not_predicted,
            minutes=int(minutes.sum()),
            margin_db=float(judged.median_db[worst]),
            margin_class=margin_class(float(judged.median_db[worst])),
            worst_month=calendar.slots[crowd.slot].month,
            worst_hour=crowd.hour,
            at_once=tuple(crowd.rows[number] for number in order),
            protected=float(np.dot(weights, judged.protected)),
            basic=float(np.dot(weights, judged.basic)),
            overall=float(np.dot(weights, judged.overall)),
        )

    def _numbers(self, crowd: Crowd) -> tuple[int, ...]:
        return tuple(self.interferers[row] for row in crowd.rows)


def crowds_of(
    table: AirtimeTable, calendar: SlotCalendar, flags: BoolArray, wanted_row: int, others: Sequence[int]
) -> dict[Crowd, int]:
    """Minutes that a row spends with each set of others, none empty; its season decides a date's month."""
    slot_of_date = calendar.slot_of_date[calendar.window_of_row[wanted_row]]
    minutes: dict[Crowd, int] = {}
    ours = table.segments_of(wanted_row)
    for left in range(ours.start, ours.stop):
        for begin, end, rows, present in _stretches(table, flags, left, others):
            for slot, together, days in _kinds_of_days(rows, present, slot_of_date):
                crowd = Crowd(slot, begin // 60, together)
                minutes[crowd] = minutes.get(crowd, 0) + days * (end - begin)
    return dict(sorted(minutes.items()))


_ROWS_AT_ONCE = 40  # whose flags fit into one number


def _kinds_of_days(
    rows: Sequence[int], present: BoolArray, slot_of_date: NDArray[np.int16]
) -> Iterator[tuple[int, tuple[int, ...], int]]:
    """The month and the rows of dates (``present`` is (row, date)) with a row at least, and how many there are."""
    dates = np.flatnonzero(present.any(axis=0))
    there = present[:, dates]
    kind = slot_of_date[dates].astype(np.int64)
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        some = there[begin : begin + _ROWS_AT_ONCE]
        kind = (kind << len(some)) + (1 << np.arange(len(some))) @ some
        if begin + _ROWS_AT_ONCE < len(rows):
            # The kinds so far get small numbers again, so that the next rows fit into the same 64 bits.
            kind = np.unique(kind, return_inverse=True)[1].reshape(-1).astype(np.int64)
    _, examples, days = np.unique(kind, return_index=True, return_counts=True)
    for example, count in zip(examples.tolist(), days.tolist(), strict=True):
        together = tuple(row for row, on_air in zip(rows, there[:, example].tolist(), strict=True) if on_air)
        yield int(slot_of_date[dates[example]]), together, count


def _stretches(
    table: AirtimeTable, flags: BoolArray, left: int, others: Sequence[int]
) -> Iterator[tuple[int, int, list[int], NDArray[np.bool_]]]:
    """Stretches of a segment within one clock hour with the same rows on the air: numbers and (row, date) flags."""
    start, stop = int(table.segment_start[left]), int(table.segment_stop[left])
    near = [
        (row, max(int(table.segment_start[right]), start), min(int(table.segment_stop[right]), stop), right)
        for row in others
        for right in range(*table.segments_of(row).indices(len(flags)))
    ]
    near = [stretch for stretch in near if stretch[1] < stretch[2] and (flags[left] & flags[stretch[3]]).any()]
    edges = {start, stop, *(edge for _, begin, end, _ in near for edge in (begin, end))}
    # Full hours cut too, because levels are predicted hour by hour.
    edges.update(range(start - start % 60 + 60, stop, 60))
    cuts = sorted(edges)
    for begin, end in pairwise(cuts):
        there: dict[int, NDArray[np.bool_]] = {}
        for row, first, last, right in near:
            if first <= begin and end <= last:
                # A row may have several segments here, as on different dates.
                there[row] = there.get(row, np.zeros_like(flags[left])) | (flags[left] & flags[right])
        if there:
            yield begin, end, list(there), np.stack(list(there.values()))
