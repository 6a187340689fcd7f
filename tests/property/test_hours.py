"""Hours against a twin that holds every minute of every airing in sets."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import AirtimeTable, build
from bcastplan.hours import PER, RowFacts, summarise
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.plan import RateItem, Rates
from bcastplan.model.season import Window, season_of
from bcastplan.model.transmission import Transmission

EDGE = date(2026, 10, 25)  # A26 meets B26 at 0100 UTC
NEW_YEAR = date(2026, 12, 31)
WINDOWS = [
    Window(EDGE - timedelta(days=4), EDGE, 0, 60),
    Window(EDGE, EDGE + timedelta(days=4), 60, 1440),
    Window(EDGE - timedelta(days=2), EDGE + timedelta(days=3)),
    Window(NEW_YEAR - timedelta(days=2), NEW_YEAR + timedelta(days=3)),
]
DATES = st.sampled_from([EDGE + timedelta(days=step) for step in range(-3, 4)] + [NEW_YEAR, date(2027, 1, 1)])
BANDS = {5995: ("49 m", 5), 9565: ("31 m", 8), 648: ("MW", 1)}
RATES = st.builds(
    Rates,
    currency=st.sampled_from(["USD", "EUR"]),
    efficiency=st.sampled_from([1.0, 0.65]),
    items=st.lists(
        st.builds(
            RateItem,
            site=st.none() | st.sampled_from(["PHT", "SAI"]),
            band=st.sampled_from([None, None, "49m", "MW"]),
            power=st.none() | st.just(FrequencyRange(100, 250)),
            valid_from=st.none() | DATES,
            valid_until=st.none() | DATES,
            per_hour=st.none() | st.sampled_from([55.0, 0.1, 33.33]),
            per_kwh=st.none() | st.sampled_from([0.09, 0.125]),
        ).filter(lambda item: item.per_hour is not None or item.per_kwh is not None),
        max_size=3,
    ).map(tuple),
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[Transmission, RowFacts]:
    start = draw(st.sampled_from([0, 30, 45, 60, 720, 1410]))
    frequency = draw(st.sampled_from(list(BANDS)))
    transmission = Transmission(
        frequency=float(frequency),
        time=ClockTime(start, start + draw(st.sampled_from([15, 30, 60, 90, 120, 1440]))),
        days=draw(st.just(DAILY) | st.integers(1, DAILY)),
        window=draw(st.sampled_from(WINDOWS)),
    )
    facts = RowFacts(
        frequency=frequency,
        service=draw(st.sampled_from(["VOA", "RFA"])),
        band=BANDS[frequency][0],
        band_order=BANDS[frequency][1],
        site=draw(st.sampled_from([None, "PHT", "SAI"])),
        power_kw=draw(st.sampled_from([None, 100.0, 250.0, 0.3])),
        rate=draw(st.sampled_from([None, None, None, 12.5])),
        rates=draw(st.none() | RATES),
    )
    return transmission, facts


@dataclass
class Tally:
    """What the twin collects for one group and bucket."""

    transmitter: int = 0
    frequency: set[tuple[str, float, datetime]] = field(default_factory=set)
    programme: set[tuple[str, datetime]] = field(default_factory=set)
    energy: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)
    powered: int = 0
    unpriced: int = 0
    starts: set[date] = field(default_factory=set)
    currencies: set[str | None] = field(default_factory=set)


def minutes_on_air(table: AirtimeTable, row: int) -> list[datetime]:
    transmission = table.transmissions[row]
    window = transmission.window
    opens = datetime.combine(window.first_day, time.min) + timedelta(minutes=window.start_minute)
    closes = datetime.combine(window.last_day, time.min) + timedelta(minutes=window.stop_minute)
    if window.stop_minute == 1440:
        closes += timedelta(days=1)
    moments = []
    for day in table.date_list(row):
        midnight = datetime.combine(day, time.min)
        for minute in range(transmission.time.start_minute, transmission.time.stop_minute):
            moment = midnight + timedelta(minutes=minute)
            if opens <= moment < closes:
                moments.append(moment)
    return moments


def label(moment: datetime, per: str | None, starts: int) -> str | None:
    match per:
        case "day":
            return moment.strftime("%Y-%m-%d")
        case "week":
            return moment.strftime("%G-W%V")
        case "month":
            return moment.strftime("%Y-%m")
        case "quarter":
            return f"{moment.year}-Q{(moment.month + 2) // 3}"
        case "fiscal-year":
            return f"FY{moment.year + (starts > 1 and moment.month >= starts)}"
        case "fiscal-quarter":
            return f"{label(moment, 'fiscal-year', starts)}-Q{(moment.month - starts) % 12 // 3 + 1}"
        case "season":
            return str(season_of((moment - timedelta(hours=1)).date()))
    return None


def hourly_price(facts: RowFacts, day: date) -> Fraction | None:
    """Price of a transmitter-hour on a date, from the first item that matches."""
    own = None if facts.rate is None else Fraction(str(facts.rate))
    rates = facts.rates or Rates()
    for item in rates.items:
        if (
            (item.site is None or item.site == facts.site)
            and (item.band is None or item.band.replace("49m", "49 m") == facts.band)
            and (item.power is None or (facts.power_kw is not None and 100 <= facts.power_kw <= 250))
            and (item.valid_from is None or item.valid_from <= day)
            and (item.valid_until is None or day <= item.valid_until)
        ):
            price = own if own is not None else Fraction(str(item.per_hour or 0))
            if item.per_kwh is not None:
                if facts.power_kw is None:
                    return None
                price += Fraction(str(item.per_kwh)) * Fraction(str(facts.power_kw)) / Fraction(str(rates.efficiency))
            return price
    return own


def twin(
    table: AirtimeTable,
    facts: list[RowFacts],
    by: tuple[str, ...],
    per: str | None,
    starts: int,
    first: date,
    last: date,
) -> dict[tuple[Any, ...], Tally]:
    tallies: dict[tuple[Any, ...], Tally] = defaultdict(Tally)
    for row, fact in enumerate(facts):
        group = tuple(getattr(fact, name) for name in by)
        for moment in minutes_on_air(table, row):
            if not first <= moment.date() <= last:
                continue
            tally = tallies[(*group, label(moment, per, starts))]
            tally.transmitter += 1
            tally.frequency.add((fact.service, fact.frequency, moment))
            tally.programme.add((fact.service, moment))
            if fact.power_kw is not None:
                efficiency = Fraction(str(fact.rates.efficiency if fact.rates else 1))
                tally.powered += 1
                tally.energy += Fraction(str(fact.power_kw)) / efficiency / 60
            price = hourly_price(fact, moment.date())
            if price is None:
                tally.unpriced += 1
            else:
                tally.cost += price / 60
                tally.currencies.add(fact.rates.currency if fact.rates else None)
    for row, fact in enumerate(facts):
        group = tuple(getattr(fact, name) for name in by)
        for day in table.date_list(row):
            key = (*group, label(datetime.combine(day, time(12)), per, starts))
            if first <= day <= last and key in tallies:
                tallies[key].starts.add(day)
    return tallies


def assert_row(row: Any, tally: Tally) -> None:
    assert row.transmitter_minutes == tally.transmitter
    assert row.frequency_minutes == len(tally.frequency)
    assert row.programme_minutes == len(tally.programme)
    assert row.unknown_power_minutes == tally.transmitter - tally.powered
    assert row.unpriced_minutes == tally.unpriced
    assert row.energy_kwh == (pytest.approx(float(tally.energy), rel=1e-12) if tally.powered else None)
    if tally.unpriced or len(tally.currencies) != 1:
        assert row.cost is None
        assert row.currency is None
    else:
        exact = Decimal(tally.cost.numerator) / Decimal(tally.cost.denominator)
        assert row.cost == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert row.currency == next(iter(tally.currencies))
    assert row.frequency_minutes_per_day == row.frequency_minutes / row.days
    assert 0 <= row.scheduled_days <= row.days <= row.bucket_days
    assert row.days_on_air == max(1, len(tally.starts))
    assert row.frequency_minutes_per_day_on_air == row.frequency_minutes / row.days_on_air


PLANS = st.lists(rows(), min_size=1, max_size=4)
GROUPINGS = st.sampled_from([("band",), ("service", "site"), (), ("frequency",), ("site", "band", "service")])


@given(PLANS, GROUPINGS, st.sampled_from([None, *PER]), st.integers(1, 12), st.none() | st.tuples(DATES, DATES))
def test_every_measure_equals_the_twin(
    plan: list[tuple[Transmission, RowFacts]],
    by: tuple[str, ...],
    per: str | None,
    starts: int,
    chosen: tuple[date, date] | None,
) -> None:
    table = build([transmission for transmission, _ in plan])
    facts = [fact for _, fact in plan]
    first, last = (
        sorted(chosen)
        if chosen
        else (
            min(one.window.first_day for one in table.transmissions),
            max(one.window.last_day for one in table.transmissions),
        )
    )
    given_first, given_last = (first, last) if chosen else (None, None)
    result = summarise(table, facts, by=by, per=per, first=given_first, last=given_last, fiscal_year_starts=starts)
    expected = twin(table, facts, by, per, starts, first, last)
    found = {(*row.values, row.period): row for row in result.rows}
    assert result.period is not None
    assert tuple(result.period) == (first, last)
    assert len(found) == len(result.rows)
    assert found.keys() == expected.keys()
    for key, tally in expected.items():
        assert_row(found[key], tally)
    total = twin(table, facts, (), None, starts, first, last)
    if total:
        assert_row(result.total, total[(None,)])
    else:
        assert result.total.transmitter_minutes == 0


@given(PLANS, st.sampled_from(PER), st.integers(1, 12))
def test_buckets_lose_and_repeat_no_minute(plan: list[tuple[Transmission, RowFacts]], per: str, starts: int) -> None:
    table = build([transmission for transmission, _ in plan])
    facts = [fact for _, fact in plan]
    wide = {"first": EDGE - timedelta(days=40), "last": NEW_YEAR + timedelta(days=40)}
    whole = summarise(table, facts, by=("service",), **wide)
    split = summarise(table, facts, by=("service",), per=per, fiscal_year_starts=starts, **wide)
    assert whole.total.transmitter_minutes == int(table.minutes.sum())
    for row in whole.rows:
        parts = [part for part in split.rows if part.values == row.values]
        for measure in ("transmitter_minutes", "frequency_minutes", "programme_minutes", "unpriced_minutes"):
            assert sum(getattr(part, measure) for part in parts) == getattr(row, measure)
    assert split.total == whole.total
