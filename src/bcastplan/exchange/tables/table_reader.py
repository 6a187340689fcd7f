"""Reads a table: a cell that cannot be read is reported with its line and column, and the rest is read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bcastplan.exchange.tables.cells import read_cell, read_clock
from bcastplan.exchange.tables.column_mapping import OUR_OWN, START, STOP, Mapping
from bcastplan.exchange.tables.csv_rows import DELIMITERS, BrokenTable, csv_rows, guessed_delimiter, table_text
from bcastplan.exchange.tables.table_columns import PLACE_COLUMNS, SEASON_COLUMN
from bcastplan.exchange.text_lists import refuse_what_is_no_list
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import WHOLE_FILE, Place, Problem, Severity
from bcastplan.model.inert import text_of_cell
from bcastplan.model.keys import record_of
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season, Window
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, KEYS, Origin, Transmission

EXACT = frozenset({name for name, key in KEYS.items() if key.exact} | {SEASON_COLUMN, "status"})
"""Columns that decide when and where on the dial a row is on the air: where one cannot be read, the row is not."""

_Dated = tuple[list[dict[str, Any]], Season | None, Window | None, list[Problem]]
"""The rows to read, their season or else the window of their dates, and the problems."""

_SHOWN = 200  # characters of a header in a message


def read_csv(
    file: str, data: bytes, *, mapping: Mapping = OUR_OWN, season: Season | None = None
) -> tuple[Schedule, list[Problem]]:
    """Read a table with a header line.

    Args:
        file: the name messages give it.
        data: its content.
        mapping: what its columns mean; without one they are ours.
        season: the season of rows that do not name one; rows of other seasons are left out.

    Returns the schedule and the problems of its rows, by line; the codes are those of
    ``bcastplan.exchange.tables.table_problems``. Raises UnreadableInput for binary data and HTML pages.
    """
    refuse_what_is_no_list(file, data)
    return _Reading(sys.intern(file), table_text(file, data, mapping.encoding), mapping, season).schedule()


@dataclass(slots=True)
class _Reading:
    """The reading of one table."""

    file: str
    text: str
    mapping: Mapping
    season: Season | None
    problems: list[Problem] = field(default_factory=list)
    columns: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, meaning and header of each column that means something."""
    width: int = 0

    def say(self, code: str, message: str, line: int, *, loses: int | None = None, **data: Any) -> None:
        self.problems.append(Problem(code, message, Place(self.file, line), data, loses=loses))

    def schedule(self) -> tuple[Schedule, list[Problem]]:
        delimiter = self.mapping.delimiter or guessed_delimiter(self.text, self.mapping.meaning)
        rows = [row for line, cells in self.rows(delimiter) for row in [self.row(cells, line)] if row is not None]
        kept, season, window, season_problems = _dated(rows, self.season, self.file)
        self.problems += season_problems
        transmissions = [
            Transmission.trusted(values | {"season": season, "window": window})
            for values in (_placed(values, at) for at, values in enumerate(kept))
        ]
        if not transmissions and not any(problem.code == "CSV001" for problem in self.problems):
            self.say("CSV005", "no row that can be read", 1)
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        schedule = Schedule(
            file=self.file, kind="csv", season=season, window=window or NO_WINDOW, transmissions=tuple(transmissions)
        )
        return schedule, self.problems

    def rows(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header, each with the line it starts on."""
        try:
            for line, cells in csv_rows(self.text, delimiter):
                if self.width:
                    yield line, cells
                    continue
                self.width = len(cells)
                if not self.head(cells, line, delimiter):
                    return
        except BrokenTable as broken:
            self.say("CSV002", str(broken), broken.line, loses=WHOLE_FILE)

    def head(self, cells: list[str], line: int, delimiter: str) -> bool:
        """Find out what the columns mean; False where the table has no frequency or no time."""
        headers = [cell.strip() for cell in cells]
        meanings = [self.mapping.meaning(header) for header in headers]
        self.columns = [(at, what, headers[at]) for at, what in enumerate(meanings) if what is not None]
        keys = {what for _, what, _ in self.columns} | set(self.mapping.defaults)
        if {START, STOP} <= keys:
            keys.add("time")
        missing = [key for key in ("frequency", "time") if key not in keys]
        if missing:
            words = DELIMITERS.get(delimiter, f"'{delimiter}'")
            message = f"no column means {' or '.join(missing)}, read with {words} between the columns: the header is "
            message += f"'{delimiter.join(headers)[:_SHOWN]}'; a mapping tells what its columns mean, as "
            message += "`bcastplan import csv --mapping`"
            self.say("CSV001", message, line, loses=WHOLE_FILE, separator=words)
            return False
        self.report_unread(headers, meanings, line)
        return True

    def report_unread(self, headers: list[str], meanings: list[str | None], line: int) -> None:
        lower = [header.lower() for header in headers]
        for name in self.mapping.columns:
            if name not in lower:
                hint = did_you_mean(name, headers)
                self.say("CSV006", f"the mapping names a column '{name}' that is not there{hint}", line, columns=name)
        unread = [header for header, what in zip(headers, meanings, strict=True) if what is None and header]
        if unread:
            message = f"columns of this CSV table that are not read: {', '.join(unread)}"
            if not self.mapping.columns:
                message += "; `import csv --mapping` says what a column means"
            self.say("CSV006", message, line, columns=", ".join(unread))
        counted = Counter(what for _, what, _ in self.columns)
        twice = ", ".join(what for what, count in counted.items() if count > 1)
        if twice:
            message = f"several columns mean {twice}: the last one that is not empty counts"
            self.say("CSV006", message, line, columns=twice)

    def row(self, cells: list[str], line: int) -> dict[str, Any] | None:
        """The values of a row by attribute, None where it must not go on the air."""
        if any(cell.strip() for cell in cells[self.width :]):
            self.say("CSV002", f"{len(cells)} cells under {self.width} headers: the row is not read", line, loses=1)
            return None
        texts, headers = dict(self.mapping.defaults), {}
        for at, what, header in self.columns:
            text = text_of_cell(cells[at].strip()) if at < len(cells) else ""
            if text:
                texts[what], headers[what] = text, header
        place = {key: texts.pop(key) for key in PLACE_COLUMNS if key in texts}
        values: dict[str, Any] = {"origin": Origin(self.file, line)}
        if not self.clock(texts, headers, values, line):
            return None
        for what, text in texts.items():
            try:
                values[ATTRIBUTE_OF_KEY.get(what, what)] = read_cell(what, text, self.mapping)
            except ValueFault as fault:
                if not self.fault(what, headers.get(what, what), fault, line):
                    return None
        if "frequency_khz" not in values or "time" not in values:
            key = "time" if "frequency_khz" in values else "frequency"
            self.say("CSV003", f"no {key} in this row: it is not read", line, loses=1, column=key)
            return None
        if "site" not in values and len(place) == len(PLACE_COLUMNS):
            self.written_site(place, values, line)
        elif "site" not in values and "site_name" in place:  # a name without a position is no place, and is not lost
            notes = (f"site {place['site_name']}", values.get("note"))
            values["note"] = "; ".join(note for note in notes if note)
        return values

    def clock(self, texts: dict[str, str], headers: dict[str, str], values: dict[str, Any], line: int) -> bool:
        """Read start and stop of two columns; False where the row must not be read."""
        start, stop = texts.pop(START, None), texts.pop(STOP, None)
        if start is None or stop is None or "time" in texts:
            return True
        try:
            values["time"] = read_clock(start, stop, self.mapping)
        except ValueFault as fault:
            return self.fault("time", f"{headers.get(START, START)}, {headers.get(STOP, STOP)}", fault, line)
        return True

    def fault(self, what: str, header: str, fault: ValueFault, line: int) -> bool:
        """Report a cell, as an error where it takes the row with it; True where the row is read without it."""
        exact = what in EXACT
        message = f"column {header}: {fault}; the row is {'not read' if exact else 'read without it'}"
        severity = None if exact else Severity.WARNING
        place, loses = Place(self.file, line), 1 if exact else None
        self.problems.append(Problem("CSV003", message, place, {"column": header}, severity=severity, loses=loses))
        return not exact

    def written_site(self, place: dict[str, str], values: dict[str, Any], line: int) -> None:
        written = {key.removeprefix("site_"): text for key, text in place.items()}
        try:
            values["site"] = record_of(InlineSite).parse(dict(written))
        except ValueFault as fault:
            self.fault("site", ", ".join(PLACE_COLUMNS), fault, line)


def _placed(values: dict[str, Any], index: int) -> dict[str, Any]:
    """The values with the number of the transmission in its schedule."""
    origin = values["origin"]
    return values | {"origin": Origin(origin.file, origin.line, 1, {}, index)}


def _dated(rows: Sequence[dict[str, Any]], asked_season: Season | None, file: str) -> _Dated:
    """Returns the rows of one season, that season (or else the window of their dates) and the problems.

    Rows that name no season are of the season that was asked for; without one, and without a season anywhere in the
    table, the window runs from the first date to the last.
    """
    named = Counter(row["season"] for row in rows if row.get("season") is not None)
    if not rows or (asked_season is None and not named):
        return _spanned(list(rows), file)
    # A schedule has one season; without one that was asked for it is that of most rows.
    season = asked_season or named.most_common(1)[0][0]
    kept: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for row in rows:
        (kept if row.get("season") in (None, season) else others).append(row)
    problems = []
    if others:
        listed = ", ".join(
            f"{other_season} ({count})" for other_season, count in sorted(named.items()) if other_season != season
        )
        message = f"rows of another season than {season} are not read: {listed}; bring each season in by itself"
        place = others[0]["origin"].place(None, None)
        problems.append(Problem("CSV004", message, place, {"season": str(season)}, loses=len(others)))
    return kept, season, season.window, problems


def _spanned(rows: list[dict[str, Any]], file: str) -> _Dated:
    dates = [day for row in rows for key in ("valid_from", "valid_until") if (day := row.get(key)) is not None]
    whole = [row for row in rows if row.get("valid_from") and row.get("valid_until")]
    if not rows:
        return rows, None, None, []
    if not dates or len(whole) < len(rows):
        message = "no season in the table, and not every row has both dates: name the season with --season"
        return [], None, None, [Problem("CSV004", message, Place(file, 1), loses=len(rows))]
    first, last = min(dates), max(dates)
    for row in rows:
        # In the model the edges of the window stand in no transmission.
        row["valid_from"] = None if row["valid_from"] == first else row["valid_from"]
        row["valid_until"] = None if row["valid_until"] == last else row["valid_until"]
    return rows, None, Window(first, last), []
