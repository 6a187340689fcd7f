"""Hours as a page somebody opens and prints: the hours part of the plan report, by itself."""

from __future__ import annotations

from bcastplan.reports.page import report_html
from bcastplan.workspace.report.report_data import HoursBook, ReportData


def hours_html(book: HoursBook) -> str:
    """The page of a book of hours."""
    return report_html(ReportData(book))
