"""Calendar buckets of UTC dates; every minute of a period falls into exactly one of them.

Buckets meet at 0000 UTC, seasons at 0100 UTC of the Sunday between them, where ITU seasons change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bcastplan.model.season import EDGE_MINUTE, Season, season_of

PER = ("day", "week", "month", "quarter", "fiscal-quarter", "fiscal-year", "season")
FISCAL = ("fiscal-quarter", "fiscal-year")
"""Buckets that begin where the plan says that its budget year does."""
_ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    """Dates from ``first`` 0000 UTC to ``last`` 2400 UTC."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Days from the first to the last, both included."""
        return (self.last - self.first).days + 1


class Bucket(NamedTuple):
    """From ``edge_minute`` of the date ``first`` to the same minute of the date after ``last``."""

    label: str | None
    first: date
    last: date
    edge_minute: int = 0

    @property
    def days(self) -> int:
        """Its dates, whole as the calendar has them."""
        return (self.last - self.first).days + 1

    @property
    def last_touched(self) -> date:
        """The last date on which the bucket has a minute."""
        return self.last + _ONE_DAY if self.edge_minute else self.last

    def days_of(self, span: Period) -> int:
        """Number of the bucket's dates inside a span; none where it lies outside."""
        return max(0, (min(self.last, span.last) - max(self.first, span.first)).days + 1)

    def days_in(self, period: Period) -> int:
        """Number of the bucket's dates inside the period, at least 1: a season's last hour may reach into a Sunday."""
        return max(1, self.days_of(period))


def buckets(period: Period, per: str | None, fiscal_year_starts: int = 1) -> Iterator[Bucket]:
    """The buckets that meet the period, in order, whole as the calendar has them; one without label without ``per``.

    ``fiscal_year_starts`` is the month, 1 to 12. A fiscal year bears the number of the calendar year it ends in.
    """
    if per is None:
        yield Bucket(None, period.first, period.last)
        return
    if per == "season":
        yield from _seasons(period)
        return
    bucket_of = _bucket_maker(per, fiscal_year_starts)
    day = period.first
    while day <= period.last:
        bucket = bucket_of(day)
        yield bucket
        day = bucket.last + _ONE_DAY


def _seasons(period: Period) -> Iterator[Bucket]:
    # The first hour of the period's first date may still be of the season before: seasons change at 0100.
    season: Season = season_of(period.first - _ONE_DAY)
    while season.first_day <= period.last:
        yield Bucket(str(season), season.first_day, season.last_day - _ONE_DAY, EDGE_MINUTE)
        season = season.next


def _bucket_maker(per: str, fiscal_year_starts: int) -> Callable[[date], Bucket]:
    if per == "fiscal-year":
        return lambda day: _fiscal_year(day, fiscal_year_starts)
    if per == "fiscal-quarter":
        return lambda day: _fiscal_quarter(day, fiscal_year_starts)
    return {"day": _day, "week": _week, "month": _month, "quarter": _quarter}[per]


def _day(day: date) -> Bucket:
    return Bucket(day.isoformat(), day, day)


def _week(day: date) -> Bucket:
    # ISO 8601: the first days of January may lie in the last week of the year before, and bear its number.
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Bucket(f"{year}-W{week:02d}", monday, monday + timedelta(days=6))


def _month(day: date) -> Bucket:
    return Bucket(f"{day.year}-{day.month:02d}", day.replace(day=1), _end_of_months(day.year, day.month, 1))


def _quarter(day: date) -> Bucket:
    quarter = (day.month - 1) // 3
    first = date(day.year, 3 * quarter + 1, 1)
    return Bucket(f"{day.year}-Q{quarter + 1}", first, _end_of_months(first.year, first.month, 3))


def _fiscal_year(day: date, starts: int) -> Bucket:
    opening = day.year if day.month >= starts else day.year - 1
    last = _end_of_months(opening, starts, 12)
    return Bucket(f"FY{last.year}", date(opening, starts, 1), last)


def _fiscal_quarter(day: date, starts: int) -> Bucket:
    year = _fiscal_year(day, starts)
    quarter = (day.month - starts) % 12 // 3
    opening = year.first.month - 1 + 3 * quarter
    first = date(year.first.year + opening // 12, opening % 12 + 1, 1)
    return Bucket(f"{year.label}-Q{quarter + 1}", first, _end_of_months(first.year, first.month, 3))


def fiscal_year(number: int, starts: int) -> Period:
    """The dates of the fiscal year that ends in the calendar year ``number``; ``starts`` is its first month."""
    # Only a fiscal year that starts in January begins in the calendar year whose number it bears.
    bucket = _fiscal_year(date(number if starts == 1 else number - 1, starts, 1), starts)
    return Period(bucket.first, bucket.last)


def _end_of_months(year: int, month: int, count: int) -> date:
    """The last day of ``count`` months that begin with the given one."""
    years, following = divmod(month - 1 + count, 12)
    return date(year + years, following + 1, 1) - _ONE_DAY
