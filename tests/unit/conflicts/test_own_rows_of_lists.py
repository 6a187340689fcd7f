"""Which rows of a list are ours at the bounds of places, times and dates, and what an edit leaves of it."""

from datetime import date, timedelta

import numpy as np
import pytest

from bcastplan.airtime import build
from bcastplan.conflicts import RowSide
from bcastplan.conflicts.own_rows import OwnRows, own_rows
from bcastplan.conflicts.side_columns import encode
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

FIRST = date(2026, 7, 6)  # a Monday
WINDOW = Window(FIRST, FIRST + timedelta(days=13))
KM_A_DEGREE = 111.195  # of latitude, on a sphere of 6371 km


def known(ours, theirs, apart_km=None):
    """Whether the row of the list is ours, and whether it is probably."""
    rows = [
        Transmission(
            frequency=9565.0, window=WINDOW, target="44NE",
            **{"service": "Voice of America", "days": DAILY, "language": ("Kor",), **row},
        )
        for row in (ours, theirs)
    ]  # fmt: skip
    near, far = (None, None) if apart_km is None else ((15.0, 120.0), (15.0 + apart_km / KM_A_DEGREE, 120.0))
    sides = [
        RowSide.of(rows[0], is_reference=False, names=(), position=near),
        RowSide.of(rows[1], is_reference=True, names=(), position=far),
    ]
    table = build(rows)
    result = own_rows(table, encode(sides, table.frequency_hz), sides)
    return bool(result.twins[1]), bool(result.probable.size)


HOUR = {"time": ClockTime(600, 660), "broadcaster": "VOA"}


@pytest.mark.parametrize(("km", "certain"), [(0.0, True), (49.9, True), (50.5, False)])
def test_sites_fifty_kilometres_apart_are_near(km, certain):
    assert known(HOUR, {"time": ClockTime(610, 650)}, km) == (certain, not certain)


@pytest.mark.parametrize(("km", "probable"), [(4.9, True), (5.5, False)])
def test_at_one_place_whatever_lies_inside_our_time_is_probably_ours(km, probable):
    stranger = {"service": "Radio X", "language": ("Eng",), "time": ClockTime(610, 650)}
    assert known(HOUR, stranger, km) == (False, probable)


@pytest.mark.parametrize(
    ("start", "stop", "certain"),
    [(600, 660, True), (605, 655, True), (595, 665, True), (606, 660, False), (600, 666, False), (840, 900, False)],
)
def test_without_a_site_name_language_and_equal_times_tell(start, stop, certain):
    assert known(HOUR, {"time": ClockTime(start, stop)})[0] == certain


@pytest.mark.parametrize(
    ("days", "certain"), [(0b0000001, True), (0b0000010, True), (0b1000000, True), (0b0001000, False)]
)
def test_a_list_may_give_the_day_before_or_after(days, certain):
    """What begins near midnight is of another date on another clock."""
    ours = {**HOUR, "days": 0b0000001}
    assert known(ours, {"time": ClockTime(600, 660), "days": days})[0] == certain


def test_an_edit_keeps_what_is_known_of_rows_that_move():
    before = OwnRows(np.array([True, False, True, False]), np.array([0 * 4 + 1, 1 * 4 + 3]))
    same = before.renumbered(np.arange(4), 4)
    assert same.twins.tolist() == [True, False, True, False]
    assert same.probable.tolist() == [1, 7]
    later = before.renumbered(np.array([1, 2, 3, 4]), 5)
    assert later.twins.tolist() == [False, True, False, True, False]
    assert later.probable.tolist() == [1 * 5 + 2, 2 * 5 + 4]
    without_first = before.renumbered(np.array([-1, 0, 1, 2]), 3)
    assert without_first.twins.tolist() == [False, True, False]
    assert without_first.probable.tolist() == [0 * 3 + 2]
