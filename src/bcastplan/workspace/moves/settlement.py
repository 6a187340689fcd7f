"""For every pair to be settled with others, and every jammed channel, the moves that end it and cost nobody else his.

A move is looked for by what its rows would be to all others there, and verified by the engine that ``conflicts`` uses:
it ends its pair, and no row of either side gets a pair of warning or error that it has not now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from bcastplan.conflicts.pool import GRAVE, NOTHING, Pool
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.moves.allowed_channels import Channel
from bcastplan.workspace.moves.moving_row import MovingRow
from bcastplan.workspace.moves.proposals import Move, Problem, Proposal, Settled, SettleOptions

STEP_MINUTES = 5
MOST_CHAINS = 24
"""Channels that are tried as the first of two moves: those on which one row alone is in the way."""

ChannelsOf = Callable[[int], Sequence[Channel]]
"""Row -> the channels it may move to."""
Allowed = Callable[[int, Transmission], bool]
"""Whether a row of ours may become another transmission: no rule of the plan speaks against it."""
LossOf = Callable[[int, Sequence[Transmission]], Sequence[float | None]]
"""Row and what it may become -> the percentage points of its coverage that it loses as each."""


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
        self._rows: dict[int, MovingRow] = {}

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

    def row(self, number: int) -> MovingRow:
        """What is known of a row."""
        if number not in self._rows:
            self._rows[number] = MovingRow(self.pool, number, self._channels_of(number))
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
        mover = MovingRow(moved, row, self._channels_of(row))
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
