"""Amounts by the month or season: each is shared by the airtime it is paid for, or stays idle; none is lost.

An amount belongs, day by day, to the dates on which its rate holds and the plan has a schedule: a month half covered
costs half of it. It is shared by the transmitter minutes, in that month or season, of the transmissions that the rate
is for. Where there are none, the amount is idle: it is in the total, and in no row.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.bits import Bits, popcount
from bcastplan.airtime.table import AirtimeTable
from bcastplan.hours.daily_rates import scheduled_spans
from bcastplan.hours.money import Charge, matches_facts
from bcastplan.hours.periods import Bucket, Period, buckets
from bcastplan.hours.rate_dates import exact, rate_steps
from bcastplan.hours.row_facts import RowFacts
from bcastplan.model.plan import RateItem, Rates

_MINUTES_PER_HOUR = 60
_KINDS = (("month", "per_month", "minimum_per_month"), ("season", "per_season", "minimum_per_season"))

RowCharges = Sequence[tuple[Charge, Bits | None]]


class SharedCharge(NamedTuple):
    """What a row bears of a fixed amount on some dates, by the hour of one transmitter."""

    row: int
    charge: Charge
    on: Bits


class IdleAmount(NamedTuple):
    """An amount of one date that no airtime bears, of the item with a number in the rates with an id."""

    day: date
    rates: int
    currency: str | None
    item: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class IdleAmounts:
    """The amounts that no airtime bears, by date."""

    amounts: Sequence[IdleAmount] = ()

    def between(self, first: date, last: date, period: Period) -> dict[str | None, Fraction]:
        """Their sums by currency on the dates from ``first`` to ``last`` inside a period."""
        sums: dict[str | None, Fraction] = defaultdict(Fraction)
        low = bisect_left(self.amounts, max(first, period.first), key=_day)
        for idle in self.amounts[low : bisect_right(self.amounts, min(last, period.last), key=_day)]:
            sums[idle.currency] += idle.amount
        return dict(sums)


def fixed_charges(
    table: AirtimeTable, facts: Sequence[RowFacts], by_the_hour: Sequence[RowCharges]
) -> tuple[list[SharedCharge], IdleAmounts]:
    """Share the fixed amounts of all rates; ``by_the_hour`` are the hourly charges of each row."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, fact in enumerate(facts):
        if fact.rates is not None and any(_is_fixed(item) for item in fact.rates.items):
            # One rates file is one object, and each of its amounts is shared among all rows that it prices.
            rows_of[id(fact.rates)].append(row)
    shared: list[SharedCharge] = []
    idle: list[IdleAmount] = []
    for rows in rows_of.values():
        rates = facts[rows[0]].rates
        assert rates is not None
        sharing = _Sharing(table, facts, by_the_hour, rates, rows)
        for number, item in enumerate(rates.items):
            for per, fixed_key, minimum_key in _KINDS:
                fixed, least = getattr(item, fixed_key), getattr(item, minimum_key)
                if fixed is not None or least is not None:
                    sharing.share(number, per, exact(fixed or 0.0), exact(least or 0.0), shared, idle)
    return shared, IdleAmounts(sorted(idle, key=_day))


def _day(idle: IdleAmount) -> date:
    return idle.day


def _is_fixed(item: RateItem) -> bool:
    return any(getattr(item, key) is not None for _, *keys in _KINDS for key in keys)


