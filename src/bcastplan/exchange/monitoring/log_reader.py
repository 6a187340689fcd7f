"""Reads a monitoring log, CSV or JSON lines: what cannot be read is reported with its line, and the rest is counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bcastplan.exchange.monitoring.locators import coordinates_of
from bcastplan.exchange.monitoring.log_columns import (
    meaning_of_log_heading,
    minute_of,
    read_clock_time,
    read_day,
    read_decibels,
    read_degrees,
    read_merit,
    read_moment,
    read_report_frequency,
    read_status,
)
from bcastplan.exchange.tables.column_mapping import OUR_OWN, Mapping
from bcastplan.exchange.tables.csv_rows import DELIMITERS, BrokenTable, csv_rows, guessed_delimiter, table_text
from bcastplan.exchange.text_lists import refuse_what_is_no_list
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem
from bcastplan.model.inert import text_of_cell
from bcastplan.model.reception import ReceptionReport

_SHOWN = 200  # characters of a header or line in a message
_LONGEST = timedelta(days=1)
_MERITS = ("overall", "sinpo", "sio")
_FILLED_IN = frozenset({"date", "time", "snr_db", "field_dbuv_m", "status", *_MERITS})


def read_log(file: str, data: bytes, *, mapping: Mapping = OUR_OWN) -> tuple[list[ReceptionReport], list[Problem]]:
    """Read a log.

    Args:
        file: the name messages give it.
        data: its content: a table with a header line, or a JSON object on every line.
        mapping: what its columns or keys mean; without one, what their names say.

    Returns the reports and the problems of rows, by line; the codes are those of
    ``bcastplan.exchange.monitoring.log_problems``. Raises UnreadableInput for binary data and HTML pages.
    """
    refuse_what_is_no_list(file, data)
    return _Reading(sys.intern(file), mapping).reports(table_text(file, data, mapping.encoding))


@dataclass(slots=True)
class _Reading:
    """The reading of one log."""

    file: str
    mapping: Mapping
    problems: list[Problem] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    """Texts that many reports share, each kept once."""
    unread: set[str] = field(default_factory=set)
    meanings: frozenset[str] = frozenset()
    """What the columns of a table mean."""

    def say(self, code: str, message: str, line: int, **data: Any) -> None:
        self.problems.append(Problem(code, message, Place(self.file, line), data))

    def meaning(self, header: str) -> str | None:
        if self.mapping.columns:
            return self.mapping.columns.get(header.strip().lower())
        return meaning_of_log_heading(header)

    def reports(self, text: str) -> tuple[list[ReceptionReport], list[Problem]]:
        first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
        rows = self.json_rows(text) if first.lstrip().startswith("{") else self.table_rows(text)
        reports = [report for line, values in rows if (report := self.report(line, values)) is not None]
        if self.unread:
            names = ", ".join(sorted(self.unread))
            self.say("MON006", f"columns of this log that are not read: {names[:_SHOWN]}", 1, columns=names)
        if not reports and not any(problem.code == "MON001" for problem in self.problems):
            self.say("MON005", "no report that can be read", 1)
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        return reports, self.problems

    def table_rows(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a table: line, and meaning -> text of each cell that is not empty."""
        delimiter = self.mapping.delimiter or guessed_delimiter(text, self.meaning)
        columns: list[tuple[int, str]] | None = None
        width = 0
        try:
            for line, cells in csv_rows(text, delimiter):
                if columns is None:
                    width = len(cells)
                    columns = self.head(line, [cell.strip() for cell in cells], delimiter)
                    if columns is None:
                        return
                elif any(cell.strip() for cell in cells[width:]):
                    self.say("MON002", f"{len(cells)} cells under {width} headers: the row is not counted", line)
                else:
                    texts = ((what, text_of_cell(cells[at].strip())) for at, what in columns if at < len(cells))
                    yield line, {what: text for what, text in texts if text}
        except BrokenTable as broken:
            self.say("MON002", str(broken), broken.line)

    def head(self, line: int, headers: list[str], delimiter: str) -> list[tuple[int, str]] | None:
        """What the columns mean; None, and a problem, where there is no time or no frequency."""
        meanings = [self.meaning(header) for header in headers]
        known = set(meanings) | set(self.mapping.defaults)
        missing = [
            name
            for name, there in (
                ("time (or start)", bool({"time", "start"} & known)),
                ("frequency", "frequency" in known),
            )
            if not there
        ]
        if missing:
            words = DELIMITERS.get(delimiter, f"'{delimiter}'")
            message = f"no column means {' or '.join(missing)}, read with {words} between the columns: the header is "
            message += f"'{delimiter.join(headers)[:_SHOWN]}'; `--mapping` tells what columns mean"
            self.say("MON001", message, line, separator=words)
            return None
        self.meanings = frozenset(what for what in meanings if what is not None)
        self.unread |= {header for header, what in zip(headers, meanings, strict=True) if what is None and header}
        return [(at, what) for at, what in enumerate(meanings) if what is not None]

    def json_rows(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The objects of JSON lines in the same form."""
        for line, written in enumerate(text.splitlines(), 1):
            if not written.strip() or written.startswith("#"):
                continue
            try:
                values = json.loads(written)
            except (ValueError, RecursionError):
                values = None
            if not isinstance(values, dict):
                self.say("MON002", f"no JSON object: '{written[:_SHOWN]}'", line)
                continue
            row: dict[str, str] = {}
            for key, value in values.items():
                what = self.meaning(key)
                if what is None:
                    self.unread.add(key)
                elif isinstance(value, bool | list | dict):
                    self.say("MON004", f"the value of '{key}' is neither a text nor a number", line, column=what)
                elif value is not None and str(value).strip():
                    row[what] = str(value).strip()
            yield line, row

    def report(self, line: int, texts: dict[str, str]) -> ReceptionReport | None:
        """One report, None where it cannot be matched to anything."""
        if "date" in self.meanings and not _FILLED_IN & set(texts):
            return None  # a line of a timetable on which nobody wrote anything
        texts = self.mapping.defaults | texts
        try:
            start, stop = self.span(texts)
            frequency_hz = _deciding("frequency", read_report_frequency, texts)
            off = "status" in texts and _deciding("status", read_status, texts)
        except _Undecided as fault:
            self.say("MON003", f"{fault}; the report is not counted", line, column=fault.column)
            return None
        latitude, longitude = self.coordinates(texts, line)
        return ReceptionReport(
            self.file,
            line,
            start,
            stop,
            frequency_hz,
            self.shared(texts.get("place")),
            latitude,
            longitude,
            self.shared(texts.get("service")),
            self.merit(texts, line),
            self.decibels("snr_db", texts, line),
            self.decibels("field_dbuv_m", texts, line),
            bool(off),
            self.shared(texts.get("observer")),
            texts.get("remark"),
        )

    def shared(self, text: str | None) -> str | None:
        return None if text is None else self.strings.setdefault(text, text)

    def span(self, texts: dict[str, str]) -> tuple[int, int]:
        """The first minute of listening, and the first after it; raises _Undecided."""
        column = "start" if "start" in texts else "time"
        if column not in texts:
            raise _Undecided("time", "there is no time")
        start = self.moment(column, texts[column], texts)
        first = minute_of(start)
        if "stop" not in texts:
            # A report without an end is of a moment, and takes the minute in which it lies.
            return first, first + 1
        stop = self.moment("stop", texts["stop"], texts, after=start)
        last = minute_of(stop, upwards=True)
        if stop <= start or stop - start > _LONGEST:
            reason = f"'{texts['stop']}' is no end of what began at {texts[column]}: it ends later, within a day"
            raise _Undecided("stop", reason)
        return first, last

    def moment(self, column: str, text: str, texts: dict[str, str], after: datetime | None = None) -> datetime:
        """A time of day on the date of the row, or a date and time; ``after`` gives the date of an end."""
        try:
            if after is not None and (clock := _clock_or_none(text)) is not None:
                # An end without a date is the next such time after the start, as after midnight.
                stop = after.replace(hour=0, minute=0, second=0, microsecond=0) + clock
                return stop if stop > after else stop + _LONGEST
            if "date" in texts:
                return read_day(texts["date"], self.mapping.dates) + read_clock_time(text)
            return read_moment(text, self.mapping.dates)
        except ValueFault as fault:
            raise _Undecided(column, str(fault)) from None
        except OverflowError:
            raise _Undecided(column, f"'{text}' lies outside the calendar") from None

    def coordinates(self, texts: dict[str, str], line: int) -> tuple[float | None, float | None]:
        if "latitude" in texts and "longitude" in texts:
            try:
                return (
                    read_degrees("latitude", texts["latitude"]),
                    read_degrees("longitude", texts["longitude"]),
                )
            except ValueFault as fault:
                self.say("MON004", f"{fault}; the report is counted without it", line, column="latitude")
        return coordinates_of(texts.get("place", "")) or (None, None)

    def merit(self, texts: dict[str, str], line: int) -> int | None:
        """The overall merit: of its own column, else the last digit of SINPO or SIO."""
        for what in _MERITS:
            if what in texts:
                try:
                    return read_merit(what, texts[what])
                except ValueFault as fault:
                    self.say("MON004", f"{fault}; the report is counted without it", line, column=what)
        return None

    def decibels(self, what: str, texts: dict[str, str], line: int) -> float | None:
        if what not in texts:
            return None
        try:
            return read_decibels(what, texts[what])
        except ValueFault as fault:
            self.say("MON004", f"{fault}; the report is counted without it", line, column=what)
            return None


class _Undecided(Exception):
    """Raised where a column cannot be read that decides which airing a report belongs to."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def _deciding(column: str, read: Any, texts: dict[str, str]) -> Any:
    if column not in texts:
        raise _Undecided(column, f"there is no {column}")
    try:
        return read(texts[column])
    except ValueFault as fault:
        raise _Undecided(column, str(fault)) from None


def _clock_or_none(text: str) -> timedelta | None:
    try:
        return read_clock_time(text)
    except ValueFault:
        return None
