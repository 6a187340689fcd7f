import numpy as np
import pytest

from bcastplan.science.geomagnetic import (
    BLOCK,
    geomagnetic_latitude_deg,
    magnetic_fields,
    modified_dip_look_up_deg,
    modified_dip_rad,
)


def test_check_point_of_the_expansion() -> None:
    # ITU-R P.1239 check point: 0.732665 rad north, 1.534227 rad west, 1,800 km.
    (field,) = magnetic_fields(np.degrees(0.732665), np.degrees(-1.534227), 1800.0)
    assert field.gyrofrequency_mhz == pytest.approx(0.733686, abs=1e-6)
    # Printed with six decimals; the last one depends on the rounding of the input.
    assert field.dip_rad == pytest.approx(1.241669, abs=1e-6)


@pytest.mark.parametrize(
    ("place", "at_100_km", "at_300_km"),
    [
        ((0.0, 0.0), (-0.335674, 0.815705), (-0.316858, 0.736763)),
        ((45.0, -100.0), (1.277287, 1.577618), (1.274521, 1.427345)),
        ((-60.0, 140.0), (-1.497781, 1.790133), (-1.495442, 1.625393)),
    ],
)
def test_dip_and_gyrofrequency(
    place: tuple[float, float], at_100_km: tuple[float, float], at_300_km: tuple[float, float]
) -> None:
    fields = magnetic_fields(*place, 100.0, 300.0)
    for field, (dip, gyro) in zip(fields, (at_100_km, at_300_km), strict=True):
        assert field.dip_rad == pytest.approx(dip, abs=1e-6)
        assert field.gyrofrequency_mhz == pytest.approx(gyro, abs=1e-6)


def test_blocks_do_not_show() -> None:
    latitude = np.linspace(-80.0, 80.0, BLOCK + 7)
    (together,) = magnetic_fields(latitude, 33.0, 100.0)
    (alone,) = magnetic_fields(latitude[-1], 33.0, 100.0)
    assert together.dip_rad[-1] == pytest.approx(float(alone.dip_rad), abs=1e-14)


def test_the_pole_has_a_field() -> None:
    (field,) = magnetic_fields([90.0, -90.0], 0.0, 300.0)
    assert np.isfinite(field.dip_rad).all()
    assert field.dip_rad[0] > 1.4
    assert field.dip_rad[1] < -1.0


@pytest.mark.parametrize(("place", "expected"), [((50.0, 10.0), 50.9751), ((-40.0, 145.0), -49.2599)])
def test_geomagnetic_latitude(place: tuple[float, float], expected: float) -> None:
    assert geomagnetic_latitude_deg(*place) == pytest.approx(expected, abs=5e-5)


def test_look_up_of_the_modified_dip() -> None:
    rng = np.random.default_rng(4)
    latitude, longitude = rng.uniform(-85.0, 85.0, 2000), rng.uniform(-180.0, 180.0, 2000)
    (field,) = magnetic_fields(latitude, longitude, 100.0)
    exact = np.degrees(modified_dip_rad(field.dip_rad, latitude))
    np.testing.assert_allclose(modified_dip_look_up_deg(latitude, longitude), exact, atol=0.02)


def test_look_up_reaches_its_edges() -> None:
    corners = modified_dip_look_up_deg(np.array([-90.0, 90.0]), np.array([-180.0, 180.0]))
    assert np.isfinite(corners).all()