class _Sharing:
    """The rows of one plan's rates, and the dates on which that plan has a schedule."""

    def __init__(
        self,
        table: AirtimeTable,
        facts: Sequence[RowFacts],
        by_the_hour: Sequence[RowCharges],
        rates: Rates,
        rows: Sequence[int],
    ) -> None:
        self.table = table
        self.facts = facts
        self.by_the_hour = by_the_hour
        self.rates = rates
        self.rows = rows
        self.spans = scheduled_spans(table.transmissions[row].window for row in rows)

    def share(
        self,
        number: int,
        per: str,
        fixed: Fraction,
        least: Fraction,
        shared: list[SharedCharge],
        idle: list[IdleAmount],
    ) -> None:
        """Share one amount, and what the hourly prices lack to the least one, in every bucket."""
        item = self.rates.items[number]
        on_rows = list(self._applies(number))
        for bucket, days in self._buckets(item, per):
            whole = _length(bucket)
            # Day by day, so that a month that is covered in part costs its part, and a rise within it counts from its
            # date.
            amount = sum((fixed * factor / whole for _, factor in days), Fraction(0))
            lacking = sum((least * factor / whole for _, factor in days), Fraction(0))
            mask = self.table.mask(bucket.first, bucket.last)
            minutes = {row: self._minutes(row, mask & on) for row, on in on_rows}
            if lacking:
                # A minimum is topped up by what the hourly prices have not brought in.
                amount += max(Fraction(0), lacking - self._hourly_cost(number, mask))
            total = sum(minutes.values())
            if total:
                price = amount / total * _MINUTES_PER_HOUR
                charge = Charge(None, price, self.rates.currency, number, shared=True)
                shared += [SharedCharge(row, charge, mask & on) for row, on in on_rows if price and minutes[row]]
            elif amount:
                weights = sum(factor for _, factor in days)
                # Idle amounts are kept by date, so that whatever period is asked for holds its part of them; a date
                # after a rise bears more.
                idle += [
                    IdleAmount(day, id(self.rates), self.rates.currency, number, amount * factor / weights)
                    for day, factor in days
                ]

    def _applies(self, number: int) -> Iterator[tuple[int, Bits]]:
        """The rows that bear an item's amounts, with their dates: where its hourly price applies, if it has one."""
        item = self.rates.items[number]
        if not item.by_the_hour:
            on = self.table.mask(item.valid_from or self.table.epoch, item.valid_until or self.table.last_bit_date)
            yield from ((row, on) for row in self.rows if matches_facts(item, self.facts[row]))
            return
        every = self.table.mask(self.table.epoch, self.table.last_bit_date)
        for row in self.rows:
            # The hourly price says on which dates the item is the one that applies; its amounts follow it.
            sets = [every if on is None else on for charge, on in self.by_the_hour[row] if charge.item == number]
            if sets:
                yield row, np.bitwise_or.reduce(sets)

    def _buckets(self, item: RateItem, per: str) -> Iterator[tuple[Bucket, list[tuple[date, Fraction]]]]:
        """Months or seasons with the dates of theirs that are paid for, and the factor of the price on each."""
        days: list[tuple[date, Fraction]] = []
        current: Bucket | None = None
        for day, factor in self._paid_dates(item):
            if current is None or day > current.last:
                if current is not None:
                    yield current, days
                # A date on which seasons change lies in two of them: its amount belongs to the season that begins on
                # it.
                current = next(
                    bucket for bucket in buckets(Period(day, day), per) if bucket.first <= day <= bucket.last
                )
                days = []
            days.append((day, factor))
        if current is not None:
            yield current, days

    def _paid_dates(self, item: RateItem) -> Iterator[tuple[date, Fraction]]:
        """The dates of the plan's schedules on which an item holds, rising, with the factor of its prices."""
        for span in self.spans:
            for step in rate_steps(item, *span):
                for day in range((step.last - step.first).days + 1):
                    yield step.first + timedelta(days=day), step.factor

    def _minutes(self, row: int, on: Bits) -> int:
        segments = self.table.segments_of(row)
        lengths = self.table.segment_stop[segments] - self.table.segment_start[segments]
        return int((popcount(self.table.segment_dates[segments] & on) * lengths).sum())

    def _hourly_cost(self, number: int, mask: Bits) -> Fraction:
        cost = Fraction(0)
        for row in self.rows:
            for charge, on in self.by_the_hour[row]:
                if charge.item == number and charge.price_per_hour is not None:
                    minutes = self._minutes(row, mask if on is None else mask & on)
                    cost += charge.price_per_hour * minutes / _MINUTES_PER_HOUR
        return cost


def _length(bucket: Bucket) -> int:
    return (bucket.last - bucket.first).days + 1
