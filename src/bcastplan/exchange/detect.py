"""What kind of file some bytes are, told by what stands in them and never by the name alone.

A recogniser sees the first lines only and is asked in the order of the table; to teach the program another format,
add a row to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

Kind = Literal["yaml", "hfcc", "eibi", "aoki", "csv"]

SAMPLE_BYTES = 65_536  # enough for any header and some hundred rows
SAMPLE_ROWS = 60
_BOM = b"\xef\xbb\xbf"
_YAML_KEY = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:\?\s*)?["']?bcastplan["']?\s*:""", re.MULTILINE)
_YAML_FLOW = re.compile(
    rb"""^(?:\xef\xbb\xbf)?(?:[ \t]*+(?:#[^\n]*+|---)?+\r?+\n)*+\s*+\{\s*+["']?bcastplan["']?\s*:"""
)
"""Possessive (``*+``): blank lines could be divided between its parts in many ways, and each of them would be tried."""
_HFCC_HEADER = re.compile(r"^;\s*[ABab]\d{2}\s+\S+|^;FREQ\s+STRT\s+STOP\b", re.IGNORECASE)
_HFCC_ROW = re.compile(r"^ {0,6}\d{1,5} +\d{4} +\d{4} .{60}")
_EIBI_HEADER = re.compile(r"^kHz:\d+;Time", re.IGNORECASE)
_EIBI_ROW = re.compile(r"^\d+(?:\.\d+)?;\d{4}-\d{4};[^;]*(?:;[^;]*){8}$")
_EIBI_MISPUNCTUATED = re.compile(r"^\d+(?:\.\d+)?([,\t|])\d{4}-\d{4}(?:\1[^,\t|]*){9,}$")
"""A row of EiBi's with another character for the semicolon: the reader says what is wrong with it."""
_AOKI_ROW = re.compile(r"^[ \d.]{4}\d.{33}\d{4}-\d{4} ")
_AOKI_HEADING = re.compile(r"^[AB]\d{2}\s+Shortwave\s+Frequency|^kHz\s+Time\(UTC\)", re.IGNORECASE)
_CSV_FREQUENCY = frozenset({"frequency", "freq", "khz", "frequency_khz", "freq_khz"})
_CSV_TIME = frozenset({"time", "start", "stop", "start_utc", "stop_utc", "utc"})


class Recogniser(NamedTuple):
    """One row of the table: a kind, and whether the first lines of a file are of that kind."""

    kind: Kind
    matches: Callable[[Sequence[str]], bool]


def recognise(name: str, data: bytes) -> Kind | None:
    """The kind of a file, or None when no recogniser knows it.

    Args:
        name: the file's name; it decides nothing, two kinds of list may bear any name.
        data: its content.
    """
    if _YAML_KEY.search(data) or _YAML_FLOW.match(data):
        return "yaml"
    sample = data[:SAMPLE_BYTES]
    if b"\0" in sample:
        return None
    lines = sample.removeprefix(_BOM).decode("iso-8859-1").split("\n")
    if len(data) > SAMPLE_BYTES:
        lines.pop()  # cut anywhere
    lines = [line.rstrip("\r\x1a") for line in lines]
    written = [line for line in lines if line.strip()]
    return next((recogniser.kind for recogniser in RECOGNISERS if recogniser.matches(written)), None)


def _mostly(pattern: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Whether at least half of the first rows look like that."""
    rows = lines[:SAMPLE_ROWS]
    return bool(rows) and 2 * sum(pattern.match(row) is not None for row in rows) >= len(rows)


def _is_hfcc(lines: Sequence[str]) -> bool:
    comments = [line for line in lines[:SAMPLE_ROWS] if line.startswith(";")]
    if any(_HFCC_HEADER.match(line) for line in comments):
        return True
    return _mostly(_HFCC_ROW, [line for line in lines if not line.startswith(";")])


def _is_eibi(lines: Sequence[str]) -> bool:
    return bool(lines) and (
        _EIBI_HEADER.match(lines[0]) is not None or _mostly(_EIBI_ROW, lines) or _mostly(_EIBI_MISPUNCTUATED, lines)
    )


def _is_aoki(lines: Sequence[str]) -> bool:
    if any(_AOKI_HEADING.match(line) for line in lines[:5]):
        return True
    return _mostly(_AOKI_ROW, [line for line in lines if not line.startswith("#")])


def _is_csv(lines: Sequence[str]) -> bool:
    header = next((line for line in lines if not line.startswith("#")), "")
    for separator in (",", ";", "\t"):
        names = {cell.strip().strip('"').lower() for cell in header.split(separator)}
        if names & _CSV_FREQUENCY and names & _CSV_TIME:
            return True
    return False


RECOGNISERS: tuple[Recogniser, ...] = (
    Recogniser("hfcc", _is_hfcc),
    Recogniser("eibi", _is_eibi),
    Recogniser("aoki", _is_aoki),
    Recogniser("csv", _is_csv),
)
"""Asked in this order, after YAML, which is told by its own key."""
