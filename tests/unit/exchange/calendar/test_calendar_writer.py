from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bcastplan.exchange.calendar.calendar_writer import Programme, write_calendar
from bcastplan.exchange.calendar.series import Occurrence, Series, series_of
from bcastplan.exchange.calendar.zones import changes

NEW_YORK = ZoneInfo("America/New_York")
STAMP = datetime(2026, 7, 1, tzinfo=UTC)


def daily(first, days, minutes=30, step=1):
    return [Occurrence(first + timedelta(days=number * step), minutes) for number in range(days)]


def text_of(*series, zone=None, summary="S", description="", location=""):
    programme = Programme("key", summary, description, location, series)
    return write_calendar([programme], name="N", zone=zone, made_at=STAMP).decode()


def test_a_season_of_one_clock_time_is_one_rule():
    found = series_of(daily(datetime(2026, 4, 1, 15, 30, tzinfo=UTC), 30))
    assert found == [Series(datetime(2026, 4, 1, 15, 30, tzinfo=UTC), 30, "FREQ=DAILY;UNTIL=20260430T153000Z")]


def test_days_of_the_week_are_a_rule_of_their_own():
    mondays = daily(datetime(2026, 4, 6, 15, 30, tzinfo=UTC), 5, step=7)
    assert series_of(mondays)[0].rule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260504T153000Z"


def test_a_day_left_out_is_an_exception():
    airings = daily(datetime(2026, 4, 1, 15, 30, tzinfo=UTC), 20)
    del airings[4]
    found = series_of(airings)
    assert len(found) == 1
    assert found[0].excluded == (datetime(2026, 4, 5, 15, 30, tzinfo=UTC),)


def test_days_of_the_month_are_a_list():
    firsts = [Occurrence(datetime(2026, month, 1, 15, 30, tzinfo=UTC), 30) for month in (4, 5, 6)]
    found = series_of(firsts)
    assert (len(found), found[0].rule, len(found[0].added)) == (1, None, 2)


def test_summer_time_ends_a_series():
    airings = daily(datetime(2026, 10, 22, 15, 30, tzinfo=UTC), 20)  # clocks go back on 1 November
    found = series_of(airings, NEW_YORK)
    assert [(one.start.hour, one.start.minute) for one in found] == [(11, 30), (10, 30)]
    assert [one.rule for one in found] == ["FREQ=DAILY;UNTIL=20261031T153000Z", "FREQ=DAILY;UNTIL=20261110T153000Z"]


def test_the_hour_that_comes_twice_is_told_in_utc():
    airings = daily(datetime(2026, 11, 1, 6, 15, tzinfo=UTC), 1)  # 0115 for the second time in New York
    assert series_of(airings, NEW_YORK)[0].start.tzinfo is UTC


def test_changes_of_a_zone():
    found = changes(NEW_YORK, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    assert [(change.local.isoformat(), change.is_summer_time) for change in found[1:]] == [
        ("2026-03-08T02:00:00", True),
        ("2026-11-01T02:00:00", False),
    ]
    assert found[0].offset_before == found[0].offset_after == timedelta(hours=-5)


def test_lines_are_folded_at_75_octets_and_no_letter_is_cut():
    text = text_of(*series_of(daily(STAMP, 1)), summary="한국어" * 40)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "한국어" * 40 in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a,b;c\\d", "a\\,b\\;c\\\\d"),
        ("a\nb", "a\\nb"),
        ("a\r\nEND:VCALENDAR", "a\\nEND:VCALENDAR"),
        ("\x1b[31m", "\\\\x1b[31m"),
        ("a\u2028b", "a\\nb"),
    ],
)
def test_texts_are_inert(text, written):
    made = text_of(*series_of(daily(STAMP, 1)), summary=text)
    assert f"SUMMARY:{written}\r\n" in made
    assert made.count("END:VCALENDAR") == (2 if "END" in text else 1)
    assert "\r\nEND:VCALENDAR\r\n" in made
    assert made.count("\r\nEND:VCALENDAR") == 1


def test_equal_programmes_have_names_of_their_own():
    one = Programme("key", "S", "", "", series_of(daily(STAMP, 3)))
    made = write_calendar([one, one], name="N", zone=None, made_at=STAMP).decode()
    identifiers = [line for line in made.splitlines() if line.startswith("UID:")]
    assert len(set(identifiers)) == 2
    assert write_calendar([one, one], name="N", zone=None, made_at=STAMP).decode() == made


def test_a_zone_is_spelled_out():
    made = text_of(*series_of(daily(datetime(2026, 10, 30, 15, 30, tzinfo=UTC), 4), NEW_YORK), zone=NEW_YORK)
    assert "BEGIN:VTIMEZONE\r\nTZID:America/New_York" in made
    winter = made.split("BEGIN:STANDARD\r\n")[1].split("\r\nEND:STANDARD")[0].split("\r\n")
    assert sorted(winter) == ["DTSTART:20261101T020000", "TZNAME:EST", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500"]
    assert "DTSTART;TZID=America/New_York:20261030T113000" in made


@pytest.mark.parametrize(("minutes", "text"), [(30, "PT30M"), (60, "PT1H"), (90, "PT1H30M"), (1440, "PT24H")])
def test_durations(minutes, text):
    assert f"DURATION:{text}\r\n" in text_of(*series_of(daily(STAMP, 1, minutes)))


def test_summer_time_begins_on_the_clock_that_ends():
    made = text_of(*series_of(daily(datetime(2026, 3, 6, 15, 30, tzinfo=UTC), 4), NEW_YORK), zone=NEW_YORK)
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\n" in made
