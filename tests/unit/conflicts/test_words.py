"""When two transmissions meet, in words a planner reads out at a meeting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.conflicts.words import Wording, date_words, weeks_met
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Origin, Transmission

A26 = parse_season("A26").window


def words(first: dict, second: dict, window: Window = A26, most: int = 3) -> list[str]:
    rows = [
        Transmission(window=window, origin=Origin("a.yaml", line), frequency="9565", **keys)
        for line, keys in enumerate((first, second), 1)
    ]
    return Wording(build(rows)).overlap(0, 1, most)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            {"time": "1300-1400", "days": "Sat,Sun", "until": "2026-05-31"},
            {"time": "1230-1330"},
            ["Sat, Sun 1300-1330, 29 Mar - 31 May"],
        ),
        ({"time": "1500-1600"}, {"time": "1530-1700"}, ["daily 1530-1600, 29 Mar - 24 Oct"]),
        (
            {"time": "2330-0030", "days": "Fri"},
            {"time": "2300-0015"},
            ["Fri 2330-0015, 3 Apr - 23 Oct"],
        ),
        (
            {"time": "2330-0030", "from": "2026-06-01", "until": "2026-06-10"},
            {"time": "0000-2400"},
            ["daily 2330-0030, 1 Jun - 10 Jun"],
        ),
        (
            {"time": "0000-0200", "until": "2026-04-10"},
            {"time": "0000-0200"},
            ["daily 0000-0200, 30 Mar - 10 Apr", "Sun 0100-0200, 29 Mar"],
        ),
        (
            {"time": "1200-1300", "from": "2026-07-01", "until": "2026-07-01"},
            {"time": "1200-1300"},
            ["Wed 1200-1300, 1 Jul"],
        ),
        (
            {"time": "1200-1300", "from": "2026-07-01", "until": "2026-07-15", "days": "Wed"},
            {"time": "1200-1300"},
            ["Wed 1200-1300, 1 Jul, 8 Jul, 15 Jul"],
        ),
        (
            {"time": "1200-1300", "days": "Mon-Fri", "from": "2026-07-01", "except": ["2026-07-03"]},
            {"time": "1200-1300", "until": "2026-07-31"},
            ["Mon-Fri 1200-1300, 1 Jul - 31 Jul except 3 Jul"],
        ),
        ({"time": "1200-1300"}, {"time": "1300-1400"}, []),
    ],
)
def test_meetings_in_words(first, second, said):
    assert words(first, second) == said


def test_years_are_said_where_they_change():
    window = parse_season("B26").window
    assert words({"time": "1200-1300"}, {"time": "1200-1230"}, window) == ["daily 1200-1230, 25 Oct 2026 - 27 Mar 2027"]


def test_many_times_are_counted_instead_of_listed():
    first, second = {"time": "2200-0400", "until": "2026-04-20"}, {"time": "0200-2300", "until": "2026-04-20"}
    both = ["daily 2200-2300, 29 Mar - 20 Apr", "daily 0200-0400, 30 Mar - 20 Apr"]
    assert sorted(words(first, second)) == sorted(both)
    assert words(first, second, most=1) == ["and at 2 other times"]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([date(2026, 4, 1)], ("Wed", "1 Apr")),
        ([date(2026, 4, 1), date(2026, 4, 8)], ("Wed", "1 Apr, 8 Apr")),
        ([date(2026, 4, 1), date(2026, 4, 2)], ("", "1 Apr, 2 Apr")),
        ([date(2026, 12, 31), date(2027, 1, 7)], ("Thu", "31 Dec 2026, 7 Jan 2027")),
        ([date(2026, 4, 1) + timedelta(days=15 * step) for step in range(8)], ("", "8 dates from 1 Apr to 15 Jul")),
    ],
)
def test_sets_of_dates(dates, said):
    assert date_words(dates) == said


def dates(*days):
    return sum(1 << day for day in days)


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        (dates(3), 1),
        (dates(3, 10), 2),  # Wednesdays on two dates
        (dates(*range(64)), 64 / 7),  # daily
        (dates(*range(210)), 30),
        (dates(0, 1, 2, 3, 4, 7, 8, 9), 1.6),  # Mon-Fri, from a Monday to the Wednesday of the next week
        (dates(0, 14, 28, 42, 56), 5),  # every other week
        (dates(*range(30), *range(90, 120)), 11),  # daily in two months, 5 and 6 weeks begun
        (dates(0, 8, 16, 24, 32, 40), 6),  # another day each week
        (dates(0, 1, 2), 1),
    ],
)
def test_weeks_in_which_there_is_an_airing(days, weeks):
    assert weeks_met(days) == pytest.approx(weeks)


@given(st.sets(st.integers(0, 400), min_size=1))
def test_weeks_are_at_most_those_from_the_first_date_to_the_last(days):
    span = max(days) - min(days) + 1
    assert max(1, len(days) / 7) <= weeks_met(dates(*days)) <= -(-span // 7)


def test_exceptions_are_named_where_they_are_few_beside_the_dates():
    """Six Mondays with three left out are told as such; of five with three left out only the number is told."""
    first = date(2026, 6, 1)

    def told(*weeks):
        return date_words([first + timedelta(weeks=week) for week in weeks])

    assert told(0, 1, 2, 4, 6, 8) == ("Mon", "1 Jun - 27 Jul except 22 Jun, 6 Jul, 20 Jul")
    assert told(0, 2, 4, 6, 7) == ("", "5 dates from 1 Jun to 20 Jul")
