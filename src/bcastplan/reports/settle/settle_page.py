"""A printable page with a sheet for each counterpart and boxes to tick; it fetches nothing and holds no script."""

from __future__ import annotations

from html import escape

from bcastplan.reports.safe_text import printable
from bcastplan.reports.settle.settle_sheets import Line, Sheet, sheets_of, summary_words
from bcastplan.workspace.moves.season_moves import SettleAnswer

_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 2em; color: #111; background: #fff; }
h2 { page-break-before: always; } h2:first-of-type { page-break-before: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #999; padding: 0.3em; text-align: left; vertical-align: top; }
.box { white-space: nowrap; } tr { page-break-inside: avoid; }
"""
_HEADINGS = ("No.", "Conflict", "Ours", "Theirs", "Move", "Instead")


def settle_page(answer: SettleAnswer) -> str:
    """The page as HTML."""
    body = "".join(map(_sheet, sheets_of(answer)))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Moves to be settled</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>Moves to be settled</h1>\n<p>{_text(summary_words(answer))}</p>\n"
        f"{body}</body>\n</html>\n"
    )


def _sheet(sheet: Sheet) -> str:
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    rows = "\n".join(map(_row, sheet.lines))
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n"
    return f"<h2>{_text(sheet.title)}</h2>\n{table}"


def _row(line: Line) -> str:
    cells = line.cells
    conflict = f"{cells['severity']} {cells['kind']}, {cells['hours_a_week']} h a week: {cells['when']}"
    theirs = _side(cells, "their") if cells["their_khz"] else cells["their_service"]
    move = f"☐ {cells['proposal']}" if line.solved else f"no move: {cells['blocked_by']}"
    instead = f"☐ {cells['instead']}" if cells["instead"] else ""
    columns = (cells["number"], conflict, _side(cells, "our"), theirs, move, instead)
    return "<tr>" + "".join(f"<td>{_text(text)}</td>" for text in columns) + "</tr>"


def _side(cells: dict[str, str], whose: str) -> str:
    parts = [f"{cells[f'{whose}_khz']} kHz", cells[f"{whose}_time"], cells[f"{whose}_days"]]
    parts += [cells[f"{whose}_service"], cells[f"{whose}_site"], cells[f"{whose}_id"]]
    return " ".join(part for part in parts if part)


def _text(text: str) -> str:
    return escape(printable(text))
