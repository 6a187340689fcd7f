"""Hours as a workbook: cells hold numbers and texts; the only formulas are our totals, which equal our counts.

A total that is the sum of its rows is a SUM with our figure as its stored value. One that is not (rows that share
airtime, amounts rounded row by row) is the plain figure in italics, and a note explains it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.model.inert import inert
from bcastplan.reports.hours.hours_xlsx_columns import Column, columns_of, label_cells, labels_of, sums_to
from bcastplan.reports.hours.part_years import period_words
from bcastplan.reports.hours.rate_lines import rate_lines
from bcastplan.reports.page.definitions import COVERAGE, MEASURES
from bcastplan.workspace.report.report_data import VIEWS, HoursBook

_LONGEST_TEXT = 32_000  # a cell holds 32,767 characters
_MOST_ROWS = 1_048_000  # a sheet holds 1,048,576 rows
_FORMULA_STARTS = ("=", "+", "-", "@")
_HEAD_ROWS = 3
_ACCENT = "#14506B"
_RATE_COLUMNS = (
    ("Plan", 28),
    ("Line", 8),
    ("Holds for", 40),
    ("Price", 34),
    ("Owned or leased", 14),
    ("Efficiency", 12),
    ("Transmissions", 14),
    ("Transmitter-hours", 14),
    ("Energy, kWh", 14),
    ("Fixed amounts", 14),
    ("of it idle", 12),
    ("Amount", 16),
    ("Currency", 10),
)
"""Headings of the sheet of rates, and how wide their columns are."""
_NOT_SUMMED = "The rows share airtime or are rounded one by one: this figure is counted, not their sum."


def hours_xlsx(book: HoursBook) -> bytes:
    """Write the workbook: the user's own view if there is one, a sheet for each standing view, definitions, sources."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    workbook.set_properties(
        {
            "title": text(book.title),
            "comments": f"Made by bcastplan {book.made.version}",
            "created": book.made.made_at.replace(tzinfo=None),
        }
    )
    sheets = _Sheets(workbook, book)
    if book.asked is not None:
        sheets.hours("Hours", book.asked, "asked")
    for view in VIEWS:
        if view.key not in book.views:
            continue
        sheets.hours(view.heading, book.views[view.key], view.key)
    if len(book.costs) > 1:
        sheets.currencies()
    if book.rates:
        sheets.rates()
    sheets.definitions()
    sheets.sources()
    workbook.close()
    return out.getvalue()


def text(value: object) -> str:
    """User text for a cell: control characters shown by number, cut to what a cell holds."""
    clean = inert(str(value)).encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= _LONGEST_TEXT else f"{clean[:_LONGEST_TEXT]}…"


