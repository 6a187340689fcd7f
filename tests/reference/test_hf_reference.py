"""Reference mode against the ITU's own program, for all rows of reference.csv.gz; prints the table of agreement.

Source of the numbers: ITURHFProp (P533 14.2, P372 14.3) with the clock of the Sun corrected, 100 kW, isotropic, rural,
9 kHz, 34 dB. The program's maps are interpolated on a 1.5-degree grid, ours are summed exactly: that is the rest.
"""

import csv
import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from bcastplan.science.hf import Circuits, RowPrediction, predict_pairs

CLASSES = ((0.0, 4000.0), (4000.0, 7000.0), (7000.0, 9000.0), (9000.0, 20100.0))
# column of the file: field of the prediction, largest median and 99th percentile of the difference.
LIMITS = {
    "e_dbuv": ("field_strength_dbuv", 0.01, 0.3),
    "pr_dbw": ("received_power_dbw", 0.01, 0.3),
    "snr_db": ("snr_db", 0.01, 0.3),
    "basic_muf_mhz": ("basic_muf_mhz", 0.01, 0.1),
    "operational_muf_mhz": ("operational_muf_mhz", 0.01, 0.15),
    "bcr_pct": ("reliability_pct", 0.01, 1.0),
    "dusn_db": ("du_snr_db", 0.0001, 0.01),
    "dlsn_db": ("dl_snr_db", 0.0001, 0.01),
    "distance_km": ("distance_km", 0.0001, 0.001),
}


@pytest.fixture(scope="module")
def table(shared_data: Path) -> dict[str, np.ndarray]:
    path = shared_data / "p533" / "reference.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} not found")
    with gzip.open(path, "rt", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


@pytest.fixture(scope="module")
def prediction(table: dict[str, np.ndarray]) -> RowPrediction:
    places = (table[name].astype(float) for name in ("tx_lat", "tx_lon", "rx_lat", "rx_lon"))
    return predict_pairs(
        Circuits(*places),
        month=table["month"].astype(float),
        ssn=table["ssn"].astype(float),
        hour_utc=table["hour_utc"].astype(float),
        frequency_mhz=table["freq_mhz"].astype(float),
        power_dbkw=20.0,
        mode="reference",
    )


@pytest.mark.parametrize("column", LIMITS)
def test_agreement_per_distance_class(
    table: dict[str, np.ndarray], prediction: RowPrediction, column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, median_limit, tail_limit = LIMITS[column]
    difference = np.abs(getattr(prediction, name) - table[column].astype(float))
    assert np.isfinite(difference).all()
    lines, failures = [], []
    for low, high in CLASSES:
        some = difference[(prediction.distance_km >= low) & (prediction.distance_km < high)]
        median, tail = np.median(some), np.quantile(some, 0.99)
        lines.append(
            f"{column:20} {low:6.0f}-{high:5.0f} km {some.size:6d} rows"
            f"  median {median:.4f}  p99 {tail:.4f}  max {some.max():.4f}"
        )
        if median > median_limit or tail > tail_limit:
            failures.append(lines[-1])
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert not failures


def test_dominant_modes_agree(table: dict[str, np.ndarray], prediction: RowPrediction) -> None:
    short = prediction.distance_km < 7000.0
    same = prediction.mode_labels()[short] == table["dom_mode"][short]
    assert same.mean() > 0.99


def test_golden_circuits(shared_data: Path) -> None:
    path = shared_data / "p533" / "golden.json"
    if not path.exists():
        pytest.skip(f"{path} not found")
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert len(cases) == 17
    columns = {name: np.array([case[name] for case in cases]) for name in ("tx_lat", "tx_lon", "rx_lat", "rx_lon")}
    settings = {
        "month": [case["month"] for case in cases],
        "ssn": [case["r12"] for case in cases],
        "hour_utc": [case["ut"] for case in cases],
        "frequency_mhz": [case["f"] for case in cases],
        "power_dbkw": 20.0,
    }
    circuits = Circuits(*columns.values())
    reference = predict_pairs(circuits, **settings, mode="reference")
    for name, field, tolerance in (
        ("e_dbuv", "field_strength_dbuv", 0.06),
        ("snr_db", "snr_db", 0.06),
        ("basic_muf_mhz", "basic_muf_mhz", 0.05),
        ("muf90_mhz", "muf90_mhz", 0.05),
        ("muf10_mhz", "muf10_mhz", 0.06),
        ("operational_muf_mhz", "operational_muf_mhz", 0.08),
        ("bcr_pct", "reliability_pct", 0.2),
        ("dusn_db", "du_snr_db", 1e-3),
        ("dlsn_db", "dl_snr_db", 1e-3),
    ):
        expected = [case["ref_fixed"][name] for case in cases]
        np.testing.assert_allclose(getattr(reference, field), expected, atol=tolerance, err_msg=name)
    # The prototype behind the specification sums the same maps: agreement to its rounding.
    prototype = [case["proto_compat_E"] for case in cases]
    np.testing.assert_allclose(reference.field_strength_dbuv, prototype, atol=1e-6)
    recommended = predict_pairs(circuits, **settings)
    for name, field, tolerance in (
        ("proto_rec_E", "field_strength_dbuv", 0.002),
        ("proto_rec_SNR", "snr_db", 0.002),
        ("proto_rec_BCR", "reliability_pct", 0.005),
    ):
        expected = [case[name] for case in cases]
        np.testing.assert_allclose(getattr(recommended, field), expected, atol=tolerance, err_msg=name)
