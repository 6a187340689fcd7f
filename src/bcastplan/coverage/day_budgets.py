"""Finds the best day within a budget, and a bound that the value of no day within it exceeds (Lagrangian relaxation).

The worth of money says how much value must be gained for each unit of it. For each worth of money there is a day with
the highest net value, which is its value less the worth of its cost; the less money is worth, the dearer is that day.
Its net value plus the worth of the whole budget bounds every day within the budget. A day that costs too much is
trimmed until it fits.
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
    """The best day for one worth of money; ``net_bound`` is at least the net value of any day at that worth."""

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

    # Where money is worth nothing the best day of all is bought, which bounds every budget from above.
    at(0.0)
    dearest = _dearest(options)
    for budget in budgets:
        low, high = 0.0, dearest
        # Every day that is tried on the way serves the other budgets too.
        for _ in range(_HALVINGS if at(0.0).cost > budget + _CENT else 0):
            middle = (low + high) / 2.0
            low, high = (middle, high) if at(middle).cost > budget + _CENT else (low, middle)
    return rising([_within(options, budget, list(known.values())) for budget in budgets])


def _priced(options: DayOptions, worth: float, most_blocks: int) -> _Priced:
    priced = replace(options, worth_of_money=worth)
    # Exchanges of blocks take longest, and a dozen worths of money are tried for each budget.
    layers = best_layers(priced, most_blocks, search=False)[-1]
    # One frequency at a time gets the best day there is, so that its net value is the bound itself.
    exact = options.at_once < 2
    return _Priced(
        worth, layers, options.cost(layers), options.value(layers),
        priced.net_value(layers) if exact else priced.bound(),
    )  # fmt: skip


def _dearest(options: DayOptions) -> float:
    """A worth of money so high that nothing is bought any more."""
    assert options.price is not None
    worth = np.where(options.allowed, np.einsum("otc,tc->ot", options.reliability, options.weight), 0.0)
    value = (worth / np.maximum(options.paid_dates, 1e-9)).max(axis=1)
    paid = options.price > 0.0
    # A little more than the best ratio of value to price, so that at this worth nothing is worth its money.
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
    """A day whose blocks are shortened step by step at their ends until it fits a budget.

    The step that loses least value for the money it saves goes first.
    """
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
    """Every day that has one block less long by a step at one end, or lacks a block that is as short as is allowed."""
    days = []
    for number, blocks in enumerate(layers):
        for place, block in enumerate(blocks):
            rest = (*blocks[:place], *blocks[place + 1 :])
            pieces: list[tuple[Block, ...]] = [()]
            if block.length > options.shortest_of(block.option):
                start = (block.start + 1) % options.steps
                pieces = [(Block(block.option, start, block.length - 1),), (block._replace(length=block.length - 1),)]
            days += [(*layers[:number], (*rest, *piece), *layers[number + 1 :]) for piece in pieces]
    return days


def rising(days: list[BudgetedDay]) -> list[BudgetedDay]:
    """The days, each replaced by the day of a smaller budget where that one is worth more."""
    order = sorted(range(len(days)), key=lambda number: days[number].budget)
    for before, number in pairwise(order):
        if days[before].value > days[number].value:
            cheaper = days[before]
            days[number] = replace(days[number], layers=cheaper.layers, cost=cheaper.cost, value=cheaper.value)
    return days
