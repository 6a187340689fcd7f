from datetime import date

import numpy as np
import pytest

from bcastplan.airtime import build
from bcastplan.coverage.predicted_months import CoverageRequestError, reference_dates, slot_calendar
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference import smoothed_sunspot_number


def table_of(*windows):
    return build([Transmission(frequency=9565.0, time=ClockTime(900, 960), window=window) for window in windows])


def test_a_season_is_predicted_on_the_dates_of_resolution_535():
    assert reference_dates(parse_season("A26").window) == (date(2026, 4, 13), date(2026, 7, 12), date(2026, 10, 10))
    assert reference_dates(parse_season("B26").window) == (date(2026, 11, 9), date(2027, 1, 10), date(2027, 3, 13))


def test_a_short_window_is_predicted_in_its_middle():
    assert reference_dates(Window(date(2008, 3, 2), date(2008, 3, 30))) == (date(2008, 3, 16),)


@pytest.mark.parametrize(
    ("last", "days", "expected"),
    [
        (date(2008, 4, 29), 59, (date(2008, 3, 31),)),
        (date(2008, 4, 30), 60, (date(2008, 3, 17), date(2008, 3, 31), date(2008, 4, 15))),
        (date(2008, 5, 1), 61, (date(2008, 3, 17), date(2008, 4, 1), date(2008, 4, 16))),
    ],
)
def test_a_window_of_sixty_days_is_the_shortest_with_three_dates(last, days, expected):
    window = Window(date(2008, 3, 2), last)
    assert window.days == days
    assert reference_dates(window) == expected


def test_the_nearest_date_speaks_for_each_date_of_its_window():
    table = table_of(parse_season("A26").window, parse_season("B26").window)
    calendar = slot_calendar(table)
    assert [(slot.year, slot.month) for slot in calendar.slots] == [
        (2026, 4), (2026, 7), (2026, 10), (2026, 11), (2027, 1), (2027, 3)
    ]  # fmt: skip

    def month(row, day):
        return calendar.slots[calendar.slot_of_date[calendar.window_of_row[row], table.bit_of(day)]].month

    assert month(0, date(2026, 5, 27)) == 4
    assert month(0, date(2026, 5, 29)) == 7
    assert month(0, date(2026, 10, 24)) == 10
    assert month(1, date(2026, 10, 26)) == 11


def test_r12_comes_from_the_shipped_table_and_says_so():
    calendar = slot_calendar(table_of(parse_season("B07").window))
    for slot in calendar.slots:
        known = smoothed_sunspot_number(slot.year, slot.month)
        assert (slot.r12, slot.status) == (known.r12, known.status)


def test_a_given_number_and_given_dates_take_their_place():
    calendar = slot_calendar(table_of(parse_season("B07").window), ssn=12.0, dates=[date(2008, 1, 5)])
    assert [(slot.year, slot.month, slot.r12, slot.status) for slot in calendar.slots] == [(2008, 1, 12.0, "given")]
    assert (calendar.slot_of_date == 0).all()


def test_years_without_a_number_ask_for_one():
    old = Window(date(1950, 3, 2), date(1950, 3, 30))
    with pytest.raises(CoverageRequestError, match="no sunspot number is known for 1950-03: give it with --ssn"):
        slot_calendar(table_of(old))
    assert slot_calendar(table_of(old), ssn=80.0).slots[0].r12 == 80.0


@pytest.mark.parametrize("number", [-1.0, 312.0, np.nan])
def test_impossible_numbers_are_refused(number):
    with pytest.raises(CoverageRequestError, match="R12 from 0 to 311"):
        slot_calendar(table_of(parse_season("A26").window), ssn=number)


def test_windows_that_never_air_need_no_number():
    empty = Transmission(
        frequency=9565.0, time=ClockTime(900, 960), window=Window(date(1950, 3, 2), date(1950, 3, 30)), status="unused"
    )
    assert slot_calendar(build([empty])).slots == ()
