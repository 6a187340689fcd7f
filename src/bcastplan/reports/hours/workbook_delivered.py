"""The sheet of a workbook on what is delivered and heard: as predicted, and as monitors reported it."""

from __future__ import annotations

from bcastplan.reports.hours.monitored_rows import DEFINED, monitored_rows, monitored_words
from bcastplan.reports.hours.workbook_sheets import HEAD_ROWS, Cell, Sheets, hours_of
from bcastplan.workspace.report.coverage_section import CoverageSection
from bcastplan.workspace.report.report_data import MonitoredBook

_PREDICTED = (
    ("Service", "text", 34), ("Programme-hours", "hours", 14), ("of them predicted", "hours", 14),
    ("Coverage-hours", "hours", 14), ("Heard", "share", 10), ("at least", "share", 10), ("at most", "share", 10),
    ("under interference", "share", 14), ("Served", "share", 10), ("People", "whole", 14),
    ("Person-hours", "whole", 18),
)  # fmt: skip
_REPORTED = (
    ("Service", "text", 30),
    ("kHz", "plain", 9),
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


def write_delivered(sheets: Sheets, predicted: CoverageSection | None, monitored: MonitoredBook | None) -> None:
    """One sheet for what is predicted to be heard of each service, and below it what monitors reported."""
    words = " ".join(monitored_words(monitored)) if monitored is not None else ""
    # Below the title there is room for one sentence; where both tables stand, the logs have theirs between them.
    about = "Programme-hours on the air, and what is predicted to be heard of them." if predicted is not None else words
    sheet = sheets.add("Delivered and heard", about)
    line = HEAD_ROWS
    if predicted is not None:
        line = sheets.table(sheet, _PREDICTED, _predicted_rows(predicted)) + 1
        sheets.notes(sheet, line, predicted.notes)
        line += len(predicted.notes) + 1
    if monitored is None:
        return
    if predicted is not None:
        sheets.notes(sheet, line, [words])
        line += 1
    line = sheets.table(sheet, _REPORTED, _reported_rows(monitored), line) + 1
    sheets.notes(sheet, line, [*monitored.notes, *DEFINED])


def _predicted_rows(section: CoverageSection) -> list[list[Cell]]:
    return [
        [
            row.label,
            row.heard.programme_minutes / 60,
            row.heard.predicted_minutes / 60,
            hours_of(row.heard.coverage_minutes),
            row.heard.share,
            row.heard.heard_low,
            row.heard.heard_high,
            row.heard.heard_interfered,
            row.heard.served_share,
            row.heard.people,
            row.heard.person_hours,
        ]
        for row in (*section.rows, section.total)
    ]


def _reported_rows(book: MonitoredBook) -> list[list[Cell]]:
    """A row for every transmission and month with reports."""
    rows: list[list[Cell]] = []
    for row in monitored_rows(book):
        delivery = row.delivery
        rows.append(
            [
                row.service,
                row.frequency_khz,
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
    return rows
