"""Decides which airings count for a question; ``group_counts`` counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bcastplan.airtime.table import AirtimeTable
from bcastplan.hours.daily_rates import scheduled_spans
from bcastplan.hours.group_counts import Counting
from bcastplan.hours.groups import Groups
from bcastplan.hours.hours_result import HoursRequestError, HoursResult, HoursRow
from bcastplan.hours.periods import PER, Bucket, Period, buckets
from bcastplan.hours.row_facts import GROUPS, RowFacts
from bcastplan.model.season import EDGE_MINUTE, Window


def summarise(
    table: AirtimeTable,
    facts: Sequence[RowFacts],
    *,
    by: Sequence[str] = ("band",),
    first: date | None = None,
    last: date | None = None,
    per: str | None = None,
    fiscal_year_starts: int = 1,
    windows: Iterable[Window] | None = None,
) -> HoursResult:
    """Sum hours, energy and cost.

    Args:
        table: the airings.
        facts: one record per row of the table.
        by: names out of ``GROUPS``, outermost first; none makes a single group.
        first: first UTC date that counts, from 0000; None for the earliest date of the schedules.
        last: last UTC date that counts, to 2400; None for the latest date of the schedules.
        per: one of ``PER``, or None for the whole period at once.
        fiscal_year_starts: month, 1 to 12.
        windows: those of the schedules read; None takes the windows of the table's transmissions.

    Raises:
        HoursRequestError: for an unknown grouping or bucket, and a period that ends before it starts.
    """
    by = _checked(by, per, fiscal_year_starts)
    if windows is None:
        windows = (transmission.window for transmission in table.transmissions)
    windows = set(windows)
    period = _period(windows, first, last)
    if period is None or not facts:
        return HoursResult(by, per, period, (), _nothing(period))
    counting = Counting.of(table, facts, EDGE_MINUTE if per == "season" else 0)
    # A period may be asked for that is much longer than the plan: buckets beyond the table's dates have no minute.
    reached = (
        bucket
        for bucket in buckets(period, per, fiscal_year_starts)
        if bucket.last_touched >= table.epoch and bucket.first <= table.last_bit_date
    )
    spans = scheduled_spans(windows, period)
    rows = counting.rows(Groups.of(facts, by), reached, period, spans)
    # The total is counted anew: two groups may share minutes of one frequency or programme, which count once in it.
    total = counting.rows(Groups.of(facts, ()), iter([Bucket(None, *period)]), period, spans)
    return HoursResult(by, per, period, tuple(rows), total[0] if total else _nothing(period))


def _checked(by: Sequence[str], per: str | None, fiscal_year_starts: int) -> tuple[str, ...]:
    for group in by:
        if group not in GROUPS:
            raise HoursRequestError(f"hours are grouped by {', '.join(GROUPS)}, not by '{group}'")
    if per is not None and per not in PER:
        raise HoursRequestError(f"hours are counted per {', '.join(PER)}, not per '{per}'")
    if not 1 <= fiscal_year_starts <= 12:
        raise HoursRequestError(f"a fiscal year starts in a month from 1 to 12, not {fiscal_year_starts}")
    return tuple(dict.fromkeys(by))


def _period(windows: Iterable[Window], first: date | None, last: date | None) -> Period | None:
    known = {window for window in windows if window.days > 0}
    if (first is None or last is None) and not known:
        return None
    first = first or min(window.first_day for window in known)
    last = last or max(window.last_day for window in known)
    if last < first:
        raise HoursRequestError(f"the period from {first} until {last} ends before it starts")
    return Period(first, last)


def _nothing(period: Period | None) -> HoursRow:
    return HoursRow((), (), None, period.days if period else 0, 0, 0, 0, 0.0, None, 0, None, None, (), 0)
