"""Everything that is on the air around a workspace's plans: own rows, reference schedules, and jammers.

An agreement settles a conflict, but it does not change what is heard: agreed pairs disturb like any others.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from bcastplan.conflicts import Kind, PairOptions, PairResult, frequency_pairs
from bcastplan.conflicts.kinds import PAIR_KINDS, raster_steps_hz
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import disturbing_emission
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.reference.directory import Directory
from bcastplan.workspace.inspection.plan_conflicts import sides_of
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.prediction.plan_facts import PlanFacts


def surroundings_of(workspace: Workspace, options: CoverageOptions, pairs: PairResult | None = None) -> Surroundings:
    """What disturbs the rows of the plans: everything within reach of the conflicts, wherever it is aimed at.

    Left out are a transmission entered twice, a row of a list that is ours, and what is synchronised with ours.

    Args:
        workspace: what was opened, the reference schedules with it.
        pairs: the pairs that count, besides jammers; None: all of them, those that are agreed too.
        options: the power to assume where there is none.
    """
    if pairs is None:
        pairs = frequency_pairs(workspace.table, sides_of(workspace), PairOptions(all_areas=True))
    both_ways = ((disturbed, other) for a, b in disturbing_pairs(pairs) for disturbed, other in ((a, b), (b, a)))
    return surroundings_of_rows(workspace, options, both_ways)


def surroundings_of_rows(
    workspace: Workspace, options: CoverageOptions, disturbing: Iterable[tuple[int, int]]
) -> Surroundings:
    """What disturbs the rows of the plans, by rows that are known: disturbed and disturbing; and the jammers."""
    emissions = _Emissions(workspace, options)
    near: dict[int, dict[int, Emission | None]] = {}
    for disturbed, other in disturbing:
        if disturbed < workspace.own_rows:
            near.setdefault(disturbed, {})[other] = emissions.of_row(other)
    _add_jammers(workspace, emissions, near)
    return Surroundings(workspace.jamming.following(workspace.table), near)


def disturbing_pairs(pairs: PairResult) -> list[tuple[int, int]]:
    """The rows of the pairs that are two transmissions and not one entered twice."""
    columns = pairs.columns
    real = columns.kind != PAIR_KINDS.index(Kind.DUPLICATE)
    return list(zip(columns.a[real].tolist(), columns.b[real].tolist(), strict=True))


def ground_of_reference(workspace: Workspace) -> float | None:
    """The ground that reference schedules and jammers cross: what all plans state (mS/m), None where they differ."""
    stated = {opened.plan.ground_conductivity_ms for opened in workspace.plans}
    return stated.pop() if len(stated) == 1 else None


class _Emissions:
    """What rows of the workspace radiate, looked up when it is asked for."""

    def __init__(self, workspace: Workspace, options: CoverageOptions) -> None:
        self._workspace, self._options = workspace, options
        self._plans = {opened.key: PlanFacts(opened, options) for opened in workspace.plans}
        self._directory, self._ground_ms_m = Directory(), ground_of_reference(workspace)
        self.of_row = cache(self._of_row)

    def _of_row(self, row: int) -> Emission | None:
        transmission = self._workspace.table.transmissions[row]
        opened = self._workspace.plan_of_row(row)
        if opened is not None:
            return self._plans[opened.key].disturbing(transmission)
        return disturbing_emission(
            transmission,
            self._directory,
            assumed_power_kw=self._options.assumed_power_kw,
            ground_ms_m=self._ground_ms_m,
        )

    def of_jammer(self, number: int, frequency_hz: int) -> Emission | None:
        """What a jammer radiates on one of its frequencies."""
        transmission = self._workspace.jamming.rows[number].transmission.changed(frequency_khz=frequency_hz / 1000)
        return disturbing_emission(
            transmission,
            self._directory,
            assumed_power_kw=self._options.assumed_power_kw,
            ground_ms_m=self._ground_ms_m,
        )


def _add_jammers(workspace: Workspace, emissions: _Emissions, near: dict[int, dict[int, Emission | None]]) -> None:
    """Add the jammers within reach of each own row, each at the frequency of its range that lies nearest to the row."""
    jamming, table = workspace.jamming, workspace.table
    if not len(jamming):
        return
    low_hz, high_hz = jamming.low_hz, jamming.high_hz
    regions = [
        opened.directory.region(transmission) or 0
        for opened in workspace.plans
        for transmission in opened.transmissions
    ]
    own_hz = table.frequency_hz[: workspace.own_rows]
    # As far as conflicts reach: two steps of the raster.
    reach_hz = 2 * raster_steps_hz(own_hz, np.array(regions, dtype=np.uint8))
    for row, (hz, reach) in enumerate(zip(own_hz.tolist(), reach_hz.tolist(), strict=True)):
        opened = workspace.plan_of_row(row)
        assert opened is not None
        # The frequency of a jammed range that lies nearest to ours.
        nearest = np.clip(hz, low_hz, high_hz)
        for number in np.flatnonzero(np.abs(nearest - hz) <= reach).tolist():
            plan = jamming.rows[number].plan
            if plan in (None, opened.key):
                emission = emissions.of_jammer(number, int(nearest[number]))
                near.setdefault(row, {})[len(table) + number] = emission
