"""What of an opened workspace is to be settled with whom, and the moves found for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import Jammed, Pair, PairResult, RowSide, resource_conflicts
from bcastplan.conflicts.pool import GRAVE, Pool
from bcastplan.conflicts.resources import Resource
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.finding import Severity
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.editing.row_findings import findings_in_rows
from bcastplan.workspace.inspection.plan_conflicts import (
    PlanConflicts,
    agreements_of,
    inventories_of,
    jammed_of,
    named_conflicts,
    pairs_of,
    sides_of,
)
from bcastplan.workspace.moves.allowed_channels import Channel, allowed_channels
from bcastplan.workspace.moves.coverage_loss import CoverageLoss
from bcastplan.workspace.moves.highs_choice import has_highs, highs
from bcastplan.workspace.moves.joint_moves import JointAnswer, choose_together, greedy
from bcastplan.workspace.moves.proposals import Problem, Proposal, Settled, SettleOptions
from bcastplan.workspace.moves.settlement import Settlement
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress


class SettleError(ValueError):
    """What was asked for cannot be answered: no row of that manager, say."""


@dataclass(slots=True)
class SettleAnswer:
    """The problems with what was found for each, in their order, and the conflicts they come from."""

    settled: list[Settled]
    conflicts: PlanConflicts
    pool: Pool
    manager: str | None
    joint: JointAnswer | None = None
    """One choice over all problems, where it was asked for; the proposals are then those it chose."""

    @property
    def summary(self) -> dict[str, int]:
        """How many problems there are, and how many end by moving one row or two."""
        moved = Counter(answer.rows_moved for answer in self.settled)
        return {
            "problems": len(self.settled),
            "pairs": sum(answer.problem.pair is not None for answer in self.settled),
            "jammed": sum(answer.problem.jammed is not None for answer in self.settled),
            "by_one_row": moved[1],
            "by_two_rows": moved[2],
            "unsolved": moved[0],
        }


def settle_workspace(
    workspace: Workspace,
    *,
    manager: str | None = None,
    only: Sequence[str] = (),
    options: SettleOptions | None = None,
    together: bool = False,
    time_limit_seconds: float = 60.0,
    prediction: CoverageOptions | None = None,
    progress: Progress = no_progress,
) -> SettleAnswer:
    """Look for the moves that end the external pairs of warning or error, and the jamming, of one side.

    Args:
        workspace: the plans, and the reference schedules to settle with.
        manager: whose rows are ours; None for all rows of the plans.
        only: counterparts (manager, broadcaster or service) or rule codes to look at; none for all.
        options: what may be moved.
        together: choose at most one move for each row, so that as much as possible ends at once.
        time_limit_seconds: how long the solver may look for the best choice.
        prediction: how to predict what a move costs of the coverage; None predicts nothing.
        progress: told how many problems are done.

    Raises:
        SettleError: no row of the plans has that manager.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    sides = sides_of(workspace)
    ours = [not side.is_reference and manager in (None, side.manager) for side in sides]
    if manager is not None and not any(ours):
        raise SettleError(f"no transmission has the manager '{manager}'")
    pairs = pairs_of(workspace, sides=sides)
    jammed = jammed_of(workspace, sides=sides)
    pool = Pool.of(workspace.table, sides, agreements_of(workspace), workspace.jamming)
    problems = _problems(pairs, list(jammed), ours, only)
    finder = Settlement(
        pool,
        ours,
        _Channels(workspace),
        _Allowed(workspace, pool),
        options or SettleOptions(),
        CoverageLoss(workspace, prediction).points if prediction is not None else None,
    )
    settled = []
    for number, problem in enumerate(problems, 1):
        settled.append(finder.settle(problem))
        progress("looking for moves", number, len(problems))
    answer = SettleAnswer(settled, named_conflicts(workspace, pairs, (), jammed), pool, manager)
    if together and settled:
        _choose_together(answer, finder, time_limit_seconds)
    return answer


def moves_for(workspace: Workspace, conflict: Pair | Jammed, most: int = 40) -> list[Proposal]:
    """The verified moves of one row, or of two where one does not do, that end a conflict; the best first.

    All rows of the plans are ours. A conflict between two of these is looked at from its first side.
    """
    sides = sides_of(workspace)
    ours = [not side.is_reference for side in sides]
    pool = Pool.of(workspace.table, sides, agreements_of(workspace), workspace.jamming)
    if isinstance(conflict, Jammed):
        problem = Problem(number=1, a=conflict.side, a_row=conflict.row, jammed=conflict)
    else:
        turned = not ours[conflict.a_row]
        a_row, b_row = (conflict.b_row, conflict.a_row) if turned else (conflict.a_row, conflict.b_row)
        problem = Problem(number=1, a=sides[a_row], a_row=a_row, pair=conflict, b_row=b_row)
    finder = Settlement(pool, ours, _Channels(workspace), _Allowed(workspace, pool), SettleOptions())
    return finder.several(finder.settle(problem), most)


