import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.mediumwave import Paths, mast_gain_db, sky_wave, sun_times
from bcastplan.science.mediumwave.diurnal import hourly_loss_db, is_night
from bcastplan.science.mediumwave.seagain import coast_gain_db, sea_gain_db
from bcastplan.science.mediumwave.skywave import (
    departure_elevation_deg,
    polarization_loss_db,
    reflection_height_km,
    solar_factor,
)


# The exact integral for a base-fed mast over perfect ground: wavelengths, dB at 0, 10, 20, 30, 50, 70 degrees.
@pytest.mark.parametrize(
    ("wavelengths", "expected"),
    [
        (0.05, (0.0, -0.1, -0.5, -1.3, -3.9, -9.4)),
        (0.25, (0.4, 0.2, -0.4, -1.4, -4.7, -10.8)),
        (0.5, (2.1, 1.5, 0.0, -2.7, -11.9, -20.0)),
        (0.55, (2.7, 2.0, -0.1, -3.9, -20.0, -20.0)),
        (0.625, (3.4, 2.3, -1.3, -9.8, -8.3, -8.6)),
    ],
)
def test_gain_of_masts(wavelengths, expected):
    np.testing.assert_allclose(mast_gain_db([0, 10, 20, 30, 50, 70], wavelengths), expected, atol=0.051)


def test_a_mast_of_impossible_height_is_refused():
    with pytest.raises(ValueError, match="mast height"):
        mast_gain_db(0.0, 0.0)


# P.1147 hourly loss in dB against hours from sunset and sunrise. Tolerance 0.05 dB.
@pytest.mark.parametrize(
    ("event", "hours", "expected"),
    [
        ("sunset", (-1, -0.5, 0, 0.5, 1, 2, 3, 4), (24.9, 17.8, 12.4, 8.5, 5.7, 2.8, 1.7, 0.3)),
        ("sunrise", (-3, -2, -1, -0.5, 0, 0.5, 1), (0.4, 0.8, 2.2, 4.8, 9.6, 17.2, 28.3)),
    ],
)
def test_loss_around_sunset_and_sunrise(event, hours, expected):
    sun = sun_times(np.array([0.0]), np.array([0.0]), 80)
    zero = (sun.sunset_utc if event == "sunset" else sun.sunrise_utc)[0]
    # A hair inside the interval, which rounding may otherwise leave.
    at = zero + np.array(hours) * (1.0 - 1e-9)
    loss = hourly_loss_db(sun, at, frequency_khz=1000.0, method="p1147")
    np.testing.assert_allclose(loss[0], expected, atol=0.06)


# 47 CFR 73.99 factors at 1 MHz: sunrise 0.282, an hour later 0.075; sunset 0.257, an hour before 0.047, after 0.755.
@pytest.mark.parametrize(
    ("event", "hours", "factor"),
    [("sunrise", 0, 0.282), ("sunrise", 1, 0.075), ("sunset", 0, 0.257), ("sunset", 1, 0.755), ("sunset", -1, 0.047)],
)
def test_fcc_loss_around_sunset_and_sunrise(event, hours, factor):
    sun = sun_times(np.array([0.0]), np.array([0.0]), 80)
    zero = (sun.sunset_utc if event == "sunset" else sun.sunrise_utc)[0]
    loss = hourly_loss_db(sun, np.array([zero + hours * (1.0 - 1e-9)]), frequency_khz=1000.0, method="fcc")
    assert 10.0 ** (-loss[0, 0] / 20.0) == pytest.approx(factor, abs=0.002)


# Sunrise and sunset at 41.29N 128.74E, hours UT. Tolerance 0.02 h.
@pytest.mark.parametrize(
    ("day_of_year", "sunrise", "sunset"), [(172, 19.86, 11.02), (355, 22.78, 7.97), (80, 21.49, 9.61)]
)
def test_sunrise_and_sunset(day_of_year, sunrise, sunset):
    sun = sun_times(41.29, 128.74, day_of_year)
    assert sun.sunrise_utc == pytest.approx(sunrise, abs=0.02)
    assert sun.sunset_utc == pytest.approx(sunset, abs=0.02)


