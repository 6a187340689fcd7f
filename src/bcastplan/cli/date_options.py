"""Dates that commands are given, and the moment that pages and workbooks bear."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Any

import click


class Day(click.ParamType[date]):
    """A date as schedules write it."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read ``2026-06-22``."""
        from bcastplan.model.dates import parse_date
        from bcastplan.model.errors import ValueFault

        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except ValueFault as fault:
            self.fail(str(fault), param, ctx)


class FiscalYear(click.ParamType[int]):
    """A budget year by the calendar year in which it ends."""

    name = "YEAR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read ``2008`` or ``FY2008``."""
        from bcastplan.model.dates import FIRST_DATE, LAST_DATE

        digits = str(value).strip().upper().removeprefix("FY")
        # A fiscal year may begin in the calendar year before, which has to lie within the dates that schedules may
        # have.
        if not digits.isdecimal() or not FIRST_DATE.year < int(digits) <= LAST_DATE.year:
            self.fail(f"'{value}' is no fiscal year: write the calendar year in which it ends, as 2008", param, ctx)
        return int(digits)


def chosen_dates(first: date | None, last: date | None, fiscal_year: int | None) -> None:
    """Refuse dates beside a fiscal year."""
    if fiscal_year is not None and (first is not None or last is not None):
        raise click.UsageError("--fiscal-year stands for its own dates: leave out --from and --until")


def made_at() -> datetime:
    """The time a page or workbook bears: now, or SOURCE_DATE_EPOCH (https://reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is a number of seconds, not '{epoch}'") from None