def _choose_together(answer: SettleAnswer, finder: Settlement, time_limit_seconds: float) -> None:
    """Put one choice over all problems in place of the single proposals: HiGHS where it is installed, else greedy."""

    def hours_a_week(problem: Problem) -> float:
        if problem.pair is not None:
            return answer.conflicts.pairs.wording.hours_a_week(problem.pair.a_row, problem.pair.b_row)
        assert answer.conflicts.jammed is not None
        assert problem.jammed is not None
        return answer.conflicts.jammed.hours_a_week(problem.jammed)

    name, solve = "greedy", greedy
    if has_highs():
        name, solve = "highs", partial(highs, time_limit_seconds=time_limit_seconds)
    answer.joint = joint = choose_together(finder, answer.settled, hours_a_week, solve, name)
    for position, settled in enumerate(answer.settled):
        rows = {settled.problem.a_row, settled.problem.b_row}
        chosen = [part for part in joint.proposals if rows & {move.row for move in part.moves}]
        settled.runner_up = settled.proposal = None
        if position in joint.ended and chosen:
            moves = {move.row: move for part in chosen for move in part.moves if move.row in rows}
            settled.proposal = Proposal(tuple(moves.values()))


def _problems(pairs: PairResult, jammed: Sequence[Jammed], ours: Sequence[bool], only: Sequence[str]) -> list[Problem]:
    problems: list[Problem] = []
    for pair in pairs.external:
        if pair.severity.rank > GRAVE or not (ours[pair.a_row] or ours[pair.b_row]):
            continue
        turned = not ours[pair.a_row]
        problems.append(
            Problem(
                number=0,
                a=pair.b if turned else pair.a,
                a_row=pair.b_row if turned else pair.a_row,
                pair=pair,
                b_row=pair.a_row if turned else pair.b_row,
            )
        )
    problems += [Problem(number=0, a=item.side, a_row=item.row, jammed=item) for item in jammed if ours[item.row]]
    chosen = [problem for problem in problems if not only or _is_meant(problem, only)]
    return [replace(problem, number=number) for number, problem in enumerate(chosen, 1)]


def _is_meant(problem: Problem, only: Sequence[str]) -> bool:
    names = {problem.counterpart}
    if problem.pair is not None:
        other = problem.pair.b if problem.pair.b_row == problem.b_row else problem.pair.a
        names |= {other.manager or "", other.broadcaster or "", other.service}
    rule = problem.pair.kind.rule if problem.pair is not None else "CON120"
    return any(code in names or (code.startswith("CON") and rule.startswith(code)) for code in only)


class _Channels:
    """The channels that each row may move to; the rows of a plan as its inventory and codes allow."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._shipped = Directory()

    def __call__(self, row: int) -> Sequence[Channel]:
        opened = self._workspace.plan_of_row(row)
        transmission = self._workspace.table.transmissions[row]
        if opened is None:
            return allowed_channels(transmission, None, self._shipped)
        return allowed_channels(transmission, opened.plan, opened.directory)


class _Allowed:
    """Whether a rule of its plan speaks against what a transmission of ours would become."""

    def __init__(self, workspace: Workspace, pool: Pool) -> None:
        self._workspace, self._pool = workspace, pool
        self._editable = {schedule.file for schedule in workspace.schedules if schedule.kind == "yaml"}
        self._inventories = inventories_of(workspace)
        self._bookings: Counter[tuple[object, ...]] | None = None

    def __call__(self, row: int, after: Transmission) -> bool:
        if after.file not in self._editable:
            return True
        table = self._workspace.table.replaced(row, after)
        if self._findings(table, row) - self._findings(self._workspace.table, row):
            return False
        if not self._inventories:
            return True
        if self._bookings is None:
            self._bookings = self._booked(self._workspace.table, self._pool.sides)
        return not self._booked(table, self._pool.moved(row, after).sides) - self._bookings

    def _findings(self, table: AirtimeTable, row: int) -> Counter[tuple[str, Severity]]:
        opened = self._workspace.plan_of_row(row)
        if opened is None:
            return Counter()
        return Counter(
            (finding.rule, finding.severity)
            for finding in findings_in_rows(table, [row], opened)
            if finding.severity.rank <= GRAVE
        )

    def _booked(self, table: AirtimeTable, sides: Sequence[RowSide]) -> Counter[tuple[object, ...]]:
        return Counter(map(_booking, resource_conflicts(table, sides, self._inventories)))


def _booking(resource: Resource) -> tuple[object, ...]:
    return (resource.kind, resource.site, resource.transmitter, resource.antenna, resource.member_rows)
