"""The table of broadcast hours as budget documents have it: programme-hours a week, by service and medium and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bcastplan.hours import HoursResult, Period, RowFacts, summarise
from bcastplan.hours.daily_rates import ServiceDays, scheduled_spans
from bcastplan.hours.periods import buckets
from bcastplan.model.season import Window
from bcastplan.workspace.inspection.plan_hours import facts_of, fiscal_year_starts
from bcastplan.workspace.opening.open_plans import Workspace

MEDIA = ("SW", "MW", "LW")
MOST_YEARS = 8
"""Columns of a table; a plan of more years shows the last ones."""
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One fiscal year of one plan: the dates of it with a schedule, and how many it has."""

    plan: str
    year: str
    scheduled_days: int
    days: int


@dataclass(frozen=True, slots=True)
class WeeklyRow:
    """Minutes a week of a service by medium; ``medium`` None is all of its media, ``service`` None all services.

    ``programme`` and ``frequency`` have one value for each column, None where the service has no schedule in it.
    """

    service: str | None
    medium: str | None
    programme: tuple[Fraction | None, ...]
    frequency: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class BroadcastHours:
    """The table: rows by service and medium, each service with its subtotal where it has several media, then totals."""

    columns: tuple[YearColumn, ...]
    rows: tuple[WeeklyRow, ...]


_Weekly = dict[tuple[str | None, str | None], tuple[Fraction, Fraction]]


def broadcast_hours(plans: Sequence[tuple[str, Workspace]], within: Period | None) -> BroadcastHours:
    """Count some plans by name, earliest fiscal year first; ``within`` bounds the dates of the last one."""
    counted: list[tuple[YearColumn, _Weekly]] = []
    for number, (name, workspace) in enumerate(plans):
        # The last plan is the one that is reported on; the others are there for comparison and count as a whole.
        counted += _years(name, workspace, within if number == len(plans) - 1 else None)
    counted.sort(key=lambda entry: entry[0].year)
    # Budget documents compare the latest years; a page has no room for more columns.
    counted = counted[-MOST_YEARS:]
    weekly = [figures for _, figures in counted]
    keys = {key for figures in weekly for key in figures}
    services = sorted({service for service, _ in keys if service is not None})
    rows = []
    for service in [*services, None]:
        media = [medium for medium in MEDIA if (service, medium) in keys]
        rows += [_row(service, medium, weekly) for medium in media]
        if len(media) > 1 or service is None:
            rows.append(_row(service, None, weekly))
    return BroadcastHours(tuple(column for column, _ in counted), tuple(rows) if services else ())


def _row(service: str | None, medium: str | None, weekly: Sequence[_Weekly]) -> WeeklyRow:
    values = [
        # No airtime on a medium is 0 for a service with a schedule in that year, and unknown for one without.
        figures.get((service, medium), (Fraction(0), Fraction(0)) if (service, None) in figures else None)
        for figures in weekly
    ]
    return WeeklyRow(
        service,
        medium,
        tuple(None if value is None else value[0] for value in values),
        tuple(None if value is None else value[1] for value in values),
    )


def _years(name: str, workspace: Workspace, within: Period | None) -> Iterator[tuple[YearColumn, _Weekly]]:
    facts = facts_of(workspace)
    # Prices are left out: the table has hours only, and pricing each row takes longest.
    media = [replace(fact, band=_medium(fact.band), rates=None, rate=None) for fact in facts]
    windows: dict[str, set[Window]] = {}
    for transmission in workspace.own_table.transmissions:
        if transmission.counts:
            windows.setdefault(transmission.service, set()).add(transmission.window)
    spans = scheduled_spans({window for some in windows.values() for window in some}, within)
    if not spans:
        return
    for bucket in buckets(Period(spans[0].first, spans[-1].last), "fiscal-year", fiscal_year_starts(workspace)):
        scheduled = sum(bucket.days_of(span) for span in spans)
        if not scheduled:
            continue
        year = Period(max(bucket.first, spans[0].first), min(bucket.last, spans[-1].last))
        column = YearColumn(name, bucket.label or "", scheduled, bucket.days)
        yield column, _weekly(workspace, media, windows, year)


def _medium(band: str) -> str:
    return band if band in MEDIA else "SW"


def _weekly(workspace: Workspace, media: Sequence[RowFacts], windows: dict[str, set[Window]], year: Period) -> _Weekly:
    """(service, medium) -> programme and frequency minutes a week; None stands for all."""
    first, last = year

    def counted(by: tuple[str, ...]) -> HoursResult:
        return summarise(workspace.own_table, media, by=by, first=first, last=last)

    weekly: _Weekly = {}
    for row in (*counted(("service", "band")).rows, *counted(("service",)).rows):
        service, medium = str(row.values[0]), str(row.values[1]) if len(row.values) > 1 else None
        days = ServiceDays.of(service, windows[service], year).days
        # Fractions, because rounded weeks of services would not add up to the total.
        amounts = tuple(
            Fraction(minutes * _DAYS_A_WEEK, days) for minutes in (row.programme_minutes, row.frequency_minutes)
        )
        weekly[service, medium] = (amounts[0], amounts[1])
        programme, frequency = weekly.get((None, medium), (Fraction(0), Fraction(0)))
        weekly[None, medium] = (programme + amounts[0], frequency + amounts[1])
    return weekly
