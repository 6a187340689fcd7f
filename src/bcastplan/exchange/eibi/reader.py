"""A list of semicolons -> the model, row by row in its order; no row is dropped without a word.

A row keeps its own text under ``x-eibi-row``, so that what was not changed is written back byte for byte.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bcastplan.exchange.eibi.dates import season_of_file_name, season_of_rows
from bcastplan.exchange.eibi.rows import COLUMNS, RowReader, Terms, read_frequency, split_row
from bcastplan.exchange.text_lists import LATIN, TextLines, text_lines
from bcastplan.model.collector import without_gc
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import DataValue, Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season
from bcastplan.model.transmission import Origin, Transmission

HEADER_KEY = "x-eibi-header"
NEWLINE_KEY = "x-eibi-newline"
ENCODING_KEY = "x-eibi-encoding"
NEWLINE_NAMES = {"\r\n": "crlf", "\n": "lf", "\r": "cr"}

_LONGEST_QUOTE = 200  # characters of a faulty row kept in a problem
_LISTED = 12  # codes named in one finding
_COLUMN_OF_KEY = {
    "frequency": 0, "time": 1, "days": 2, "repeat": 2, "except": 2, "mode": 2, "service": 4, "language": 5, "target": 6,
    "site": 7, "administration": 7, "status": 8, "from": 9, "until": 10,
}  # fmt: skip
_SEPARATORS = {",": "commas", "\t": "tabs", "|": "bars"}


class RowPositions(Mapping[str, tuple[int, int]]):
    """Where each key of one row stands, found when it is asked for."""

    __slots__ = ("line", "text")

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.text = text

    def __getitem__(self, key: str) -> tuple[int, int]:
        number = _COLUMN_OF_KEY[key]
        return self.line, sum(len(part) + 1 for part in self.text.split(";")[:number]) + 1

    def __iter__(self) -> Iterator[str]:
        return iter(_COLUMN_OF_KEY)

    def __len__(self) -> int:
        return len(_COLUMN_OF_KEY)


def read_eibi(file: str, data: bytes, *, season: Season | None = None) -> tuple[Schedule, list[Problem]]:
    """Read a list in ISO-8859-1 or UTF-8.

    Args:
        file: the name messages give it; ``sked-a26.csv`` tells the season.
        data: its content.
        season: the season where the caller knows it.

    Returns the schedule and what there is to say about the rows, by line; the codes are those of
    ``bcastplan.exchange.eibi.problems``. Raises UnreadableInput for binary data and HTML pages.
    """
    text = text_lines(file, data)
    with without_gc():
        return _Reading(sys.intern(file), text, season).schedule()


@dataclass(slots=True)
class _Reading:
    """One list on its way into the model."""

    file: str
    text: TextLines
    season: Season | None
    problems: list[Problem] = field(default_factory=list)
    made: list[Transmission] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)

    def say(self, code: str, message: str, line: int, column: int | None = None, **data: Any) -> None:
        identifier = f"e{line}" if column is not None else None
        self.problems.append(Problem(code, message, Place(self.file, line, column, identifier), data))

    def schedule(self) -> tuple[Schedule, list[Problem]]:
        lines = self.text.lines
        header = lines[:1] if lines and lines[0].lower().startswith("khz:") else []
        if self.text.mixed:
            self.say("EIB008", "the lines end in different ways: all are read, and one kind is written back", 1)
        rows = [(number, line.split(";"), line) for number, line in enumerate(lines, 1) if line.strip()][len(header) :]
        self.find_season(rows)
        self.read(rows)
        if not self.made:
            self.say_nothing_read(rows)
        self.summarise()
        extensions: dict[str, Any] = {}
        if header:
            extensions[HEADER_KEY] = header[0]
        if self.text.newline != "\r\n":
            extensions[NEWLINE_KEY] = NEWLINE_NAMES[self.text.newline]
        if self.text.encoding != LATIN:
            extensions[ENCODING_KEY] = self.text.encoding
        schedule = Schedule(
            file=self.file,
            kind="eibi",
            season=self.season,
            window=self.season.window if self.season else NO_WINDOW,
            transmissions=tuple(self.made),
            extensions=extensions,
        )
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        return schedule, self.problems

    def find_season(self, rows: list[tuple[int, list[str], str]]) -> None:
        """The season that was given, else that of the file's name, else that of the rows."""
        self.season = self.season or season_of_file_name(self.file)
        if self.season is not None or not rows:
            return
        whole = [fields for _, fields, _ in rows if len(fields) == len(COLUMNS)]
        stops = [fields[10] for fields in whole]
        self.season = season_of_rows((fields[9] for fields in whole), stops, stops)
        if self.season is None:
            message = "neither the file's name nor its dates tell the season: nothing goes on the air"
            self.say("EIB006", f"{message}. Name the file as sked-a26.csv", 1)
        else:
            message = (
                f"the file's name does not tell the season: read as {self.season}, by its dates and last receptions"
            )
            self.say("EIB006", message, 1, season=str(self.season))

    def read(self, rows: list[tuple[int, list[str], str]]) -> None:
        reader = RowReader(self.season)
        window = self.season.window if self.season else NO_WINDOW
        for number, written, line in rows:
            fields = written if len(written) == len(COLUMNS) else self.mended(line, number)
            if fields is None:
                continue
            try:
                values, terms, clock = reader.values(fields, line)
            except ValueFault as fault:
                self.refuse(fields, fault, line, number)
                continue
            if clock.same:
                self.say("EIB003", f"start and stop are both {fields[1][:4]}: kept, but not on the air", number, 1)
                self.aside["start is stop"] += 1
            elif terms.aside:
                self.aside[terms.aside] += 1
            if terms.faults:
                self.say_faults(fields, terms, number, line)
            values["id"] = f"e{number}"
            values["season"] = self.season
            values["window"] = window
            values["origin"] = Origin(self.file, number, 1, RowPositions(number, line), len(self.made))
            self.made.append(Transmission.trusted(values))
        self.unknown, self.remarks = reader.unknown(), reader.remarks()

    def mended(self, line: str, number: int) -> list[str] | None:
        """The columns of a row without ten semicolons, where they can be told."""
        fields, what = split_row(line)
        columns = line.count(";") + 1
        if fields is None:
            message = f"{columns - 1} semicolons instead of {len(COLUMNS) - 1}: the row is not read"
            self.say("EIB001", message, number, 1, row=line[:_LONGEST_QUOTE], columns=columns)
        else:
            self.say("EIB001", str(what), number, 1, columns=columns)
        return fields

    def refuse(self, fields: list[str], fault: ValueFault, line: str, number: int) -> None:
        try:
            read_frequency(fields[0])
            name = "time"
        except ValueFault:
            name = "frequency"
        _, column = RowPositions(number, line)[name]
        self.say("EIB002", f"{fault}; the row is not read", number, column, row=line[:_LONGEST_QUOTE], field=name)

    def say_faults(self, fields: list[str], terms: Terms, number: int, line: str) -> None:
        for code, message, column in terms.faults:
            at = sum(len(part) + 1 for part in line.split(";")[: COLUMNS.index(column)]) + 1
            data: DataValue = fields[2] if code == "EIB005" else column
            self.say(code, message, number, at, **{"days" if code == "EIB005" else "field": data})

    def say_nothing_read(self, rows: list[tuple[int, list[str], str]]) -> None:
        first = rows[0][2] if rows else ""
        separator = max(_SEPARATORS, key=first.count) if first else ""
        if separator and first.count(separator) >= 8 and ";" not in first:
            words = _SEPARATORS[separator]
            self.problems.clear()
            message = f"{words} separate the columns, EiBi's lists have semicolons: save the list with semicolons"
            self.say("EIB007", message, 1, separator=words)
        else:
            self.say("EIB007", "no row that can be read: check that the file is an EiBi list and complete", 1)

    def summarise(self) -> None:
        if self.unknown:
            data = {kind: _listed(counts) for kind, counts in self.unknown.items()}
            kinds = "; ".join(f"{kind}: {', '.join(_listed(counts))}" for kind, counts in self.unknown.items())
            self.say(
                "EIB009", f"codes that EiBi's tables do not have, with the number of rows: {kinds}", 1, None, **data
            )
        if self.aside or self.remarks:
            unused, remarks = _listed(self.aside), _listed(self.remarks)
            parts = [f"not counted: {', '.join(unused)}"] if unused else []
            parts += [f"remarks: {', '.join(remarks)}"] if remarks else []
            self.say("EIB010", f"{len(self.made)} rows; {'; '.join(parts)}", 1, unused=unused, remarks=remarks)


def _listed(counts: Counter[str]) -> list[str]:
    listed = [f"{name} {count}" for name, count in counts.most_common(_LISTED)]
    return listed + ([f"and {len(counts) - _LISTED} more"] if len(counts) > _LISTED else [])
