"""At most one move for each row, so that as much as possible ends at once: chosen over all problems together.

A move is verified while all other rows stay where they are, so two good moves may still clash with each other; such two
are never both chosen. In the end the chosen moves are verified once more, all of them made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bcastplan.airtime.airings import Calendar
from bcastplan.airtime.table import assembled
from bcastplan.conflicts import Kind, PairOptions, frequency_pairs, resource_conflicts
from bcastplan.conflicts.pool import GRAVE, Pool
from bcastplan.conflicts.resources import Inventories
from bcastplan.model.finding import Severity
from bcastplan.workspace.moves.proposals import Move, Place, Problem, Proposal, Settled
from bcastplan.workspace.moves.settlement import Settlement

SEVERITY_WEIGHT = {Severity.ERROR: 4.0, Severity.WARNING: 1.0, Severity.INFO: 1.0}
"""What an hour a week of a conflict weighs; a choice of ours: an error is graver than some warnings."""
LEAST_HOURS = 0.1  # a week: what is on the air once still counts
MOST_CANDIDATES = 12  # of one problem


@dataclass(frozen=True)
class Choices:
    """What a solver chooses from.

    Attributes:
        weights: of the problems, by position.
        ends: for each candidate the problems that it ends.
        costs: for each candidate what it disturbs, from 0 to 1; together less than any problem weighs.
        excluded: pairs of candidates of which one at most is chosen.
    """

    weights: Sequence[float]
    ends: Sequence[frozenset[int]]
    costs: Sequence[float]
    excluded: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The candidates chosen, a proven bound of the weight that any choice may end, and whether that was cut short."""

    candidates: tuple[int, ...]
    bound: float
    interrupted: bool = False


@dataclass(frozen=True)
class JointAnswer:
    """One choice over all problems.

    ``ended`` has, for each problem that ends, what ends it: one of the chosen proposals, or the moves of several.
    ``gap`` is the share of the proven bound that may still be missing; ``solver`` is ``highs`` or ``greedy``.
    """

    proposals: tuple[Proposal, ...]
    ended: Mapping[int, Proposal]
    weight: float
    bound: float
    solver: str
    interrupted: bool = False

    @property
    def gap(self) -> float:
        """0 where nothing better is possible among the candidates."""
        return max(0.0, (self.bound - self.weight) / self.bound) if self.bound else 0.0

    @property
    def rows_moved(self) -> int:
        """How many rows it moves."""
        return len({move.row for proposal in self.proposals for move in proposal.moves})


Solver = Callable[[Choices], Chosen]


def greedy(choices: Choices) -> Chosen:
    """Take, problem by problem, the heaviest first, the first candidate that goes with those already taken.

    The bound is the weight of all problems that some candidate ends.
    """
    against: dict[int, set[int]] = defaultdict(set)
    for left, right in choices.excluded:
        against[left].add(right)
        against[right].add(left)
    by_problem: dict[int, list[int]] = defaultdict(list)
    for candidate, ended in enumerate(choices.ends):
        for problem in ended:
            by_problem[problem].append(candidate)
    taken: list[int] = []
    done: set[int] = set()
    for problem in sorted(by_problem, key=lambda number: (-choices.weights[number], number)):
        if problem in done:
            continue
        free = [candidate for candidate in by_problem[problem] if not against[candidate] & set(taken)]
        if free:
            best = min(free, key=lambda candidate: (choices.costs[candidate], candidate))
            taken.append(best)
            done |= choices.ends[best]
    return Chosen(tuple(taken), sum(choices.weights[number] for number in by_problem))


def choose_together(
    finder: Settlement, settled: Sequence[Settled], hours_a_week: Callable[[Problem], float], solve: Solver, name: str
) -> JointAnswer:
    """Choose among the candidates of all problems.

    Args:
        finder: what found the proposals; its pool is the season.
        settled: the problems.
        hours_a_week: how much of a week a problem takes.
        solve: the solver.
        name: what it is called.
    """
    problems = [answer.problem for answer in settled]
    candidates = _candidates(finder, settled)
    weights = [_weight(problem, hours_a_week(problem)) for problem in problems]
    ends = [_ended(finder.pool, problems, proposal.moves) for proposal in candidates]
    costs = _costs(candidates, min(weights, default=1.0))
    choices = Choices(weights, ends, costs, excluded_together(finder.pool, candidates))
    chosen = solve(choices)
    kept = _sound(finder, [candidates[number] for number in chosen.candidates])
    ended = _ended_by(finder.pool, problems, kept)
    return JointAnswer(
        tuple(kept), ended, sum(weights[number] for number in ended), chosen.bound, name, chosen.interrupted
    )


def _costs(candidates: Sequence[Proposal], least: float) -> list[float]:
    """What each candidate disturbs, and a little for how far it goes; all together half of the least weight."""
    plain = [
        # One for each move, so that of choices that disturb as many the one
        # with fewer moves is taken; the rest breaks ties.
        sum(move.disturbed + 1 + move.distance / 1e6 + move.shift_minutes / 1e3 for move in proposal.moves)
        for proposal in candidates
    ]
    return [0.5 * least * cost / sum(plain) for cost in plain]


