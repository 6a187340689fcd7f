"""Hop geometry on the sphere (ITU-R P.533 section 5.1), in forms that stay exact for very short and very long hops.

Heights and distances in km, angles in radians; all arguments broadcast and keep their precision.
"""

import math

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats
from bcastplan.science.geodesy import EARTH_RADIUS_KM

E_LAYER_KM = 110.0
ABSORPTION_KM = 90.0  # height at which a ray crosses the absorbing layer
LOWEST_ELEVATION_RAD = math.radians(3.0)
LONGEST_HOP_KM = 4000.0


def tangent_elevation(hop_km: Floats, height_km: Floats) -> Floats:
    """Tangent of the elevation of a hop; negative when the hop is too long for the height.

    Equal to cot ψ - R/[(R+h) sin ψ], rearranged so that nothing cancels when ψ is small.
    """
    psi = hop_km / (2.0 * EARTH_RADIUS_KM)
    half = np.sin(0.5 * psi)
    tangent: Floats = (height_km / (EARTH_RADIUS_KM + height_km) - 2.0 * half * half) / np.sin(psi)
    return tangent


def cosine_incidence(cosine_elevation: Floats, height_km: float) -> Floats:
    """Cosine of the angle of incidence at a height, from the cosine of the elevation at the ground."""
    sine = cosine_elevation * (EARTH_RADIUS_KM / (EARTH_RADIUS_KM + height_km))
    cosine: Floats = np.sqrt(1.0 - sine * sine)
    return cosine


def slant_range_km(hops: Floats | int, hop_km: Floats, height_km: Floats, cosine_elevation: Floats) -> Floats:
    """Length of the ray path of all hops: 2 R n |sin ψ / cos(Δ+ψ)| with cos(Δ+ψ) = cos Δ · R/(R+h)."""
    psi = hop_km / (2.0 * EARTH_RADIUS_KM)
    length: Floats = 2.0 * hops * (EARTH_RADIUS_KM + height_km) * np.sin(psi) / cosine_elevation
    return length


def penetration_distance_rad(elevation_rad: FloatArray) -> FloatArray:
    """Ground distance (as an angle) from the end of a hop to where the ray crosses 90 km."""
    sine = np.cos(elevation_rad) * (EARTH_RADIUS_KM / (EARTH_RADIUS_KM + ABSORPTION_KM))
    distance: FloatArray = 0.5 * np.pi - elevation_rad - np.arcsin(sine)
    return distance


def longest_hop_km(height_km: Floats) -> Floats:
    """Longest hop at the lowest elevation of 3 degrees, at most 4,000 km."""
    sine = math.cos(LOWEST_ELEVATION_RAD) * EARTH_RADIUS_KM / (EARTH_RADIUS_KM + height_km)
    hop = 2.0 * EARTH_RADIUS_KM * (0.5 * math.pi - LOWEST_ELEVATION_RAD - np.arcsin(sine))
    return np.minimum(hop, LONGEST_HOP_KM)


def penetration_angles(hops: int, hop_rad: FloatArray, distance_rad: FloatArray) -> FloatArray:
    """Angles from the transmitter of the 2n crossings of 90 km, shape (2n, ...)."""
    starts = np.arange(hops).reshape(-1, *(1,) * hop_rad.ndim) * hop_rad
    return np.concatenate([starts + distance_rad, starts + (hop_rad - distance_rad)])
