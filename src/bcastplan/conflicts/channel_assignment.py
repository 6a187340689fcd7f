"""Channels under separations: as few broken as possible, then as few channels or as small a span as possible.

Where each channel is worth something of its own, as in a plan, the search is in ``workspace``; both work on the same
graph of states. The search takes channels away, one after the other, and repairs what loses its channel (tabu search);
a branch and bound with a limit of its own then proves small cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from bcastplan.conflicts.channel_graph import ChannelGraph, Index, Separation, StateCosts, channel_graph
from bcastplan.conflicts.channel_proof import best_by_branching

Least = Literal["order", "span", "highest"]
LEAST: tuple[Least, ...] = ("order", "span", "highest")
SEED = 26
MOST_STEPS = 20_000
"""Moves of a repair before it is given up, at most; small cases have fewer."""
_STEPS_OF_STATE = 4
_FIRST = 10  # times as many moves has the first repair, on which all others build
_TRIES = 12
"""Channels that are taken away in vain, before the search ends."""
_TENURE = 10  # moves for which a node does not go back to a state it has left

Stop = Callable[[], bool]


def never_stop() -> bool:
    """Go on until the end."""
    return False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A channel for every variable.

    Attributes:
        channels: in kHz, by variable.
        broken: the numbers of the separations that do not hold.
        weight: what those cost that have a weight.
        proven: whether nothing better is possible.
    """

    channels: tuple[float, ...]
    broken: tuple[int, ...]
    weight: float
    proven: bool

    @property
    def order(self) -> int:
        """How many different channels are used."""
        return len(set(self.channels))

    @property
    def span(self) -> float:
        """From the lowest channel to the highest, in kHz."""
        return max(self.channels, default=0.0) - min(self.channels, default=0.0)

    @property
    def highest(self) -> float:
        """The highest channel, in kHz."""
        return max(self.channels, default=0.0)


def assign_channels(
    domains: Sequence[Sequence[float]],
    separations: Sequence[Separation],
    *,
    least: Least = "order",
    steps: int | None = None,
    seed: int = SEED,
    stop: Stop | None = None,
) -> Assignment:
    """Choose a channel for each variable, so that as few separations as possible are broken.

    Of assignments that break as little, the one with least ``order`` (different channels), ``span`` (highest less
    lowest) or ``highest`` channel is looked for. Equal arguments give equal answers.

    Args:
        domains: channels (kHz) that each variable may have.
        separations: between two variables: more than some distance apart, or exactly so far; broken at a weight, or
            never. Those that are never to be broken come first in what is looked for.
        least: what is to be small.
        steps: moves of a repair before a channel that was taken away is given back; None: by the size of the case.
        seed: of the choice among equal moves.
        stop: asked from time to time whether to be content with what there is; None: go on until the end.

    Raises:
        ValueError: a domain is empty, a separation names no variable or one alone, or a weight is none.
    """
    if not domains:
        return Assignment((), (), 0.0, True)
    stop = stop or never_stop
    best = _assigned(domains, separations, least, steps, seed, stop, paired=True)
    if not _hard(separations, best):
        return best
    # A pair that has to lie a fixed distance apart may be what is best broken, where not all can be fulfilled.
    apart = _assigned(domains, separations, least, steps, seed, stop, paired=False)
    return min((apart, best), key=lambda some: (_hard(separations, some), some.weight, getattr(some, least)))


def _hard(separations: Sequence[Separation], assignment: Assignment) -> int:
    """How many of the separations that are never to be broken are broken all the same."""
    return sum(separations[number].weight is None for number in assignment.broken)


def _assigned(
    domains: Sequence[Sequence[float]],
    separations: Sequence[Separation],
    least: Least,
    steps: int | None,
    seed: int,
    stop: Stop,
    *,
    paired: bool,
) -> Assignment:
    graph = channel_graph(domains, separations, paired=paired)
    steps = min(MOST_STEPS, _STEPS_OF_STATE * graph.there.size) if steps is None else steps
    search = _Search(graph, np.random.default_rng(seed), steps, stop)
    states = search.best(least)
    proven, better = best_by_branching(graph, states, least)
    chosen = graph.assigned(states if better is None else better).tolist()
    broken = tuple(number for number, item in enumerate(separations) if not item.holds(chosen[item.a], chosen[item.b]))
    weight = sum(separations[number].weight or 0.0 for number in broken)
    return Assignment(tuple(chosen), broken, weight, proven)


