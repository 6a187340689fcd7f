"""A plan by the day, so that it compares with plans of other lengths; and what its services have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from bcastplan.airtime.table import build
from bcastplan.hours import HoursResult, HoursRow, Period, RowFacts, rate_ledger, summarise
from bcastplan.hours.daily_rates import (
    NOTHING_A_DAY,
    DailyRate,
    ServiceDays,
    daily_rates,
    scheduled_spans,
    with_idle,
)
from bcastplan.hours.row_facts import GroupValue
from bcastplan.model.season import Window
from bcastplan.workspace.inspection.plan_hours import facts_of, hours_of
from bcastplan.workspace.opening.open_plans import Workspace

DAILY_GROUPS = ("band", "service", "site")
"""What a plan is divided by for a comparison."""
MOST_OVERLAPPING = 4
"""Services whose overlaps are counted, those with most programme-hours: every two of them are a pair."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two services: minutes with either on the air and with both, and the days on which both have a schedule."""

    a: str
    b: str
    either_minutes: int
    both_minutes: int
    days: int


@dataclass(frozen=True, slots=True)
class DailyHours:
    """A plan by the day.

    Attributes:
        period: the dates that count; None where there is nothing to take dates from.
        days: dates on which any service has a schedule.
        services: each service with its own days, in the order of the rows of hours.
        total: the exact totals of the period.
        daily: the sum over the services, each by its own days.
        groups: ``band``, ``service``, ``site`` -> value -> its rate, in the order of the rows of hours.
        names: (group, code) -> the name that the code stands for.
        either_minutes: minutes in which at least one service is on the air.
        overlaps: every two of the services with most programme-hours.
    """

    period: Period | None
    days: int
    services: tuple[ServiceDays, ...]
    total: HoursRow
    daily: DailyRate
    groups: Mapping[str, Mapping[GroupValue, DailyRate]]
    names: Mapping[tuple[str, GroupValue], str]
    either_minutes: int = 0
    overlaps: tuple[Overlap, ...] = ()


def daily_hours(workspace: Workspace, first: date | None = None, last: date | None = None) -> DailyHours:
    """Count a workspace by the day; raises HoursRequestError as ``hours_of`` does."""
    counted = {
        group: hours_of(
            workspace, by=("service",) if group == "service" else ("service", group), first=first, last=last
        )
        for group in DAILY_GROUPS
    }
    by_service = counted["service"]
    period = by_service.period
    if period is None or not by_service.rows:
        empty: dict[str, Mapping[GroupValue, DailyRate]] = {group: {} for group in DAILY_GROUPS}
        return DailyHours(period, period.days if period else 0, (), by_service.total, NOTHING_A_DAY, empty, {})
    windows = _windows(workspace)
    services = tuple(
        ServiceDays.of(str(row.values[0]), windows.get(str(row.values[0]), ()), period) for row in by_service.rows
    )
    days_of = {service.service: service.days for service in services}
    facts = facts_of(workspace)
    every_window = [window for some in windows.values() for window in some]
    # Days of gaps between seasons count for no daily mean.
    days = sum(span.days for span in scheduled_spans(every_window, period)) or period.days
    idle = sum(
        (
            # Amounts that no airtime bears are in the total of a plan, but in none of its services.
            use.idle
            for ledger in rate_ledger(workspace.own_table, facts, first=period.first, last=period.last)
            for use in ledger.uses
        ),
        Decimal(0),
    )
    either, overlaps = _in_common(workspace, facts, by_service, windows, period)
    return DailyHours(
        period=period,
        days=days,
        services=services,
        total=by_service.total,
        daily=with_idle(daily_rates(by_service, days_of)[None], idle, days),
        groups={
            "service": {
                row.values[0]: daily_rates(replace(by_service, rows=(row,)), days_of)[None] for row in by_service.rows
            },
            **{
                group: _in_order(workspace, group, daily_rates(counted[group], days_of), first, last)
                for group in ("band", "site")
            },
        },
        names={
            (group, row.values[-1]): name
            for group, result in counted.items()
            for row in result.rows
            if (name := row.names[-1]) is not None
        },
        either_minutes=either,
        overlaps=overlaps,
    )


def _windows(workspace: Workspace) -> dict[str, set[Window]]:
    """Service -> the windows of its transmissions."""
    windows: dict[str, set[Window]] = {}
    for transmission in workspace.own_table.transmissions:
        if transmission.counts:
            windows.setdefault(transmission.service, set()).add(transmission.window)
    return windows


def _in_order(
    workspace: Workspace,
    group: str,
    rates: Mapping[GroupValue, DailyRate],
    first: date | None,
    last: date | None,
) -> dict[GroupValue, DailyRate]:
    """The rates in the order in which hours list the group."""
    rows = hours_of(workspace, by=(group,), first=first, last=last).rows
    return {row.values[0]: rates[row.values[0]] for row in rows}


def _in_common(
    workspace: Workspace,
    facts: Sequence[RowFacts],
    by_service: HoursResult,
    windows: Mapping[str, set[Window]],
    period: Period,
) -> tuple[int, tuple[Overlap, ...]]:
    """Minutes with any service on the air, and the overlaps of every two of the largest."""
    minutes = {str(row.values[0]): row.programme_minutes for row in by_service.rows}
    if len(minutes) < 2:
        return sum(minutes.values()), ()
    rows_of: dict[str, list[int]] = {name: [] for name in minutes}
    for row, fact in enumerate(facts):
        if fact.service in rows_of:
            rows_of[fact.service].append(row)

    def either(names: Sequence[str]) -> int:
        rows = [row for name in names for row in rows_of[name]]
        table = build([workspace.own_table.transmissions[row] for row in rows])
        # Under one name the engine counts the union of their airtime, which is what either of them is on the air.
        one_service = [replace(facts[row], service="", rates=None, rate=None) for row in rows]
        return summarise(table, one_service, by=(), first=period.first, last=period.last).total.programme_minutes

    largest = sorted(minutes, key=lambda name: (-minutes[name], name))[:MOST_OVERLAPPING]
    overlaps = []
    for a, b in combinations(largest, 2):
        union = either((a, b))
        # What both have is what their sum counts twice.
        both = minutes[a] + minutes[b] - union
        overlaps.append(Overlap(a, b, union, both, _common_days(windows[a], windows[b], period)))
    return either(list(minutes)), tuple(overlaps)


def _common_days(a: set[Window], b: set[Window], period: Period) -> int:
    return sum(
        max(0, (min(span.last, other_span.last) - max(span.first, other_span.first)).days + 1)
        for span in scheduled_spans(a, period)
        for other_span in scheduled_spans(b, period)
    )


def per_day(minutes: int, days: int) -> Fraction:
    """Minutes by the day; 0 where there is no day."""
    return Fraction(minutes, days) if days else Fraction(0)
