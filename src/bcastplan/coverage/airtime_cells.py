"""Airtime cut into cells: stretches of one clock hour in which the same transmissions of a unit are on the air.

A unit is what a union is taken over (a service, or a service within a group). Cells of a unit never overlap, so that
minutes add up exactly, and every minute is weighed with the best of the frequencies on the air in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.audiences import SERVED, Audience, Hearing, Received, hearing
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, Reliabilities, date_flags
from bcastplan.science.arrays import BoolArray, IntArray

if TYPE_CHECKING:
    from bcastplan.coverage.disturbed_cells import DisturbedCoverage


class Cell(NamedTuple):
    """``minutes`` of clock hour ``hour`` on each of some dates (flags over the table's dates).

    ``hearing`` is None when nothing on the air in it can be predicted.
    """

    unit: int
    hour: int
    minutes: int
    dates: NDArray[np.bool_]
    hearing: Hearing | None


@dataclass(frozen=True)
class Coverage:
    """A table of airtime, the reliabilities predicted for its rows, and whom each row is meant for.

    ``audience_of_row`` has None for rows that are not predicted; ``served_from`` is the reliability (0 to 1) from which
    on a listener counts as served. ``disturbed`` is the same under interference, where that was asked for.
    """

    table: AirtimeTable
    calendar: SlotCalendar
    reliabilities: Reliabilities
    audience_of_row: Sequence[Audience | None]
    served_from: float = SERVED
    disturbed: DisturbedCoverage | None = None

    @cached_property
    def _sources(self) -> tuple[list[tuple[int, Audience]], IntArray]:
        """The emissions with their audiences, each once, and which of them each row is (ABSENT: none)."""
        numbers: dict[tuple[int, Audience], int] = {}
        of_row = [
            ABSENT if emission == ABSENT or audience is None else numbers.setdefault((emission, audience), len(numbers))
            for emission, audience in zip(
                self.reliabilities.emission_of_row.tolist(), self.audience_of_row, strict=True
            )
        ]
        return list(numbers), np.array(of_row, dtype=np.intp)

    def cells(self, unit_of_row: IntArray) -> Iterator[Cell]:
        """All cells, unit by unit; rows with unit ABSENT take no part."""
        table = self.table
        unit = unit_of_row[table.segment_row]
        flags = date_flags(table.segment_dates)
        order = np.argsort(unit, kind="stable")
        order = order[unit[order] != ABSENT]
        cuts = np.flatnonzero(np.diff(unit[order])) + 1
        for members in np.split(order, cuts):
            if members.size:
                yield from self._unit_cells(int(unit[members[0]]), members, flags[members])

    def _unit_cells(self, unit: int, segments: IntArray, flags: NDArray[np.bool_]) -> Iterator[Cell]:
        table = self.table
        starts, stops = table.segment_start[segments], table.segment_stop[segments]
        rows = table.segment_row[segments]
        edges = np.unique(np.concatenate((starts, stops, np.arange(0, 1441, 60))))
        edges = edges[(edges >= starts.min()) & (edges <= stops.max())].tolist()
        known: dict[tuple[object, ...], Hearing | None] = {}
        for begin, end in pairwise(edges):
            active = np.flatnonzero((starts <= begin) & (begin < stops))
            if not active.size:
                continue
            hour = begin // 60
            for members, slots, dates in self._alike(rows[active], flags[active]):
                key = (hour, members, slots)
                if key not in known:
                    known[key] = self._hearing(members, slots, hour)
                yield Cell(unit, hour, end - begin, dates, known[key])

    def _alike(
        self, rows: NDArray[np.int32], flags: NDArray[np.bool_]
    ) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], NDArray[np.bool_]]]:
        """Dates on which the same rows are on the air with the same months speaking: sources, slots, dates."""
        source = self._sources[1][rows].tolist()
        for slots, _, dates in kinds_of_dates(self.calendar, rows, flags):
            pairs = sorted({(number, slot) for number, slot in zip(source, slots, strict=True) if slot != ABSENT})
            yield tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs), dates

    def _hearing(self, sources: Sequence[int], slots: Sequence[int], hour: int) -> Hearing | None:
        """What is heard of the sources that are on the air together, each in its month."""
        known = self._sources[0]
        received = [
            Received(audience, values)
            for source, slot in zip(sources, slots, strict=True)
            if source != ABSENT
            for emission, audience in (known[source],)
            if (values := self.reliabilities.at(emission, slot, hour)) is not None
        ]
        return hearing(received, self.served_from) if received else None


def kinds_of_dates(
    calendar: SlotCalendar, rows: NDArray[np.int32], flags: BoolArray, others: BoolArray | None = None
) -> Iterator[tuple[list[int], BoolArray, BoolArray]]:
    """Divide dates by which rows are on the air and which months speak for them.

    Args:
        calendar: the months of the rows.
        rows: (k,) numbers of rows.
        flags: (k, dates) when each is on the air.
        others: (m, dates) the same of other rows, whose months do not matter; dates with none of ``rows`` are no kind.

    Yields:
        The slot of each of ``rows`` (ABSENT: it is not on the air), who is on the air (k + m,), and the dates.
    """
    windows, window = np.unique(calendar.window_of_row[rows], return_inverse=True)
    slot_of_date = calendar.slot_of_date[windows]
    days = np.flatnonzero(flags.any(axis=0))
    on = (flags if others is None else np.concatenate((flags, others)))[:, days]
    packed = np.concatenate((np.packbits(on, axis=0).T, _octets(slot_of_date[:, days].T)), axis=1)
    kinds, first, kind = np.unique(
        np.ascontiguousarray(packed).view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True
    )
    for number in range(kinds.size):
        day = first[number]
        slots = np.where(on[: rows.size, day], slot_of_date[window, days[day]], ABSENT)
        dates = np.zeros(flags.shape[1], dtype=bool)
        dates[days[kind == number]] = True
        yield slots.tolist(), on[:, day], dates


def _octets(numbers: NDArray[np.int16]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(numbers).view(np.uint8)


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


def minutes_by_hour(coverage: Coverage, unit_of_row: IntArray, units: int, within: NDArray[np.bool_]) -> Minutes:
    """Minutes of each unit in each clock hour (units, 24) on the dates flagged by ``within``."""
    total = Minutes.zeros(units, 24)

    def column(cell: Cell) -> tuple[int, int]:
        return cell.hour, cell.minutes * int(np.count_nonzero(cell.dates & within))

    return _counted(coverage, unit_of_row, total, column)


def minutes_by_bucket(
    coverage: Coverage,
    unit_of_row: IntArray,
    units: int,
    buckets: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]],
) -> Minutes:
    """Minutes of each unit in each bucket (units, buckets).

    A bucket is its dates for minutes before 0100 UTC, where seasons meet, and for those from then on.
    """
    total = Minutes.zeros(units, len(buckets))
    early, late = (np.array([bucket[side] for bucket in buckets], dtype=np.int32).T for side in (0, 1))

    def columns(cell: Cell) -> tuple[slice, NDArray[np.int64]]:
        days = np.flatnonzero(cell.dates)
        return slice(None), cell.minutes * (early if cell.hour == 0 else late)[days].sum(axis=0)

    return _counted(coverage, unit_of_row, total, columns)


_Columns = Callable[[Cell], tuple[int | slice, int | NDArray[np.int64]]]


def _counted(coverage: Coverage, unit_of_row: IntArray, total: Minutes, columns: _Columns) -> Minutes:
    """Add up the cells, each in its columns; those under interference beside them."""
    for cell in coverage.cells(unit_of_row):
        column, minutes = columns(cell)
        total.programme[cell.unit, column] += minutes
        if cell.hearing is None:
            continue
        share, served, people = cell.hearing
        total.predicted[cell.unit, column] += minutes
        total.covered[cell.unit, column] += share * minutes
        total.served[cell.unit, column] += served * minutes
        if people is not None:
            total.peopled[cell.unit, column] += minutes
            total.person[cell.unit, column] += people * share * minutes
    for cell in coverage.disturbed.cells(unit_of_row) if coverage.disturbed else ():
        if cell.hearing is None:
            continue
        column, minutes = columns(cell)
        share, served, people = cell.hearing
        total.disturbed[cell.unit, column] += minutes
        total.covered_disturbed[cell.unit, column] += share * minutes
        total.served_disturbed[cell.unit, column] += served * minutes
        total.person_disturbed[cell.unit, column] += (people or 0.0) * share * minutes
    return total
