"""What of an opened workspace is to be settled with whom, and the moves found for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bcastplan.conflicts import Jammed, Pair, RowSide
from bcastplan.conflicts.pool import Pool
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.point_people import audience_about
from bcastplan.reference.directory import Directory
from bcastplan.tasks.runner import InThisProcess, Runner
from bcastplan.workspace.inspection.plan_conflicts import (
    PlanConflicts,
    agreements_of,
    jammed_of,
    named_conflicts,
    pairs_of,
    sides_of,
)
from bcastplan.workspace.moves.allowed_channels import Channel, allowed_channels
from bcastplan.workspace.moves.coverage_loss import CoverageLoss
from bcastplan.workspace.moves.facility_verdicts import FacilityVerdicts
from bcastplan.workspace.moves.highs_choice import has_highs, highs
from bcastplan.workspace.moves.joint_moves import JointAnswer, choose_together, greedy
from bcastplan.workspace.moves.own_rules import OwnRules
from bcastplan.workspace.moves.proposals import Problem, Proposal, Settled, SettleOptions
from bcastplan.workspace.moves.row_moves import Judges
from bcastplan.workspace.moves.season_problems import problem_of, problems_of
from bcastplan.workspace.moves.season_search import search
from bcastplan.workspace.moves.settlement import Settlement
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.plan_facts import PlanListeners

LEAST_SECONDS = 1.0
"""The choice over all problems gets at least so much of a time limit, however long the search took."""
SECONDS_TOGETHER = 60.0
"""How long that choice may take without a time limit."""


class SettleError(ValueError):
    """What was asked for cannot be answered: no row of that manager, say."""


@dataclass(slots=True)
class SettleAnswer:
    """The problems with what was found for each, in their order, and the conflicts they come from.

    Attributes:
        settled: what was found.
        conflicts: the pairs and what is jammed.
        pool: the season.
        rules: of the plans.
        manager: whose rows are ours; None for all of the plans.
        joint: one choice over all problems, where it was asked for; the proposals are then those it chose.
        stopped_by: ``time`` or ``interrupt`` where not all was looked at.
    """

    settled: list[Settled]
    conflicts: PlanConflicts
    pool: Pool
    rules: OwnRules
    manager: str | None
    joint: JointAnswer | None = None
    stopped_by: str | None = None

    @property
    def summary(self) -> dict[str, int]:
        """How many problems there are, and how many end by moving one row or two."""
        looked_at = [answer for answer in self.settled if answer.looked_at]
        moved = Counter(answer.rows_moved for answer in looked_at)
        return {
            "problems": len(self.settled),
            "pairs": sum(answer.problem.pair is not None for answer in self.settled),
            "jammed": sum(answer.problem.jammed is not None for answer in self.settled),
            "by_one_row": moved[1],
            "by_two_rows": sum(count for rows, count in moved.items() if rows > 1),
            "unsolved": moved[0],
            "not_looked_at": len(self.settled) - len(looked_at),
        }


def settle_workspace(
    workspace: Workspace,
    *,
    manager: str | None = None,
    only: Sequence[str] = (),
    options: SettleOptions | None = None,
    together: bool = False,
    time_limit_seconds: float | None = None,
    prediction: CoverageOptions | None = None,
    runner: Runner | None = None,
    progress: Progress = no_progress,
) -> SettleAnswer:
    """Look for the moves that end the external pairs of warning or error, and the jamming, of one side.

    Whoever interrupts it (KeyboardInterrupt) during the search gets what was found until then.

    Args:
        workspace: the plans, and the reference schedules to settle with.
        manager: whose rows are ours; None for all rows of the plans.
        only: counterparts (manager, broadcaster or service) or rule codes to look at; none for all.
        options: what may be moved.
        together: choose at most one move for each row, so that as much as possible ends at once.
        time_limit_seconds: how long to look; None for as long as it takes.
        prediction: how to predict what a move costs of the coverage; None predicts nothing.
        runner: who looks; None for this process.
        progress: told how many problems are done.

    Raises:
        SettleError: no row of the plans has that manager.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    until = None if time_limit_seconds is None else time.monotonic() + time_limit_seconds
    sides = sides_of(workspace)
    ours = [not side.is_reference and manager in (None, side.manager) for side in sides]
    if manager is not None and not any(ours):
        raise SettleError(f"no transmission has the manager '{manager}'")
    pairs = pairs_of(workspace, sides=sides)
    jammed = jammed_of(workspace, sides=sides)
    pool = pool_of(workspace, sides)
    rules = OwnRules(workspace, pool)
    options = options or SettleOptions()
    finder = Settlement(pool, ours, judges_of(workspace, pool, rules, prediction, options), options)
    looked = search(finder, problems_of(pairs, list(jammed), ours, only), runner=runner, until=until, progress=progress)
    conflicts = named_conflicts(workspace, pairs, (), jammed)
    answer = SettleAnswer(looked.settled, conflicts, pool, rules, manager, stopped_by=looked.stopped_by)
    # After a time limit there is still a short choice; whoever interrupts wants to see the answer now.
    if together and answer.settled and answer.stopped_by != "interrupt":
        left = SECONDS_TOGETHER if until is None else max(LEAST_SECONDS, until - time.monotonic())
        try:
            _choose_together(answer, finder, left)
        except KeyboardInterrupt:  # what was found for each problem stands
            answer.stopped_by = "interrupt"
    return answer


