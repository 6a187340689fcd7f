"""A repeat rule names the dates that dateutil finds for it in its own years, at a cost that a file cannot drive up."""

from datetime import date, datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from examples import thorough
from hypothesis import assume, given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.model.errors import ValueFault
from bcastplan.model.repeat import first_to_expand, parse_repeat, repeat_dates, years_searched
from bcastplan.model.season import season

PARTS = {
    "BYDAY": ["MO", "SA,SU", "1SA", "-1FR", "TU,TH"],
    "BYMONTH": ["1", "3,4", "12"],
    "BYMONTHDAY": ["1", "-1", "13,14", "29", "31"],
    "BYWEEKNO": ["1", "53", "-1", "20,21"],
    "BYYEARDAY": ["1", "-1", "100", "366"],
    "BYSETPOS": ["1", "-1", "2"],
    "INTERVAL": ["1", "2", "5"],
    "COUNT": ["7"],
    "WKST": ["MO", "SU"],
}
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
RULES = st.builds(
    lambda frequency, parts: ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())]),
    st.sampled_from(FREQUENCIES),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in PARTS.items()}),
)
ANCHORS = st.dates(date(1950, 1, 1), date(2060, 12, 28))


def checked(rule):
    try:
        return parse_repeat(rule)
    except ValueFault:
        return assume(False)


@given(RULES, ANCHORS, st.integers(0, 1_500), st.integers(0, 500))
def test_the_dates_are_dateutils_own(rule, anchor, days, later):
    repeat, last = checked(rule), anchor + timedelta(days)
    found = repeat_dates(repeat.text, anchor, last)
    weeks_of_its_own = ("WEEKLY" in rule and "BYSETPOS" in rule) or "BYWEEKNO" in rule  # see _days_of
    if found and not weeks_of_its_own:  # without any, dateutil would look through eight thousand years
        moments = rrulestr(repeat.text, dtstart=datetime(anchor.year, anchor.month, anchor.day))  # noqa: DTZ001
        assert found == tuple(takewhile(lambda day: day <= last, (moment.date() for moment in moments)))
    first = anchor + timedelta(later)
    start = first_to_expand(repeat, anchor, first)
    shorter = repeat_dates(repeat.text, start, last) if start <= last else ()
    assert [day for day in shorter if day >= first] == [day for day in found if day >= first]


@given(st.integers(1960, 2059), st.sampled_from("AB"))
def test_a_season_is_searched_for_some_years_only(year, letter):
    window = season(letter, year).window
    assert years_searched(window.first_day, window.last_day) <= 40


def file_of(rules):
    rows = "".join(f"  - {{frequency: 9565, time: 1530-1630, repeat: '{rule}'}}\n" for rule in rules)
    return f"bcastplan: 1\nservice: X\nseason: B27\ntransmissions:\n{rows}"


@pytest.mark.parametrize("most_years", [1_000, thorough(None)])
def test_a_file_of_rules_that_never_come_true_has_a_budget(most_years, monkeypatch):
    if most_years:
        monkeypatch.setattr("bcastplan.airtime.airings._MOST_YEARS", most_years)
    rules = [
        f"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYDAY={day};BYYEARDAY={number}"
        for day in ("MO", "TU")
        for number in range(1, 301)
    ]
    schedule, problems = read_schedule("f.yaml", file_of(rules))
    assert problems == []
    table = build(list(schedule.transmissions))
    refused = [problem.place.line for problem in table.problems]
    assert {problem.code for problem in table.problems} == {"TIM011"}
    assert "too many different repeat rules" in table.problems[0].message
    assert refused == list(range(refused[0], 605))
    window = schedule.window
    expanded = refused[0] - 5
    most = most_years or 5_000
    assert 0.9 * most < expanded * years_searched(window.first_day, window.last_day) <= most


def test_the_same_rule_in_every_row_costs_once():
    schedule, _ = read_schedule("f.yaml", file_of(["FREQ=MONTHLY;BYDAY=1SA"] * 3_000))
    assert build(list(schedule.transmissions)).problems == ()
