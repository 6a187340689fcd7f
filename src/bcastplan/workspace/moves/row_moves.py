"""Where one row of a season may go, and who is in the way there: channels, times, other antennas and sites."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from bcastplan.conflicts.pool import GRAVE, Pool, Ranks
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.point_people import audience_about
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.moves.allowed_channels import Channel
from bcastplan.workspace.moves.facility_verdicts import FacilityVerdict
from bcastplan.workspace.moves.moving_row import MovingRow
from bcastplan.workspace.moves.proposals import Move, SettleOptions

STEP_MINUTES = 5

ChannelsOf = Callable[[int], Sequence[Channel]]
"""Row -> the channels it may move to."""
Allowed = Callable[[Sequence[Move]], bool]
"""Whether moves may be made together: no rule of the plan speaks against it, and nothing is booked twice."""
LossOf = Callable[[int, Sequence[Transmission]], Sequence[float | None]]
"""Row and what it may become -> the percentage points of its coverage that it loses as each."""
AudienceOf = Callable[[int], Audience | None]
"""Row -> the people it is meant for, None where they are not known."""


class Facilities(Protocol):
    """Judges a row as it would be sent from its other antennas and sites."""

    def of(self, row: int) -> Sequence[FacilityVerdict]:
        """The verdict on a row from each other antenna or site."""


@dataclass(frozen=True)
class Judges:
    """The questions asked about a move besides conflicts and jamming; None where a question is not asked."""

    channels_of: ChannelsOf
    allowed: Allowed = lambda moves: True
    audience_of: AudienceOf | None = None
    loss_of: LossOf | None = None
    facilities: Facilities | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A move, and the rows that block its new place; the row that it is to get away from may be one of them."""

    move: Move
    in_the_way: tuple[int, ...] = ()


