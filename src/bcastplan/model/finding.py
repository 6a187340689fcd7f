"""What is wrong where: typed data, turned into words and severities by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DataValue = str | int | float | bool | None | list[str] | list[int]


class Severity(StrEnum):
    """How much a finding matters; the value is what users write and read."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info: smaller is graver."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        """Whether this severity is as grave as ``other`` or graver."""
        return self.rank <= other.rank

    def lowered(self) -> Severity:
        """One step less grave; info stays info."""
        return (Severity.WARNING, Severity.INFO, Severity.INFO)[self.rank]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: line and column from 1, None where the whole file is meant."""

    file: str
    line: int | None = None
    column: int | None = None
    id: str | None = None
    item: int | None = field(default=None, compare=False)
    """The number, in its file, of the transmission that is spoken of; it may stand elsewhere than its defaults."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader or a rule has to say, before the plan's settings give it a severity."""

    code: str
    message: str
    place: Place
    data: Mapping[str, DataValue] = field(default_factory=dict)
    other: Place | None = None
    severity: Severity | None = None
    """Only where the case decides (a conflict); else the rule's own severity holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say about one place in one file."""

    rule: str
    name: str
    severity: Severity
    message: str
    place: Place
    other: Place | None = None
    data: Mapping[str, DataValue] = field(default_factory=dict)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """File, line, column, code, message: the order of every listing."""
        return (self.place.file, self.place.line or 0, self.place.column or 0, self.rule, self.message)
