from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.hours import HoursRow, RowFacts, summarise
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.plan import RateItem, Rates
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

WINDOW = Window(date(2008, 9, 29), date(2008, 10, 2))  # four days round the end of a United States fiscal year
HOUR = Transmission(frequency=9565.0, time="1500-1600", window=WINDOW)


def facts(**changes: Any) -> RowFacts:
    values: dict[str, Any] = {"frequency": 9565, "service": "VOA", "band": "31 m", "site": "PHT", "power_kw": 250.0}
    return RowFacts(**(values | changes))


def priced(*items: RateItem, efficiency: float = 1.0, currency: str | None = "USD") -> Rates:
    return Rates(currency=currency, efficiency=efficiency, items=items)


def total(*rows: RowFacts, **question: Any) -> HoursRow:
    return summarise(build([HOUR] * len(rows)), list(rows), **question).total


def test_energy_is_what_the_mains_give() -> None:
    row = total(facts(rates=priced(efficiency=0.65)))
    assert row.energy_kwh == pytest.approx(4 * 250 / 0.65, rel=1e-12)
    assert total(facts()).energy_kwh == 1000
    assert total(facts()).cost is None


def test_energy_counts_every_transmitter_and_tells_what_it_leaves_out() -> None:
    row = total(facts(), facts(power_kw=None))
    assert row.energy_kwh == 1000
    assert row.unknown_power_minutes == 240
    assert row.frequency_minutes == 240
    assert total(facts(power_kw=None)).energy_kwh is None


def test_the_first_item_that_matches_applies() -> None:
    rates = priced(RateItem(site="SAI", per_hour=1.0), RateItem(site="PHT", per_hour=55.0), RateItem(per_hour=30.0))
    assert total(facts(rates=rates)).cost == Decimal("220.00")
    assert total(facts(rates=rates, site="TIN")).cost == Decimal("120.00")
    assert total(facts(rates=rates)).currency == "USD"


@pytest.mark.parametrize(
    ("item", "matches"),
    [
        ({"band": "31m"}, True),
        ({"band": "49 m"}, False),
        ({"band": "31 m"}, True),
        ({"service": "VOA"}, True),
        ({"service": "voa"}, False),
        ({"power": FrequencyRange(250, 500)}, True),
        ({"power": FrequencyRange(251, 500)}, False),
        ({"mode": "DRM"}, False),
        ({"broadcaster": "IBB"}, False),
        ({"transmitter": "PHT-1"}, True),
    ],
)
def test_every_key_of_an_item_must_match(item: dict[str, Any], matches: bool) -> None:
    row = total(facts(rates=priced(RateItem(per_hour=1.0, **item)), mode="AM", transmitter="PHT-1"))
    assert (row.cost == Decimal(4)) is matches
    assert row.unpriced_minutes == (0 if matches else 240)


def test_a_price_holds_on_its_dates_only() -> None:
    old = RateItem(per_hour=10.0, valid_until=date(2008, 9, 30))
    assert total(facts(rates=priced(old, RateItem(per_hour=20.0)))).cost == Decimal(2 * 10 + 2 * 20)
    row = total(facts(rates=priced(old)))
    assert row.cost is None
    assert row.unpriced_minutes == 120
    years = [
        (row.period, row.cost)
        for row in summarise(build([HOUR]), [facts(rates=priced(old))], per="fiscal-year", fiscal_year_starts=10).rows
    ]
    assert years == [("FY2008", Decimal(20)), ("FY2009", None)]


def test_dated_items_that_overlap_leave_the_rest_of_the_dates_to_the_items_below() -> None:
    """Each date has one price: that of the first item that holds on it."""
    last_day = RateItem(per_hour=10.0, valid_from=date(2008, 10, 2))
    first_day = RateItem(per_hour=20.0, valid_until=date(2008, 9, 29))
    row = total(facts(rates=priced(last_day, first_day, RateItem(per_hour=40.0))))
    assert row.cost == Decimal(10 + 20 + 2 * 40)
    assert row.energy_kwh == 4 * 250
    row = total(facts(rates=priced(last_day, first_day)))
    assert (row.cost, row.unpriced_minutes, row.energy_kwh) == (None, 2 * 60, 4 * 250)


DATES = st.none() | st.dates(date(2008, 9, 27), date(2008, 10, 4))


