"""Whether moves go with the rules of the plans they are made in: no new finding, and nothing booked twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import RowSide, resource_conflicts
from bcastplan.conflicts.pool import GRAVE, Pool
from bcastplan.conflicts.resources import Resource
from bcastplan.model.finding import Severity
from bcastplan.workspace.editing.row_findings import findings_in_rows
from bcastplan.workspace.inspection.plan_conflicts import inventories_of
from bcastplan.workspace.moves.proposals import Move
from bcastplan.workspace.opening.open_plans import Workspace


class OwnRules:
    """The rules of a workspace's plans; they are asked about rows of schedules that can be edited."""

    def __init__(self, workspace: Workspace, pool: Pool) -> None:
        self._workspace, self._pool = workspace, pool
        self._editable = {schedule.file for schedule in workspace.schedules if schedule.kind == "yaml"}
        self._inventories = inventories_of(workspace)

    def allow(self, moves: Sequence[Move]) -> bool:
        """Whether no rule reports a warning or error that is new, and nothing is booked that is not free."""
        moved = {move.row: move.after for move in moves if move.after.file in self._editable}
        if not moved:
            return True
        season = self._pool.all_moved(moved)
        for row in moved:
            if self._findings(season.table, row) - self._findings(self._workspace.table, row):
                return False
        return not (self._inventories and self._booked(season.table, season.sides) - self._bookings)

    @cached_property
    def _bookings(self) -> Counter[tuple[object, ...]]:
        return self._booked(self._workspace.table, self._pool.sides)

    def _findings(self, table: AirtimeTable, row: int) -> Counter[tuple[str, Severity]]:
        opened = self._workspace.plan_of_row(row)
        if opened is None:
            return Counter()
        return Counter(
            (finding.rule, finding.severity)
            for finding in findings_in_rows(table, [row], opened)
            if finding.severity.rank <= GRAVE
        )

    def _booked(self, table: AirtimeTable, sides: Sequence[RowSide]) -> Counter[tuple[object, ...]]:
        return Counter(map(_booking, resource_conflicts(table, sides, self._inventories)))


def _booking(resource: Resource) -> tuple[object, ...]:
    return (resource.kind, resource.site, resource.transmitter, resource.antenna, resource.member_rows)
