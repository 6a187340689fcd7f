"""What planners write for a date, and the date a view opens on."""

from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.tui.views.shown_date import first_shown, moved, parse_day, parse_moment

SHOWN, TODAY = date(2026, 6, 24), date(2026, 7, 1)  # both Wednesdays


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-25", date(2026, 10, 25)),
        (" Sat ", date(2026, 6, 27)),
        ("wednesday", SHOWN),
        ("Tue", date(2026, 6, 30)),
        ("today", TODAY),
        ("+7", TODAY),
        ("-24", date(2026, 5, 31)),
    ],
)
def test_a_date_is_read(text, day):
    assert parse_day(text, SHOWN, TODAY) == day


@pytest.mark.parametrize("text", ["", "2026-02-30", "7", "Sa", "30 June", "+99999", "\x1b[2J"])
def test_what_is_no_date_is_refused_with_what_to_write(text):
    with pytest.raises(ValueFault, match="2026-06-22"):
        parse_day(text, SHOWN, TODAY)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1530", (SHOWN, 930)),
        ("15:30", (SHOWN, 930)),
        ("Sat 0005", (date(2026, 6, 27), 5)),
        ("2026-10-25", (date(2026, 10, 25), None)),
        ("today 2359", (TODAY, 1439)),
    ],
)
def test_a_moment_is_a_date_a_time_or_both(text, moment):
    assert parse_moment(text, SHOWN, TODAY) == moment


def test_no_date_is_moved_off_the_calendar():
    assert moved(date.max, 1) == date.max
    assert moved(date.min, -1) == date.min
    assert moved(SHOWN, 7) == TODAY


def table_of(*spans):
    season = parse_season("A26")
    return build(
        [
            Transmission(frequency="9565", time="1500-1600", window=season.window, **{"from": first, "until": last})
            for first, last in spans
        ]
    )


def test_a_view_opens_today_when_something_is_on_the_air():
    table = table_of(("2026-06-01", "2026-07-31"), ("2026-08-01", "2026-08-02"))
    assert first_shown(table, 2, TODAY) == TODAY


def test_else_on_the_first_of_the_fullest_dates_of_what_is_ours():
    table = table_of(("2026-05-01", "2026-05-10"), ("2026-05-04", "2026-05-20"), ("2026-06-01", "2026-09-09"))
    assert first_shown(table, 2, TODAY) == date(2026, 5, 4)
    assert first_shown(table, 0, TODAY) == TODAY
    assert first_shown(table_of(), 0, TODAY) == TODAY
