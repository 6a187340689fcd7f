"""Dates of a rate and its escalation, against a calendar asked day by day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.hours.rate_dates import RateStep, exact, rate_steps
from bcastplan.model.plan import RateItem

DAY = timedelta(days=1)
DATES = st.dates(date(2019, 12, 30), date(2026, 3, 2))


def factors(item: RateItem, first: date, last: date) -> dict[date, Fraction]:
    """Date -> factor of the dates on which an item holds: it is multiplied on every anniversary that is passed."""
    factor, answer = Fraction(1), {}
    day = item.valid_from or first
    while day <= last:
        if item.valid_from and item.escalation and day > item.valid_from and is_anniversary(item.valid_from, day):
            factor *= 1 + Fraction(str(item.escalation)) / 100
        if day >= first and day <= (item.valid_until or day):
            answer[day] = factor
        day += DAY
    return answer


def is_anniversary(start: date, day: date) -> bool:
    if (start.month, start.day) == (2, 29) and (day + DAY).month == 3 and day.day == 28:
        return False  # 28 February in a year without a 29th: the anniversary is the day after
    if (start.month, start.day) == (2, 29) and (day.month, day.day) == (3, 1):
        return (day - DAY).day != 29
    return (day.month, day.day) == (start.month, start.day)


@given(st.none() | DATES, st.none() | DATES, DATES, DATES, st.sampled_from([None, 0.0, 3.0, -1.5]))
@example(date(2020, 2, 29), None, date(2020, 1, 1), date(2025, 3, 2), 3.0)
@example(date(2020, 7, 1), date(2022, 7, 1), date(2021, 6, 30), date(2022, 7, 1), 3.0)
@example(date(2020, 7, 1), None, date(2021, 6, 30), date(2022, 7, 1), None)
def test_every_date_has_the_factor_of_the_calendar(valid_from, valid_until, first, last, escalation):
    item = RateItem(valid_from=valid_from, valid_until=valid_until, per_hour=1.0, escalation=escalation)
    steps = list(rate_steps(item, first, last))
    told = {}
    for step in steps:
        assert step.first <= step.last
        for number in range((step.last - step.first).days + 1):
            assert step.first + number * DAY not in told
            told[step.first + number * DAY] = step.factor
    assert told == factors(item, first, last)
    # No step more than there are prices.
    assert len(steps) == len({step.factor for step in steps})


def test_prices_rise_on_the_anniversary():
    item = RateItem(valid_from=date(2024, 10, 1), per_hour=55.0, escalation=3.0)
    first_year, second = Fraction(1), Fraction(103, 100)
    assert list(rate_steps(item, date(2025, 9, 29), date(2025, 10, 2))) == [
        RateStep(date(2025, 9, 29), date(2025, 9, 30), first_year),
        RateStep(date(2025, 10, 1), date(2025, 10, 2), second),
    ]


@pytest.mark.parametrize(("number", "expected"), [(0.1, Fraction(1, 10)), (33.33, Fraction(3333, 100))])
def test_numbers_are_what_was_written(number, expected):
    assert exact(number) == expected
