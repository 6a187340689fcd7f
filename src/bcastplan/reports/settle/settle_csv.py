"""All sheets in one table, a line for each problem; cells are inert in spreadsheets."""

from __future__ import annotations

from bcastplan.model.inert import inert_cell
from bcastplan.reports.safe_text import csv_text
from bcastplan.reports.settle.settle_sheets import COLUMNS, sheets_of
from bcastplan.workspace.moves.season_moves import SettleAnswer


def settle_csv(answer: SettleAnswer) -> str:
    """The problems of all counterparts as CSV."""
    lines = [line for sheet in sheets_of(answer) for line in sheet.lines]
    return csv_text([COLUMNS, *([inert_cell(line.cells[name]) for name in COLUMNS] for line in lines)])
