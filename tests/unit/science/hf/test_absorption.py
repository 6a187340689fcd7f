import numpy as np
import pytest

from bcastplan.science.geomagnetic import modified_dip_rad
from bcastplan.science.hf import absorption


# Component tests of the specification.
@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(0.3, 0.516410), (0.9, 1.293419), (1.0, 1.482328), (1.5, 1.151954), (2.0, 1.075208), (3.0, 1.052790), (12.0, 1.0)],
)
def test_penetration_factor(ratio: float, expected: float) -> None:
    assert absorption.penetration_factor(np.array(ratio)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("latitude", "dip", "month", "expected"),
    [(20.0, 30.0, 1, 1.278763), (20.0, 30.0, 7, 1.537232), (-35.0, -65.0, 4, 1.484224), (55.0, 72.0, 6, 1.000088)],
)
def test_diurnal_exponent(latitude: float, dip: float, month: int, expected: float) -> None:
    modified = np.degrees(modified_dip_rad(np.radians(dip), latitude))
    actual = absorption.diurnal_exponent(np.array(latitude), modified, month)
    assert actual == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("latitude", "month", "expected"), [(12.3, 1, 235.7360), (-41.7, 7, 366.8280), (69.0, 10, 114.4400)]
)
def test_noon_absorption(latitude: float, month: int, expected: float) -> None:
    assert absorption.noon_absorption(np.array(latitude), month) == pytest.approx(expected, abs=1e-4)


def test_at_noon_the_weight_is_the_noon_absorption() -> None:
    latitude, longitude, exponent = np.array(40.0), np.array(15.0), np.array(1.4)
    noon = absorption.noon_weight(latitude, longitude, exponent, 3, 0.0)
    declination = absorption.declination_deg(absorption.day_number(3, 11.0))
    weight = absorption.weight(noon, np.radians(40.0 - declination), exponent)
    assert weight == pytest.approx(float(absorption.noon_absorption(latitude, 3)))


def test_night_keeps_two_hundredths_of_the_strength() -> None:
    dark = absorption.weight(np.array(100.0), np.radians(np.array([95.0, 102.0, 179.0])), np.array(1.5))
    assert dark[1:].tolist() == [2.0, 2.0]
    assert dark[0] > 2.0


def test_table_of_the_fast_engine_follows_the_formula() -> None:
    rng = np.random.default_rng(3)
    frequency = np.tile(np.linspace(2.0, 30.0, 2001), 9)
    row = np.repeat(np.arange(9), 2001)
    cosine, foe = rng.uniform(0.2, 1.0, 9), rng.uniform(0.4, 4.5, (3, 9))
    weights = rng.uniform(0.1, 1.0, (3, 9))
    weights[:, 4], weights[1, 5:] = 0.0, 0.0  # points that do not count
    exact = absorption.weighted_penetration(frequency, cosine, weights, foe, row)
    single = (array.astype(np.float32) for array in (frequency, cosine, weights, foe))
    fast = absorption.weighted_penetration(*single, row)
    each = [weights[:, one] @ absorption.penetration_factor(frequency[place] * cosine[one] / foe[:, one])
            for place, one in enumerate(row.tolist()) if place % 500 == 0]  # fmt: skip
    np.testing.assert_allclose(exact[::500], each, rtol=1e-12)
    assert fast.dtype == np.float32
    np.testing.assert_allclose(fast, exact, rtol=4e-4)
    counted = exact > 0.0
    assert np.median(np.abs(fast[counted] / exact[counted] - 1.0)) < 2e-5
