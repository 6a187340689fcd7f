"""The table of broadcast hours on the page: hours a week by service and medium, a column for each fiscal year."""

from __future__ import annotations

from dataclasses import dataclass

from bcastplan.reports.page import figures
from bcastplan.reports.page.page_tables import MOST_ROWS
from bcastplan.workspace.report.broadcast_hours import BroadcastHours, WeeklyRow


@dataclass(frozen=True, slots=True)
class WeeklyLine:
    """One row; ``cells`` are programme-hours and frequency-hours a week of each column."""

    service: str
    medium: str
    cells: tuple[tuple[str, str], ...]
    subtotal: bool
    total: bool


@dataclass(frozen=True, slots=True)
class BroadcastTable:
    """The table; ``columns`` are plan (empty for a single one), year and the days of a part year."""

    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[WeeklyLine, ...]
    shown: int
    """Services that are listed."""
    services: int
    """All of them."""


def broadcast_table(hours: BroadcastHours) -> BroadcastTable | None:
    """The table in words; None where nothing is on the air."""
    if not hours.rows:
        return None
    weight = {row.service: sum(hours or 0 for hours in row.frequency) for row in hours.rows if row.service is not None}
    # Services are cut whole, those with most hours stay; rows without a service are totals and always stay.
    listed = set(sorted(weight, key=lambda service: (-weight[service], service))[:MOST_ROWS])
    several = len({column.plan for column in hours.columns}) > 1
    return BroadcastTable(
        columns=tuple(
            (
                figures.plain(column.plan) if several else "",
                column.year,
                "" if column.scheduled_days == column.days else f"{column.scheduled_days} of {column.days} days",
            )
            for column in hours.columns
        ),
        rows=tuple(_line(row) for row in hours.rows if row.service is None or row.service in listed),
        shown=len(listed),
        services=len(weight),
    )


def _line(row: WeeklyRow) -> WeeklyLine:
    return WeeklyLine(
        service=figures.plain(row.service) if row.service is not None else "All services",
        medium=row.medium or "all media",
        cells=tuple(
            (
                figures.NOTHING if programme is None else f"{float(programme) / 60:,.2f}",
                "" if frequency is None else f"{float(frequency) / 60:,.2f}",
            )
            for programme, frequency in zip(row.programme, row.frequency, strict=True)
        ),
        subtotal=row.medium is None,
        total=row.service is None,
    )
