"""Circuits predicted from arrays are those that the command predicts row by row."""

import csv
import io

import numpy as np
import pytest

import bcastplan as bp

CIRCUIT = {
    "tx_lat": 24.8, "tx_lon": 121.2, "rx_lat": 39.0, "rx_lon": 125.75, "month": 4, "hour_utc": 11.5, "freq_mhz": 9.7,
    "power_kw": 100.0, "ssn": 80.0,
}  # fmt: skip


def test_arrays_equal_the_command(tmp_path, printed):
    rng = np.random.default_rng(26)
    columns = {
        "tx_lat": rng.uniform(-40, 55, 7), "tx_lon": rng.uniform(-180, 180, 7), "rx_lat": rng.uniform(20, 50, 7),
        "rx_lon": rng.uniform(90, 140, 7), "year": np.full(7, 2012), "month": rng.integers(1, 13, 7),
        "hour_utc": rng.uniform(0, 24, 7), "freq_mhz": np.array([0.648, 5.9, 7.2, 9.7, 11.9, 15.2, 35.0]),
        "power_kw": rng.uniform(1, 500, 7), "azimuth": rng.uniform(0, 360, 7),
    }  # fmt: skip
    antennas = [None, "AHR4/4/0.5", "216", None, "AHR2/2/0.5", "AHR4/4/0.5", None]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([*columns, "antenna"])
    for number, antenna in enumerate(antennas):
        writer.writerow([*(float(column[number]) for column in columns.values()), antenna or ""])
    (tmp_path / "circuits.csv").write_text(table.getvalue(), encoding="utf-8")
    shown = list(csv.DictReader(io.StringIO(printed("predict", tmp_path / "circuits.csv"))))
    answer = bp.predict(**columns, antenna=antennas)
    for name in ("distance_km", "basic_muf_mhz", "operational_muf_mhz", "e_dbuv", "snr_db", "bcr_pct"):
        expected = [float(row[name]) for row in shown]
        assert getattr(answer, name) == pytest.approx(expected, nan_ok=True, abs=0.006), name


def test_shapes_broadcast(tmp_path):
    hours = np.arange(0.5, 24, 8)[:, None]
    answer = bp.predict(**CIRCUIT | {"hour_utc": hours, "freq_mhz": [6.0, 9.7, 12.0, 17.5]})
    assert answer.bcr_pct.shape == (3, 4)
    assert repr(answer) == "<Predictions: shape (3, 4)>"
    alone = bp.predict(**CIRCUIT | {"hour_utc": 8.5, "freq_mhz": 12.0})
    assert alone.e_dbuv.shape == ()
    assert answer.e_dbuv[1, 2] == alone.e_dbuv
    records = answer.to_dicts()
    assert len(records) == 12
    assert (records[6]["hour_utc"], records[6]["freq_mhz"], records[6]["e_dbuv"]) == (8.5, 12.0, answer.e_dbuv[1, 2])


def test_the_sunspot_number_is_looked_up_by_year_and_month():
    from bcastplan.reference import smoothed_sunspot_number

    without = {name: value for name, value in CIRCUIT.items() if name != "ssn"}
    answer = bp.predict(**without, year=2009)
    known = smoothed_sunspot_number(2009, 4).r12
    assert answer.e_dbuv == bp.predict(**CIRCUIT | {"ssn": known}).e_dbuv
    assert answer.to_dicts()[0]["ssn"] == known


def test_a_number_that_is_not_known_gives_no_prediction():
    answer = bp.predict(**CIRCUIT | {"power_kw": [100.0, np.nan]})
    assert np.isfinite(answer.bcr_pct[0])
    assert np.isnan(answer.bcr_pct[1])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hour_utc": [3.0, 25.0]}, "hour_utc 25: expected an hour UT from 0 to 24"),
        ({"month": 6.5}, "month 6.5: expected a month"),
        ({"power_kw": 0.0}, "power_kw 0: expected kW"),
        ({"tx_lat": np.inf}, "tx_lat inf"),
        ({"ssn": None}, "give ssn, or year"),
        ({"ssn": None, "year": 3000}, "no sunspot number is known for 3000-04"),
        ({"antenna": "AHR9/9"}, "AHR9/9"),
        ({"environment": "forest"}, "forest"),
        ({"mode": "best"}, "best"),
        ({"bandwidth": 0.0}, "positive number of Hz"),
        ({"hour_utc": [1.0, 2.0], "month": [1, 2, 3]}, "shape"),
    ],
)
def test_what_cannot_be_predicted_says_why(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        bp.predict(**CIRCUIT | change)
