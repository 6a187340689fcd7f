from datetime import date

import pytest

from bcastplan.model.dates import parse_date
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import last_sunday, parse_season, season_of


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-02-30", "2026-02-30 does not exist"),
        ("2027-02-29", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("22.06.2026", "write year-month-day, as 2026-06-22"),
        ("2026-6-2", "write year-month-day"),
        ("٢٠٢٦-٠٦-٢٢", "write year-month-day"),
        ("1919-12-31", "outside 1920 to 2099"),
        ("2100-01-01", "outside 1920 to 2099"),
    ],
)
def test_refuses_dates_that_do_not_exist(written, says):
    with pytest.raises(ValueFault, match=says) as refused:
        parse_date(written)
    assert refused.value.code == "TIM009"


def test_reads_leap_days():
    assert parse_date("2028-02-29") == date(2028, 2, 29)


# HFCC's season dates: A26 29 Mar 2026 to 25 Oct 2026, B07 28 Oct 2007 to 30 Mar 2008.
@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("A26", date(2026, 3, 29), date(2026, 10, 25)),
        ("B26", date(2026, 10, 25), date(2027, 3, 28)),
        ("B07", date(2007, 10, 28), date(2008, 3, 30)),
        ("b99", date(1999, 10, 31), date(2000, 3, 26)),
        ("A60", date(1960, 3, 27), date(1960, 10, 30)),
        ("A59", date(2059, 3, 30), date(2059, 10, 26)),
    ],
)
def test_a_season_runs_between_last_sundays_at_0100(name, first, last):
    season = parse_season(name)
    assert (season.first_day, season.last_day) == (first, last)
    assert (season.window.start_minute, season.window.stop_minute) == (60, 60)
    assert str(season) == name.upper()


@pytest.mark.parametrize("written", ["Z99", "A2026", "26A", "A", "A٢٦", ""])
def test_refuses_unknown_seasons(written):
    with pytest.raises(ValueFault, match="unknown season") as refused:
        parse_season(written)
    assert refused.value.code == "TIM008"


def test_seasons_follow_one_another_without_a_gap():
    season = parse_season("A24")
    for _ in range(6):
        assert season.next.first_day == season.last_day
        assert season_of(season.first_day) == season
        season = season.next


def test_an_edge_sunday_belongs_to_the_season_it_opens():
    assert str(season_of(date(2026, 3, 29))) == "A26"
    assert str(season_of(date(2026, 3, 28))) == "B25"
    assert str(season_of(date(2026, 10, 25))) == "B26"
    assert last_sunday(2026, 3) == date(2026, 3, 29)
