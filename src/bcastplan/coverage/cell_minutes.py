"""Minutes on the air added up over cells, each weighed with what is heard of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.cell_columns import CellColumns
from bcastplan.coverage.reliabilities import ABSENT
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray

_CELLS_AT_ONCE = 4096  # bounds the memory that many buckets take


@dataclass(frozen=True)
class Minutes:
    """Per unit, then per clock hour or bucket, minutes on the air.

    Attributes:
        programme: all of them.
        predicted: those that were predicted.
        covered: those, weighed with the share that hears them.
        served: those, weighed with the share that is served.
        peopled: those of the predicted whose audience is people.
        person: those, times the people who are predicted to hear them.
        disturbed: those that were predicted under interference too.
        covered_disturbed, served_disturbed, person_disturbed: as above, under interference.
    """

    programme: NDArray[np.int64]
    predicted: NDArray[np.int64]
    covered: NDArray[np.float64]
    served: NDArray[np.float64]
    peopled: NDArray[np.int64]
    person: NDArray[np.float64]
    disturbed: NDArray[np.int64]
    covered_disturbed: NDArray[np.float64]
    served_disturbed: NDArray[np.float64]
    person_disturbed: NDArray[np.float64]

    @classmethod
    def zeros(cls, units: int, columns: int) -> Minutes:
        """Nothing counted yet."""
        return cls(
            **{
                name: np.zeros((units, columns), np.int64 if name in _WHOLE else np.float64)  # type: ignore[arg-type]
                for name in cls.__dataclass_fields__
            }
        )


_WHOLE = ("programme", "predicted", "peopled", "disturbed")


def minutes_by_hour(coverage: Coverage, unit_of_row: IntArray, units: int, within: BoolArray) -> Minutes:
    """Minutes of each unit in each clock hour (units, 24) on the dates flagged by ``within``."""
    total = Minutes.zeros(units, 24)
    for add, cells in _both(coverage, unit_of_row):
        # Few sets of dates recur in all cells, so that each is counted once.
        days = np.count_nonzero(cells.patterns & within, axis=1)
        add(total, cells, slice(None), (cells.unit, cells.hour), cells.minutes * days[cells.pattern])
    return total


def minutes_by_bucket(
    coverage: Coverage, unit_of_row: IntArray, units: int, buckets: Sequence[tuple[BoolArray, BoolArray]]
) -> Minutes:
    """Minutes of each unit in each bucket (units, buckets).

    A bucket is its dates for minutes before 0100 UTC, where seasons meet, and for those from then on.
    """
    total = Minutes.zeros(units, len(buckets))
    early, late = (np.array([bucket[side] for bucket in buckets], dtype=np.int32).T for side in (0, 1))
    for add, cells in _both(coverage, unit_of_row):
        for begin in range(0, cells.unit.size, _CELLS_AT_ONCE):
            some = slice(begin, begin + _CELLS_AT_ONCE)
            used, place = np.unique(cells.pattern[some], return_inverse=True)
            patterns = cells.patterns[used].astype(np.int32)
            # How many dates of each pattern fall into each bucket is one product of matrices.
            # Clock hour 0 is just what lies before 0100, because a cell never leaves its clock hour.
            days = np.where((cells.hour[some] == 0)[:, None], (patterns @ early)[place], (patterns @ late)[place])
            add(total, cells, some, (cells.unit[some],), cells.minutes[some, None] * days.astype(np.int64))
    return total


_Add = Callable[[Minutes, CellColumns, slice, tuple[IntArray, ...], NDArray[np.int64]], None]


def _both(coverage: Coverage, unit_of_row: IntArray) -> Iterator[tuple[_Add, CellColumns]]:
    """The cells and how they are added up, and beside them those under interference."""
    yield _add, coverage.columns(unit_of_row)
    if coverage.disturbed:
        yield _add_disturbed, coverage.disturbed.columns(unit_of_row)


def _add(
    total: Minutes, cells: CellColumns, some: slice, where: tuple[IntArray, ...], minutes: NDArray[np.int64]
) -> None:
    np.add.at(total.programme, where, minutes)
    where, minutes, share, served, people = _heard(cells, some, where, minutes)
    np.add.at(total.predicted, where, minutes)
    np.add.at(total.covered, where, share * minutes)
    np.add.at(total.served, where, served * minutes)
    peopled = ~np.isnan(people)
    np.add.at(total.peopled, where, minutes * peopled)
    np.add.at(total.person, where, np.where(peopled, people, 0.0) * share * minutes)


def _add_disturbed(
    total: Minutes, cells: CellColumns, some: slice, where: tuple[IntArray, ...], minutes: NDArray[np.int64]
) -> None:
    where, minutes, share, served, people = _heard(cells, some, where, minutes)
    np.add.at(total.disturbed, where, minutes)
    np.add.at(total.covered_disturbed, where, share * minutes)
    np.add.at(total.served_disturbed, where, served * minutes)
    np.add.at(total.person_disturbed, where, np.nan_to_num(people) * share * minutes)


def _heard(
    cells: CellColumns, some: slice, where: tuple[IntArray, ...], minutes: NDArray[np.int64]
) -> tuple[tuple[IntArray, ...], NDArray[np.int64], FloatArray, FloatArray, FloatArray]:
    """The cells of which anything was predicted, and share, served and people of each, shaped like the minutes."""
    moment = cells.moment[some]
    known = moment != ABSENT
    values = [values[moment[known]] for values in (cells.share, cells.served, cells.people)]
    share, served, people = (value if minutes.ndim == 1 else value[:, None] for value in values)
    return tuple(column[known] for column in where), minutes[known], share, served, people
