"""Plain-text tables: cells padded to their width on a terminal, numbers to the right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    # Combining marks take no column of their own, and East Asian wide characters take two (Unicode Annex 11).
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with blanks to a number of terminal columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def align(rows: Sequence[Sequence[str]], right: Sequence[bool], gap: str = "  ") -> list[str]:
    """Rows of cells as lines; ``right`` tells which columns are numbers."""
    if not rows:
        return []
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        gap.join(pad(cell, widths[column], right=right[column]) for column, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def cut(text: str, columns: int) -> str:
    """A text shortened to a number of terminal columns, the last of them ``…`` where something was left out."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        # One column is kept for the ellipsis.
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept + "…"
