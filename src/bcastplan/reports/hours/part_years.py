"""Marks years and quarters that are covered in part with their days, so that half a year does not look cheap."""

from __future__ import annotations

from bcastplan.hours.hours_result import HoursResult, HoursRow

_MARKED = ("quarter", "fiscal-quarter", "fiscal-year")
CALENDAR_YEARS = (
    "No plan here says when its budget year begins, so a fiscal year is the calendar year: fiscal_year_starts: 10 in "
    "bcastplan.yaml makes it begin in October."
)


def part_of_bucket(row: HoursRow, per: str | None) -> str:
    """``107 of 365 days`` where the schedules cover a year or quarter in part, else nothing."""
    if per not in _MARKED or row.scheduled_days >= row.bucket_days:
        return ""
    return f"{row.scheduled_days} of {row.bucket_days} days"


def period_words(result: HoursResult) -> str:
    """``2007-10-01 to 2008-09-30, 366 days, of which 29 with a schedule``."""
    if result.period is None:
        return "Nothing says when it is on the air."
    days, scheduled = result.period.days, result.total.scheduled_days
    words = f"{result.period.first} to {result.period.last}, {days} day{'' if days == 1 else 's'}"
    edge = 1  # the Sunday on which a season ends at 0100 UTC
    return words if scheduled >= days - edge else f"{words}, of which {scheduled} with a schedule"
