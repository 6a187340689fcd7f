"""What each price of a plan came to, and what the airtime of each transmission costs."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bcastplan.airtime import build
from bcastplan.hours import RowFacts, rate_ledger
from bcastplan.hours.rate_ledger import row_costs
from bcastplan.model.plan import RateItem, Rates
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

FIRST, LAST = date(2008, 9, 29), date(2008, 10, 2)
HOUR = Transmission(frequency=9565.0, time="1500-1600", window=Window(FIRST, LAST))


def facts(**changes: Any) -> RowFacts:
    values: dict[str, Any] = {"frequency": 9565, "service": "VOA", "band": "31 m", "site": "PHT", "power_kw": 250.0}
    return RowFacts(**(values | changes))


def priced(*items: RateItem) -> Rates:
    return Rates(currency="USD", efficiency=1.0, items=items)


def ledgers(*rows: RowFacts, first: date = FIRST, last: date = LAST):
    return rate_ledger(build([HOUR] * len(rows)), list(rows), first=first, last=last)


def costs(*rows: RowFacts, first: date = FIRST, last: date = LAST):
    return row_costs(build([HOUR] * len(rows)), list(rows), first=first, last=last)


def test_each_price_tells_how_many_it_priced_and_what_that_came_to() -> None:
    rates = priced(RateItem(site="PHT", per_hour=55.0), RateItem(site="SAI", per_hour=1.0), RateItem(per_hour=30.0))
    (ledger,) = ledgers(facts(rates=rates), facts(rates=rates), facts(rates=rates, site="TIN", power_kw=None))
    told = [(use.item, use.transmissions, use.transmitter_minutes, use.energy_kwh, use.amount) for use in ledger.uses]
    assert told == [
        (0, 2, 480, 2000.0, Decimal("440.00")),
        (1, 0, 0, None, Decimal("0.00")),
        (2, 1, 240, None, Decimal("120.00")),
    ]
    assert {(use.fixed, use.idle) for use in ledger.uses} == {(Decimal(0), Decimal(0))}
    assert (ledger.amount, ledger.unpriced_minutes) == (Decimal("560.00"), 0)


def test_airtime_without_a_price_is_counted() -> None:
    rates = priced(RateItem(site="PHT", per_hour=55.0))
    (ledger,) = ledgers(facts(rates=rates), facts(rates=rates, site="TIN"))
    assert (ledger.amount, ledger.unpriced_minutes) == (Decimal("220.00"), 240)


def test_only_the_period_counts_and_each_plan_has_a_ledger() -> None:
    ours, theirs = priced(RateItem(per_hour=10.0)), priced(RateItem(per_hour=20.0))
    told = ledgers(facts(rates=ours), facts(rates=theirs), first=LAST, last=LAST)
    assert [(ledger.rates, ledger.amount) for ledger in told] == [(ours, Decimal("10.00")), (theirs, Decimal("20.00"))]
    assert ledgers(facts()) == []


def test_the_airtime_of_a_row_costs_its_hours() -> None:
    rates = priced(RateItem(site="PHT", per_hour=55.5))
    rows = facts(rates=rates), facts(rates=rates, site="TIN"), facts()
    assert costs(*rows) == [(Fraction(222), "USD"), (None, None), (None, None)]
    assert costs(*rows, first=LAST, last=LAST)[0] == (Fraction(111, 2), "USD")
    assert costs(*rows, first=date(2009, 1, 1), last=date(2009, 1, 2)) == [(Fraction(0), None)] * 3
