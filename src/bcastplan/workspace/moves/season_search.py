"""The search over the problems of a season: by any runner, stopped at any time with what was found until then.

What is found for a problem follows from the season and the problem alone, so it does not matter who looks, nor in which
order: the answer is that of one process.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bcastplan.tasks.runner import InThisProcess, Runner, Work
from bcastplan.workspace.moves.proposals import Problem, Settled
from bcastplan.workspace.moves.settlement import Settlement
from bcastplan.workspace.opening.open_plans import Progress

WORTH_PROBLEMS = 100
"""How many problems there have to be before other processes pay (about a second of one core)."""
# The search stops between groups, and what was done of an unfinished one is lost.
_MOST_TOGETHER = 8


@dataclass(frozen=True)
class Search:
    """What was found, in the order of the problems, and what stopped the search: ``time``, ``interrupt`` or nothing."""

    settled: list[Settled]
    stopped_by: str | None = None


def search(
    finder: Settlement,
    problems: Sequence[Problem],
    *,
    runner: Runner | None = None,
    until: float | None = None,
    progress: Progress,
) -> Search:
    """Look for the moves of all problems.

    Args:
        finder: looks for the moves of one.
        problems: the problems.
        runner: who looks; None for this process.
        until: when to stop, in seconds of ``time.monotonic``; None for never.
        progress: told how many problems are done.
    """
    settled = [Settled(problem, looked_at=False) for problem in problems]
    groups = _groups(problems)
    work = Work(settle_some, finder, [[problems[number] for number in group] for group in groups])
    many = len(problems) >= WORTH_PROBLEMS
    done, stopped_by = 0, None
    answers = (runner if runner is not None and many else InThisProcess()).answers(work)
    try:
        for task, answer in answers:
            for number, part in zip(groups[task], answer, strict=True):
                part.problem = problems[number]  # not a copy that went to another process and back
                settled[number] = part
            done += len(answer)
            progress("looking for moves", done, len(problems))
            if until is not None and time.monotonic() > until and done < len(problems):
                stopped_by = "time"
                break
    except KeyboardInterrupt:
        stopped_by = "interrupt"
    return Search(settled, stopped_by)


def settle_some(finder: Settlement, problems: Sequence[Problem]) -> list[Settled]:
    """Settle some problems; a task for any process."""
    return [finder.settle(problem) for problem in problems]


def _groups(problems: Sequence[Problem]) -> list[list[int]]:
    """Problems by their row of ours, so that a row is looked at by one process; few at a time."""
    by_row: dict[int, list[int]] = {}
    for number, problem in enumerate(problems):
        by_row.setdefault(problem.a_row, []).append(number)
    groups: list[list[int]] = []
    for numbers in by_row.values():
        if groups and len(groups[-1]) + len(numbers) <= _MOST_TOGETHER:
            groups[-1] += numbers
        else:
            groups.append(numbers)
    return groups
