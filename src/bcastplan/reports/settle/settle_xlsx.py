"""A workbook with a sheet for each counterpart; every cell is text or a number, and no formula is in it."""

from __future__ import annotations

import io
import re

import xlsxwriter

from bcastplan.reports.safe_text import printable
from bcastplan.reports.settle.settle_sheets import COLUMNS, Sheet, sheets_of
from bcastplan.workspace.moves.season_moves import SettleAnswer

_LONGEST_TEXT = 32_000  # a cell holds 32,767 characters
_LONGEST_NAME = 24  # a name of a sheet has 31 characters, a number may follow
_REFUSED = re.compile(r"[\[\]:*?/\\']")
_NUMBERS = frozenset(
    {"number", "hours_a_week", "our_line", "our_khz", "their_khz", "rows_moved", "test_points_disturbed"}
)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def settle_xlsx(answer: SettleAnswer) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        sheets = sheets_of(answer) or [Sheet("nobody", "", ())]
        for number, sheet in enumerate(sheets, 1):
            worksheet = workbook.add_worksheet(_name(sheet, number))
            worksheet.set_landscape()
            worksheet.fit_to_pages(1, 0)
            worksheet.freeze_panes(2, 0)
            worksheet.write_string(0, 0, printable(sheet.title)[:_LONGEST_TEXT])
            headings = [*COLUMNS, "agreed"]
            for column, name in enumerate(headings):
                worksheet.write_string(1, column, name.replace("_", " "), bold)
            for row, line in enumerate(sheet.lines, 2):
                for column, name in enumerate(COLUMNS):
                    text = line.cells[name]
                    if name in _NUMBERS and text:
                        worksheet.write_number(row, column, float(text))
                    else:
                        worksheet.write_string(row, column, printable(text)[:_LONGEST_TEXT], wrapped)
                worksheet.write_string(row, len(COLUMNS), "☐")
            worksheet.set_column(0, len(COLUMNS), 14)
    return out.getvalue()


def _name(sheet: Sheet, number: int) -> str:
    words = _REFUSED.sub("", printable(sheet.counterpart or "jammed")) or "sheet"
    return f"{number} {words[:_LONGEST_NAME]}"
