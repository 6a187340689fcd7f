"""The geomagnetic field the ionospheric maps were fitted with: a fixed sixth-degree expansion, epoch 1960.

It must not be replaced by a modern field: the maps' coefficients belong to this one (ITU-R P.1239 section 2).
"""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM

GYRO_MHZ_PER_GAUSS = 2.8
MAX_DEGREE = 6

# Gauss-normalised coefficients in gauss: degree, order, g, h (ITU-R P.1239 section 2).
COEFFICIENTS = (
    (1, 0, 0.304112, 0.0),
    (1, 1, 0.021474, -0.057989),
    (2, 0, 0.024035, 0.0),
    (2, 1, -0.051253, 0.033124),
    (2, 2, -0.013381, -0.001579),
    (3, 0, -0.031518, 0.0),
    (3, 1, 0.062130, 0.014870),
    (3, 2, -0.024898, -0.004075),
    (3, 3, -0.006496, 0.000210),
    (4, 0, -0.041794, 0.0),
    (4, 1, -0.045298, -0.011825),
    (4, 2, -0.021795, 0.010006),
    (4, 3, 0.007008, 0.000430),
    (4, 4, -0.002044, 0.001385),
    (5, 0, 0.016256, 0.0),
    (5, 1, -0.034407, -0.000796),
    (5, 2, -0.019447, -0.002000),
    (5, 3, -0.000608, 0.004597),
    (5, 4, 0.002775, 0.002421),
    (5, 5, 0.000697, -0.001218),
    (6, 0, -0.019523, 0.0),
    (6, 1, -0.004853, -0.005758),
    (6, 2, 0.003212, -0.008735),
    (6, 3, 0.021413, -0.003406),
    (6, 4, 0.001051, -0.000118),
    (6, 5, 0.000227, -0.001116),
    (6, 6, 0.001115, -0.000325),
)


@dataclass(frozen=True)
class MagneticField:
    """Dip in radians (positive in the north) and electron gyrofrequency in MHz."""

    dip_rad: FloatArray
    gyrofrequency_mhz: FloatArray


@functools.cache
def _coefficient_tables() -> tuple[FloatArray, FloatArray]:
    g = np.zeros((MAX_DEGREE + 1, MAX_DEGREE + 1))
    h = np.zeros_like(g)
    for degree, order, g_value, h_value in COEFFICIENTS:
        g[degree, order], h[degree, order] = g_value, h_value
    return g, h


def _associated_functions(sine: FloatArray, cosine: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Gauss-normalised functions and their derivatives, shape (7, 7, N): degree, order, point."""
    values = np.zeros((MAX_DEGREE + 1, MAX_DEGREE + 1, sine.size))
    slopes = np.zeros_like(values)
    values[0, 0] = 1.0
    for n in range(1, MAX_DEGREE + 1):
        values[n, :n] = sine * values[n - 1, :n]
        slopes[n, :n] = sine * slopes[n - 1, :n] - cosine * values[n - 1, :n]
        if n >= 2:
            orders = np.arange(n - 1)
            factor = (((n - 1) ** 2 - orders**2) / ((2 * n - 1) * (2 * n - 3)))[:, None]
            values[n, : n - 1] -= factor * values[n - 2, : n - 1]
            slopes[n, : n - 1] -= factor * slopes[n - 2, : n - 1]
        values[n, n] = cosine * values[n - 1, n - 1]
        slopes[n, n] = cosine * slopes[n - 1, n - 1] + sine * values[n - 1, n - 1]
    return values, slopes


def magnetic_fields(latitude: ArrayLike, longitude: ArrayLike, *heights_km: float) -> tuple[MagneticField, ...]:
    """Field at the points for every height asked (km above the sphere); arrays keep the points' shape.

    ITU-R P.1239 section 2. At the poles the east component is the limit along the given meridian.
    """
    phi, lam = np.broadcast_arrays(np.radians(latitude), np.radians(longitude))
    shape = phi.shape
    phi, lam = phi.ravel(), lam.ravel()
    sine, cosine = np.sin(phi), np.maximum(np.cos(phi), 1e-9)
    values, slopes = _associated_functions(sine, cosine)
    g, h = _coefficient_tables()
    orders = np.arange(MAX_DEGREE + 1)
    cos_m, sin_m = np.cos(orders[:, None] * lam), np.sin(orders[:, None] * lam)
    # Sums over the order, per degree: (7, N).
    along = np.einsum("nm,mp->nmp", g, cos_m) + np.einsum("nm,mp->nmp", h, sin_m)
    across = np.einsum("nm,mp->nmp", g, sin_m) - np.einsum("nm,mp->nmp", h, cos_m)
    north = -np.einsum("nmp,nmp->np", slopes, along)
    east = np.einsum("nmp,nmp->np", values, across * orders[:, None]) / cosine
    down = np.einsum("nmp,nmp->np", values, along) * (orders + 1)[:, None]
    fields = []
    for height in heights_km:
        decay = (EARTH_RADIUS_KM / (EARTH_RADIUS_KM + height)) ** (orders + 2)
        x, y, z = decay @ north, decay @ east, decay @ down
        horizontal = np.hypot(x, y)
        fields.append(
            MagneticField(
                dip_rad=np.arctan2(z, horizontal).reshape(shape),
                gyrofrequency_mhz=(GYRO_MHZ_PER_GAUSS * np.hypot(horizontal, z)).reshape(shape),
            )
        )
    return tuple(fields)


def modified_dip_rad(dip_rad: ArrayLike, latitude: ArrayLike) -> FloatArray:
    """Modified dip: arctan of the dip (in radians) over the root of cos(latitude)."""
    cosine = np.maximum(np.cos(np.radians(latitude)), 1e-9)
    modified: FloatArray = np.arctan(np.asarray(dip_rad, float) / np.sqrt(cosine))
    return modified


def geomagnetic_latitude_deg(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    """Latitude in the centred-dipole frame whose pole lies at 78.5°N 68.2°W."""
    phi = np.radians(latitude)
    pole = np.radians(78.5)
    sine = np.sin(phi) * np.sin(pole) + np.cos(phi) * np.cos(pole) * np.cos(
        np.radians(np.asarray(longitude, float) + 68.2)
    )
    degrees: FloatArray = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
    return degrees
