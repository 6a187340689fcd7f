"""The shipped ground-wave table against the model it was made from, where that model's native library is installed."""

import numpy as np
import pytest

from bcastplan.science.mediumwave import uniform_field_dbuv

lfmf = pytest.importorskip("ITS.Propagation.LFMF", reason="proplib-lfmf is not installed (builders group)")

PERMITTIVITY = {5.0: 70, 0.03: 40, 0.01: 30, 0.003: 22, 0.001: 15, 0.0003: 7, 0.0001: 3}  # S/m: as the table was built


def test_interpolation_between_the_points_of_the_table():
    """1500 random frequencies and distances over the seven grounds: at most 0.15 dB where above -40 dB(uV/m)."""
    rng = np.random.default_rng(11)
    frequency_khz = rng.uniform(150, 1705, 1500)
    distance_km = np.exp(rng.uniform(0, np.log(2400), 1500))
    conductivity = rng.choice(list(PERMITTIVITY), 1500)
    expected = np.array(
        [
            lfmf.LFMF(0.0, 0.0, f / 1000.0, 1000.0, 315.0, d, PERMITTIVITY[s], s, 1).E__dBuVm
            for f, d, s in zip(frequency_khz.tolist(), distance_km.tolist(), conductivity.tolist(), strict=True)
        ]
    )
    got = uniform_field_dbuv(frequency_khz, distance_km, conductivity)
    strong = expected > -40.0
    assert strong.sum() > 700
    off = np.abs(got - expected)[strong]
    assert off.max() < 0.15
    assert np.median(off) < 0.01
