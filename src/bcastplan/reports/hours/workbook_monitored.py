"""The sheet of a workbook on what was delivered and heard."""

from __future__ import annotations

from bcastplan.reports.hours.monitored_rows import DEFINED, monitored_rows, monitored_words
from bcastplan.reports.hours.workbook_sheets import Cell, Sheets
from bcastplan.workspace.report.report_data import MonitoredBook

_COLUMNS = (
    ("Service", "text", 30),
    ("kHz", "text", 9),
    ("UTC", "text", 11),
    ("Month", "text", 9),
    ("Airings", "whole", 9),
    ("Monitored", "whole", 10),
    ("Confirmed", "whole", 10),
    ("Off", "whole", 8),
    ("Scheduled, h", "hours", 12),
    ("Listened, h", "hours", 11),
    ("Late, min", "whole", 9),
    ("Early, min", "whole", 9),
    ("Not delivered, min", "whole", 13),
    ("Credit", "money", 12),
    ("Currency", "text", 9),
    ("Reports", "whole", 9),
    ("Mean overall", "hours", 9),
    ("3 and more", "share", 9),
    ("Predicted", "share", 10),
)


def write_monitored(sheets: Sheets, book: MonitoredBook) -> None:
    """Write a row for every transmission and month with reports."""
    sheet = sheets.add("Delivered and heard", " ".join(monitored_words(book)))
    rows: list[list[Cell]] = []
    for row in monitored_rows(book):
        delivery = row.delivery
        rows.append(
            [
                row.service,
                row.frequency,
                row.time,
                delivery.month,
                delivery.airings,
                delivery.monitored_airings,
                delivery.confirmed_airings,
                delivery.off_airings,
                delivery.scheduled_minutes / 60,
                delivery.monitored_minutes / 60,
                delivery.late_minutes,
                delivery.early_minutes,
                delivery.undelivered_minutes,
                None if delivery.credit.amount is None else float(delivery.credit.amount),
                delivery.credit.currency or "",
                delivery.reports,
                delivery.mean_overall,
                delivery.usable / delivery.judged if delivery.judged else None,
                delivery.predicted,
            ]
        )
    line = sheets.table(sheet, _COLUMNS, rows)
    sheets.notes(sheet, line + 1, [*book.notes, *DEFINED])
