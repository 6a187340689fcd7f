import numpy as np
import pytest

from bcastplan.science.geodesy import FULL_CIRCLE_KM
from bcastplan.science.hf import Circuits, PathHourPrediction, Prediction, predict, predict_path_hours
from bcastplan.science.hf.pathset import bridge_dbuv

SETTINGS = {"month": 4, "ssn": 60.0, "hours_utc": [6.5, 18.5], "frequencies_mhz": [6.1, 11.8]}
THREE_D = ("field_strength_dbuv", "snr_db", "reliability_pct", "du_day_db", "elevation_deg")


def circuits(*paths: tuple[float, float, float, float]) -> Circuits:
    return Circuits(*np.array(paths, float).T)


KABUL = (29.5, 47.7, 34.5, 69.2)
TOKYO = (52.65, 12.9, 35.7, 139.7)
LONDON = (-36.3, 145.4, 51.5, -0.1)


def test_shapes_and_geometry() -> None:
    result = predict(circuits(KABUL, TOKYO, LONDON), **SETTINGS)
    assert result.distance_km == pytest.approx([2097.67, 8927.23, 16818.96], abs=0.01)
    assert result.basic_muf_mhz.shape == (3, 2)
    for name in (*THREE_D, "mode_index"):
        assert getattr(result, name).shape == (3, 2, 2)
    assert result.mode_labels()[2, 0, 0] == "long"
    assert np.isnan(result.elevation_deg[2]).all()
    assert (result.muf90_mhz < result.basic_muf_mhz).all()


def test_paths_do_not_influence_each_other_whatever_the_chunk() -> None:
    paths = circuits(KABUL, LONDON, TOKYO, KABUL[2:] + KABUL[:2])
    whole = predict(paths, **SETTINGS)
    single = predict(paths, **SETTINGS, chunk_paths=1)
    for name in Prediction.__dataclass_fields__:
        # Matrix products of other sizes round differently in the last digits.
        np.testing.assert_allclose(getattr(whole, name), getattr(single, name), rtol=1e-5, err_msg=name)


def test_nan_rows_stay_nan_and_leave_the_others_alone() -> None:
    result = predict(circuits(KABUL, (np.nan, 0.0, 1.0, 1.0)), **SETTINGS)
    alone = predict(circuits(KABUL), **SETTINGS)
    np.testing.assert_array_equal(result.snr_db[0], alone.snr_db[0])
    for name in Prediction.__dataclass_fields__:
        values = getattr(result, name)[1]
        assert (values == 0).all() if name == "mode_index" else np.isnan(values).all()


@pytest.mark.parametrize("frequency", [1.99, 30.01, np.nan, np.inf, -5.0])
def test_frequencies_out_of_range_are_nan(frequency: float) -> None:
    result = predict(circuits(KABUL), **{**SETTINGS, "frequencies_mhz": [frequency, 11.8]})
    assert np.isnan(result.snr_db[0, :, 0]).all()
    assert (result.mode_index[0, :, 0] == 0).all()
    assert np.isfinite(result.snr_db[0, :, 1]).all()


