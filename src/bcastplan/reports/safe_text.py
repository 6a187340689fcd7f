"""Text without the characters that could steer or stop its reader: a terminal, an XML 1.0 parser, a UTF-8 decoder."""

from __future__ import annotations

import json
import re
from typing import Any

from bcastplan.model.inert import inert, inert_cell

_REFUSED = re.compile("[\ud800-\udfff\ufffe\uffff]")
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON without C1 controls, line separators, direction overrides and lone surrogates in the raw.

    Control characters below 0x20 are escaped by JSON itself; those matched here stand only inside strings, where
    an escape means the same.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def printable(text: str) -> str:
    """Inert text without lone surrogates (bytes that are no UTF-8) and non-characters, each shown by its number."""
    return _REFUSED.sub(lambda match: f"\\u{ord(match.group()):04x}", inert(text))


def record_cell(value: object) -> str:
    """A value of a JSON record as a cell of CSV: nothing for null, yes and no, lists with semicolons; text is inert."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return inert_cell("; ".join(value))
    return inert_cell(value) if isinstance(value, str) else f"{value}"
