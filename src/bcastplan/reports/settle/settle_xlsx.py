"""A workbook with a sheet for each counterpart; every cell is text or a number, and no formula is in it."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter

from bcastplan.reports.safe_text import LONGEST_CELL, TEXT_STAYS_TEXT, printable
from bcastplan.reports.settle.settle_sheets import Line, Sheet, sheets_of
from bcastplan.reports.settle.settle_words import notes_of, summary_words
from bcastplan.workspace.moves.season_moves import SettleAnswer

_LONGEST_NAME = 24  # a name of a sheet has 31 characters, a number may follow
# Excel refuses these in names of sheets, and the apostrophe at their ends.
_REFUSED = re.compile(r"[\[\]:*?/\\']")
_SIDE = {"khz": 7, "time": 10, "days": 9, "from": 10, "until": 10, "service": 16, "site": 7, "target": 11, "power": 6}
_WIDTHS = {
    "number": 5, "severity": 8, "kind": 11, "hours_a_week": 6, "when": 22,
    **{f"our_{name}": width for name, width in _SIDE.items()}, "our_id": 10,
    **{f"their_{name}": width for name, width in _SIDE.items()}, "their_id": 10,
    "proposal": 30, "because": 30, "people_disturbed": 11, "coverage_lost": 8, "instead": 30, "instead_because": 16,
    "blocked_by": 30,
}  # fmt: skip
"""The columns, each with its width in characters."""
_NUMBERS = frozenset({
    "number", "hours_a_week", "our_khz", "their_khz", "our_power", "their_power", "people_disturbed", "coverage_lost",
})  # fmt: skip
_TO_TICK = ("agreed", "instead agreed", "remarks")


def settle_xlsx(answer: SettleAnswer) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as workbook:
        styles = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "head": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "cell": workbook.add_format({"text_wrap": True, "valign": "top", "bottom": 4}),
            "box": workbook.add_format({"valign": "top", "align": "center", "bottom": 4}),
        }
        # Excel opens no workbook without a sheet.
        sheets = sheets_of(answer) or [Sheet("nobody", "", ())]
        for number, sheet in enumerate(sheets, 1):
            worksheet = workbook.add_worksheet(_name(sheet, number))
            _lay_out(worksheet, styles, len(sheet.lines))
            worksheet.write_string(0, 0, printable(sheet.title)[:LONGEST_CELL], styles["title"])
            for row, line in enumerate(sheet.lines, 2):
                _write_line(worksheet, row, line, styles)
            for below, words in enumerate((summary_words(answer), *notes_of(answer)), len(sheet.lines) + 3):
                worksheet.write_string(below, 0, printable(words))
    return out.getvalue()


def _lay_out(worksheet: Any, styles: dict[str, Any], lines: int) -> None:
    """Landscape, one page wide, headings on every page and in sight, a filter over the lines."""
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0, 1)
    worksheet.freeze_panes(2, 1)
    worksheet.set_footer("&L&A&RPage &P of &N")
    headings = [*_WIDTHS, *_TO_TICK]
    for column, name in enumerate(headings):
        worksheet.write_string(1, column, name.replace("_", " "), styles["head"])
        worksheet.set_column(column, column, _WIDTHS.get(name, 12))
    if lines:
        worksheet.autofilter(1, 0, 1 + lines, len(headings) - 1)


def _write_line(worksheet: Any, row: int, line: Line, styles: dict[str, Any]) -> None:
    for column, name in enumerate(_WIDTHS):
        text = line.cells[name]
        if name in _NUMBERS and text:
            worksheet.write_number(row, column, float(text), styles["cell"])
        else:
            worksheet.write_string(row, column, printable(text)[:LONGEST_CELL], styles["cell"])
    # What was proposed gets a box to tick at the meeting; the last column is for remarks.
    boxes = ("☐" if line.solved else "", "☐" if line.cells["instead"] else "", "")
    for column, box in enumerate(boxes, len(_WIDTHS)):
        worksheet.write_string(row, column, box, styles["box"])


def _name(sheet: Sheet, number: int) -> str:
    words = _REFUSED.sub("", printable(sheet.counterpart or "jammed")) or "sheet"
    # The number tells names apart that Excel takes for the same, as those that differ in case or only after the cut.
    return f"{number} {words[:_LONGEST_NAME]}"
