"""Branch and bound over the states of a graph: exact for small cases, given up at a limit for others."""

from __future__ import annotations

import numpy as np

from bcastplan.conflicts.channel_graph import ChannelGraph, Costs, Index

MOST_BRANCHES = 8_000
"""Choices of a state that are tried before a case counts as too large to be proven."""

MOST_NODES = 400  # each is a call inside the call of the node before it, of which Python allows a thousand


def best_by_branching(
    graph: ChannelGraph, states: Index, least: str, most_branches: int = MOST_BRANCHES
) -> tuple[bool, Index | None]:
    """Whether states are proven to be the best, or those put in their place are; None where nothing better came up.

    What is compared is what the states cost, and then the number of channels (``order``), highest less lowest
    (``span``) or the ``highest`` one.
    """
    if states.size > MOST_NODES:
        return False, None
    branching = _Branching(graph, states, least, most_branches)
    branching.go(np.full(states.size, -1, dtype=np.intp), np.where(graph.there, 0.0, np.inf), 0.0, [])
    return branching.left > 0, branching.better


class _Branching:
    def __init__(self, graph: ChannelGraph, states: Index, least: str, most_branches: int) -> None:
        self._graph, self._least = graph, least
        self.left = most_branches
        self.better: Index | None = None
        cost = 0.0
        for node, (near, table) in enumerate(zip(graph.neighbours, graph.table_of, strict=True)):
            cost += float(graph.tables[table, states[node], states[near]].sum()) / 2.0
        used = [value for node in range(states.size) for value in self._channels(node, int(states[node]))]
        # Rounded, because sums of the same costs in another order differ in their last digits.
        self._best = round(cost, 6), self._size(used)

    def _channels(self, node: int, state: int) -> list[float]:
        channels: list[float] = self._graph.channels[node, state, : len(self._graph.members[node])].tolist()
        return channels

    def _size(self, used: list[float]) -> float:
        if not used:
            return 0.0
        if self._least == "order":
            return float(len(set(used)))
        return max(used) - (min(used) if self._least == "span" else 0.0)

    def go(self, states: Index, cost: Costs, before: float, used: list[float]) -> None:
        """Try every state of the node that has fewest good ones, the cheapest first."""
        self.left -= 1
        if self.left <= 0:
            return
        open_nodes = np.flatnonzero(states < 0)
        # Every open node will cost at least what its cheapest state costs beside those that are chosen.
        bound = before + float(cost[open_nodes].min(axis=1, initial=np.inf).sum()) if open_nodes.size else before
        size = self._size(used)
        if (round(bound, 6), size) >= self._best:
            return
        if not open_nodes.size:
            self._best, self.better = (round(before, 6), size), states.copy()
            return
        good = np.isfinite(cost[open_nodes]) & (cost[open_nodes] <= self._best[0] - before + 1e-6)
        node = int(open_nodes[good.sum(axis=1).argmin()])
        near, tables = self._graph.neighbours[node], self._graph.tables[self._graph.table_of[node]]
        for state in np.argsort(cost[node], kind="stable").tolist():
            if not np.isfinite(cost[node, state]) or self.left <= 0:
                break
            states[node] = state
            beside = cost.copy()
            beside[near] += tables[:, state]
            self.go(states, beside, before + float(cost[node, state]), [*used, *self._channels(node, state)])
            states[node] = -1
