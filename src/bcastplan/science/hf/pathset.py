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
from bcastplan.science.hf.radiation import Radiation
from bcastplan.science.hf.shortpath import ShortPath, short_path

SHORT_UP_TO_KM, LONG_FROM_KM = 7000.0, 9000.0
LOW_POWER_DBKW = 0.0  # an EIRP of 30 dBW, where the operational MUF changes its row
HIGH_LATITUDE_DEG = 60.0


@dataclass(frozen=True)
class Medians:
    """MUFs (P, H), field and dominant mode (P, H, F), decile class (P,)."""

    basic_muf: FloatArray
    muf90: FloatArray
    muf10: FloatArray
    operational_muf: FloatArray
    field_dbuv: FloatArray
    mode_index: NDArray[np.int8]
    elevation_deg: FloatArray
    high_latitude: BoolArray


def medians(arc: Arc, conditions: Conditions, radiation: Radiation) -> Medians:
    """Predict P paths with the model or models their lengths ask for."""
    paths, hours, frequencies = arc.length_km.size, conditions.hours_utc.size, radiation.frequency_mhz.shape[1]
    result = Medians(
        basic_muf=np.empty((paths, hours)),
        muf90=np.empty((paths, hours)),
        muf10=np.empty((paths, hours)),
        operational_muf=np.empty((paths, hours)),
        field_dbuv=np.empty((paths, hours, frequencies)),
        mode_index=np.full((paths, hours, frequencies), LONG_MODE, np.int8),
        elevation_deg=np.full((paths, hours, frequencies), np.nan),
        high_latitude=np.empty(paths, bool),
    )
    short = np.flatnonzero(arc.length_km < LONG_FROM_KM)
    if short.size:
        _fill_short(result, short, arc.select(short), conditions, radiation.select(short))
    long = np.flatnonzero(arc.length_km > SHORT_UP_TO_KM)
    if long.size:
        _fill_long(result, long, arc.select(long), conditions, radiation.select(long))
    return result


def _fill_short(result: Medians, chosen: IntArray, arc: Arc, conditions: Conditions, radiation: Radiation) -> None:
    short = short_path(arc, conditions, radiation)
    controls = short.controls
    shape = (arc.length_km.size, conditions.hours_utc.size)
    e_muf = short.mufs[: len(E_MODES)].max(axis=0)
    f2_muf = short.mufs[len(E_MODES) :].max(axis=0)
    result.basic_muf[chosen] = _basic_muf(short).reshape(shape)
    middle = controls.middle
    quirks = conditions.method.quirks
    lower, upper = _deciles(conditions, middle.latitude, middle.latitude[:, None], middle.longitude[:, None])
    result.muf90[chosen] = np.maximum(E_LOWER_DECILE * e_muf, lower.ravel() * f2_muf).reshape(shape)
    result.muf10[chosen] = np.maximum(E_UPPER_DECILE * e_muf, upper.ravel() * f2_muf).reshape(shape)
    day = seasons.is_day(conditions.sun, middle.latitude, middle.longitude, quirks.operational_muf_as_coded)
    strong = radiation.power_dbkw.max(axis=1) > LOW_POWER_DBKW
    if quirks.operational_muf_as_coded:
        strong = np.zeros_like(strong)
    season = seasons.season_index(conditions.month, middle.latitude)
    ratio = seasons.OPERATIONAL_RATIO[strong.astype(int)[:, None], season[:, None], day.astype(int)]
    result.operational_muf[chosen] = np.maximum(e_muf, ratio.ravel() * f2_muf).reshape(shape)
    result.field_dbuv[chosen] = short.field_dbuv.reshape(*shape, -1)
    result.mode_index[chosen] = short.mode_index.reshape(*shape, -1)
    result.elevation_deg[chosen] = short.elevation_deg.reshape(*shape, -1)
    result.high_latitude[chosen] = _high_latitude(controls, quirks.high_latitude_north_only)


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
    conditions: Conditions, season_latitude: FloatArray, latitude: FloatArray, longitude: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """F2 decile factors (P, H); the season is that of the mid-point."""
    season = seasons.season_index(conditions.month, season_latitude)[:, None]
    local = conditions.hours_utc + longitude / 15.0
    if conditions.method.quirks.deciles_by_utc:
        local = np.broadcast_to(conditions.hours_utc, local.shape)
    return seasons.f2_deciles(conditions.month, conditions.ssn, latitude, season, local)


def _fill_long(result: Medians, chosen: IntArray, arc: Arc, conditions: Conditions, radiation: Radiation) -> None:
    geometry = LongGeometry.of(arc)
    long = long_path(geometry, conditions, radiation)
    between = arc.length_km < LONG_FROM_KM
    bridged = chosen[between]
    result.field_dbuv[bridged] = bridge_dbuv(
        result.field_dbuv[bridged], long.field_dbuv[between], arc.length_km[between, None, None]
    )
    only = np.flatnonzero(~between)
    if only.size:
        _fill_only_long(result, chosen[only], only, geometry, long, conditions)


def _fill_only_long(
    result: Medians,
    chosen: IntArray,
    only: IntArray,
    geometry: LongGeometry,
    long: LongPath,
    conditions: Conditions,
) -> None:
    basic = long.basic_muf[only]
    lower, upper = _deciles(
        conditions,
        geometry.mid_latitude[only],
        long.limiting_latitude[only],
        long.limiting_longitude[only],
    )
    result.basic_muf[chosen] = basic
    result.muf90[chosen] = lower * basic
    result.muf10[chosen] = upper * basic
    result.operational_muf[chosen] = long.operational_muf[only]
    result.field_dbuv[chosen] = long.field_dbuv[only]
    north_only = conditions.method.quirks.high_latitude_north_only
    result.high_latitude[chosen] = geometry.high_latitude(north_only)[only]


def bridge_dbuv(short_dbuv: FloatArray, long_dbuv: FloatArray, distance_km: FloatArray) -> FloatArray:
    """Field between 7,000 and 9,000 km from both models (P.533 section 5.4)."""
    share = (distance_km - SHORT_UP_TO_KM) / (LONG_FROM_KM - SHORT_UP_TO_KM)
    short, long = 10.0 ** (short_dbuv / 100.0), 10.0 ** (long_dbuv / 100.0)
    field: FloatArray = 100.0 * np.log10(short + share * (long - short))
    return field
