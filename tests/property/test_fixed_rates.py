"""Fixed amounts, minimums and escalation to the cent against a twin that looks at each minute and each date in turn."""

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import AirtimeTable, build
from bcastplan.hours import RowFacts, rate_ledger, summarise
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.plan import RateItem, Rates
from bcastplan.model.season import Window, season_of
from bcastplan.model.transmission import Transmission

EDGE = date(2026, 10, 25)  # A26 meets B26 at 0100 UTC
WINDOWS = [
    Window(EDGE - timedelta(days=28), EDGE, 0, 60),
    Window(EDGE, EDGE + timedelta(days=10), 60, 1440),
    Window(EDGE + timedelta(days=15), EDGE + timedelta(days=45)),
]
DATES = st.sampled_from([EDGE + timedelta(days=days) for days in (-370, -20, -3, 0, 1, 9, 16, 40, 80)])
AMOUNTS = st.none() | st.sampled_from([100.0, 0.07, 33.33])
ITEMS = st.builds(
    RateItem,
    site=st.none() | st.sampled_from(["PHT", "SAI"]),
    valid_from=st.none() | DATES,
    valid_until=st.none() | DATES,
    per_hour=st.sampled_from([None, None, 2.5, 0.0]),
    per_kwh=st.sampled_from([None, None, 0.09]),
    per_month=AMOUNTS,
    per_season=AMOUNTS,
    minimum_per_month=AMOUNTS,
    minimum_per_season=AMOUNTS,
    escalation=st.sampled_from([None, 3.0, -1.5]),
)
RATES = st.builds(
    Rates, currency=st.sampled_from(["USD", "EUR"]), efficiency=st.just(0.65),
    items=st.lists(ITEMS, min_size=1, max_size=3).map(tuple),
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> tuple[AirtimeTable, list[RowFacts]]:
    several = draw(st.lists(RATES, min_size=1, max_size=2))
    transmissions, facts = [], []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.sampled_from([0, 30, 1410]))
        length = draw(st.sampled_from([15, 60, 90]))
        window = draw(st.sampled_from(WINDOWS))
        days = draw(st.sampled_from([DAILY, 1, 96]))
        transmissions.append(
            Transmission(frequency=9565.0, time=ClockTime(start, start + length), days=days, window=window)
        )
        site, power = draw(st.sampled_from(["PHT", "SAI"])), draw(st.sampled_from([None, 250.0]))
        own = draw(st.sampled_from([None, None, 1.25]))
        facts.append(
            RowFacts(9565, "VOA", "31 m", site=site, power_kw=power, rate=own, rates=draw(st.sampled_from(several)))
        )
    return build(transmissions), facts


def fraction(number: float | None) -> Fraction:
    return Fraction(str(number or 0))


def minutes_on_air(table: AirtimeTable, row: int) -> Counter[date]:
    """Date -> minutes on the air on it, counted one by one."""
    transmission = table.transmissions[row]
    window = transmission.window
    opens = datetime.combine(window.first_day, time()) + timedelta(minutes=window.start_minute)
    closes = datetime.combine(window.last_day, time()) + timedelta(minutes=window.stop_minute)
    moments = (
        datetime.combine(day, time()) + timedelta(minutes=minute)
        for day in table.date_list(row)
        for minute in range(transmission.time.start_minute, transmission.time.stop_minute)
    )
    runs_out = window.stop_minute == 1440
    return Counter(moment.date() for moment in moments if opens <= moment and (runs_out or moment < closes))


def holds(item: RateItem, day: date) -> bool:
    return (item.valid_from or day) <= day <= (item.valid_until or day)


def factor(item: RateItem, day: date) -> Fraction:
    """The escalation that a calendar gives: a year older on each anniversary."""
    if item.valid_from is None or not item.escalation:
        return Fraction(1)
    years = day.year - item.valid_from.year - ((day.month, day.day) < (item.valid_from.month, item.valid_from.day))
    return (1 + fraction(item.escalation) / 100) ** years


def hourly(fact: RowFacts, day: date) -> tuple[int | None, Fraction | None]:
    """The item that applies to a minute, and its price of an hour."""
    assert fact.rates is not None
    for number, item in enumerate(fact.rates.items):
        by_the_hour = item.per_hour is not None or item.per_kwh is not None
        if by_the_hour and item.site in (None, fact.site) and holds(item, day):
            price = fraction(fact.rate) if fact.rate is not None else fraction(item.per_hour) * factor(item, day)
            if item.per_kwh is not None:
                if fact.power_kw is None:
                    return number, None
                mains = fraction(fact.power_kw) / fraction(fact.rates.efficiency)
                price += fraction(item.per_kwh) * factor(item, day) * mains
            return number, price
    return None, None if fact.rate is None else fraction(fact.rate)


def label(day: date, per: str) -> str:
    return f"{day:%Y-%m}" if per == "month" else str(season_of(day))


def length(day: date, per: str) -> int:
    return monthrange(day.year, day.month)[1] if per == "month" else season_of(day).window.days - 1


