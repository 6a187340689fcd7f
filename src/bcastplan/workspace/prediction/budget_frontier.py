"""The best day of a set within each of some budgets, checked by the engines like any other proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bcastplan.airtime.table import build
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.day_budgets import BudgetedDay, best_within, rising
from bcastplan.coverage.day_labels import DayLimits
from bcastplan.coverage.day_layers import DayOptions, Layers, without_block
from bcastplan.coverage.limited_days import LimitedDays
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.accepted_days import MOST_ROUNDS, blocks_by_time
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.option_prices import costs_of, with_prices
from bcastplan.workspace.prediction.programme_sets import OptimiseError, ProgrammeSet

_MOST_EXACT_STEPS = 96
"""Days of finer steps would take too long to be looked through for every place at which a circle may be cut."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best day within a budget; money and minutes are over all dates of the set.

    Attributes:
        budget: None for the plan as it is.
        cost: of its airtime by the hour, exact to the cent as `hours` counts it.
        transmissions: a day of it.
        frequency_minutes: on the air.
        heard: against noise and under interference.
        bound: coverage-minutes that no day within the budget exceeds, of the options that were predicted; None for the
            plan as it is.
        worth: coverage-minutes as a programme counts them; None where they count as `coverage` counts them.
    """

    budget: float | None
    cost: float
    transmissions: tuple[Transmission, ...]
    frequency_minutes: int
    heard: Heard
    bound: float | None
    worth: float | None = None

    @property
    def minutes(self) -> float:
        """Coverage-minutes under interference, or what they count where that is asked."""
        return (self.heard.coverage_minutes_interfered or 0.0) if self.worth is None else self.worth

    @property
    def gap(self) -> float | None:
        """How far it may lie below the best, as a share of the bound."""
        minutes = self.minutes
        return None if not self.bound else max(0.0, 1.0 - minutes / self.bound)


@dataclass(frozen=True)
class Frontier:
    """What budgets buy for one set.

    Attributes:
        programme: the set as it is.
        currency: of all money; None where the rates name none.
        present: the set as it is.
        points: by rising budget.
        considered, predicted: as of a proposal without a budget.
        refused: what the engines refused on the way, in words.
        interrupted: whether the search was, so that the largest budgets may be missing.
    """

    programme: ProgrammeSet
    currency: str | None
    present: FrontierPoint
    points: tuple[FrontierPoint, ...]
    considered: int
    predicted: int
    refused: tuple[str, ...]
    interrupted: bool = False


def budget_frontier(
    workspace: Workspace,
    programme: ProgrammeSet,
    budgets: Sequence[float],
    *,
    most_blocks: int | None = None,
    only_bands: Sequence[str] = (),
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> Frontier:
    """Look for what is most heard within each budget; hours of the set may be given up.

    Whoever interrupts it (KeyboardInterrupt) while the budgets are told, the smallest first, gets those before.

    Args:
        workspace: the plans with what they are held against.
        programme: the set to rearrange.
        budgets: money for all dates of the set, in the currency of its prices.
        most_blocks: transmissions a day at most; None: as many as there are now.
        only_bands: names of bands; none takes all.
        options: how to predict.
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        OptimiseError: a transmission has no price, something else is not known of it, or no channel is to be had.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    options = options or local_options()
    search = FrequencyOptions(workspace, programme, options, progress, cancelled)
    candidates = search.candidates(only_bands)
    kept = search.near_the_best(candidates)
    day = with_prices(search.day_options(kept), programme, kept)
    _, currency = costs_of(programme, kept)
    ordered = sorted(set(budgets))
    usual = len(programme.transmissions) if programme.wishes is None else programme.wishes.limits.most_blocks
    blocks = most_blocks or usual
    refused: list[str] = []
    for _ in range(MOST_ROUNDS):
        days = _days(search, programme, kept, day, ordered, blocks)
        smaller, words = _accepted(search, kept, day, days)
        if smaller is None:
            worth = day.value([[block] for block in search.present_blocks(kept)])
            present = _point(search, programme, None, programme.transmissions, options, worth)
            points, interrupted = [], False
            try:
                for best in days:
                    points.append(_point(search, programme, best, _chosen(search, kept, best), options, best.value))
            except KeyboardInterrupt:
                if not points:
                    raise
                interrupted = True  # the budgets that are told already make a curve
            return Frontier(
                programme, currency, present, tuple(points), len(candidates), len(kept), tuple(refused), interrupted
            )
        day = smaller
        refused += words
    raise OptimiseError(f"after {MOST_ROUNDS} rounds the engines still refuse a proposal: {refused[-1]}")


def _days(
    search: FrequencyOptions,
    programme: ProgrammeSet,
    kept: Sequence[Transmission],
    day: DayOptions,
    budgets: Sequence[float],
    blocks: int,
) -> list[BudgetedDay]:
    """The best day within each budget, rising; exact where there is one frequency at a time and steps are not fine."""
    wishes = programme.wishes
    if wishes is None and (day.at_once > 1 or day.steps > _MOST_EXACT_STEPS):
        return best_within(day, budgets, blocks)
    limits = DayLimits(blocks) if wishes is None else replace(wishes.limits, most_blocks=blocks)
    staying = search.staying_blocks(kept)
    limited = LimitedDays(day, limits, staying, dearest=max(budgets))
    days: list[BudgetedDay] = []
    begin: Layers | None = None
    for budget in budgets:
        best = limited.best(budget, begin=begin)
        # A day that a smaller budget buys can be had for a larger one too, so that the next search goes on from it.
        begin = best.layers
        layers = (*((block,) for block in staying), *best.layers)
        days.append(BudgetedDay(budget, layers, best.cost, best.value, best.bound))
    return rising(days)


def _accepted(
    search: FrequencyOptions, kept: Sequence[Transmission], day: DayOptions, days: Sequence[BudgetedDay]
) -> tuple[DayOptions | None, list[str]]:
    """The options without what the engines refuse of some days, and words for it; None where they refuse nothing."""
    smaller, words = day, []
    # Several budgets may buy the same day, which the engines judge once.
    for best in {best.layers: best for best in days}.values():
        blocks = blocks_by_time(best.layers)
        staying = search.staying_blocks(kept)
        for number, why in search.verdicts.faults(_chosen(search, kept, best)).items():
            if blocks[number] in staying:
                continue
            smaller = without_block(smaller, blocks[number])
            words.append(why)
    return (smaller if words else None), list(dict.fromkeys(words))


def _chosen(search: FrequencyOptions, kept: Sequence[Transmission], best: BudgetedDay) -> tuple[Transmission, ...]:
    return tuple(search.block(kept[block.option], block) for block in blocks_by_time(best.layers))


def _point(
    search: FrequencyOptions,
    programme: ProgrammeSet,
    best: BudgetedDay | None,
    transmissions: tuple[Transmission, ...],
    options: CoverageOptions,
    worth: float,
) -> FrontierPoint:
    costs, _ = costs_of(programme, transmissions)
    return FrontierPoint(
        None if best is None else best.budget,
        float(round(sum(costs), 2)),
        transmissions,
        int(build(transmissions).minutes.sum()) if transmissions else 0,
        search.verdicts.heard(transmissions, options) if transmissions else Heard(0, 0, None),
        None if best is None else best.bound,
        None if programme.wishes is None else worth,
    )
