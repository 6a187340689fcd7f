"""Better frequencies for a set of transmissions, at the facilities it has: what is most heard under interference.

The best day for the values of the options is exact. What it makes of the plan is then checked by the engines of
conflicts and compatibility; what they refuse is forbidden, and the search repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.day_blocks import Block, best_day_plans
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.model.transmission import Transmission
from bcastplan.science.arrays import BoolArray, FloatArray
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.programme_sets import COARSEST_MINUTES, OptimiseError, ProgrammeSet

MOST_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One block of the proposal, and the best that another option would be worth in it.

    ``minutes`` are coverage-minutes under interference over all dates.
    """

    transmission: Transmission
    minutes: float
    runner_up: Transmission | None
    runner_up_minutes: float | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The present plan and the proposal under other assumptions."""

    name: str
    present: Heard
    proposed: Heard


@dataclass(frozen=True)
class OptimiseAnswer:
    """A proposal for one set.

    Attributes:
        programme: the set as it is.
        choices: the blocks of the proposal, by time.
        present, proposed: what is heard of both, against noise alone and under interference.
        curve: coverage-minutes under interference of the best day with 1, 2, ... blocks, as the last round saw them.
        bound: coverage-minutes that no division of the day into blocks exceeds, of the options that were predicted.
        considered: channels and facilities looked at against noise alone.
        predicted: those of them, near the best in some hour, that were predicted under interference.
        refused: what the engines refused of earlier proposals, in words.
        uncovered_minutes: minutes of a day that the proposal leaves without a frequency.
        scenarios: both under other assumptions.
        findings: what `check` has to say of the proposal, errors and warnings.
    """

    programme: ProgrammeSet
    choices: tuple[Choice, ...]
    present: Heard
    proposed: Heard
    curve: tuple[float, ...]
    bound: float
    considered: int
    predicted: int
    refused: tuple[str, ...]
    uncovered_minutes: int
    scenarios: tuple[Scenario, ...]
    findings: tuple[str, ...]

    @property
    def gap(self) -> float:
        """How far the proposal may lie below the best of these options, as a share of the bound."""
        proposed = self.proposed.coverage_minutes_interfered or 0.0
        return max(0.0, 1.0 - proposed / self.bound) if self.bound else 0.0


def better_frequencies(
    workspace: Workspace,
    programme: ProgrammeSet,
    *,
    most_blocks: int | None = None,
    only_bands: Sequence[str] = (),
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> OptimiseAnswer:
    """Look for the frequencies under which most is heard in the hours of a set.

    Args:
        workspace: the plans with what they are held against.
        programme: the set to rearrange.
        most_blocks: transmissions a day at most; None: as many as there are now.
        only_bands: names of bands; none takes all.
        options: how to predict.
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        OptimiseError: something is not known of a transmission of the set, or no channel is to be had.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    options = options or local_options()
    search = FrequencyOptions(workspace, programme, options, progress, cancelled)
    candidates = search.candidates(only_bands)
    kept = search.near_the_best(candidates)
    value, allowed = search.values(kept), search.allowed(kept)
    curve, chosen, refused = _accepted(search, programme, kept, value, allowed, most_blocks)
    day = curve[-1]
    ceiling = np.where(allowed, value, 0.0).max(axis=0)[list(programme.steps)].sum()
    choices = tuple(
        _choice(search, kept, value, allowed, block, transmission)
        for block, transmission in zip(day, chosen, strict=True)
    )
    covered = sum(block.length for block in day)
    scenarios = [
        Scenario(name, search.heard(programme.transmissions, other), search.heard(chosen, other))
        for name, other in search.scenarios()
    ]
    return OptimiseAnswer(
        programme=programme,
        choices=choices,
        present=search.heard(programme.transmissions, options),
        proposed=search.heard(chosen, options),
        curve=tuple(_worth(value, blocks_of_day) for blocks_of_day in curve),
        bound=float(ceiling),
        considered=len(candidates),
        predicted=len(kept),
        refused=tuple(refused),
        uncovered_minutes=(len(programme.steps) - covered) * programme.step_minutes,
        scenarios=tuple(scenarios),
        findings=tuple(search.findings(chosen)),
    )


def _accepted(
    search: FrequencyOptions,
    programme: ProgrammeSet,
    kept: Sequence[Transmission],
    value: FloatArray,
    allowed: BoolArray,
    most_blocks: int | None,
) -> tuple[list[tuple[Block, ...]], list[Transmission], list[str]]:
    """The best days with 1, 2, ... blocks, the transmissions of the last one, and what the engines refused before.

    ``allowed`` loses what is refused, round by round. Raises OptimiseError where no proposal is accepted.
    """
    blocks = most_blocks or len(programme.transmissions)
    refused: list[str] = []
    for _ in range(MOST_ROUNDS):
        curve = _days(programme, value, allowed, blocks)
        chosen = [search.block(kept[block.option], block) for block in curve[-1]]
        faults = search.faults(chosen)
        if not faults and not chosen:
            raise OptimiseError("no channel is free of conflicts in any of its hours")
        if not faults:
            return curve, chosen, refused
        refused += faults.values()
        for number in faults:
            _forbid(allowed, curve[-1][number])
    raise OptimiseError(f"after {MOST_ROUNDS} rounds the engines still refuse the proposal: {refused[-1]}")


def _days(programme: ProgrammeSet, value: FloatArray, allowed: BoolArray, blocks: int) -> list[tuple[Block, ...]]:
    """The best day with 1, 2, ... blocks; the hours of the set come first, and then what is heard in them."""
    kept_on_air = value.sum() + 1.0  # a step on the air is worth more than anything that may be heard
    plans = best_day_plans(
        value + kept_on_air,
        allowed,
        programme.steps,
        most_blocks=blocks,
        shortest=COARSEST_MINUTES // programme.step_minutes,
        circular=programme.is_daily,
    )
    return [plan.blocks for plan in plans]


def _worth(value: FloatArray, day: Sequence[Block]) -> float:
    return float(sum(_of_block(value[block.option], block) for block in day))


def _of_block(value: FloatArray, block: Block) -> float:
    return float(np.roll(value, -block.start)[: block.length].sum())


def _forbid(allowed: BoolArray, block: Block) -> None:
    """Take an option out of the steps of a block."""
    steps = np.arange(block.start, block.start + block.length) % allowed.shape[1]
    allowed[block.option, steps] = False


def _choice(
    search: FrequencyOptions,
    kept: Sequence[Transmission],
    value: FloatArray,
    allowed: BoolArray,
    block: Block,
    transmission: Transmission,
) -> Choice:
    """The runner-up is the best other channel that is free for the whole block."""
    steps = np.arange(block.start, block.start + block.length) % value.shape[1]
    worth = np.where(allowed[:, steps].all(axis=1), value[:, steps].sum(axis=1), -1.0)
    minutes = float(worth[block.option])
    same = [option.frequency_khz == transmission.frequency_khz for option in kept]
    worth[np.array(same)] = -1.0
    best = int(worth.argmax())
    if worth[best] < 0.0:
        return Choice(transmission, minutes, None, None)
    return Choice(transmission, minutes, search.block(kept[best], block), float(worth[best]))
