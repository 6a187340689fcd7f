from datetime import date, timedelta

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.errors import ValueFault
from bcastplan.model.repeat import anchor_of, parse_repeat, repeat_dates


def dates(rule, first, last):
    repeat = parse_repeat(rule)
    return repeat_dates(repeat.text, first, last)


def test_first_saturdays_of_the_months():
    assert dates("FREQ=MONTHLY;BYDAY=1SA", date(2026, 4, 1), date(2026, 7, 1)) == (
        date(2026, 4, 4), date(2026, 5, 2), date(2026, 6, 6),
    )  # fmt: skip


def test_every_second_week_counts_from_its_anchor():
    assert dates("FREQ=WEEKLY;INTERVAL=2", date(2026, 4, 3), date(2026, 5, 2)) == (
        date(2026, 4, 3), date(2026, 4, 17), date(2026, 5, 1),
    )  # fmt: skip


def test_leap_days_come_every_four_years():
    assert dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2024, 2, 29), date(2033, 1, 1)) == (
        date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29),
    )  # fmt: skip


def test_a_rule_that_never_comes_true_ends():
    assert dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2026, 3, 29), date(2026, 10, 25)) == ()


def test_weekdays_agree_with_the_calendar():
    found = dates("FREQ=DAILY;BYDAY=TU", date(2099, 1, 1), date(2099, 12, 31))
    day = date(2099, 1, 1)
    expected = tuple(day + timedelta(n) for n in range(365) if (day + timedelta(n)).weekday() == 1)
    assert found == expected


def test_counting_rules_need_an_explicit_first_date():
    rule = parse_repeat("FREQ=WEEKLY;INTERVAL=2")
    assert rule.anchored
    assert not parse_repeat("FREQ=WEEKLY;INTERVAL=1").anchored
    assert parse_repeat("FREQ=DAILY;COUNT=3").anchored
    with pytest.raises(ValueFault, match="needs an explicit `from`"):
        anchor_of(rule, None, date(2026, 3, 29))
    assert anchor_of(rule, date(2026, 4, 3), date(2026, 3, 29)) == date(2026, 4, 3)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;FREQ=DAILY", "FREQ", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;" * 50])
def test_malformed_rules_are_refused(rule):
    with pytest.raises(ValueFault) as refused:
        parse_repeat(rule)
    assert refused.value.code == "TIM011"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=53SA",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=6SU",
        "FREQ=YEARLY;BYDAY=54SU",
        "FREQ=WEEKLY;BYDAY=1SA",
        "FREQ=YEARLY;BYMONTH=0;BYDAY=1SU",
        "FREQ=YEARLY;BYMONTH=14;BYDAY=1SU",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYYEARDAY=-367",
        "FREQ=YEARLY;BYWEEKNO=x",
        "FREQ=MONTHLY;BYDAY=1SA\nDTSTART:20200101",
        "FREQ=DAILY; BYMONTH=4",
    ],
)
def test_rules_that_dateutil_trips_over_are_refused(rule):
    with pytest.raises(ValueFault) as caught:
        parse_repeat(rule)
    assert caught.value.code == "TIM011"


NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@examples(150)
@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    position=st.sampled_from([1, 2, -1, -2, 5]),
    interval=st.integers(1, 3),
    week_begins=st.integers(0, 6),
    offset=st.integers(0, 40),
    count=st.none() | st.integers(1, 6),
)
def test_weekly_positions_are_picked_from_whole_weeks(days, position, interval, week_begins, offset, count):
    anchor, last = date(2026, 5, 1) + timedelta(offset), date(2026, 8, 31)
    named = ",".join(NAMES[day] for day in sorted(days))
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={named};BYSETPOS={position};WKST={NAMES[week_begins]}"
    week = anchor - timedelta((anchor.weekday() - week_begins) % 7)
    expected = []
    while week <= last:
        chosen = [day for step in range(7) if (day := week + timedelta(step)).weekday() in days]
        if len(chosen) >= abs(position):
            expected.append(chosen[position - 1 if position > 0 else position])
        week += timedelta(7 * interval)
    expected = [day for day in expected if anchor <= day <= last][:count]
    assert dates(rule + (f";COUNT={count}" if count else ""), anchor, last) == tuple(expected)


def test_a_week_number_alone_means_the_weekday_of_the_first_date():
    found = dates("FREQ=YEARLY;BYWEEKNO=20,30", date(2026, 4, 1), date(2026, 12, 31))
    assert found == (date(2026, 5, 13), date(2026, 7, 22))


@pytest.mark.parametrize(
    ("rule", "remedy"),
    [
        ("FREQ=WEEKLY", "BYDAY=TU"),
        ("FREQ=WEEKLY;BYMONTH=6", "BYDAY=TU"),
        ("FREQ=WEEKLY;BYSETPOS=1", "BYDAY=TU"),
        ("FREQ=MONTHLY", "BYMONTHDAY=15 or BYDAY=1SA"),
        ("FREQ=MONTHLY;BYMONTH=4,5", "BYMONTHDAY=15"),
        ("FREQ=YEARLY", "BYMONTH=6;BYMONTHDAY=15"),
        ("FREQ=YEARLY;BYMONTH=4", "BYMONTHDAY=15"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYDAY=TU"),
    ],
)
def test_a_rule_that_names_no_day_needs_a_first_date(rule, remedy):
    repeat = parse_repeat(rule)
    with pytest.raises(ValueFault, match=r"needs an explicit `from`") as refused:
        anchor_of(repeat, None, date(2026, 3, 29))
    assert (refused.value.code, remedy in str(refused.value)) == ("TIM011", True)
    assert anchor_of(repeat, date(2026, 4, 3), date(2026, 3, 29)) == date(2026, 4, 3)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;BYMONTH=4",
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=1SA",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYMONTHDAY=3",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    ],
)
def test_a_rule_that_names_its_days_needs_none(rule):
    assert anchor_of(parse_repeat(rule), None, date(2026, 3, 29)) == date(2026, 3, 29)