class _Sheets:
    """The sheets of a workbook that is being written."""

    def __init__(self, workbook: Any, book: HoursBook) -> None:
        self.workbook = workbook
        self.book = book
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        numbers = {"hours": "#,##0.00", "whole": "#,##0", "money": "#,##0.00", "plain": "General", "share": "0 %"}

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
        self.write(sheet, 0, 0, self.book.title, self.title)
        self.write(sheet, 1, 0, note, self.note)
        sheet.set_row(0, 22)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: object, look: Any = None) -> None:
        """Write a cell that is text and nothing else; text like a formula stays text when a user edits it later."""
        clean = text(value)
        if look is None:
            look = self.quoted if clean.startswith(_FORMULA_STARTS) else self.cell
        sheet.write_string(row, column, clean, look)

    def hours(self, name: str, result: HoursResult, key: str) -> None:
        """One view: labels, numbers, totals, and what is predicted of it."""
        labels = labels_of(result)
        columns = columns_of(result, self.book.coverage.columns[key] if self.book.coverage is not None else None)
        currency = result.total.cost is not None or any(row.cost is not None for row in result.rows)
        sheet = self.add(name, period_words(result))
        headings = [*labels, *(column.heading for column in columns), *(["Currency"] if currency else [])]
        for number, heading in enumerate(headings):
            is_number = len(labels) <= number < len(labels) + len(columns)
            look = self.head_number if is_number else self.head_indented if number >= len(labels) else self.head
            self.write(sheet, _HEAD_ROWS, number, heading, look)
        rows = result.rows[:_MOST_ROWS]
        first = _HEAD_ROWS + 1
        widths = [len(label) + 2 for label in labels]
        for offset, row in enumerate(rows):
            for number, cell in enumerate(label_cells(result, row)):
                if isinstance(cell, int | float):
                    sheet.write_number(first + offset, number, cell, self.cell)
                else:
                    self.write(sheet, first + offset, number, cell)
                widths[number] = max(widths[number], min(44, len(str(cell)) + 2))
            for number, column in enumerate(columns, len(labels)):
                value = column.value(row)
                if value is not None:
                    sheet.write_number(first + offset, number, value, self.numbers[column.format])
            if currency:
                self.write(sheet, first + offset, len(headings) - 1, row.currency or "", self.indented)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, max(12, width))
        sheet.set_column(len(labels), len(headings) - 1, 14)
        sheet.set_row(_HEAD_ROWS, 32)
        sheet.freeze_panes(first, len(labels))
        sheet.repeat_rows(_HEAD_ROWS)
        if rows:
            sheet.autofilter(_HEAD_ROWS, 0, _HEAD_ROWS + len(rows), len(headings) - 1)
        self._totals(sheet, result, rows, columns, len(labels), currency)

    def _totals(
        self,
        sheet: Any,
        result: HoursResult,
        rows: Sequence[HoursRow],
        columns: Sequence[Column],
        labels: int,
        currency: bool,
    ) -> None:
        first, place = _HEAD_ROWS + 2, _HEAD_ROWS + 1 + len(rows)
        self.write(sheet, place, 0, "Total", self.total)
        for number in range(1, labels):
            sheet.write_blank(place, number, None, self.total)
        counted = False
        for number, column in enumerate(columns, labels):
            value = column.value(result.total)
            if value is None:
                sheet.write_blank(place, number, None, self.total)
            elif column.adds_up and rows and sums_to(column, rows, result.total):
                letter = xl_col_to_name(number)
                formula = f"=SUM({letter}{first}:{letter}{place})"
                sheet.write_formula(place, number, formula, self.totals[column.format], value)
            else:
                sheet.write_number(place, number, value, self.totals_counted[column.format])
                counted = counted or column.adds_up
        if currency:
            self.write(sheet, place, labels + len(columns), result.total.currency or "", self.indented_total)
        line = place + 2
        notes = [f"In italics: {_NOT_SUMMED[0].lower()}{_NOT_SUMMED[1:]}"] if counted else []
        notes += _money_notes(result, self.book)
        notes += self.book.coverage.section.notes if self.book.coverage is not None else ()
        if len(result.rows) > len(rows):
            notes.append(f"{len(rows):,} of {len(result.rows):,} rows are listed; the total is that of all.")
        for note in notes:
            self.write(sheet, line, 0, note, self.note)
            line += 1

    def currencies(self) -> None:
        """Write the cost by currency; amounts in different currencies have no total."""
        sheet = self.add("Currencies", "Amounts in different currencies are not added together.")
        for number, heading in enumerate(("Currency", "Plans")):
            self.write(sheet, _HEAD_ROWS, number, heading, self.head)
        for number, heading in enumerate(("Cost", "Transmitter-hours", "Hours without a price"), 2):
            self.write(sheet, _HEAD_ROWS, number, heading, self.head_number)
        for row, cost in enumerate(self.book.costs, _HEAD_ROWS + 1):
            self.write(sheet, row, 0, cost.currency or "(none named)")
            self.write(sheet, row, 1, ", ".join(cost.plans))
            if cost.cost is not None:
                sheet.write_number(row, 2, float(cost.cost), self.numbers["money"])
            sheet.write_number(row, 3, cost.transmitter_minutes / 60, self.numbers["hours"])
            sheet.write_number(row, 4, cost.unpriced_minutes / 60, self.numbers["hours"])
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 4, 16)
        sheet.freeze_panes(_HEAD_ROWS + 1, 0)

    def rates(self) -> None:
        """Write what every price came to; the amounts of a plan add up to its cost but for the rounding of each."""
        sheet = self.add("Rates", "What each price came to; every hour takes the first price by the hour that holds.")
        headings = [heading for heading, _ in _RATE_COLUMNS]
        for number, heading in enumerate(headings):
            self.write(sheet, _HEAD_ROWS, number, heading, self.head_number if 5 <= number <= 11 else self.head)
        row = _HEAD_ROWS + 1
        for plan_rates in self.book.rates:
            currency = plan_rates.ledger.rates.currency or ""
            for line in rate_lines(plan_rates):
                use = line.use
                self.write(sheet, row, 0, plan_rates.plan)
                if line.place is not None:
                    sheet.write_number(row, 1, line.place, self.cell)
                for number, words in ((2, line.holds_for), (3, line.price), (4, line.tenure), (12, currency)):
                    self.write(sheet, row, number, words)
                for number, value, kind in (
                    (5, plan_rates.ledger.rates.efficiency, "plain"),
                    (6, use.transmissions, "whole"),
                    (7, use.transmitter_minutes / 60, "hours"),
                    (8, use.energy_kwh, "whole"),
                    (9, float(use.fixed), "money"),
                    (10, float(use.idle), "money"),
                    (11, float(use.amount), "money"),
                ):
                    if value is not None:
                        sheet.write_number(row, number, value, self.numbers[kind])
                row += 1
            self.write(sheet, row, 0, "Total", self.total)
            for number in range(1, 11):
                sheet.write_blank(row, number, None, self.total)
            sheet.write_number(row, 11, float(plan_rates.ledger.amount), self.totals["money"])
            self.write(sheet, row, 12, currency, self.indented_total)
            row += 2
        for number, (_, width) in enumerate(_RATE_COLUMNS):
            sheet.set_column(number, number, width)
        sheet.set_row(_HEAD_ROWS, 32)
        sheet.freeze_panes(_HEAD_ROWS + 1, 0)
        sheet.repeat_rows(_HEAD_ROWS)

    def definitions(self) -> None:
        """What every measure means, with its source."""
        sheet = self.add("Definitions", "What is counted, and by whose definition.")
        for number, heading in enumerate(("Term", "Meaning", "Source")):
            self.write(sheet, _HEAD_ROWS, number, heading, self.head)
        definitions = (*MEASURES, *(COVERAGE if self.book.coverage is not None else ()))
        for row, measure in enumerate(definitions, _HEAD_ROWS + 1):
            self.write(sheet, row, 0, measure.term, self.term)
            self.write(sheet, row, 1, measure.meaning, self.wrapped)
            self.write(sheet, row, 2, measure.source, self.wrapped_note)
            sheet.set_row(row, 15.5 * max(1, math.ceil(len(measure.meaning) / 78), math.ceil(len(measure.source) / 26)))
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 80)
        sheet.set_column(2, 2, 30)
        sheet.freeze_panes(_HEAD_ROWS + 1, 0)

    def sources(self) -> None:
        """How the workbook was made."""
        provenance = self.book.made
        sheet = self.add(
            "Sources", f"Made by bcastplan {provenance.version} on {provenance.made_at:%Y-%m-%d %H:%M} UTC."
        )
        for number, heading in enumerate(("File", "As", "Transmissions", "Bytes", "SHA-256")):
            self.write(sheet, _HEAD_ROWS, number, heading, self.head_number if number in (2, 3) else self.head)
        for row, source in enumerate(provenance.sources, _HEAD_ROWS + 1):
            self.write(sheet, row, 0, source.name)
            self.write(sheet, row, 1, source.role)
            for number, amount in ((2, source.transmissions), (3, source.size)):
                if amount is not None:
                    sheet.write_number(row, number, amount, self.numbers["whole"])
            self.write(sheet, row, 4, source.sha256 or "", self.mono)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 3, 14)
        sheet.set_column(4, 4, 66)
        sheet.freeze_panes(_HEAD_ROWS + 1, 0)


def _money_notes(result: HoursResult, book: HoursBook) -> list[str]:
    total = result.total
    if not book.priced:
        return ["No plan here has rates: no cost is given."]
    if len(book.costs) > 1:
        return ["Amounts in different currencies are not added together: see the sheet Currencies."]
    notes = []
    if total.cost is None and total.unpriced_minutes:
        notes.append(
            f"{total.unpriced_minutes / 60:,.2f} transmitter-hours have no price: sums that hold them have no cost."
        )
    if total.cost is not None and total.currency is None:
        notes.append("The rates name no currency: `currency` in bcastplan.yaml names it.")
    return notes
