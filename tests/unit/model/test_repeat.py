from datetime import date, timedelta

import pytest

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