def test_polar_day_and_night_have_no_events():
    sun = sun_times(np.array([80.0, -80.0, 90.0, -90.0]), np.zeros(4), 172)
    assert np.isnan(sun.sunrise_utc).all()
    hours = np.arange(24.0)
    assert is_night(sun, hours).all(axis=1).tolist() == [False, True, False, True]
    loss = hourly_loss_db(sun, hours, frequency_khz=648.0, method="p1147")
    np.testing.assert_array_equal(loss, np.broadcast_to([[35.0], [0.0], [35.0], [0.0]], (4, 24)))


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 366), st.sampled_from(["p1147", "fcc"]))
def test_loss_is_never_negative_nor_above_the_day(latitude, longitude, day_of_year, method):
    sun = sun_times(np.array([latitude]), np.array([longitude]), day_of_year)
    hours = np.arange(0.0, 24.0, 0.25)
    loss = hourly_loss_db(sun, hours, frequency_khz=648.0, method=method)
    assert (loss >= 0.0).all()
    assert (loss <= 35.0).all()
    # An hour after sunrise and before sunset it is day, however short the night.
    deep_day = np.abs(np.mod(hours - sun.noon_utc[0] + 12.0, 24.0) - 12.0) < sun.half_day_h[0] - 1.01
    assert (loss[0, deep_day] == 35.0).all()


def test_short_paths_at_high_frequencies_use_the_higher_layer():
    np.testing.assert_array_equal(reflection_height_km(np.array([189.9, 531.0]), 1188.0), [220.0, 100.0])
    np.testing.assert_allclose(departure_elevation_deg(np.array([189.9]), 220.0), [65.9], atol=0.06)
    np.testing.assert_allclose(
        departure_elevation_deg(np.array([720.0, 260.9, 1350.8]), 100.0), [13.8, 36.7, 5.3], atol=0.06
    )


@given(st.floats(-60, 70), st.floats(-180, 180), st.floats(-60, 70), st.floats(-180, 180), st.floats(531, 1602))
def test_the_two_methods_agree_where_they_should(lat_1, lon_1, lat_2, lon_2, frequency_khz):
    """Below 3000 km, off Australia, with the low mirror and no loss terms: within 0.1 dB plus the latitude rule."""
    paths = Paths.between(*(np.array([value]) for value in (lat_1, lon_1, lat_2, lon_2)))
    ours = sky_wave(paths, frequency_khz, ssn=0.0, method="p1147")
    theirs = sky_wave(paths, frequency_khz, ssn=0.0, method="fcc")
    from bcastplan.science.mediumwave.skywave import _absorption, _unit_db, dipole_latitude_deg

    distance = paths.distance_km[0]
    if not 50 <= distance < 3000 or reflection_height_km(paths.distance_km, frequency_khz)[0] > 100.0:
        return
    mean = (dipole_latitude_deg(lat_1, lon_1) + dipole_latitude_deg(lat_2, lon_2)) / 2.0
    middle = dipole_latitude_deg(paths.middle_latitude, paths.middle_longitude)
    # The mean of the ends' latitudes is not the latitude of the middle: take that known difference out.
    bend = (_absorption(mean) - _absorption(middle)) * np.hypot(distance, 200.0) ** 0.5 / 1000.0**0.5
    ends = polarization_loss_db(paths.tx_latitude, paths.tx_longitude, paths.azimuth_deg)
    ends = ends + polarization_loss_db(paths.rx_latitude, paths.rx_longitude, paths.back_azimuth_deg)
    left = ours.field_dbuv + bend + ends - (_unit_db(paths, frequency_khz) - 107.0)
    np.testing.assert_allclose(left, theirs.field_dbuv, atol=0.1)


def test_outside_the_methods_range_there_is_no_answer():
    paths = Paths.between(np.zeros(3), np.zeros(3), np.zeros(3), np.array([0.3, 5.0, 150.0]))
    for method in ("p1147", "fcc"):
        field = sky_wave(paths, 648.0, ssn=0.0, method=method).field_dbuv
        assert np.isnan(field).tolist() == [True, False, True]


