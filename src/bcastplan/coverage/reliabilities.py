"""Reliability of every emission at its places for the months and clock hours it is on the air, found by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.predicted_months import Slot, SlotCalendar
from bcastplan.coverage.predicted_samples import sample
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.samples import AskedMoments, Cancelled, Listening, Means, Progress, Samples
from bcastplan.science.arrays import IntArray

HOURS = 24
ABSENT = -1


@dataclass(frozen=True, eq=False)
class Predicted:
    """Samples of emissions at places, in the months and clock hours asked for.

    ``points`` are the indices of all places of each emission. A moment is an emission in a clock hour of a month;
    ``start`` (emissions, slots, 24) says where its samples begin, ABSENT where there are none, and ``set_of`` of the
    same shape which of ``sets`` are its places, for not every moment need be asked for at all places.
    """

    emissions: tuple[Emission, ...]
    points: tuple[IntArray, ...]
    start: IntArray
    samples: Samples
    sets: tuple[IntArray, ...]
    set_of: IntArray

    def place(self, emission: int, slot: int, hour: int) -> slice | None:
        """Where the samples of a moment lie, or None where it was not asked for."""
        begin = int(self.start[emission, slot, hour])
        return None if begin == ABSENT else slice(begin, begin + self.sets[self.set_of[emission, slot, hour]].size)

    def samples_at(self, emission: int, slot: int, hour: int, points: IntArray) -> IntArray:
        """Where the samples of a moment at some of its places lie, (P,)."""
        begin = int(self.start[emission, slot, hour])
        assert begin != ABSENT
        places: IntArray = begin + np.searchsorted(self.sets[self.set_of[emission, slot, hour]], points)
        return places


@dataclass(frozen=True, eq=False)
class Reliabilities:
    """What was predicted for the rows of a table; ``emission_of_row`` (n,) is ABSENT for rows that cannot be."""

    emission_of_row: IntArray
    predicted: Predicted

    def points(self, emission: int) -> IntArray:
        """Indices of an emission's test points."""
        return self.predicted.points[emission]

    def at(self, emission: int, slot: int, hour: int) -> NDArray[np.float32] | None:
        """Reliabilities (0 to 1) at the emission's test points, or None where they were not asked for."""
        place = self.predicted.place(emission, slot, hour)
        return None if place is None else self.predicted.samples.reliability[place]


def predict_rows(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    calendar: SlotCalendar,
    listening: Listening,
    *,
    means: Means | None = None,
    progress: Progress,
    cancelled: Cancelled,
) -> Reliabilities:
    """Predict every row of a table for the months and hours it is on the air; equal emissions once."""
    emissions, emission_of_row = numbered_emissions(facts)
    on_air = _hours_on_air(table, calendar, emission_of_row, len(emissions))
    predicted = predict_emissions(
        emissions, on_air, calendar.slots, listening, means=means, progress=progress, cancelled=cancelled
    )
    return Reliabilities(emission_of_row, predicted)


def numbered_emissions(facts: Sequence[CoverageFacts]) -> tuple[tuple[Emission, ...], IntArray]:
    """The different emissions, and which of them each row has (ABSENT: none)."""
    numbers: dict[Emission, int] = {}
    of_row = [ABSENT if fact.emission is None else numbers.setdefault(fact.emission, len(numbers)) for fact in facts]
    return tuple(numbers), np.array(of_row, dtype=np.intp)


def predict_emissions(
    emissions: tuple[Emission, ...],
    on_air: NDArray[np.bool_],
    slots: Sequence[Slot],
    listening: Listening,
    *,
    means: Means | None = None,
    progress: Progress,
    cancelled: Cancelled,
) -> Predicted:
    """Predict emissions at all their places where ``on_air`` (emissions, slots, 24) is true."""
    numbers: dict[int, int] = {}
    own = np.array([numbers.setdefault(emission.points, len(numbers)) for emission in emissions], dtype=np.intp)
    return predict_moments(
        emissions,
        tuple(point_indices(points) for points in numbers),
        np.where(on_air, own[:, None, None], ABSENT),
        slots,
        listening,
        means=means,
        progress=progress,
        cancelled=cancelled,
    )


def predict_moments(
    emissions: tuple[Emission, ...],
    sets: tuple[IntArray, ...],
    set_of: IntArray,
    slots: Sequence[Slot],
    listening: Listening,
    *,
    means: Means | None = None,
    progress: Progress,
    cancelled: Cancelled,
) -> Predicted:
    """Predict emissions at ``sets`` of places; ``set_of`` (emissions, slots, 24) is ABSENT where none is asked for."""
    emission, slot, hour = np.nonzero(set_of != ABSENT)
    asked = AskedMoments(emission, slot, hour, set_of[emission, slot, hour], sets)
    start = np.full(set_of.shape, ABSENT, dtype=np.intp)
    start[emission, slot, hour] = np.cumsum(asked.sizes) - asked.sizes
    samples = sample(emissions, slots, asked, listening, means=means, progress=progress, cancelled=cancelled)
    points = tuple(point_indices(emission.points) for emission in emissions)
    return Predicted(emissions, points, start, samples, sets, set_of)


def _hours_on_air(
    table: AirtimeTable, calendar: SlotCalendar, emission_of_row: IntArray, emissions: int
) -> NDArray[np.bool_]:
    """(emissions, slots, 24): in which months and clock hours each is on the air."""
    on_air = np.zeros((emissions, len(calendar.slots), HOURS), dtype=bool)
    flags = date_flags(table.segment_dates[:])
    for segment, row in enumerate(table.segment_row.tolist()):
        emission = emission_of_row[row]
        if emission == ABSENT:
            continue
        slots = np.flatnonzero(np.bincount(calendar.slot_of_date[calendar.window_of_row[row]][flags[segment]]))
        first = int(table.segment_start[segment]) // 60
        # A stop on the full hour does not touch the hour that begins there.
        last = (int(table.segment_stop[segment]) - 1) // 60
        on_air[emission, slots, first : last + 1] = True
    return on_air


def date_flags(dates: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Date sets (s, words) as flags (s, words * 64)."""
    octets = np.ascontiguousarray(dates, dtype="<u8").view(np.uint8)
    flags: NDArray[np.bool_] = np.unpackbits(octets, axis=-1, bitorder="little").view(np.bool_)
    return flags
