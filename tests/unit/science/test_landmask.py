import numpy as np
import pytest

from bcastplan.science.landmask import is_land


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "land"),
    [
        ("Ulaanbaatar", 47.9, 106.9, True),
        ("Pyongyang", 39.02, 125.75, True),
        ("Jeju", 33.4, 126.55, True),
        ("Lake Baikal counts as land", 53.5, 108.0, True),
        ("South Pole", -90.0, 0.0, True),
        ("North Pole", 90.0, 0.0, False),
        ("Sea of Japan", 40.0, 134.0, False),
        ("Pacific at the date line", 0.0, 180.0, False),
        ("Strait of Gibraltar", 35.97, -5.5, False),
        ("Taveuni, across the date line in Fiji", -16.83, 179.98, True),
    ],
)
def test_places(place, latitude, longitude, land):
    assert bool(is_land(latitude, longitude)) is land


def test_longitudes_wrap_and_arrays_broadcast():
    east = np.array([106.9, 106.9 - 360.0, 106.9 + 360.0, 466.9])
    assert is_land(47.9, east).all()
    assert is_land(np.array([[47.9], [40.0]]), np.array([106.9, 134.0])).tolist() == [[True, True], [True, False]]


def test_nan_is_sea():
    assert is_land([np.nan, 47.9], [106.9, np.nan]).tolist() == [False, False]


def test_three_tenths_of_the_globe_is_land():
    latitude = np.degrees(np.arcsin(np.linspace(-0.9995, 0.9995, 1000)))[:, None]
    share = is_land(latitude, np.linspace(-179.9, 179.9, 1000)).mean()
    assert share == pytest.approx(0.29, abs=0.01)
