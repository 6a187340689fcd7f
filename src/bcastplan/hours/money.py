"""Energy and cost as exact fractions; rounding happens once, when a sum is read.

A price holds on the UTC dates of its item, and a minute is priced by the date it is on the air.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from bcastplan.airtime.bits import Bits
from bcastplan.airtime.table import AirtimeTable
from bcastplan.hours.rate_dates import exact, rate_steps
from bcastplan.hours.row_facts import RowFacts
from bcastplan.model.cents import to_cents
from bcastplan.model.plan import RateItem, Rates
from bcastplan.reference.frequency_bands import parse_band

_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Charge:
    """The energy and the cost of one hour of one transmitter; None where that is not known.

    ``item`` is the number of the price in its rates; None where a transmission has a rate of its own, or no price. A
    ``shared`` charge is the part that the hour bears of a fixed amount: it comes besides the others and counts no
    airtime.
    """

    mains_kw: Fraction | None
    price_per_hour: Fraction | None
    currency: str | None
    item: int | None = None
    shared: bool = False


class ChargeBook:
    """The charges of transmissions by date; rows that are priced alike share one answer."""

    def __init__(self, table: AirtimeTable) -> None:
        self._table = table
        self._known: dict[tuple[object, ...], list[tuple[Charge, Bits | None]]] = {}

    def charges_of(self, facts: RowFacts) -> list[tuple[Charge, Bits | None]]:
        """Charges by the hour with the dates they hold on, disjoint and complete; None stands for all dates."""
        # Without price items a row's price depends on its own rate and power alone: rows with different codes share an
        # answer.
        priced_by = (
            (facts.site, facts.band, facts.service, facts.broadcaster, facts.transmitter, facts.mode)
            if facts.rates is not None and facts.rates.items
            else ()
        )
        key = (id(facts.rates), facts.power_kw, facts.rate, *priced_by)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = list(self._charges(facts, facts.rates or Rates()))
        return known

    def _charges(self, facts: RowFacts, rates: Rates) -> Iterator[tuple[Charge, Bits | None]]:
        mains_kw = exact(facts.power_kw) / exact(rates.efficiency) if facts.power_kw is not None else None
        # The first item that matches prices a date; ``left`` are the dates that no item has priced yet, None for all.
        left: Bits | None = None
        for number, item in enumerate(rates.items):
            if not item.by_the_hour or not matches_facts(item, facts):
                continue
            if item.valid_from is None and item.valid_until is None:
                yield Charge(mains_kw, _price(item, facts, mains_kw), rates.currency, number), left
                return
            for step in rate_steps(item, self._table.epoch, self._table.last_bit_date):
                on = self._table.mask(step.first, step.last)
                price = _price(item, facts, mains_kw, step.factor)
                yield Charge(mains_kw, price, rates.currency, number), on if left is None else on & left
                left = ~on if left is None else left & ~on
            if left is not None and not left.any():
                return
        own_price = exact(facts.rate) if facts.rate is not None else None
        yield Charge(mains_kw, own_price, rates.currency if own_price is not None else None), left


def matches_facts(item: RateItem, facts: RowFacts) -> bool:
    """Whether an item can hold for a row, its dates aside: every key that the item has fits the row."""
    return not any(True for _ in misfits(item, facts))


def misfits(item: RateItem, facts: RowFacts) -> Iterator[str]:
    """The keys of an item that do not fit a row."""
    if item.power is not None and (facts.power_kw is None or facts.power_kw not in item.power):
        yield "power"
    if item.band is not None and (parse_band(item.band) or item.band) != facts.band:
        yield "band"
    for key, condition, has in (
        ("site", item.site, facts.site),
        ("service", item.service, facts.service),
        ("broadcaster", item.broadcaster, facts.broadcaster),
        ("transmitter", item.transmitter, facts.transmitter),
        ("mode", item.mode, facts.mode),
    ):
        if condition is not None and condition != has:
            yield key


def _price(
    item: RateItem, facts: RowFacts, mains_kw: Fraction | None, factor: Fraction = Fraction(1)
) -> Fraction | None:
    """Price of a transmitter-hour, energy included; None when energy has a price and the power is not known.

    ``factor`` raises the prices of the item, never the rate that a transmission has of its own.
    """
    price = exact(facts.rate) if facts.rate is not None else exact(item.per_hour or 0.0) * factor
    if item.per_kwh is None:
        return price
    return price + exact(item.per_kwh) * factor * mains_kw if mains_kw is not None else None


class ChargeScale:
    """Charges as integers over common denominators, so that sums over many rows stay exact and cheap."""

    def __init__(self, charges: list[Charge]) -> None:
        self.charges = charges
        mains = [charge.mains_kw or Fraction(0) for charge in charges]
        prices = [charge.price_per_hour or Fraction(0) for charge in charges]
        # One common denominator makes every sum a sum of integers, which is exact and much faster than adding
        # fractions.
        self._mains_unit = lcm(*(value.denominator for value in mains))
        self._price_unit = lcm(*(value.denominator for value in prices))
        self._mains = [int(value * self._mains_unit) for value in mains]
        self._prices = [int(value * self._price_unit) for value in prices]

    def account(
        self, minutes: Iterable[tuple[int, int]], besides: Mapping[str | None, Fraction] | None = None
    ) -> Account:
        """Add up (number of a charge, transmitter minutes above 0) and amounts by currency that no airtime bears."""
        energy = unknown_power = unpriced = powered = transmitter = 0
        amounts: dict[str | None, int] = {}
        for number, count in minutes:
            charge = self.charges[number]
            # A shared charge comes besides the hourly one of the same minutes, which must not be counted twice.
            if not charge.shared:
                transmitter += count
                if charge.mains_kw is None:
                    unknown_power += count
                else:
                    powered += count
                    energy += self._mains[number] * count
            if charge.price_per_hour is None:
                unpriced += count
            else:
                amounts[charge.currency] = amounts.get(charge.currency, 0) + self._prices[number] * count
        sums = {currency: Fraction(cost, self._price_unit * _MINUTES_PER_HOUR) for currency, cost in amounts.items()}
        for currency, amount in (besides or {}).items():
            sums[currency] = sums.get(currency, Fraction(0)) + amount
        ordered = sorted(sums, key=lambda currency: (currency is None, currency or ""))
        # A sum of some of the airtime, or in one of two currencies, would be taken for the whole cost.
        priced = len(sums) == 1 and not unpriced
        return Account(
            transmitter_minutes=transmitter,
            energy_kwh=energy / (self._mains_unit * _MINUTES_PER_HOUR) if powered else None,
            unknown_power_minutes=unknown_power,
            cost=to_cents(sums[ordered[0]]) if priced else None,
            currency=ordered[0] if priced else None,
            currencies=tuple(currency for currency in ordered if currency is not None),
            unpriced_minutes=unpriced,
            amounts=tuple((currency, to_cents(sums[currency])) for currency in ordered),
        )


class Account(NamedTuple):
    """Energy and cost of some airings; see the attributes of the same names in ``HoursRow``."""

    transmitter_minutes: int
    energy_kwh: float | None
    unknown_power_minutes: int
    cost: Decimal | None
    currency: str | None
    currencies: tuple[str, ...]
    unpriced_minutes: int
    amounts: tuple[tuple[str | None, Decimal], ...]