def test_polarization_costs_nothing_where_the_field_is_steep():
    steep = polarization_loss_db(np.array([43.5, 39.0]), np.array([131.95, 125.75]), np.array([229.0, 45.0]))
    assert steep.tolist() == [0.0, 0.0]
    # On the dip equator in Peru: worst along magnetic east-west.
    along, across = polarization_loss_db(np.array([-12.0, -12.0]), np.array([-77.0, -77.0]), np.array([90.0, 0.0]))
    assert along > 10.0
    assert across < 1.0


# Reflection of sea against 3 mS/m land, dB, at 200, 500, 700, 1000, 1350 and 1700 km. Tolerance 0.05 dB.
@pytest.mark.parametrize(
    ("frequency_khz", "expected"),
    [
        (600.0, (1.0, 1.9, 2.6, 3.9, 5.9, 9.1)),
        (1000.0, (1.3, 2.4, 3.3, 4.8, 7.0, 10.0)),
        (1500.0, (1.5, 2.8, 3.8, 5.5, 7.9, 10.0)),
    ],
)
def test_gain_of_the_coast(frequency_khz, expected):
    distances = np.array([200.0, 500.0, 700.0, 1000.0, 1350.0, 1700.0])
    np.testing.assert_allclose(coast_gain_db(frequency_khz, distances), expected, atol=0.06)


def test_sea_gain_fades_inland_and_with_land_beyond():
    distance = np.array([1000.0])

    def gain(*parts):
        lengths = np.array([[length for length, _ in parts]])
        return float(sea_gain_db(1000.0, distance, lengths, np.array([[land for _, land in parts]]))[0])

    all_sea = gain((1000.0, False))
    assert all_sea == pytest.approx(2.0 * 4.8, abs=0.1)
    assert gain((1000.0, True)) == 0.0
    assert 0.0 < gain((5.0, True), (995.0, False)) < all_sea
    assert gain((5.0, False), (990.0, True), (5.0, False)) < gain((500.0, False), (500.0, True)) < all_sea


# Loss by the solar term at R12 150, dB: values of a check of P.1147-4 by another program. Tolerance 0.05 dB.
@pytest.mark.parametrize(
    ("ends", "loss"),
    [((25.77, -80.19, 29.76, -95.37), 0.0), ((64.84, -147.72, 53.55, -113.49), 20.2)],
    ids=["Miami to Houston", "Fairbanks to Edmonton"],
)
def test_solar_term(ends, loss):
    paths = Paths.between(*(np.array([value]) for value in ends))
    quiet, active = (sky_wave(paths, 1000.0, ssn=ssn, method="p1147").field_dbuv[0] for ssn in (0.0, 150.0))
    assert quiet - active == pytest.approx(loss, abs=0.05)


# 1 in Europe, else (|geomagnetic latitude| - 45) / 3 above 45 degrees; the poles of the dipole lie at 78.5N 69W.
@pytest.mark.parametrize(
    ("latitude", "longitude", "factor"),
    [(48.0, 8.0, 1.0), (78.5, -69.0, 15.0), (-78.5, 111.0, 15.0), (39.0, 125.75, 0.0), (-25.0, 133.0, 0.0)],
)
def test_solar_factor(latitude, longitude, factor):
    assert solar_factor(np.array([latitude]), np.array([longitude]))[0] == pytest.approx(factor, abs=1e-9)


def test_sea_gain_on_long_wave_is_4_db_at_most():
    assert coast_gain_db(200.0, np.array([200.0, 1000.0, 3000.0, 8000.0])).max() == 4.1


# An end with a gain of 4.81 dB at 1 MHz and 1000 km loses it 1e3 * 4.81^2 / (1.4 * 1000) = 16.5 km from the sea.
@pytest.mark.parametrize(("inland_km", "left"), [(0.0, 1.0), (8.26, 0.5), (16.6, 0.0)])
def test_sea_gain_fades_inland(inland_km, left):
    gain = coast_gain_db(1000.0, np.array([1000.0]))[0]
    lengths = np.array([[inland_km, 600.0 - inland_km, 400.0]])
    both = sea_gain_db(1000.0, np.array([1000.0]), lengths, np.array([[True, False, True]]))[0]
    nearby = sea_gain_db(1000.0, np.array([1000.0]), np.array([[0.0, 600.0, 400.0]]), np.array([[True, False, True]]))[
        0
    ]
    assert both == pytest.approx(left * nearby, abs=0.02 * gain)
