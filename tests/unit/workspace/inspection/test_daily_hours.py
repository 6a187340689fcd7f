"""Hours a day against the issue's own cases and a count minute by minute."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.hours.daily_rates import scheduled_spans
from bcastplan.hours.periods import Period
from bcastplan.model.season import Window, parse_season
from bcastplan.workspace.inspection.daily_hours import daily_hours
from bcastplan.workspace.opening.open_plans import open_paths

HEAD = "bcastplan: 1\nservice: {service}\nfrom: {first}\nuntil: {last}\ntransmissions:\n"


@pytest.fixture
def daily(tmp_path, monkeypatch):
    """Daily hours of schedules (service, first, last, times) on one frequency each."""
    monkeypatch.chdir(tmp_path)

    def of(*schedules, plan="", **dates):
        for file in tmp_path.glob("*.yaml"):
            file.unlink()
        (tmp_path / "bcastplan.yaml").write_text(f"bcastplan: 1\n{plan}")
        for number, (service, first, last, times) in enumerate(schedules):
            rows = "".join(
                f"  - {{frequency: {9000 + 5 * row}, time: {time}, site: PHT, power: 100}}\n"
                for row, time in enumerate(times)
            )
            head = HEAD.format(service=service, first=first, last=last)
            (tmp_path / f"s{number}.yaml").write_text(head + rows)
        return daily_hours(open_paths(["."]), **dates)

    return of


def hours(rate):
    return float(rate.frequency_minutes) / 60


def test_plans_of_107_and_29_days_compare_by_the_day(daily):
    """Case 06: the hours a day double, though the later plan has 98 hours less."""
    before = daily(("S", "2007-01-01", "2007-04-17", ["1200-1300", "1200-1300"]))
    after = daily(("S", "2008-03-02", "2008-03-30", ["1200-1400", "1200-1400"]))
    assert (before.days, after.days) == (107, 29)
    assert (hours(before.daily), hours(after.daily)) == (2, 4)
    assert after.total.frequency_minutes - before.total.frequency_minutes == -98 * 60


def test_each_service_is_divided_by_its_own_days(daily):
    plan = daily(
        ("A", "2008-02-04", "2008-03-30", ["1200-1300"]), ("B", "2008-03-02", "2008-03-30", ["1300-1400", "1300-1400"])
    )
    assert [(service.service, service.days) for service in plan.services] == [("A", 56), ("B", 29)]
    assert hours(plan.daily) == 3
    assert {name: hours(rate) for name, rate in plan.groups["service"].items()} == {"A": 1, "B": 2}
    assert {name: hours(rate) for name, rate in plan.groups["band"].items()} == {"31 m": 3}
    assert plan.days == 56


def test_a_season_has_the_days_of_its_hours(daily, tmp_path):
    """Two hours daily are two hours a day, though season A26 touches 211 dates."""
    daily()
    (tmp_path / "a.yaml").write_text(
        "bcastplan: 1\nservice: S\nseason: A26\ntransmissions:\n"
        "  - {frequency: 9565, time: 0000-0100}\n  - {frequency: 9565, time: 2300-2400}\n"
    )
    plan = daily_hours(open_paths(["."]))
    assert plan.days == 210
    assert hours(plan.daily) == 2


def test_a_period_without_the_schedule_of_a_service_divides_nothing(daily):
    schedules = ("A", "2008-03-01", "2008-03-31", ["1200-1300"]), ("B", "2008-03-25", "2008-04-10", ["1300-1400"])
    plan = daily(*schedules, first=date(2008, 3, 20), last=date(2008, 3, 31))
    assert [(service.service, service.days) for service in plan.services] == [("A", 12), ("B", 7)]
    assert hours(plan.daily) == 2


def test_cost_a_day_takes_each_service_and_the_idle_amounts(daily):
    rates = "rates: {currency: USD, items: [{per_hour: 10}, {site: TIN, per_month: 310}]}\n"
    plan = daily(
        ("A", "2008-03-01", "2008-03-31", ["1200-1300"]), ("B", "2008-03-11", "2008-03-20", ["1300-1500"]), plan=rates
    )
    assert plan.daily.cost == 10 + 20 + Fraction(310, 31)
    assert plan.daily.currency == "USD"
    assert plan.total.cost == 310 + 200 + 310


def test_what_two_services_have_in_common(daily):
    plan = daily(
        ("A", "2008-03-01", "2008-03-10", ["1200-1300", "1230-1400"]), ("B", "2008-03-06", "2008-03-15", ["1330-1500"])
    )
    (overlap,) = plan.overlaps
    assert (overlap.a, overlap.b, overlap.days) == ("A", "B", 5)
    assert overlap.both_minutes == 5 * 30
    assert overlap.either_minutes == plan.either_minutes == 10 * 120 + 10 * 90 - 150


def test_nothing_on_the_air_has_no_rate(daily):
    assert daily().daily.frequency_minutes == 0
    assert (
        daily(("A", "2008-03-01", "2008-03-10", ["1200-1300"]), first=date(2009, 1, 1), last=date(2009, 1, 2)).services
        == ()
    )


DATES = st.dates(date(2008, 3, 1), date(2008, 3, 12))
SPANS = st.lists(st.tuples(DATES, st.integers(0, 5)), max_size=5)


@given(SPANS, st.none() | st.tuples(DATES, st.integers(0, 8)))
@examples(60)
def test_spans_hold_just_the_dates_of_the_windows(some, within):
    windows = [Window(first, first + timedelta(days=days)) for first, days in some]
    inside = Period(within[0], within[0] + timedelta(days=within[1])) if within else None
    spans = scheduled_spans(windows, inside)
    dates = [span.first + timedelta(days=day) for span in spans for day in range(span.days)]
    expected = {first + timedelta(days=day) for first, days in some for day in range(days + 1)}
    assert dates == sorted(day for day in expected if inside is None or inside.first <= day <= inside.last)
    assert all(later.first - earlier.last > timedelta(days=1) for earlier, later in pairwise(spans))


def test_two_seasons_leave_no_day_out_and_count_none_twice():
    windows = [parse_season(name).window for name in ("A26", "B26")]
    assert [span.days for span in scheduled_spans(windows)] == [210 + 154]


def test_energy_is_divided_by_the_days_of_each_service(daily):
    plan = daily(
        ("A", "2008-02-04", "2008-03-30", ["1200-1300"]), ("B", "2008-03-02", "2008-03-30", ["1300-1400", "1300-1430"])
    )
    assert {name: rate.energy_kwh for name, rate in plan.groups["service"].items()} == {"A": 100, "B": 250}
    assert plan.daily.energy_kwh == 350
    assert plan.total.energy_kwh == 100 * 56 + 250 * 29
