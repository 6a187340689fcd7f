"""Hours as a workbook: cells hold numbers and texts; the only formulas are our totals, which equal our counts.

A total that is the sum of its rows is a SUM with our figure as its stored value. One that is not (rows that share
airtime, amounts rounded row by row) is the plain figure in italics, and a note explains it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from bcastplan.coverage.coverage_result import Heard
from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.hours.periods import FISCAL
from bcastplan.reports.hours.hours_xlsx_columns import Column, columns_of, label_cells, labels_of, sums_to
from bcastplan.reports.hours.part_years import CALENDAR_YEARS, period_words
from bcastplan.reports.hours.rate_lines import rate_lines
from bcastplan.reports.hours.workbook_delivered import write_delivered
from bcastplan.reports.hours.workbook_sheets import HEAD_ROWS, Sheets, text
from bcastplan.reports.hours.workbook_summary import (
    write_band_months,
    write_broadcast_hours,
    write_changes,
    write_marginal,
    write_summary,
)
from bcastplan.reports.page.definitions import COVERAGE, MEASURES
from bcastplan.reports.safe_text import TEXT_STAYS_TEXT
from bcastplan.workspace.report.report_data import VIEWS, HoursBook, ReportData

_MOST_ROWS = 1_048_000  # a sheet holds 1,048,576 rows
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
    """Write the workbook of a book alone."""
    return report_xlsx(ReportData(book, coverage=book.coverage.section if book.coverage is not None else None))


def report_xlsx(data: ReportData) -> bytes:
    """Write the workbook: the user's own view if there is one, a summary with charts, every view, what it rests on."""
    book = data.book
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, TEXT_STAYS_TEXT)
    # XlsxWriter takes a time without a zone and writes it down as UTC.
    workbook.set_properties(
        {
            "title": text(book.title),
            "comments": f"Made by bcastplan {book.provenance.version}",
            "created": book.provenance.made_at.replace(tzinfo=None),
        }
    )
    sheets = _HoursSheets(workbook, book)
    if book.asked is not None:
        sheets.hours("Hours", book.asked, "asked")
    write_summary(sheets, data)
    for view in VIEWS:
        if view.key in book.yearly:
            sheets.hours(view.heading, book.yearly[view.key], f"yearly-{view.key}")
        elif view.key in book.views:
            sheets.hours(view.heading, book.views[view.key], view.key)
    if book.broadcast is not None and book.broadcast.rows:
        write_broadcast_hours(sheets, book.broadcast)
    if data.compared:
        write_changes(sheets, data)
    if len(book.costs) > 1:
        sheets.currencies()
    if book.rates:
        sheets.rates()
    if book.coverage is not None and book.coverage.marginal is not None and book.coverage.marginal.rows:
        write_marginal(sheets, book.coverage.marginal)
    if data.coverage is not None or book.monitored is not None:
        write_delivered(sheets, data.coverage, book.monitored)
    write_band_months(sheets)
    sheets.definitions()
    sheets.sources()
    workbook.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of a sheet and the total below them, None where they have none."""

    rows: list[HoursRow]
    total: HoursRow | None
    label: str
    heard: Heard | None = None


class _HoursSheets(Sheets):
    """The sheets of hours, rates, definitions and sources."""

    def hours(self, name: str, result: HoursResult, key: str) -> None:
        """One view: labels, numbers, totals, and what is predicted of it.

        Several fiscal years are never added up into one: bands, services and sites have a row and a total for each
        year, and months and quarters have no total.
        """
        labels = labels_of(result)
        blocks = self._blocks(result, key)
        coverage = self.book.coverage
        totals = [(block.total, block.heard) for block in blocks if block.total is not None and block.heard is not None]
        columns = columns_of(result, coverage.columns[key] if coverage is not None else None, totals)
        currency = result.total.cost is not None or any(row.cost is not None for row in result.rows)
        sheet = self.add(name, period_words(result))
        headings = [*labels, *(column.heading for column in columns), *(["Currency"] if currency else [])]
        for number, heading in enumerate(headings):
            is_number = len(labels) <= number < len(labels) + len(columns)
            look = self.head_number if is_number else self.head_indented if number >= len(labels) else self.head
            self.write(sheet, HEAD_ROWS, number, heading, look)
        place, counted = HEAD_ROWS + 1, False
        widths = [len(label) + 2 for label in labels]
        for block in blocks:
            for offset, row in enumerate(block.rows):
                self._row(sheet, place + offset, result, row, columns, widths, currency)
            place += len(block.rows)
            if block.total is not None:
                counted |= self._total(sheet, place, block, columns, len(labels), currency)
                place += 1
        for number, width in enumerate(widths):
            sheet.set_column(number, number, max(12, width))
        sheet.set_column(len(labels), len(headings) - 1, 14)
        sheet.set_row(HEAD_ROWS, 32)  # headings of two lines
        sheet.freeze_panes(HEAD_ROWS + 1, len(labels))
        sheet.repeat_rows(HEAD_ROWS)
        if result.rows:
            # The filter ends above the last total, which would be sorted in among the rows otherwise.
            last = place - (blocks[-1].total is not None) - 1
            sheet.autofilter(HEAD_ROWS, 0, last, len(headings) - 1)
        self.notes(sheet, place + 1, self._notes(result, blocks, counted))

    def _blocks(self, result: HoursResult, key: str) -> list[_Block]:
        rows = list(result.rows[:_MOST_ROWS])
        # A book within a single fiscal year has no yearly views.
        years = self.book.views["fiscal-years"] if self.book.yearly else None
        if years is None or (result.per == "fiscal-year" and not result.by):
            return [_Block(rows, None if years is not None else result.total, "Total")]
        if not key.startswith("yearly-"):
            return [_Block(rows, result.total if result.per is None else None, "Total")]
        coverage = self.book.coverage
        heard = coverage.columns["fiscal-years"].rows if coverage is not None else [None] * len(years.rows)
        return [
            _Block([row for row in rows if row.period == year.period], year, f"Total {year.period}", year_heard)
            for year, year_heard in zip(years.rows, heard, strict=True)
        ]

    def _row(
        self,
        sheet: Any,
        place: int,
        result: HoursResult,
        row: HoursRow,
        columns: Sequence[Column],
        widths: list[int],
        currency: bool,
    ) -> None:
        cells = label_cells(result, row)
        for number, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(place, number, cell, self.cell)
            else:
                self.write(sheet, place, number, cell)
            widths[number] = max(widths[number], min(44, len(str(cell)) + 2))
        for number, column in enumerate(columns, len(cells)):
            value = column.value(row)
            if value is not None:
                sheet.write_number(place, number, value, self.numbers[column.format])
        if currency:
            self.write(sheet, place, len(cells) + len(columns), row.currency or "", self.indented)

    def _total(
        self, sheet: Any, place: int, block: _Block, columns: Sequence[Column], labels: int, currency: bool
    ) -> bool:
        """Write a total below its rows; returns whether some figure of it is counted instead of summed from them."""
        # Formulas count rows from 1, XlsxWriter from 0.
        total, first = block.total, place - len(block.rows) + 1
        assert total is not None
        self.write(sheet, place, 0, block.label, self.total)
        for number in range(1, labels):
            sheet.write_blank(place, number, None, self.total)
        counted = False
        for number, column in enumerate(columns, labels):
            value = column.value(total)
            if value is None:
                sheet.write_blank(place, number, None, self.total)
            elif column.adds_up and block.rows and sums_to(column, block.rows, total):
                letter = xl_col_to_name(number)
                formula = f"=SUM({letter}{first}:{letter}{place})"
                sheet.write_formula(place, number, formula, self.totals[column.format], value)
            else:
                sheet.write_number(place, number, value, self.totals_counted[column.format])
                counted = counted or column.adds_up
        if currency:
            self.write(sheet, place, labels + len(columns), total.currency or "", self.indented_total)
        return counted

    def _notes(self, result: HoursResult, blocks: Sequence[_Block], counted: bool) -> list[str]:
        notes = [f"In italics: {_NOT_SUMMED[0].lower()}{_NOT_SUMMED[1:]}"] if counted else []
        if blocks[-1].total is None:
            notes.append("Several fiscal years are not added up into one total: see the sheet Fiscal years.")
        if result.calendar_fiscal_years or (result.per in FISCAL and not self.book.fiscal_year_stated):
            notes.append(CALENDAR_YEARS)
        notes += _money_notes(result, self.book)
        notes += self.book.coverage.section.notes if self.book.coverage is not None else ()
        listed = sum(len(block.rows) for block in blocks)
        if len(result.rows) > listed:
            notes.append(f"{listed:,} of {len(result.rows):,} rows are listed; the total is that of all.")
        return notes

    def currencies(self) -> None:
        """Write the cost by currency; amounts in different currencies have no total."""
        sheet = self.add("Currencies", "Amounts in different currencies are not added together.")
        for number, heading in enumerate(("Currency", "Plans")):
            self.write(sheet, HEAD_ROWS, number, heading, self.head)
        for number, heading in enumerate(("Cost", "Transmitter-hours", "Hours without a price"), 2):
            self.write(sheet, HEAD_ROWS, number, heading, self.head_number)
        for row, cost in enumerate(self.book.costs, HEAD_ROWS + 1):
            self.write(sheet, row, 0, cost.currency or "(none named)")
            self.write(sheet, row, 1, ", ".join(cost.plans))
            if cost.cost is not None:
                sheet.write_number(row, 2, float(cost.cost), self.numbers["money"])
            sheet.write_number(row, 3, cost.transmitter_minutes / 60, self.numbers["hours"])
            sheet.write_number(row, 4, cost.unpriced_minutes / 60, self.numbers["hours"])
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 4, 16)
        sheet.freeze_panes(HEAD_ROWS + 1, 0)

    def rates(self) -> None:
        """Write what every price came to; the amounts of a plan add up to its cost but for the rounding of each."""
        sheet = self.add("Rates", "What each price came to; every hour takes the first price by the hour that holds.")
        headings = [heading for heading, _ in _RATE_COLUMNS]
        for number, heading in enumerate(headings):
            self.write(sheet, HEAD_ROWS, number, heading, self.head_number if 5 <= number <= 11 else self.head)
        row = HEAD_ROWS + 1
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
        sheet.set_row(HEAD_ROWS, 32)  # headings of two lines
        sheet.freeze_panes(HEAD_ROWS + 1, 0)
        sheet.repeat_rows(HEAD_ROWS)

    def definitions(self) -> None:
        """What every measure means, with its source."""
        sheet = self.add("Definitions", "What is counted, and by whose definition.")
        for number, heading in enumerate(("Term", "Meaning", "Source")):
            self.write(sheet, HEAD_ROWS, number, heading, self.head)
        definitions = (*MEASURES, *(COVERAGE if self.book.coverage is not None else ()))
        for row, measure in enumerate(definitions, HEAD_ROWS + 1):
            self.write(sheet, row, 0, measure.term, self.term)
            self.write(sheet, row, 1, measure.meaning, self.wrapped)
            self.write(sheet, row, 2, measure.source, self.wrapped_note)
            # XlsxWriter cannot measure text: the height follows from the number of characters that fit in a line.
            sheet.set_row(row, 15.5 * max(1, math.ceil(len(measure.meaning) / 78), math.ceil(len(measure.source) / 26)))
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 80)
        sheet.set_column(2, 2, 30)
        sheet.freeze_panes(HEAD_ROWS + 1, 0)

    def sources(self) -> None:
        """How the workbook was made."""
        provenance = self.book.provenance
        sheet = self.add(
            "Sources", f"Made by bcastplan {provenance.version} on {provenance.made_at:%Y-%m-%d %H:%M} UTC."
        )
        for number, heading in enumerate(("File", "As", "Transmissions", "Bytes", "SHA-256")):
            self.write(sheet, HEAD_ROWS, number, heading, self.head_number if number in (2, 3) else self.head)
        for row, source in enumerate(provenance.sources, HEAD_ROWS + 1):
            self.write(sheet, row, 0, source.name)
            self.write(sheet, row, 1, source.role)
            for number, amount in ((2, source.transmissions), (3, source.size)):
                if amount is not None:
                    sheet.write_number(row, number, amount, self.numbers["whole"])
            self.write(sheet, row, 4, source.sha256 or "", self.mono)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 3, 14)
        # A hash has 64 digits.
        sheet.set_column(4, 4, 66)
        sheet.freeze_panes(HEAD_ROWS + 1, 0)


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
