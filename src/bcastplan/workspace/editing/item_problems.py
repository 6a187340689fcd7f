"""The problems of a file after an edit of some items: those of the other items stay, or move to other lines."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bcastplan.model.finding import MOST_FINDINGS, Place, Problem
from bcastplan.workspace.editing.item_list import ItemList, Touched

_OF_ONE_KEY = "YML002"
"""An unknown key above or below the list: of all problems there, the one that no transmission can change."""
_NAMES_A_LINE = "YML003"


def problems_after(
    problems: Sequence[Problem], items: ItemList, text: str, touched: Sequence[Touched], fresh: Sequence[Problem]
) -> list[Problem] | None:
    """The problems of a file after an edit, in the order of the text; None where only a whole reading can tell them.

    Args:
        problems: those before the edit.
        items: where the items stood before it.
        text: the text before it.
        touched: the items that were read again.
        fresh: what reading them said.
    """
    if not problems:
        return list(fresh)
    if len(problems) + len(fresh) >= MOST_FINDINGS:
        return None  # from this number on, reading gives no hints
    lines = [span.line for span in items.spans]
    behind = text.count("\n", 0, items.behind) if items.behind < len(text) else sys.maxsize
    if items.flow or any(_concerns_all(problem, lines[0], behind) for problem in problems):
        return [*problems] if not fresh and not _any_moves(problems, lines, touched) else None
    moved: list[Problem] = []
    for problem in problems:
        shift = _shift(problem, lines, behind, touched)
        # Its words say on which line the same key stands too, and that has moved as well.
        if shift and problem.code == _NAMES_A_LINE:
            return None
        if shift is not None:
            moved.append(_shifted(problem, shift) if shift else problem)
    return sorted((*moved, *fresh), key=lambda problem: (problem.place.line or 0, problem.place.column or 0))


def _places(problem: Problem) -> tuple[Place, Place]:
    return problem.place, problem.other or problem.place


def _concerns_all(problem: Problem, first: int, behind: int) -> bool:
    """Whether a problem belongs to no single item, so that an edit of any item could change it."""
    inside = all(place.line is not None and first <= place.line - 1 < behind for place in _places(problem))
    return not inside and (problem.code != _OF_ONE_KEY or problem.place.line is None)


def _any_moves(problems: Sequence[Problem], lines: Sequence[int], touched: Sequence[Touched]) -> bool:
    """Whether an edit has moved a problem, or its item was read again, so that it may differ now."""
    if any(group.lines for group in touched):
        return True
    taken = [(lines[group.first], lines[group.stop] if group.stop < len(lines) else None) for group in touched]
    return any(
        place.line is None
        or any(first <= place.line - 1 and (stop is None or place.line - 1 < stop) for first, stop in taken)
        for problem in problems
        for place in _places(problem)
    )


def _shift(problem: Problem, lines: Sequence[int], behind: int, touched: Sequence[Touched]) -> int | None:
    """By how many lines a problem has moved; None where its item was read again."""
    line = (problem.place.line or 0) - 1
    index = len(lines) if line >= behind else bisect_right(lines, line) - 1
    shift = 0
    for group in touched:
        if group.first <= index < group.stop:
            return None
        if group.stop <= index:
            shift = group.lines
    return shift


def _shifted(problem: Problem, lines: int) -> Problem:
    other = problem.other and replace(problem.other, line=(problem.other.line or 0) + lines)
    place = replace(problem.place, line=(problem.place.line or 0) + lines)
    return replace(problem, place=place, other=other)
