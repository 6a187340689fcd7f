"""The geomagnetic field the ionospheric maps were fitted with: a fixed sixth-degree expansion, epoch 1960.

It must not be replaced by a modern field: the maps' coefficients belong to this one (ITU-R P.1239 section 2).
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM

GYRO_MHZ_PER_GAUSS = 2.8
MAX_DEGREE = 6
BLOCK = 2048  # points at a time, so that the sums stay in the processor's cache

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
_BY_DEGREE = [[(g, h) for n, _, g, h in COEFFICIENTS if n == degree] for degree in range(MAX_DEGREE + 1)]


@dataclass(frozen=True)
class MagneticField:
    """Dip in radians (positive in the north) and electron gyrofrequency in MHz."""

    dip_rad: FloatArray
    gyrofrequency_mhz: FloatArray


def _degree_sums(
    latitude_rad: FloatArray, longitude_rad: FloatArray
) -> Iterator[tuple[int, FloatArray, FloatArray, FloatArray]]:
    """Degree n and its north, east and down sums over the orders, at the Earth's surface.

    Only the functions of the last two degrees are kept (Gauss-normalised, with derivatives by colatitude).
    """
    sine, cosine = np.sin(latitude_rad), np.maximum(np.cos(latitude_rad), 1e-9)
    waves = [(np.ones_like(sine), np.zeros_like(sine)), (np.cos(longitude_rad), np.sin(longitude_rad))]
    for _ in range(2, MAX_DEGREE + 1):
        (cos_m, sin_m), (cos_1, sin_1) = waves[-1], waves[1]
        waves.append((cos_m * cos_1 - sin_m * sin_1, sin_m * cos_1 + cos_m * sin_1))
    before: list[tuple[FloatArray, FloatArray]] = []
    last = [(np.ones_like(sine), np.zeros_like(sine))]
    for n in range(1, MAX_DEGREE + 1):
        current = []
        for m, (value, slope) in enumerate(last):
            new_value, new_slope = sine * value, sine * slope - cosine * value
            if m < len(before):
                factor = ((n - 1) ** 2 - m**2) / ((2 * n - 1) * (2 * n - 3))
                new_value -= factor * before[m][0]
                new_slope -= factor * before[m][1]
            current.append((new_value, new_slope))
        value, slope = last[-1]
        current.append((cosine * value, cosine * slope + sine * value))
        before, last = last, current
        north, east, down = (np.zeros_like(sine) for _ in range(3))
        for m, (g, h) in enumerate(_BY_DEGREE[n]):
            along = g * waves[m][0] + h * waves[m][1]
            north -= current[m][1] * along
            down += current[m][0] * along
            east += current[m][0] * (m * (g * waves[m][1] - h * waves[m][0]))
        yield n, north, east / cosine, (n + 1) * down


def magnetic_fields(latitude: ArrayLike, longitude: ArrayLike, *heights_km: float) -> tuple[MagneticField, ...]:
    """Field at the points for every height asked (km above the sphere); arrays keep the points' shape.

    ITU-R P.1239 section 2. At the poles the east component is the limit along the given meridian.
    """
    phi, lam = np.broadcast_arrays(np.radians(latitude), np.radians(longitude))
    shape = phi.shape
    phi, lam = phi.ravel(), lam.ravel()
    dip, gyro = np.empty((2, len(heights_km), phi.size))
    for start in range(0, phi.size, BLOCK):
        block = slice(start, start + BLOCK)
        components = np.zeros((len(heights_km), 3, phi[block].size))
        for n, *sums in _degree_sums(phi[block], lam[block]):
            for row, height in enumerate(heights_km):
                decay = (EARTH_RADIUS_KM / (EARTH_RADIUS_KM + height)) ** (n + 2)
                for axis, degree_sum in enumerate(sums):
                    components[row, axis] += decay * degree_sum
        horizontal = np.hypot(components[:, 0], components[:, 1])
        dip[:, block] = np.arctan2(components[:, 2], horizontal)
        gyro[:, block] = GYRO_MHZ_PER_GAUSS * np.hypot(horizontal, components[:, 2])
    return tuple(MagneticField(d.reshape(shape), g.reshape(shape)) for d, g in zip(dip, gyro, strict=True))


def modified_dip_rad(dip_rad: ArrayLike, latitude: ArrayLike) -> FloatArray:
    """Modified dip: arctan of the dip (in radians) over the root of cos(latitude)."""
    cosine = np.maximum(np.cos(np.radians(latitude)), 1e-9)
    modified: FloatArray = np.arctan(np.asarray(dip_rad, float) / np.sqrt(cosine))
    return modified


@functools.cache
def _modified_dip_table() -> FloatArray:
    """Modified dip in degrees at 100 km on a 1-degree grid, from 90°S and 180°W."""
    latitude, longitude = np.arange(-90.0, 91.0)[:, None], np.arange(-180.0, 181.0)
    (field,) = magnetic_fields(latitude, longitude, 100.0)
    return np.degrees(modified_dip_rad(field.dip_rad, latitude))


def modified_dip_look_up_deg(latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    """Modified dip in degrees at 100 km, interpolated on a 1-degree grid.

    Longitudes from -180 to 180. Within 0.02° of the exact value up to 85° of latitude; meant for the absorption
    exponent, which changes field strengths by less than 0.02 dB in consequence.
    """
    table = _modified_dip_table()
    row, column = latitude + 90.0, longitude + 180.0
    low, left = np.minimum(row.astype(int), 179), np.minimum(column.astype(int), 359)
    row_share, column_share = row - low, column - left
    corner = low * table.shape[1] + left
    flat = table.ravel()
    lower = flat.take(corner) * (1.0 - column_share) + flat.take(corner + 1) * column_share
    corner += table.shape[1]
    upper = flat.take(corner) * (1.0 - column_share) + flat.take(corner + 1) * column_share
    interpolated: FloatArray = lower + (upper - lower) * row_share
    return interpolated


def geomagnetic_latitude_deg(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    """Latitude in the centred-dipole frame whose pole lies at 78.5°N 68.2°W."""
    phi = np.radians(latitude)
    pole = np.radians(78.5)
    sine = np.sin(phi) * np.sin(pole) + np.cos(phi) * np.cos(pole) * np.cos(
        np.radians(np.asarray(longitude, float) + 68.2)
    )
    degrees: FloatArray = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
    return degrees
