"""Who may have which channel beside whom: variables with domains, and what each pair of their states costs.

Two variables that must lie a fixed distance apart are one node, whose states are the pairs of channels that do. All
other separations are tables of what two states cost together, so that a search adds up rows of numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]
Costs = NDArray[np.float64]

HARD = 1.0e6
"""What a broken separation costs that has no weight of its own; weights together have to stay below it."""
_EQUAL_KHZ = 1e-6


class Separation(NamedTuple):
    """Two variables whose channels must lie more than ``khz`` apart, or just so far with ``exactly``.

    ``weight`` is what it costs to break it; None: it must not be broken.
    """

    a: int
    b: int
    khz: float
    exactly: bool = False
    weight: float | None = None

    def holds(self, of_a: float, of_b: float) -> bool:
        """Whether two channels are separated as it asks."""
        apart = abs(of_a - of_b)
        return abs(apart - self.khz) < _EQUAL_KHZ if self.exactly else apart > self.khz + _EQUAL_KHZ


@dataclass(frozen=True, eq=False)
class ChannelGraph:
    """Nodes with their states, and the costs of states of two nodes together.

    Attributes:
        members: the variables of each node, one or two.
        channels: (N, S, 2) the channels of its members in each state, NaN where there is no member or no state.
        there: (N, S) whether there is such a state.
        neighbours: of each node, those that any table joins it with, (D,).
        table_of: of each node, which table it has with each neighbour, (D,).
        tables: (K, S, S) what the state of a node (second) costs with each state of a neighbour (third).
    """

    members: tuple[tuple[int, ...], ...]
    channels: NDArray[np.float64]
    there: NDArray[np.bool_]
    neighbours: tuple[Index, ...]
    table_of: tuple[Index, ...]
    tables: Costs

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """(G,) the different channels, rising."""
        return np.unique(self.channels[~np.isnan(self.channels)])

    @cached_property
    def uses(self) -> NDArray[np.bool_]:
        """(N, S, G) whether a state of a node uses a channel."""
        return np.asarray((self.channels[..., None] == self.values).any(axis=2))

    def assigned(self, states: Index) -> NDArray[np.float64]:
        """(V,) the channel of each variable."""
        chosen = np.full(sum(map(len, self.members)), np.nan)
        for node, members in enumerate(self.members):
            chosen[list(members)] = self.channels[node, states[node], : len(members)]
        return chosen


def channel_graph(
    domains: Sequence[Sequence[float]], separations: Sequence[Separation], *, paired: bool = True
) -> ChannelGraph:
    """The graph of variables with their domains (kHz) under separations.

    Without ``paired`` every variable is a node by itself: then a distance that is to be exact may be broken.

    Raises:
        ValueError: a domain is empty, a separation names no variable or one alone, or a weight is none.
    """
    _refuse_nonsense(domains, separations)
    members = _nodes(domains, separations if paired else ())
    node_of = {variable: (node, place) for node, some in enumerate(members) for place, variable in enumerate(some)}
    within = _grouped((node_of[item.a][0], node_of[item.b][0], item) for item in separations)
    states = [_states(domains, some, within.get((node, node), ())) for node, some in enumerate(members)]
    most = max((len(some) for some in states), default=0)
    channels = np.full((len(members), most, 2), np.nan)
    for node, some in enumerate(states):
        channels[node, : len(some), : len(members[node])] = some
    tables = _Tables(channels, states)
    joined: list[dict[int, int]] = [{} for _ in members]
    for (first, second), items in within.items():
        if first != second:
            kinds = [_Kind.of(item, node_of) for item in items]
            joined[first][second] = tables.number(first, second, kinds)
            joined[second][first] = tables.number(second, first, [kind.turned() for kind in kinds])
    return ChannelGraph(
        members,
        channels,
        ~np.isnan(channels[:, :, 0]),
        tuple(np.array(sorted(of_node), dtype=np.intp) for of_node in joined),
        tuple(np.array([of_node[other] for other in sorted(of_node)], dtype=np.intp) for of_node in joined),
        np.stack(tables.all) if tables.all else np.zeros((0, most, most)),
    )


def _refuse_nonsense(domains: Sequence[Sequence[float]], separations: Sequence[Separation]) -> None:
    if empty := [number for number, domain in enumerate(domains) if not len(domain)]:
        raise ValueError(f"variable {empty[0]} has no channel to choose from")
    for item in separations:
        if not (0 <= item.a < len(domains) and 0 <= item.b < len(domains)) or item.a == item.b:
            raise ValueError(f"a separation joins two of {len(domains)} variables, not {item.a} and {item.b}")
        if item.weight is not None and not 0.0 <= item.weight < HARD:
            raise ValueError(f"the weight of a separation is from 0 to below {HARD:g}, not {item.weight:g}")


def _nodes(domains: Sequence[Sequence[float]], separations: Sequence[Separation]) -> tuple[tuple[int, ...], ...]:
    """The variables by themselves, but two that must lie a fixed distance apart together; each is in one node."""
    paired: dict[int, int] = {}
    joining = Counter(frozenset((item.a, item.b)) for item in separations)
    for item in separations:
        alone = joining[frozenset((item.a, item.b))] == 1  # what else is asked of the two is a cost between two nodes
        if alone and item.exactly and item.weight is None and not paired.keys() & {item.a, item.b}:
            together = any(item.holds(x, y) for x in domains[item.a] for y in domains[item.b])
            if together:  # what no two channels fulfil stays a cost, so that an assignment can tell it
                paired[item.a], paired[item.b] = item.b, item.a
    single = [(number,) for number in range(len(domains)) if number not in paired]
    return tuple(sorted([*single, *((a, b) for a, b in paired.items() if a < b)]))


def _grouped(items: Iterable[tuple[int, int, Separation]]) -> Mapping[tuple[int, int], list[Separation]]:
    """The separations of every two nodes, the lower node first."""
    grouped: dict[tuple[int, int], list[Separation]] = {}
    for first, second, item in items:
        grouped.setdefault((min(first, second), max(first, second)), []).append(item)
    return grouped


def _states(
    domains: Sequence[Sequence[float]], members: Sequence[int], within: Sequence[Separation]
) -> list[tuple[float, ...]]:
    """The channels of the members of a node that go together."""
    distinct = [list(dict.fromkeys(domains[member])) for member in members]
    if len(members) == 1:
        return [(value,) for value in distinct[0]]
    (exact,) = within  # the separation that made them one node
    return [(x, y) for x in distinct[0] for y in distinct[1] if exact.holds(x, y)]


class _Kind(NamedTuple):
    """A separation by the members that it joins, of the node that comes first and of the other one."""

    of_first: int
    of_second: int
    khz: float
    exactly: bool
    weight: float

    @classmethod
    def of(cls, item: Separation, node_of: Mapping[int, tuple[int, int]]) -> _Kind:
        """The separation, seen from the lower node."""
        (_, of_first), (_, of_second) = sorted((node_of[item.a], node_of[item.b]))
        return cls(of_first, of_second, item.khz, item.exactly, HARD if item.weight is None else item.weight)

    def turned(self) -> _Kind:
        """The same, seen from the other node."""
        return self._replace(of_first=self.of_second, of_second=self.of_first)


class _Tables:
    """Tables of costs, each made once: most nodes have the same states, and few separations differ."""

    def __init__(self, channels: NDArray[np.float64], states: Sequence[Sequence[tuple[float, ...]]]) -> None:
        self._channels = channels
        domains: dict[tuple[tuple[float, ...], ...], int] = {}
        self._domain = [domains.setdefault(tuple(some), len(domains)) for some in states]
        self._numbers: dict[tuple[object, ...], int] = {}
        self.all: list[Costs] = []

    def number(self, first: int, second: int, kinds: Sequence[_Kind]) -> int:
        """The number of the table of two nodes under some separations."""
        key = (self._domain[first], self._domain[second], *sorted(kinds))
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            self.all.append(np.asarray(sum(self._cost(first, second, kind) for kind in kinds)))
        return self._numbers[key]

    def _cost(self, first: int, second: int, kind: _Kind) -> Costs:
        ours, theirs = self._channels[first, :, kind.of_first], self._channels[second, :, kind.of_second]
        apart = np.abs(ours[:, None] - theirs[None, :])
        far = np.abs(apart - kind.khz) < _EQUAL_KHZ if kind.exactly else apart > kind.khz + _EQUAL_KHZ
        return np.where(far | np.isnan(apart), 0.0, kind.weight)


class StateCosts:
    """The states that nodes have, and what each state of each node would cost beside those of the others.

    Attributes:
        graph: the nodes.
        state: (N,) the state of each node, -1 for none yet.
        cost: (N, S) what each state costs beside the states of the neighbours.
        stressed: the same, but what has been broken for long costs more.
    """

    def __init__(self, graph: ChannelGraph) -> None:
        self.graph = graph
        self.state: Index = np.full(len(graph.members), -1, dtype=np.intp)
        self.cost: Costs = np.zeros(graph.there.shape)
        self.stressed: Costs = np.zeros(graph.there.shape)
        self._times = [np.ones((near.size, 1)) for near in graph.neighbours]

    def move(self, node: int, state: int) -> None:
        """Give a node another state, -1 for none."""
        graph, before, times = self.graph, int(self.state[node]), self._times[node]
        near = graph.neighbours[node]  # each neighbour once, so that one addition does
        for sign, which in ((-1.0, before), (1.0, state)):
            if which >= 0:
                change = sign * graph.tables[graph.table_of[node], which]
                self.cost[near] += change
                self.stressed[near] += times * change
        self.state[node] = state

    def stress(self) -> None:
        """Let everything that is broken now cost more by its own cost, so that a search leaves where it is stuck."""
        for node in np.flatnonzero(self.of_states > 0.0).tolist():
            near, state = self.graph.neighbours[node], int(self.state[node])
            rows = self.graph.tables[self.graph.table_of[node], state]
            theirs = self.state[near]
            broken = np.flatnonzero((theirs >= 0) & (rows[np.arange(near.size), theirs] > 0.0))
            self._times[node][broken] += 1.0
            self.stressed[near[broken]] += rows[broken]

    @property
    def of_states(self) -> Costs:
        """(N,) what the state of each node costs beside the others; 0 where it has none."""
        nodes = np.arange(self.state.size)
        return np.where(self.state >= 0, self.cost[nodes, self.state], 0.0)

    @property
    def total(self) -> float:
        """What all states cost together."""
        return float(self.of_states.sum()) / 2.0

    def in_the_way(self, node: int, state: int) -> Index:
        """The neighbours whose states cost anything beside a state of a node."""
        near = self.graph.neighbours[node]
        theirs = self.state[near]
        costs = self.graph.tables[self.graph.table_of[node], state, theirs]
        holders: Index = near[(theirs >= 0) & (costs > 0.0)]
        return holders
