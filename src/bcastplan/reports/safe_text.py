"""Text without the characters that could steer or stop its reader: a terminal, an XML 1.0 parser, a UTF-8 decoder."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from bcastplan.model.inert import inert, inert_cell
from bcastplan.model.values import plain_number

_REFUSED = re.compile("[\ud800-\udfff\ufffe\uffff]")
TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options of XlsxWriter: no temporary files, and no formulas, links or numbers made of a user's text."""
LONGEST_CELL = 32_000  # characters; a cell of a workbook holds 32,767
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON without C1 controls, line separators, direction overrides and lone surrogates in the raw.

    Control characters below 0x20 are escaped by JSON itself; those matched here stand only inside strings, where
    an escape means the same.
    """
    # Names stay readable in their own script; only what could steer a terminal is escaped.
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def printable(text: str) -> str:
    """Inert text without lone surrogates (bytes that are no UTF-8) and non-characters, each shown by its number."""
    return _REFUSED.sub(lambda match: f"\\u{ord(match.group()):04x}", inert(text))


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV; lines end with CR LF (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def plain_cell(value: str | int | float | None) -> str:
    """A text, a number without an exponent or nothing as a cell of CSV; text is inert."""
    if value is None:
        return ""
    return inert_cell(value) if isinstance(value, str) else plain_number(value)


def record_cell(value: object) -> str:
    """A value of a JSON record as a cell of CSV: nothing for null, yes and no, lists with semicolons; text is inert."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return inert_cell("; ".join(value))
    return inert_cell(value) if isinstance(value, str) else f"{value}"
