"""Divides rows into groups of equal codes; rows of different files may share a group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.hours.measures import Integers
from bcastplan.hours.row_facts import GroupValue, RowFacts


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups in the order they are listed, with names of their codes, and the group of each row."""

    of_row: Integers
    values: list[tuple[GroupValue, ...]]
    names: list[tuple[str | None, ...]]

    @classmethod
    def of(cls, facts: Sequence[RowFacts], by: tuple[str, ...]) -> Groups:
        """Group by some of ``facts.GROUPS``: bands and frequencies rise, texts sort, missing codes come last."""
        members: dict[tuple[GroupValue, ...], list[int]] = {}
        for row, fact in enumerate(facts):
            members.setdefault(tuple(fact.value(group) for group in by), []).append(row)
        order = sorted(members, key=lambda values: _sort_key(by, values, facts[members[values][0]]))
        of_row = np.zeros(len(facts), dtype=np.int64)
        for number, values in enumerate(order):
            of_row[members[values]] = number
        return cls(of_row, order, [_names(by, [facts[row] for row in members[values]]) for values in order])


def numbered(values: Iterable[Hashable]) -> tuple[Integers, int]:
    """A number from 0 for each value, equal for equal ones, and how many numbers there are."""
    numbers: dict[Hashable, int] = {}
    of_value = np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
    return of_value, len(numbers)


def _sort_key(
    by: tuple[str, ...], values: tuple[GroupValue, ...], fact: RowFacts
) -> tuple[tuple[bool, float, str], ...]:
    # Numbers and texts cannot be compared with each other, so that each has a place of its own in the key.
    return tuple(
        (
            value is None,
            fact.band_order if group == "band" else value if isinstance(value, int | float) else 0.0,
            value if isinstance(value, str) else "",
        )
        for group, value in zip(by, values, strict=True)
    )


def _names(by: tuple[str, ...], members: list[RowFacts]) -> tuple[str | None, ...]:
    # Plans may name one code differently: the first name that is known stands for the group.
    return tuple(next((fact.names[group] for fact in members if group in fact.names), None) for group in by)
