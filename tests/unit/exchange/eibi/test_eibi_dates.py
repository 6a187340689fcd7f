from datetime import date

import pytest

from bcastplan.exchange.eibi.eibi_dates import (
    date_in_season,
    interval,
    last_heard,
    rows_say,
    split_stop,
)
from bcastplan.exchange.list_seasons import seasons_of_names
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import parse_season

A26, B26 = parse_season("A26"), parse_season("B26")


@pytest.mark.parametrize(
    ("name", "season"),
    [
        ("sked-a26.csv", "A26"),
        ("lists/SKED-B09.CSV", "B09"),
        ("eibi.zip!sked-b99.csv", "B99"),
        ("C:\\lists\\sked-a26.csv", "A26"),
    ],
)
def test_the_season_stands_in_the_name(name, season):
    assert seasons_of_names(name) == {"the file's name": parse_season(season)}


@pytest.mark.parametrize("name", ["-", "download.csv", "a26/download.csv", "data26.csv", "sked-a2026.csv", "ba26x.csv"])
def test_other_names_tell_nothing(name):
    assert "the file's name" not in seasons_of_names(name)


@pytest.mark.parametrize(
    ("start", "stop", "season", "dates"),
    [
        ("2903", "1904", A26, (None, date(2026, 4, 19))),
        ("0207", "", A26, (date(2026, 7, 2), None)),
        ("0102", "", A26, (None, None)),  # began before the season
        ("", "3112", A26, (None, None)),  # ends after it
        ("", "0107", A26, (None, date(2026, 7, 1))),
        ("0701", "2001", B26, (date(2027, 1, 7), date(2027, 1, 20))),
        ("2512", "0601", B26, (date(2026, 12, 25), date(2027, 1, 6))),
        ("0111", "2802", B26, (date(2026, 11, 1), date(2027, 2, 28))),
        ("0111", "2802", A26, (date(2026, 11, 1), date(2027, 2, 28))),  # outside the season: both dates are kept
        ("0112", "2412", A26, (date(2026, 12, 1), date(2026, 12, 24))),
        ("2509", "2509", A26, (date(2026, 9, 25), date(2026, 9, 25))),
    ],
)
def test_dates_lie_in_the_season_or_next_to_it(start, stop, season, dates):
    assert interval(start, stop, season) == dates


@pytest.mark.parametrize("text", ["28021", "3107f", "3102", "0013", "1", "ab12"])
def test_dates_that_do_not_exist(text):
    with pytest.raises(ValueFault, match=text):
        interval(text, "", A26)


def test_the_last_of_february():
    assert interval("2902", "", parse_season("B27")) == (date(2028, 2, 29), None)


def test_a_day_of_the_year_in_the_season():
    assert date_in_season(5, 4, A26) == date(2026, 4, 5)
    assert date_in_season(5, 1, B26) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("text", "month"), [("[0726]", "2026-07"), ("1104[0426]", "2026-04"), ("[1326]", None), ("", None), ("2510", None)]
)
def test_the_month_last_heard(text, month):
    assert last_heard(text) == month


def test_the_last_date_and_the_brackets_are_told_apart():
    assert split_stop("1104[0426]") == ("1104", "[0426]")
    assert split_stop("[0426]") == ("", "[0426]")
    assert split_stop(" 1104 ") == ("1104", "")


def test_the_rows_tell_the_season():
    heard = ["[0726]"] * 5 + ["[0626]"]
    assert rows_say(["2903"] * 9, ["2510"], heard).likely == (A26,)
    assert rows_say(["2510"] * 9, ["2703"], ["[0326]"] * 5).likely == (parse_season("B25"),)
    # A list made just before its season opens: the newest report is of the season before.
    assert rows_say(["2903"] * 9, ["2510"] * 9, ["[0326]"] * 5).likely == (A26,)
    assert rows_say([], [], ["[0726]"]).likely == (A26,)
    assert len(rows_say(["2903"], ["2510"], [""]).likely) > 1


def test_one_slip_in_a_month_does_not_make_the_season():
    assert rows_say(["2903"], ["2510"], ["[0726]"] * 4 + ["[0799]"]).likely == (A26,)
