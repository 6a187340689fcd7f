"""Seasons, day and night and the tables entered with them: F2 deciles, operational MUF, auroral loss."""

import functools
from importlib import resources

import numpy as np

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.hf.itu_tables import AURORAL_LOSS_DB
from bcastplan.science.solar import SunTrack, sunset_hour_angle_deg

WINTER, EQUINOX, SUMMER = 0, 1, 2
# Season of every month in the northern hemisphere; the two tables disagree about November to February.
MUF_SEASON = (0, 0, 1, 1, 2, 2, 2, 2, 1, 1, 0, 0)  # P.1239 Tables 2 and 3, P.1240
AURORAL_SEASON = (0, 0, 1, 1, 1, 2, 2, 2, 1, 1, 1, 0)  # P.533 Table 2

# Operational over basic MUF (P.1240 Table 1): EIRP up to 30 dBW or more; season; night, day.
OPERATIONAL_RATIO = np.array([[[1.30, 1.20], [1.25, 1.15], [1.20, 1.10]], [[1.25, 1.15], [1.30, 1.20], [1.35, 1.25]]])


@functools.cache
def _decile_table() -> FloatArray:
    with (
        resources.files("bcastplan.science").joinpath("data/f2_deciles.npz").open("rb") as file,
        np.load(file) as archive,
    ):
        factors: FloatArray = archive["hundredths"] / 100.0
        return factors


def season_index(month: int, latitude: FloatArray, northern: tuple[int, ...] = MUF_SEASON) -> IntArray:
    """0 winter, 1 equinox, 2 summer at each latitude; the equator counts as north."""
    north = northern[month - 1]
    return np.where(latitude >= 0.0, north, SUMMER - north)


def f2_deciles(
    month: int, ssn: float, latitude: FloatArray, season: IntArray, local_hour: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Lower and upper decile of the F2 MUF over its median (P.1239 Tables 2 and 3).

    Latitude and season of the control point (broadcasting), local time in hours; bilinear, cyclic in time.
    """
    sunspot_class = int(ssn >= 50.0) + int(ssn > 100.0)
    row = np.abs(latitude) / 5.0
    low = np.minimum(row.astype(int), 17)
    row_share = row - low
    column = np.asarray(local_hour) % 24.0
    left = column.astype(int) % 24
    right = (left + 1) % 24
    column_share = column - np.floor(column)
    factors = []
    for table in _decile_table():
        values = table[:, sunspot_class]
        upper_row = values[season, low, left] * (1.0 - column_share) + values[season, low, right] * column_share
        lower_row = values[season, low + 1, left] * (1.0 - column_share) + values[season, low + 1, right] * column_share
        factors.append(upper_row * (1.0 - row_share) + lower_row * row_share)
    return factors[0], factors[1]


def is_day(sun: SunTrack, latitude: FloatArray, longitude: FloatArray, as_coded: bool = False) -> BoolArray:
    """Whether the Sun is up at N points and H hours, (N, H).

    ``as_coded`` compares clock times without wrapping past midnight and takes polar day for night, as the ITU's
    program does.
    """
    half_arc = sunset_hour_angle_deg(latitude[:, None], np.degrees(sun.declination_rad))
    noon = 12.0 - longitude[:, None] / 15.0 - sun.equation_min / 60.0
    if as_coded:
        rise, sunset = (noon - half_arc / 15.0) % 24.0, (noon + half_arc / 15.0) % 24.0
        return np.asarray((half_arc < 180.0) & (rise < sun.hours_utc) & (sun.hours_utc < sunset))
    from_noon = np.abs((15.0 * (sun.hours_utc - noon) + 180.0) % 360.0 - 180.0)
    return np.asarray((from_noon < half_arc) | (half_arc >= 180.0))


def auroral_loss_db(month: int, latitude: FloatArray, geomagnetic_latitude: FloatArray, column: IntArray) -> FloatArray:
    """L_h (P.533 Table 2) for short and long hops, (2, ...); ``column`` from auroral_column, shaped like the rest."""
    season = season_index(month, latitude, AURORAL_SEASON)
    magnitude = np.abs(geomagnetic_latitude)
    row = np.clip(7 - np.floor((magnitude - 42.5) / 5.0), 0, 7).astype(int)
    losses: FloatArray = AURORAL_LOSS_DB[:, season, row, column]
    return np.where(magnitude >= 42.5, losses, 0.0)


def auroral_column(hours_utc: FloatArray, mid_longitude: FloatArray, unwrapped: bool = False) -> IntArray:
    """Column of the auroral table from mid-path local time, of one shape with both."""
    if unwrapped:
        local = np.fmod(hours_utc + np.trunc(mid_longitude / 15.0), 24.0)
        return np.where(local < 0.0, 7, np.floor(((local - 1.0) % 24.0) / 3.0)).astype(int)
    local = hours_utc + mid_longitude / 15.0
    return np.minimum(np.floor(((local - 1.0) % 24.0) / 3.0), 7).astype(int)
