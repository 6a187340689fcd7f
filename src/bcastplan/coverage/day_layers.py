"""A day with several frequencies at a time, in layers of blocks; at each place the best frequency on the air counts.

While the other layers stay as they are, what an option adds in a step does not depend on the other steps. Each layer in
turn therefore gets its exact best day, again and again until no layer gains. The result is at least as good as the day
it began with, and a bound says how far it may lie below the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bcastplan.coverage.day_blocks import Block, best_day_plans
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray

Layers = tuple[tuple[Block, ...], ...]
ValueRule = Literal["best", "any"]
_MOST_PASSES = 12
_GAIN = 1e-7  # of the bound: less is rounding


@dataclass(frozen=True)
class DayOptions:
    """What may be on the air in a day of T steps, and what is heard of it.

    Attributes:
        reliability: (O, T, C) 0 to 1, of each option in each step in each of C cases: a place in a month.
        weight: (T, C) what a case is worth where its reliability is 1.
        allowed: (O, T) whether an option may be on the air in a step.
        pool: (O,) the transmitters that an option draws on.
        pool_size: how many options of a pool may be on the air at a time.
        clash: (O, O) whether two options may not be on the air at a time.
        at_a_time: (T,) how many frequencies are on the air in each step.
        shortest: steps of the shortest block, of all options or, (O,), of each.
        circular: whether a block may run on from the last step to the first.
        price: (O,) what a step of each option costs on all dates; None where nothing costs anything.
        dates: (T,) the share of the dates on which a step can be on the air, as at the edges of a season; None for all.
        worth_of_money: how much value must be gained for each unit of money; where it is given, steps may stay silent.
        rule: how several on the air at a time count in a case: ``best`` takes the best of them, ``any`` the chance that
            one of them at least is heard, if they fail independently.
        worst_of: how many scenarios the cases are of, each as many as the others; with more than one a day is worth
            what it is in the worst of them, times their number.
    """

    reliability: FloatArray
    weight: FloatArray
    allowed: BoolArray
    pool: IntArray
    pool_size: IntArray
    clash: BoolArray
    at_a_time: IntArray
    shortest: int | IntArray = 1
    circular: bool = True
    price: FloatArray | None = None
    dates: FloatArray | None = None
    worth_of_money: float | None = None
    rule: ValueRule = "best"
    worst_of: int = 1

    @property
    def steps(self) -> int:
        """How many steps a day has."""
        return int(self.allowed.shape[1])

    @property
    def at_once(self) -> int:
        """The most frequencies at a time, which is the number of layers."""
        return int(self.at_a_time.max(initial=0))

    def shortest_of(self, option: int) -> int:
        """Steps of the shortest block of an option."""
        return int(np.broadcast_to(self.shortest, self.allowed.shape[0])[option])

    def options_on_air(self, layers: Sequence[Sequence[Block]]) -> IntArray:
        """(L, T) the option of each layer in each step, -1 for none."""
        on_air = np.full((len(layers), self.steps), -1, dtype=np.intp)
        for number, blocks in enumerate(layers):
            for block in blocks:
                on_air[number, np.arange(block.start, block.start + block.length) % self.steps] = block.option
        return on_air

    def value(self, layers: Sequence[Sequence[Block]]) -> float:
        """What layers are worth together."""
        return float(self.scenario_values(layers).min()) * self.worst_of

    def scenario_values(self, layers: Sequence[Sequence[Block]]) -> FloatArray:
        """(S,) what layers are worth in each scenario."""
        worth = self.heard(self.options_on_air(layers)) * self.weight
        return np.asarray(worth.reshape(self.steps, self.worst_of, -1).sum(axis=(0, 2)))

    def cost(self, layers: Sequence[Sequence[Block]]) -> float:
        """What layers cost together."""
        if self.price is None:
            return 0.0
        return float(sum(self.price[block.option] * self._dates_of(block) for blocks in layers for block in blocks))

    @property
    def paid_dates(self) -> FloatArray:
        """(T,) the share of the dates for which a step is paid."""
        return np.ones(self.steps) if self.dates is None else self.dates

    def _dates_of(self, block: Block) -> float:
        return float(self.paid_dates[np.arange(block.start, block.start + block.length) % self.steps].sum())

    def net_value(self, layers: Sequence[Sequence[Block]]) -> float:
        """What layers are worth beyond the worth of the money they cost."""
        return self.value(layers) - (self.worth_of_money or 0.0) * self.cost(layers)

    def added(self, on_air: IntArray) -> FloatArray:
        """(O, T) what each option adds to what is on the air already, beyond the worth of its money."""
        heard = self.heard(on_air)
        added = np.einsum("otc,tc->ot", self.together(self.reliability, heard) - heard, self.weight)
        return np.asarray(added - self._charge[:, None] * self.paid_dates)

    def free_beside(self, on_air: IntArray) -> BoolArray:
        """(O, T) whether an option may be put on the air beside others, (L, T)."""
        free = self.allowed.copy()
        for step in range(self.steps):
            others = on_air[on_air[:, step] >= 0, step]
            if others.size:
                used = np.bincount(self.pool[others], minlength=self.pool_size.size)
                free[:, step] &= ~self.clash[:, others].any(axis=1) & (used < self.pool_size)[self.pool]
        return free

    def bound(self) -> float:
        """A bound of the net value of any day: the best choice of options in each step, however often they change.

        For one and two at a time the choice is exact; for more, all options that are allowed count at once and free.
        """
        return float(sum(self._bound_of_step(step) for step in range(self.steps)))

    def heard(self, on_air: IntArray) -> FloatArray:
        """(T, C) the reliability of what is on the air together."""
        heard = np.zeros(self.weight.shape)
        steps = np.arange(self.steps)
        for options in on_air:
            there = np.flatnonzero(options >= 0)
            heard[there] = self.together(heard[there], self.reliability[options[there], steps[there]])
        return heard

    def together(self, reliability: FloatArray, other: FloatArray) -> FloatArray:
        """The reliability of two at a time."""
        if self.rule == "any":
            return np.asarray(1.0 - (1.0 - reliability) * (1.0 - other))
        return np.maximum(reliability, other)

    def most_together(self, reliability: FloatArray, count: int) -> FloatArray:
        """(C,) a bound, in each case, of what any ``count`` of some options, (O, C), give together."""
        if self.rule == "best" or reliability.shape[0] <= 1:
            return np.asarray(reliability.max(axis=0))
        best = np.sort(reliability, axis=0)[-count:]
        return np.asarray(1.0 - np.prod(1.0 - best, axis=0))

    @property
    def _charge(self) -> FloatArray:
        """(O,) the worth of the money that a step of each option costs."""
        if self.price is None or not self.worth_of_money:
            return np.zeros(self.reliability.shape[0])
        return self.price * self.worth_of_money

    def _bound_of_step(self, step: int) -> float:
        options = np.flatnonzero(self.allowed[:, step])
        at_a_time = int(self.at_a_time[step])
        if not at_a_time or not options.size:
            return 0.0
        there, weight, charge = (
            self.reliability[options, step],
            self.weight[step],
            self._charge[options] * self.paid_dates[step],
        )
        if at_a_time > 2:
            # That some of them exclude each other is left aside: the value can only be greater, so it stays a bound.
            return float(self.most_together(there, at_a_time) @ weight)
        most = float((there @ weight - charge).max())
        if at_a_time == 2:
            for number, option in enumerate(options.tolist()):
                beside = np.flatnonzero(self.may_meet(option, options[number + 1 :])) + number + 1
                if beside.size:
                    pairs = self.together(there[number], there[beside]) @ weight - charge[beside] - charge[number]
                    most = max(most, float(pairs.max()))
        # Where money counts a step may stay silent, which costs nothing and is worth nothing.
        return most if self.worth_of_money is None else max(most, 0.0)

    def may_meet(self, option: int, others: IntArray) -> BoolArray:
        """Whether an option may be on the air at a time with each of some others."""
        # Two options of one pool exclude each other only where the pool has a single transmitter.
        shared = (self.pool[others] == self.pool[option]) & (self.pool_size[self.pool[option]] < 2)
        return np.asarray(~self.clash[option, others] & ~shared)


def best_layers(
    options: DayOptions, most_blocks: int, begin: Layers | None = None, *, search: bool = True
) -> list[Layers]:
    """Days with at most 1, 2, ... ``most_blocks`` blocks over all layers, each at least as good as the one before.

    A day that leaves fewer wanted steps silent is better than one that is heard more, unless money counts. With one
    frequency at a time the days are the best there are.

    Args:
        options: what may be on the air.
        most_blocks: the most blocks over all layers.
        begin: a day to improve as well, where it has no more blocks than that; the last day is the better of the two.
        search: whether to try exchanges of blocks in the last day, which takes longest.
    """
    layers: Layers = ((),) * options.at_once
    days: list[Layers] = []
    for budget in range(1, most_blocks + 1):
        grown = [_improved(options, layers, number, budget) for number in range(len(layers))]
        layers = max([layers, *grown], key=lambda day: _rank(options, day))
        days.append(layers)
    if begin is not None and sum(map(len, begin)) <= most_blocks:
        kept = _improved(options, begin, budget=most_blocks)
        days.append(max([days.pop(), kept], key=lambda day: _rank(options, day)))
    return [*days[:-1], _searched(options, days[-1])] if search else days


def _rank(options: DayOptions, layers: Layers) -> tuple[int, float]:
    """Sorts days: by steps on the air unless money counts, then by net value."""
    covered = int((options.options_on_air(layers) >= 0).sum()) if options.worth_of_money is None else 0
    return covered, options.net_value(layers)


def _searched(options: DayOptions, layers: Layers) -> Layers:
    """Exchange blocks as long as that gains: one block is taken out, and another put in where it is worth most."""
    # A single layer is the best day already, so that no exchange can gain.
    if options.at_once < 2:
        return layers
    for _ in range(_MOST_PASSES):
        rank = _rank(options, layers)
        better = max(_exchanged(options, layers), key=lambda day: _rank(options, day), default=layers)
        now = _rank(options, better)
        if (now[0], now[1]) <= (rank[0], rank[1] * (1.0 + _GAIN)):
            break
        layers = better
    return layers


def _exchanged(options: DayOptions, layers: Layers) -> Iterator[Layers]:
    """Days in which one block gives way to the best other one: first any, then any but the option that was there."""
    for number, blocks in enumerate(layers):
        for block in blocks:
            rest = tuple(other for other in blocks if other is not block)
            without = (*layers[:number], rest, *layers[number + 1 :])
            banned = without_block(options, block)
            for more in range(len(layers)):
                yield _improved(options, without, more)
                yield _improved(options, _improved(banned, without, more))


def without_block(options: DayOptions, block: Block) -> DayOptions:
    """The day without an option in the steps of one of its blocks."""
    allowed = options.allowed.copy()
    allowed[block.option, np.arange(block.start, block.start + block.length) % options.steps] = False
    return replace(options, allowed=allowed)


def _improved(options: DayOptions, layers: Layers, more: int | None = None, budget: int = 0) -> Layers:
    """Give each layer in turn its best day beside the others, until none gains.

    Args:
        options: what may be on the air.
        layers: the day as it is.
        more: the layer that begins, which may take one block more than now; None begins with the first.
        budget: blocks over all layers; 0 for as many as now, and one more where ``more`` is given.
    """
    budget = budget or sum(map(len, layers)) + (more is not None)
    order = list(range(len(layers)))
    if more is not None:
        order = order[more:] + order[:more]
    rank = _rank(options, layers)
    for passed in range(_MOST_PASSES):
        for number in order:
            others = [day for place, day in enumerate(layers) if place != number]
            blocks = budget - sum(map(len, others))
            layers = (*layers[:number], _best_day(options, others, blocks), *layers[number + 1 :])
        now = _rank(options, layers)
        if passed and (now[0], now[1]) <= (rank[0], rank[1] * (1.0 + _GAIN)):
            break
        rank = now
    return layers


def _best_day(options: DayOptions, others: Sequence[Sequence[Block]], blocks: int) -> tuple[Block, ...]:
    """The best day of one layer beside the others."""
    on_air = options.options_on_air(others)
    steps = np.flatnonzero(options.at_a_time > (on_air >= 0).sum(axis=0)).tolist()
    if not blocks or not steps:
        return ()
    added = options.added(on_air)
    if options.worth_of_money is None:
        added += added.sum() + 1.0  # a step on the air is worth more than anything that may be heard in the others
    plans = best_day_plans(
        added,
        options.free_beside(on_air),
        steps,
        most_blocks=blocks,
        shortest=options.shortest,
        circular=options.circular,
    )
    return plans[-1].blocks
