"""Bands: every frequency has one, and its standing follows Region and date."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.reference import band_allocations, band_of, band_order, bands, parse_band

A26 = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("frequency_khz", "region", "day", "band", "status"),
    [
        (153, 1, A26, "LW", "in"),
        (153, 3, A26, "LW", "customary"),
        (648, 1, A26, "MW", "in"),
        (1700, 2, A26, "MW", "in"),
        (1700, 2, date(1985, 1, 1), "MW", "customary"),
        (1700, 1, A26, "MW", "customary"),
        (3480, 3, A26, "90 m", "customary"),
        (3920, 3, A26, "75 m", "in"),
        (3920, 1, A26, "75 m", "customary"),
        (3960, 2, A26, "75 m", "customary"),
        (5000, 1, A26, "60 m", "customary"),
        (5925, 3, A26, "49 m", "in"),
        (5925, 3, date(1990, 1, 1), "49 m", "customary"),
        (6600, 3, A26, "49 m", "out"),
        # The change of 29 March 2009, 0100 UTC: the date itself has the new limits.
        (7125, 1, date(2009, 3, 28), "41 m", "in"),
        (7125, 1, date(2009, 3, 29), "41 m", "customary"),
        (7425, 3, date(2009, 3, 28), "41 m", "customary"),
        (7425, 3, date(2009, 3, 29), "41 m", "in"),
        (7425, 2, date(2009, 3, 29), "41 m", "customary"),
        (7375, 2, date(2009, 3, 29), "41 m", "in"),
        (7325, 2, date(2009, 3, 28), "41 m", "in"),
        (7250, 2, A26, "41 m", "customary"),
        (9450, 1, date(1992, 3, 2), "31 m", "customary"),
        (9450, 1, date(1992, 3, 3), "31 m", "in"),
        (9800, 1, date(1989, 6, 30), "31 m", "customary"),
        (9800, 1, date(1989, 7, 1), "31 m", "in"),
        (9965, 3, A26, "31 m", "customary"),
        (18950, 1, A26, "15 m", "in"),
        (25650, 1, date(1989, 6, 30), "11 m", "in"),
        (25650, 1, date(1989, 7, 1), "11 m", "customary"),
        (29000, 1, A26, "other", "out"),
        (60, 1, A26, "other", "out"),
        (28000, 1, A26, "other", "out"),
        (100, 1, A26, "LW", "out"),
    ],
)
def test_band_and_standing(frequency_khz: float, region: int, day: date, band: str, status: str) -> None:
    found = band_of(frequency_khz, region, day)
    assert (found.band, found.status) == (band, status)


def test_both_ends_of_an_allocation_belong_to_it() -> None:
    assert band_of(5900, 1, A26).status == band_of(6200, 1, A26).status == "in"
    assert band_of(5899.9, 1, A26).status == band_of(6200.1, 1, A26).status == "customary"


def test_capture_ranges_leave_no_gap_between_100_and_28000_khz() -> None:
    rows = bands()
    assert rows[0].capture_from_khz == 100
    assert rows[-1].capture_until_khz == 28000
    for lower, upper in itertools.pairwise(rows):
        assert lower.capture_until_khz == upper.capture_from_khz


def test_every_allocation_lies_in_the_customary_range_of_its_band() -> None:
    by_name = {row.name: row for row in bands()}
    for allocation in band_allocations():
        band = by_name[allocation.band]
        assert band.customary_from_khz <= allocation.from_khz < allocation.until_khz <= band.customary_until_khz
        assert band.capture_from_khz <= band.customary_from_khz < band.customary_until_khz < band.capture_until_khz
        assert allocation.regions <= {1, 2, 3}
        assert allocation.valid_from < allocation.valid_before


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([1, 2, 3]), st.dates())
def test_any_number_has_a_band_and_bands_sort_by_frequency(frequency_khz: float, region: int, day: date) -> None:
    found = band_of(frequency_khz, region, day)
    captured = [row.name for row in bands() if row.capture_from_khz <= frequency_khz < row.capture_until_khz]
    assert [found.band] == (captured or ["other"])
    assert found.sort_key == band_order(found.band)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("49m", "49 m"),
        ("49 m", "49 m"),
        (" 49 M ", "49 m"),
        ("49", "49 m"),
        ("mw", "MW"),
        ("LW", "LW"),
        ("Other", "other"),
        ("50m", None),
        ("", None),
        ("m", None),
    ],
)
def test_parse_band(text: str, name: str | None) -> None:
    assert parse_band(text) == name


def test_order_of_bands() -> None:
    names = [row.name for row in bands()]
    assert sorted(["other", "11 m", "MW", "120 m", "LW", "49 m"], key=band_order) == [
        "LW",
        "MW",
        "120 m",
        "49 m",
        "11 m",
        "other",
    ]
    assert [band_order(name) for name in names] == list(range(len(names)))
    assert band_order("no band") == band_order("other")
