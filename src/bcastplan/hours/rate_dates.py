"""On which UTC dates a rate holds, and by what factor its yearly escalation has raised it by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from bcastplan.model.plan import RateItem

_ONE_DAY = timedelta(days=1)


class RateStep(NamedTuple):
    """Dates from ``first`` to ``last``, both included, on which every price is ``factor`` times the one written."""

    first: date
    last: date
    factor: Fraction


def exact(value: float) -> Fraction:
    """The decimal number exactly as it was written, not the nearest binary one."""
    return Fraction(repr(value))


def rate_steps(item: RateItem, first: date, last: date) -> Iterator[RateStep]:
    """The dates of an item inside ``first..last``, in order, divided where its prices rise.

    Prices rise on the anniversaries of the item's `from`; one of 29 February has its anniversary on 1 March in
    years without that day. An item without `from` never rises.
    """
    first = max(first, item.valid_from or first)
    last = min(last, item.valid_until or last)
    rise = Fraction(0) if item.valid_from is None else exact(item.escalation or 0.0) / 100
    while first <= last:
        years = _whole_years(item.valid_from, first) if item.valid_from is not None and rise else 0
        end = last
        if item.valid_from is not None and rise:
            end = min(last, _anniversary(item.valid_from, years + 1) - _ONE_DAY)
        yield RateStep(first, end, (1 + rise) ** years)
        first = end + _ONE_DAY


def _whole_years(start: date, day: date) -> int:
    years = day.year - start.year
    return years - (day < _anniversary(start, years))


def _anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)
