import csv
from pathlib import Path

import numpy as np
import pytest

from bcastplan.science.hf import seasons
from bcastplan.science.solar import SunTrack


def test_shipped_deciles_are_the_printed_ones(shared_data: Path) -> None:
    path = shared_data / "p533" / "p1239_deciles.csv"
    if not path.exists():
        pytest.skip(f"{path} not found")
    with path.open(newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        for decile, season, sunspot_class, latitude, *factors in rows:
            ssn = (10.0, 75.0, 120.0)[int(sunspot_class)]
            actual = seasons.f2_deciles(1, ssn, np.array(float(latitude)), np.array(int(season)), np.arange(24.0))[
                int(decile)
            ]
            np.testing.assert_allclose(actual, [float(factor) for factor in factors], atol=1e-12)


# ITU-R P.1239 Tables 2 and 3: winter, R12 < 50, 0° and 5°, 06 to 08 h.
@pytest.mark.parametrize(
    ("latitude", "hour", "expected"),
    [(0.0, 6.0, 0.78), (0.0, 6.5, 0.81), (5.0, 6.0, 0.79), (2.5, 6.5, (0.78 + 0.84 + 0.79 + 0.88) / 4)],
)
def test_deciles_are_bilinear(latitude: float, hour: float, expected: float) -> None:
    lower, _ = seasons.f2_deciles(1, 10.0, np.array(latitude), np.array(0), np.array(hour))
    assert lower == pytest.approx(expected)


def test_deciles_are_cyclic_in_time_and_reach_the_pole() -> None:
    late, early = (seasons.f2_deciles(1, 10.0, np.array(90.0), np.array(0), np.array(hour)) for hour in (24.0, 0.0))
    assert late == early
    between = seasons.f2_deciles(1, 60.0, np.array(-37.0), np.array(2), np.array([23.5, -0.5]))
    assert between[0][0] == pytest.approx(between[0][1])


@pytest.mark.parametrize(
    ("month", "latitude", "expected"),
    [(1, 40.0, seasons.WINTER), (1, -40.0, seasons.SUMMER), (9, -40.0, seasons.EQUINOX), (7, 0.0, seasons.SUMMER)],
)
def test_seasons_exchange_south_of_the_equator(month: int, latitude: float, expected: int) -> None:
    assert seasons.season_index(month, np.array(latitude)) == expected


def test_may_is_summer_for_the_muf_but_equinox_for_auroral_loss() -> None:
    assert seasons.season_index(5, np.array(50.0)) == seasons.SUMMER
    assert seasons.season_index(5, np.array(50.0), seasons.AURORAL_SEASON) == seasons.EQUINOX


@pytest.mark.parametrize(("hour", "column"), [(1.0, 0), (3.9, 0), (4.0, 1), (12.5, 3), (22.0, 7), (0.5, 7), (24.9, 7)])
def test_auroral_columns(hour: float, column: int) -> None:
    assert seasons.auroral_column(np.array([hour]), np.array([0.0])).item() == column


def test_auroral_column_with_and_without_wrap() -> None:
    # 02 UT at 90°W is 20 h local; the program's -4 h falls into the midnight column.
    hours, west = np.array([2.0]), np.array([-90.0])
    assert seasons.auroral_column(hours, west).item() == 6
    assert seasons.auroral_column(hours, west, unwrapped=True).item() == 7


@pytest.mark.parametrize(
    ("geomagnetic", "short", "long"), [(42.4, 0.0, 0.0), (42.5, 0.4, 0.3), (-63.0, 7.0, 5.3), (89.0, 2.0, 1.5)]
)
def test_auroral_loss_classes(geomagnetic: float, short: float, long: float) -> None:
    # P.533 Table 2, winter, 01 to 04 h.
    losses = seasons.auroral_loss_db(1, np.array([60.0]), np.array([geomagnetic]), np.array([[0]]))
    assert losses[:, 0, 0].tolist() == [short, long]


def test_day_does_not_end_at_midnight_utc() -> None:
    sun = SunTrack.at(3, np.array([0.0, 12.0]))
    latitude, longitude = np.array([0.0]), np.array([170.0])
    assert seasons.is_day(sun, latitude, longitude)[0].tolist() == [True, False]
    # The ITU's program compares rise < UT < set and never finds this day.
    assert seasons.is_day(sun, latitude, longitude, as_coded=True)[0].tolist() == [False, False]


def test_polar_day_and_night() -> None:
    sun = SunTrack.at(6, np.array([0.0]))
    latitude, longitude = np.array([85.0, -85.0]), np.array([0.0, 0.0])
    assert seasons.is_day(sun, latitude, longitude)[:, 0].tolist() == [True, False]
