"""The best day that the engines accept: what they refuse of it is forbidden in its hours, and the search repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers, best_layers, without_block
from bcastplan.coverage.limited_days import LimitedDays
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.option_prices import costs_of, with_prices
from bcastplan.workspace.prediction.programme_sets import DayWishes, OptimiseError, ProgrammeSet
from bcastplan.workspace.prediction.proposal_verdicts import Fault

MOST_ROUNDS = 60


@dataclass(frozen=True)
class RefusedBlock:
    """A block that the engines refused, and their words for it."""

    block: Block
    words: str


@dataclass(frozen=True)
class AcceptedDay:
    """A day that the engines accept.

    Attributes:
        day: the options of the last round, without what was refused.
        curve: the best days with at most 1, 2, ... blocks; the last one is the proposal, staying blocks left aside.
        staying: blocks that were to stay.
        chosen: the transmissions of the proposal, in the order of ``blocks``.
        refused: what was refused on the way.
        bound: coverage-minutes that no day exceeds.
        missing_minutes: minutes a day that it lacks of what was needed.
        interrupted: whether the search was, so that a better day may have been missed.
    """

    day: DayOptions
    curve: tuple[Layers, ...]
    staying: tuple[Block, ...]
    chosen: tuple[Transmission, ...]
    refused: tuple[RefusedBlock, ...]
    bound: float
    missing_minutes: int
    interrupted: bool = False

    @property
    def layers(self) -> Layers:
        """All blocks of the proposal; each of those that stay is a layer of its own."""
        return (*((block,) for block in self.staying), *self.curve[-1])

    @property
    def blocks(self) -> list[Block]:
        """The same by time."""
        return blocks_by_time(self.layers)


def blocks_by_time(layers: Layers) -> list[Block]:
    """The blocks of all layers, by the step in which they begin."""
    return sorted((block for blocks in layers for block in blocks), key=lambda block: (block.start, block.option))


def accepted_day(
    search: FrequencyOptions, programme: ProgrammeSet, kept: Sequence[Transmission], most_blocks: int | None
) -> AcceptedDay:
    """The best day in the hours of a set, or the best of what a programme asks.

    Whoever interrupts it (KeyboardInterrupt) gets the day that the engines have accepted until then; where there is
    none yet, the interrupt goes on to the caller.

    Raises:
        OptimiseError: no proposal is accepted.
    """
    if programme.wishes is not None:
        return _wished(search, programme, programme.wishes, kept, most_blocks)
    blocks = most_blocks or len(programme.transmissions)
    accepted: AcceptedDay | None = None
    try:
        for better in _days_of_set(search, kept, blocks):
            accepted = better
    except KeyboardInterrupt:
        if accepted is None:
            raise
        return replace(accepted, interrupted=True)
    assert accepted is not None
    return accepted


def _days_of_set(search: FrequencyOptions, kept: Sequence[Transmission], blocks: int) -> Iterator[AcceptedDay]:
    """Days in the hours of a set that the engines accept, the best last."""
    day = search.day_options(kept)
    exchanges = day.at_once < 2  # they take longest, and wait until the engines accept what there is without them
    refused: list[RefusedBlock] = []
    for _ in range(MOST_ROUNDS):
        curve = best_layers(day, blocks, search.present_layers(kept), search=exchanges)
        proposed = blocks_by_time(curve[-1])
        chosen = tuple(search.block(kept[block.option], block) for block in proposed)
        faults = search.verdicts.faults(chosen)
        if not faults and not chosen:
            raise OptimiseError("no channel is free of conflicts in any of its hours")
        if not faults:
            yield AcceptedDay(day, tuple(curve), (), chosen, tuple(refused), day.bound(), 0)
            if exchanges:
                return
            exchanges = True
        refused += [RefusedBlock(proposed[number], words) for number, words in faults.items()]
        for number in faults:
            # Only the option in these very steps is forbidden: at other times of the day nothing may be wrong with it.
            day = without_block(day, proposed[number])
    raise OptimiseError(f"after {MOST_ROUNDS} rounds the engines still refuse the proposal: {refused[-1].words}")


def _wished(
    search: FrequencyOptions,
    programme: ProgrammeSet,
    wishes: DayWishes,
    kept: Sequence[Transmission],
    most_blocks: int | None,
) -> AcceptedDay:
    """The best day within the limits of a programme."""
    budget = wishes.limits.budget
    limits = replace(wishes.limits, most_blocks=most_blocks or wishes.limits.most_blocks)
    day = search.day_options(kept)
    if budget is not None:
        day = with_prices(day, programme, kept)
    staying = search.staying_blocks(kept)
    # The present layers have the staying blocks too, which would then be on the air twice.
    begin = None if staying else search.present_layers(kept)
    refused: list[RefusedBlock] = []
    room = budget
    for _ in range(MOST_ROUNDS):
        days = LimitedDays(day, limits, staying, dearest=room)
        best = days.best(room, begin=begin)
        blocks = blocks_by_time((*((block,) for block in staying), *best.layers))
        chosen = tuple(search.block(kept[block.option], block) for block in blocks)
        if budget is not None and room is not None and (over := sum(costs_of(programme, chosen)[0]) - budget) > 0.005:
            room -= over  # a price that changes within the season is not the same for all hours to the cent
            continue
        # A block that is to stay cannot be forbidden, whatever the engines say of it.
        faults = [fault for fault in search.verdicts.new_faults(chosen) if blocks[fault.number] not in staying]
        if not faults:
            curve = days.by_blocks(room)[:-1] if limits.most_blocks > len(staying) else []
            missing = best.missing * programme.step_minutes
            return AcceptedDay(day, (*curve, best.layers), staying, chosen, tuple(refused), best.bound, missing)
        refused += [RefusedBlock(blocks[fault.number], fault.words) for fault in faults]
        for fault in faults:
            day = _without(without_block(day, blocks[fault.number]), programme, kept, chosen[fault.number], fault)
    raise OptimiseError(f"after {MOST_ROUNDS} rounds the engines still refuse the proposal: {refused[-1].words}")


def _without(
    day: DayOptions, programme: ProgrammeSet, kept: Sequence[Transmission], chosen: Transmission, fault: Fault
) -> DayOptions:
    """The day without a frequency of a site while whom it would harm is on the air.

    Where hours and facilities are free, it would else come back half an hour later, or from the next antenna, again
    and again.
    """
    allowed = day.allowed.copy()
    alike = np.flatnonzero(
        [item.frequency_khz == chosen.frequency_khz and item.site_code == chosen.site_code for item in kept]
    )
    for start, stop in fault.times:
        steps = np.arange(start // programme.step_minutes, -(-stop // programme.step_minutes))
        allowed[np.ix_(alike, (steps - programme.begins // programme.step_minutes) % day.steps)] = False
    return replace(day, allowed=allowed)
