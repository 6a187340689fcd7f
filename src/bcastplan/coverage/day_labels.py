"""The best days of one frequency at a time within limits of money, hours and transmissions: exact, by labels.

A label is a day up to some step: what it is worth and costs, how many blocks it has, and how long it is on the air.
Of labels with the same counts only those remain that are not both dearer and worth less than another one; the last
step's labels are all days worth looking at, for every budget at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bcastplan.coverage.day_blocks import Block, best_segments
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray

MOST_LABELS = 3000  # in one step; more are thinned out, and the day is not proved to be the best any more
AS_GOOD = 1e-4  # of a day's worth: of days that differ by less the cheapest is the best
CENT = 0.005
"""Costs that differ by less are the same."""


class Need(NamedTuple):
    """Steps of which some number at least is to be on the air."""

    within: tuple[bool, ...]
    least: int

    def missing(self, on_air: IntArray) -> int:
        """Steps that a day lacks, whose options (L, T) are -1 where a layer is silent."""
        counted = np.asarray((on_air >= 0).any(axis=0))
        return max(0, self.least - int((counted & np.array(self.within)).sum()))


@dataclass(frozen=True)
class DayLimits:
    """What a day may be.

    Attributes:
        most_blocks: transmissions at most.
        budget: money for the whole day, over all dates; None for any amount.
        most_steps: steps at most on the air; None for any number.
        needs: what is to be on the air; the days that miss least of it come before all others.
    """

    most_blocks: int
    budget: float | None = None
    most_steps: int | None = None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class LayerChoice:
    """One layer of a day: what each option adds in each step.

    Attributes:
        value: (O, T) what an option adds.
        allowed: (O, T) whether it may be on the air.
        price: (O,) what a step of it costs on all dates.
        dates: (T,) the share of the dates on which a step can be on the air.
        shortest: (O,) steps of its shortest block.
        silent: (T,) whether the other layers are silent in a step, so that using it makes the time on the air longer.
        circular: whether a block may run on from the last step to the first.
    """

    value: FloatArray
    allowed: BoolArray
    price: FloatArray
    dates: FloatArray
    shortest: IntArray
    silent: BoolArray
    circular: bool


class LabelledDay(NamedTuple):
    """A day that no other one beats in money and value.

    ``missing`` are steps that its needs lack.
    """

    missing: int
    value: float
    cost: float
    blocks: tuple[Block, ...]


@dataclass
class _Labels:
    """Labels of one step: counts (blocks, steps, one of each need), value, cost, and where each comes from."""

    counts: IntArray
    value: FloatArray
    cost: FloatArray
    origin: IntArray  # the number of the label it goes on from, over all steps
    taken: IntArray  # (price class, length) of the block that ends here, length 0 for none


class DayLabels:
    """All days of one layer worth looking at."""

    def __init__(
        self,
        layer: LayerChoice,
        limits: DayLimits,
        *,
        dearest: float | None = None,
        cuts: Iterable[int] | None = None,
    ) -> None:
        """Find them.

        Args:
            layer: what may be on the air.
            limits: what a day may be; its budget is left to the questions.
            dearest: no question asks for a dearer day; None: money does not count.
            cuts: steps at which a circular day may be cut; None: every one, so that no day is missed.
        """
        self.exact = True
        self._layer, self._limits, self._dearest = layer, limits, dearest
        self._count = layer.allowed.shape[1]
        self._least = np.array([need.least for need in limits.needs], dtype=np.intp)
        priced = dearest is not None
        prices = np.unique(layer.price) if priced else np.zeros(1)
        self._classes = [
            (float(price), *self._segments(layer.price == price if priced else np.ones(layer.price.size, dtype=bool)))
            for price in prices
        ]
        every = range(self._count) if cuts is None else cuts
        self.days: list[LabelledDay] = [day for cut in (every if layer.circular else (0,)) for day in self._cut_at(cut)]

    def best(self, budget: float | None, most_blocks: int | None = None) -> LabelledDay:
        """The best day within a budget: one that misses least, then the most valuable, the cheapest, the simplest.

        Of days that are worth nearly the same (``AS_GOOD``) the cheapest is taken.
        """
        blocks = self._limits.most_blocks if most_blocks is None else most_blocks
        fitting = [
            day for day in self.days if (budget is None or day.cost <= budget + CENT) and len(day.blocks) <= blocks
        ]
        missing = min(day.missing for day in fitting)
        most = max(day.value for day in fitting if day.missing == missing)
        good = [day for day in fitting if day.missing == missing and day.value >= most - AS_GOOD * abs(most)]
        return min(good, key=lambda day: (round(day.cost, 2), len(day.blocks), -day.value))

    def _segments(self, members: BoolArray) -> tuple[FloatArray, IntArray]:
        layer = self._layer
        value = np.where(layer.allowed & members[:, None], layer.value, -np.inf)
        return best_segments(value, layer.shortest)

    def _cut_at(self, cut: int) -> list[LabelledDay]:
        """The days in which no block runs over the beginning of a step."""
        counts = np.zeros((1, 2 + self._least.size), dtype=np.intp)
        first = _Labels(counts, np.zeros(1), np.zeros(1), np.full(1, -1), np.zeros((1, 2), dtype=np.intp))
        steps, begins = [first], [0, 1]
        gains = self._gains(cut)
        paid = np.r_[0.0, np.cumsum(np.roll(self._layer.dates, -cut))]
        for end in range(1, self._count + 1):
            steps.append(self._kept(self._at(end, cut, steps, begins, gains, paid)))
            begins.append(begins[-1] + steps[-1].value.size)
        last = steps[-1]
        missing = np.maximum(self._least - last.counts[:, 2:], 0).sum(axis=1)
        return [
            LabelledDay(int(missing[number]), float(last.value[number]), float(last.cost[number]),
                        self._blocks(number, cut, steps, begins))
            for number in _not_beaten(missing, last)
        ]  # fmt: skip

    def _gains(self, cut: int) -> IntArray:
        """(T + 1, columns) running counts of steps on the air from the cut on, for hours and for each need."""
        order = (cut + np.arange(self._count)) % self._count
        within = np.array([need.within for need in self._limits.needs], dtype=bool).reshape(-1, self._count)
        columns = np.vstack([np.ones((1, self._count), dtype=bool), within])[:, order] & self._layer.silent[order]
        return np.vstack([np.zeros((1, columns.shape[0]), dtype=np.intp), np.cumsum(columns.T, axis=0)])

    def _at(
        self, end: int, cut: int, steps: list[_Labels], begins: list[int], gains: IntArray, paid: FloatArray
    ) -> _Labels:
        """All labels of a step: silence after those of the step before, or a block that ends here."""
        before = steps[end - 1]
        numbers = begins[end - 1] + np.arange(before.value.size)
        grown = [_Labels(before.counts, before.value, before.cost, numbers, np.zeros((numbers.size, 2), dtype=np.intp))]
        for length in range(1, end + 1):
            start = end - length
            here, gained, dates = steps[start], gains[end] - gains[start], float(paid[end] - paid[start])
            for number, (price, best, _) in enumerate(self._classes):
                worth = best[(cut + start) % self._count, length]
                if np.isfinite(worth):
                    grown += self._extended(here, begins[start], (number, length), worth, price * dates, gained)
        return _Labels(
            *(np.concatenate([getattr(part, name) for part in grown])
              for name in ("counts", "value", "cost", "origin", "taken"))
        )  # fmt: skip

    def _extended(
        self, here: _Labels, first: int, taken: tuple[int, int], worth: float, cost: float, gained: IntArray
    ) -> list[_Labels]:
        limits = self._limits
        fits = here.counts[:, 0] < limits.most_blocks
        if limits.most_steps is not None:
            fits &= here.counts[:, 1] + gained[0] <= limits.most_steps
        if self._dearest is not None:
            fits &= here.cost + cost <= self._dearest + CENT
        chosen = np.flatnonzero(fits)
        if not chosen.size:
            return []
        counts = here.counts[chosen].copy()
        counts[:, 0] += 1
        if limits.most_steps is not None:
            counts[:, 1] += gained[0]
        # More than is needed makes no difference; counting it would keep labels apart that could beat each other.
        counts[:, 2:] = np.minimum(counts[:, 2:] + gained[1:], self._least)
        origin = first + chosen
        return [
            _Labels(
                counts, here.value[chosen] + worth, here.cost[chosen] + cost, origin, np.tile(taken, (origin.size, 1))
            )
        ]

    def _kept(self, labels: _Labels) -> _Labels:
        """Of labels with the same counts those that no other one beats; too many are thinned out by cost."""
        width = np.array([self._limits.most_blocks + 1, self._count + 1, *(self._least + 1)], dtype=np.int64)
        key = np.zeros(labels.value.size, dtype=np.int64)
        for column, size in enumerate(width.tolist()):
            key = key * size + labels.counts[:, column]
        kept = pareto(key, labels.cost, labels.value)
        if kept.size > MOST_LABELS:
            self.exact = False
            # Days whose costs differ by less than a hundredth of the money are then compared as if they cost the same.
            coarse = np.round(labels.cost[kept] / max(self._dearest or 1.0, CENT) * 100.0)
            kept = kept[pareto(key[kept], coarse, labels.value[kept])]
            if kept.size > MOST_LABELS:
                kept = kept[np.argsort(-labels.value[kept], kind="stable")[:MOST_LABELS]]
        return _Labels(
            labels.counts[kept], labels.value[kept], labels.cost[kept], labels.origin[kept], labels.taken[kept]
        )

    def _blocks(self, number: int, cut: int, steps: Sequence[_Labels], begins: Sequence[int]) -> tuple[Block, ...]:
        """The blocks of a label of the last step, by their start."""
        blocks, end = [], self._count
        while end:
            kind, length = steps[end].taken[number].tolist()
            origin = int(steps[end].origin[number])
            if length:
                start = (cut + end - length) % self._count
                blocks.append(Block(int(self._classes[kind][2][start, length]), start, length))
            end -= length or 1
            number = origin - begins[end]
        return tuple(sorted(blocks, key=lambda block: block.start))


def pareto(key: IntArray, cost: FloatArray, value: FloatArray) -> IntArray:
    """The numbers of the entries that no other one of the same key beats: by more value for the same cost or less."""
    # Rounded, so that equal costs whose sums differ in their last bits count as equal.
    order = np.lexsort((-value, np.round(cost, 4), key))
    keys, values = key[order], value[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    group = np.cumsum(np.r_[True, keys[1:] != keys[:-1]]) - 1
    # Adding a large step for each group makes the running maximum begin anew in each of them.
    lift = group * (np.ptp(values) + 1.0)
    running = np.maximum.accumulate(values + lift)
    better = np.ones(order.size, dtype=bool)
    better[1:] = (values + lift)[1:] > running[:-1] + 1e-12
    better[starts] = True
    return order[better]


def _not_beaten(missing: IntArray, labels: _Labels) -> list[int]:
    """The last labels that are the best for some budget, number of blocks and what they miss."""
    # The factor is larger than any number of blocks, so each pair of counts has a key of its own.
    key = missing.astype(np.int64) * 1_000_003 + labels.counts[:, 0]
    return sorted(pareto(key, labels.cost, labels.value).tolist())
