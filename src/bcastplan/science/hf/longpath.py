"""Field strength beyond 7,000 km (ITU-R P.533 section 5.3): an empirical window between two reference frequencies.

The lower reference frequency remembers the hours before, so every instant is computed with the other 23 of its day.
"""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM, Arc, latitude_longitude
from bcastplan.science.geomagnetic import geomagnetic_latitude_deg
from bcastplan.science.hf.conditions import Conditions, Points
from bcastplan.science.hf.hops import (
    LOWEST_ELEVATION_RAD,
    cosine_incidence,
    penetration_distance_rad,
    slant_range_km,
    tangent_elevation,
)
from bcastplan.science.hf.pathhours import PathHours, Signals
from bcastplan.science.hf.radiation import Radiation

MIRROR_KM = 300.0
LOWER_HOP_KM = 3000.0  # longest hop for the lower reference frequency
UPPER_HOP_KM = 4000.0  # longest hop for the upper one
OTHER_LOSS_DB = -0.17  # L_y
FOCUSING_CEILING_DB = 15.0
DECAY_PER_HOUR = 0.7945  # exp(-0.23)

# f_D as a polynomial of the hop length in km, ascending from the first power.
HOP_POLYNOMIAL = (
    29.1996868566837e-6,
    87.4376851991085e-9,
    22.0776941764705e-12,
    102.342990689362e-15,
    -92.4986988833091e-18,
    25.8520201885984e-21,
    -2.40074637494790e-24,
)
WINTER_ANOMALY_AT_60_DEG = (0.30, 0.15, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.03, 0.15, 0.30)


@dataclass(frozen=True)
class LongGeometry:
    """Hops, slant range and points of P long paths."""

    arc: Arc
    upper_hop_km: FloatArray
    slant_km: FloatArray
    cosine_90: FloatArray
    crossings: FloatArray  # angles from the transmitter, (J, P); NaN beyond a path's own number of hops
    last_crossings: FloatArray  # (3, P): first, last but one and last crossing
    control_angles: FloatArray  # (2, P): half a hop from either end

    @classmethod
    def of(cls, arc: Arc) -> "LongGeometry":
        """Geometry from the path lengths alone."""
        length = arc.length_km
        lower_hops = np.ceil(length / LOWER_HOP_KM)
        elevation = np.arctan(tangent_elevation(length / lower_hops, np.array(MIRROR_KM)))
        hop_rad = length / lower_hops / EARTH_RADIUS_KM
        distance = penetration_distance_rad(elevation)
        numbers = np.arange(int(lower_hops.max(initial=1.0)))[:, None]
        starts = np.where(numbers < lower_hops, numbers * hop_rad, np.nan)
        last = (lower_hops - 1.0) * hop_rad
        upper_hops = np.ceil(length / UPPER_HOP_KM)
        tangent = tangent_elevation(length / upper_hops, np.array(MIRROR_KM))
        upper_hops = upper_hops + (np.arctan(tangent) < LOWEST_ELEVATION_RAD)
        hop_km = length / upper_hops
        upper_elevation = np.arctan(tangent_elevation(hop_km, np.array(MIRROR_KM)))
        half = 0.5 * hop_km / EARTH_RADIUS_KM
        return cls(
            arc=arc,
            upper_hop_km=hop_km,
            slant_km=slant_range_km(upper_hops, hop_km, np.array(MIRROR_KM), np.cos(upper_elevation)),
            cosine_90=cosine_incidence(np.cos(elevation), 90.0),
            crossings=np.concatenate([starts + distance, starts + hop_rad - distance]),
            last_crossings=np.stack([distance, last + distance, last + hop_rad - distance]),
            control_angles=np.stack([half, length / EARTH_RADIUS_KM - half]),
        )

    @property
    def mid_latitude(self) -> FloatArray:
        """Latitude of the mid-points, (P,)."""
        return latitude_longitude(self.arc.position(0.5 * self.arc.length_km / EARTH_RADIUS_KM))[0]

    def high_latitude(self, north_only: bool) -> BoolArray:
        """Whether mid-point, first or last crossing lies beyond 60° of geomagnetic latitude.

        ``north_only`` repeats the ITU's program: northern hemisphere, and the crossing before the last one.
        """
        chosen = self.last_crossings[[0, 1] if north_only else [0, 2]]
        middle = 0.5 * self.arc.length_km[None] / EARTH_RADIUS_KM
        position = self.arc.position(np.concatenate([chosen, middle]))
        latitude = geomagnetic_latitude_deg(*latitude_longitude(position))
        return np.asarray((latitude if north_only else np.abs(latitude)).max(axis=0) >= 60.0)


