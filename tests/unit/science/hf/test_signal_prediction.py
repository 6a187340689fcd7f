"""Signals asked for one by one are those of the whole grid, and antennas may be told all directions beforehand."""

import numpy as np
import pytest

from bcastplan.science.antennas import GainBank, resolve
from bcastplan.science.hf import Circuits, SignalPrediction, predict_pairs, predict_path_hours, predict_signals
from bcastplan.science.hf.hf_prediction import MUF_FIELDS, PATH_FIELDS

PATHS, FREQUENCIES = 25, 3
SETTINGS = {"month": 10, "ssn": 45.0, "absorption": "control_points"}


@pytest.fixture
def world():
    rng = np.random.default_rng(5)
    circuits = Circuits(*(rng.uniform(low, high, PATHS) for low, high in ((-60, 70), (-180, 180)) * 2))
    table = rng.choice([5.95, 9.7, 15.4, 21.5, 40.0], (PATHS, FREQUENCIES))
    path, hour = rng.integers(0, PATHS, 70), rng.integers(0, 24, 70) + 0.5
    row = rng.integers(0, 70, 150)
    line = path[row] * FREQUENCIES + rng.integers(0, FREQUENCIES, 150)
    return circuits, table, path, hour, row, line


@pytest.mark.parametrize("mode", ["recommendation", "calibrated", "reference"])
def test_signals_are_those_of_the_grid_in_any_order(world, mode):
    circuits, table, path, hour, row, line = world
    power = np.linspace(10.0, 27.0, table.size)
    grid = predict_path_hours(
        circuits, path, hour, frequencies_mhz=table, power_dbkw=power.reshape(table.shape), mode=mode, **SETTINGS
    )
    shuffled = np.random.default_rng(1).permutation(table.size)  # the numbers of lines mean nothing
    number = np.argsort(shuffled)
    some = predict_signals(
        circuits, path, hour, (np.arange(table.size) // FREQUENCIES)[shuffled], table.ravel()[shuffled], row,
        number[line], power_dbkw=power[shuffled], mode=mode, **SETTINGS,
    )  # fmt: skip
    for name in SignalPrediction.__dataclass_fields__:
        expected = getattr(grid, name)
        if name not in (*PATH_FIELDS, *MUF_FIELDS):
            expected = expected[row, line % FREQUENCIES]
        np.testing.assert_allclose(getattr(some, name), expected, atol=2e-4, err_msg=name)


class Turned:
    """A bank of antennas, one for each path, that can be aimed."""

    def __init__(self, bank):
        self.bank = bank

    def towards(self, path_index, frequency_mhz, azimuth_deg):
        return self.bank.towards(path_index, azimuth_deg).gain_dbi


def test_aimed_antennas_radiate_what_antennas_asked_ray_by_ray_do(world):
    circuits, table, path, hour, row, line = world
    situations = [
        resolve("AHR(S)4/4/0.5", frequency_mhz=9.7, azimuth_deg=15.0 * number, slew_deg=number % 3 * 10.0 - 10.0)
        for number in range(PATHS)
    ]
    bank = GainBank([(situation, 9.7) for situation in situations])
    asked = (circuits, path, hour, np.arange(table.size) // FREQUENCIES, table.ravel(), row, line)
    by_ray = predict_signals(
        *asked, tx_gain=lambda index, _mhz, azimuth, up: bank.gain_dbi(index, azimuth, up), **SETTINGS
    )
    by_line = predict_signals(*asked, tx_gain=Turned(bank), **SETTINGS)
    np.testing.assert_array_equal(by_line.snr_db, by_ray.snr_db)
    rows = Circuits(
        *(getattr(circuits, name)[path[row]] for name in ("tx_latitude", "tx_longitude", "rx_latitude", "rx_longitude"))
    )
    alone = predict_pairs(
        rows, month=10, ssn=45.0, hour_utc=hour[row], frequency_mhz=table.ravel()[line], antenna_index=path[row],
        tx_gain=Turned(bank), absorption="control_points",
    )  # fmt: skip
    np.testing.assert_allclose(alone.snr_db, by_line.snr_db, atol=2e-4)
    isotropic = predict_signals(*asked, **SETTINGS)
    assert np.nanmax(np.abs(by_line.snr_db - isotropic.snr_db)) > 10.0
