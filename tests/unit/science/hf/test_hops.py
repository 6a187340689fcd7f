import math

import numpy as np
import pytest

from bcastplan.science.geodesy import EARTH_RADIUS_KM
from bcastplan.science.hf import hops


# Component tests of the specification.
@pytest.mark.parametrize(("hop", "height", "degrees"), [(1000.0, 110.0, 10.05005), (2500.0, 300.0, 7.53464)])
def test_elevation(hop: float, height: float, degrees: float) -> None:
    tangent = hops.tangent_elevation(np.array(hop), np.array(height))
    assert np.degrees(np.arctan(tangent)) == pytest.approx(degrees, abs=1e-5)


@pytest.mark.parametrize(
    ("height", "expected"),
    [(110.0, 1775.583), (250.0, 2906.710), (300.0, 3224.509), (400.0, 3782.775), (900.0, 4000.0)],
)
def test_longest_hop(height: float, expected: float) -> None:
    assert hops.longest_hop_km(np.array(height)) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("hop", [5.0, 400.0, 2000.0, 4000.0])
@pytest.mark.parametrize("height", [110.0, 330.0])
def test_rearranged_formulas_equal_the_printed_ones(hop: float, height: float) -> None:
    psi = hop / (2.0 * EARTH_RADIUS_KM)
    printed = 1.0 / math.tan(psi) - EARTH_RADIUS_KM / (EARTH_RADIUS_KM + height) / math.sin(psi)
    elevation = math.atan(printed)
    assert hops.tangent_elevation(np.array(hop), np.array(height)) == pytest.approx(printed, rel=1e-9)
    slant = 3 * 2.0 * EARTH_RADIUS_KM * abs(math.sin(psi) / math.cos(elevation + psi))
    actual = hops.slant_range_km(3, np.array(hop), np.array(height), np.cos(elevation))
    assert actual == pytest.approx(slant, rel=1e-8)


def test_a_metre_straight_up_and_down() -> None:
    tangent = hops.tangent_elevation(np.array(0.001), np.array(300.0))
    cosine = np.cos(np.arctan(tangent))
    assert np.degrees(np.arctan(tangent)) == pytest.approx(90.0, abs=1e-3)
    assert hops.slant_range_km(1, np.array(0.001), np.array(300.0), cosine) == pytest.approx(600.0, rel=1e-6)


def test_rays_cross_the_absorbing_layer_twice_per_hop() -> None:
    hop, distance = np.array([0.1]), np.array([0.02])
    angles = hops.penetration_angles(3, hop, distance)[:, 0]
    assert sorted(angles) == pytest.approx([0.02, 0.08, 0.12, 0.18, 0.22, 0.28])