@dataclass(frozen=True)
class LongPath:
    """Result for K path-hours of long paths: (K,) MUFs, reference frequencies and limiting points, (S,) field."""

    basic_muf: FloatArray
    operational_muf: FloatArray  # also the upper reference frequency f_M
    lower_frequency: FloatArray
    limiting_latitude: FloatArray
    limiting_longitude: FloatArray
    field_dbuv: FloatArray


def long_path(
    geometry: LongGeometry,
    conditions: Conditions,
    radiation: Radiation,
    at: PathHours | None = None,
    signals: Signals | None = None,
) -> LongPath:
    """Predict P paths for the hours of the conditions; all lines at all hours of all paths unless they are named."""
    hours = conditions.hours_utc
    paths = geometry.arc.length_km.size
    at = at or PathHours.grid(paths, hours.size)
    signals = signals or Signals.grid(at, radiation.frequency_mhz.size // max(paths, 1))
    basic, upper, lower = (np.empty((paths, hours.size)) for _ in range(3))
    limiting = np.empty((paths, hours.size), int)
    fraction = np.round(hours % 1.0, 9) % 1.0
    control = geometry.arc.position(geometry.control_angles)
    for part in np.unique(fraction):
        # The cyclic day starts at the first instant at or after 1 UT.
        day = np.arange(1, 25) + part
        day_conditions = Conditions(conditions.month, conditions.ssn, day % 24.0, conditions.method)
        chosen = np.flatnonzero(fraction == part)
        element = (np.round(hours[chosen] - part).astype(int) - 1) % 24
        points = Points(day_conditions, control.reshape(3, -1))
        gyro = points.field_300.gyrofrequency_mhz.reshape(2, paths)
        muf = _hop_muf(points, geometry.upper_hop_km, gyro)
        factor = _upper_factor(muf, points.longitude.reshape(2, paths), day, geometry.arc)
        f_l = _lower_frequencies(geometry, day_conditions, gyro.mean(axis=0))
        basic[:, chosen] = muf.min(axis=0)[:, element]
        limiting[:, chosen] = muf.argmin(axis=0)[:, element]
        upper[:, chosen] = (factor * muf).min(axis=0)[:, element]
        lower[:, chosen] = f_l[:, element]
    latitude, longitude = (values.reshape(2, paths) for values in latitude_longitude(control.reshape(3, -1)))
    which = limiting[at.path, at.hour]
    upper, lower = upper[at.path, at.hour], lower[at.path, at.hour]
    return LongPath(
        basic_muf=basic[at.path, at.hour],
        operational_muf=upper,
        lower_frequency=lower,
        limiting_latitude=latitude[which, at.path],
        limiting_longitude=longitude[which, at.path],
        field_dbuv=_field(geometry, upper, lower, gyro.mean(axis=0), radiation, at.path, signals),
    )


def hop_factor(hop_km: FloatArray) -> FloatArray:
    """f_D: share of the way from the vertical to the 4,000 km MUF."""
    value = np.zeros_like(np.asarray(hop_km, float))
    for coefficient in reversed(HOP_POLYNOMIAL):
        value = (value + coefficient) * hop_km
    return value


def _hop_muf(points: Points, hop_km: FloatArray, gyro: FloatArray) -> FloatArray:
    """Basic MUF of one hop at both control points during the day, (2, P, 24); the points are at all hours."""
    shape = (2, hop_km.size, -1)
    fof2, m3000 = points.fof2.reshape(shape), points.m3000.reshape(shape)
    vertical = fof2 + 0.5 * gyro[:, :, None]
    muf: FloatArray = vertical + (1.1 * fof2 * m3000 - vertical) * hop_factor(hop_km)[:, None]
    return muf


def _upper_factor(muf: FloatArray, longitude: FloatArray, day: FloatArray, arc: Arc) -> FloatArray:
    """K, by which the upper reference frequency exceeds the MUF, (2, P, 24)."""
    if day[0] == 1.0:
        noon = (np.trunc(12.0 - longitude / 15.0).astype(int) - 1) % 24
    else:
        noon = np.round(12.0 - longitude / 15.0 - day[0]).astype(int) % 24
    at_noon = np.take_along_axis(muf, noon[:, :, None], axis=2)
    smallest = muf.min(axis=2, keepdims=True)
    eastness = 1.0 - np.abs(_mid_azimuth_deg(arc) % 180.0 - 90.0) / 90.0
    w, x, y = (
        (east * eastness + north * (1.0 - eastness))[None, :, None]
        for east, north in ((0.1, 0.2), (1.2, 0.2), (0.6, 0.4))
    )
    factor: FloatArray = 1.2 + w * muf / at_noon + x * (np.cbrt(at_noon / muf) - 1.0) + y * (smallest / at_noon) ** 2
    return factor


def _mid_azimuth_deg(arc: Arc) -> FloatArray:
    """Direction of the path at its mid-point, degrees from north."""
    angle = 0.5 * arc.length_km / EARTH_RADIUS_KM
    forward = arc.direction * np.cos(angle) - arc.start * np.sin(angle)
    x, y, _ = arc.position(angle)
    horizontal = np.maximum(np.hypot(x, y), 1e-12)
    east = (forward[1] * x - forward[0] * y) / horizontal
    azimuth: FloatArray = np.degrees(np.arctan2(east, forward[2] / horizontal))
    return azimuth


def winter_anomaly(latitude: FloatArray, month: int) -> FloatArray:
    """A_w: largest at 60° in local winter, none towards the equator and the pole."""
    season = np.where(latitude >= 0.0, month - 1, (month + 5) % 12)
    magnitude = np.abs(latitude)
    shape = np.clip(np.minimum((magnitude - 30.0) / 30.0, (90.0 - magnitude) / 30.0), 0.0, None)
    anomaly: FloatArray = np.array(WINTER_ANOMALY_AT_60_DEG)[season] * shape
    return anomaly


def _lower_frequencies(geometry: LongGeometry, conditions: Conditions, gyro: FloatArray) -> FloatArray:
    """f_L during the day, (P, 24), starting at the first instant at or after 1 UT."""
    length = geometry.arc.length_km
    sunlight = np.zeros((length.size, 24))
    for angles in geometry.crossings:
        position = geometry.arc.position(np.nan_to_num(angles))
        cosine = np.einsum("xp,xh->ph", position, conditions.sun.vector)
        sunlight += np.where(np.isnan(angles)[:, None], 0.0, np.sqrt(np.maximum(cosine, 0.0)))
    night = np.sqrt(length / 3000.0)[:, None]
    resistance = geometry.cosine_90 * np.log(9.5e6 / geometry.slant_km)
    loss = np.sqrt((1.0 + 0.009 * conditions.ssn) * sunlight / resistance[:, None])
    anomaly = winter_anomaly(geometry.mid_latitude, conditions.month)
    frequency = np.maximum((5.3 * loss - gyro[:, None]) * (anomaly + 1.0)[:, None], night)
    return _evening_decay(frequency, 2.0 * night)


def _evening_decay(frequency: FloatArray, threshold: FloatArray) -> FloatArray:
    """Slow the fall after sunset: the layer outlives the Sun for some hours."""
    previous = np.roll(frequency, 1, axis=1)
    crossing = (previous >= threshold) & (frequency <= threshold)
    paths = np.flatnonzero(crossing.any(axis=1))
    hour: IntArray = crossing[paths].argmax(axis=1)
    result = frequency.copy()
    before, now = previous[paths, hour], frequency[paths, hour]
    fall = np.where(before > now, before - now, 1.0)
    share = np.where(before > now, (threshold[paths, 0] - now) / fall, 0.0)
    result[paths, hour] = DECAY_PER_HOUR * before * (DECAY_PER_HOUR + (1.0 - DECAY_PER_HOUR) * share)
    for step in range(1, 4):
        earlier = result[paths, (hour + step - 1) % 24]
        column = (hour + step) % 24
        result[paths, column] = np.maximum(DECAY_PER_HOUR * earlier, result[paths, column])
    return result


def _field(
    geometry: LongGeometry,
    upper: FloatArray,
    lower: FloatArray,
    gyro: FloatArray,
    radiation: Radiation,
    path: IntArray,
    signals: Signals,
) -> FloatArray:
    """E_l in dB(µV/m), (S,), from the reference frequencies (K,) of path-hours."""
    length = geometry.arc.length_km
    spread = EARTH_RADIUS_KM * np.abs(np.sin(length / EARTH_RADIUS_KM))
    focusing = np.minimum(10.0 * np.log10(length / np.maximum(spread, 1e-9)), FOCUSING_CEILING_DB)
    free_space = 139.6 - 20.0 * np.log10(geometry.slant_km)
    row = signals.path_hour
    f_upper, f_lower = ((values + gyro[path]) ** 2 for values in (upper, lower))
    f_square = (radiation.frequency_mhz[signals.line] + gyro[path][row]) ** 2
    share = (f_upper / (f_upper + f_lower))[row]
    loss = share * (f_lower[row] / f_square + f_square / f_upper[row])
    constant = free_space[path][row] * (1.0 - loss) + (focusing[path] - 30.0 - OTHER_LOSS_DB)[row]
    lines, line = np.unique(signals.line, return_inverse=True)
    total: FloatArray = constant + (radiation.power_dbkw[lines] + radiation.long_path_gain_dbi(lines))[line.reshape(-1)]
    return total
