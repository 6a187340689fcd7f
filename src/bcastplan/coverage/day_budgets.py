"""The best days within budgets: what money buys, with a bound that no day within a budget exceeds.

Each worth of money gives the day with the highest net value; as it falls, days get dearer. What such a day is worth
beyond its money, and the worth of the whole budget, bound every day within the budget (Lagrangian relaxation). A day
that costs too much is trimmed until it fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers, best_layers

_HALVINGS = 12
_CENT = 0.005


@dataclass(frozen=True)
class BudgetedDay:
    """The best day that was found within a budget.

    Attributes:
        budget: money for the whole day, over all dates.
        layers: what is on the air.
        cost: what that costs.
        value: what it is worth.
        bound: no day within the budget is worth more.
    """

    budget: float
    layers: Layers
    cost: float
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the day may lie below the best, as a share of the bound."""
        return max(0.0, 1.0 - self.value / self.bound) if self.bound > 0.0 else 0.0


@dataclass(frozen=True)
class _Priced:
    """The day of one worth of money, and more than the net value of any day."""

    worth: float
    layers: Layers
    cost: float
    value: float
    net_bound: float


def best_within(options: DayOptions, budgets: Sequence[float], most_blocks: int) -> list[BudgetedDay]:
    """The best day within each budget, of at most so many blocks; ``options`` have prices.

    A higher budget never gives a day of less value.
    """
    assert options.price is not None
    known: dict[float, _Priced] = {}

    def at(worth: float) -> _Priced:
        if worth not in known:
            known[worth] = _priced(options, worth, most_blocks)
        return known[worth]

    at(0.0)
    dearest = _dearest(options)
    for budget in budgets:
        low, high = 0.0, dearest
        for _ in range(_HALVINGS if at(0.0).cost > budget + _CENT else 0):
            middle = (low + high) / 2.0
            low, high = (middle, high) if at(middle).cost > budget + _CENT else (low, middle)
    return _rising([_within(options, budget, list(known.values())) for budget in budgets])


def _priced(options: DayOptions, worth: float, most_blocks: int) -> _Priced:
    priced = replace(options, worth_of_money=worth)
    layers = best_layers(priced, most_blocks, search=False)[-1]
    exact = options.at_once < 2
    return _Priced(
        worth, layers, options.cost(layers), options.value(layers),
        priced.net_value(layers) if exact else priced.bound(),
    )  # fmt: skip


def _dearest(options: DayOptions) -> float:
    """The worth of money at which nothing is bought any more."""
    assert options.price is not None
    value = np.where(options.allowed, np.einsum("otc,tc->ot", options.reliability, options.weight), 0.0).max(axis=1)
    paid = options.price > 0.0
    return float((value[paid] / options.price[paid]).max(initial=0.0)) * 1.001


def _within(options: DayOptions, budget: float, days: Sequence[_Priced]) -> BudgetedDay:
    bound = min(day.net_bound + day.worth * budget for day in days)
    best: Layers = ((),) * options.at_once
    for day in days:
        layers = day.layers if day.cost <= budget + _CENT else trimmed(options, day.layers, budget)
        if (options.value(layers), -options.cost(layers)) > (options.value(best), -options.cost(best)):
            best = layers
    return BudgetedDay(budget, best, options.cost(best), options.value(best), max(bound, options.value(best)))


def trimmed(options: DayOptions, layers: Layers, budget: float) -> Layers:
    """A day made cheaper, step by step from the ends of its blocks, until it fits a budget; the least loss first."""
    while options.cost(layers) > budget + _CENT:
        value = options.value(layers)
        shorter = [
            ((value - options.value(other)) / (options.cost(layers) - options.cost(other)), place, other)
            for place, other in enumerate(_shorter(options, layers))
            if options.cost(other) < options.cost(layers)
        ]
        if not shorter:
            return ((),) * options.at_once
        layers = min(shorter)[2]
    return layers


def _shorter(options: DayOptions, layers: Layers) -> list[Layers]:
    """The day with one block shorter at one end by a step, or without it where it would be too short."""
    days = []
    for number, blocks in enumerate(layers):
        for place, block in enumerate(blocks):
            rest = (*blocks[:place], *blocks[place + 1 :])
            pieces: list[tuple[Block, ...]] = [()]
            if block.length > options.shortest:
                start = (block.start + 1) % options.steps
                pieces = [(Block(block.option, start, block.length - 1),), (block._replace(length=block.length - 1),)]
            days += [(*layers[:number], (*rest, *piece), *layers[number + 1 :]) for piece in pieces]
    return days


def _rising(days: list[BudgetedDay]) -> list[BudgetedDay]:
    """The days, each replaced by that of a smaller budget where that is worth more."""
    order = sorted(range(len(days)), key=lambda number: days[number].budget)
    for before, number in pairwise(order):
        if days[before].value > days[number].value:
            cheaper = days[before]
            days[number] = replace(days[number], layers=cheaper.layers, cost=cheaper.cost, value=cheaper.value)
    return days
