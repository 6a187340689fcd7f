"""The sheets of a workbook: their looks, their heads, and cells that are numbers or inert text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bcastplan.model.inert import inert
from bcastplan.reports.safe_text import LONGEST_CELL
from bcastplan.workspace.report.report_data import HoursBook

HEAD_ROWS = 3
"""Rows above the headings: the title, a line below it, an empty one."""
_LONGEST_TITLE = 70
_FORMULA_STARTS = ("=", "+", "-", "@")
_ACCENT = "#14506B"
Cell = str | int | float | None


def text(value: object) -> str:
    """User text for a cell: control characters shown by number, cut to what a cell holds."""
    # Names of files that are not UTF-8 come from Python with lone surrogates, which the XML of a workbook cannot hold.
    clean = inert(str(value)).encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= LONGEST_CELL else f"{clean[:LONGEST_CELL]}…"


class Sheets:
    """The sheets of a workbook that is being written."""

    def __init__(self, workbook: Any, book: HoursBook) -> None:
        self.workbook = workbook
        self.book = book
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        numbers = {
            "hours": "#,##0.00",
            "whole": "#,##0",
            "money": "#,##0.00",
            "plain": "General",
            "share": "0 %",
            "part": "+0.0 %;-0.0 %;0 %",
        }

        def new_format(**changes: Any) -> Any:
            return workbook.add_format(base | changes)

        self.title = new_format(bold=True, font_size=15, font_color=_ACCENT)
        self.note = new_format(font_color="#5C656D")
        self.wrapped_note = new_format(font_color="#5C656D", text_wrap=True)
        self.head = new_format(
            bold=True, bottom=1, text_wrap=True, valign="bottom", font_color="#FFFFFF", bg_color=_ACCENT
        )
        self.head_indented = new_format(
            bold=True, bottom=1, valign="bottom", indent=1, align="left", font_color="#FFFFFF", bg_color=_ACCENT
        )
        self.head_number = new_format(
            bold=True, bottom=1, text_wrap=True, valign="bottom", align="right", font_color="#FFFFFF", bg_color=_ACCENT
        )
        self.cell = new_format()
        self.indented = new_format(indent=1, align="left")
        self.indented_total = new_format(indent=1, align="left", bold=True, top=1)
        # Excel reads a text anew when somebody edits its cell, and would then take `=1+1` for a formula.
        self.quoted = new_format(quote_prefix=True)
        self.wrapped = new_format(text_wrap=True)
        self.term = new_format(bold=True)
        self.mono = new_format(font_name="Consolas", font_size=9)
        self.total = new_format(bold=True, top=1)
        self.numbers = {name: new_format(num_format=code) for name, code in numbers.items()}
        self.totals = {name: new_format(num_format=code, bold=True, top=1) for name, code in numbers.items()}
        self.totals_counted = {
            name: new_format(num_format=code, bold=True, italic=True, top=1) for name, code in numbers.items()
        }

    def add(self, name: str, note: str) -> Any:
        """A sheet with its title and a line below it, ready to print on landscape A4."""
        sheet = self.workbook.add_worksheet(name)
        title = text(self.book.title)
        short = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
        self.write(sheet, 0, 0, short, self.title)
        self.write(sheet, 1, 0, note, self.note)
        sheet.set_row(0, 22)  # the larger letters of the title
        sheet.set_landscape()
        # Paper 9 is A4. One page wide and as many long as it takes; at the foot the name of the sheet and the page.
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)  # on the screen too, not only in print
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: object, look: Any = None) -> None:
        """Write a cell that is text and nothing else; text like a formula stays text when a user edits it later."""
        clean = text(value)
        if look is None:
            look = self.quoted if clean.startswith(_FORMULA_STARTS) else self.cell
        sheet.write_string(row, column, clean, look)

    def table(
        self,
        sheet: Any,
        columns: Sequence[tuple[str, str, int]],
        rows: Sequence[Sequence[Cell]],
        first: int = HEAD_ROWS,
    ) -> int:
        """Write a table from row ``first`` on and return the row after it; a column is (heading, kind, width)."""
        for number, (heading, kind, width) in enumerate(columns):
            self.write(sheet, first, number, heading, self.head if kind == "text" else self.head_number)
            sheet.set_column(number, number, width)
        sheet.set_row(first, 32)  # headings of two lines
        for place, row in enumerate(rows, first + 1):
            for number, (cell, (_, kind, _)) in enumerate(zip(row, columns, strict=True)):
                if isinstance(cell, str):
                    self.write(sheet, place, number, cell)
                elif cell is not None:
                    sheet.write_number(place, number, cell, self.numbers[kind])
        # A second table on a sheet has its heading in the middle, where it can neither be frozen nor repeated.
        if first == HEAD_ROWS:
            sheet.freeze_panes(first + 1, 0)
            sheet.repeat_rows(first)
        return first + 1 + len(rows)

    def notes(self, sheet: Any, line: int, notes: Sequence[str]) -> None:
        """Write some notes, a line each."""
        for place, note in enumerate(notes, line):
            self.write(sheet, place, 0, note, self.note)


def hours_of(minutes: float | None) -> float | None:
    """Minutes as hours; None stays None."""
    return None if minutes is None else minutes / 60
