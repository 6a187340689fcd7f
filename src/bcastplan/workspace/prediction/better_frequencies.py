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
from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers, best_layers, without_block
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.programme_sets import OptimiseError, ProgrammeSet

MOST_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One block of the proposal, and the value of the best other option in its place.

    ``minutes`` are the coverage-minutes under interference that it adds to the other blocks, over all dates.
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
        curve: coverage-minutes under interference of the day with 1, 2, ... blocks, as the last round saw them.
        bound: coverage-minutes that no choice of options in any step exceeds, of the options that were predicted.
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
    def redundant(self) -> tuple[Choice, ...]:
        """Blocks that add next to nothing to the others: less than a hundredth of what a block is worth on average."""
        heard = self.proposed.coverage_minutes_interfered or 0.0
        return tuple(choice for choice in self.choices if choice.minutes < 0.01 * heard / len(self.choices))

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
    curve, chosen, refused, day = _accepted(search, programme, kept, most_blocks)
    layers = curve[-1]
    choices = tuple(_choice(search, kept, day, layers, block) for block in blocks_by_time(layers))
    uncovered = sum(programme.at_once) - int((day.options_on_air(layers) >= 0).sum())
    scenarios = [
        Scenario(
            name,
            search.verdicts.heard(programme.transmissions, other, jammers=jammers),
            search.verdicts.heard(chosen, other, jammers=jammers),
        )
        for name, other, jammers in search.verdicts.scenarios()
    ]
    return OptimiseAnswer(
        programme=programme,
        choices=choices,
        present=search.verdicts.heard(programme.transmissions, options),
        proposed=search.verdicts.heard(chosen, options),
        curve=tuple(day.value(blocks) for blocks in curve),
        bound=day.bound(),
        considered=len(candidates),
        predicted=len(kept),
        refused=tuple(refused),
        uncovered_minutes=uncovered * programme.step_minutes,
        scenarios=tuple(scenarios),
        findings=tuple(search.verdicts.findings(chosen)),
    )


def _accepted(
    search: FrequencyOptions, programme: ProgrammeSet, kept: Sequence[Transmission], most_blocks: int | None
) -> tuple[list[Layers], list[Transmission], list[str], DayOptions]:
    """The days with at most 1, 2, ... blocks, the transmissions of the last one, what was refused, and what is left.

    Raises OptimiseError where no proposal is accepted.
    """
    blocks = most_blocks or len(programme.transmissions)
    day = search.day_options(kept)
    exchanges = day.at_once < 2  # they take longest, and wait until the engines accept what there is without them
    refused: list[str] = []
    for _ in range(MOST_ROUNDS):
        curve = best_layers(day, blocks, search.present_layers(kept), search=exchanges)
        proposed = blocks_by_time(curve[-1])
        chosen = [search.block(kept[block.option], block) for block in proposed]
        faults = search.verdicts.faults(chosen)
        if not faults and not chosen:
            raise OptimiseError("no channel is free of conflicts in any of its hours")
        if not faults and exchanges:
            return curve, chosen, refused, day
        exchanges = exchanges or not faults
        refused += faults.values()
        for number in faults:
            # Only the option in these very steps is forbidden: at other times of the day nothing may be wrong with it.
            day = without_block(day, proposed[number])
    raise OptimiseError(f"after {MOST_ROUNDS} rounds the engines still refuse the proposal: {refused[-1]}")


def blocks_by_time(layers: Layers) -> list[Block]:
    """The blocks of all layers, by the step in which they begin."""
    return sorted((block for blocks in layers for block in blocks), key=lambda block: (block.start, block.option))


def _choice(
    search: FrequencyOptions, kept: Sequence[Transmission], day: DayOptions, layers: Layers, block: Block
) -> Choice:
    """What a block adds to the others, and the best other channel that is free for the whole of it."""
    # Each block is judged with all others in place, because several may be heard at the same places.
    others = day.options_on_air([[other for other in blocks if other is not block] for blocks in layers])
    steps = np.arange(block.start, block.start + block.length) % day.steps
    worth = day.added(others)[:, steps].sum(axis=1)
    transmission, minutes = search.block(kept[block.option], block), float(worth[block.option])
    same = np.array([option.frequency_khz == transmission.frequency_khz for option in kept])
    free = day.free_beside(others)[:, steps].all(axis=1) & ~same
    if not free.any():
        return Choice(transmission, minutes, None, None)
    best = int(np.where(free, worth, -1.0).argmax())
    return Choice(transmission, minutes, search.block(kept[best], block), float(worth[best]))
