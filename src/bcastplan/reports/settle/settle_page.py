"""A printable page with a sheet for each counterpart and boxes to tick; it fetches nothing and holds no script.

The template escapes every value; only our own style sheet is put in unescaped.
"""

from __future__ import annotations

from typing import Any

from bcastplan.reports.page_templates import page_environment, template_text
from bcastplan.reports.safe_text import printable
from bcastplan.reports.settle.settle_sheets import Line, Sheet, sheets_of
from bcastplan.reports.settle.settle_words import notes_of, summary_words
from bcastplan.workspace.moves.season_moves import SettleAnswer

_COLUMNS = {
    "kHz": "khz", "UTC": "time", "days": "days", "from": "from", "until": "until", "service": "service", "site": "site",
    "kW": "power", "azimuth": "azimuth", "target": "target", "manager": "manager", "request": "requirement", "id": "id",
}  # fmt: skip
"""Heading -> column of a side."""


def settle_page(answer: SettleAnswer) -> str:
    """The page as HTML."""
    return (
        page_environment(__package__)
        .get_template("settle.html")
        .render(
            style=template_text(__package__, "settle.css"),
            manager=printable(answer.manager or ""),
            summary=printable(summary_words(answer)),
            headings=list(_COLUMNS),
            sheets=[_sheet(sheet) for sheet in sheets_of(answer)],
            notes=notes_of(answer),
        )
    )


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": printable(sheet.title),
        "counterpart": printable(sheet.counterpart),
        "lines": [_line(line) for line in sheet.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    cells = {name: printable(text) for name, text in line.cells.items()}
    # A jammer has a name, but no row of a list behind it.
    sides = [("ours", "our"), *([("theirs", "their")] if cells["their_khz"] else [])]
    return {
        "cells": cells,
        "solved": line.solved,
        "jammer": "" if cells["their_khz"] else cells["their_service"],
        "sides": [
            {"whose": name, "texts": [cells[f"{whose}_{column}"] for column in _COLUMNS.values()]}
            for name, whose in sides
        ],
    }
