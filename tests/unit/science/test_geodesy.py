import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.geodesy import (
    EARTH_RADIUS_KM,
    FULL_CIRCLE_KM,
    Arc,
    bearing_deg,
    great_circle_distance_km,
    latitude_longitude,
    middle_of,
    point_at_fraction,
    unit_vector,
)

LATITUDE = st.floats(-90.0, 90.0)
LONGITUDE = st.floats(-180.0, 180.0)


def test_quarter_circle_from_the_equator_to_the_pole() -> None:
    assert great_circle_distance_km(0.0, 12.0, 90.0, -75.0) == pytest.approx(FULL_CIRCLE_KM / 4)


def test_published_circuit_length() -> None:
    # Kuwait to Kabul, one of the ITU program's circuits.
    assert great_circle_distance_km(29.5, 47.7, 34.5, 69.2) == pytest.approx(2097.67, abs=0.005)


def test_antipodes_are_half_a_circle_apart() -> None:
    assert great_circle_distance_km(35.0, 20.0, -35.0, -160.0) == pytest.approx(FULL_CIRCLE_KM / 2)


@pytest.mark.parametrize(
    ("rx", "expected"), [((10.0, 0.0), 0.0), ((0.0, 10.0), 90.0), ((-10.0, 0.0), 180.0), ((0.0, -10.0), 270.0)]
)
def test_bearing_of_the_four_winds(rx: tuple[float, float], expected: float) -> None:
    assert bearing_deg(0.0, 0.0, *rx) == pytest.approx(expected)


def test_bearing_stays_below_360() -> None:
    assert 0.0 <= bearing_deg(0.0, 1e-17, 50.0, 0.0) < 360.0


def test_point_at_fraction_against_the_two_point_formula() -> None:
    phi_1, lam_1, phi_2, lam_2, q = (math.radians(x) for x in (50.0, 10.0, -20.0, 130.0, 0.0))
    q = 0.3
    sigma = great_circle_distance_km(50.0, 10.0, -20.0, 130.0) / EARTH_RADIUS_KM
    a, c = math.sin((1 - q) * sigma) / math.sin(sigma), math.sin(q * sigma) / math.sin(sigma)
    z = a * math.sin(phi_1) + c * math.sin(phi_2)
    x = a * math.cos(phi_1) * math.cos(lam_1) + c * math.cos(phi_2) * math.cos(lam_2)
    y = a * math.cos(phi_1) * math.sin(lam_1) + c * math.cos(phi_2) * math.sin(lam_2)
    latitude, longitude = point_at_fraction(50.0, 10.0, -20.0, 130.0, q)
    assert latitude == pytest.approx(math.degrees(math.asin(z)))
    assert longitude == pytest.approx(math.degrees(math.atan2(y, x)))


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE, st.booleans())
def test_every_arc_ends_at_the_other_point(
    lat_1: float, lon_1: float, lat_2: float, lon_2: float, long_arc: bool
) -> None:
    arc = Arc.between(lat_1, lon_1, lat_2, lon_2, long_arc)
    end = arc.position(arc.length_km / EARTH_RADIUS_KM)
    # Near antipodes the azimuth is ill-conditioned, the end point is not: half a metre.
    assert np.linalg.norm(end - unit_vector(lat_2, lon_2)) < 1e-7
    assert np.linalg.norm(arc.start - unit_vector(lat_1, lon_1)) < 1e-12
    assert np.linalg.norm(arc.direction) == pytest.approx(1.0)


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_short_and_long_arc_make_a_full_circle(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> None:
    short, long = (Arc.between(lat_1, lon_1, lat_2, lon_2, flag) for flag in (False, True))
    assert short.length_km + long.length_km == pytest.approx(FULL_CIRCLE_KM)
    assert (long.azimuth_deg - short.azimuth_deg) % 360.0 == pytest.approx(180.0)


@given(st.floats(-89.0, 89.0), st.floats(-179.0, 179.0))
def test_vectors_and_degrees_are_inverse(latitude: float, longitude: float) -> None:
    back = latitude_longitude(unit_vector(latitude, longitude))
    assert back[0] == pytest.approx(latitude, abs=1e-9)
    assert back[1] == pytest.approx(longitude, abs=1e-9)


def test_positions_broadcast_over_paths() -> None:
    arc = Arc.between([0.0, 10.0], [0.0, 20.0], [5.0, 40.0], [30.0, -20.0])
    angles = np.linspace(0.0, 1.0, 7)[:, None] * arc.length_km / EARTH_RADIUS_KM
    positions = arc.position(angles)
    assert positions.shape == (3, 7, 2)
    np.testing.assert_allclose(positions[:, 3, 1], arc.select(np.array([1])).position(angles[3, 1:])[:, 0])


def test_nan_passes_through() -> None:
    assert np.isnan(great_circle_distance_km(np.nan, 0.0, 0.0, 0.0))
    assert np.isnan(bearing_deg(0.0, np.nan, 0.0, 0.0))


@pytest.mark.parametrize("north", [0.0, 0.1, 5.3, 33.3, 61.7])
@pytest.mark.parametrize(("west", "east"), [(10.0, 20.0), (-37.2, 101.9), (170.0, -150.5), (3.7, 3.7)])
def test_the_middle_of_a_path_over_the_equator_is_on_it_both_ways(north, west, east):
    if north == 0.0 and west == east:
        pytest.skip("no path")
    there, _ = point_at_fraction(north, west, -north, east, 0.5)
    back, _ = point_at_fraction(-north, east, north, west, 0.5)
    assert (float(there), float(back)) == (0.0, 0.0)


def test_a_point_beside_the_equator_stays_there():
    latitude, _ = latitude_longitude(unit_vector(np.array([1e-6, -1e-6]), np.array([5.0, 5.0])))
    assert latitude == pytest.approx([1e-6, -1e-6], rel=1e-6)


def test_the_middle_of_places_on_both_sides_of_the_date_line() -> None:
    latitude, longitude = middle_of([10.0, 10.0], [170.0, -170.0])
    assert abs(longitude) == pytest.approx(180.0)
    assert 10.0 < latitude < 11.0
