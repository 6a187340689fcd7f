from datetime import date, timedelta
from itertools import pairwise

import pytest

from bcastplan.hours.periods import PER, Period, buckets

WIDE = Period(date(2007, 9, 15), date(2009, 1, 4))


def labels(per: str, period: Period = WIDE, starts: int = 1) -> list[str | None]:
    return [bucket.label for bucket in buckets(period, per, starts)]


def test_labels_of_calendar_buckets() -> None:
    assert labels("day")[:2] == ["2007-09-15", "2007-09-16"]
    assert labels("month")[-2:] == ["2008-12", "2009-01"]
    assert labels("quarter") == ["2007-Q3", "2007-Q4", "2008-Q1", "2008-Q2", "2008-Q3", "2008-Q4", "2009-Q1"]


def test_weeks_are_those_of_iso_8601() -> None:
    assert labels("week", Period(date(2008, 12, 28), date(2008, 12, 29))) == ["2008-W52", "2009-W01"]
    assert labels("week", Period(date(2008, 3, 2), date(2008, 3, 3))) == ["2008-W09", "2008-W10"]
    assert labels("week", Period(date(2027, 1, 3), date(2027, 1, 3))) == ["2026-W53"]


def test_a_fiscal_year_is_named_by_the_year_it_ends_in() -> None:
    october = list(buckets(WIDE, "fiscal-year", 10))
    assert [bucket.label for bucket in october] == ["FY2007", "FY2008", "FY2009"]
    assert (october[1].first, october[1].last) == (date(2007, 10, 1), date(2008, 9, 30))
    assert labels("fiscal-year", starts=1) == ["FY2007", "FY2008", "FY2009"]
    april = list(buckets(WIDE, "fiscal-year", 4))
    assert (april[0].label, april[0].first, april[0].last) == ("FY2008", date(2007, 4, 1), date(2008, 3, 31))


def test_seasons_meet_on_their_sunday() -> None:
    seasons = list(buckets(WIDE, "season"))
    assert [bucket.label for bucket in seasons] == ["A07", "B07", "A08", "B08"]
    assert seasons[1].first == date(2007, 10, 28)
    assert seasons[1].last == date(2008, 3, 29)
    assert all(bucket.edge_minute == 60 for bucket in seasons)


def test_a_period_that_starts_on_the_sunday_has_an_hour_of_the_old_season() -> None:
    sunday = Period(date(2007, 10, 28), date(2007, 10, 28))
    seasons = list(buckets(sunday, "season"))
    assert [bucket.label for bucket in seasons] == ["A07", "B07"]
    assert [bucket.days_in(sunday) for bucket in seasons] == [1, 1]


@pytest.mark.parametrize("per", PER)
@pytest.mark.parametrize("starts", [1, 2, 10, 12])
def test_buckets_follow_each_other_without_gap(per: str, starts: int) -> None:
    made = list(buckets(WIDE, per, starts))
    assert made[0].first <= WIDE.first
    assert made[-1].last >= WIDE.last
    for before, after in pairwise(made):
        assert after.first == before.last + timedelta(days=1)
    covered = sum((min(b.last, WIDE.last) - max(b.first, WIDE.first)).days + 1 for b in made)
    assert covered == WIDE.days


def test_the_whole_period_is_one_bucket_without_a_label() -> None:
    (whole,) = buckets(WIDE, None)
    assert (whole.label, whole.first, whole.last) == (None, *WIDE)
    assert whole.days_in(WIDE) == WIDE.days


def test_the_last_hour_of_a_season_touches_the_sunday_after_it() -> None:
    season, month = next(buckets(WIDE, "season")), next(buckets(WIDE, "month"))
    assert (season.last, season.last_touched) == (date(2007, 10, 27), date(2007, 10, 28))
    assert month.last_touched == month.last == date(2007, 9, 30)


def test_days_inside_a_span() -> None:
    march = next(buckets(Period(date(2008, 3, 5), date(2008, 3, 5)), "month"))
    assert march.days_of(Period(date(2008, 3, 31), date(2008, 4, 30))) == 1
    assert march.days_of(WIDE) == 31
    assert march.days_of(Period(date(2008, 4, 1), date(2008, 4, 30))) == 0
    assert march.days_of(Period(date(2008, 5, 1), date(2008, 5, 30))) == 0
    assert march.days_in(Period(date(2008, 4, 1), date(2008, 4, 30))) == 1
