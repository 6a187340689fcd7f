"""What a row of hours says of the days behind it."""

import pytest

from bcastplan.hours.hours_result import HoursResult, HoursRow


def row(**more):
    return HoursRow(("31 m",), (None,), None, 7, 630, 630, 600, 90.0, None, 630, None, None, (), 630, **more)


def test_airtime_is_shared_by_the_days_on_the_air():
    assert row(days_on_air=5).frequency_minutes_per_day_on_air == pytest.approx(126.0)


def test_a_row_that_tells_of_no_days_has_none_on_the_air():
    told = row()
    assert (told.days_on_air, told.bucket_days, told.scheduled_days) == (0, 0, 0)
    assert told.frequency_minutes_per_day_on_air == 0.0


def test_a_result_counts_fiscal_years_as_plans_say_unless_told_otherwise():
    assert HoursResult(("band",), None, None, (), row()).calendar_fiscal_years is False
