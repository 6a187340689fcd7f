"""Energy and cost as exact fractions per transmitter-hour; rounding happens once, when a sum is read.

A price holds on the UTC dates of its item, and a minute is priced by the date it is on the air.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from bcastplan.airtime.bits import Bits
from bcastplan.airtime.table import AirtimeTable
from bcastplan.hours.row_facts import RowFacts
from bcastplan.model.plan import RateItem, Rates
from bcastplan.reference.frequency_bands import parse_band

_MINUTES_PER_HOUR = 60
_CENTS = 100


@dataclass(frozen=True, slots=True)
class Charge:
    """The energy and the cost of one hour of one transmitter; None where that is not known."""

    mains_kw: Fraction | None
    price_per_hour: Fraction | None
    currency: str | None


class ChargeBook:
    """The charges of transmissions by date; rows that are priced alike share one answer."""

    def __init__(self, table: AirtimeTable) -> None:
        self._table = table
        self._known: dict[tuple[object, ...], list[tuple[Charge, Bits | None]]] = {}

    def charges_of(self, facts: RowFacts) -> list[tuple[Charge, Bits | None]]:
        """Charges with the dates they hold on, disjoint and complete; None stands for all dates."""
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

    def _charges(self, facts: RowFacts, rates: Rates) -> Iterable[tuple[Charge, Bits | None]]:
        mains_kw = _exact(facts.power_kw) / _exact(rates.efficiency) if facts.power_kw is not None else None
        left: Bits | None = None
        for item in rates.items:
            if not _matches(item, facts):
                continue
            charge = Charge(mains_kw, _price(item, facts, mains_kw), rates.currency)
            if item.valid_from is None and item.valid_until is None:
                yield charge, left
                return
            table = self._table
            on = table.mask(item.valid_from or table.epoch, item.valid_until or table.last_bit_date)
            yield charge, on if left is None else on & left
            left = ~on if left is None else left & ~on
            if not left.any():
                return
        own_price = _exact(facts.rate) if facts.rate is not None else None
        yield Charge(mains_kw, own_price, rates.currency if own_price is not None else None), left


def _matches(item: RateItem, facts: RowFacts) -> bool:
    """Whether an item can hold for a row: every key that the item has fits the row."""
    if item.power is not None and (facts.power_kw is None or facts.power_kw not in item.power):
        return False
    if item.band is not None and (parse_band(item.band) or item.band) != facts.band:
        return False
    return all(
        condition is None or condition == has
        for condition, has in (
            (item.site, facts.site),
            (item.service, facts.service),
            (item.broadcaster, facts.broadcaster),
            (item.transmitter, facts.transmitter),
            (item.mode, facts.mode),
        )
    )


def _price(item: RateItem, facts: RowFacts, mains_kw: Fraction | None) -> Fraction | None:
    """Price of a transmitter-hour, energy included; None when energy has a price and the power is not known."""
    per_hour = facts.rate if facts.rate is not None else item.per_hour
    price = _exact(per_hour) if per_hour is not None else Fraction(0)
    if item.per_kwh is None:
        return price
    return price + _exact(item.per_kwh) * mains_kw if mains_kw is not None else None


def _exact(value: float) -> Fraction:
    """The decimal number exactly as it was written, not the nearest binary one."""
    return Fraction(repr(value))


class ChargeScale:
    """Charges as integers over common denominators, so that sums over many rows stay exact and cheap."""

    def __init__(self, charges: list[Charge]) -> None:
        self.charges = charges
        mains = [charge.mains_kw or Fraction(0) for charge in charges]
        prices = [charge.price_per_hour or Fraction(0) for charge in charges]
        self._mains_unit = lcm(*(value.denominator for value in mains))
        self._price_unit = lcm(*(value.denominator for value in prices))
        self._mains = [int(value * self._mains_unit) for value in mains]
        self._prices = [int(value * self._price_unit) for value in prices]

    def account(self, minutes: Iterable[tuple[int, int]]) -> Account:
        """Add up (number of a charge, transmitter minutes above 0)."""
        energy = cost = unknown_power = unpriced = powered = 0
        currencies: set[str | None] = set()
        for number, count in minutes:
            charge = self.charges[number]
            if charge.mains_kw is None:
                unknown_power += count
            else:
                powered += count
                energy += self._mains[number] * count
            if charge.price_per_hour is None:
                unpriced += count
            else:
                currencies.add(charge.currency)
                cost += self._prices[number] * count
        priced = len(currencies) == 1 and not unpriced
        return Account(
            energy_kwh=energy / (self._mains_unit * _MINUTES_PER_HOUR) if powered else None,
            unknown_power_minutes=unknown_power,
            cost=_to_cents(cost, self._price_unit * _MINUTES_PER_HOUR) if priced else None,
            currency=next(iter(currencies)) if priced else None,
            currencies=tuple(sorted(currency for currency in currencies if currency is not None)),
            unpriced_minutes=unpriced,
        )


class Account(NamedTuple):
    """Energy and cost of some airings; see the attributes of the same names in ``HoursRow``."""

    energy_kwh: float | None
    unknown_power_minutes: int
    cost: Decimal | None
    currency: str | None
    currencies: tuple[str, ...]
    unpriced_minutes: int


def _to_cents(amount: int, unit: int) -> Decimal:
    """``amount / unit`` rounded to two decimals, halves away from zero as on an invoice."""
    cents = (2 * amount * _CENTS + unit) // (2 * unit)
    return Decimal(cents).scaleb(-2)
