"""Ionospheric absorption L_i (ITU-R P.533 section 5.2): what depends on the place is kept apart from the frequency.

At one point the absorption factor is ``weight · φ_n(f_v / foE)``; the weight holds month, hour and place.
"""

import functools
import math

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats, IntArray
from bcastplan.science.hf.itu_tables import (
    EXPONENT_COEFFICIENTS,
    EXPONENT_SPLIT_DEG,
    NOON_ABSORPTION,
    NOON_ABSORPTION_ROW,
)
from bcastplan.science.solar import day_number, declination_deg

ZENITH_CEILING_RAD = math.radians(102.0)
WEAKEST = 0.02  # floor of the diurnal factor: the night's residue
ZENITH_FACTOR = 0.881

TABLE_STEPS = 4096  # entries of the φ_n table per unit of f_v / foE
TABLE_END = 10.0  # from here on φ_n is constant


def noon_absorption(latitude: FloatArray, month: int) -> FloatArray:
    """Absorption factor at local noon for R12 = 0; the same calendar month in both hemispheres."""
    row = NOON_ABSORPTION[NOON_ABSORPTION_ROW[month - 1]]
    position = np.minimum(np.abs(latitude), 69.99) / 2.5
    low = position.astype(int)
    share = position - low
    factor: FloatArray = row[low] * (1.0 - share) + row[low + 1] * share
    return factor


def diurnal_exponent(latitude: FloatArray, modified_dip_deg: FloatArray, month: int) -> FloatArray:
    """Exponent p of the diurnal variation; modified dip at 100 km, seasons exchanged south of the equator."""
    modified = np.minimum(np.abs(modified_dip_deg), 70.0)
    season = np.where(latitude < 0.0, (month + 5) % 12, month - 1)
    split = EXPONENT_SPLIT_DEG[season]
    first = modified <= split
    u = np.where(first, 2.0 * modified / split, 2.0 * (modified - split) / (70.0 - split)) - 1.0
    row = 2 * season + ~first
    exponent: FloatArray = np.zeros_like(u)
    for coefficients in EXPONENT_COEFFICIENTS.reshape(24, 7).T[::-1]:
        exponent = exponent * u + coefficients[row]
    return exponent


def noon_weight(
    latitude: FloatArray,
    longitude: FloatArray,
    exponent: FloatArray,
    month: int,
    equation_min: FloatArray | float,
    day_shift: int = 0,
) -> FloatArray:
    """Noon absorption over the diurnal factor at noon: all of the weight that does not change during the day."""
    noon = (12.0 - longitude / 15.0 - equation_min / 60.0) % 24.0
    declination = declination_deg(day_number(month, noon) + day_shift)
    zenith = np.radians(np.abs(latitude - declination))
    return noon_absorption(latitude, month) / _diurnal_factor(zenith, exponent)


def _diurnal_factor(zenith_rad: Floats, exponent: Floats) -> Floats:
    base = np.maximum(np.cos(ZENITH_FACTOR * zenith_rad), 1e-6)
    factor: Floats = np.maximum(np.exp(exponent * np.log(base)), WEAKEST)
    return factor


def weight(noon: Floats, zenith_rad: Floats, exponent: Floats) -> Floats:
    """Absorption factor without φ_n, for the Sun at the zenith angle given."""
    return noon * _diurnal_factor(np.minimum(zenith_rad, ZENITH_CEILING_RAD), exponent)


def penetration_factor(ratio: FloatArray) -> FloatArray:
    """φ_n of f_v / foE (P.533 section 5.2): 1 for high frequencies, up to 1.56 near foE."""
    t = np.asarray(ratio, float)
    u = (t - 0.475) / 0.475
    below = 0.225 + u * (0.159 + u * (0.044 + u * (-0.027 + u * (0.127 + u * (0.04 - u * 0.093)))))
    u = (t - 1.65) / 0.55
    above = 0.375 + u * (-0.049 + u * (0.054 + u * (0.034 + u * (-0.027 + u * (-0.07 + u * 0.043)))))
    factor = np.where(t <= 1.0, np.minimum(below, 0.53), np.minimum(above, 0.53))
    factor = np.where(t > 2.2, 0.34 + np.maximum(0.02 * (10.0 - t) / 7.8, 0.0), factor)
    return factor / 0.34


@functools.cache
def _penetration_table() -> Floats:
    middles = (np.arange(int(TABLE_STEPS * TABLE_END)) + 0.5) / TABLE_STEPS
    return np.append(penetration_factor(middles), 1.0).astype(np.float32)


def weighted_penetration(frequency: Floats, cosine: Floats, weights: Floats, foe: Floats, row: IntArray) -> Floats:
    """Sum over J points of ``weight · φ_n(f cos i / foE)`` of S signals, (S,).

    ``frequency`` (S,), ``cosine`` (K,), ``weights`` and ``foe`` (J, K); ``row`` (S,) says which of the K each signal
    has. In single precision φ_n comes from a table whose steps of 1/4096 keep it within 0.0004.
    """
    total = np.zeros(row.size, weights.dtype)
    exact = weights.dtype == np.float64
    for point_weight, point_foe in zip(weights, foe, strict=True):
        counts = point_weight != 0.0
        some = slice(None) if counts.all() else np.flatnonzero(counts[row])
        if isinstance(some, np.ndarray) and not some.size:
            continue
        chosen = row[some]
        if exact:
            total[some] += point_weight[chosen] * penetration_factor(frequency[some] * (cosine / point_foe)[chosen])
            continue
        position = frequency[some] * (cosine * np.float32(TABLE_STEPS) / point_foe)[chosen]
        factor = _penetration_table().take(position.astype(np.intp), mode="clip")
        factor *= point_weight[chosen]
        total[some] += factor
    return total
