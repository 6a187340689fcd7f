"""What unions are taken over: equal codes get equal numbers, and a unit is a service within a group."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from bcastplan.coverage.airtime_cells import Minutes
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_result import Heard
from bcastplan.science.arrays import IntArray


def group_units(of_row: IntArray, service: IntArray) -> tuple[IntArray, IntArray]:
    """A unit for each row, equal for equal group and service, and the group of each unit."""
    units, unit_of_row = np.unique(np.stack([of_row, service], axis=1), axis=0, return_inverse=True)
    return unit_of_row.reshape(-1).astype(np.intp), units[:, 0] if units.size else np.zeros(0, np.intp)


def service_numbers(facts: Sequence[CoverageFacts]) -> IntArray:
    """A number for each row's service."""
    return numbers_of([fact.service for fact in facts])


def numbers_of(values: Sequence[Hashable]) -> IntArray:
    """A number from 0 for each value, equal for equal ones."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.intp)


def count_of(numbers: IntArray) -> int:
    """How many numbers there are."""
    return int(numbers.max(initial=-1)) + 1


def by_group(minutes: Minutes, group_of_unit: IntArray, groups: int) -> Minutes:
    """Minutes of units summed over the groups they belong to."""
    summed = Minutes.zeros(groups, minutes.programme.shape[1])
    for name in ("programme", "predicted", "covered"):
        np.add.at(getattr(summed, name), group_of_unit, getattr(minutes, name))
    return summed


def heard_of(minutes: Minutes, unit: int, hour: int | slice = slice(None)) -> Heard:
    """What is heard of a unit in one column, or in all of them."""
    return Heard.of(
        minutes.programme[unit, hour].sum(), minutes.predicted[unit, hour].sum(), minutes.covered[unit, hour].sum()
    )
