"""The shipped ground-wave table against the model it was made from, where that model's native library is installed."""

import numpy as np
import pytest

from bcastplan.science.mediumwave import uniform_field_dbuv

lfmf = pytest.importorskip("ITS.Propagation.LFMF", reason="proplib-lfmf is not installed (builders group)")

PERMITTIVITY = {5.0: 70, 0.03: 40, 0.01: 30, 0.003: 22, 0.001: 15, 0.0003: 7, 0.0001: 3}  # S/m: as the table was built


def off_db(frequency_khz, distance_km, conductivity):
    """How far the table is from LFMF where that gives more than -40 dB(uV/m), absolute."""
    expected = np.array(
        [
            lfmf.LFMF(0.0, 0.0, f / 1000.0, 1000.0, 315.0, d, PERMITTIVITY[s], s, 1).E__dBuVm
            for f, d, s in zip(frequency_khz.tolist(), distance_km.tolist(), conductivity.tolist(), strict=True)
        ]
    )
    strong = expected > -40.0
    return np.abs(uniform_field_dbuv(frequency_khz, distance_km, conductivity) - expected)[strong]


def test_interpolation_between_the_points_of_the_table():
    """1500 random frequencies and distances over the seven grounds: at most 0.15 dB where above -40 dB(uV/m)."""
    rng = np.random.default_rng(11)
    frequency_khz = rng.uniform(150, 1705, 1500)
    distance_km = np.exp(rng.uniform(0, np.log(2400), 1500))
    off = off_db(frequency_khz, distance_km, rng.choice(list(PERMITTIVITY), 1500))
    assert off.size > 700
    assert off.max() < 0.15
    assert np.median(off) < 0.01


def test_interpolation_at_shortwave():
    """The same for 3000 places from 50 m to 2400 km on 1.7 to 30 MHz."""
    rng = np.random.default_rng(12)
    frequency_khz = np.exp(rng.uniform(np.log(1711), np.log(30_000), 3000))
    distance_km = np.exp(rng.uniform(np.log(0.05), np.log(2400), 3000))
    off = off_db(frequency_khz, distance_km, rng.choice(list(PERMITTIVITY), 3000))
    assert off.size > 2000
    assert off.max() < 0.15
    assert np.median(off) < 0.01
