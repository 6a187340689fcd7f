"""Reads a file of fixed columns row by row, in its order; a row that cannot be read is reported, never guessed.

Rows whose every field is written the canonical way take a short path; for all others each field that deviates is kept
under an ``x-hfcc-`` key beside the value it means, so that the row can be written back byte for byte.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import getitem
from typing import Any

from bcastplan.exchange.hfcc.hfcc_columns import (
    ADMINISTRATION_END,
    BEFORE_KEY,
    COLUMN_OF_KEY,
    COLUMNS,
    EXTENSION,
    FIXED_WIDTH,
    FOOTER_KEY,
    HEADER_KEY,
    LAST_COLUMN,
    LENGTH_KEY,
    MANAGER_END,
    REQUIREMENT_END,
    REQUIREMENT_FIRST,
    ROW,
    SEPARATORS,
    Column,
    canonical,
    canonical_text,
    columns_of,
)
from bcastplan.exchange.hfcc.hfcc_fields import BAND, START_IS_STOP, read_date
from bcastplan.exchange.hfcc.hfcc_header import COMMENT, season_of_header
from bcastplan.model.collector import without_gc
from bcastplan.model.errors import UnreadableInput, ValueFault
from bcastplan.model.finding import Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season, season_of
from bcastplan.model.transmission import Origin, Transmission

_BOM = b"\xef\xbb\xbf"
FEWEST_BYTES_PER_NUL = 100
"""A file with more NULs is binary or UTF-16; with fewer it is damaged, and the rows without any are read."""

_LONGEST_QUOTE = 200  # characters of a faulty row kept in a problem


@dataclass(frozen=True, slots=True)
class RowPositions(Mapping[str, tuple[int, int]]):
    """Where each key of one row stands: the columns are the same for all rows."""

    line: int

    def __getitem__(self, key: str) -> tuple[int, int]:
        return self.line, COLUMN_OF_KEY[key]

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMN_OF_KEY)

    def __len__(self) -> int:
        return len(COLUMN_OF_KEY)


def read_hfcc(file: str, data: bytes, *, season: Season | None = None) -> tuple[Schedule, list[Problem]]:
    """Read the rows of a file in ISO-8859-1, or UTF-8 with a byte-order mark.

    Args:
        file: the name messages give it, as ``A26allx2.zip!A26all00.TXT``.
        data: its content.
        season: the season where neither a header line nor a date tells it.

    Returns the schedule and what there is to say about the rows, by line; the codes are those of
    ``bcastplan.exchange.hfcc.hfcc_problems``. ``data["row"]`` of a problem holds a row that was not read. Raises
    UnreadableInput for binary data.
    """
    lines = _lines(file, data)
    # A season makes many thousands of objects and frees none: the
    # collector would go through all of them again and again.
    with without_gc():
        return _Reading(sys.intern(file), lines, season).schedule()


def _lines(file: str, data: bytes) -> list[str]:
    if data.count(b"\0") * FEWEST_BYTES_PER_NUL > len(data):
        raise UnreadableInput(file, "a binary or UTF-16 file, not a list in fixed columns: save it as ISO-8859-1")
    if data.startswith(_BOM):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data[len(_BOM) :].decode("iso-8859-1")
    else:
        text = data.decode("iso-8859-1")
    return [line.rstrip("\x1a") for line in _split(text)]


def _split(text: str) -> list[str]:
    """The lines of a text; files edited on several systems end them with LF, CR, or LF after any number of CR."""
    *ended, last = text.split("\n")
    # A CR only before an LF is the rule; a file of one kind of line end is split once.
    if text.count("\r") == text.count("\r\n"):
        return [line.removesuffix("\r") for line in ended] + [last]
    lines = [line for part in ended for line in part.rstrip("\r").split("\r")]
    return lines + last.split("\r")


_WITHOUT_COLUMNS = frozenset({"HFC001", "HFC002", "HFC007", "HFC008"})
"""What is said of whole files, and of rows whose columns cannot be told."""


def row_id(line: str) -> str | None:
    """The id of a row by its requirement number, None where it has none."""
    number = line[REQUIREMENT_FIRST - 1 : REQUIREMENT_FIRST + 4].strip()
    return f"r{int(number)}" if number.isascii() and number.isdigit() else None


@dataclass(slots=True)
class _Reading:
    """The reading of one file."""

    file: str
    lines: list[str]
    given: Season | None = None
    problems: list[Problem] = field(default_factory=list)
    transmissions: list[Transmission] = field(default_factory=list)
    first_lines: dict[int, int] = field(default_factory=dict)
    """Requirement number -> the line it was first seen on."""

    def say(self, code: str, message: str, line: int, column: int | None = None, **data: str | int) -> None:
        identifier = None if code in _WITHOUT_COLUMNS else row_id(self.lines[line - 1])
        loses = 1 if "row" in data else None
        self.problems.append(Problem(code, message, Place(self.file, line, column, identifier), data, loses=loses))

    def schedule(self) -> tuple[Schedule, list[Problem]]:
        header_size = next((at for at, line in enumerate(self.lines) if not _is_comment(line)), len(self.lines))
        header = self.lines[:header_size]
        while header and not header[-1].strip():
            header.pop()
        season = self.season(header)
        footer = self.rows(header_size, season)
        if not self.transmissions:
            self.say("HFC008", "no row that can be read: check that the file is complete", 1)
        extensions: dict[str, Any] = {}
        if header:
            extensions[HEADER_KEY] = header
        if footer:
            extensions[FOOTER_KEY] = footer
        schedule = Schedule(
            file=self.file,
            kind="hfcc",
            season=season,
            window=season.window if season else NO_WINDOW,
            transmissions=tuple(self.transmissions),
            extensions=extensions,
        )
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        return schedule, self.problems

    def season(self, header: list[str]) -> Season | None:
        """The season of the header, else that of most first dates, else the one that was given."""
        named = season_of_header(header)
        counted = self.seasons_of_dates()
        usual = counted.most_common(1)[0][0] if counted else None
        if named is None and usual is not None:
            self.say("HFC007", f"no header line names the season: read as {usual}, by the dates of the rows", 1)
        elif named is None and self.given is None:
            self.say("HFC007", "neither a header line nor a date tells the season: nothing goes on the air", 1)
        elif usual is not None and named not in counted:
            self.say("HFC007", f"the header says {named}, the dates are those of {usual}: is it the right file?", 1)
        return named or usual or self.given

    def seasons_of_dates(self) -> Counter[Season]:
        texts = Counter(line[80:86] for line in self.lines if not _is_comment(line))
        seasons: Counter[Season] = Counter()
        for text, count in texts.items():
            try:
                day = read_date(text)
            except ValueFault:
                continue
            if day is not None:
                seasons[season_of(day)] += count
        return seasons

    def rows(self, start: int, season: Season | None) -> list[str]:
        """Read all rows; returns the comment lines after the last one."""
        short_path = _ShortPath(self, season)
        columns = columns_of(season)
        between: list[str] = []
        for number, line in enumerate(self.lines[start:], start + 1):
            if _is_comment(line):
                between.append(line)
                continue
            if "\0" in line:
                message = f"a NUL in column {line.index(chr(0)) + 1}: the row is damaged and not read"
                self.say("HFC001", message, number, line.index("\0") + 1, row=line[:_LONGEST_QUOTE])
                continue
            # Nearly all rows of HFCC's own files are canonical; only the others pay for the careful reading.
            values = short_path.values(line) or self.any_row(line, number, columns)
            if values is None:
                continue
            if between:
                values["extensions"] = {**values.get("extensions", {}), BEFORE_KEY: between}
                between = []
            self.add(values, number, short_path.shared)
        while between and not between[-1].strip():
            between.pop()
        return between

    def add(self, values: dict[str, Any], line: int, shared: dict[str, Any]) -> None:
        requirement = values["requirement"]
        if requirement is not None:
            first = self.first_lines.setdefault(requirement, line)
            if first == line:
                values["id"] = f"r{requirement}"
            else:
                message = f"requirement {requirement} stands on line {first} too: give one of them another number"
                self.say("HFC006", message, line, REQUIREMENT_FIRST, requirement=requirement)
        values["origin"] = Origin(self.file, line, 1, RowPositions(line), len(self.transmissions))
        values.update(shared)
        self.transmissions.append(Transmission.trusted(values))

    def any_row(self, line: str, number: int, columns: tuple[Column, ...]) -> dict[str, Any] | None:
        """Read a row with care: every deviation is kept or reported. None where it must not go on the air."""
        texts = self.split(line, number)
        if texts is None:
            return None
        values: dict[str, Any] = {}
        kept: dict[str, Any] = {}
        for column, text in zip(columns, texts, strict=True):
            try:
                value = column.read(text)
            except ValueFault as fault:
                if column.essential:
                    self.refuse(column, fault, line, number)
                    return None
                message = f"{column.where}: {fault}; the row is read without it"
                self.say("HFC004", message, number, column.first, field=column.name)
                value = _nothing(column)
            # Where writing the value gives another text, the text itself is kept, so that the row is written back byte
            # for byte.
            if canonical_text(column, value) != text:
                kept[EXTENSION + column.name] = text
            values[column.attribute] = value
        # By the format, an administration manages its own requirements where the column is blank.
        if not values["manager"] and values["administration"]:
            values["manager"] = values["administration"]
            kept[EXTENSION + "manager"] = texts[_MANAGER]
        if len(line) < FIXED_WIDTH:
            kept[LENGTH_KEY] = str(len(line))
        if line[LAST_COLUMN:].strip():
            self.say("HFC009", f"text beyond column {LAST_COLUMN}: kept, others may cut it", number, LAST_COLUMN + 1)
        if kept:
            values["extensions"] = kept
        values["valid_from"], values["valid_until"] = values.pop("dates")
        values["service"] = values["broadcaster"] or values["manager"] or ""
        return values

    def refuse(self, column: Column, fault: ValueFault, line: str, number: int) -> None:
        code = fault.code if fault.code in (BAND, START_IS_STOP) else "HFC003"
        message = f"{column.where}: {fault}; the row is not put on the air"
        self.say(code, message, number, column.first, row=line[:_LONGEST_QUOTE], field=column.name)

    def split(self, line: str, number: int) -> tuple[str, ...] | None:
        """The texts of the columns, or None (and a problem) for a row that is cut or does not keep its columns."""
        quoted = line[:_LONGEST_QUOTE]
        tab = line.find("\t", 0, FIXED_WIDTH)
        if tab >= 0:
            message = f"a tab in column {tab + 1} shifts what follows: write blanks; the row is not read"
            self.say("HFC001", message, number, tab + 1, row=quoted)
            return None
        padded = line.ljust(FIXED_WIDTH)
        match = ROW.fullmatch(padded)
        if match is None:
            column = min(column for column in SEPARATORS if padded[column - 1] != " ")
            message = (
                f"column {column} lies between two fields and holds '{padded[column - 1]}': the fields are shifted; "
                "the row is not read"
            )
            self.say("HFC001", message, number, column, row=quoted)
            return None
        end = len(line)
        # Trailing blanks may be cut off behind a whole code; a row that ends within one has lost characters.
        if end < ADMINISTRATION_END or MANAGER_END < end < REQUIREMENT_END or _ends_within_a_code(line):
            message = f"the row ends in column {end} of {FIXED_WIDTH}: it is cut and not read"
            self.say("HFC002", message, number, max(end, 1), row=quoted)
            return None
        if end < MANAGER_END:
            message = f"the row ends in column {end}, before the manager: read as one that names none; is it cut?"
            self.say("HFC002", message, number, end)
        return match.groups()


class _ShortPath:
    """Rows of canonical fields, the rule in HFCC's own files: one match and one look-up a field."""

    def __init__(self, reading: _Reading, season: Season | None) -> None:
        self.shared: dict[str, Any] = {"season": season, "window": season.window if season else NO_WINDOW}
        self.tables = [canonical(column) for column in columns_of(season)]
        self.attributes = [column.attribute for column in columns_of(season)]

    def values(self, line: str) -> dict[str, Any] | None:
        """The values by attribute, None for a row that needs the long path."""
        match = ROW.fullmatch(line)
        if match is None:
            return None
        try:
            values = dict(zip(self.attributes, map(getitem, self.tables, match.groups()), strict=True))
        except ValueError:
            return None
        manager = values["manager"]
        # A blank manager means the administration, which the long path fills in and notes down.
        if manager is None:
            return None
        values["valid_from"], values["valid_until"] = values.pop("dates")
        values["service"] = values["broadcaster"] or manager
        return values


_MANAGER = next(at for at, column in enumerate(columns_of(None)) if column.name == "manager")


def _ends_within_a_code(line: str) -> bool:
    """Whether a row stops before the last character of a broadcaster or manager that it begins."""
    return any(
        column.first <= len(line) < column.last and line[column.first - 1 :].strip()
        for column in COLUMNS
        if column.name in ("broadcaster", "manager")
    )


def _is_comment(line: str) -> bool:
    return line.startswith(COMMENT) or not line.strip()


def _nothing(column: Column) -> Any:
    """The value of a field that could not be read."""
    return False if column.name == "old" else None
