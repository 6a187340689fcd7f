"""What was delivered and heard, as a section of the page."""

from __future__ import annotations

from dataclasses import dataclass

from bcastplan.model.percent import percent
from bcastplan.reports.hours.monitored_rows import DEFINED, MonitoredRow, monitored_rows, monitored_words
from bcastplan.reports.page import figures
from bcastplan.workspace.report.report_data import MonitoredBook

MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """One transmission in one month, in words."""

    what: str
    service: str
    month: str
    airings: str
    confirmed: str
    off: str
    lost: str
    usable: str
    predicted: str
    credit: str


@dataclass(frozen=True, slots=True)
class DeliveredSection:
    """The section; ``all_rows`` is how many there are, listed or not."""

    words: tuple[str, ...]
    rows: tuple[DeliveredRow, ...]
    all_rows: int
    has_prediction: bool
    notes: tuple[str, ...]


def delivered_section(book: MonitoredBook) -> DeliveredSection:
    """The section of a plan with logs; rows with something lost come first."""
    rows = sorted(monitored_rows(book), key=lambda row: -row.delivery.undelivered_minutes)
    return DeliveredSection(
        words=tuple(monitored_words(book)),
        rows=tuple(map(_row, rows[:MOST_ROWS])),
        all_rows=len(rows),
        has_prediction=any(row.delivery.predicted is not None for row in rows),
        notes=(*(figures.plain(note) for note in book.notes), *(DEFINED if rows else ())),
    )


def _row(row: MonitoredRow) -> DeliveredRow:
    delivery = row.delivery
    usable = (
        f"{percent(delivery.usable / delivery.judged)} of {delivery.judged:,}" if delivery.judged else figures.NOTHING
    )
    credit = delivery.credit
    return DeliveredRow(
        what=f"{figures.kilohertz(row.frequency_khz)} {row.time}",
        service=figures.plain(row.service),
        month=delivery.month,
        airings=f"{delivery.airings:,}",
        confirmed=f"{delivery.confirmed_airings:,}",
        off=f"{delivery.off_airings:,}" if delivery.off_airings else figures.NOTHING,
        lost=f"{delivery.undelivered_minutes:,}" if delivery.undelivered_minutes else figures.NOTHING,
        usable=usable,
        predicted=figures.NOTHING if delivery.predicted is None else percent(delivery.predicted),
        credit=figures.money(credit.amount, credit.currency) if credit.amount else figures.NOTHING,
    )
