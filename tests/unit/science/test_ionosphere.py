import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science import ionosphere
from bcastplan.science.geodesy import unit_vector
from bcastplan.science.solar import SunTrack, zenith_angle_deg


def foe_at(layer: ionosphere.ELayer, latitude: float, longitude: float, hour: float, dtype: type = float) -> float:
    sun = SunTrack.at(layer.month, np.array([hour]))
    vector = unit_vector(latitude, longitude)
    zenith = np.radians(zenith_angle_deg(latitude, longitude, layer.month, hour))
    evening = vector[1] * sun.vector[0] - vector[0] * sun.vector[1] > 0.0
    value = layer.critical_frequency(
        np.array([vector[2]], dtype),
        np.array([zenith], dtype),
        evening,
        np.sin(sun.declination_rad).astype(dtype),
        np.cos(sun.declination_rad).astype(dtype),
    )
    assert value.dtype == dtype
    return float(value[0])


# Exact series at the six points of the specification, last digit.
@pytest.mark.parametrize(
    ("place", "month", "ssn", "hour", "fof2", "m3000"),
    [
        ((0.0, 0.0), 1, 0.0, 0.0, 4.56150, 3.10688),
        ((0.0, 0.0), 1, 100.0, 12.0, 10.72754, 2.22735),
        ((0.0, 0.0), 7, 60.0, 6.5, 6.03863, 3.29802),
        ((45.0, -100.0), 1, 0.0, 0.0, 3.75242, 3.46892),
        ((45.0, -100.0), 1, 100.0, 12.0, 2.36707, 2.86646),
        ((45.0, -100.0), 7, 60.0, 6.5, 3.77691, 3.04913),
        ((-60.0, 140.0), 1, 0.0, 0.0, 4.92806, 3.03960),
        ((-60.0, 140.0), 1, 100.0, 12.0, 5.44107, 2.68598),
        ((-60.0, 140.0), 7, 60.0, 6.5, 5.33019, 3.03500),
    ],
)
def test_f2_layer(place: tuple[float, float], month: int, ssn: float, hour: float, fof2: float, m3000: float) -> None:
    values = ionosphere.f2_layer(*place, month=month, ssn=ssn, hours_utc=hour)
    assert values[0].item() == pytest.approx(fof2, abs=1e-5)
    assert values[1].item() == pytest.approx(m3000, abs=1e-5)


@pytest.mark.parametrize(
    ("place", "month", "hour", "ssn", "expected"),
    [
        ((10.0, 20.0), 1, 12.0, 60.0, 3.49588),
        ((50.0, 10.0), 7, 21.0, 60.0, 0.93416),
        ((-30.0, 150.0), 5, 14.0, 100.0, 0.50632),
        ((75.0, 0.0), 12, 12.0, 10.0, 0.82136),
    ],
)
def test_foe(place: tuple[float, float], month: int, hour: float, ssn: float, expected: float) -> None:
    layer = ionosphere.ELayer(month, ssn)
    assert foe_at(layer, *place, hour) == pytest.approx(expected, abs=1e-5)
    assert foe_at(layer, *place, hour, np.float32) == pytest.approx(expected, rel=2e-5)


@given(st.floats(-85.0, 85.0), st.floats(-180.0, 180.0), st.integers(1, 12), st.floats(0.0, 160.0))
def test_maps_are_periodic_and_stay_physical(latitude: float, longitude: float, month: int, ssn: float) -> None:
    values = ionosphere.f2_layer(latitude, longitude, month=month, ssn=ssn, hours_utc=[0.0, 24.0])
    turned = ionosphere.f2_layer(latitude, longitude + 360.0, month=month, ssn=ssn, hours_utc=[0.0])
    for value, other in zip(values, turned, strict=True):
        assert value[0, 0] == pytest.approx(value[0, 1], rel=1e-9)
        assert value[0, 0] == pytest.approx(other[0, 0], rel=1e-9)
    # World range of the maps over all months and hours.
    assert 0.5 < values[0][0, 0] < 21.0
    assert 1.8 < values[1][0, 0] < 4.0


def test_the_maps_do_not_grow_beyond_their_range() -> None:
    at_160, at_250 = (ionosphere.f2_layer(20.0, 30.0, month=4, ssn=ssn, hours_utc=12.0)[0] for ssn in (160.0, 250.0))
    assert at_160 == at_250


def test_polar_winter_ends_at_its_latitude() -> None:
    right = ionosphere.ELayer(6, 60.0)
    wrong = ionosphere.ELayer(6, 60.0, polar_night_everywhere_south=True)
    # Shortly after sunset in mid-latitudes the layer decays; the lost minus sign lets it vanish at once.
    assert foe_at(right, 45.0, 0.0, 20.5) > foe_at(wrong, 45.0, 0.0, 20.5)
    assert foe_at(right, -80.0, 0.0, 12.0) == foe_at(wrong, -80.0, 0.0, 12.0)
