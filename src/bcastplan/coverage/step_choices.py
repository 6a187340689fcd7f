"""The choices in each single step, and a bound of a day: its value if they could change at every step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bcastplan.coverage.day_labels import CENT, MOST_LABELS, Need, pareto
from bcastplan.coverage.day_layers import DayOptions
from bcastplan.science.arrays import FloatArray, IntArray

_HALVINGS = 40


class StepChoices:
    """For each step the choices that no cheaper one exceeds in value.

    Args:
        options: what may be on the air.
        staying: (L, T) options that are on the air in any case, -1 for none.
    """

    def __init__(self, options: DayOptions, staying: IntArray) -> None:
        self._options = options
        heard = options.heard(staying)
        self._base = float((heard * options.weight).sum())
        self._silent = np.asarray(~(staying >= 0).any(axis=0))
        free = options.free_beside(staying)
        room = options.at_a_time - (staying >= 0).sum(axis=0)
        self._choices = [
            self._of_step(step, np.flatnonzero(free[:, step]), int(room[step]), heard[step])
            for step in range(options.steps)
        ]

    def bound(
        self, budget: float | None, most_steps: int | None, needs: Sequence[Need] = (), missing: int = 0
    ) -> float:
        """No day within a budget, with at most so many steps on the air besides what stays, is worth more.

        Choices step by step that fit the budget give the nearest bound. Where there are too many of them to look
        through, a relaxation does.
        """
        if budget is None or budget < 0.0:  # what stays may cost more than there is
            return self._relaxed(budget, most_steps)
        fitting = self._fitting(budget, most_steps, needs, missing)
        return self._relaxed(budget, most_steps) if fitting is None else fitting

    def _fitting(self, budget: float, most_steps: int | None, needs: Sequence[Need], missing: int) -> float | None:
        """The most that choices in all steps are worth within a budget; None where too many are to be looked through.

        Only days count that lack no more than ``missing`` steps of what is needed.
        """
        within = np.array([need.within for need in needs], dtype=bool).reshape(len(needs), self._options.steps)
        least = np.array([need.least for need in needs], dtype=np.intp)
        most = self._options.steps if most_steps is None else most_steps
        counts, cost, value = np.zeros((1, 1 + least.size), dtype=np.intp), np.zeros(1), np.zeros(1)
        for number, (prices, values) in enumerate(self._choices):
            counted = np.r_[most_steps is not None, within[:, number]] & bool(self._silent.item(number))
            after = np.minimum(counts + counted, np.r_[most + 1, least])
            grown = [(counts, cost, value)]
            for price, worth in zip(prices.tolist(), values.tolist(), strict=True):
                grown.append((after, cost + price, value + worth))
            counts, cost, value = (np.concatenate(parts) for parts in zip(*grown, strict=True))
            fits = np.flatnonzero((cost <= budget + CENT) & (counts[:, 0] <= most))
            key = np.ravel_multi_index(tuple(counts[fits].T), (most + 2, *(least + 1)))
            kept = fits[pareto(np.asarray(key, dtype=np.intp), cost[fits], value[fits])]
            if kept.size > MOST_LABELS:
                return None
            counts, cost, value = counts[kept], cost[kept], value[kept]
        good = np.maximum(least - counts[:, 1:], 0).sum(axis=1) <= missing
        return self._base + float(value[good].max()) if good.any() else None

    def _relaxed(self, budget: float | None, most_steps: int | None) -> float:
        """More than any day is worth, by a relaxation of the budget.

        Put a worth on money: the value of the best steps less the worth of their cost, plus the worth of the whole
        budget, is never less than the value of any day (Lagrangian relaxation). The least of these bounds is returned.
        """
        if budget is None:
            return self._base + self._net(0.0, most_steps)
        rates = [float((values / np.maximum(prices, 1e-9)).max()) for prices, values in self._choices if values.size]
        low, high = 0.0, max(rates, default=0.0)

        def at(worth: float) -> float:
            return self._base + self._net(worth, most_steps) + worth * max(0.0, budget)

        for _ in range(_HALVINGS):  # the bound is convex in the worth of money
            third = (high - low) / 3.0
            if at(low + third) <= at(high - third):
                high -= third
            else:
                low += third
        return min(at(0.0), at(low), at(high))

    def _net(self, worth: float, most_steps: int | None) -> float:
        net = np.array([
            max(0.0, float((values - worth * prices).max(initial=0.0))) for prices, values in self._choices
        ])  # fmt: skip
        silent = np.sort(net[self._silent])[::-1]
        return float(net[~self._silent].sum() + silent[:most_steps].sum())

    def _of_step(self, step: int, free: IntArray, room: int, heard: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Prices and added values of the choices in a step."""
        options = self._options
        if room < 1 or not free.size:
            return np.zeros(0), np.zeros(0)
        weight, there = options.weight[step], options.reliability[free, step]
        price = np.zeros(free.size) if options.price is None else options.price[free] * options.paid_dates[step]
        base = float(heard @ weight)
        # Three and more have too many combinations: what none of them exceeds,
        # at the least price, bounds them all the same.
        if room > 2:
            most = options.together(options.most_together(there, room), heard) @ weight - base
            return np.array([price.min()]), np.array([float(most)])
        prices, values = [price], [options.together(there, heard) @ weight - base]
        if room == 2:
            for number, option in enumerate(free.tolist()):
                beside = np.flatnonzero(options.may_meet(option, free[number + 1 :])) + number + 1
                if beside.size:
                    both = options.together(options.together(there[number], there[beside]), heard)
                    prices.append(price[beside] + price[number])
                    values.append(both @ weight - base)
        return _frontier(np.concatenate(prices), np.concatenate(values))


def _frontier(prices: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The choices that no cheaper one exceeds."""
    order = np.lexsort((-values, prices))
    prices, values = prices[order], values[order]
    before = np.r_[-np.inf, np.maximum.accumulate(values)[:-1]]
    kept = values > before
    return prices[kept], values[kept]
