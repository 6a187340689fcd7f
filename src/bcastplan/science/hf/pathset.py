"""Median field and MUFs of paths of any length: short model, long model and the bridge between 7,000 and 9,000 km."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.geodesy import Arc
from bcastplan.science.hf import seasons
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.controls import E_MODES, Controls
from bcastplan.science.hf.hf_prediction import LONG_MODE
from bcastplan.science.hf.longpath import LongGeometry, LongPath, long_path
from bcastplan.science.hf.muf import E_LOWER_DECILE, E_UPPER_DECILE
from bcastplan.science.hf.pathhours import PathHours, Signals
from bcastplan.science.hf.radiation import Radiation
from bcastplan.science.hf.shortpath import ShortPath, short_path

SHORT_UP_TO_KM, LONG_FROM_KM = 7000.0, 9000.0
LOW_POWER_DBKW = 0.0  # an EIRP of 30 dBW, where the operational MUF changes its row
HIGH_LATITUDE_DEG = 60.0


@dataclass(frozen=True)
class Medians:
    """MUFs (K,), field and dominant mode (S,), decile class of the paths (P,)."""

    basic_muf: FloatArray
    muf90: FloatArray
    muf10: FloatArray
    operational_muf: FloatArray
    field_dbuv: FloatArray
    mode_index: NDArray[np.int8]
    elevation_deg: FloatArray
    high_latitude: BoolArray


def medians(arc: Arc, conditions: Conditions, radiation: Radiation, at: PathHours, signals: Signals) -> Medians:
    """Predict S signals at K path-hours of P paths with the model or models their lengths ask for."""
    paths = arc.length_km.size
    result = Medians(
        basic_muf=np.empty(at.size),
        muf90=np.empty(at.size),
        muf10=np.empty(at.size),
        operational_muf=np.empty(at.size),
        field_dbuv=np.empty(signals.size),
        mode_index=np.full(signals.size, LONG_MODE, np.int8),
        elevation_deg=np.full(signals.size, np.nan),
        high_latitude=np.empty(paths, bool),
    )
    strong = radiation.strongest_dbkw(paths) > LOW_POWER_DBKW
    short = np.flatnonzero(arc.length_km < LONG_FROM_KM)
    if short.size:
        rows, mine = at.of_paths(short, paths)
        places, asked = signals.of_path_hours(rows, at.size)
        predicted = short_path(arc.select(short), conditions, radiation, mine, asked)
        _fill_short(result, rows, predicted, conditions, strong[short])
        result.field_dbuv[places] = predicted.field_dbuv
        result.mode_index[places] = predicted.mode_index
        result.elevation_deg[places] = predicted.elevation_deg
        north_only = conditions.method.quirks.high_latitude_north_only
        result.high_latitude[short] = _high_latitude(predicted.controls, north_only)
    long = np.flatnonzero(arc.length_km > SHORT_UP_TO_KM)
    if long.size:
        rows, mine = at.of_paths(long, paths)
        places, asked = signals.of_path_hours(rows, at.size)
        geometry = LongGeometry.of(arc.select(long))
        beyond = long_path(geometry, conditions, radiation, mine, asked)
        _fill_long(result, long, rows, mine, geometry, beyond, conditions)
        _bridge(result.field_dbuv, places, beyond.field_dbuv, geometry.arc.length_km[mine.path][asked.path_hour])
    return result


def _fill_short(result: Medians, rows: IntArray, short: ShortPath, conditions: Conditions, strong: BoolArray) -> None:
    controls, middle = short.controls, short.controls.middle
    e_muf = short.mufs[: len(E_MODES)].max(axis=0)
    f2_muf = short.mufs[len(E_MODES) :].max(axis=0)
    result.basic_muf[rows] = _basic_muf(short)
    quirks = conditions.method.quirks
    path = controls.path
    season = seasons.season_index(conditions.month, middle.latitude)[path]
    lower, upper = _deciles(conditions, season, middle.latitude[path], middle.longitude[path], controls.hour)
    result.muf90[rows] = np.maximum(E_LOWER_DECILE * e_muf, lower * f2_muf)
    result.muf10[rows] = np.maximum(E_UPPER_DECILE * e_muf, upper * f2_muf)
    day = seasons.is_day(conditions.sun, middle.latitude, middle.longitude, quirks.operational_muf_as_coded)
    if quirks.operational_muf_as_coded:
        strong = np.zeros_like(strong)
    ratio = seasons.OPERATIONAL_RATIO[strong.astype(int)[path], season, day[path, controls.hour].astype(int)]
    result.operational_muf[rows] = np.maximum(e_muf, ratio * f2_muf)


def _basic_muf(short: ShortPath) -> FloatArray:
    """MUF of the path: the larger of the lowest E and the lowest F2 mode (P.533 section 3), (K,)."""
    controls = short.controls
    lowest = len(E_MODES) + np.minimum(controls.order, 6.0).astype(int) - 1
    f2 = np.take_along_axis(short.mufs, lowest[None], axis=0)[0]
    basic: FloatArray = np.maximum(short.mufs[: len(E_MODES)].max(axis=0), f2)
    beyond = controls.distance[controls.far] > SHORT_UP_TO_KM
    basic[controls.far[beyond]] = controls.basic_f2_muf_beyond_7000()[beyond]
    return basic


def _high_latitude(controls: Controls, north_only: bool) -> BoolArray:
    latitudes = np.stack([point.geomagnetic_latitude for point in (controls.middle, *controls.ends)])
    highest = (latitudes if north_only else np.abs(latitudes)).max(axis=0)
    return np.asarray((highest >= HIGH_LATITUDE_DEG) & controls.long_enough())


def _deciles(
    conditions: Conditions, season: IntArray, latitude: FloatArray, longitude: FloatArray, hour: IntArray
) -> tuple[FloatArray, FloatArray]:
    """F2 decile factors (K,); the season is that of the mid-point."""
    local = conditions.hours_utc[hour]
    if not conditions.method.quirks.deciles_by_utc:
        local = local + longitude / 15.0
    return seasons.f2_deciles(conditions.month, conditions.ssn, latitude, season, local)


def _fill_long(
    result: Medians,
    chosen: IntArray,
    rows: IntArray,
    at: PathHours,
    geometry: LongGeometry,
    long: LongPath,
    conditions: Conditions,
) -> None:
    """Set what does not depend on the frequency, where the long model alone counts."""
    between = geometry.arc.length_km < LONG_FROM_KM
    only = np.flatnonzero(~between[at.path])
    if only.size:
        _fill_only_long(result, rows[only], only, geometry, long, at.take(only), conditions)
    north_only = conditions.method.quirks.high_latitude_north_only
    result.high_latitude[chosen[~between]] = geometry.high_latitude(north_only)[~between]


def _bridge(field_dbuv: FloatArray, places: IntArray, long_dbuv: FloatArray, length_km: FloatArray) -> None:
    """Set the field of signals on long paths, with the share of the short model where both count."""
    between = np.flatnonzero(length_km < LONG_FROM_KM)
    joined = long_dbuv.copy()
    joined[between] = bridge_dbuv(field_dbuv[places[between]], long_dbuv[between], length_km[between])
    field_dbuv[places] = joined


def _fill_only_long(
    result: Medians,
    rows: IntArray,
    only: IntArray,
    geometry: LongGeometry,
    long: LongPath,
    at: PathHours,
    conditions: Conditions,
) -> None:
    basic = long.basic_muf[only]
    season = seasons.season_index(conditions.month, geometry.mid_latitude)[at.path]
    lower, upper = _deciles(conditions, season, long.limiting_latitude[only], long.limiting_longitude[only], at.hour)
    result.basic_muf[rows] = basic
    result.muf90[rows] = lower * basic
    result.muf10[rows] = upper * basic
    result.operational_muf[rows] = long.operational_muf[only]


def bridge_dbuv(short_dbuv: FloatArray, long_dbuv: FloatArray, distance_km: FloatArray) -> FloatArray:
    """Field between 7,000 and 9,000 km from both models (P.533 section 5.4)."""
    share = (distance_km - SHORT_UP_TO_KM) / (LONG_FROM_KM - SHORT_UP_TO_KM)
    short, long = 10.0 ** (short_dbuv / 100.0), 10.0 ** (long_dbuv / 100.0)
    field: FloatArray = 100.0 * np.log10(short + share * (long - short))
    return field
