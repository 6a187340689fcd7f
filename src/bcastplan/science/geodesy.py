"""Great circles on a sphere of 6371.009 km: latitudes and longitudes in degrees, north and east positive.

Every function accepts scalars or arrays that broadcast, and passes NaN through.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray, Floats, IntArray

EARTH_RADIUS_KM = 6371.009  # mean radius used by ITU-R P.533 for all geometry
EQUATOR_RAD = 1e-12  # 6 micrometres on the ground, a thousand times the rounding of a unit vector
FULL_CIRCLE_KM = 2.0 * np.pi * EARTH_RADIUS_KM


def great_circle_distance_km(
    latitude_1: ArrayLike, longitude_1: ArrayLike, latitude_2: ArrayLike, longitude_2: ArrayLike
) -> FloatArray:
    """Length of the shorter arc in km (haversine form, exact for small distances)."""
    phi_1, phi_2 = np.radians(latitude_1), np.radians(latitude_2)
    half_difference = 0.5 * (np.radians(longitude_1) - np.radians(longitude_2))
    haversine = np.sin(0.5 * (phi_1 - phi_2)) ** 2 + np.cos(phi_1) * np.cos(phi_2) * np.sin(half_difference) ** 2
    distance: FloatArray = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1.0)))
    return distance


def bearing_deg(
    latitude_1: ArrayLike, longitude_1: ArrayLike, latitude_2: ArrayLike, longitude_2: ArrayLike
) -> FloatArray:
    """Initial bearing of the shorter arc from point 1 to point 2, in [0, 360); 0 for coinciding points."""
    phi_1, phi_2 = np.radians(latitude_1), np.radians(latitude_2)
    difference = np.radians(longitude_2) - np.radians(longitude_1)
    east = np.sin(difference) * np.cos(phi_2)
    north = np.cos(phi_1) * np.sin(phi_2) - np.sin(phi_1) * np.cos(phi_2) * np.cos(difference)
    bearing: FloatArray = np.degrees(np.arctan2(east, north)) % 360.0
    # A tiny negative angle is rounded up to 360.0 by the remainder.
    return np.where(bearing >= 360.0, 0.0, bearing)


def point_at_fraction(
    latitude_1: ArrayLike,
    longitude_1: ArrayLike,
    latitude_2: ArrayLike,
    longitude_2: ArrayLike,
    fraction: ArrayLike,
    long_arc: ArrayLike = False,
) -> tuple[FloatArray, FloatArray]:
    """Latitude and longitude at ``fraction`` (0..1) of the way from point 1 to point 2."""
    arc = Arc.between(latitude_1, longitude_1, latitude_2, longitude_2, long_arc)
    return latitude_longitude(arc.position(np.asarray(fraction, float) * arc.length_km / EARTH_RADIUS_KM))


def unit_vector(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    """Cartesian unit vectors, shape (3, ...): towards 0°N 0°E, 0°N 90°E and the north pole."""
    phi, lam = np.broadcast_arrays(np.radians(latitude), np.radians(longitude))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def latitude_longitude(position: Floats) -> tuple[FloatArray, FloatArray]:
    """Latitude and longitude in degrees of vectors of shape (3, ...).

    A point nearer to the equator than ``EQUATOR_RAD`` lies on it: rounding must not put the middle of a path into one
    hemisphere and that of its reverse into the other, for the season would follow.
    """
    x, y, z = np.asarray(position, float)
    z = np.where(np.abs(z) < EQUATOR_RAD, 0.0, z)
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def middle_of(latitudes: ArrayLike, longitudes: ArrayLike) -> tuple[float, float]:
    """The middle of some places, by their mean direction from the centre of the earth; degrees.

    Means of latitudes and longitudes would lie wrong near a pole and on the 180th meridian.
    """
    latitude, longitude = latitude_longitude(unit_vector(latitudes, longitudes).sum(axis=-1))
    return float(latitude), float(longitude)


@dataclass(frozen=True)
class Arc:
    """Great-circle arcs as start vector and start direction, both of shape (3, P).

    The point at angle s is ``start·cos s + direction·sin s``: no division by sin(length), so coinciding points,
    antipodes and arcs longer than half the circle need no special case.
    """

    start: FloatArray
    direction: FloatArray
    length_km: FloatArray
    azimuth_deg: FloatArray

    @classmethod
    def between(
        cls,
        latitude_1: ArrayLike,
        longitude_1: ArrayLike,
        latitude_2: ArrayLike,
        longitude_2: ArrayLike,
        long_arc: ArrayLike = False,
    ) -> "Arc":
        """Arcs from points 1 to points 2, the long way round where ``long_arc`` is true."""
        distance = great_circle_distance_km(latitude_1, longitude_1, latitude_2, longitude_2)
        azimuth = bearing_deg(latitude_1, longitude_1, latitude_2, longitude_2)
        distance, azimuth, long = np.broadcast_arrays(distance, azimuth, np.asarray(long_arc, bool))
        azimuth = np.where(long, (azimuth + 180.0) % 360.0, azimuth)
        phi, lam, angle = np.broadcast_arrays(np.radians(latitude_1), np.radians(longitude_1), np.radians(azimuth))
        north = np.stack([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)])
        east = np.stack([-np.sin(lam), np.cos(lam), np.zeros_like(lam)])
        return cls(
            start=unit_vector(*np.broadcast_arrays(latitude_1, longitude_1, distance)[:2]),
            direction=north * np.cos(angle) + east * np.sin(angle),
            length_km=np.where(long, FULL_CIRCLE_KM - distance, distance),
            azimuth_deg=azimuth,
        )

    def position(self, angle_rad: ArrayLike) -> FloatArray:
        """Unit vectors (3, ...) at the angle from the start; ``angle_rad`` broadcasts against (..., P)."""
        angle = np.asarray(angle_rad, float)
        start = self.start.reshape(3, *(1,) * (angle.ndim - self.start.ndim + 1), *self.start.shape[1:])
        direction = self.direction.reshape(start.shape)
        position: FloatArray = start * np.cos(angle) + direction * np.sin(angle)
        return position

    def select(self, arcs: IntArray) -> "Arc":
        """The arcs with these numbers."""
        return Arc(self.start[:, arcs], self.direction[:, arcs], self.length_km[arcs], self.azimuth_deg[arcs])
