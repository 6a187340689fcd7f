import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.hf import reliability
from bcastplan.science.hf.ratio_reliability import ratio_reliability_pct
from bcastplan.science.hf.reliability import interference

DECIBELS = st.floats(-60.0, 80.0)
SPREAD = st.floats(1.0, 20.0)


@pytest.mark.parametrize(
    ("ratio", "expected"), [(34.0, 50.0), (46.0, 90.0), (26.0, 10.0), (300.0, 100.0), (-200.0, 0.0)]
)
def test_deciles_of_the_basic_reliability(ratio: float, expected: float) -> None:
    # P.842: half the time at equality, 90 % at the lower decile above it, 10 % at the upper decile below it.
    assert ratio_reliability_pct(ratio, 34.0, 8.0, 12.0) == pytest.approx(expected)


@given(DECIBELS, DECIBELS, SPREAD, SPREAD)
def test_reliability_grows_with_the_ratio(first: float, second: float, upper: float, lower: float) -> None:
    low, high = sorted((first, second))
    values = ratio_reliability_pct([low, high], 17.0, upper, lower)
    assert 0.0 <= values[0] <= values[1] <= 100.0


@pytest.mark.parametrize(
    ("ratio", "high", "expected"),
    [
        (0.8, False, (6.0, 8.0)),
        (0.81, False, (8.0, 12.0)),
        (1.2, True, (12.0, 17.0)),
        (3.5, True, (7.0, 8.0)),
        (9.0, False, (7.0, 5.0)),
    ],
)
def test_day_deciles(ratio: float, high: bool, expected: tuple[float, float]) -> None:
    # P.842 Table 2; the edges belong to the lower class.
    upper, lower = reliability.day_deciles_db(np.array(10.0 * ratio), np.array(10.0), np.array(high))
    assert (upper, lower) == expected


def test_one_interferer_by_hand() -> None:
    # S 20 dB above one co-channel signal: deciles 6/8 (wanted) and 8/12 (interferer), 5/8 within the hour.
    result = interference(-80.0, 6.0, 8.0, [-100.0], [8.0], [12.0], basic_reliability_pct=80.0)
    assert result.sir_db == pytest.approx(20.0)
    assert result.du_sir_db == pytest.approx(np.sqrt(36 + 25 + 144 + 64))
    assert result.dl_sir_db == pytest.approx(np.sqrt(64 + 64 + 64 + 25))
    icr = 130.0 - 80.0 / (1.0 + 3.0 / np.sqrt(217.0))
    assert result.icr_pct == pytest.approx(icr)
    assert result.ocr_pct == pytest.approx(0.8 * icr)


def test_minimum_instead_of_product() -> None:
    result = interference(-80.0, 6.0, 8.0, [-100.0], [8.0], [12.0], basic_reliability_pct=30.0, combine="minimum")
    assert result.ocr_pct == 30.0


@pytest.mark.parametrize("powers", [[], [np.nan, -np.inf]])
def test_without_interferers_the_basic_reliability_remains(powers: list[float]) -> None:
    zeros = np.zeros(len(powers))
    result = interference(-80.0, 6.0, 8.0, powers, zeros, zeros, basic_reliability_pct=63.0)
    assert np.isposinf(result.sir_db)
    assert result.icr_pct == 100.0
    assert result.ocr_pct == 63.0


def test_protection_ratio_weakens_adjacent_channels() -> None:
    shared = {"basic_reliability_pct": 90.0}
    co = interference(-80.0, 6.0, 8.0, [-90.0], [8.0], [12.0], **shared)
    adjacent = interference(-80.0, 6.0, 8.0, [-90.0], [8.0], [12.0], relative_protection_db=-35.0, **shared)
    assert adjacent.sir_db - co.sir_db == pytest.approx(35.0)
    assert adjacent.ocr_pct > co.ocr_pct


@given(st.lists(st.floats(-160.0, -60.0), min_size=1, max_size=5), st.floats(-140.0, -60.0))
def test_interferers_add_as_powers_and_never_help(powers: list[float], wanted: float) -> None:
    spread = np.full(len(powers), 9.0)
    result = interference(wanted, 6.0, 8.0, powers, spread, spread, basic_reliability_pct=75.0)
    total = 10.0 * np.log10(np.sum(10.0 ** (np.array(powers) / 10.0)))
    assert result.sir_db == pytest.approx(wanted - total)
    assert 0.0 <= result.ocr_pct <= 75.0
    # All interferers fade together by the same deciles: the terms are the deciles themselves.
    assert result.du_sir_db == pytest.approx(np.sqrt(36 + 25 + 81 + 64))


def test_interference_broadcasts_over_hours() -> None:
    powers = np.array([[-90.0, -95.0], [-100.0, np.nan]])
    result = interference(
        [-80.0, -80.0],
        6.0,
        8.0,
        powers,
        np.full((2, 2), 8.0),
        np.full((2, 2), 12.0),
        basic_reliability_pct=[90.0, 80.0],
    )
    assert result.ocr_pct.shape == (2,)
    assert result.sir_db[1] == pytest.approx(20.0)


def test_unknown_combination() -> None:
    with pytest.raises(ValueError, match="product"):
        interference(0.0, 1.0, 1.0, [0.0], [1.0], [1.0], basic_reliability_pct=1.0, combine="sum")  # type: ignore[arg-type]
