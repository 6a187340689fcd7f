"""The best days within limits of money, hours and transmissions, with one or several frequencies at a time.

With one at a time the days are the best there are. With several, each layer of blocks in turn gets its exact best day
beside the others, from several beginnings, until none gains; a bound says how far such a day may lie below the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_labels import AS_GOOD, DayLabels, DayLimits, LayerChoice
from bcastplan.coverage.day_layers import DayOptions, Layers, without_block
from bcastplan.coverage.step_choices import StepChoices
from bcastplan.science.arrays import IntArray

_MOST_PASSES = 8
_CUTS = 4  # of a circular day with several frequencies at a time; with one, every step is tried
_MOST_TURNS = 16  # of the weights of scenarios
_FIRST_SHARES = (1.0, 0.7, 0.5)  # of money and transmissions that the first layers may take, to begin with


@dataclass(frozen=True)
class LimitedDay:
    """The best day that was found within a budget.

    Attributes:
        budget: money for the whole day over all dates; None for any amount.
        layers: what is on the air besides what must stay.
        missing: steps that the needs lack.
        cost: of all, with what must stay.
        value: of all, with what must stay.
        bound: no day within the budget that misses as little is worth more.
    """

    budget: float | None
    layers: Layers
    missing: int
    cost: float
    value: float
    bound: float


class LimitedDays:
    """The days of some options within limits.

    Args:
        options: what may be on the air.
        limits: what a day may be; its budget is left to the questions.
        staying: blocks that are on the air in any case; they count in hours, money and transmissions.
        dearest: the largest budget that will be asked for; None where money does not count.
    """

    def __init__(
        self, options: DayOptions, limits: DayLimits, staying: Sequence[Block] = (), *, dearest: float | None = None
    ) -> None:
        self._options, self._limits, self._dearest = options, limits, dearest
        self._asked = staying
        self._staying = options.options_on_air([[block] for block in staying])
        self._blocks = limits.most_blocks - len(staying)
        self._stays: Layers = tuple((block,) for block in staying)
        self._cost = options.cost(self._stays)
        self._steps = StepChoices(options, self._staying)
        # One layer at a time needs no search: all its days worth looking at are known at once.
        self._alone = self._labels(self._staying, limits.most_blocks, dearest) if options.at_once < 2 else None

    def best(self, budget: float | None, most_blocks: int | None = None, begin: Layers | None = None) -> LimitedDay:
        """The best day within a budget, of at most so many blocks; ``begin`` is a day to improve as well."""
        if self._options.worst_of > 1:
            return self._best_at_worst(budget, most_blocks, begin)
        blocks = min(self._blocks, (most_blocks or self._limits.most_blocks) - len(self._stays))
        room = None if budget is None else budget - self._cost
        if blocks < 1 or (room is not None and room < 0.0) or not self._options.at_once:
            return self._day(budget, ((),) * self._options.at_once)
        if self._alone is not None:
            layers: Layers = (self._alone.best(room, blocks).blocks,)
            return self._day(budget, layers, exact=self._alone.exact)
        layers = self._searched(room, blocks, begin)
        return self._day(budget, layers if budget is None else self._frugal(layers))

    def _best_at_worst(self, budget: float | None, most_blocks: int | None, begin: Layers | None) -> LimitedDay:
        """The day that is worth most in its worst scenario.

        Whatever weights scenarios have, no day is worth more in its worst one than the best day of the weighted mean
        is. Weights grow where a day is worth least, and the least of these bounds is kept.
        """
        options, count = self._options, self._options.worst_of
        share = np.full(count, 1.0 / count)
        cases = options.weight.shape[1] // count
        best, bound = None, np.inf
        for turn in range(_MOST_TURNS):
            weighted = replace(options, weight=options.weight * np.repeat(share * count, cases), worst_of=1)
            days = LimitedDays(weighted, self._limits, self._asked, dearest=self._dearest)
            day = days.best(budget, most_blocks, begin)
            bound = min(bound, day.bound)
            if best is None or self._rank(day.layers) > self._rank(best.layers):
                best = day
            value = self._rank(best.layers)[1]
            if value >= bound * (1.0 - AS_GOOD):
                break
            values = options.scenario_values((*self._stays, *day.layers))
            spread = float(np.ptp(values)) or 1.0
            share = share * np.exp(-2.0 / (1.0 + turn) * (values - values.min()) / spread)
            share /= share.sum()
        assert best is not None
        value = options.value((*self._stays, *best.layers))
        return replace(best, value=value, bound=max(bound, value))

    def by_blocks(self, budget: float | None) -> list[Layers]:
        """The best days within a budget with at most 1, 2, ... blocks besides what must stay."""
        days: list[Layers] = []
        for blocks in range(1, max(1, self._blocks) + 1):
            day = self.best(budget, blocks + len(self._stays), days[-1] if days else None).layers
            days.append(max([day, *days[-1:]], key=self._rank))
        return days

    def _day(self, budget: float | None, layers: Layers, *, exact: bool = False) -> LimitedDay:
        every = (*self._stays, *layers)
        value, missing = self._options.value(every), self._missing(layers)
        bound = value / (1.0 - AS_GOOD) if exact else max(value, self._bound(budget, missing))
        return LimitedDay(budget, layers, missing, self._options.cost(every), value, bound)

    def _bound(self, budget: float | None, missing: int) -> float:
        steps = self._limits.most_steps
        if steps is not None:
            steps = max(0, steps - int((self._staying >= 0).any(axis=0).sum()))
        needs = [need._replace(least=need.missing(self._staying)) for need in self._limits.needs]
        return self._steps.bound(None if budget is None else budget - self._cost, steps, needs, missing)

    def _missing(self, layers: Layers) -> int:
        on_air = self._on_air(layers)
        return sum(need.missing(on_air) for need in self._limits.needs)

    def _on_air(self, layers: Sequence[Sequence[Block]]) -> IntArray:
        return np.vstack([self._staying, self._options.options_on_air(layers)])

    def _rank(self, layers: Layers) -> tuple[float, float, float]:
        every = (*self._stays, *layers)
        # Sums in another order differ in their last bits, which must not look like a gain.
        return -self._missing(layers), round(self._options.value(every), 7), -self._options.cost(every)

    def _labels(self, others: IntArray, blocks: int, dearest: float | None) -> DayLabels:
        """All days of one layer beside what is on the air."""
        options = self._options
        counted = np.asarray((others >= 0).any(axis=0))
        room = options.at_a_time > (others >= 0).sum(axis=0)
        price = np.zeros(options.allowed.shape[0]) if options.price is None else options.price
        layer = LayerChoice(
            options.added(others),
            options.free_beside(others) & room,
            price,
            options.paid_dates,
            np.broadcast_to(options.shortest, price.size),
            ~counted,
            options.circular,
        )
        needs = [need._replace(least=need.missing(others)) for need in self._limits.needs]
        most = self._limits.most_steps
        limits = DayLimits(
            max(1, blocks), None, None if most is None else max(0, most - int(counted.sum())),
            tuple(need for need in needs if need.least),
        )  # fmt: skip
        cuts = None if options.at_once < 2 else range(0, options.steps, max(1, options.steps // _CUTS))
        return DayLabels(layer, limits, dearest=dearest, cuts=cuts)

    def _searched(self, room: float | None, blocks: int, begin: Layers | None) -> Layers:
        """The best of several beginnings, after every exchange of a block that gains."""
        starts = [self._filled(room, blocks, share) for share in _FIRST_SHARES]
        if begin is not None and self._fits(begin, room, blocks):
            starts.append(begin)
        layers = max((self._settled(start, room, blocks) for start in starts), key=self._rank)
        for _ in range(_MOST_PASSES):
            better = max(self._exchanged(layers, room, blocks), key=self._rank, default=layers)
            if self._rank(better) <= self._rank(layers):
                return layers
            layers = better
        return layers

    def _frugal(self, layers: Layers) -> Layers:
        """The layers without blocks that cost money and are worth next to nothing (``AS_GOOD``), the dearest first."""
        least = self._options.value((*self._stays, *layers)) * (1.0 - AS_GOOD)
        missing = self._missing(layers)
        while True:
            thinner = [
                (*layers[:number], tuple(other for other in day if other is not block), *layers[number + 1 :])
                for number, day in enumerate(layers)
                for block in day
            ]
            good = [
                day
                for day in thinner
                if self._options.value((*self._stays, *day)) >= least and self._missing(day) <= missing
            ]
            if not good:
                return layers
            layers = min(good, key=self._options.cost)

    def _fits(self, layers: Layers, room: float | None, blocks: int) -> bool:
        few = sum(map(len, layers)) <= blocks and len(layers) == self._options.at_once
        return few and (room is None or self._options.cost(layers) <= room + 0.005)

    def _filled(self, room: float | None, blocks: int, share: float) -> Layers:
        """Layers filled one after the other; all but the last leave a part of money and transmissions to it."""
        layers: Layers = ((),) * self._options.at_once
        for number in range(len(layers)):
            part = share if number + 1 < len(layers) else 1.0
            left = None if room is None else (room - self._options.cost(layers)) * part
            count = ceil((blocks - sum(map(len, layers))) * part)
            layers = self._replaced(layers, number, left, count)
        return layers

    def _replaced(self, layers: Layers, number: int, money: float | None, blocks: int) -> Layers:
        """The layers with the best day of one of them beside the others."""
        if blocks < 1 or (money is not None and money < 0.0):
            return (*layers[:number], (), *layers[number + 1 :])
        others = self._on_air([day for place, day in enumerate(layers) if place != number])
        best = self._labels(others, blocks, money).best(money, blocks)
        return (*layers[:number], best.blocks, *layers[number + 1 :])

    def _settled(self, layers: Layers, room: float | None, blocks: int) -> Layers:
        """Each layer in turn with its best day, until none gains."""
        for _ in range(_MOST_PASSES):
            before = layers
            for number in range(len(layers)):
                others = [day for place, day in enumerate(layers) if place != number]
                money = None if room is None else room - self._options.cost(others)
                tried = self._replaced(layers, number, money, blocks - sum(map(len, others)))
                layers = max(layers, tried, key=self._rank)
            if layers == before:
                break
        return layers

    def _exchanged(self, layers: Layers, room: float | None, blocks: int) -> Iterator[Layers]:
        """Days with one block taken out for good, and the others rearranged about it."""
        for number, day in enumerate(layers):
            for block in day:
                rest = tuple(other for other in day if other is not block)
                without = (*layers[:number], rest, *layers[number + 1 :])
                banned = self._with(without_block(self._options, block))
                for first in range(len(layers)):
                    turned = (*without[first:], *without[:first])
                    settled = banned._settled(turned, room, blocks)
                    yield self._settled(settled, room, blocks)

    def _with(self, options: DayOptions) -> LimitedDays:
        """The same with other options."""
        # Without ``__init__``, which would work out a bound and labels that an exchange does not ask for.
        other = object.__new__(LimitedDays)
        other.__dict__.update(self.__dict__)
        other._options = options
        return other
