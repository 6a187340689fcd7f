"""Hours, energy and cost a day, so that plans of different lengths compare; a service counts the days of its schedule.

Days on which a service has no schedule are not among the days it is divided by. The last Sunday of a season, of which a
schedule has one hour, is a day of the season that begins on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.hours.periods import Period
from bcastplan.hours.row_facts import GroupValue
from bcastplan.model.season import EDGE_MINUTE, Window

_ONE_DAY = timedelta(days=1)


def scheduled_spans(windows: Iterable[Window], within: Period | None = None) -> list[Period]:
    """The dates of some windows, inside a period, as spans that do not touch, in order."""
    first, last = within if within is not None else (date.min, date.max)
    periods = sorted(
        Period(
            max(first, window.first_day),
            min(last, window.last_day - (_ONE_DAY if window.stop_minute <= EDGE_MINUTE else timedelta())),
        )
        # Thousands of transmissions share a few windows, and each is looked at once.
        for window in set(windows)
        if window.days > 0
    )
    spans: list[Period] = []
    for period in periods:
        if period.last < period.first:
            continue
        if spans and period.first <= spans[-1].last + _ONE_DAY:
            spans[-1] = Period(spans[-1].first, max(spans[-1].last, period.last))
        else:
            spans.append(period)
    return spans


@dataclass(frozen=True, slots=True)
class ServiceDays:
    """The dates on which a service has a schedule, inside the period that counts; one day at least."""

    service: str
    first: date
    last: date
    days: int

    @classmethod
    def of(cls, service: str, windows: Iterable[Window], period: Period) -> ServiceDays:
        """The dates of a service with these windows; where none lies inside the period, those of the period count."""
        spans = scheduled_spans(windows, period) or [period]
        return cls(service, spans[0].first, spans[-1].last, sum(span.days for span in spans))


@dataclass(frozen=True, slots=True)
class DailyRate:
    """What a group has on a day: the sum over its services, each divided by its own days.

    Minutes are exact. ``energy_kwh`` is None where no power is known. ``cost`` is None unless all airtime has a price
    in ``currency``.
    """

    frequency_minutes: Fraction
    transmitter_minutes: Fraction
    programme_minutes: Fraction
    energy_kwh: float | None
    cost: Fraction | None
    currency: str | None


NOTHING_A_DAY = DailyRate(Fraction(0), Fraction(0), Fraction(0), None, None, None)


def daily_rates(counted: HoursResult, days: Mapping[str, int]) -> dict[GroupValue, DailyRate]:
    """The rate of each group of a result by ``("service", group)``, or of everything (key None) of one by service.

    Args:
        counted: hours by service first.
        days: service -> days of its schedule.
    """
    members: dict[GroupValue, list[tuple[HoursRow, int]]] = {}
    for row in counted.rows:
        group = row.values[1] if len(row.values) > 1 else None
        members.setdefault(group, []).append((row, days[str(row.values[0])]))
    return {group: _rate(rows) for group, rows in members.items()}


def _rate(rows: Sequence[tuple[HoursRow, int]]) -> DailyRate:
    currencies = {row.currency for row, _ in rows}
    costs = [Fraction(row.cost) / days for row, days in rows if row.cost is not None]
    priced = len(costs) == len(rows) and len(currencies) == 1
    energies = [row.energy_kwh / days for row, days in rows if row.energy_kwh is not None]
    return DailyRate(
        frequency_minutes=_sum(rows, "frequency_minutes"),
        transmitter_minutes=_sum(rows, "transmitter_minutes"),
        programme_minutes=_sum(rows, "programme_minutes"),
        energy_kwh=sum(energies) if energies else None,
        cost=sum(costs, Fraction(0)) if priced else None,
        currency=next(iter(currencies)) if priced else None,
    )


def _sum(rows: Sequence[tuple[HoursRow, int]], measure: str) -> Fraction:
    return sum((Fraction(getattr(row, measure), days) for row, days in rows), Fraction(0))


def with_idle(rate: DailyRate, idle: Decimal, days: int) -> DailyRate:
    """A plan's rate with the fixed amounts that no airtime bears, spread over the plan's days."""
    if rate.cost is None or not idle:
        return rate
    return DailyRate(
        rate.frequency_minutes,
        rate.transmitter_minutes,
        rate.programme_minutes,
        rate.energy_kwh,
        rate.cost + Fraction(idle) / days,
        rate.currency,
    )
