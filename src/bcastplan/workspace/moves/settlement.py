"""For every pair to be settled with others, and every jammed channel, the moves that end it and cost nobody else his.

A move is looked for by what its rows would be to all others there, and verified by the engine that ``conflicts`` uses:
it ends its pair, and no row of either side gets a pair of warning or error that it has not now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bcastplan.conflicts import Jammed, Pair, RowSide
from bcastplan.conflicts.pool import GRAVE, NOTHING, Neighbours, Pool, Ranks
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.moves.allowed_channels import Channel

STEP_MINUTES = 5
MOST_CHAINS = 24
"""Channels that are tried as the first of two moves: those on which one row alone is in the way."""
_MOVES = ("own", "theirs", "both")

BoolArray = NDArray[np.bool_]
ChannelsOf = Callable[[int], Sequence[Channel]]
"""Row -> the channels it may move to."""
Allowed = Callable[[int, Transmission], bool]
"""Whether a row of ours may become another transmission: no rule of the plan speaks against it."""


@dataclass(frozen=True, slots=True)
class SettleOptions:
    """What may be moved, and how far.

    Attributes:
        moves: whose rows may be moved: of ``own``, ``theirs`` and ``both`` (one of each, or two of one side).
        keep_time: whether times stay as they are.
        shift_minutes: how far a time may be moved, in steps of five minutes.
        most_loss_points: percentage points of its predicted coverage that a row may lose, where that is predicted.
    """

    moves: tuple[str, ...] = _MOVES
    keep_time: bool = False
    shift_minutes: int = 30
    most_loss_points: float = 5.0


@dataclass(frozen=True, slots=True)
class Move:
    """One row becomes another transmission: on another frequency or at another time.

    ``disturbed`` are the test points of its target: who listens there has to find it anew. ``distance`` is in kHz or
    minutes. ``change`` is ``frequency`` or ``time``. ``loss_points`` are the percentage points of its predicted
    coverage that it loses (it gains where they are negative), None where nothing is predicted.
    """

    row: int
    own: bool
    change: str
    before: Transmission
    after: Transmission
    disturbed: int
    in_band: bool = True
    alternative: bool = False
    loss_points: float | None = None

    @property
    def distance(self) -> float:
        """How far it goes, in kHz or minutes."""
        if self.change == "frequency":
            return abs(self.after.frequency_khz - self.before.frequency_khz)
        return abs(self.after.time.start_minute - self.before.time.start_minute)

    @property
    def shift_minutes(self) -> int:
        """Minutes by which its time moves."""
        return 0 if self.change == "frequency" else int(self.distance)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One or two moves that end a pair, verified."""

    moves: tuple[Move, ...]

    @property
    def order(self) -> tuple[float, ...]:
        """Fewest test points disturbed, fewest rows, least lost, in band, least shift, alternative, nearest, ours."""
        return (
            sum(move.disturbed for move in self.moves),
            len(self.moves),
            sum(round(max(move.loss_points or 0.0, 0.0)) for move in self.moves),
            sum(not move.in_band for move in self.moves),
            sum(move.shift_minutes for move in self.moves),
            -sum(move.alternative for move in self.moves),
            sum(move.distance for move in self.moves),
            sum(not move.own for move in self.moves),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A pair of ours with another organisation, or a jammed transmission: a jammer has no row.

    ``a_row`` is ours, ``b_row`` theirs.
    """

    number: int
    a: RowSide
    a_row: int
    pair: Pair | None = None
    jammed: Jammed | None = None
    b_row: int | None = None

    @property
    def counterpart(self) -> str:
        """Whom to settle it with: the manager of the other side, else its broadcaster or service."""
        if self.pair is None:
            return ""
        other = self.pair.b if self.pair.b_row == self.b_row else self.pair.a
        return other.manager or other.broadcaster or other.service or "?"


@dataclass(slots=True)
class Settled:
    """What was found for one problem; ``blocked_by`` counts what is in the way on its channels, if nothing was."""

    problem: Problem
    proposal: Proposal | None = None
    runner_up: Proposal | None = None
    blocked_by: Counter[str] = field(default_factory=Counter)
    channels: int = 0

    @property
    def blockers(self) -> list[tuple[str, int]]:
        """Who is in the way, on how many channels; those with most first."""
        return sorted(self.blocked_by.items(), key=lambda item: (-item[1], item[0]))

    @property
    def rows_moved(self) -> int:
        """Rows of the proposal, 0 without one."""
        return len(self.proposal.moves) if self.proposal is not None else 0


LossOf = Callable[[int, Sequence[Transmission]], Sequence[float | None]]
"""Row and what it may become -> the percentage points of its coverage that it loses as each."""


class _Row:
    """One row of the pool, and what it would be to all others on each of its channels."""

    def __init__(self, pool: Pool, row: int, channels: Sequence[Channel]) -> None:
        self.pool, self.row, self.channels = pool, row, channels
        self.transmission = pool.table.transmissions[row]
        self.channels_hz = np.array([hertz(channel.frequency_khz) for channel in channels], dtype=np.int64)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The rows that share air and area with it and lie near any of its channels."""
        own_hz = int(self.pool.table.frequency_hz[self.row])
        low, high = (min([own_hz, *self.channels_hz]), max([own_hz, *self.channels_hz]))
        return self.pool.neighbours(self.row, int(low), int(high))

    @cached_property
    def before(self) -> Ranks:
        """(m,) the rank of the pair with each neighbour as it is."""
        own_hz = np.array([self.pool.table.frequency_hz[self.row]], dtype=np.int64)
        before: Ranks = self.neighbours.ranks(own_hz, self.pool.sides[self.row].region)[0]
        return before

    @cached_property
    def ranks(self) -> Ranks:
        """(c, m) the rank of the pair with each neighbour on each channel."""
        return self.neighbours.ranks(self.channels_hz, self.pool.sides[self.row].region)

    @cached_property
    def new(self) -> BoolArray:
        """(c, m) whether a warning or an error is new on a channel, or graver than it is now."""
        new: BoolArray = (self.ranks <= GRAVE) & (self.ranks < self.before[None, :])
        return new

    @cached_property
    def _jammers(self) -> list[tuple[bool, BoolArray]]:
        """The jammers on the air with the row: whether each is on its channel now, and on which channels (c,) then.

        Those of one jammer of the plan count as one.
        """
        own_hz = self.pool.table.frequency_hz[[self.row]]
        by_jammer: dict[int, tuple[bool, BoolArray]] = {}
        for number in self.pool.jammers_near(self.row):
            jammer = self.pool.jamming.rows[number]
            single = jammer.low_hz == jammer.high_hz
            follows = single and jammer.jammer is not None and jammer.jammer.follows_transmission(self.transmission)
            now = bool(self._is_near(jammer.low_hz, jammer.high_hz, own_hz)[0])
            then = self._is_near(jammer.low_hz, jammer.high_hz, self.channels_hz) | (follows and now)
            key = number if jammer.jammer is None else -id(jammer.jammer)
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
        found = np.flatnonzero(self.neighbours.rows == other)
        return int(found[0]) if found.size else None

    def ends(self, other: int | None) -> BoolArray:
        """(c,) whether the pair with another row ends on a channel."""
        column = self.position(other) if other is not None else None
        if column is None:
            return np.ones(len(self.channels), dtype=np.bool_)
        ended: BoolArray = self.ranks[:, column] > GRAVE
        return ended


class Settlement:
    """Looks for the moves of one season; rows are looked at once, however many problems they have."""

    def __init__(
        self,
        pool: Pool,
        ours: Sequence[bool],
        channels_of: ChannelsOf,
        allowed: Allowed,
        options: SettleOptions,
        loss_of: LossOf | None = None,
    ) -> None:
        self.pool, self.ours, self.options, self._loss_of = pool, ours, options, loss_of
        self._channels_of, self._allowed = channels_of, allowed
        self._rows: dict[int, _Row] = {}

    def settle(self, problem: Problem) -> Settled:
        """The best moves for a problem and the next best; a chain of two is looked for where no single one does."""
        answer = Settled(problem)
        single = self._verified(problem, sorted(self._single(problem), key=lambda proposal: proposal.order))
        answer.proposal, answer.runner_up = next(single, None), next(single, None)
        if answer.proposal is None and "both" in self.options.moves:
            chains = self._verified(problem, sorted(self._chains(problem), key=lambda proposal: proposal.order))
            answer.proposal, answer.runner_up = next(chains, None), next(chains, None)
        if answer.proposal is None:
            self._say_what_blocks(answer)
        return answer

    def several(self, answer: Settled, most: int) -> list[Proposal]:
        """Up to ``most`` verified proposals for a problem, of one row if there are any, from the best on."""
        if answer.rows_moved != 1:
            return [proposal for proposal in (answer.proposal, answer.runner_up) if proposal is not None]
        ordered = sorted(self._single(answer.problem), key=lambda proposal: proposal.order)
        return list(islice(self._verified(answer.problem, ordered), most))

    def row(self, number: int) -> _Row:
        """What is known of a row."""
        if number not in self._rows:
            self._rows[number] = _Row(self.pool, number, self._channels_of(number))
        return self._rows[number]

    # Single moves

    def _movers(self, problem: Problem) -> list[tuple[int, int | None]]:
        """The rows that may be moved, each with the row it is to get away from."""
        movers: list[tuple[int, int | None]] = []
        if "own" in self.options.moves:
            movers.append((problem.a_row, problem.b_row))
        if "theirs" in self.options.moves and problem.b_row is not None:
            movers.append((problem.b_row, problem.a_row))
        return movers

    def _single(self, problem: Problem) -> Iterator[Proposal]:
        for row, other in self._movers(problem):
            mover = self.row(row)
            clear = ~mover.new.any(axis=1) & mover.ends(other)
            if self.ours[row]:
                clear &= ~(mover.newly_jammed if problem.jammed is None else mover.jammed)
            moves = [self.to_channel(row, mover.channels[number]) for number in np.flatnonzero(clear).tolist()]
            if not self.options.keep_time and problem.pair is not None:
                moves += self._in_time(row, other)
            yield from (Proposal((move,)) for move in self._heard(moves))

    def _heard(self, moves: Sequence[Move]) -> list[Move]:
        """The moves of one row that do not cost too much of its coverage, each with what it costs."""
        if self._loss_of is None or not moves:
            return list(moves)
        losses = self._loss_of(moves[0].row, [move.after for move in moves])
        told = [replace(move, loss_points=loss) for move, loss in zip(moves, losses, strict=True)]
        return [move for move in told if (move.loss_points or 0.0) <= self.options.most_loss_points]

    def to_channel(self, row: int, channel: Channel) -> Move:
        """The move of a row to a channel."""
        before = self.pool.table.transmissions[row]
        after = before.changed(frequency_khz=channel.frequency_khz, sync=None)
        return Move(
            row, self.ours[row], "frequency", before, after, self._points(row), channel.in_band, channel.alternative
        )

    def _points(self, row: int) -> int:
        return (self.pool.sides[row].target_bits or 0).bit_count()

    def _in_time(self, row: int, other: int | None) -> Iterator[Move]:
        """Moves of a row in time by which it gets away from another; its start stays on its day."""
        before = self.pool.table.transmissions[row]
        start, stop = before.time
        most = self.options.shift_minutes // STEP_MINUTES
        shifts = [
            STEP_MINUTES * number
            for number in range(-most, most + 1)
            if number and 0 <= start + STEP_MINUTES * number < MINUTES_PER_DAY
        ]
        variants = [before.changed(time=ClockTime(start + shift, stop + shift)) for shift in shifts]
        if not variants:
            return
        now = self.pool.ranks_of(row)
        own_hz = np.array([self.pool.table.frequency_hz[row]], dtype=np.int64)
        for after, neighbours in zip(variants, self.pool.shifted_neighbours(row, variants), strict=True):
            ranks = neighbours.ranks(own_hz, self.pool.sides[row].region)[0]
            grave = ranks <= GRAVE
            if other in neighbours.rows[grave].tolist() or (grave & (ranks < now[neighbours.rows])).any():
                continue
            yield Move(row, self.ours[row], "time", before, after, self._points(row))

    # Two rows

    def _chains(self, problem: Problem) -> Iterator[Proposal]:
        """A row goes where one other row alone is in the way, and that one goes elsewhere; a swap among them."""
        for row, other in self._movers(problem):
            mover = self.row(row)
            one_in_the_way = (mover.new.sum(axis=1) == 1) & mover.ends(other)
            if self.ours[row]:
                one_in_the_way &= ~(mover.newly_jammed if problem.jammed is None else mover.jammed)
            for number in np.flatnonzero(one_in_the_way).tolist()[:MOST_CHAINS]:
                first = next(iter(self._heard([self.to_channel(row, mover.channels[number])])), None)
                if first is None:
                    continue
                second_row = int(mover.neighbours.rows[int(np.flatnonzero(mover.new[number])[0])])
                if second_row == row:
                    continue
                second = self._away(second_row, first)
                if second is not None:
                    yield Proposal((first, second))

    def _away(self, row: int, first: Move) -> Move | None:
        """The nearest channel on which a row is clear of everybody after another row has moved."""
        moved = self.pool.moved(first.row, first.after)
        mover = _Row(moved, row, self._channels_of(row))
        old = self.row(row)
        before = {int(other): int(rank) for other, rank in zip(old.neighbours.rows, old.before, strict=True)}
        now = np.array([before.get(int(other), NOTHING) for other in mover.neighbours.rows], dtype=np.int8)
        clear = ~((mover.ranks <= GRAVE) & (mover.ranks < now[None, :])).any(axis=1)
        if self.ours[row]:
            clear &= ~old.newly_jammed
        moves = [self.to_channel(row, mover.channels[number]) for number in np.flatnonzero(clear).tolist()]
        return min(self._heard(moves), key=lambda move: Proposal((move,)).order, default=None)

    # Verification

    def _verified(self, problem: Problem, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
        return (proposal for proposal in proposals if self.holds(problem, proposal))

    def holds(self, problem: Problem, proposal: Proposal) -> bool:
        """Whether the engine of conflicts finds the pair ended and nothing of warning or error new."""
        if not all(self._allowed(move.row, move.after) for move in proposal.moves if move.own):
            return False
        rows = [move.row for move in proposal.moves]
        before = [self.pool.ranks_of(row) for row in rows]
        pool = self.pool
        for move in proposal.moves:
            pool = pool.moved(move.row, move.after)
        for row, old in zip(rows, before, strict=True):
            now = pool.ranks_of(row)
            if ((now <= GRAVE) & (now < old)).any():
                return False
            if problem.b_row is not None and row in (problem.a_row, problem.b_row):
                other = problem.b_row if row == problem.a_row else problem.a_row
                if now[other] <= GRAVE:
                    return False
        return True

    def _say_what_blocks(self, answer: Settled) -> None:
        """Count, for the rows that may be moved, who is in the way on their channels."""
        for row, _ in self._movers(answer.problem):
            mover = self.row(row)
            answer.channels += len(mover.channels)
            jammed = mover.jammed if answer.problem.jammed is not None else mover.newly_jammed
            other = answer.problem.b_row if row == answer.problem.a_row else answer.problem.a_row
            ends = mover.ends(other)
            for number in range(len(mover.channels)):
                if self.ours[row] and jammed[number]:
                    answer.blocked_by["a jammer"] += 1
                elif mover.new[number].any():
                    column = int(np.argmin(np.where(mover.new[number], mover.ranks[number], NOTHING)))
                    side = self.pool.sides[int(mover.neighbours.rows[column])]
                    answer.blocked_by[side.broadcaster or side.service or "?"] += 1
                elif not ends[number]:
                    answer.blocked_by["the pair itself"] += 1
