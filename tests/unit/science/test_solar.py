import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science import solar
from bcastplan.science.geodesy import unit_vector


# Values of the specification's component tests (prototype checked against the ITU's program), last digit.
@pytest.mark.parametrize(
    ("month", "hour", "declination", "equation"),
    [
        (1, 0.0, -21.26915, -9.64610),
        (4, 12.0, 9.39058, -0.10648),
        (6, 6.5, 23.28863, -0.59810),
        (10, 23.0, -9.00519, 14.99446),
    ],
)
def test_declination_and_equation_of_time(month: int, hour: float, declination: float, equation: float) -> None:
    day = solar.day_number(month, hour)
    assert solar.declination_deg(day) == pytest.approx(declination, abs=1e-5)
    assert solar.equation_of_time_min(day) == pytest.approx(equation, abs=1e-5)


@pytest.mark.parametrize(
    ("place", "month", "hour", "zenith", "times"),
    [
        ((10.0, 20.0), 1, 12.0, 35.6283, (5.0308, 10.8302, 16.6296)),
        ((50.0, 10.0), 7, 21.0, 101.5501, (3.4677, 11.4366, 19.4055)),
        ((-30.0, 150.0), 5, 14.0, 168.6593, (20.6203, 1.9383, 7.2564)),
        ((75.0, 0.0), 12, 12.0, 98.2913, (np.nan, 11.9357, np.nan)),
    ],
)
def test_zenith_angle_and_the_suns_times(
    place: tuple[float, float], month: int, hour: float, zenith: float, times: tuple[float, ...]
) -> None:
    assert solar.zenith_angle_deg(*place, month, hour) == pytest.approx(zenith, abs=5e-5)
    for actual, expected in zip(solar.sunrise_noon_sunset_utc(*place, month, hour), times, strict=True):
        assert actual == pytest.approx(expected, abs=5e-5, nan_ok=True)


def test_24_hours_are_the_same_instant_as_0() -> None:
    assert solar.day_number(3, 24.0) == solar.day_number(3, 0.0)


def test_polar_day_and_night() -> None:
    assert solar.sunset_hour_angle_deg(80.0, 20.0) == pytest.approx(180.0)
    assert solar.sunset_hour_angle_deg(80.0, -20.0) == pytest.approx(0.0)


@given(st.integers(1, 12), st.floats(0.0, 23.99), st.floats(-89.0, 89.0), st.floats(-180.0, 180.0))
def test_sun_vector_gives_the_zenith_angle(month: int, hour: float, latitude: float, longitude: float) -> None:
    sun = solar.SunTrack.at(month, np.array([hour]))
    cosine = unit_vector(latitude, longitude) @ sun.vector
    expected = np.cos(np.radians(solar.zenith_angle_deg(latitude, longitude, month, hour)))
    assert cosine[0] == pytest.approx(expected, abs=1e-12)


@given(st.integers(1, 12), st.floats(-70.0, 60.0), st.floats(-180.0, 180.0))
def test_the_sun_stands_at_the_horizon_at_sunset(month: int, latitude: float, longitude: float) -> None:
    *_, sunset = solar.sunrise_noon_sunset_utc(latitude, longitude, month, 12.0)
    if np.isfinite(sunset):
        number = solar.day_number(month, 12.0)
        eta = solar.hour_angle_deg(longitude, sunset, solar.equation_of_time_min(number))
        phi, delta = np.radians(latitude), np.radians(solar.declination_deg(number))
        cosine = np.sin(phi) * np.sin(delta) + np.cos(phi) * np.cos(delta) * np.cos(np.radians(eta))
        assert np.degrees(np.arccos(cosine)) == pytest.approx(solar.SUNSET_ZENITH_DEG)
