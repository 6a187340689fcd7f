"""A plan's coverage as it was predicted once, and what of it still holds for a plan that was edited since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import CoverageResult
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard, RowCoverage
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.reliabilities import ABSENT, date_flags
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.plan_hours import hours_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.plan_coverage import column_of, coverage_of_workspace
from bcastplan.workspace.prediction.plan_facts import prediction_facts


@dataclass(frozen=True, eq=False)
class PlanCoverage:
    """What was predicted for a plan as it was in a ``generation``; rows are those of its table then."""

    generation: int
    workspace: Workspace
    facts: list[CoverageFacts]
    result: CoverageResult

    @cached_property
    def _rows(self) -> Mapping[int, RowCoverage]:
        return {coverage.row: coverage for coverage in self.result.per_transmission}

    @cached_property
    def _rows_alike(self) -> Mapping[Hashable, list[int]]:
        rows_alike: dict[Hashable, list[int]] = defaultdict(list)
        for row, transmission in enumerate(self.workspace.own_table.transmissions):
            rows_alike[_likeness(transmission)].append(row)
        return rows_alike

    def row_of(self, transmission: Transmission) -> int | None:
        """The row of the predicted plan that equals a transmission, wherever it was written; None without one."""
        then = self.workspace.own_table.transmissions
        # All values are compared only of the few rows that have the most telling ones in common.
        alike = self._rows_alike.get(_likeness(transmission), ())
        same = [row for row in alike if then[row].same_as(transmission)]
        here = [row for row in same if then[row].file == transmission.file]
        return next(iter(here or same), None)

    def of_row(self, row: int) -> RowCoverage | None:
        """The coverage of a row by itself; None where it is never on the air."""
        return self._rows.get(row)

    def hours_of(self, row: int) -> list[int]:
        """The clock hours (UTC) in which a row is on the air, in the order of an airing."""
        table = self.workspace.own_table
        hours: dict[int, None] = {}
        for segment in np.flatnonzero(table.segment_row == row).tolist():
            first, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
            # A stop at the full hour takes no minute of the hour that begins there.
            hours.update(dict.fromkeys(range(first // 60, (stop - 1) // 60 + 1)))
        begins = int(table.start_minute[row]) // 60
        return sorted(hours, key=lambda hour: (hour - begins) % 24)

    def slots_of(self, row: int) -> list[Slot]:
        """The months that speak for the dates on which a row is on the air."""
        return [self.result.slots[number] for number in self._slot_numbers(row)]

    def slot_on(self, row: int, day: date) -> Slot | None:
        """The month that speaks for a date of a row, the nearest of its months on other dates; None without any."""
        table, calendar = self.workspace.own_table, self.result.coverage.calendar
        numbers, bit = self._slot_numbers(row), table.bit_of(day)
        of_date = calendar.slot_of_date[calendar.window_of_row[row]]
        number = int(of_date[bit]) if 0 <= bit < of_date.size else ABSENT
        if number in numbers:
            return self.result.slots[number]
        return min(self.slots_of(row), key=lambda slot: abs((date(slot.year, slot.month, 15) - day).days), default=None)

    def _slot_numbers(self, row: int) -> list[int]:
        table, calendar = self.workspace.own_table, self.result.coverage.calendar
        flags = date_flags(table.segment_dates[table.segment_row == row])
        if not flags.size:
            return []
        return sorted({*calendar.slot_of_date[calendar.window_of_row[row]][flags.any(axis=0)].tolist()})

    def heard_at(self, row: int, slot: Slot, hour: int) -> dict[int, float]:
        """Reliability (0 to 1) of a row by number of the test point; empty where nothing was predicted."""
        reliabilities = self.result.coverage.reliabilities
        emission = int(reliabilities.emission_of_row[row])
        values = None if emission == ABSENT else reliabilities.at(emission, self.result.slots.index(slot), hour)
        if values is None:
            return {}
        # Test points are numbered from 1, the places of a prediction from 0.
        return dict(zip((reliabilities.points(emission) + 1).tolist(), values.tolist(), strict=True))

    def by_group(self, by: tuple[str, ...]) -> dict[tuple[object, ...], Heard]:
        """What is heard of each group of rows over all dates; the total under the empty group."""
        hours = hours_of(self.workspace, by=by)
        column = column_of(self.workspace, self.facts, self.result.coverage, hours)
        return {(): column.total} | {row.values: heard for row, heard in zip(hours.rows, column.rows, strict=True)}


def predict_plan(
    generation: int,
    workspace: Workspace,
    options: CoverageOptions | None = None,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> PlanCoverage:
    """Predict the plans of a workspace that nobody edits meanwhile; for a worker.

    Raises:
        CoverageRequestError: no sunspot number is known for a year.
        CoverageCancelled: ``cancelled`` said so.
    """
    facts = prediction_facts(workspace, options)
    result = coverage_of_workspace(workspace, options=options, facts=facts, progress=progress, cancelled=cancelled)
    return PlanCoverage(generation, workspace, facts, result)


def _likeness(transmission: Transmission) -> Hashable:
    """A key that is equal for equal transmissions, and rarely equal for others."""
    return (
        transmission.frequency_khz,
        transmission.time,
        transmission.days,
        transmission.service,
        transmission.site_code,
        transmission.target,
        transmission.first_date,
    )
