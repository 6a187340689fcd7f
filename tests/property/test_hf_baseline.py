"""The array engine against the plain loops of benchmarks/baseline_hf.py, which share only tables with it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.hf import Circuits, predict
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.method import Method
from bcastplan.science.hf.radiation import Radiation
from bcastplan.science.hf.shortpath import short_path

LATITUDE = st.floats(-88.0, 88.0)
LONGITUDE = st.floats(-180.0, 180.0)
MONTH = st.integers(1, 12)
SSN = st.floats(0.0, 250.0)
HOUR = st.floats(0.0, 23.99)
FREQUENCY = st.floats(2.0, 30.0)


@pytest.fixture(scope="module")
def baseline(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("baseline_hf", root / "benchmarks" / "baseline_hf.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["baseline_hf"] = module
    spec.loader.exec_module(module)
    return module


def destination(latitude: float, longitude: float, azimuth: float, length_km: float) -> tuple[float, float]:
    phi, sigma, az = np.radians(latitude), length_km / 6371.009, np.radians(azimuth)
    sine = np.sin(phi) * np.cos(sigma) + np.cos(phi) * np.sin(sigma) * np.cos(az)
    turn = np.arctan2(np.sin(az) * np.sin(sigma) * np.cos(phi), np.cos(sigma) - np.sin(phi) * sine)
    return float(np.degrees(np.arcsin(sine))), float(longitude + np.degrees(turn))


@given(
    latitude=LATITUDE,
    longitude=LONGITUDE,
    azimuth=st.floats(0.0, 360.0),
    # Not at 2,000, 3,000 and 4,000 km themselves: the last digit of the length would choose the branch.
    length=st.one_of(*(st.floats(low + 0.01, low + 999.99) for low in range(0, 7000, 1000))),
    month=MONTH,
    ssn=SSN,
    hour=HOUR,
    frequency=FREQUENCY,
)
@examples(60)
def test_exact_engine_equals_the_loops(
    baseline: ModuleType,
    latitude: float,
    longitude: float,
    azimuth: float,
    length: float,
    month: int,
    ssn: float,
    hour: float,
    frequency: float,
) -> None:
    rx = destination(latitude, longitude, azimuth, length)
    path = (latitude, longitude, *rx)
    loops = baseline.Path(path, month, ssn, hour)
    arc = Circuits(*(np.array([value]) for value in path)).arcs()
    conditions = Conditions(month, ssn, np.array([hour]), Method(exact=True))
    radiation = Radiation.grid(np.array([[frequency]]), np.zeros((1, 1)), arc.azimuth_deg, None)
    exact = short_path(arc, conditions, radiation)
    assert exact.field_dbuv.item() == pytest.approx(loops.field_dbuv(frequency), abs=1e-6)
    fast = predict(Circuits(*path), month=month, ssn=ssn, hours_utc=hour, frequencies_mhz=frequency)
    assert fast.basic_muf_mhz.item() == pytest.approx(loops.basic_muf(), abs=1e-9)


def test_fast_engine_stays_within_its_stated_error(baseline: ModuleType) -> None:
    rng = np.random.default_rng(11)
    frequencies = [5.0, 9.5, 17.0]
    differences = []
    for month in (1, 4, 7, 10):
        tx = rng.uniform([-70.0, -180.0], [80.0, 180.0], (8, 2))
        lengths = rng.uniform(150.0, 6990.0, 8)
        rx = [destination(*place, rng.uniform(0.0, 360.0), length) for place, length in zip(tx, lengths, strict=True)]
        ssn, hour = rng.uniform(0.0, 150.0), rng.uniform(0.0, 24.0)
        fast = predict(
            Circuits(*tx.T, *np.array(rx).T), month=month, ssn=ssn, hours_utc=hour, frequencies_mhz=frequencies
        )
        for number, (start, end) in enumerate(zip(tx, rx, strict=True)):
            loops = baseline.Path((*start, *end), month, ssn, hour)
            expected = [loops.field_dbuv(frequency) for frequency in frequencies]
            differences.extend(np.abs(fast.field_strength_dbuv[number, 0] - expected))
    # docs/physics-hf.md: median 0.00005 dB, 99th percentile 0.004 dB; more only beside the equator.
    assert np.median(differences) < 1e-4
    assert np.quantile(differences, 0.95) < 0.01
    assert max(differences) < 0.5


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE, MONTH, SSN, HOUR, FREQUENCY, st.integers(-2, 2))
@examples(40)
def test_a_turn_of_longitude_changes_nothing(
    lat_1: float, lon_1: float, lat_2: float, lon_2: float, month: int, ssn: float, hour: float, mhz: float, turns: int
) -> None:
    whole = 360.0 * turns
    paths = Circuits(
        np.array([lat_1, lat_1]),
        np.array([lon_1, lon_1 + whole]),
        np.array([lat_2, lat_2]),
        np.array([lon_2, lon_2 - whole]),
    )
    result = predict(paths, month=month, ssn=ssn, hours_utc=hour, frequencies_mhz=mhz)
    assert np.isfinite(result.snr_db).all()
    assert result.distance_km[0] == pytest.approx(result.distance_km[1], abs=1e-6)
    assert result.basic_muf_mhz[0] == pytest.approx(result.basic_muf_mhz[1], rel=1e-6)


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE, MONTH, SSN, HOUR)
@examples(40)
def test_invariants_of_any_prediction(
    lat_1: float, lon_1: float, lat_2: float, lon_2: float, month: int, ssn: float, hour: float
) -> None:
    paths = Circuits(*(np.array([value]) for value in (lat_1, lon_1, lat_2, lon_2)))
    result = predict(
        paths, month=month, ssn=ssn, hours_utc=[hour], frequencies_mhz=[2.0, 7.0, 14.0, 21.0, 30.0], power_dbkw=20.0
    )
    assert ((result.reliability_pct >= 0.0) & (result.reliability_pct <= 100.0)).all()
    assert (result.muf90_mhz <= result.muf10_mhz).all()
    margin = result.snr_db - 34.0
    assert ((result.reliability_pct >= 50.0) == (margin >= 0.0)).all()
    assert (result.du_snr_db >= np.sqrt(result.du_day_db**2 + 25.0)).all()
    assert (result.dl_snr_db >= np.sqrt(result.dl_day_db**2 + 64.0)).all()
    # Received power of an isotropic antenna is the field strength and the frequency, nothing else.
    wavelength_term = 20.0 * np.log10([2.0, 7.0, 14.0, 21.0, 30.0]) + 107.2
    np.testing.assert_allclose(result.field_strength_dbuv - result.received_power_dbw, wavelength_term[None, None])
