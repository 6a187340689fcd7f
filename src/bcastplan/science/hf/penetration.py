"""Absorption where rays cross 90 km: thousands of points per path, so their geography is tabulated along each path.

Along one great circle the place is a single number, the angle from the transmitter. Exponent and noon factor, which
change slowly with it and not with the hour, are tabulated in that number; the Sun's zenith angle, latitude and side of
the meridian are sums of a sine and a cosine of it. The modified dip behind
the exponent is itself looked up in a 1-degree table. Exact runs compute every point, and the field there, instead.
"""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats, IntArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM, Arc, latitude_longitude
from bcastplan.science.geomagnetic import magnetic_fields, modified_dip_look_up_deg, modified_dip_rad
from bcastplan.science.hf import absorption
from bcastplan.science.hf.conditions import Conditions

NODE_SPACING_KM = 30.0  # of the tables along the longest path of a chunk, closer on the others


@dataclass(frozen=True)
class PenetrationPoints:
    """Absorption weight and foE at points of P paths under H hours."""

    conditions: Conditions
    arc: Arc
    exponent: Floats
    noon: Floats
    circles: Floats  # (6, P·H): cosine and sine parts of zenith, side of the meridian and latitude

    @classmethod
    def along(cls, conditions: Conditions, arc: Arc) -> "PenetrationPoints":
        """Tabulate the paths' geography, or prepare for exact evaluation."""
        dtype = conditions.method.dtype
        if conditions.method.exact:
            exponent = noon = np.zeros((arc.length_km.size, 0))
        else:
            nodes = int(arc.length_km.max() / NODE_SPACING_KM) + 2
            share = np.linspace(0.0, 1.0, nodes)[:, None]
            angles = (share * arc.length_km / EARTH_RADIUS_KM).T
            latitude, longitude = latitude_longitude(
                arc.start[:, :, None] * np.cos(angles) + arc.direction[:, :, None] * np.sin(angles)
            )
            exponent, noon = _geography(conditions, latitude, longitude, conditions.sun.equation_min.mean())
        return cls(conditions, arc, exponent.astype(dtype), noon.astype(dtype), _circles(conditions, arc).astype(dtype))

    def at(self, path: IntArray, hour: IntArray, angle_rad: FloatArray) -> tuple[Floats, Floats]:
        """Weight and foE, (J, K), at ``angle_rad`` (J, K) along the K paths and hours given."""
        dtype = self.conditions.method.dtype
        sun = self.conditions.sun
        angle = angle_rad.astype(dtype)
        cosine, sine = np.cos(angle), np.sin(angle)
        row = path * sun.hours_utc.size + hour
        parts = self.circles[:, row]
        zenith = np.arccos(np.clip(parts[0] * cosine + parts[1] * sine, -1.0, 1.0))
        evening = parts[2] * cosine + parts[3] * sine > 0.0
        sine_latitude = parts[4] * cosine + parts[5] * sine
        foe = self.conditions.e_layer.critical_frequency(
            sine_latitude,
            zenith,
            evening,
            np.sin(sun.declination_rad).astype(dtype)[hour],
            np.cos(sun.declination_rad).astype(dtype)[hour],
        )
        if self.conditions.method.exact:
            exponent, noon = self._exactly(path, hour, angle_rad)
        else:
            exponent, noon = self._tabulated(path, angle)
        return absorption.weight(noon, zenith, exponent), foe

    def _exactly(self, path: IntArray, hour: IntArray, angle: FloatArray) -> tuple[Floats, Floats]:
        position = self.arc.start[:, None, path] * np.cos(angle) + self.arc.direction[:, None, path] * np.sin(angle)
        latitude, longitude = latitude_longitude(position)
        return _geography(self.conditions, latitude, longitude, self.conditions.sun.equation_min[hour])

    def _tabulated(self, path: IntArray, angle: Floats) -> tuple[Floats, Floats]:
        nodes = self.exponent.shape[1]
        scale = ((nodes - 1) * EARTH_RADIUS_KM / self.arc.length_km).astype(angle.dtype)
        position = np.clip(angle * scale[path], 0.0, (nodes - 1) * 0.999999)
        node = position.astype(np.intp)
        share = position - node.astype(angle.dtype)
        node += path * nodes
        values = []
        for table in (self.exponent.ravel(), self.noon.ravel()):
            left = table.take(node)
            values.append(left + share * (table.take(node + 1) - left))
        return values[0], values[1]


def _geography(
    conditions: Conditions, latitude: FloatArray, longitude: FloatArray, equation_min: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Diurnal exponent and noon weight at places."""
    if conditions.method.exact:
        (field,) = magnetic_fields(latitude, longitude, 100.0)
        modified = np.degrees(modified_dip_rad(field.dip_rad, latitude))
    else:
        modified = modified_dip_look_up_deg(latitude, longitude)
    exponent = absorption.diurnal_exponent(latitude, modified, conditions.month)
    noon = absorption.noon_weight(latitude, longitude, exponent, conditions.month, equation_min, conditions.day_shift)
    return exponent, noon


def _circles(conditions: Conditions, arc: Arc) -> FloatArray:
    sun = conditions.sun.vector
    parts = []
    for vector in (arc.start, arc.direction):
        zenith = vector.T @ sun
        side = vector[1][:, None] * sun[0] - vector[0][:, None] * sun[1]
        parts.append((zenith, side, np.broadcast_to(vector[2][:, None], zenith.shape)))
    start, direction = parts
    return np.stack([start[0], direction[0], start[1], direction[1], start[2], direction[2]]).reshape(6, -1)
