"""Reference mode against intermediate results of the ITU's program: control points and single modes."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from bcastplan.science.geodesy import Arc
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.controls import E_MODES, F2_MODES
from bcastplan.science.hf.method import Method
from bcastplan.science.hf.radiation import Radiation
from bcastplan.science.hf.shortpath import ShortPath, short_path

REFERENCE = Method.named("reference", "penetration_points")


@pytest.fixture(scope="module")
def runs(shared_data: Path) -> list[tuple[dict[str, np.ndarray], ShortPath]]:
    """Every circuit and month of the dump with its 24 hours, at one frequency."""
    folder = shared_data / "p533"
    for name in ("reference_internals.csv.gz", "reference.csv.gz"):
        if not (folder / name).exists():
            pytest.skip(f"{folder / name} not found")
    with gzip.open(folder / "reference.csv.gz", "rt", newline="") as lines:
        places = {
            (row["tx_name"], row["rx_name"]): [float(row[n]) for n in ("tx_lat", "tx_lon", "rx_lat", "rx_lon")]
            for row in csv.DictReader(lines)
        }
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    with gzip.open(folder / "reference_internals.csv.gz", "rt", newline="") as lines:
        for row in csv.DictReader(lines):
            if (row["tx"], row["rx"]) in places and float(row["distance_km"]) < 9000.0:
                key = (row["tx"], row["rx"], row["month"], row["ssn"], row["freq_mhz"])
                groups.setdefault(key, []).append(row)
    results = []
    for (tx, rx, month, ssn, frequency), rows in list(groups.items())[::3]:
        arc = Arc.between(*([value] for value in places[tx, rx]))
        hours = np.array([float(row["hour_utc"]) % 24.0 for row in rows])
        radiation = Radiation.grid(np.array([[float(frequency)]]), np.array([[20.0]]), arc.azimuth_deg, None)
        table = {
            name: np.array([float(row[name]) for row in rows])
            for name in rows[0]
            if name not in ("case_id", "tx", "rx")
        }
        results.append((table, short_path(arc, Conditions(int(month), float(ssn), hours, REFERENCE), radiation)))
    assert results
    return results


def collect(pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    return np.abs(np.concatenate([np.ravel(actual) - np.ravel(expected) for actual, expected in pairs]))


@pytest.mark.parametrize(("column", "tolerance"), [("foF2", 0.05), ("M3kF2", 0.004), ("foE", 2e-5), ("sza_deg", 2e-5)])
def test_control_points(runs: list[tuple[dict[str, np.ndarray], ShortPath]], column: str, tolerance: float) -> None:
    pairs = []
    for table, result in runs:
        points = {"MP": result.controls.middle, "T1k": result.controls.ends[0], "R1k": result.controls.ends[1]}
        for prefix, point in points.items():
            if prefix != "MP" and not result.controls.long_enough()[0]:
                continue
            values = {
                "foF2": point.fof2,
                "M3kF2": point.m3000,
                "foE": point.foe,
                "sza_deg": np.degrees(point.zenith_rad),
            }[column]
            expected = table[f"{prefix}_{column}"]
            filled = table[f"{prefix}_foE"] > 0.0
            pairs.append((values[filled], expected[filled]))
    difference = collect(pairs)
    assert difference.size > 1000
    assert difference.max() < tolerance


def test_magnetic_field(runs: list[tuple[dict[str, np.ndarray], ShortPath]]) -> None:
    pairs = []
    for table, result in runs:
        middle = result.controls.middle
        for column, value in (
            ("dip100_rad", middle.field_100.dip_rad),
            ("fH100", middle.field_100.gyrofrequency_mhz),
            ("dip300_rad", middle.field_300.dip_rad),
            ("fH300", middle.field_300.gyrofrequency_mhz),
        ):
            pairs.append((np.repeat(value, table["month"].size), table[f"MP_{column}"]))
    assert collect(pairs).max() < 2e-6


def test_mufs_of_e_modes(runs: list[tuple[dict[str, np.ndarray], ShortPath]]) -> None:
    pairs = [
        (result.mufs[row], table[f"E{hops}_BMUF"])
        for table, result in runs
        for row, hops in enumerate(E_MODES)
        if result.controls.distance[0] < 4000.0
    ]
    assert collect(pairs).max() < 1e-3


def test_mufs_of_f2_modes(runs: list[tuple[dict[str, np.ndarray], ShortPath]]) -> None:
    pairs = []
    for table, result in runs:
        for row, hops in enumerate(F2_MODES):
            actual, expected = result.mufs[len(E_MODES) + row], table[f"F{hops}_BMUF"]
            both = (actual > 0.0) & (expected > 0.0)
            # The lowest order may fall differently where the hop nearly fits.
            assert (both == ((actual > 0.0) | (expected > 0.0))).mean() > 0.95
            pairs.append((actual[both], expected[both]))
    difference = collect(pairs)
    assert np.quantile(difference, 0.99) < 0.05
    assert difference.max() < 0.12


def test_path_field(runs: list[tuple[dict[str, np.ndarray], ShortPath]]) -> None:
    short = [(result.field_dbuv, table["Ep"]) for table, result in runs if result.controls.distance[0] <= 7000.0]
    difference = collect(short)
    assert np.median(difference) < 0.005
    assert np.quantile(difference, 0.99) < 0.3
