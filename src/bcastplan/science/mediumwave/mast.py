"""What a mast adds to its power: gain by elevation of a vertical monopole, and a guess where a direction is filed.

Gain is relative to the short monopole over perfect ground that e.m.r.p. is defined with.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray

LEAST_GAIN_DB = -20.0


def mast_gain_db(elevation_deg: ArrayLike, mast_wavelengths: float | None) -> FloatArray:
    """Gain of a base-fed mast of this height, over a short monopole, at elevations; not below -20 dB.

    ``None`` means 0 dB at every elevation: power given as e.m.r.p. in the direction of the path.

    Raises:
        ValueError: The height is not between 0.01 and 1 wavelength.
    """
    elevation = np.asarray(elevation_deg, dtype=np.float64)
    if mast_wavelengths is None:
        return np.zeros_like(elevation)
    if not 0.01 <= mast_wavelengths <= 1.0:
        raise ValueError(f"mast height must be 0.01 to 1 wavelength, not {mast_wavelengths!r}")
    strength = _monopole(np.radians(elevation), mast_wavelengths) ** 2
    relative = np.maximum(strength * 2.0 / 3.0 / _power_integral(mast_wavelengths), 1e-9)
    return np.maximum(10.0 * np.log10(relative), LEAST_GAIN_DB)


def direction_gain_db(bearing_deg: ArrayLike, azimuth_deg: float | None) -> FloatArray:
    """Gain towards bearings of a directional mast array on ``azimuth_deg``; 0 dB where no azimuth is filed.

    A cardioid with 4 dB ahead and 9 dB less than a single mast behind: filed data say no more than the direction.
    """
    bearing = np.asarray(bearing_deg, dtype=np.float64)
    if azimuth_deg is None:
        return np.zeros_like(bearing)
    ahead = (1.0 + np.cos(np.radians(bearing - azimuth_deg))) / 2.0
    return np.asarray(10.0 * np.log10(np.maximum(ahead**2, 0.05)) + 4.0)


def _monopole(elevation_rad: FloatArray, wavelengths: float) -> FloatArray:
    height = 2.0 * np.pi * wavelengths
    cosine = np.maximum(np.cos(elevation_rad), 1e-9)
    return np.asarray((np.cos(height * np.sin(elevation_rad)) - np.cos(height)) / cosine)


@lru_cache(maxsize=256)
def _power_integral(wavelengths: float) -> float:
    elevation = np.linspace(0.0, np.pi / 2.0, 721)
    values = _monopole(elevation, wavelengths) ** 2 * np.cos(elevation)
    weights = np.where(np.arange(elevation.size) % 2 == 1, 4.0, 2.0)
    weights[[0, -1]] = 1.0
    return float(weights @ values * elevation[1] / 3.0)
