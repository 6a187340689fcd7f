"""Reads a list with semicolons row by row, in its order; every row that is left out is reported.

A row keeps its own text under ``x-eibi-row``, so that what was not changed is written back byte for byte.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bcastplan.exchange.eibi.eibi_dates import rows_say
from bcastplan.exchange.eibi.eibi_layout import Layout
from bcastplan.exchange.eibi.eibi_rows import COLUMNS, RowReader, Terms, read_frequency, split_row
from bcastplan.exchange.eibi.text_edition import TextRow, edition_of, text_rows
from bcastplan.exchange.list_seasons import season_named_in, seasons_of_names, weighed
from bcastplan.exchange.text_lists import TextLines, text_lines
from bcastplan.model.collector import without_gc
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import DataValue, Place, Problem, Severity
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season
from bcastplan.model.transmission import Origin, Transmission

_LONGEST_QUOTE = 200  # characters of a faulty row that a problem keeps
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

    Returns the schedule and the problems of its rows, by line; the codes are those of
    ``bcastplan.exchange.eibi.eibi_problems``. Raises UnreadableInput for binary data and HTML pages.
    """
    text = text_lines(file, data)
    # A list makes many small objects and no cycles: the searches of the collector for some would find none.
    with without_gc():
        return _Reading(sys.intern(file), text, season).schedule()


class _Row(NamedTuple):
    """One row: its line, its columns or None where they cannot be told, and its text in the list."""

    line: int
    columns: list[str] | None
    text: str


@dataclass(slots=True)
class _Reading:
    """The reading of one list."""

    file: str
    text: TextLines
    season: Season | None
    problems: list[Problem] = field(default_factory=list)
    transmissions: list[Transmission] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)

    def say(self, code: str, message: str, line: int, column: int | None = None, **data: Any) -> None:
        identifier = f"e{line}" if column is not None else None
        loses = 1 if "row" in data else None
        self.problems.append(Problem(code, message, Place(self.file, line, column, identifier), data, loses=loses))

    def schedule(self) -> tuple[Schedule, list[Problem]]:
        if self.text.mixed:
            self.say("EIB008", "the lines end in different ways: all are read, and one kind is written back", 1)
        edition = edition_of(self.text.lines)
        extensions: dict[str, Any] = {}
        if edition is None:
            layout = Layout(self.text)
            rows = list(self.split(layout))
        else:
            rows = list(self.printed(text_rows(self.text.lines, edition)))
        self.find_season(rows)
        self.read(rows, printed=edition is not None)
        if not self.transmissions:
            self.say_nothing_read(rows)
        self.summarise()
        if edition is None:
            extensions = layout.extensions()
        schedule = Schedule(
            file=self.file,
            kind="eibi",
            season=self.season,
            window=self.season.window if self.season else NO_WINDOW,
            transmissions=tuple(self.transmissions),
            extensions=extensions,
        )
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        return schedule, self.problems

    def split(self, layout: Layout) -> Iterator[_Row]:
        """The rows of a list of semicolons; all other lines go to the layout."""
        for number, line in enumerate(self.text.lines, 1):
            if layout.takes(line):
                continue
            fields = line.split(";")
            whole = fields if len(fields) == len(COLUMNS) else self.mended(line, number)
            layout.lines += whole is not None
            yield _Row(number, whole, line)

    def printed(self, rows: Iterable[TextRow]) -> Iterator[_Row]:
        """The rows of a text edition, with the text they would have in the list."""
        for number, columns, line in rows:
            if columns is None:
                message = "no frequency, time and country where the edition has them: the row is not read"
                self.say("EIB001", message, number, 1, row=line[:_LONGEST_QUOTE], columns=1)
            yield _Row(number, columns, ";".join(columns) if columns else line)

    def find_season(self, rows: list[_Row]) -> None:
        """The season that was given, else the one on which names, heading and rows agree."""
        if self.season is not None or not rows:
            return
        named = seasons_of_names(self.file)
        for line in self.text.lines[: rows[0].line - 1]:
            season = season_named_in(line)
            if season is not None:
                named.setdefault("the heading", season)
        whole = [row.columns for row in rows if row.columns is not None]
        stops = [columns[10] for columns in whole]
        verdict = weighed(named, rows_say((columns[9] for columns in whole), stops, stops), "sked-a26.csv")
        self.season = verdict.season
        if verdict.message is not None:
            data: dict[str, DataValue] = {"season": str(self.season)} if self.season else {}
            self.problems.append(Problem("EIB006", verdict.message, Place(self.file, 1), data))

    def read(self, rows: list[_Row], *, printed: bool) -> None:
        reader = RowReader(self.season)
        window = self.season.window if self.season else NO_WINDOW
        line_before, times = 0, 1
        for number, fields, line in rows:
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
            # A row by time gives a transmission for each of its frequencies; from the second on their ids are numbered.
            times = times + 1 if number == line_before else 1
            line_before = number
            # Columns of the text that is kept are not those of the line in a
            # text edition, so that no position can be told.
            positions = {} if printed else RowPositions(number, line)
            values["id"] = f"e{number}" if times == 1 else f"e{number}-{times}"
            values["season"] = self.season
            values["window"] = window
            values["origin"] = Origin(self.file, number, 1, positions, len(self.transmissions))
            self.transmissions.append(Transmission.trusted(values))
        self.unknown, self.remarks = reader.unknown(), reader.remarks()

    def mended(self, line: str, number: int) -> list[str] | None:
        """The columns of a row without ten semicolons, where they can be told."""
        fields, what = split_row(line)
        columns = line.count(";") + 1
        if fields is None:
            message = f"{columns - 1} semicolons instead of {len(COLUMNS) - 1}: the row is not read"
            self.say("EIB001", message, number, 1, row=line[:_LONGEST_QUOTE], columns=columns)
        else:
            place = Place(self.file, number, 1, f"e{number}")
            self.problems.append(Problem("EIB001", str(what), place, {"columns": columns}, severity=Severity.WARNING))
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

    def say_nothing_read(self, rows: list[_Row]) -> None:
        first = rows[0].text if rows else ""
        separator = max(_SEPARATORS, key=first.count) if first else ""
        if separator and first.count(separator) >= 8 and ";" not in first:
            words = _SEPARATORS[separator]
            # One wrong separator is the cause of all the faults of rows, which would bury it.
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
            self.say("EIB010", f"{len(self.transmissions)} rows; {'; '.join(parts)}", 1, unused=unused, remarks=remarks)


def _listed(counts: Counter[str]) -> list[str]:
    listed = [f"{name} {count}" for name, count in counts.most_common(_LISTED)]
    return listed + ([f"and {len(counts) - _LISTED} more"] if len(counts) > _LISTED else [])