@given(st.lists(st.tuples(DATES, DATES), max_size=5), st.booleans())
def test_each_date_has_the_price_of_the_first_item_that_holds_on_it(
    dates: list[tuple[date | None, date | None]], with_rest: bool
) -> None:
    """The charges by sets of dates equal a search through the items on each date in turn."""
    items = [
        RateItem(per_hour=float(10**number), valid_from=first, valid_until=last)
        for number, (first, last) in enumerate(dates)
    ]
    if with_rest:
        items.append(RateItem(per_hour=0.25))
    prices = []
    for step in range(WINDOW.days):
        day = WINDOW.first_day + timedelta(days=step)
        holding = (item for item in items if (item.valid_from or day) <= day <= (item.valid_until or day))
        item = next(holding, None)
        prices.append(None if item is None or item.per_hour is None else Decimal(item.per_hour))
    row = total(facts(rates=priced(*items)))
    known = [price for price in prices if price is not None]
    assert row.cost == (sum(known) if len(known) == len(prices) else None)
    assert row.unpriced_minutes == 60 * (len(prices) - len(known))
    assert row.energy_kwh == 4 * 250


def test_a_dated_item_of_months_leaves_the_months_behind_it_their_own_price() -> None:
    """A season takes several words of dates; an item may cover all dates of one of them and few of another."""
    season = Window(date(2008, 3, 30), date(2008, 10, 25))
    table = build([HOUR.changed(window=season)])
    spring = RateItem(per_hour=10.0, valid_until=date(2008, 7, 7))
    autumn = RateItem(per_hour=20.0, valid_from=date(2008, 9, 1))
    result = summarise(table, [facts(rates=priced(spring, autumn, RateItem(per_hour=0.5)))])
    assert result.total.cost == Decimal(100 * 10 + 55 * 20) + 55 * Decimal("0.5")
    assert summarise(table, [facts(rates=priced(spring, autumn))]).total.unpriced_minutes == 55 * 60


def test_an_item_may_price_the_energy_alone() -> None:
    assert total(facts(rates=priced(RateItem(per_kwh=0.125)))).cost == Decimal(125)
    assert total(facts(rates=priced(RateItem(per_kwh=0.125)), rate=2.0)).cost == Decimal(125 + 4 * 2)


def test_a_minute_is_priced_by_the_date_it_is_on_the_air() -> None:
    night = HOUR.changed(time=Transmission(frequency=9565.0, time="2330-0030", window=WINDOW).time)
    old = RateItem(per_hour=10.0, valid_until=date(2008, 9, 30))
    rates = priced(old, RateItem(per_hour=20.0))
    only = {"first": date(2008, 10, 1), "last": date(2008, 10, 1)}
    assert summarise(build([night]), [facts(rates=rates)], **only).total.cost == Decimal(20)
    before = {"first": date(2008, 9, 30), "last": date(2008, 9, 30)}
    assert summarise(build([night]), [facts(rates=rates)], **before).total.cost == Decimal(10)


def test_energy_has_its_price_beside_the_hour() -> None:
    both = priced(RateItem(per_hour=30.0, per_kwh=0.09), efficiency=0.5)
    assert total(facts(rates=both)).cost == Decimal(4 * 30) + Decimal("0.09") * 4 * 500
    assert total(facts(rates=both, power_kw=None)).cost is None


def test_the_rate_of_a_transmission_takes_the_place_of_the_hourly_price() -> None:
    both = priced(RateItem(per_hour=30.0, per_kwh=0.01))
    assert total(facts(rates=both, rate=7.0)).cost == Decimal(4 * 7) + Decimal("0.01") * 1000
    assert total(facts(rates=priced(), rate=7.0)).cost == Decimal(28)
    assert total(facts(rates=priced(RateItem(site="SAI", per_hour=1.0)), rate=7.0)).cost == Decimal(28)


def test_a_cost_with_a_row_unpriced_is_no_cost() -> None:
    rates = priced(RateItem(site="PHT", per_hour=30.0))
    result = summarise(build([HOUR, HOUR]), [facts(rates=rates), facts(rates=rates, site="SAI")], by=("site",))
    assert [(row.values, row.cost) for row in result.rows] == [(("PHT",), Decimal(120)), (("SAI",), None)]
    assert result.total.cost is None
    assert result.total.unpriced_minutes == 240


def test_currencies_are_never_added() -> None:
    dollars = facts(rates=priced(RateItem(per_hour=30.0)))
    euros = facts(rates=priced(RateItem(per_hour=30.0), currency="EUR"))
    row = total(dollars, euros)
    assert (row.cost, row.currency, row.currencies) == (None, None, ("EUR", "USD"))


def test_cents_are_rounded_once() -> None:
    third = HOUR.changed(time=Transmission(frequency=9565.0, time="1500-1501", window=WINDOW).time)
    rows = [third] * 3
    rates = priced(RateItem(per_hour=0.10))  # four minutes: two thirds of a cent; twelve: two cents
    result = summarise(build(rows), [facts(rates=rates, site=site) for site in ("A", "B", "C")], by=("site",))
    assert [row.cost for row in result.rows] == [Decimal("0.01")] * 3
    assert result.total.cost == Decimal("0.02")