class _Search:
    """Takes channels away as long as what is left can be repaired."""

    def __init__(self, graph: ChannelGraph, random: np.random.Generator, steps: int, stop: Stop) -> None:
        self._graph, self._random, self._steps, self._stop = graph, random, steps, stop

    def best(self, least: Least) -> Index:
        """The states of the best assignment that was met."""
        states = np.full(len(self._graph.members), -1, dtype=np.intp)
        for _ in range(_FIRST):
            states = self._repaired(states, self._graph.there)
            cost = self._cost(states)
            if not cost or self._stop():
                break
        allowed = self._graph.there
        while not self._stop():
            possible = (fewer for fewer in self._fewer(states, allowed, least) if fewer.any(axis=1).all())
            for fewer in islice(possible, _TRIES):
                tried = self._repaired(states, fewer, at_most=cost)
                if self._cost(tried) <= cost:
                    states, cost, allowed = tried, self._cost(tried), fewer
                    break
            else:
                break
        return states

    def _cost(self, states: Index) -> float:
        costs = StateCosts(self._graph)
        for node, state in enumerate(states.tolist()):
            costs.move(node, state)
        return round(costs.total, 6)

    def _fewer(self, states: Index, allowed: np.ndarray, least: Least) -> Iterator[np.ndarray]:
        """The allowed states without one of the channels in use, the likeliest to be done without first."""
        graph = self._graph
        used = graph.uses[np.arange(states.size), states]  # (N, G)
        count = used.sum(axis=0)
        there = np.flatnonzero(count)
        if least == "order":
            # What is not in use must not come back either.
            kept = allowed & ~(graph.uses & (count == 0)).any(axis=2)
            for channel in there[np.argsort(count[there], kind="stable")].tolist():
                yield kept & ~graph.uses[:, :, channel]
            return
        values = graph.values
        with np.errstate(invalid="ignore"):
            low, high = values[there[0]], values[there[-1]]
            outside = (graph.channels > high) | ((graph.channels < low) & (least == "span"))
            kept = allowed & ~outside.any(axis=2)
        for channel in (there[-1], there[0])[: 2 if least == "span" else 1]:
            yield kept & ~graph.uses[:, :, channel]

    def _repaired(self, states: Index, allowed: np.ndarray, at_most: float = 0.0) -> Index:
        """States among the allowed ones that cost as little as the search could make them; as they were if in vain."""
        costs = StateCosts(self._graph)
        for node, state in enumerate(states.tolist()):
            if state >= 0 and allowed[node, state]:
                costs.move(node, state)
        for node in np.argsort(allowed.sum(axis=1), kind="stable").tolist():
            if costs.state[node] < 0:
                costs.move(node, self._cheapest(np.where(allowed[node], costs.cost[node], np.inf)))
        return self._tabu(costs, allowed, at_most)

    def _cheapest(self, cost: np.ndarray) -> int:
        return int(self._random.choice(np.flatnonzero(cost <= cost.min() + 1e-9)))

    def _tabu(self, costs: StateCosts, allowed: np.ndarray, at_most: float) -> Index:
        """The cheapest states that were met in a search that does not go back, and stresses what stays broken."""
        nodes = np.arange(costs.state.size)
        until = np.zeros(allowed.shape, dtype=np.int64)
        best, states = costs.total, costs.state.copy()
        for step in range(self._steps):
            of_states = costs.of_states
            now = float(of_states.sum()) / 2.0
            if now < best - 1e-9:
                best, states = now, costs.state.copy()
            if best <= at_most + 1e-6 or (step % 256 == 0 and self._stop()):
                break
            hurt = np.flatnonzero(of_states > 0.0)
            change = costs.stressed[hurt] - costs.stressed[nodes, costs.state][hurt, None]
            change[~allowed[hurt] | (until[hurt] > step)] = np.inf
            change[np.arange(hurt.size), costs.state[hurt]] = np.inf
            least = change.min()
            if least >= 0.0:
                costs.stress()
            if not np.isfinite(least):
                continue
            which = self._random.choice(np.flatnonzero(change.reshape(-1) <= least + 1e-9))
            node, state = int(hurt[which // allowed.shape[1]]), int(which % allowed.shape[1])
            # A part of the time is left to chance, because a fixed one lets the search run in circles.
            until[node, costs.state[node]] = step + _TENURE + int(self._random.integers(_TENURE + 1))
            costs.move(node, state)
        return states
