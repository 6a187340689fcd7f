"""What was delivered and heard as a workbook, a sheet for each table; cells hold numbers and texts, no formulas."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from bcastplan.model.inert import inert
from bcastplan.reports.heard.heard_records import cell_text, records, row_record
from bcastplan.reports.safe_text import LONGEST_CELL, TEXT_STAYS_TEXT
from bcastplan.workspace.monitoring.plan_monitoring import HeardAnswer

_SHEETS = (
    ("Delivered", "delivered"),
    ("Not delivered", "incidents"),
    ("Heard", "rows"),
    ("Heard, not scheduled", "unscheduled"),
)
_NARROW, _WIDE = 12, 28  # columns in characters
_WIDE_COLUMNS = frozenset({"service", "file", "evidence", "services", "places", "registered", "from", "until"})
_SHARES = frozenset({"usable_share", "predicted", "usable_low", "usable_high"})


def heard_xlsx(answer: HeardAnswer, made_at: datetime, *, observers: bool = False) -> bytes:
    """Write the workbook; observers are named in it only where that is asked for."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, TEXT_STAYS_TEXT)
    # XlsxWriter takes a time without a zone and writes it down as UTC.
    workbook.set_properties({"title": "Delivered and heard", "created": made_at.replace(tzinfo=None)})
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    share = workbook.add_format({"num_format": "0.0 %"})
    money = workbook.add_format({"num_format": "#,##0.00"})
    for title, table in _SHEETS:
        sheet = workbook.add_worksheet(title)
        listed = records(answer, table, observers=observers)
        if not listed:
            # The sheet stays, so that who looks for it sees that there is nothing.
            sheet.write_string(0, 0, "nothing")
            continue
        header = list(listed[0])
        for column, name in enumerate(header):
            sheet.write_string(0, column, name.replace("_", " "), head)
            sheet.set_column(column, column, _WIDE if name in _WIDE_COLUMNS else _NARROW)
            style = share if name in _SHARES else money if name == "credit" else None
            for row, record in enumerate(listed, 1):
                _write(sheet, row, column, record[name], style)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(listed), len(header) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    _notes(workbook.add_worksheet("About"), answer)
    workbook.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    # In Python a bool is an int; here it is written as yes or no.
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    elif value is not None:
        sheet.write_string(row, column, inert(cell_text(value))[:LONGEST_CELL])


def _notes(sheet: Any, answer: HeardAnswer) -> None:
    result = answer.result
    total = row_record((), result.total)
    lines = [
        ("Logs", ", ".join(answer.logs)),
        ("Period, UTC dates", f"{result.first} to {result.last}" if result.first else "no reports"),
        ("Reports", str(result.reports)),
        ("Matched to airings", str(result.matched)),
        ("Scheduled minutes", str(total["scheduled_minutes"])),
        ("Monitored minutes", str(total["monitored_minutes"])),
        ("Late, early, not delivered", "What the reports prove, at least; whole airings where nobody heard a carrier."),
        ("Credit", "The price of the minutes that were not delivered, at the plan's rates; no fixed amounts."),
        ("Usable", "Overall merit of 3 and more on the scales SINPO and SIO."),
        ("Predicted", "Mean reliability predicted for the same moments and places."),
        *(("Note", note) for note in answer.notes),
    ]
    sheet.set_column(0, 0, _WIDE)
    sheet.set_column(1, 1, 80)
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, inert(text)[:LONGEST_CELL])
