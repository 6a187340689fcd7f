"""Finds the moves that end a pair with another organisation, or a jamming, without making a new conflict for anybody.

Moves are looked for by the conflicts that a row would have at each new place, and then verified by the engine of
``conflicts``: the pair ends, and no row that moves gets a pair of warning or error that it does not have now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from bcastplan.conflicts.pool import GRAVE, NOTHING, Pool
from bcastplan.workspace.moves.proposals import Move, Problem, Proposal, Settled, SettleOptions
from bcastplan.workspace.moves.row_moves import Judges, RowMoves

MOST_CHAINS = 200
"""How many first moves of a chain are tried, best first: those whose new place only one other row blocks."""
_EVERYBODY = 1_000_000
MOST_SECOND_MOVES = 4
"""How many moves of the blocking row are tried after each first move."""


class Settlement:
    """Looks for the moves of one season; rows are looked at once, however many problems they have."""

    def __init__(self, pool: Pool, ours: Sequence[bool], judges: Judges, options: SettleOptions) -> None:
        self.pool, self.ours, self.judges, self.options = pool, ours, judges, options
        self.rows = RowMoves(pool, ours, judges, options)

    def settle(self, problem: Problem) -> Settled:
        """The best moves for a problem and the next best; a chain of two is looked for where no single one does.

        Raises:
            CoverageRequestError: no sunspot number is known.
        """
        answer = Settled(problem)
        single = self._verified(problem, self._single(problem))
        answer.proposal, answer.runner_up = next(single, None), next(single, None)
        if answer.proposal is None and "both" in self.options.moves:
            chains = self._verified(problem, self._chains(problem))
            answer.proposal, answer.runner_up = next(chains, None), next(chains, None)
        if answer.proposal is None:
            self._tell_what_blocks(answer)
        return answer

    def several(self, answer: Settled, most: int) -> list[Proposal]:
        """Up to ``most`` verified proposals for a problem, of one row if there are any, from the best on."""
        if answer.proposal is None:
            return []
        proposals = self._single(answer.problem) if answer.rows_moved == 1 else self._chains(answer.problem)
        return list(islice(self._verified(answer.problem, proposals), most))

    def _movers(self, problem: Problem, sides: Sequence[str]) -> list[int]:
        """The rows of some sides of a problem."""
        rows = [problem.a_row] if "own" in sides else []
        return [*rows, problem.b_row] if "theirs" in sides and problem.b_row is not None else rows

    # One row

    def _single(self, problem: Problem) -> Iterator[Proposal]:
        leaves_jammers = problem.jammed is not None
        for row in self._movers(problem, self.options.moves):
            other = problem.other_than(row)
            moves = [step.move for step in self.rows.steps(row, other, leaves_jammers=leaves_jammers)]
            if other is not None:
                moves += self.rows.from_elsewhere(row, other)
            yield from (Proposal((move,)) for move in self.rows.heard(moves))

    # Two rows

    def _chains(self, problem: Problem) -> Iterator[Proposal]:
        """A row takes a place that only one other row blocks, and that row goes elsewhere; a swap is such a chain."""
        firsts: list[tuple[Move, int]] = []
        for row in self._movers(problem, ("own", "theirs")):
            steps = self.rows.steps(
                row, problem.other_than(row), leaves_jammers=problem.jammed is not None, most_in_the_way=1
            )
            blocked = {step.move.place: step for step in steps if step.in_the_way}
            moves = self.rows.heard([step.move for step in blocked.values()])
            firsts += [(move, blocked[move.place].in_the_way[0]) for move in moves]
        # Chains grow with the product of both rows' moves: the best first moves are tried, up to a limit.
        firsts.sort(key=lambda first: Proposal((first[0],)).order)
        for first, second_row in firsts[:MOST_CHAINS]:
            for second in self._second_moves(problem, first, second_row)[:MOST_SECOND_MOVES]:
                yield Proposal((first, second))

    def _second_moves(self, problem: Problem, first: Move, row: int) -> list[Move]:
        """Where the row in the way may go after the first one has moved, the best first."""
        other = first.row if problem.other_than(first.row) == row else None
        moved = self.rows.after(first)
        moves = moved.heard([step.move for step in moved.steps(row, other, leaves_jammers=False)])
        return sorted(moves, key=lambda move: Proposal((move,)).order)

    # Verification

    def _verified(self, problem: Problem, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
        ordered = sorted(proposals, key=lambda proposal: proposal.order)
        # Verifying takes longest, so that each proposal is verified only when its turn comes.
        return (proposal for proposal in ordered if self.holds(problem, proposal))

    def holds(self, problem: Problem, proposal: Proposal) -> bool:
        """Whether the engine of conflicts finds that the pair ends and that no new warning or error appears."""
        moved = self.pool.all_moved({move.row: move.after for move in proposal.moves})
        for move in proposal.moves:
            now = moved.ranks_of(move.row)
            if ((now <= GRAVE) & (now < self.rows.ranks(move.row))).any():
                return False
            other = problem.other_than(move.row)
            if other is not None and now[other] <= GRAVE and other not in move.parted:
                return False
            leaves = problem.jammed is not None and move.row == problem.a_row
            if self.ours[move.row] and self.rows.is_newly_jammed(move.row, moved, leaves):
                return False
        return self.judges.allowed(proposal.moves)

    def _tell_what_blocks(self, answer: Settled) -> None:
        """Count who is in the way of the rows that may be moved, on their other channels and at their other times."""
        problem = answer.problem
        for row in self._movers(problem, ("own", "theirs") if "both" in self.options.moves else self.options.moves):
            answer.channels += len(self.rows.row(row).channels)
            answer.blocked_by.update(self._in_the_way_on_channels(problem, row))
            if not self.options.keep_time:
                steps = list(self.rows.to_times(row, problem.other_than(row), problem.jammed is not None, _EVERYBODY))
                times = self.rows.count_of_times(row)
                answer.times += times
                answer.blocked_by.update(self._name_of(step.in_the_way, problem) for step in steps)
                answer.blocked_by["a jammer"] += times - len(steps)
        # A plus takes out the counts of 0.
        answer.blocked_by = +answer.blocked_by

    def _in_the_way_on_channels(self, problem: Problem, row: int) -> Iterator[str]:
        """Who or what is in the way on each channel of a row."""
        mover = self.rows.row(row)
        jammed = mover.jammed if problem.jammed is not None else mover.newly_jammed
        ends = mover.ends(problem.other_than(row))
        for number, channel in enumerate(mover.channels):
            if self.ours[row] and jammed[number]:
                yield "a jammer"
            elif mover.new[number].any():
                column = int(np.argmin(np.where(mover.new[number], mover.ranks[number], NOTHING)))
                yield self._name_of([int(mover.neighbours.rows[column])], problem)
            elif not ends[number]:
                yield "the pair itself"
            elif self.judges.loss_of is not None and not self.rows.heard([self.rows.to_channel(row, channel)]):
                yield "too little would be heard"
            else:
                yield "a rule of the plan"

    def _name_of(self, rows: Sequence[int], problem: Problem) -> str:
        """The name of the first of some rows; the other side of the pair is the pair itself."""
        if not rows:
            return "a rule of the plan"
        if set(rows) <= {problem.a_row, problem.b_row}:
            return "the pair itself"
        side = self.pool.sides[next(row for row in rows if row not in (problem.a_row, problem.b_row))]
        return side.broadcaster or side.service or "?"
