"""What a comparison of two lists found, as the reports show it; rows are named by file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["only-a", "only-b", "differs", "not-heard-lately", "same"]
STATUSES: tuple[Status, ...] = ("only-b", "only-a", "not-heard-lately", "differs", "same")
"""In the order of the reports; ``not-heard-lately`` is found in both lists, and the newest mark is old."""

Difference = Literal["frequency", "time", "days", "site"]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of either list."""

    file: str
    line: int
    id: str | None
    frequency_khz: float
    time: str
    days: str
    service: str
    broadcaster: str | None
    manager: str | None
    language: str | None
    target: str | None
    site: str | None
    site_name: str | None
    heard: str | None
    """The month it was last heard, ``2026-07``, where the list tells."""


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """Rows of both lists that are the same broadcast, or rows of one list without a counterpart.

    Minutes are those of all dates, the rows of a side taken together.
    """

    status: Status
    a: tuple[ComparedRow, ...]
    b: tuple[ComparedRow, ...]
    differences: tuple[Difference, ...] = ()
    minutes_a: int = 0
    minutes_b: int = 0
    minutes_both: int = 0
    site_distance_km: float | None = None
    heard: str | None = None

    @property
    def frequency_khz(self) -> float:
        """The lowest frequency of the item."""
        return min(row.frequency_khz for row in (*self.a, *self.b))


@dataclass(frozen=True, slots=True)
class ComparedList:
    """One side of the comparison: ``monitored`` tells lists of what is heard from registers of what is planned."""

    name: str
    kinds: tuple[str, ...]
    rows: int
    monitored: bool
    newest_heard: str | None = None


@dataclass(slots=True)
class Comparison:
    """Both lists, their items by status and frequency, and the number of rows that the comparison left out."""

    a: ComparedList
    b: ComparedList
    items: list[ComparedItem] = field(default_factory=list)
    beyond: int = 0
    """Rows of B without a counterpart, in bands or for areas that A does not deal with."""
    heard_within_months: int = 12

    def count(self, status: Status) -> int:
        """How many items have a status."""
        return sum(item.status == status for item in self.items)

    def title(self, status: Status) -> str:
        """A status in words that fit the two lists."""
        registered_and_heard = self.b.monitored and not self.a.monitored
        heard_and_registered = self.a.monitored and not self.b.monitored
        if status == "only-a":
            if registered_and_heard:
                return f"Registered in {self.a.name}, not listed in {self.b.name}"
            if heard_and_registered:
                return f"On the air by {self.a.name}, not registered in {self.b.name}"
            return f"Only in {self.a.name}"
        if status == "only-b":
            if registered_and_heard:
                return f"On the air by {self.b.name}, not registered in {self.a.name}"
            if heard_and_registered:
                return f"Registered in {self.b.name}, not listed in {self.a.name}"
            return f"Only in {self.b.name}"
        if status == "not-heard-lately":
            return f"In both, last heard more than {self.heard_within_months} months before the newest report"
        return "In both, with differences" if status == "differs" else "The same in both"
