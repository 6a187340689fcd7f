"""The problems of a file after an edit of some items: those of the other items stay, or move to other lines."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bcastplan.document.parse import duplicate_key
from bcastplan.model.finding import MOST_FINDINGS, Place, Problem
from bcastplan.workspace.editing.item_list import ItemList, Touched


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
        return in_order(fresh)
    if len(problems) + len(fresh) >= MOST_FINDINGS:
        return None  # from this number on, reading gives no hints
    lines = [span.line for span in items.spans]
    behind = text.count("\n", 0, items.behind) if items.behind < len(text) else sys.maxsize
    if items.flow or any(_concerns_all(problem, lines[0], behind) for problem in problems):
        return [*problems] if not fresh and not _any_moves(problems, lines, touched) else None
    moved: list[Problem] = []
    for problem in problems:
        shift = _shift(problem.place, lines, behind, touched)
        if shift is not None:
            other = problem.other and _shift(problem.other, lines, behind, touched)
            moved.append(shifted(problem, shift, other or 0))
    return in_order((*moved, *fresh))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of the text."""
    return sorted(problems, key=lambda problem: (problem.place.line or 0, problem.place.column or 0))


def _places(problem: Problem) -> tuple[Place, Place]:
    return problem.place, problem.other or problem.place


def _concerns_all(problem: Problem, first: int, behind: int) -> bool:
    """Whether a problem belongs to no single item, so that an edit of any item could change it, as one that counts."""
    line = problem.place.line
    return line is None or (problem.loses is not None and not first <= line - 1 < behind)


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


def _shift(place: Place, lines: Sequence[int], behind: int, touched: Sequence[Touched]) -> int | None:
    """By how many lines a place has moved; None where its item was read again."""
    line = (place.line or 0) - 1
    index = len(lines) if line >= behind else bisect_right(lines, line) - 1
    shift = 0
    for group in touched:
        if group.first <= index < group.stop:
            return None
        if group.stop <= index:
            shift = group.lines
    return shift


def shifted(problem: Problem, lines: int, other_lines: int | None = None) -> Problem:
    """A problem that has moved down, and with it the other place that it names: as far, unless that is given."""
    other_lines = lines if other_lines is None else other_lines
    if not lines and not (other_lines and problem.other):
        return problem
    place, other = _moved(problem.place, lines), problem.other and _moved(problem.other, other_lines)
    if problem.code == "YML003" and other is not None:
        return duplicate_key(str(problem.data["key"]), place, other)
    return replace(problem, place=place, other=other)


def _moved(place: Place, lines: int) -> Place:
    return replace(place, line=(place.line or 0) + lines)