def test_nan_power_is_nan() -> None:
    result = predict(circuits(KABUL, TOKYO), **SETTINGS, power_dbkw=[np.nan, 20.0])
    assert np.isnan(result.reliability_pct[0]).all()
    assert np.isfinite(result.reliability_pct[1]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"month": 13}, "month 13"),
        ({"month": 0}, "month 0"),
        ({"month": 4.5}, "month 4.5"),
        ({"month": float("nan")}, "month nan"),
        ({"ssn": -1.0}, "sunspot number"),
        ({"ssn": float("nan")}, "sunspot number"),
        ({"ssn": 400.0}, "sunspot number"),
        ({"hours_utc": [25.0]}, "hour 25"),
        ({"hours_utc": [np.nan]}, "hour nan"),
        ({"frequencies_mhz": np.ones((5, 2))}, "frequencies_mhz"),
        ({"power_dbkw": np.inf}, "power_dbkw"),
        ({"power_dbkw": np.zeros(7)}, "power_dbkw"),
        ({"environment": "jungle"}, "jungle"),
        ({"bandwidth_hz": 0.0}, "bandwidth"),
        ({"required_snr_db": float("nan")}, "required S/N"),
        ({"mode": "fast"}, "fast"),
        ({"absorption": "none"}, "none"),
        ({"chunk_paths": 0}, "chunk_paths"),
    ],
)
def test_wrong_arguments_are_named(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        predict(circuits(KABUL), **{**SETTINGS, **change})


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ((91.0, 0.0, 0.0, 0.0), "tx_latitude 91 at path 0"),
        ((0.0, 0.0, -90.5, 0.0), "rx_latitude"),
        ((0.0, np.inf, 0.0, 0.0), "infinite"),
    ],
)
def test_impossible_places_are_named(path: tuple[float, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        circuits(path)


def test_unequal_lengths() -> None:
    with pytest.raises(ValueError, match="rx_longitude"):
        Circuits(np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(3))
    with pytest.raises(ValueError, match="long_arc"):
        Circuits(np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(2), np.array([True]))


@pytest.mark.parametrize("absorption", ["penetration_points", "control_points"])
@pytest.mark.parametrize("mode", ["recommendation", "reference"])
def test_extreme_paths_give_numbers(mode: str, absorption: str) -> None:
    paths = circuits(
        (40.0, 20.0, 40.0, 20.0),  # one point
        (40.0, 20.0, 40.000001, 20.0),
        (90.0, 0.0, 90.0, 77.0),  # one pole
        (90.0, 0.0, 60.0, 30.0),
        (-90.0, 0.0, -60.0, 200.0),
        (90.0, 0.0, -90.0, 0.0),  # pole to pole
        (10.0, 20.0, -10.0, -160.0),  # antipodes
        (0.0, 0.0, 0.0, 180.0),
        (0.0, 179.9, 0.0, -179.9),
    )
    with np.errstate(all="raise", under="ignore"):
        result = predict(
            paths,
            month=1,
            ssn=311.0,
            hours_utc=np.arange(24.0),
            frequencies_mhz=[2.0, 30.0],
            mode=mode,
            absorption=absorption,
        )
    for name in ("field_strength_dbuv", "snr_db", "reliability_pct", "basic_muf_mhz", "operational_muf_mhz"):
        assert np.isfinite(getattr(result, name)).all(), name
    assert result.distance_km[0] < 0.01
    assert result.elevation_deg[0].min() > 85.0


@pytest.mark.parametrize("length", [2000.0, 4000.0, 7000.0, 9000.0])
def test_lengths_at_which_the_model_changes(length: float) -> None:
    degrees = length / FULL_CIRCLE_KM * 360.0
    paths = circuits(*((0.0, 0.0, 0.0, degrees + step) for step in (-1e-7, 0.0, 1e-7)))
    result = predict(paths, month=4, ssn=60.0, hours_utc=[6.5], frequencies_mhz=[14.0])
    assert np.isfinite(result.field_strength_dbuv).all()
    if length == 7000.0:
        np.testing.assert_allclose(result.field_strength_dbuv[0], result.field_strength_dbuv[2], atol=1e-3)


def test_bridge_meets_both_models() -> None:
    assert bridge_dbuv(np.array(31.0), np.array(12.0), np.array(7000.0)) == pytest.approx(31.0)
    assert bridge_dbuv(np.array(31.0), np.array(12.0), np.array(9000.0)) == pytest.approx(12.0)
    assert 12.0 < bridge_dbuv(np.array(31.0), np.array(12.0), np.array(8000.0)) < 31.0


def test_long_arc() -> None:
    path = np.array([TOKYO]).T
    short, long = (predict(Circuits(*path, long_arc=[flag]), **SETTINGS) for flag in (False, True))
    assert short.distance_km + long.distance_km == pytest.approx(FULL_CIRCLE_KM)
    assert (long.azimuth_deg - short.azimuth_deg) % 360.0 == pytest.approx(180.0)


def test_power_adds_to_every_level_and_frequencies_may_differ_by_path() -> None:
    paths = circuits(KABUL, LONDON)
    table = np.array([[6.1, 11.8], [9.7, 21.6]])
    weak = predict(paths, **{**SETTINGS, "frequencies_mhz": table})
    strong = predict(paths, **{**SETTINGS, "frequencies_mhz": table}, power_dbkw=[[10.0, 20.0], [0.0, 24.0]])
    added = np.broadcast_to(np.array([[[10.0, 20.0]], [[0.0, 24.0]]]), (2, 2, 2))
    np.testing.assert_allclose(strong.snr_db - weak.snr_db, added, atol=2e-5)
    np.testing.assert_allclose(strong.field_strength_dbuv - weak.field_strength_dbuv, added, atol=2e-5)
    one = predict(circuits(LONDON), **{**SETTINGS, "frequencies_mhz": table[1]})
    np.testing.assert_allclose(weak.snr_db[1], one.snr_db[0], atol=1e-9)


def test_power_chooses_the_row_of_the_operational_muf() -> None:
    # P.1240, equinox by day: 1.15 up to 30 dBW, 1.20 above.
    paths = circuits((10.0, 0.0, 20.0, 10.0))
    at = {"month": 4, "ssn": 60.0, "hours_utc": [12.0], "frequencies_mhz": [10.0]}
    low, high = (predict(paths, **at, power_dbkw=power) for power in (0.0, 20.0))
    assert low.operational_muf_mhz / low.basic_muf_mhz == pytest.approx(1.15)
    assert high.operational_muf_mhz / high.basic_muf_mhz == pytest.approx(1.20)


def test_antenna_gain_is_asked_for_each_modes_elevation() -> None:
    asked: list[tuple] = []

    def gain(path, frequency, azimuth, elevation):
        asked.append((path, frequency, azimuth, elevation))
        return np.where(path == 0, 10.0, 3.0)

    paths = circuits(KABUL, LONDON)
    plain = predict(paths, **SETTINGS)
    lifted = predict(paths, **SETTINGS, tx_gain=gain)
    np.testing.assert_allclose(lifted.snr_db[0] - plain.snr_db[0], 10.0, atol=2e-5)
    np.testing.assert_allclose(lifted.snr_db[1] - plain.snr_db[1], 3.0, atol=2e-5)
    path, frequency, azimuth, elevation = (np.concatenate(values) for values in zip(*asked, strict=True))
    assert elevation.min() >= 0.0
    assert set(frequency) == {6.1, 11.8}
    np.testing.assert_allclose(azimuth, plain.azimuth_deg[path])
    # The long model looks at 0 to 8 degrees, the short one at each mode.
    assert set(elevation[path == 1]) == set(range(9))
    assert np.unique(elevation[path == 0]).size > 10


def test_a_narrow_beam_favours_the_mode_it_hits() -> None:
    paths = circuits(KABUL)
    plain = predict(paths, **SETTINGS)

    def steep(path, frequency, azimuth, elevation):
        return np.where(elevation > 60.0, 60.0, -60.0)

    result = predict(paths, **SETTINGS, tx_gain=steep)
    assert (result.elevation_deg > 60.0).all()
    assert (plain.elevation_deg < 60.0).any()
    assert set(result.mode_labels().ravel()) <= {"6F2", "5F2", "4F2"}


def test_hour_24_is_hour_0() -> None:
    midnight, end = (predict(circuits(KABUL, LONDON), **{**SETTINGS, "hours_utc": [hour]}) for hour in (0.0, 24.0))
    np.testing.assert_array_equal(midnight.snr_db, end.snr_db)


def test_more_bandwidth_brings_more_noise() -> None:
    narrow, wide = (predict(circuits(KABUL), **SETTINGS, bandwidth_hz=width) for width in (3000.0, 30000.0))
    np.testing.assert_allclose(narrow.snr_db - wide.snr_db, 10.0)
    quiet, city = (predict(circuits(KABUL), **SETTINGS, environment=name) for name in ("quiet rural", "city"))
    assert (quiet.snr_db > city.snr_db).all()


def test_empty_input() -> None:
    result = predict(Circuits(*np.zeros((4, 0))), **SETTINGS)
    assert result.snr_db.shape == (0, 2, 2)


def test_path_hours_alone_equal_those_of_the_whole_day() -> None:
    rng = np.random.default_rng(8)
    circuits = Circuits(*(rng.uniform(low, high, 30) for low, high in ((-70, 75), (-180, 180)) * 2))
    frequencies = rng.choice([5.95, 9.7, 15.4, 40.0], (30, 2))
    path, hour = (rng.integers(0, size, 90) for size in (30, 24))
    settings: dict[str, object] = {"month": 10, "ssn": 45.0, "frequencies_mhz": frequencies, "power_dbkw": 20.0}
    for absorption in ("penetration_points", "control_points"):
        day = predict(circuits, hours_utc=np.arange(24) + 0.5, absorption=absorption, **settings)
        some = predict_path_hours(circuits, path, hour + 0.5, absorption=absorption, **settings)
        for name in PathHourPrediction.__dataclass_fields__:
            values = getattr(day, name)
            expected = values if values.ndim == 1 else values[path, hour]
            np.testing.assert_allclose(getattr(some, name), expected, atol=2e-4, err_msg=name)


def test_no_path_hours_give_empty_answers() -> None:
    circuits = Circuits([10.0], [20.0], [30.0], [40.0])
    nothing = np.zeros(0, np.intp)
    answer = predict_path_hours(circuits, nothing, np.zeros(0), month=1, ssn=10.0, frequencies_mhz=[6.0, 7.0])
    assert answer.snr_db.shape == (0, 2)
    assert answer.basic_muf_mhz.shape == (0,)
    assert answer.distance_km.size == 1
