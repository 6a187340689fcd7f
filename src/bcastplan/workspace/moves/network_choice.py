"""A channel for every transmission of a network: greedy, then exchanges as long as they gain.

Two that are on the air in a common minute have channels more than 10 kHz apart. That is kept by the graph of states
that ``conflicts.channel_graph`` has for any choice of channels under separations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.conflicts.channel_graph import ChannelGraph, Separation, StateCosts, channel_graph
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.workspace.moves.network_channels import RowChannels
from bcastplan.workspace.moves.network_values import NetworkValues
from bcastplan.workspace.prediction.frequency_options import OWN_CHANNELS_APART_KHZ

# A share of what a choice is worth. Smaller gains are errors of rounding,
# for which an exchange could be made and undone again and again.
_GAIN = 1e-7
_MOST_PASSES = 40
_MOST_IN_THE_WAY = 3


@dataclass(frozen=True, eq=False)
class NetworkChoices:
    """What is chosen from.

    Attributes:
        channels: of each transmission.
        allowed: (c,) of each, whether a channel may be chosen.
        values: what they are worth.
        bonus: what it is worth to each transmission to keep its channel.
        meetings: pairs of positions that are on the air in a common minute.
    """

    channels: tuple[RowChannels, ...]
    allowed: tuple[BoolArray, ...]
    values: NetworkValues
    bonus: FloatArray
    meetings: Sequence[tuple[int, int]]

    def worth(self, chosen: Sequence[int]) -> float:
        """What a choice is worth, channels that are kept counting a little more."""
        kept = np.array([number == some.present for number, some in zip(chosen, self.channels, strict=True)])
        return self.values.value(chosen) + float(self.bonus[kept].sum())

    def added(self, member: int, chosen: Sequence[int]) -> FloatArray:
        """(c,) what each channel of a transmission adds to the others, that it is kept included."""
        added = self.values.added(member, chosen)
        added[self.channels[member].present] += self.bonus[member]
        return added


def channels_apart(choices: NetworkChoices) -> tuple[ChannelGraph, list[IntArray]]:
    """The graph of the separations, and for each transmission the states that its channels are in it."""
    every = np.unique(np.concatenate([some.khz for some in choices.channels]))
    apart = [Separation(a, b, OWN_CHANNELS_APART_KHZ) for a, b in choices.meetings]
    graph = channel_graph([every.tolist()] * len(choices.channels), apart)
    return graph, [np.searchsorted(every, some.khz) for some in choices.channels]


class NetworkSearch:
    """Looks for the choice that is worth most; equal choices give equal answers."""

    def __init__(self, choices: NetworkChoices, begin: Sequence[int] = ()) -> None:
        """Begin with the channels of a choice that are allowed and far enough apart, or with no channel at all."""
        self._choices = choices
        graph, self._states = channels_apart(choices)
        self._costs = StateCosts(graph)
        self.chosen: list[int] = [-1] * len(choices.channels)
        for member, channel in enumerate(begin):
            if channel >= 0 and self.free(member)[channel]:
                self._put(member, channel)

    def go(self) -> list[int]:
        """The best choice that was found."""
        self._fill()
        for _ in range(_MOST_PASSES):
            before = self._choices.worth(self.chosen)
            for member in range(len(self.chosen)):
                self._improve(member)
            if self._choices.worth(self.chosen) <= before * (1.0 + _GAIN):
                break
        return list(self.chosen)

    def _put(self, member: int, channel: int) -> None:
        self._costs.move(member, int(self._states[member][channel]) if channel >= 0 else -1)
        self.chosen[member] = channel

    def free(self, member: int) -> BoolArray:
        """(c,) whether a channel of a transmission is allowed, and apart from those of the others."""
        apart = self._costs.cost[member, self._states[member]] <= 0.0
        return np.asarray(self._choices.allowed[member] & apart)

    def _best(self, member: int) -> tuple[int, float]:
        """The free channel that adds most, -1 where none is free, and what it adds."""
        added = np.where(self.free(member), self._choices.added(member, self.chosen), -np.inf)
        best = int(added.argmax())
        return (best, float(added[best])) if np.isfinite(added[best]) else (-1, 0.0)

    def _fill(self) -> None:
        """Give a channel to each that has none, first to the one that would lose most with its second best."""
        waiting = [member for member, channel in enumerate(self.chosen) if channel < 0]
        while waiting:
            regrets = []
            for member in waiting:
                added = np.sort(np.where(self.free(member), self._choices.added(member, self.chosen), -1.0))[::-1]
                regrets.append(float(added[0] - added[1]) if added.size > 1 else float(added[0]))
            # Whoever would lose most by waiting comes first, because others may take its best channel.
            member = waiting.pop(int(np.argmax(regrets)))
            best, _ = self._best(member)
            if best >= 0:
                self._put(member, best)

    def _take(self, member: int) -> float:
        """Take a transmission off its channel; returns what it had added to the others."""
        channel = self.chosen[member]
        self._put(member, -1)
        return float(self._choices.added(member, self.chosen)[channel]) if channel >= 0 else 0.0

    def _give(self, member: int, channel: int) -> float:
        """Give a transmission a channel; returns what it adds to the others."""
        added = float(self._choices.added(member, self.chosen)[channel])
        self._put(member, channel)
        return added

    def _improve(self, member: int) -> None:
        """Move a transmission to its best free channel, or to a better one whose holders then go elsewhere."""
        held = self.chosen[member]
        # It is taken off first, so that its own channel is free too
        # and all channels are valued beside the others alone.
        lost = self._take(member)
        added = self._choices.added(member, self.chosen)
        free = np.where(self.free(member), added, -np.inf)
        best = int(free.argmax())
        if np.isfinite(free[best]) and free[best] > lost * (1.0 + _GAIN):
            held, lost = best, float(free[best])
        better = np.flatnonzero(self._choices.allowed[member] & (added > lost * (1.0 + _GAIN)))
        for channel in better[np.argsort(-added[better], kind="stable")].tolist():
            if self._exchanged(member, channel, lost):
                return
        if held >= 0:
            self._put(member, held)

    def _exchanged(self, member: int, channel: int, held: float) -> bool:
        """Whether it gains to give a transmission a channel whose holders then take what is best of the rest.

        ``held`` is what it would add to the others on its own channel. If it gains nothing, everything is as it was,
        the transmission without a channel.
        """
        holders = self._costs.in_the_way(member, int(self._states[member][channel])).tolist()
        if len(holders) > _MOST_IN_THE_WAY:
            return False
        before = {other: self.chosen[other] for other in holders}
        # The order matters, because what each adds depends on who is still
        # there: the holders go one by one, and only then is the channel given.
        change = -sum(self._take(other) for other in holders) + self._give(member, channel)
        for other in holders:
            best, added = self._best(other)
            if best < 0:
                change = -np.inf
                break
            self._put(other, best)
            change += added
        if change > held * (1.0 + _GAIN):
            return True
        for other in (member, *holders):
            self._put(other, -1)
        for other, channel_before in before.items():
            self._put(other, channel_before)
        return False


def simple_bound(choices: NetworkChoices) -> float:
    """A bound that no choice exceeds: each transmission on its best channel, as if nobody else could have that."""
    total = 0.0
    for member, (alone, allowed) in enumerate(zip(choices.values.alone, choices.allowed, strict=True)):
        worth = alone.copy()
        worth[choices.channels[member].present] += choices.bonus[member]
        total += float(worth[allowed].max(initial=0.0))
    for shared in choices.values.shared:
        best = np.zeros(shared.weight.size)
        for member, reliability in zip(shared.members, shared.reliability, strict=True):
            np.maximum(best, reliability[choices.allowed[member]].max(axis=0, initial=0.0), out=best)
        total += float(best @ shared.weight)
    return total