def moves_for(workspace: Workspace, conflict: Pair | Jammed, most: int = 40) -> list[Proposal]:
    """The verified moves of one row, or of two where one does not do, that end a conflict; the best first.

    All rows of the plans are ours. A conflict between two of these is looked at from its first side.
    """
    sides = sides_of(workspace)
    ours = [not side.is_reference for side in sides]
    pool = pool_of(workspace, sides)
    options = SettleOptions()
    judges = judges_of(workspace, pool, OwnRules(workspace, pool), None, options)
    finder = Settlement(pool, ours, judges, options)
    return finder.several(finder.settle(problem_of(conflict, ours)), most)


def pool_of(workspace: Workspace, sides: Sequence[RowSide]) -> Pool:
    """The season of a workspace, with its jammers."""
    return Pool.of(workspace.table, sides, agreements_of(workspace), workspace.jamming, workspace.jamming_on)


def judges_of(
    workspace: Workspace, pool: Pool, rules: OwnRules, prediction: CoverageOptions | None, options: SettleOptions
) -> Judges:
    """The judges of moves for a workspace; they predict in the process that looks for the moves."""
    channels, audiences = _Channels(workspace), _Audiences(workspace, pool)
    if prediction is None:
        return Judges(channels.of, rules.allow, audiences.of)
    # The search may be shared among processes already, and these must not start others.
    here = replace(prediction, means=replace(prediction.means, runner=InThisProcess()))
    loss, facilities = CoverageLoss(workspace, here), FacilityVerdicts(workspace, pool, here, options.most_loss_points)
    return Judges(channels.of, rules.allow, audiences.of, loss.points, facilities)


def _choose_together(answer: SettleAnswer, finder: Settlement, seconds: float) -> None:
    """Put one choice over all problems in place of the single proposals: HiGHS where it is installed, else greedy."""

    def hours_a_week(problem: Problem) -> float:
        if problem.pair is not None:
            return answer.conflicts.pairs.wording.hours_a_week(problem.pair.a_row, problem.pair.b_row)
        assert answer.conflicts.jammed is not None
        assert problem.jammed is not None
        return answer.conflicts.jammed.hours_a_week(problem.jammed)

    name, solve = "greedy", greedy
    if has_highs():
        name, solve = "highs", partial(highs, time_limit_seconds=seconds)
    answer.joint = joint = choose_together(finder, answer.settled, hours_a_week, solve, name)
    if joint.interrupted:
        answer.stopped_by = "interrupt"
    for position, settled in enumerate(answer.settled):
        # The next best move of one problem need not go with the moves chosen for the others.
        settled.proposal, settled.runner_up = joint.ended.get(position), None


class _Channels:
    """The channels that each row may move to; the rows of a plan as its inventory and codes allow."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        # Rows of lists are read with the shipped codes: those that a plan adds mean nothing to other organisations.
        self._shipped = Directory()

    def of(self, row: int) -> Sequence[Channel]:
        opened = self._workspace.plan_of_row(row)
        transmission = self._workspace.table.transmissions[row]
        if opened is None:
            return allowed_channels(transmission, None, self._shipped)
        return allowed_channels(transmission, opened.plan, opened.directory)


class _Audiences:
    """The people each row is meant for: the listeners that its plan names, else those about its test points."""

    def __init__(self, workspace: Workspace, pool: Pool) -> None:
        self._workspace, self._pool = workspace, pool
        self._listeners = {opened.key: PlanListeners(opened.plan) for opened in workspace.plans}

    def of(self, row: int) -> Audience | None:
        opened = self._workspace.plan_of_row(row)
        named = self._workspace.table.transmissions[row].listeners
        if opened is not None and named is not None:
            return self._listeners[opened.key].audience(named)
        points = self._pool.sides[row].target_bits
        return audience_about(points) if points else None