def _weight(problem: Problem, hours: float) -> float:
    conflict = problem.pair or problem.jammed
    assert conflict is not None
    return SEVERITY_WEIGHT[conflict.severity] * max(hours, LEAST_HOURS)


def _candidates(finder: Settlement, settled: Sequence[Settled]) -> list[Proposal]:
    """The proposals of all problems, each once."""
    by_places: dict[tuple[Place, ...], Proposal] = {}
    for answer in settled:
        for proposal in finder.several(answer, MOST_CANDIDATES):
            by_places.setdefault(proposal.places, proposal)
    return list(by_places.values())


def _ended(pool: Pool, problems: Sequence[Problem], moves: Sequence[Move]) -> frozenset[int]:
    """The positions of the problems that some moves end, all of them made."""
    moved = pool.all_moved({move.row: move.after for move in moves})
    ranks = {move.row: moved.ranks_of(move.row) for move in moves}
    parted = {(move.row, other) for move in moves for other in move.parted}
    ended = set()
    for position, problem in enumerate(problems):
        for row in {move.row for move in moves} & {problem.a_row, problem.b_row}:
            other = problem.other_than(row)
            parts = other is not None and (ranks[row][other] > GRAVE or (row, other) in parted)
            if parts or (other is None and not moved.jammers_on(row)):
                ended.add(position)
    return frozenset(ended)


def _ended_by(pool: Pool, problems: Sequence[Problem], proposals: Sequence[Proposal]) -> dict[int, Proposal]:
    """What ends each problem that all proposals together end: the first that does alone, else those of its rows."""
    together = _ended(pool, problems, [move for proposal in proposals for move in proposal.moves])
    alone: dict[int, Proposal] = {}
    of_row: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        for position in _ended(pool, problems, proposal.moves):
            alone.setdefault(position, proposal)
        for move in proposal.moves:
            of_row[move.row].append(proposal)
    ended_by: dict[int, Proposal] = {}
    for position in sorted(together):
        problem = problems[position]
        rows = [row for row in (problem.a_row, problem.b_row) if row is not None]
        moves = {move.row: move for row in rows for proposal in of_row[row] for move in proposal.moves}
        ended_by[position] = alone.get(position) or Proposal(tuple(moves.values()))
    return ended_by


def excluded_together(
    pool: Pool, candidates: Sequence[Proposal], inventories: Inventories | None = None
) -> frozenset[tuple[int, int]]:
    """Pairs of candidates that cannot both be chosen: they move one row to two places, or their rows would conflict.

    With inventories also those that would use one transmitter or antenna at the same time.
    """
    moves = [(number, move) for number, proposal in enumerate(candidates) for move in proposal.moves]
    excluded: set[tuple[int, int]] = set()
    by_row: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    for number, move in moves:
        by_row[move.row].append((number, move.place))
    for places in by_row.values():
        excluded |= {
            (left, right)
            for at, (left, place) in enumerate(places)
            for right, elsewhere in places[at + 1 :]
            if left != right and place != elsewhere
        }
    # Rows of lists make no pairs with each other, but two of them that move may meet.
    sides = [replace(pool.sides[move.row].moved(move.after), is_reference=False) for _, move in moves]
    table = assembled([move.after for _, move in moves], Calendar(pool.table.epoch, pool.table.words))
    pairs = frequency_pairs(table, sides, PairOptions())
    for a, b, severity in zip(
        pairs.columns.a.tolist(), pairs.columns.b.tolist(), pairs.columns.severity.tolist(), strict=True
    ):
        left, right = moves[a], moves[b]
        if severity <= GRAVE and left[1].row != right[1].row and left[0] != right[0]:
            excluded.add((min(left[0], right[0]), max(left[0], right[0])))
    for booking in resource_conflicts(table, sides, inventories or {}):
        # Whether a site has transmitters enough is a matter of all its bookings, not of two candidates.
        if booking.kind is not Kind.CAPACITY:
            a, b = (moves[row] for row in booking.member_rows[:2])
            excluded |= {(a[0], b[0])} if a[1].row != b[1].row and a[0] != b[0] else set()
    return frozenset((min(pair), max(pair)) for pair in excluded)


def _sound(finder: Settlement, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals that, all of them made, cause no new conflict in the season; the others are left out."""
    kept = list(proposals)
    while kept:
        # Candidates were excluded two by two, each with its own problem in view; only all moves together show the rest.
        bad = clashing_rows(finder.pool, kept)
        if not bad:
            break
        kept = [proposal for proposal in kept if not bad & {move.row for move in proposal.moves}]
    allowed: list[Proposal] = []
    for proposal in kept:
        moves = [move for part in (*allowed, proposal) for move in part.moves]
        if finder.judges.allowed(moves):
            allowed.append(proposal)
    return allowed


def clashing_rows(pool: Pool, proposals: Sequence[Proposal]) -> set[int]:
    """The rows that have a new pair of warning or error in the season with all moves done."""
    moves = {move.row: move.after for proposal in proposals for move in proposal.moves}
    return pool.all_moved(moves).new_rows(moves, pool)
