"""Better frequencies for a set of transmissions, at the facilities it has: what is most heard under interference.

The best day for the values of the options is exact. What it makes of the plan is then checked by the engines of
conflicts and compatibility; what they refuse is forbidden, and the search repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.accepted_days import accepted_day
from bcastplan.workspace.prediction.block_choices import BlockChoices, Choice, longer_day
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.option_prices import costs_of
from bcastplan.workspace.prediction.programme_sets import OptimiseError, ProgrammeSet


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
        worth: what the present plan and the proposal are worth by what a minute counts and how several at a time do,
            in coverage-minutes as the search sees them.
        costs: what both cost; None where something has no price.
        currency: of the costs.
        missing_minutes: minutes a day that the proposal lacks of what was needed.
        longer: what keeps it from being longer, as ``longer_day`` has it.
        interrupted: whether the search was: a better day, or scenarios, may be missing.
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
    worth: tuple[float, float] = (0.0, 0.0)
    costs: tuple[float, float] | None = None
    currency: str | None = None
    missing_minutes: int = 0
    longer: str | None = None
    interrupted: bool = False

    @property
    def error_minutes(self) -> float | None:
        """The prediction's own error of the gain in coverage-minutes against noise, one standard deviation.

        The errors of both plans are taken as independent, which is rather too much where they share circuits.
        """
        errors = []
        for heard in (self.present, self.proposed):
            if heard.heard_low is not None and heard.heard_high is not None:
                errors.append((heard.heard_high - heard.heard_low) / 2.0 * heard.predicted_minutes)
        return hypot(*errors) if errors else None

    @property
    def redundant(self) -> tuple[Choice, ...]:
        """Blocks that add next to nothing to the others: less than a hundredth of what a block is worth on average."""
        heard = self.proposed.coverage_minutes_interfered or 0.0
        return tuple(choice for choice in self.choices if choice.minutes < 0.01 * heard / len(self.choices))

    @property
    def gap(self) -> float:
        """How far the proposal may lie below the best of these options, as a share of the bound."""
        wished = self.programme.wishes is not None
        proposed = self.worth[1] if wished else self.proposed.coverage_minutes_interfered or 0.0
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

    Whoever interrupts it (KeyboardInterrupt) gets the best day that the engines have accepted until then; before the
    first of them the interrupt goes on to the caller.

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
    accepted = accepted_day(search, programme, kept, most_blocks)
    day, chosen = accepted.day, accepted.chosen
    choices = BlockChoices(search, kept, accepted, options).all()
    uncovered = sum(programme.at_once) - int((day.options_on_air(accepted.layers) >= 0).sum())
    limits = programme.wishes.limits if programme.wishes is not None else None
    costs, currency = _costs(programme, chosen)
    present = search.verdicts.heard(programme.transmissions, options, likely_range=True)
    proposed = search.verdicts.heard(chosen, options, likely_range=True)
    # They cost several predictions of the whole plan, which nobody waits for who has stopped the search.
    scenarios, interrupted = ([], True) if accepted.interrupted else _scenarios(search, programme, chosen)
    return OptimiseAnswer(
        programme=programme,
        choices=choices,
        present=present,
        proposed=proposed,
        curve=tuple(day.value(blocks) for blocks in accepted.curve),
        bound=accepted.bound,
        considered=len(candidates),
        predicted=len(kept),
        refused=tuple(refused.words for refused in accepted.refused),
        uncovered_minutes=0 if limits is not None else uncovered * programme.step_minutes,
        scenarios=tuple(scenarios),
        findings=tuple(search.verdicts.findings(chosen)),
        worth=(day.value([[block] for block in search.present_blocks(kept)]), day.value(accepted.layers)),
        costs=costs,
        currency=currency,
        missing_minutes=accepted.missing_minutes,
        longer=longer_day(accepted, limits.budget, limits.most_steps) if limits is not None else None,
        interrupted=interrupted,
    )


def _scenarios(
    search: FrequencyOptions, programme: ProgrammeSet, chosen: Sequence[Transmission]
) -> tuple[list[Scenario], bool]:
    """The plan as it is and as proposed under other assumptions, and whether an interrupt ended it before the last."""
    scenarios: list[Scenario] = []
    try:
        for name, other, jammers in search.scenarios:
            now = search.verdicts.heard(programme.transmissions, other, jammers=jammers)
            scenarios.append(Scenario(name, now, search.verdicts.heard(chosen, other, jammers=jammers)))
    except KeyboardInterrupt:
        return scenarios, True
    return scenarios, False


def _costs(programme: ProgrammeSet, chosen: Sequence[Transmission]) -> tuple[tuple[float, float] | None, str | None]:
    """What the present plan and the proposal cost, and the currency; nothing where something has no price."""
    try:
        now, currency_now = costs_of(programme, programme.transmissions)
        proposed, currency = costs_of(programme, chosen)
    except OptimiseError:
        return None, None
    return (round(sum(now), 2), round(sum(proposed), 2)), currency or currency_now