def fixed_shares(
    airtime: list[Counter[date]], table: AirtimeTable, facts: list[RowFacts]
) -> tuple[dict[Any, Fraction], dict[Any, Fraction]]:
    """(row, item, date) -> amount that a minute bears; (plan, item, currency, date) -> idle amount."""
    shares: dict[Any, Fraction] = defaultdict(Fraction)
    idle: dict[Any, Fraction] = defaultdict(Fraction)
    for plan in {id(fact.rates): fact.rates for fact in facts}.values():
        assert plan is not None
        rows = [row for row, fact in enumerate(facts) if fact.rates is plan]
        covered = set()
        for row in rows:
            window = table.transmissions[row].window
            last = window.last_day - timedelta(days=1 if window.stop_minute == 60 else 0)
            covered |= {window.first_day + timedelta(days=day) for day in range((last - window.first_day).days + 1)}
        for number, item in enumerate(plan.items):
            by_the_hour = item.per_hour is not None or item.per_kwh is not None
            for per in ("month", "season"):
                fixed = fraction(getattr(item, f"per_{per}"))
                least = fraction(getattr(item, f"minimum_per_{per}"))
                for name in {label(day, per) for day in covered}:
                    days = sorted(day for day in covered if label(day, per) == name and holds(item, day))
                    if not days:
                        continue
                    part = sum(factor(item, day) / length(day, per) for day in days)
                    bearers, minutes, paid = [], 0, Fraction(0)
                    for row in rows:
                        for day, on_air in airtime[row].items():
                            if label(day, per) != name:
                                continue
                            applying, price = hourly(facts[row], day)
                            bears = item.site in (None, facts[row].site) and holds(item, day)
                            if by_the_hour:
                                bears = applying == number
                                paid += price * on_air / 60 if bears and price is not None else 0
                            if bears:
                                bearers.append((row, number, day))
                                minutes += on_air
                    amount = fixed * part + max(Fraction(0), least * part - paid)
                    for bearer in bearers:
                        shares[bearer] += amount / minutes
                    if not bearers:
                        for day in days:
                            day_part = factor(item, day) / length(day, per) / part
                            idle[id(plan), number, plan.currency, day] += amount * day_part
    return shares, idle


def cents(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(plans(), st.sampled_from([None, "month", "day", "quarter"]), st.booleans(), st.none() | st.tuples(DATES, DATES))
@examples(60)
def test_every_amount_equals_the_twin(
    plan: tuple[AirtimeTable, list[RowFacts]], per: str | None, by_site: bool, chosen: tuple[date, date] | None
) -> None:
    table, facts = plan
    dates = [
        day for window in {one.window for one in table.transmissions} for day in (window.first_day, window.last_day)
    ]
    first, last = sorted(chosen) if chosen else (min(dates), max(dates))
    airtime = [minutes_on_air(table, row) for row in range(len(table))]
    shares, idle = fixed_shares(airtime, table, facts)
    amounts: dict[Any, dict[str | None, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    by_item: dict[Any, Fraction] = defaultdict(Fraction)
    unpriced: dict[Any, int] = defaultdict(int)
    names = {"month": "%Y-%m", "day": "%Y-%m-%d", None: "all"}

    def bucket(day: date) -> str:
        return f"{day.year}-Q{(day.month + 2) // 3}" if per == "quarter" else f"{day:{names[per]}}"

    for row, fact in enumerate(facts):
        assert fact.rates is not None
        for day, on_air in airtime[row].items():
            if not first <= day <= last:
                continue
            applying, price = hourly(fact, day)
            fixed = {number: shares[row, number, day] * on_air for number in range(len(fact.rates.items))}
            for key in ((fact.site if by_site else None, bucket(day)), "total"):
                unpriced[key] += on_air if price is None else 0
                if price is not None:
                    amounts[key][fact.rates.currency] += price * on_air / 60
                for share in fixed.values():
                    amounts[key][fact.rates.currency] += share
            by_item[id(fact.rates), applying] += Fraction(0) if price is None else price * on_air / 60
            for number, share in fixed.items():
                by_item[id(fact.rates), number] += share
    on_air_keys = set(unpriced)
    for (plan_id, number, currency, day), amount in idle.items():
        if first <= day <= last:
            by_item[plan_id, number] += amount
            for key in ("total", (None, bucket(day))):
                if key in on_air_keys and (key == "total" or not by_site):
                    amounts[key][currency] += amount
    result = summarise(table, facts, by=("site",) if by_site else (), per=per, first=first, last=last)
    for row_of_result in [*result.rows, result.total]:
        is_total = row_of_result is result.total
        site = row_of_result.values[0] if by_site and not is_total else None
        key = "total" if is_total else (site, row_of_result.period or "all")
        nonzero = {currency: cents(amount) for currency, amount in amounts[key].items()}
        found = dict(row_of_result.amounts)
        assert {currency: found.get(currency, Decimal(0)) for currency in nonzero} == nonzero
        assert all(amount == 0 for currency, amount in found.items() if currency not in nonzero)
        assert row_of_result.unpriced_minutes == unpriced[key]
    for ledger in rate_ledger(table, facts, first=first, last=last):
        for use in ledger.uses:
            assert use.amount == cents(by_item[id(ledger.rates), use.item])
