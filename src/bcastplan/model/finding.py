"""Problems and findings as typed data; the rules give them words and severities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_FINDINGS = 1_000
"""Findings of one rule that are listed unless more are asked for; the world's season has 655 of the most frequent."""

WHOLE_FILE = -1
"""In place of a number of transmissions: those of a file of which nothing is read."""

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
    """A problem that a reader or a rule reports, before the plan's settings give it a severity."""

    code: str
    message: str
    place: Place
    data: Mapping[str, DataValue] = field(default_factory=dict)
    other: Place | None = None
    severity: Severity | None = None
    """Only where the case decides (a conflict); else the rule's own severity holds."""
    loses: int | None = None
    """How many transmissions this keeps off the air (0 where another problem counts them, ``WHOLE_FILE`` for all of
    a file); None where it keeps off none. What loses transmissions can be neither ignored nor weighed down."""

    def worded(self) -> tuple[str, Mapping[str, DataValue]]:
        """Message and data."""
        return self.message, self.data


class WordedLater(Problem):
    """A problem that makes its words and data on request, because most problems are only counted.

    No two of them say the same. ``words`` returns message and data.
    """

    __slots__ = ("_words",)
    _words: Callable[[], tuple[str, Mapping[str, DataValue]]]

    def __init__(
        self,
        code: str,
        place: Place,
        other: Place | None,
        severity: Severity | None,
        words: Callable[[], tuple[str, Mapping[str, DataValue]]],
    ) -> None:
        for name, value in (
            ("code", code), ("place", place), ("other", other), ("severity", severity), ("loses", None),
        ):  # fmt: skip
            # The class is frozen, and the __init__ of Problem would set message and data, which are properties here.
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_words", words)

    def worded(self) -> tuple[str, Mapping[str, DataValue]]:
        """Message and data, made in one go."""
        return self._words()

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        return self._words()[0]

    @property
    def data(self) -> Mapping[str, DataValue]:
        """The facts behind the words."""
        return self._words()[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a rule reports at one place in one file."""

    rule: str
    name: str
    severity: Severity
    message: str
    place: Place
    other: Place | None = None
    data: Mapping[str, DataValue] = field(default_factory=dict)
    loses: int | None = None
    """As in ``Problem``."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """File, line, column, code, message: the order of every listing."""
        return (self.place.file, self.place.line or 0, self.place.column or 0, self.rule, self.message)
