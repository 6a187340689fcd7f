"""Summaries as data: integers of minutes, exact money; attribute names are the columns that users read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bcastplan.hours.periods import Period
from bcastplan.hours.row_facts import GroupValue


class HoursRequestError(ValueError):
    """A request that cannot be answered: an unknown grouping, or a period that ends before it starts."""


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One group in one period, or the total.

    Attributes:
        values: the group's codes, in the order of ``by``; empty for the total.
        names: the name of each code where there is one.
        period: label of the bucket, None without ``per``.
        days: days of the bucket inside the period asked for, one at least.
        frequency_minutes: per service and frequency, the union of airings.
        transmitter_minutes: the sum of airings.
        programme_minutes: per service, the union of airings over all its frequencies.
        frequency_minutes_per_day: ``frequency_minutes / days``.
        bucket_days: days of the whole bucket as the calendar has it, those of the period without ``per``.
        scheduled_days: dates of ``days`` on which a schedule holds, whatever service's.
        days_on_air: dates of these days on which an airing starts; one at least where there is airtime.
        energy_kwh: mains energy, None when no row has a power.
        unknown_power_minutes: transmitter minutes that ``energy_kwh`` leaves out.
        cost: to the cent, None unless every airing has a price in one currency.
        currency: that of ``cost``; None where there is no cost or the rates name none.
        currencies: all the currencies met, so that a missing cost can be explained.
        unpriced_minutes: transmitter minutes without a price.
        amounts: (currency or None, amount to the cent) of all that has a price, by currency.
    """

    values: tuple[GroupValue, ...]
    names: tuple[str | None, ...]
    period: str | None
    days: int
    frequency_minutes: int
    transmitter_minutes: int
    programme_minutes: int
    frequency_minutes_per_day: float
    energy_kwh: float | None
    unknown_power_minutes: int
    cost: Decimal | None
    currency: str | None
    currencies: tuple[str, ...]
    unpriced_minutes: int
    amounts: tuple[tuple[str | None, Decimal], ...] = ()
    days_on_air: int = 0
    bucket_days: int = 0
    scheduled_days: int = 0

    @property
    def frequency_minutes_per_day_on_air(self) -> float:
        """``frequency_minutes / days_on_air``; 0 where there is no airtime."""
        return self.frequency_minutes / self.days_on_air if self.days_on_air else 0.0


@dataclass(frozen=True, slots=True)
class HoursResult:
    """The result: a group without a minute on the air in a bucket has no row there.

    ``period`` is None when there was nothing to take dates from. Rows are sorted by the groups' values
    (bands and frequencies rising, missing codes last), then by bucket.
    """

    by: tuple[str, ...]
    per: str | None
    period: Period | None
    rows: tuple[HoursRow, ...]
    total: HoursRow
    calendar_fiscal_years: bool = False
    """Whether fiscal years were counted as calendar years because no plan says when they begin."""
