"""Checks round after round, as `check --watch` does, without reading or judging again what has not changed.

Four things are kept from round to round: the readings of files by their contents, the dates of their transmissions,
the sides of conflicts, and the findings of rules that look at one file alone. The result is that of a check made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.airtime.table import AirtimeTable, RowSplice
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.rules.kept_findings import KeptFindings
from bcastplan.workspace.inspection.check_result import CheckResult
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.kept_readings import KeptReadings
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

if TYPE_CHECKING:
    from bcastplan.conflicts import RowSide


class _Sides(NamedTuple):
    schedule: Schedule
    plan: Plan | None
    """None for a schedule that is compared with."""
    sides: list[RowSide]


class RepeatedCheck:
    """Opens and checks plans, each time with what it has kept of the round before."""

    def __init__(self) -> None:
        self.readings = KeptReadings()
        self._findings = KeptFindings()
        self._sides: dict[int, _Sides] = {}
        self._table: tuple[list[Schedule], AirtimeTable] | None = None

    def check(
        self,
        opened: Callable[[KeptReadings], Workspace],
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        most: int | None = None,
    ) -> CheckResult:
        """Open and check.

        Args:
            opened: opens the plans with the readings that are kept (``open_paths``).
            select: code prefixes to run; empty for all.
            ignore: code prefixes to leave out.
            most: findings of one rule that are listed; None for all.
        """
        self.readings.begin_round()
        self._findings.begin_round()
        workspace = opened(self.readings)
        schedules = [*workspace.schedules, *workspace.reference]
        table = self._followed(schedules)
        if table is not None:
            # The table is a cached property: with this value in its place it is not built anew.
            workspace.__dict__["table"] = table
        result = check_workspace(
            workspace, select=select, ignore=ignore, most=most, kept=self._findings, sides=self._sides_of
        )
        self._table = (schedules, workspace.table)
        return result

    def _followed(self, schedules: list[Schedule]) -> AirtimeTable | None:
        """The table of some schedules, without expanding those of the last round again; None in the first round."""
        if self._table is None:
            return None
        before, table = self._table
        splices = list(_splices(before, schedules))
        return table.spliced(splices) if splices else table

    def _sides_of(self, workspace: Workspace) -> list[RowSide]:
        """The sides of all rows; those of schedules that are the same in an unchanged plan are kept."""
        from bcastplan.reference.directory import Directory
        from bcastplan.workspace.inspection.plan_conflicts import reference_side, side_of

        present: dict[int, _Sides] = {}
        directory = Directory()
        placed: list[tuple[Schedule, OpenPlan | None]] = [
            *((schedule, opened) for opened in workspace.plans for schedule in opened.schedules),
            *((schedule, None) for schedule in workspace.reference),
        ]
        for schedule, opened in placed:
            plan = self._findings.plan(opened.plan) if opened is not None else None
            known = self._sides.get(id(schedule))
            if known is None or known.schedule is not schedule or known.plan is not plan:
                sides = [
                    side_of(transmission, opened) if opened is not None else reference_side(transmission, directory)
                    for transmission in schedule.transmissions
                ]
                known = _Sides(schedule, plan, sides)
            present[id(schedule)] = known
        self._sides = present
        return [side for schedule, _ in placed for side in present[id(schedule)].sides]


def _splices(before: Sequence[Schedule], after: Sequence[Schedule]) -> Iterator[RowSplice]:
    """The splices that turn the rows of some schedules into those of others; rows of one schedule object are kept."""
    low = 0
    while low < min(len(before), len(after)) and before[low] is after[low]:
        low += 1
    high = 0
    # What is alike at both ends is left out first, because an edit mostly touches a file or two in the middle.
    while high < min(len(before), len(after)) - low and before[-1 - high] is after[-1 - high]:
        high += 1
    places = {id(schedule): number for number, schedule in enumerate(before[low : len(before) - high], low)}
    row = sum(len(schedule.transmissions) for schedule in before[:low])
    position = low
    added: list[Transmission] = []
    for schedule in after[low : len(after) - high]:
        place = places.get(id(schedule))
        if place is None or place < position:  # new, or moved before what was kept already: expanded again
            added += schedule.transmissions
            continue
        stop = row + sum(len(gone.transmissions) for gone in before[position:place])
        if stop > row or added:
            yield RowSplice(row, stop, tuple(added))
        row, position, added = stop + len(schedule.transmissions), place + 1, []
    stop = row + sum(len(gone.transmissions) for gone in before[position : len(before) - high])
    if stop > row or added:
        yield RowSplice(row, stop, tuple(added))
