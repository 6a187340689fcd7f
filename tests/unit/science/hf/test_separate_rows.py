import numpy as np
import pytest

from bcastplan.science.hf import Circuits, RowPrediction, predict, predict_pairs


def rows(count: int, seed: int = 1) -> tuple[Circuits, dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    places = rng.uniform([-60.0, -180.0], [70.0, 180.0], (5, 2))
    tx, rx = rng.integers(0, 5, count), rng.integers(0, 5, count)
    settings = {
        "month": rng.integers(1, 13, count).astype(float),
        "ssn": rng.choice([10.0, 90.0], count),
        "hour_utc": rng.choice([0.0, 6.5, 12.0, 24.0], count),
        "frequency_mhz": rng.choice([6.1, 9.7, 15.4], count),
        "power_dbkw": rng.choice([10.0, 20.0], count),
    }
    return Circuits(*places[tx].T, *places[rx].T), settings


def alone(circuits: Circuits, settings: dict[str, np.ndarray], row: int, **more: object):
    return predict(
        circuits.select([row]),
        month=int(settings["month"][row]),
        ssn=settings["ssn"][row],
        hours_utc=settings["hour_utc"][row],
        frequencies_mhz=settings["frequency_mhz"][row],
        power_dbkw=settings["power_dbkw"][row],
        **more,
    )


def test_every_row_gets_what_it_would_get_alone() -> None:
    circuits, settings = rows(40)
    result = predict_pairs(circuits, **settings)
    for row in range(40):
        single = alone(circuits, settings, row)
        for name in RowPrediction.__dataclass_fields__:
            expected = getattr(single, name).ravel()[0]
            np.testing.assert_allclose(getattr(result, name)[row], expected, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("hours", [[6.5], [1.0, 2.0, 3.0], list(np.linspace(0.1, 23.9, 37))])
def test_all_groupings_agree(hours: list[float]) -> None:
    circuits, settings = rows(60, seed=3)
    settings["month"][:] = 3.0
    settings["ssn"][:] = 60.0
    settings["hour_utc"] = np.resize(hours, 60)
    result = predict_pairs(circuits, **settings)
    for row in (0, 17, 59):
        assert result.snr_db[row] == pytest.approx(alone(circuits, settings, row).snr_db.item(), abs=1e-5)


def test_antenna_of_the_row_is_used() -> None:
    circuits, settings = rows(12)
    circuits = Circuits(
        *(
            np.repeat(getattr(circuits, name)[:1], 12)
            for name in ("tx_latitude", "tx_longitude", "rx_latitude", "rx_longitude")
        )
    )

    def gain(antenna, frequency, azimuth, elevation):
        return antenna.astype(float)

    plain = predict_pairs(circuits, **settings)
    lifted = predict_pairs(circuits, **settings, antenna_index=np.arange(12), tx_gain=gain)
    np.testing.assert_allclose(lifted.snr_db - plain.snr_db, np.arange(12.0), atol=2e-5)


def test_undefined_rows_are_nan_and_the_others_are_not() -> None:
    circuits, settings = rows(4)
    circuits.tx_latitude[1] = np.nan
    settings["frequency_mhz"][2] = 40.0
    settings["power_dbkw"][3] = np.nan
    result = predict_pairs(circuits, **settings)
    assert np.isnan(result.snr_db).tolist() == [False, True, True, True]
    assert result.mode_labels()[1:].tolist() == ["", "", ""]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("month", 13.0, "row 2: month"),
        ("month", np.nan, "row 2: month"),
        ("ssn", -5.0, "row 2: ssn"),
        ("hour_utc", 30.0, "row 2: hour"),
    ],
)
def test_the_first_wrong_row_is_named(column: str, value: float, message: str) -> None:
    circuits, settings = rows(5)
    settings[column][2:] = value
    with pytest.raises(ValueError, match=message):
        predict_pairs(circuits, **settings)


def test_scalars_stand_for_all_rows() -> None:
    circuits, _ = rows(3)
    result = predict_pairs(circuits, month=5, ssn=50, hour_utc=12, frequency_mhz=9.7)
    assert np.isfinite(result.snr_db).all()


def test_no_rows() -> None:
    result = predict_pairs(Circuits(*np.zeros((4, 0))), month=5, ssn=50, hour_utc=12, frequency_mhz=9.7)
    assert result.snr_db.shape == (0,)
