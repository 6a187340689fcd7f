"""Transmissions taken into another season: dates, days, and the clock they follow."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.clock import ClockTime, parse_time
from bcastplan.model.days import DAILY, parse_days
from bcastplan.model.season import parse_season, season
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.seasons.next_season import Carried, LeftOut, middle, rolled, runs_to_the_end

A26, B26, A27 = map(parse_season, ("A26", "B26", "A27"))


def one(clock="1530-1630", **values):
    return Transmission(frequency=9565.0, time=parse_time(clock), window=A26.window, season=A26, **values)


def test_what_runs_to_the_end_goes_on_all_season():
    for values in (
        {},
        {"from": date(2026, 6, 1)},
        {"until": date(2026, 10, 24)},
        {"until": date(2026, 10, 25)},
        {"until": date(2026, 10, 23), "days": parse_days("Mon-Fri")},
    ):
        assert rolled(one(**values), A26, B26, "carry") == Carried(
            parse_time("1530-1630"), one(**values).days, None, None, ()
        )


def test_what_has_ended_is_left_out_and_says_when():
    ended = rolled(one(until=date(2026, 10, 22), days=parse_days("Mon-Fri")), A26, B26, "carry")
    assert ended == LeftOut("ended on 2026-10-22")


def test_single_dates_do_not_go_on():
    carried = rolled(one(**{"except": (date(2026, 7, 3),)}), A26, B26, "carry")
    assert carried.notes == ("`except` is left out: 2026-07-03",)


def test_dates_move_by_whole_weeks_from_summer_to_summer():
    moved = rolled(one(**{"from": date(2026, 6, 22), "until": date(2026, 6, 26)}), A26, A27, "move")
    assert (moved.valid_from, moved.valid_until) == (date(2027, 6, 21), date(2027, 6, 25))
    assert moved.valid_from.weekday() == date(2026, 6, 22).weekday()


def test_edges_do_not_move_but_stay_edges():
    moved = rolled(one(**{"from": date(2026, 3, 29), "until": date(2026, 10, 24)}), A26, A27, "move")
    assert (moved.valid_from, moved.valid_until) == (None, None)


def test_what_would_start_after_the_season_is_left_out():
    late = rolled(one(**{"from": date(2026, 10, 1)}), A26, B26, "move")
    assert late == LeftOut("it would start on 2027-04-29, after B26")


@pytest.mark.parametrize(
    ("zone", "clock", "expected"),
    [
        ("Europe/Berlin", "1500-1600", "1600-1700"),
        ("Asia/Seoul", "1500-1600", "1500-1600"),
        ("America/New_York", "0000-0100", "0100-0200"),
        ("Australia/Sydney", "1000-1100", "0900-1000"),
    ],
)
def test_a_time_keeps_the_clock_it_follows(zone, clock, expected):
    assert rolled(one(clock, follows=zone), A26, B26, "carry").time == parse_time(expected)


def test_days_move_along_over_midnight():
    later = rolled(one("2330-0030", follows="Europe/Berlin", days=parse_days("Fri,Sat")), A26, B26, "carry")
    assert (later.time, later.days) == (parse_time("0030-0130"), parse_days("Sat,Sun"))
    earlier = rolled(one("0030-0130", follows="Australia/Sydney", days=parse_days("Mon")), A26, B26, "carry")
    assert (earlier.time, earlier.days) == (ClockTime(1410, 1470), parse_days("Sun"))


def test_a_clock_that_changes_inside_the_season_is_said():
    notes = rolled(one(follows="America/New_York"), A26, B26, "carry").notes
    assert any("changes inside B26 (2026-11-01, 2027-03-14)" in note for note in notes)
    assert rolled(one(follows="Europe/Berlin"), A26, B26, "carry").notes[0].startswith("1530-1630 is 1630-1730 UTC")


def test_all_day_stays_all_day():
    assert rolled(one("0000-2400", follows="Europe/Berlin"), A26, B26, "carry").time == parse_time("0000-2400")


def test_a_rule_that_counts_goes_on_counting():
    fortnightly = one(repeat="FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", **{"from": date(2026, 4, 4)})
    assert rolled(fortnightly, A26, B26, "carry").valid_from == date(2026, 10, 31)
    assert (date(2026, 10, 31) - date(2026, 4, 4)).days % 14 == 0
    counted = one(repeat="FREQ=WEEKLY;COUNT=3;BYDAY=SA", **{"from": date(2026, 4, 4)})
    assert isinstance(rolled(counted, A26, B26, "carry"), LeftOut)


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Seoul", "Australia/Sydney", "Asia/Kolkata", "UTC"])
SEASONS = st.builds(season, st.sampled_from("AB"), st.integers(2015, 2035))


@given(ZONES, SEASONS, st.integers(1, 3), st.integers(0, 1439), st.integers(1, 1439), st.integers(1, DAILY))
def test_listeners_hear_it_at_the_same_local_time_on_the_same_local_days(zone, old, ahead, start, length, days):
    new = old
    for _ in range(ahead):
        new = new.next
    transmission = Transmission(
        frequency=9565.0, time=ClockTime(start, start + length), window=old.window, season=old, follows=zone, days=days
    )
    carried = rolled(transmission, old, new, "carry")
    assert carried.time.minutes == length
    assert local(zone, middle(old), start, days) == local(zone, middle(new), carried.time.start_minute, carried.days)


def local(zone, near, minute, days):
    """The local clock time and weekdays of the airings of the week around a date."""
    heard = set()
    for step in range(-3, 4):
        day = near + timedelta(days=step)
        if days >> day.weekday() & 1:
            moment = datetime.combine(day, time(minute // 60, minute % 60), UTC).astimezone(ZoneInfo(zone))
            heard.add((moment.weekday(), moment.hour, moment.minute))
    return heard


@given(st.integers(1, DAILY), st.integers(0, 210))
def test_running_to_the_end_means_that_no_airing_is_left(days, number):
    last = A26.first_day + timedelta(days=number)
    left = [
        day
        for day in (last + timedelta(days=step) for step in range(1, 220))
        if day < A26.last_day and days >> day.weekday() & 1
    ]
    assert runs_to_the_end(one(until=last, days=days), A26) == (not left)
