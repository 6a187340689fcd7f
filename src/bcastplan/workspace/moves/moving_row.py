"""The conflicts that one row of a season would have with all other rows on each channel it may move to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bcastplan.conflicts.pool import GRAVE, Neighbours, Pool, Ranks, jammer_number
from bcastplan.model.frequency import hertz
from bcastplan.workspace.moves.allowed_channels import Channel

BoolArray = NDArray[np.bool_]


class MovingRow:
    """One row of the pool, with the conflicts it would have with all others on each of its channels.

    ``ranks_now`` (n,) are the ranks of its present pairs: a pair is new only where it would be graver than that.
    """

    def __init__(self, pool: Pool, row: int, channels: Sequence[Channel], ranks_now: Ranks) -> None:
        self.pool, self.row, self.channels, self.ranks_now = pool, row, channels, ranks_now
        self.transmission = pool.table.transmissions[row]
        self.channels_hz = np.array([hertz(channel.frequency_khz) for channel in channels], dtype=np.int64)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The rows that share air and area with it and lie near any of its channels."""
        own_hz = int(self.pool.table.frequency_hz[self.row])
        low, high = (min([own_hz, *self.channels_hz]), max([own_hz, *self.channels_hz]))
        return self.pool.neighbours(self.row, int(low), int(high))

    @cached_property
    def ranks(self) -> Ranks:
        """(c, m) the rank of the pair with each neighbour on each channel."""
        return self.neighbours.ranks(self.channels_hz, self.pool.sides[self.row].region)

    @cached_property
    def new(self) -> BoolArray:
        """(c, m) whether a warning or an error is new on a channel, or graver than it is now."""
        new: BoolArray = (self.ranks <= GRAVE) & (self.ranks < self.ranks_now[self.neighbours.rows][None, :])
        return new

    @cached_property
    def _jammers(self) -> list[tuple[bool, BoolArray]]:
        """The jammers that are on the air at the same time: whether each jams the row now, and on which channels (c,).

        A jammer of the plan counts once, however many frequencies it has.
        """
        own_hz = self.pool.table.frequency_hz[[self.row]]
        by_jammer: dict[int, tuple[bool, BoolArray]] = {}
        for jammer in self.pool.jammers_near(self.row):
            single = jammer.low_hz == jammer.high_hz
            follows = single and jammer.jammer is not None and jammer.jammer.follows_transmission(self.transmission)
            now = bool(self._is_near(jammer.low_hz, jammer.high_hz, own_hz)[0])
            # A jammer that follows the row, and is on its channel now, comes along to any other.
            then = self._is_near(jammer.low_hz, jammer.high_hz, self.channels_hz) | (follows and now)
            key = jammer_number(jammer)
            jams_now, jams_then = by_jammer.get(key, (now, then))
            by_jammer[key] = (now or jams_now, then | jams_then)
        return list(by_jammer.values())

    def _is_near(self, low_hz: int, high_hz: int, at_hz: NDArray[np.int64]) -> BoolArray:
        near: BoolArray = np.maximum(low_hz - at_hz, at_hz - high_hz) < int(self.pool.arrays.step_hz[self.row])
        return near

    @cached_property
    def jammed(self) -> BoolArray:
        """(c,) whether any jammer is on a channel."""
        channels = np.zeros(len(self.channels), dtype=np.bool_)
        for _, then in self._jammers:
            channels |= then
        return channels

    @cached_property
    def newly_jammed(self) -> BoolArray:
        """(c,) whether a jammer is on a channel that is not on the row's now."""
        channels = np.zeros(len(self.channels), dtype=np.bool_)
        for now, then in self._jammers:
            if not now:
                channels |= then
        return channels

    def position(self, other: int) -> int | None:
        """The column of a row among the neighbours."""
        columns = np.flatnonzero(self.neighbours.rows == other)
        return int(columns[0]) if columns.size else None

    def ends(self, other: int | None) -> BoolArray:
        """(c,) whether the pair with another row ends on a channel."""
        column = self.position(other) if other is not None else None
        if column is None:
            return np.ones(len(self.channels), dtype=np.bool_)
        ended: BoolArray = self.ranks[:, column] > GRAVE
        return ended
