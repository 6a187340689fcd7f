"""Whether moves keep the rules of the plans they are made in: no new finding, and no equipment booked twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import RowSide, resource_conflicts
from bcastplan.conflicts.pool import GRAVE, Pool
from bcastplan.conflicts.resources import Resource
from bcastplan.model.finding import Severity
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.row_findings import findings_in_rows
from bcastplan.workspace.inspection.plan_conflicts import inventories_of
from bcastplan.workspace.moves.proposals import Move
from bcastplan.workspace.opening.open_plans import Workspace

_OF_BOOKING = (
    "site_code", "transmitter", "antenna", "sync", "time", "days", "valid_from", "valid_until", "excepted", "repeat",
)  # fmt: skip


class OwnRules:
    """The rules of a workspace's plans; they are asked about rows of schedules that can be edited."""

    def __init__(self, workspace: Workspace, pool: Pool) -> None:
        self._workspace, self._pool = workspace, pool
        self._editable = {schedule.file for schedule in workspace.schedules if schedule.kind == "yaml"}
        self._inventories = inventories_of(workspace)
        self._now: dict[int, Counter[tuple[str, Severity]]] = {}
        self._kept: dict[str, Counter[tuple[object, ...]]] = {}
        self._free: dict[tuple[object, ...], bool] = {}
        self._frequencies: dict[str | None, frozenset[float] | None] = {}

    def allow(self, moves: Sequence[Move]) -> bool:
        """Whether no rule reports a warning or error that is new, and nothing is booked that is not free."""
        return self.add_no_finding(moves) and self.add_no_booking_clash(moves)

    def add_no_finding(self, moves: Sequence[Move]) -> bool:
        """Whether the rows that move get no warning or error of a rule that they do not have now."""
        moved = self._editable_of(moves)
        season = self._pool.all_moved(moved) if moved else self._pool
        # Counters that are subtracted keep what is above 0: the findings that are new.
        return not any(self._findings(season.table, row) - self._findings(self._workspace.table, row) for row in moved)

    def add_no_booking_clash(self, moves: Sequence[Move]) -> bool:
        """Whether the moves overbook no transmitter, antenna or site; what is overbooked now does not count."""
        moved = self._editable_of(moves)
        if not moved or not self._inventories:
            return True
        if len(moved) > 1:
            return self._is_free(moved)
        ((row, after),) = moved.items()
        key = (row, *self._booked_by(after))
        if key not in self._free:
            self._free[key] = self._is_free(moved)
        return self._free[key]

    def _booked_by(self, after: Transmission) -> tuple[object, ...]:
        """What of a transmission decides whether its equipment is free.

        The frequency does so only where another transmission there has it, which may be the same emission or share an
        antenna, or where a transmitter takes time to be retuned.
        """
        site = after.site_code
        if site not in self._frequencies:
            there = [side for side in self._pool.sides if not side.is_reference and side.site == site]
            retuned = any(
                transmitter.retune_minutes
                for sites in self._inventories.values()
                if site is not None and site in sites
                for transmitter in sites[site].transmitters
            )
            self._frequencies[site] = None if retuned else frozenset(side.frequency_khz for side in there)
        shared = self._frequencies[site]
        frequency = after.frequency_khz if shared is None or after.frequency_khz in shared else None
        return (frequency, *(getattr(after, name) for name in _OF_BOOKING))

    def _is_free(self, moved: Mapping[int, Transmission]) -> bool:
        season = self._pool.all_moved(moved)
        # A site that a transmission leaves has more that is free than before.
        touched = {season.sides[row].site for row in moved}
        return not any(
            self._booked(season.table, season.sides, site) - self._bookings(site)
            for site in touched
            if site is not None
        )

    def _editable_of(self, moves: Sequence[Move]) -> dict[int, Transmission]:
        return {move.row: move.after for move in moves if move.after.file in self._editable}

    def _bookings(self, site: str) -> Counter[tuple[object, ...]]:
        """What is booked twice at a site as it is."""
        if site not in self._kept:
            self._kept[site] = self._booked(self._workspace.table, self._pool.sides, site)
        return self._kept[site]

    def _findings(self, table: AirtimeTable, row: int) -> Counter[tuple[str, Severity]]:
        opened = self._workspace.plan_of_row(row)
        if opened is None:
            return Counter()
        if table is self._workspace.table and row in self._now:
            return self._now[row]
        findings = Counter(
            (finding.rule, finding.severity)
            for finding in findings_in_rows(table, [row], opened)
            if finding.severity.rank <= GRAVE
        )
        if table is self._workspace.table:
            self._now[row] = findings
        return findings

    def _booked(self, table: AirtimeTable, sides: Sequence[RowSide], site: str) -> Counter[tuple[object, ...]]:
        there = {plan: {site: sites[site]} for plan, sites in self._inventories.items() if site in sites}
        return Counter(map(_booking, resource_conflicts(table, sides, there)))


def _booking(resource: Resource) -> tuple[object, ...]:
    return (resource.kind, resource.site, resource.transmitter, resource.antenna, resource.member_rows)
