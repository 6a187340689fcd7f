"""What of a season is to be settled: external pairs of warning or error, and what is jammed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bcastplan.conflicts import Jammed, Pair, PairResult
from bcastplan.conflicts.pool import GRAVE
from bcastplan.workspace.moves.proposals import Problem


def problems_of(
    pairs: PairResult, jammed: Sequence[Jammed], ours: Sequence[bool], only: Sequence[str]
) -> list[Problem]:
    """The problems of one side, numbered from 1, in the order of ``conflicts``, jammed channels last.

    Args:
        pairs: those of the season.
        jammed: the jammed transmissions of the plans.
        ours: of each row whether it is on our side.
        only: counterparts (manager, broadcaster or service) or rule codes to look at; none for all.
    """
    problems = [
        problem_of(pair, ours)
        for pair in pairs.external
        if pair.severity.rank <= GRAVE and (ours[pair.a_row] or ours[pair.b_row])
    ]
    problems += [problem_of(item, ours) for item in jammed if ours[item.row]]
    chosen = [problem for problem in problems if not only or _is_meant(problem, only)]
    return [replace(problem, number=number) for number, problem in enumerate(chosen, 1)]


def problem_of(conflict: Pair | Jammed, ours: Sequence[bool]) -> Problem:
    """A conflict as a problem of ours: seen from its first row where both rows are ours."""
    if isinstance(conflict, Jammed):
        return Problem(number=1, a=conflict.side, a_row=conflict.row, jammed=conflict)
    if ours[conflict.a_row]:
        return Problem(number=1, a=conflict.a, a_row=conflict.a_row, pair=conflict, b_row=conflict.b_row)
    return Problem(number=1, a=conflict.b, a_row=conflict.b_row, pair=conflict, b_row=conflict.a_row)


def _is_meant(problem: Problem, only: Sequence[str]) -> bool:
    names = {problem.counterpart}
    if problem.pair is not None:
        other = problem.pair.b if problem.pair.b_row == problem.b_row else problem.pair.a
        names |= {other.manager or "", other.broadcaster or "", other.service}
    rule = problem.pair.kind.rule if problem.pair is not None else "CON120"
    return any(code in names or (code.startswith("CON") and rule.startswith(code)) for code in only)
