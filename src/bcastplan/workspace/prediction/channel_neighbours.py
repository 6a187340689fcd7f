"""The transmissions near some channels, and the conflicts that one transmission would have there with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np

from bcastplan.airtime.jamming import Jamming, PlanJammers, jamming_of
from bcastplan.airtime.table import AirtimeTable, RowSplice, build
from bcastplan.conflicts import RowSide, frequency_pairs, jammed_transmissions
from bcastplan.conflicts.kinds import WIDEST_HZ
from bcastplan.conflicts.own_rows import own_rows
from bcastplan.conflicts.side_columns import encode
from bcastplan.model.finding import Severity
from bcastplan.model.jammers import MOST_JAMMERS
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.plan_conflicts import reference_side, side_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


class ConflictCount(NamedTuple):
    """Pairs of a candidate by severity, and how many jammers are on its channel while it is on the air."""

    errors: int
    warnings: int
    infos: int
    jammers: int


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """The rows of a workspace near some frequencies, without one transmission and its own registration.

    Agreements do not count: they settle conflicts as they are, and not those of another channel.

    Attributes:
        workspace: the plans, and the reference schedules to stay clear of.
        opened: the plan of the transmission.
        rows: numbers in the workspace's table, the plans' rows first.
        sides: the same rows as sides of conflicts.
        registered: the rows of lists that are the transmission itself, as it is registered now.
    """

    workspace: Workspace
    opened: OpenPlan
    rows: tuple[int, ...]
    sides: tuple[RowSide, ...]
    registered: frozenset[int]

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        opened: OpenPlan,
        original: Transmission | None,
        row: int | None,
        within_khz: tuple[float, float] | None = None,
    ) -> Self:
        """The neighbourhood of a transmission.

        Args:
            workspace: what was opened.
            opened: the plan of the transmission.
            original: the transmission as it is written; None for a new one.
            row: its row; None for a new one.
            within_khz: lowest and highest of the channels that will be asked for; None: everything counts.
        """
        table, own = workspace.table, workspace.own_rows
        near = np.ones(len(table), dtype=np.bool_)
        if within_khz is not None:
            low, high = (1000.0 * khz for khz in within_khz)
            # No conflict reaches further than the widest step, so rows beyond it need not be compared.
            near = (table.frequency_hz >= low - WIDEST_HZ) & (table.frequency_hz <= high + WIDEST_HZ)
        if row is not None:
            near[row] = False
        numbers = np.flatnonzero(near).tolist()
        owned = _owned(workspace)
        sides = {number: side_of(transmission, plan) for number, transmission, plan in owned if near[number]}
        theirs = [number for number in numbers if number >= own]
        filed = [reference_side(table.transmissions[number], opened.directory) for number in theirs]
        sides |= dict(zip(theirs, filed, strict=True))
        again = _ours_again(workspace, original, opened, theirs, filed) if original is not None else set()
        rows = tuple(number for number in numbers if number not in again)
        return cls(workspace, opened, rows, tuple(sides[number] for number in rows), frozenset(again))

    @cached_property
    def table(self) -> AirtimeTable:
        """The airtime of the rows, in their order."""
        return self.workspace.table.taken(self.rows)

    def with_candidates(self, candidates: Sequence[Transmission]) -> tuple[AirtimeTable, list[RowSide]]:
        """One table, and its sides, of the rows and of candidates behind them."""
        count = len(self.rows)
        table = self.table.spliced([RowSplice(count, count, tuple(candidates))])
        return table, [*self.sides, *(side_of(candidate, self.opened) for candidate in candidates)]

    def jamming(self, table: AirtimeTable) -> Jamming:
        """The jammers of a table of the rows and of candidates behind them, which jammers may follow."""
        followed: dict[str, list[int]] = {plan.key: [] for plan in self.workspace.plans}
        for number, side in enumerate(self.sides):
            if self.rows[number] < self.workspace.own_rows:
                followed[side.plan].append(number)
        followed[self.opened.key] += range(len(self.rows), len(table))
        plans = [
            PlanJammers(plan.key, plan.plan.jammers[:MOST_JAMMERS], followed[plan.key]) for plan in self.workspace.plans
        ]
        # Jammers of lists stay where they are; those of plans are found anew, because they may follow a candidate.
        return jamming_of(table, plans, [jammer for jammer in self.workspace.jamming.rows if jammer.jammer is None])

    def conflicts(self, candidates: Sequence[Transmission]) -> list[ConflictCount]:
        """How many conflicts each candidate would have if the schedule had it; never with another candidate."""
        first = len(self.rows)
        table, sides = self.with_candidates(candidates)
        columns = frequency_pairs(table, sides).columns
        counted = np.zeros((len(candidates), len(Severity)), dtype=np.int64)
        of_a, of_b = columns.a >= first, columns.b >= first
        for side, mixed in ((columns.a, of_a & ~of_b), (columns.b, of_b & ~of_a)):
            np.add.at(counted, (side[mixed] - first, columns.severity[mixed]), 1)
        jammed = jammed_transmissions(table, sides, self.jamming(table))
        jammers = Counter(item.row - first for item in jammed if item.row >= first)
        return [
            ConflictCount(int(errors), int(warnings), int(infos), jammers[number])
            for number, (errors, warnings, infos) in enumerate(counted)
        ]

    def with_options(self, options: Sequence[Transmission]) -> Workspace:
        """A workspace of options, which come first, and of the rows."""
        kept = set(self.rows)
        tried = Schedule(file="", window=options[0].window, transmissions=tuple(options)) if options else None
        plans: list[OpenPlan] = []
        first = 0
        for plan in self.workspace.plans:
            schedules = []
            for schedule in plan.schedules:
                schedules.append(_only(schedule, kept, first))
                first += len(schedule.transmissions)
            if plan is self.opened:
                schedules = [tried, *schedules] if tried is not None else schedules
                plans.insert(0, replace(plan, schedules=schedules))
            else:
                plans.append(replace(plan, schedules=schedules))
        reference = []
        for schedule in self.workspace.reference:
            reference.append(_only(schedule, kept, first))
            first += len(schedule.transmissions)
        return Workspace(plans, reference)


def _owned(workspace: Workspace) -> list[tuple[int, Transmission, OpenPlan]]:
    """The rows of the plans, each with its number and its plan."""
    rows = ((transmission, plan) for plan in workspace.plans for transmission in plan.transmissions)
    return [(number, transmission, plan) for number, (transmission, plan) in enumerate(rows)]


def _only(schedule: Schedule, kept: set[int], first: int) -> Schedule:
    """A schedule, whose first row has the number ``first``, with some of its rows only."""
    rows = (row for number, row in enumerate(schedule.transmissions, first) if number in kept)
    return replace(schedule, transmissions=tuple(rows))


def _ours_again(
    workspace: Workspace,
    original: Transmission,
    opened: OpenPlan,
    theirs: Sequence[int],
    filed: Sequence[RowSide],
) -> set[int]:
    """The reference rows that are the transmission itself, as it is registered now."""
    transmissions = workspace.table.transmissions
    table = build([original, *(transmissions[number] for number in theirs)])
    sides = [side_of(original, opened), *filed]
    twins = own_rows(table, encode(sides, table.frequency_hz), sides).twins
    return {number for number, again in zip(theirs, twins[1:].tolist(), strict=True) if again}
