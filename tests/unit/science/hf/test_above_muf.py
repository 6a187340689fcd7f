"""The loss above the MUF: steps where the Recommendation has them, a ramp and a gentler slope where measurements do."""

import csv
import importlib.util
import sys

import numpy as np
import pytest

from bcastplan.science.hf import Circuits, above_muf, predict, predict_pairs
from bcastplan.science.hf.above_muf import above_muf_loss


def loss(ratio, km, f2=True, **more):
    frequency = np.atleast_2d(np.asarray(ratio, float) * 10.0)
    return above_muf_loss(frequency, np.array([10.0]), np.array([float(km)]), f2=f2, **more)[0]


def test_the_recommendation_has_steps():
    # P.533 section 5.2: E 46 sqrt(x) + 5 up to 58; F2 36 sqrt(x) + 5 up to 60, beyond 3,000 km 70 x + 8 up to 80.
    ratios = [0.5, 1.0, 1.0625, 1.25, 5.0]
    assert loss(ratios, 1000) == pytest.approx([0, 0, 14, 23, 60])
    assert loss(ratios, 1000, f2=False) == pytest.approx([0, 0, 16.5, 28, 58])
    assert loss(ratios, 5000) == pytest.approx([0, 0, 12.375, 25.5, 80])


@pytest.mark.parametrize("f2", [True, False])
def test_calibrated_short_paths_lose_from_85_per_cent_of_the_muf_on(f2):
    ratios = [0.5, 0.85, 0.925, 1.0 - 1e-9, 1.0 + 1e-9]
    assert loss(ratios, 1000, f2, calibrated=True) == pytest.approx([0, 0, 2.5, 5, 5], abs=2e-3)
    assert loss([1.25], 1000, f2, calibrated=True) == loss([1.25], 1000, f2)


def test_calibrated_long_paths_lose_less_above_the_muf():
    assert loss([0.99, 1.25, 1.5], 6000, calibrated=True) == pytest.approx([0, 8 + 0.25 * 37.5, 8 + 0.5 * 37.5])
    assert loss([1.25], 6000, calibrated=True, slope_db=40.0) == pytest.approx([18.0])
    assert 35.0 <= above_muf.CALIBRATED_SLOPE_DB <= 40.0


@pytest.mark.parametrize("km", [2000, 2500, 3000, 3001, 3500, 4000])
@pytest.mark.parametrize("f2", [True, False])
def test_between_2000_and_4000_km_nothing_changes(km, f2):
    ratios = np.linspace(0.5, 3.0, 101)
    np.testing.assert_array_equal(loss(ratios, km, f2, calibrated=True), loss(ratios, km, f2))


def test_calibrated_loss_is_continuous_in_distance_but_for_the_recommendations_own_step():
    ratios = np.linspace(0.8, 2.0, 61)
    lengths = np.arange(1.0, 9000.0, 1.0)
    table = np.stack([loss(ratios, km, calibrated=True) for km in lengths])
    steps = np.abs(np.diff(table, axis=0)).max(axis=1)
    assert lengths[:-1][steps > 0.05].tolist() == [3000.0]
    frequencies = np.linspace(0.5, 0.9999999, 2001)
    assert np.abs(np.diff(loss(frequencies, 1200, calibrated=True))).max() < 0.01


def test_single_precision_stays_single():
    ratio = np.full((1, 3), 1.2, np.float32)
    assert above_muf_loss(ratio, np.ones(1), np.array([5000.0]), f2=True, calibrated=True).dtype == np.float32


def test_calibrated_mode_changes_what_lies_above_the_muf_and_nothing_else():
    paths = Circuits([50.0, 50.0], [10.0, 10.0], [30.0, 35.0], [60.0, 30.0])  # 4,950 and 2,370 km
    settings = {"month": 1, "ssn": 10.0, "hours_utc": np.arange(24) + 0.5, "frequencies_mhz": [5.9, 9.7, 17.7]}
    usual = predict(paths, **settings)
    calibrated = predict(paths, mode="calibrated", **settings)
    np.testing.assert_array_equal(calibrated.basic_muf_mhz, usual.basic_muf_mhz)
    gain = calibrated.field_strength_dbuv - usual.field_strength_dbuv
    above = np.array(settings["frequencies_mhz"]) > usual.basic_muf_mhz[:, :, None]
    assert (gain[1] == 0.0).all()
    assert (gain[0] >= -1e-4).all()
    assert gain[0][above[0]].max() > 3.0


@pytest.fixture
def builder(root):
    spec = importlib.util.spec_from_file_location("muf_loss", root / "builders" / "muf_loss.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["muf_loss"] = module
    spec.loader.exec_module(module)
    return module


def test_the_builder_finds_the_slope_that_measurements_have(builder, tmp_path, monkeypatch):
    rng = np.random.default_rng(4)
    count = 30
    latitude, longitude = rng.uniform(40, 60, count), rng.uniform(-10, 30, count)
    ends = Circuits(latitude, longitude, latitude - rng.uniform(30, 45, count), longitude + rng.uniform(5, 40, count))
    places = np.repeat(np.arange(count), 6)
    columns = (ends.tx_latitude, ends.tx_longitude, ends.rx_latitude, ends.rx_longitude)
    numbers = {name: values[places] for name, values in zip(builder.NUMBERS, columns, strict=False)}
    numbers |= {"month": np.full(places.size, 1.0), "ssn": np.full(places.size, 40.0)}
    numbers["hour_utc"] = np.tile([1.0, 5.0, 9.0, 13.0, 17.0, 21.0], count)
    numbers["freq_mhz"] = np.full(places.size, 15.4)
    monkeypatch.setattr(above_muf, "CALIBRATED_SLOPE_DB", 45.0)
    truth = predict_pairs(
        Circuits(*(numbers[name] for name in builder.NUMBERS[:4])), month=1, ssn=40.0, hour_utc=numbers["hour_utc"],
        frequency_mhz=15.4, mode="calibrated",
    )  # fmt: skip
    monkeypatch.undo()
    numbers["measured_dbuv"] = truth.field_strength_dbuv + rng.normal(0.0, 1.0, places.size)
    file = tmp_path / "measured.csv"
    with file.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["circuit", *builder.NUMBERS])
        for row, place in enumerate(places.tolist()):
            writer.writerow([f"circuit {place:02}", *(float(numbers[name][row]) for name in builder.NUMBERS)])
    monkeypatch.setattr(builder, "SLOPES_DB", np.array([35.0, 40.0, 45.0, 50.0, 70.0]))
    result = builder.fit(*builder.read(file))
    assert result.slope_db == 45.0
    assert set(result.fold_slopes_db) <= {40.0, 45.0, 50.0}
    assert result.calibrated_db.std() < 1.2 < result.recommendation_db.std()
    assert above_muf.CALIBRATED_SLOPE_DB == 37.5
    assert "slope 45 dB" in builder.report(result)


def test_the_builder_names_a_missing_column(builder, tmp_path):
    (tmp_path / "table.csv").write_text("circuit,tx_lat\nA,1\n")
    with pytest.raises(ValueError, match="no column tx_lon"):
        builder.read(tmp_path / "table.csv")