class RowMoves:
    """The moves of the rows of one season; the conflicts of a row on its channels are worked out once."""

    def __init__(
        self,
        pool: Pool,
        ours: Sequence[bool],
        judges: Judges,
        options: SettleOptions,
        ranks_now: Callable[[int], Ranks] | None = None,
    ) -> None:
        self.pool, self.ours, self.judges, self.options = pool, ours, judges, options
        self._ranks_now = ranks_now or pool.ranks_of
        self._rows: dict[int, MovingRow] = {}
        self._ranks: dict[int, Ranks] = {}

    def row(self, number: int) -> MovingRow:
        """What is known of a row on its channels."""
        if number not in self._rows:
            channels = self.judges.channels_of(number)
            self._rows[number] = MovingRow(self.pool, number, channels, self.ranks(number))
        return self._rows[number]

    def ranks(self, number: int) -> Ranks:
        """(n,) the rank of each row's pair with one row as it is now."""
        if number not in self._ranks:
            self._ranks[number] = self._ranks_now(number)
        return self._ranks[number]

    def steps(self, row: int, other: int | None, *, leaves_jammers: bool, most_in_the_way: int = 0) -> Iterator[Step]:
        """The moves of a row with few others in the way.

        Args:
            row: the row that moves.
            other: the row it is to get away from, None where a jammer is there.
            leaves_jammers: whether a row of ours has to leave all jammers; else it only meets no new ones.
            most_in_the_way: how many rows may be in the way.
        """
        yield from self._to_channels(row, other, leaves_jammers, most_in_the_way)
        if not self.options.keep_time:
            yield from self.to_times(row, other, leaves_jammers, most_in_the_way)

    def _to_channels(self, row: int, other: int | None, leaves_jammers: bool, most: int) -> Iterator[Step]:
        mover = self.row(row)
        blocked = mover.new.copy()
        column = mover.position(other) if other is not None else None
        if column is not None:
            # The pair that is to end has to end there, while other pairs only must not be new or graver.
            blocked[:, column] = mover.ranks[:, column] <= GRAVE
        possible = blocked.sum(axis=1) <= most
        if self.ours[row]:
            possible &= ~(mover.jammed if leaves_jammers else mover.newly_jammed)
        for number in np.flatnonzero(possible).tolist():
            in_the_way = mover.neighbours.rows[blocked[number]].tolist()
            yield Step(self.to_channel(row, mover.channels[number]), tuple(in_the_way))

    def to_channel(self, row: int, channel: Channel) -> Move:
        """The move of a row to a channel."""
        after = self.pool.table.transmissions[row].changed(frequency_khz=channel.frequency_khz, sync=None)
        move = self.to(row, "frequency", after)
        return replace(move, in_band=channel.in_band, alternative=channel.alternative)

    def to(self, row: int, change: str, after: Transmission) -> Move:
        """The move of a row to what it would become."""
        before = self.pool.table.transmissions[row]
        points = self.pool.sides[row].target_bits
        if self.judges.audience_of is not None:
            audience = self.judges.audience_of(row)
        else:
            audience = audience_about(points) if points else None
        return Move(row, self.ours[row], change, before, after, audience, (points or 0).bit_count())

    def to_times(self, row: int, other: int | None, leaves_jammers: bool, most: int) -> Iterator[Step]:
        """Moves in time; the start stays on its day."""
        variants = self._at_other_times(row)
        if not variants:
            return
        now = self.ranks(row)
        own_hz = np.array([self.pool.table.frequency_hz[row]], dtype=np.int64)
        for after, neighbours in zip(variants, self.pool.shifted_neighbours(row, variants), strict=True):
            ranks = neighbours.ranks(own_hz, self.pool.sides[row].region)[0]
            blocked = (ranks <= GRAVE) & ((ranks < now[neighbours.rows]) | (neighbours.rows == other))
            if blocked.sum() <= most and not self._meets_jammers(row, after, leaves_jammers):
                yield Step(self.to(row, "time", after), tuple(neighbours.rows[blocked].tolist()))

    def count_of_times(self, row: int) -> int:
        """How many other times a row may be moved to."""
        return len(self._at_other_times(row))

    def _at_other_times(self, row: int) -> list[Transmission]:
        before = self.pool.table.transmissions[row]
        start, stop = before.time
        most = self.options.shift_minutes // STEP_MINUTES
        shifts = [STEP_MINUTES * number for number in range(-most, most + 1) if number]
        return [
            before.changed(time=ClockTime(start + shift, stop + shift))
            for shift in shifts
            # Past midnight its days and dates would have to change too.
            if 0 <= start + shift < MINUTES_PER_DAY
        ]

    def _meets_jammers(self, row: int, after: Transmission, leaves_jammers: bool) -> bool:
        """Whether a row of ours would have a jammer there: any where it has to leave all, else only a new one."""
        if not self.ours[row] or not len(self.pool.jamming):
            return False
        return self.is_newly_jammed(row, self.pool.moved(row, after), leaves_jammers)

    def is_newly_jammed(self, row: int, moved: Pool, leaves_jammers: bool) -> bool:
        """Whether in a moved season a row has a jammer on it: any, or one that is not on it now."""
        there = moved.jammers_on(row)
        return bool(there if leaves_jammers else there - self.pool.jammers_on(row))

    def from_elsewhere(self, row: int, other: int) -> Iterator[Move]:
        """Moves to another antenna or site by which a row of ours and another one disturb each other no more."""
        # Of other organisations' rows nobody here knows which antennas and sites they could use.
        if self.judges.facilities is None or not self.ours[row]:
            return
        here = self.pool.table.transmissions[row].site_code
        for verdict in self.judges.facilities.of(row):
            if other in verdict.parted and not verdict.harms:
                change = "antenna" if verdict.after.site_code == here else "site"
                move = self.to(row, change, verdict.after)
                yield replace(move, parted=frozenset(verdict.parted), mutual_loss_points=verdict.parted[other])

    def after(self, first: Move) -> RowMoves:
        """The moves of the other rows once one has moved; a conflict counts as new against the season as it is now."""
        moved = self.pool.moved(first.row, first.after)
        return RowMoves(moved, self.ours, self.judges, self.options, ranks_now=self.ranks)

    def heard(self, moves: Sequence[Move]) -> list[Move]:
        """The moves of one row that do not cost too much of its coverage, each with what it costs."""
        if self.judges.loss_of is None or not moves:
            return list(moves)
        losses = self.judges.loss_of(moves[0].row, [move.after for move in moves])
        known = [replace(move, loss_points=loss) for move, loss in zip(moves, losses, strict=True)]
        # What cannot be predicted is not held against a move.
        return [move for move in known if (move.loss_points or 0.0) <= self.options.most_loss_points]
