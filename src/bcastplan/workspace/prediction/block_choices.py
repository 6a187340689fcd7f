"""Each block of a proposal: what it adds, its runner-up, and what keeps a better option out of its hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.workspace.prediction.accepted_days import AcceptedDay
from bcastplan.workspace.prediction.airtime_sources import facility_words
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.option_hours import OptionHours

_WORTH_NAMING = 0.005  # of what a block adds: an option that gains less is as good
_OF_ALL = 0.0005  # of what the whole day is worth: less is not worth a line
_JAMMED = 0.02  # of what a block adds: a jammer that takes less is not named


@dataclass(frozen=True, slots=True)
class Binding:
    """What keeps more from being heard in a block.

    Attributes:
        kind: ``conflict`` (a pair, or harm to others), ``transmitter`` (it is booked, or an offer is not to be had
            then), ``programme`` (another transmission of its own), ``offer`` (sold only for longer), ``budget`` or
            ``jammer``.
        minutes: coverage-minutes that are lost by it.
        words: what it is about.
    """

    kind: str
    minutes: float
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One block of the proposal, and the value of the best other option in its place.

    ``minutes`` are the coverage-minutes under interference that it adds to the other blocks, over all dates. The
    runner-up is the best of the options that are free then and cost no more.
    """

    transmission: Transmission
    minutes: float
    runner_up: Transmission | None
    runner_up_minutes: float | None
    binds: tuple[Binding, ...] = ()


class BlockChoices:
    """Judges the blocks of an accepted day."""

    def __init__(
        self, search: FrequencyOptions, kept: Sequence[Transmission], accepted: AcceptedDay, options: CoverageOptions
    ) -> None:
        self._search, self._kept, self._accepted, self._options = search, kept, accepted, options
        self._hours: OptionHours = search.hours(kept)
        self._has_jammers = search.verdicts.has_jammers

    def all(self) -> tuple[Choice, ...]:
        """A choice for each block, by time."""
        return tuple(self._choice(block) for block in self._accepted.blocks)

    def _choice(self, block: Block) -> Choice:
        # Each block is judged with all others in place, because several may be heard at the same places.
        day, kept = self._accepted.day, self._kept
        others = day.options_on_air(
            [[other for other in blocks if other is not block] for blocks in self._accepted.layers]
        )
        steps = np.arange(block.start, block.start + block.length) % day.steps
        worth = day.added(others)[:, steps].sum(axis=1)
        transmission, minutes = self._search.block(kept[block.option], block), float(worth[block.option])
        free = day.free_beside(others)[:, steps].all(axis=1) & ~self._like(block.option)
        if day.price is not None:
            # Equal prices may differ by rounding.
            free &= day.price <= day.price[block.option] * (1.0 + 1e-9)
        runner_up, runner_up_minutes = None, None
        if free.any():
            best = int(np.where(free, worth, -1.0).argmax())
            runner_up, runner_up_minutes = self._search.block(kept[best], block), float(worth[best])
        binds = [*self._better(block, steps, worth, others), *self._jammed(transmission, minutes)]
        binds.sort(key=lambda binding: -binding.minutes)
        return Choice(transmission, minutes, runner_up, runner_up_minutes, tuple(binds))

    def _like(self, option: int) -> BoolArray:
        """(O,) whether options have the frequency of a given one: from another facility they are no alternative."""
        khz = self._kept[option].frequency_khz
        return np.array([item.frequency_khz == khz for item in self._kept])

    def _better(self, block: Block, steps: IntArray, worth: FloatArray, others: IntArray) -> Iterator[Binding]:
        """For each kind of obstacle the best option that it keeps off the air, where that would be worth more."""
        chosen, total = float(worth[block.option]), self._accepted.day.value(self._accepted.layers)
        best: dict[str, Binding] = {}
        for option in np.argsort(-worth, kind="stable").tolist():
            gain = float(worth[option]) - chosen
            if gain <= max(_WORTH_NAMING * chosen, _OF_ALL * total):
                break
            reason = self._reason(option, block, steps, others)
            if reason is not None and reason[0] not in best:
                kind, why = reason
                item = self._kept[option]
                best[kind] = Binding(kind, gain, f"{format_khz(item.frequency_khz)} kHz, {facility_words(item)}: {why}")
        yield from best.values()

    def _reason(self, option: int, block: Block, steps: IntArray, others: IntArray) -> tuple[str, str] | None:
        """Why an option is not on the air in the steps of a block: the kind, and words."""
        day = self._accepted.day
        # Asked first: what was refused is forbidden in the day as well, and
        # would look like a clash with the programme below.
        refused = self._refused(option, steps)
        if refused is not None:
            return "conflict", refused
        if not self._hours.of_bookings[option, steps].all():
            return "transmitter", "not to be had in all of these hours"
        if not self._hours.allowed[option, steps].all():
            return "conflict", "a pair of warning or error"
        if not day.free_beside(others)[option, steps].all():
            return "programme", "another transmission of the programme is in its way"
        if block.length < day.shortest_of(option):
            return "offer", "sold for a longer time only"
        if day.price is not None and day.price[option] > day.price[block.option] * (1.0 + 1e-9):
            return "budget", "it costs more"
        return None

    def _refused(self, option: int, steps: IntArray) -> str | None:
        """What the engines said of an option in some of the steps; None where they refused nothing."""
        count = self._accepted.day.steps
        for refused in self._accepted.refused:
            if refused.block.option == option:
                hours = np.arange(refused.block.start, refused.block.start + refused.block.length) % count
                if np.isin(steps, hours).any():
                    return refused.words
        return None

    def _jammed(self, transmission: Transmission, minutes: float) -> Iterator[Binding]:
        if not self._has_jammers:
            return
        heard = [
            self._search.verdicts.heard([transmission], self._options, jammers=jammers).coverage_minutes_interfered
            or 0.0
            for jammers in (True, False)
        ]
        # Of a block that adds nothing every jammer would be named.
        if heard[1] - heard[0] > _JAMMED * max(minutes, 1.0):
            yield Binding("jammer", heard[1] - heard[0], "heard so much less than with silent jammers")


def longer_day(accepted: AcceptedDay, budget: float | None, most_steps: int | None) -> str | None:
    """What keeps a proposal from being longer: ``budget``, ``hours`` or ``transmissions``; None where nothing is left.

    A step more of one of its blocks, or of any option in a block of its own, would be worth something.
    """
    day: DayOptions = accepted.day
    on_air = day.options_on_air(accepted.layers)
    room = day.at_a_time > (on_air >= 0).sum(axis=0)
    open_steps = (day.free_beside(on_air) & room & (day.added(on_air) > 0.0)).any(axis=0)
    if not open_steps.any():
        return None
    if most_steps is not None and int((on_air >= 0).any(axis=0).sum()) >= most_steps:
        return "hours"
    if budget is not None and day.price is not None:
        cheapest = float(day.price[day.allowed[:, open_steps].any(axis=1)].min())
        if day.cost(accepted.layers) + cheapest > budget:
            return "budget"
    return "transmissions"
