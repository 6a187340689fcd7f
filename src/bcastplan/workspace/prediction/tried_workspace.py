"""A workspace in which other transmissions stand in the place of a set, so that the engines judge them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Protocol

import numpy as np

from bcastplan.airtime.jamming import JammerRow
from bcastplan.conflicts import PairOptions, PairResult, frequency_pairs
from bcastplan.conflicts.own_rows import own_rows
from bcastplan.conflicts.side_columns import encode
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.plan_conflicts import sides_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.prediction.surroundings import surroundings_of


class Rearranged(Protocol):
    """Transmissions of one plan that a search rearranges, with their numbers among the rows of all plans."""

    @property
    def opened(self) -> OpenPlan:
        """Their plan."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Their numbers."""

    @property
    def transmissions(self) -> tuple[Transmission, ...]:
        """They themselves, as they are now."""


class TriedWorkspace:
    """A workspace, for trying other transmissions in the place of those that are rearranged."""

    def __init__(self, workspace: Workspace, rearranged: Rearranged) -> None:
        self.workspace, self.rearranged = workspace, rearranged

    @cached_property
    def twins(self) -> frozenset[int]:
        """The reference rows that are transmissions of the plans themselves: they must not count as others."""
        sides = sides_of(self.workspace)
        twins = own_rows(self.workspace.table, encode(sides, self.workspace.table.frequency_hz), sides).twins
        return frozenset(np.flatnonzero(twins).tolist())

    def plan_of(self, rows: Sequence[Transmission]) -> OpenPlan:
        """The plan with these rows alone, in a schedule for each season on end."""
        schedules = [
            Schedule(file="", window=window, transmissions=tuple(some))
            # Not sorted by season: the rows have to keep the numbers in which they were given.
            for window, some in groupby(rows, key=lambda item: item.window)
        ]
        return OpenPlan(self.rearranged.opened.plan, schedules)

    def with_rows(self, rows: Sequence[Transmission]) -> Workspace:
        """The workspace with rows in place of those rearranged, and without the reference rows that are the plans' own.

        These rows come first of all: their numbers are 0, 1, ... in the order given.
        """
        plans = [self.plan_of(rows)]
        row = 0
        for opened in self.workspace.plans:
            schedules = []
            for schedule in opened.schedules:
                schedules.append(_without(schedule, row, frozenset(self.rearranged.rows)))
                row += len(schedule.transmissions)
            if opened is self.rearranged.opened:
                plans[0].schedules += schedules
            else:
                plans.append(OpenPlan(opened.plan, schedules))
        reference = []
        for schedule in self.workspace.reference:
            reference.append(_without(schedule, row, self.twins))
            row += len(schedule.transmissions)
        return Workspace(plans, reference)


def _without(schedule: Schedule, first_row: int, left_out: frozenset[int]) -> Schedule:
    """A schedule without some of the workspace's rows; its own begin at ``first_row``."""
    kept = (item for row, item in enumerate(schedule.transmissions, start=first_row) if row not in left_out)
    return replace(schedule, transmissions=tuple(kept))


def first_pairs(workspace: Workspace, count: int, asked: PairOptions) -> PairResult:
    """The pairs that the first ``count`` rows of a workspace make with other rows, not among themselves."""
    pairs = frequency_pairs(workspace.table, sides_of(workspace), asked)
    of_a, of_b = pairs.columns.a < count, pairs.columns.b < count
    return pairs.selected(of_a != of_b)


def surroundings_of_options(
    workspace: Workspace, count: int, without: Workspace, options: CoverageOptions
) -> tuple[Surroundings, PairResult]:
    """What disturbs each of the first rows, which stand in place of each other, and their pairs with others.

    Args:
        workspace: the options, and behind them everybody else.
        count: how many options there are.
        without: everybody else alone: a jammer that only another option would bring to its channel disturbs nobody.
        options: how to predict.
    """
    pairs = first_pairs(workspace, count, PairOptions(all_areas=True))
    return with_own_jammers(surroundings_of(workspace, options, pairs), workspace, count, without), pairs


def with_own_jammers(whole: Surroundings, workspace: Workspace, count: int, without: Workspace) -> Surroundings:
    """What disturbs each of the first rows, without the jammers that only another of them would bring there."""
    broadcasts = len(workspace.table)
    elsewhere = {(row.jammer, row.low_hz) for row in without.jamming.rows if _follows(row)}

    def disturbs(option: int, other: int) -> bool:
        row = workspace.jamming.rows[other - broadcasts] if other >= broadcasts else None
        if row is None or not _follows(row) or (row.jammer, row.low_hz) in elsewhere:
            return True
        # Some option brings the jammer to this channel: it disturbs the options there, and none beside it.
        return row.low_hz == int(workspace.table.frequency_hz[option])

    near = {
        option: {other: emission for other, emission in others.items() if disturbs(option, other)}
        for option, others in whole.near.items()
        if option < count
    }
    return Surroundings(whole.table, near)


def _follows(row: JammerRow) -> bool:
    """Whether a jammer is on this channel because it follows somebody there."""
    spans = row.jammer.frequencies if row.jammer is not None else ()
    khz = row.low_hz / 1000
    return row.jammer is not None and not any(span.low_khz <= khz <= span.high_khz for span in spans)
