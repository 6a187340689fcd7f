"""What every price of a plan came to: its airtime, energy and amount, so that a cost can be followed to its rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bcastplan.airtime.table import AirtimeTable
from bcastplan.hours.group_counts import Counting
from bcastplan.hours.measures import DateMasks, minutes_by_bucket
from bcastplan.hours.money import Charge
from bcastplan.hours.periods import Period
from bcastplan.hours.row_facts import RowFacts
from bcastplan.model.cents import to_cents
from bcastplan.model.plan import Rates

_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class RateUse:
    """One price and what it came to.

    Attributes:
        item: number of the item in ``Rates.items``; None for the rates that transmissions have of their own.
        transmissions: how many it priced, or shares its fixed amounts with.
        transmitter_minutes: the airtime that it priced by the hour.
        energy_kwh: mains energy of that airtime, None where no power is known.
        fixed: to the cent, what fixed amounts and minimums came to besides the hours.
        idle: the part of ``fixed`` that fell on months or seasons without airtime.
        amount: to the cent, the price of its hours and ``fixed`` together.
    """

    item: int | None
    transmissions: int
    transmitter_minutes: int
    energy_kwh: float | None
    fixed: Decimal
    idle: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RateLedger:
    """The prices of one plan, in their order; ``amount`` is what they came to, rounded once."""

    rates: Rates
    uses: tuple[RateUse, ...]
    amount: Decimal
    unpriced_minutes: int


@dataclass(slots=True)
class _Tally:
    rows: set[int] = field(default_factory=set)
    minutes: int = 0
    energy_kwh: Fraction = Fraction(0)
    powered: bool = False
    by_the_hour: Fraction = Fraction(0)
    shared: Fraction = Fraction(0)
    idle: Fraction = Fraction(0)

    def add(self, row: int, charge: Charge, minutes: int) -> None:
        hours = Fraction(minutes, _MINUTES_PER_HOUR)
        self.rows.add(row)
        if charge.shared:
            self.shared += (charge.price_per_hour or 0) * hours
            return
        self.minutes += minutes
        self.by_the_hour += (charge.price_per_hour or 0) * hours
        if charge.mains_kw is not None:
            self.powered = True
            self.energy_kwh += charge.mains_kw * hours

    @property
    def exact_amount(self) -> Fraction:
        return self.by_the_hour + self.shared + self.idle

    def use(self, item: int | None) -> RateUse:
        return RateUse(
            item=item,
            transmissions=len(self.rows),
            transmitter_minutes=self.minutes,
            energy_kwh=float(self.energy_kwh) if self.powered else None,
            fixed=to_cents(self.shared + self.idle),
            idle=to_cents(self.idle),
            amount=to_cents(self.exact_amount),
        )


def rate_ledger(table: AirtimeTable, facts: Sequence[RowFacts], *, first: date, last: date) -> list[RateLedger]:
    """A ledger for each set of rates that prices rows of a table, of the airtime from ``first`` to ``last``."""
    # Rates are told apart by identity: two plans with equal prices have a ledger each.
    rates_of = {id(fact.rates): fact.rates for fact in facts if fact.rates is not None}
    if not rates_of:
        return []
    tallies: dict[tuple[int, int | None], _Tally] = defaultdict(_Tally)
    unpriced: dict[int, int] = defaultdict(int)
    counting = Counting.of(table, facts, 0)
    for row, charge, minutes in _charged_minutes(counting, Period(first, last)):
        rates = id(facts[row].rates)
        if charge.price_per_hour is None:
            unpriced[rates] += minutes
        tallies[rates, charge.item].add(row, charge, minutes)
    for idle in counting.idle.amounts:
        if first <= idle.day <= last:
            tallies[idle.rates, idle.item].idle += idle.amount
    return [_ledger(rates, tallies, unpriced[id(rates)]) for rates in rates_of.values()]


def _charged_minutes(counting: Counting, period: Period) -> Iterator[tuple[int, Charge, int]]:
    """(row, charge, transmitter minutes above 0) inside a period."""
    mask = counting.table.mask(*period)
    charges = counting.scale.charges
    keys = len(counting.table) * len(charges)
    minutes = minutes_by_bucket(counting.by_charge, keys, [DateMasks(mask, mask)], 0)[:, 0]
    for key in minutes.nonzero()[0].tolist():
        row, number = divmod(key, len(charges))
        yield row, charges[number], int(minutes[key])


def _ledger(rates: Rates, tallies: dict[tuple[int, int | None], _Tally], unpriced_minutes: int) -> RateLedger:
    numbers: list[int | None] = [*range(len(rates.items))]
    if tallies[id(rates), None].exact_amount:
        numbers.append(None)
    uses = tuple(tallies[id(rates), number].use(number) for number in numbers)
    total = sum((tallies[id(rates), number].exact_amount for number in numbers), Fraction(0))
    return RateLedger(rates, uses, to_cents(total), unpriced_minutes)


def row_costs(
    table: AirtimeTable, facts: Sequence[RowFacts], *, first: date, last: date
) -> list[tuple[Fraction | None, str | None]]:
    """What the airtime of each row costs by the hour, exactly, and the currency; None where part has no price.

    Fixed amounts are not in it: they are paid whether a single transmission is on the air or not.
    """
    costs: list[Fraction | None] = [Fraction(0)] * len(facts)
    currencies: list[str | None] = [None] * len(facts)
    for row, charge, minutes in _charged_minutes(Counting.of(table, facts, 0), Period(first, last)):
        if charge.shared:
            continue
        cost = costs[row]
        # Once a part has no price, no later part may make the row look priced again.
        if charge.price_per_hour is None or cost is None:
            costs[row] = None
        else:
            costs[row] = cost + charge.price_per_hour * minutes / _MINUTES_PER_HOUR
            currencies[row] = charge.currency
    return list(zip(costs, currencies, strict=True))
