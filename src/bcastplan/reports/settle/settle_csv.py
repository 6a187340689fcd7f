"""All sheets in one table, a line for each problem; cells are inert in spreadsheets."""

from __future__ import annotations

import csv
import io

from bcastplan.model.inert import inert_cell
from bcastplan.reports.settle.settle_sheets import COLUMNS, sheets_of
from bcastplan.workspace.moves.season_moves import SettleAnswer


def settle_csv(answer: SettleAnswer) -> str:
    """The problems of all counterparts as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sheet in sheets_of(answer):
        for line in sheet.lines:
            writer.writerow([inert_cell(line.cells[name]) for name in COLUMNS])
    return out.getvalue()
