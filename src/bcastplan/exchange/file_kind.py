"""Recognises the kind of a file by its content, never by its name.

A recogniser sees the first lines only and is asked in the order of the table; to teach the program another format,
add a row to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from bcastplan.exchange.aoki.aoki_layouts import is_short_heading, season_in_title
from bcastplan.exchange.aoki.app_tables import is_app_table
from bcastplan.exchange.eibi.eibi_layout import is_heading
from bcastplan.exchange.eibi.text_edition import edition_of

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
_EIBI_HEADER = re.compile(r"^\W{0,3}k\s?hz[^;]*;[^;]*(?:time|utc)", re.IGNORECASE)
_EIBI_COLUMNS = (("khz", "freq"), ("time", "utc"), ("day",), ("itu", "country", "land", "adm"), ("station", "name"))
"""Words of which one stands in each of the first columns of EiBi's headings, in whatever language and widths."""
_EIBI_ROW = re.compile(r"^ *\d+(?:\.\d+)?; *\d{4}-\d{4} *;[^;]*; *+[A-Z]{0,3} *+;[^;]*(?:;[^;]*){6}$")
_EIBI_MISPUNCTUATED = re.compile(r"^\d+(?:\.\d+)?([,\t|])\d{4}-\d{4}\1[^,\t|]*\1 *+[A-Z]{0,3} *+(?:\1[^,\t|]*){7,}$")
"""A row of EiBi's with another character for the semicolon: the reader says what is wrong with it."""
_AOKI_ROW = re.compile(r"^[ \d.]{4}\d.{33}\d{4}-\d{4} ")
_AOKI_SHORT_ROW = re.compile(r"^\d{1,5}(?:\.\d+)?\s+\d{4}-\d{4} .*\s[1-7][1-7.,-]*\s*$")
_CSV_FREQUENCY = re.compile(r"\bfre?q|\bk\s?hz\b|\bfrequenz", re.IGNORECASE)
_CSV_TIME = re.compile(r"\btime|utc\b|\bgmt\b|\bstart|\bstop\b|\bbegin|\bend\b|\bon\b", re.IGNORECASE)


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
    # The whole file is searched, because the key may stand below a long comment.
    if _YAML_KEY.search(data) or _YAML_FLOW.match(data):
        return "yaml"
    sample = data[:SAMPLE_BYTES]
    if b"\0" in sample:
        return None
    # ISO-8859-1 has a letter for every byte, so that nothing fails, and what is looked for is ASCII.
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
    if not lines:
        return False
    headings = [line for line in lines[:SAMPLE_ROWS] if is_heading(line)]
    if headings and not _has_eibis_columns(headings[0].split(";")):
        return False  # another table with semicolons, whose columns stand in another order
    if headings or _EIBI_HEADER.match(lines[0]) is not None:
        return True
    rows = [line for line in lines if not line.startswith("#")]
    if _mostly(_EIBI_ROW, rows):
        return True
    separator = _names_columns(lines[0])
    if separator is not None and not _has_eibis_columns(lines[0].split(separator)):
        return False
    return _mostly(_EIBI_MISPUNCTUATED, rows) or edition_of(lines) is not None


def _has_eibis_columns(names: Sequence[str]) -> bool:
    """Whether the columns of a heading stand in the order of EiBi's."""
    return len(names) > len(_EIBI_COLUMNS) and all(
        any(word in name.lower() for word in words) for name, words in zip(names, _EIBI_COLUMNS, strict=False)
    )


def _is_aoki(lines: Sequence[str]) -> bool:
    if any(season_in_title(line) or is_short_heading(line) for line in lines[:5]) or is_app_table(lines):
        return True
    rows = [line for line in lines if not line.startswith("#")]
    return _mostly(_AOKI_ROW, rows) or _mostly(_AOKI_SHORT_ROW, rows)


def _names_columns(line: str) -> str | None:
    """The character between the columns of a header that names a frequency and a time, None where it is no header."""
    for separator in (",", ";", "\t", "|"):
        names = [cell.strip().strip('"').replace("_", " ") for cell in line.split(separator)]
        if len(names) > 1 and any(map(_CSV_FREQUENCY.search, names)) and any(map(_CSV_TIME.search, names)):
            return separator
    return None


def _is_csv(lines: Sequence[str]) -> bool:
    return _names_columns(next((line for line in lines if not line.startswith("#")), "")) is not None


RECOGNISERS: tuple[Recogniser, ...] = (
    # From the strictest form to the loosest: many a list would pass for a table with a header.
    Recogniser("hfcc", _is_hfcc),
    Recogniser("eibi", _is_eibi),
    Recogniser("aoki", _is_aoki),
    Recogniser("csv", _is_csv),
)
"""Asked in this order, after YAML, which is told by its own key."""
