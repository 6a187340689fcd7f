"""The columns of a row: their places, the meaning of their texts and the text of each value.

For every column ``write(read(text))`` is the canonical text of a value. A text that differs from it is kept beside the
value by the reader, so that nothing is lost; the season files of HFCC hold canonical texts only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from bcastplan.exchange.hfcc import hfcc_fields as fields
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import Season

EXTENSION = "x-hfcc-"
BEFORE_KEY = EXTENSION + "before"
LENGTH_KEY = EXTENSION + "length"
HEADER_KEY = EXTENSION + "header"
FOOTER_KEY = EXTENSION + "footer"

FIXED_WIDTH = 151  # columns up to and including the blank before the notes
NOTES_WIDTH = 7
LAST_COLUMN = FIXED_WIDTH + NOTES_WIDTH


class Column(NamedTuple):
    """One column, or two that only mean something together.

    ``first`` and ``last`` count from 1, as in the format's description; ``key`` is the key of a transmission,
    ``attribute`` its name in the model. Without an ``essential`` column a row is not read.
    """

    name: str
    key: str
    attribute: str
    first: int
    last: int
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    essential: bool = False

    @property
    def width(self) -> int:
        """Characters of the column."""
        return self.last - self.first + 1

    @property
    def where(self) -> str:
        """The column in words, for messages."""
        return f"columns {self.first}-{self.last}" if self.last > self.first else f"column {self.first}"

    def blank_or(self, value: Any) -> str:
        """The canonical text of a value, blank for none; raises fields.Uncarried where it does not fit."""
        return self.write(value) if value is not None else self.blank

    @property
    def blank(self) -> str:
        """The text of a missing value; the notes at the end of a row are not padded."""
        return "" if self.name == "notes" else " " * self.width


def _column(name: str, key: str, attribute: str, first: int, last: int, pair: Any, essential: bool = False) -> Column:
    return Column(name, key, attribute, first, last, pair[0], pair[1], essential)


def _code(width: int) -> tuple[Callable[[str], str | None], Callable[[Any], str]]:
    return fields.read_word, lambda value: fields.write_code(value, width)


def columns_of(season: Season | None) -> tuple[Column, ...]:
    """All columns in their order; those of the dates leave out the edges of the season, as schedules do."""
    return (
        _column("frequency", "frequency", "frequency_khz", 1, 5, (fields.read_khz, fields.write_khz), True),
        _column("time", "time", "time", 7, 15, (fields.read_time, fields.write_time), True),
        _column("target", "target", "target", 17, 46, (fields.read_word, fields.write_target)),
        _column("site", "site", "site", 48, 50, (fields.read_word, fields.write_site)),
        _column("power", "power", "power_kw", 52, 55, (fields.read_power, fields.write_power)),
        _column("azimuth", "azimuth", "azimuth_deg", 57, 63, (fields.read_azimuth, fields.write_azimuth)),
        _column("slew", "slew", "slew_deg", 65, 67, (fields.read_slew, fields.write_slew)),
        _column("antenna", "antenna", "antenna", 69, 71, (fields.read_word, fields.write_antenna)),
        _column("days", "days", "days", 73, 79, (fields.read_days, fields.write_days), True),
        _column("dates", "from", "dates", 81, 93, fields.dates_within(season), True),
        _column("modulation", "mode", "mode", 95, 95, (fields.read_mode, fields.write_mode), True),
        _column(
            "design",
            "design_frequency",
            "design_frequency_khz",
            97,
            101,
            (fields.read_design, fields.write_design),
        ),
        _column("language", "language", "language", 103, 112, (fields.read_languages, fields.write_languages)),
        _column("administration", "administration", "administration", 114, 116, _code(3)),
        _column("broadcaster", "broadcaster", "broadcaster", 118, 120, _code(3)),
        _column("manager", "manager", "manager", 122, 124, _code(3)),
        _column(
            "requirement",
            "requirement",
            "requirement",
            126,
            130,
            (fields.read_requirement, fields.write_requirement),
        ),
        _column("old", "old", "old", 132, 132, (fields.read_old, fields.write_old)),
        _column(
            "alternatives",
            "alternatives",
            "alternatives",
            134,
            150,
            (fields.read_alternatives, fields.write_alternatives),
        ),
        _column("notes", "note", "note", 152, LAST_COLUMN, (fields.read_note, fields.write_note)),
    )


COLUMNS = columns_of(None)
COLUMN_OF_KEY: dict[str, int] = {column.key: column.first for column in COLUMNS} | {"until": 88, "service": 118}
ADMINISTRATION_END = 116
MANAGER_END = 124
REQUIREMENT_FIRST, REQUIREMENT_END = 126, 130

_PARTS = {"time": (4, 4), "dates": (6, 6), "alternatives": (5, 5, 5)}  # joined columns, each part with a blank between

# The first four lie within joined columns: between start and stop, the two dates, and the three alternatives.
SEPARATORS = (11, 87, 139, 145, *(column.last + 1 for column in COLUMNS[:-1]))
"""Columns (from 1) that must be blank."""


def _pattern(column: Column) -> str:
    return "(" + " ".join(f".{{{width}}}" for width in _PARTS.get(column.name, (column.width,))) + ")"


ROW = re.compile(" ".join(_pattern(column) for column in COLUMNS[:-1]) + " (.*)", re.DOTALL)
"""A row with blank separators -> the texts of its columns, the notes to the end of the line."""


class Deviates(ValueError):
    """A text with a meaning that differs from the canonical text of its value."""


class Canonical(dict[str, Any]):
    """Text of one column -> value, filled as texts appear; raises ValueError for all but canonical texts."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, text: str) -> Any:
        value = self.column.read(text)
        if canonical_text(self.column, value) != text:
            raise Deviates(text)
        self[text] = value
        return value


class _CanonicalNumbers(Canonical):
    """The same for a column in which nearly every text is another number, without storing them."""

    def __missing__(self, text: str) -> Any:
        if text == self.column.blank:
            return None
        number = int(text)
        if number <= 0 or f"{number:{self.column.width}d}" != text:
            raise Deviates(text)
        return number


def canonical(column: Column) -> Canonical:
    """The table of a column's canonical texts."""
    return _CanonicalNumbers(column) if column.name == "requirement" else Canonical(column)


def canonical_text(column: Column, value: Any) -> str | None:
    """How a value is written, None where the column cannot hold it."""
    try:
        return column.blank_or(value)
    except ValueFault:
        return None
