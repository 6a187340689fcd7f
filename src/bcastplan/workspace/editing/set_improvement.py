"""Better frequencies for rows under edit: the search runs on a copy of the plans, and its answer becomes an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.tasks.runner import InThisProcess
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.asked_programmes import asked_programmes, asked_set
from bcastplan.workspace.prediction.better_frequencies import OptimiseAnswer, better_frequencies
from bcastplan.workspace.prediction.local_means import local_means
from bcastplan.workspace.prediction.programme_sets import OptimiseError, ProgrammeSet, programme_sets


@dataclass(frozen=True)
class SetImprovement:
    """A proposal for some rows.

    Attributes:
        answer: the proposal.
        rows: those that it takes the place of, in the order of ``answer.programme``; those that were not asked for
            stay as they are.
        asked: how many of them were asked for.
        others: how many of the rows that were asked for are left alone, because they are on other days or dates.
    """

    answer: OptimiseAnswer
    rows: tuple[int, ...]
    asked: int
    others: int


def improve_rows(
    workspace: Workspace,
    rows: Sequence[int],
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
) -> SetImprovement:
    """Look for a better plan for some rows: within what the plan asks of their programme, else in their hours.

    Args:
        workspace: the plans, which nobody edits meanwhile.
        rows: those that may be rearranged; of several sets the one with most hours is.
        options: how to predict.
        progress: told what is being done.

    Raises:
        OptimiseError: nothing can be rearranged; the message says why.
        CoverageRequestError: no sunspot number is known.
    """
    # A screen keeps standard error to itself, which processes that are started would need.
    options = options or CoverageOptions(means=local_means(InThisProcess()))
    programme = _set_of(workspace, rows, options)
    answer = better_frequencies(workspace, programme, options=options, progress=progress)
    asked = len(set(rows) & set(programme.rows))
    return SetImprovement(answer, programme.rows, asked, len(set(rows)) - asked)


def _set_of(workspace: Workspace, rows: Sequence[int], options: CoverageOptions) -> ProgrammeSet:
    chosen = set(rows)
    services = {workspace.own_table.transmissions[row].service for row in rows}
    if len(services) > 1:
        raise OptimiseError(f"one service at a time: {', '.join(sorted(services))} are marked")
    for name, (opened, wishes) in asked_programmes(workspace).items():
        if (wishes.service or name) in services and workspace.plan_of_row(rows[0]) is opened:
            return asked_set(workspace, name, opened, wishes, options, rows)
    sets, refused = programme_sets(workspace, services.pop(), only=chosen.__contains__)
    if not sets:
        raise OptimiseError("; ".join(refused))
    return sets[0]
