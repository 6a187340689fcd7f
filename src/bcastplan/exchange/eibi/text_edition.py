"""EiBi's text editions -> rows of the eleven columns: ``freq-a26.txt`` by frequency, ``bc-a26.txt`` by time.

Both are printed from the list and say less than it: no persistence, no dates, no month of reception. Columns, counted
from 0, are those of the editions of B16 to A26; a row by time names several frequencies and runs on in lines of blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bcastplan.exchange.eibi.eibi_rows import COLUMNS

Edition = Literal["frequency", "time"]

_BY_FREQUENCY = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s+([0-9]{4}-[0-9]{4}) (.{5}) ([A-Z]{1,3}|   ) *(?= )")
_BY_TIME = re.compile(r"([0-9]{4}) ([0-9]{4}) (.{5}) ([A-Z]{1,3}|   ) *(?= )")
_RUNS_ON = re.compile(r" {30,}(?=\S)")
_HEADING = re.compile(r"\s*kHz\s+Time ?\(UTC\)\s+Days\s+ITU\b|\s*kHz\s+Time ?\(UTC\).*\bTarget\b", re.IGNORECASE)
_TIME_HEADING = re.compile(r"\s*Time ?\(UTC\)\s+Days\s+ITU\b", re.IGNORECASE)
_TITLE = re.compile(r"\W{0,3}BC\s+[AB][0-9]{2}\b.*schedule", re.IGNORECASE)
_AOKI_END = re.compile(r".{60}\S.{6,13} [1-7][1-7.,-]*\s*$")
_FREQUENCY = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^\s0-9.]\S*)?$")
_ESCAPED = re.compile(r"\\([89A-F][0-9A-F])")
"""A letter beyond ASCII as some copies write it; three characters for one move the columns after them."""
_SAMPLE_ROWS = 60
_LANGUAGE, _TARGET, _SITE = 59, 63, 75  # by frequency
_TIME_LANGUAGE, _TIME_TARGET, _TIME_FREQUENCIES = 46, 50, 54  # by time


def edition_of(lines: Sequence[str]) -> Edition | None:
    """The text edition that the first lines of a file belong to, None if they belong to neither.

    Aoki's short list looks much alike; it ends its rows with the days.
    """
    sample = [line for line in lines[: _SAMPLE_ROWS + 30] if line.strip()]
    by_frequency = [line for line in sample if _BY_FREQUENCY.match(line)]
    by_time = [line for line in sample if _BY_TIME.match(line)]
    if any(_TIME_HEADING.match(line) for line in sample[:30]):
        return "time"
    if any(_HEADING.match(line) for line in sample[:30]):
        return "frequency"
    titled = any(_TITLE.match(line) for line in sample[:30])
    runs_on = sum(1 for line in sample if _RUNS_ON.match(line))
    if by_time and (titled or 2 * (len(by_time) + runs_on) >= len(sample)):
        return "time"
    if by_frequency and (titled or 2 * len(by_frequency) >= len(sample)):
        # Without a heading or title the rows must not end as those of Aoki's list do.
        endings = sum(1 for line in by_frequency if _AOKI_END.match(line))
        return None if 2 * endings >= len(by_frequency) else "frequency"
    return None


class TextRow(NamedTuple):
    """The columns of one row and the line it stands on; None where the line cannot be understood."""

    line: int
    columns: list[str] | None
    text: str


def text_rows(lines: Sequence[str], edition: Edition) -> Iterator[TextRow]:
    """The rows below the heading; a row by time is one for each of its frequencies."""
    pattern = _BY_FREQUENCY if edition == "frequency" else _BY_TIME
    lines = [_ESCAPED.sub(lambda match: chr(int(match[1], 16)), line) if "\\" in line else line for line in lines]
    first = next((at for at, line in enumerate(lines) if pattern.match(line)), len(lines))
    if edition == "frequency":
        for number, line in enumerate(lines[first:], first + 1):
            if line.strip():
                yield TextRow(number, _cut(line), line)
        return
    shared: list[str] | None = None
    for number, line in enumerate(lines[first:], first + 1):
        if not line.strip():
            continue
        head, names = _cut_by_time(line, shared)
        # Lines below a row by time name further frequencies of the same broadcast.
        shared = head or shared
        if head is None or not names:
            yield TextRow(number, None, line)
            continue
        for name in names:
            match = _FREQUENCY.match(name)
            row = None if match is None else _columns(match[1], *head, match[2] or "")
            yield TextRow(number, row, line)


def _cut(line: str) -> list[str] | None:
    match = _BY_FREQUENCY.match(line)
    if match is None:
        return None
    # By how many characters the columns of this line stand farther right than those of the heading.
    by = match.start(3) - 24
    language, target = line[_LANGUAGE + by : _TARGET + by].strip(), line[_TARGET + by : _SITE + by].strip()
    station, site = line[34 + by : _LANGUAGE + by].strip(), line[_SITE + by :].strip()
    return _columns(match[1], match[2], match[3], match[4], station, language, target, site)


def _cut_by_time(line: str, shared: list[str] | None) -> tuple[list[str] | None, list[str]]:
    """What the frequencies of a line have in common, and their names; a line that runs on has it from the one above."""
    match = _BY_TIME.match(line)
    if match is not None:
        before, *names = _split_names(line, _TIME_FREQUENCIES)
        station, language = before[20:_TIME_LANGUAGE].strip(), before[_TIME_LANGUAGE:_TIME_TARGET].strip()
        target = before[_TIME_TARGET:].strip()
        return [f"{match[1]}-{match[2]}", match[3], match[4].strip(), station, language, target], names
    if shared is None or not _RUNS_ON.match(line):
        return None, []
    before, *names = _split_names(line, _TIME_FREQUENCIES)
    target = before[_TIME_TARGET:].strip() or shared[5]
    return [*shared[:5], target], names


def _split_names(line: str, at: int) -> list[str]:
    """The text before the frequencies, and the words from there on; a name that overflows pushes them to the right."""
    while at < len(line) and line[at - 1] != " ":
        at += 1
    words = line[at:].split()
    return [line[:at], *words]


def _columns(*texts: str) -> list[str]:
    """The eleven columns; those that an edition lacks are empty. A semicolon in a name would begin a column."""
    row = [text.strip().replace(";", ",") for text in texts]
    return [*row, *[""] * (len(COLUMNS) - len(row))]
