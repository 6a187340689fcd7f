"""Angles as sines and cosines, once: every pattern formula is written in them and broadcasts over them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Float = NDArray[np.float64]
LIGHT_M_MHZ = 299.8  # m·MHz, the rounded speed of light of the reference implementation


@dataclass(frozen=True)
class Angles:
    """Sine and cosine of elevation and of azimuth off boresight; the four arrays broadcast together."""

    sin_elevation: Float
    cos_elevation: Float
    sin_azimuth: Float
    cos_azimuth: Float

    @classmethod
    def of(cls, elevation_deg: ArrayLike, azimuth_deg: ArrayLike) -> Self:
        """Take angles in degrees; azimuth is clockwise from boresight."""
        elevation = np.radians(np.asarray(elevation_deg, dtype=np.float64))
        azimuth = np.radians(np.asarray(azimuth_deg, dtype=np.float64))
        return cls(np.sin(elevation), np.cos(elevation), np.sin(azimuth), np.cos(azimuth))

    @classmethod
    def grid(cls, elevation_deg: Float, azimuth_deg: Float) -> Self:
        """Make the table elevation by azimuth; factors of elevation alone are then computed once per row."""
        return cls.of(elevation_deg[:, None], azimuth_deg[None, :])


def dipole(half_length_rad: ArrayLike, direction: Float) -> Float:
    """Field of a sinusoidal current on a dipole, divided by the sine of the angle to the wire.

    ``half_length_rad`` is k times half the length, ``direction`` the cosine of the angle to the wire;
    the limit p sin(p) / 2 is taken along the wire.
    """
    p = np.asarray(half_length_rad, dtype=np.float64)
    rest = 1.0 - direction * direction
    close = rest < 1e-9
    if not close.any():
        return np.asarray((np.cos(p * direction) - np.cos(p)) / rest)
    value = (np.cos(p * direction) - np.cos(p)) / np.where(close, 1.0, rest)
    return np.where(close, p * np.sin(p) / 2.0, value)
