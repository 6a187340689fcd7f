"""The input of every rule: a plan with its rows of the airtime table, its codes and the problems of reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from bcastplan.airtime.stored_rows import column_of
from bcastplan.airtime.table import AirtimeTable
from bcastplan.model.finding import Problem
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory

if TYPE_CHECKING:
    from bcastplan.rules.rule_settings import RuleSettings

Found = TypeVar("Found")


@dataclass
class Context:
    """One plan under check.

    ``table`` covers all plans of the run; ``rows`` are this plan's rows in it. ``conflicts`` returns the problems of
    one conflict code that belong to this plan; they are found once for all plans, when the first rule asks.
    """

    plan: Plan
    schedules: tuple[Schedule, ...]
    table: AirtimeTable
    rows: Sequence[int]
    directory: Directory
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    conflicts: Callable[[str], Iterator[Problem]] = lambda _: iter(())
    unused_agreements: Callable[[], Iterator[int]] = lambda: iter(())
    unmatched_patterns: Mapping[str, str] = field(default_factory=dict)
    """Dotted plan key -> glob or file of the plan that matches nothing."""
    whole: bool = True
    """Whether all files of the plan were read; otherwise no rule may report that something is missing from it."""
    ignoring: RuleSettings | None = None
    """What comments and the plan switch off, noted while rules run; None before they do."""
    each_row: bool = False
    """Whether to report a problem for each row it affects, instead of once for several rows."""
    judged: Sequence[int] | None = None
    """The rows of which it is not known that their dates and repeat rules are in order; None for all."""

    # ``dataclasses.replace`` does not take this over, because a plan narrowed to some of its files has other answers.
    _once: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, find: Callable[[Context], Found]) -> Found:
        """What several rules ask of a plan, found when the first of them asks; ``name`` is that of the question."""
        if name not in self._once:
            self._once[name] = find(self)
        return cast(Found, self._once[name])

    @cached_property
    def ids(self) -> list[str | None]:
        """The id of each transmission, in the order of the rows."""
        return column_of(self.table.transmissions, "id", self.rows)

    @cached_property
    def transmissions(self) -> list[Transmission]:
        """The plan's transmissions, in the order of the rows."""
        return [self.table.transmissions[row] for row in self.rows]

    def with_rows(self) -> Iterator[tuple[int, Transmission]]:
        """Every row with its transmission."""
        return zip(self.rows, self.transmissions, strict=True)


def remark(
    code: str, transmission: Transmission, key: str | None, message: str, **data: str | int | float | bool | None
) -> Problem:
    """Returns a problem at one key of a transmission, or at its head where the key is not written."""
    return Problem(code, message, transmission.place(key), data)
