"""Reliability of every emission at its test points for the months and clock hours it is on the air, found by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.dates import SlotCalendar
from bcastplan.coverage.facts import CoverageFacts, Emission
from bcastplan.coverage.samples import Cancelled, Listening, Progress, Request, point_indices
from bcastplan.coverage.sampling import sample
from bcastplan.science.arrays import IntArray

HOURS = 24
ABSENT = -1


@dataclass(frozen=True, eq=False)
class Reliabilities:
    """What was predicted.

    ``emission_of_row`` (n,) is ABSENT for rows that cannot be predicted. ``start`` (emissions, slots, 24) says
    where the values of an emission's test points begin in ``values``, ABSENT for hours it is not on the air.
    """

    emissions: tuple[Emission, ...]
    emission_of_row: IntArray
    points: tuple[IntArray, ...]
    start: IntArray
    values: NDArray[np.float32]

    def at(self, emission: int, slot: int, hour: int) -> NDArray[np.float32] | None:
        """Reliabilities (0 to 1) at the emission's test points, or None where they were not asked for."""
        begin = int(self.start[emission, slot, hour])
        return None if begin == ABSENT else self.values[begin : begin + self.points[emission].size]


def predict_rows(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    calendar: SlotCalendar,
    listening: Listening,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Reliabilities:
    """Predict every row of a table for the months and hours it is on the air; equal emissions once."""
    numbers: dict[Emission, int] = {}
    emission_of_row = np.array(
        [ABSENT if fact.emission is None else numbers.setdefault(fact.emission, len(numbers)) for fact in facts],
        dtype=np.intp,
    )
    emissions = tuple(numbers)
    points = tuple(point_indices(one.points) for one in emissions)
    wanted = _wanted(table, calendar, emission_of_row, len(emissions))
    emission, slot, hour = np.nonzero(wanted)
    sizes = np.array([one.size for one in points], dtype=np.intp)[emission]
    start = np.full(wanted.shape, ABSENT, dtype=np.intp)
    start[emission, slot, hour] = np.cumsum(sizes) - sizes
    request = Request(
        np.repeat(emission, sizes),
        np.repeat(slot, sizes),
        np.repeat(hour, sizes),
        np.concatenate([points[number] for number in emission.tolist()] or [np.zeros(0, np.intp)]),
    )
    samples = sample(emissions, calendar.slots, request, listening, progress=progress, cancelled=cancelled)
    return Reliabilities(emissions, emission_of_row, points, start, samples.reliability)


def _wanted(
    table: AirtimeTable, calendar: SlotCalendar, emission_of_row: IntArray, emissions: int
) -> NDArray[np.bool_]:
    """(emissions, slots, 24): in which months and clock hours each is on the air."""
    wanted = np.zeros((emissions, len(calendar.slots), HOURS), dtype=bool)
    flags = date_flags(table.segment_dates)
    for segment, row in enumerate(table.segment_row.tolist()):
        emission = emission_of_row[row]
        if emission == ABSENT:
            continue
        slots = np.unique(calendar.slot_of_date[calendar.window_of_row[row]][flags[segment]])
        first = int(table.segment_start[segment]) // 60
        last = (int(table.segment_stop[segment]) - 1) // 60
        wanted[emission, slots, first : last + 1] = True
    return wanted


def date_flags(dates: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Date sets (s, words) as flags (s, words * 64)."""
    octets = np.ascontiguousarray(dates, dtype="<u8").view(np.uint8)
    flags: NDArray[np.bool_] = np.unpackbits(octets, axis=-1, bitorder="little").view(np.bool_)
    return flags
