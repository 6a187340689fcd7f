import numpy as np
import pytest

from bcastplan.science.hf import muf
from bcastplan.science.hf.longpath import hop_factor


def layer(gyro: float = 1.0) -> muf.Layer:
    return muf.Layer.of(np.array(8.0), np.array(3.0), np.array(3.1), np.array(gyro))


# Component tests of the specification.
@pytest.mark.parametrize(("hop", "reach", "expected"), [(1500.0, 4000.0, 0.564888), (3000.0, 3800.0, 0.959235)])
def test_distance_curve(hop: float, reach: float, expected: float) -> None:
    assert muf.distance_curve(hop, reach) == pytest.approx(expected, abs=1e-6)


def test_layer_factor_and_reach() -> None:
    assert layer().factor == pytest.approx(3.119938, abs=1e-6)
    assert layer().reach_km == pytest.approx(5022.527, abs=1e-3)
    assert muf.path_reach_km(layer()) == 4000.0


def test_muf_of_a_hop() -> None:
    assert layer().muf(np.array(2500.0), np.array(3900.0)) == pytest.approx(23.79014, abs=1e-5)


def test_only_the_curve_limits_the_hop() -> None:
    hop, reach = np.array(4200.0), np.array(3900.0)
    difference = layer(1.0).muf(hop, reach) - layer(0.0).muf(hop, reach)
    assert difference == pytest.approx(0.5 * (1.0 - 4200.0 / 3900.0))


@pytest.mark.parametrize(
    ("frequency", "expected"), [(14.0, 0.74615), (15.0, 0.5), (17.0, 0.12353), (1.0, 1.0), (40.0, 0.0)]
)
def test_support_probability(frequency: float, expected: float) -> None:
    assert muf.support_probability(np.array(frequency), 15.0, 0.85, 1.15) == pytest.approx(expected, abs=1e-5)


def test_lowest_order_is_strict() -> None:
    assert muf.lowest_order(np.array([2999.9, 3000.0]), np.array(3000.0)).tolist() == [1.0, 2.0]


@pytest.mark.parametrize(("hop", "expected"), [(3000.0, 0.878925), (4000.0, 0.965958)])
def test_long_path_hop_factor(hop: float, expected: float) -> None:
    assert hop_factor(np.array(hop)) == pytest.approx(expected, abs=1e-6)
