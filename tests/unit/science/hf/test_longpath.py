import numpy as np
import pytest

from bcastplan.science.geodesy import Arc
from bcastplan.science.hf import longpath
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.method import Method
from bcastplan.science.hf.radiation import Radiation

REFERENCE = Method.named("reference", "penetration_points")


def run(tx: tuple[float, float], rx: tuple[float, float], month: int, hours: list[float], mhz: float):
    arc = Arc.between([tx[0]], [tx[1]], [rx[0]], [rx[1]])
    geometry = longpath.LongGeometry.of(arc)
    radiation = Radiation.grid(np.array([[mhz]]), np.array([[20.0]]), arc.azimuth_deg, None)
    return geometry, longpath.long_path(geometry, Conditions(month, 60.0, np.array(hours), REFERENCE), radiation)


# Long-model quantities of the ITU's program: f_M (its maps are gridded), f_L, E_l at 100 kW.
@pytest.mark.parametrize(
    ("tx", "rx", "month", "hour", "mhz", "f_m", "f_l", "e_l"),
    [
        ((29.5, 47.7), (39.0, 125.75), 7, 21.0, 9.7, 23.6915, 1.5312, 37.474),
        ((52.65, 12.9), (35.7, 139.7), 7, 6.0, 15.4, 25.0527, 11.6615, 3.243),
        ((-38.8, 176.4), (35.7, 139.7), 1, 12.0, 11.8, 29.0887, 1.7418, 38.114),
        ((35.75, -119.3), (14.6, 121.0), 10, 20.0, 15.4, 20.3819, 9.4613, 4.163),
        ((-36.3, 145.4), (51.5, -0.1), 4, 8.0, 15.4, 27.2783, 16.6463, -6.443),
    ],
)
def test_published_circuits(
    tx: tuple[float, float],
    rx: tuple[float, float],
    month: int,
    hour: float,
    mhz: float,
    f_m: float,
    f_l: float,
    e_l: float,
) -> None:
    _, result = run(tx, rx, month, [hour], mhz)
    assert result.operational_muf.item() == pytest.approx(f_m, abs=0.08)
    assert result.lower_frequency.item() == pytest.approx(f_l, abs=1e-3)
    assert result.field_dbuv.item() == pytest.approx(e_l, abs=0.03)


def test_an_hour_does_not_depend_on_the_others_asked_for() -> None:
    hours = [0.0, 3.5, 7.0, 7.25, 18.5, 23.0]
    _, together = run((52.65, 12.9), (-36.3, 145.4), 4, hours, 11.8)
    for position, hour in enumerate(hours):
        _, alone = run((52.65, 12.9), (-36.3, 145.4), 4, [hour], 11.8)
        assert together.field_dbuv[position] == alone.field_dbuv[0]
        assert together.basic_muf[position] == alone.basic_muf[0]


def test_gain_of_focusing_is_limited_at_the_antipodes() -> None:
    there = Arc.between([10.0], [20.0], [-10.0], [-160.0])
    # The same great circle, to the antipodes and 40 km short of them: both focus by more than 15 dB.
    fields = []
    for length in (there.length_km, there.length_km - 40.0):
        geometry = longpath.LongGeometry.of(Arc(there.start, there.direction, length, there.azimuth_deg))
        radiation = Radiation.grid(np.array([[12.0]]), np.zeros((1, 1)), there.azimuth_deg, None)
        conditions = Conditions(3, 60.0, np.array([6.0]), REFERENCE)
        fields.append(longpath.long_path(geometry, conditions, radiation).field_dbuv.item())
    assert fields[0] == pytest.approx(fields[1], abs=0.2)


@pytest.mark.parametrize(
    ("latitude", "month", "expected"),
    [
        (60.0, 1, 0.30),
        (45.0, 1, 0.15),
        (75.0, 1, 0.15),
        (30.0, 1, 0.0),
        (90.0, 1, 0.0),
        (60.0, 7, 0.0),
        (-60.0, 7, 0.30),
        (-60.0, 5, 0.15),
    ],
)
def test_winter_anomaly(latitude: float, month: int, expected: float) -> None:
    assert longpath.winter_anomaly(np.array(latitude), month) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("length", "lower", "upper"),
    # Hops of at most 3,000 and 4,000 km; one hop more where the latter would leave below 3 degrees.
    [(7000.0, 3, 3), (8000.0, 3, 3), (8927.0, 3, 3), (9001.0, 4, 3), (9101.0, 4, 3), (12000.0, 4, 4), (12500.0, 5, 4)],
)
def test_numbers_of_hops(length: float, lower: int, upper: int) -> None:
    arc = Arc(np.zeros((3, 1)), np.zeros((3, 1)), np.array([length]), np.zeros(1))
    geometry = longpath.LongGeometry.of(arc)
    assert geometry.crossings.shape == (2 * lower, 1)
    assert length / geometry.upper_hop_km.item() == pytest.approx(upper)


def test_high_latitude_south_counts_unless_the_program_is_repeated() -> None:
    arc = Arc.between([-50.0], [140.0], [-50.0], [-40.0])
    geometry = longpath.LongGeometry.of(arc)
    assert geometry.high_latitude(north_only=False).tolist() == [True]
    assert geometry.high_latitude(north_only=True).tolist() == [False]
