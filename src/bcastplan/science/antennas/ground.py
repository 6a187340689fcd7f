"""Reflection at the earth in front of an antenna; time runs as e^{+jwt}, so loss is a negative imaginary part."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]
Float = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """The earth under the antenna: relative permittivity and conductivity in S/m."""

    permittivity: float = 4.0
    conductivity_s_m: float = 0.01


AVERAGE_GROUND = Ground()
"""The ground NTIA uses for its BS.705 samples; shortwave sites differ by a few tenths of a dB at most."""


def reflection(sin_elevation: Float, frequency_mhz: float, ground: Ground | None) -> tuple[Complex, Complex]:
    """Fresnel coefficients (horizontal, vertical) for a ray at this elevation; ``None`` is a perfect conductor.

    Both have the shape of ``sin_elevation``. Source: plane-wave theory, with the complex permittivity
    eps - j 18000 sigma / f(MHz).
    """
    if ground is None:
        ones = np.ones_like(sin_elevation, dtype=np.complex128)
        return -ones, ones
    square = ground.permittivity - 18000.0j * ground.conductivity_s_m / frequency_mhz
    root = np.sqrt(square - (1.0 - sin_elevation**2))
    horizontal = (sin_elevation - root) / (sin_elevation + root)
    vertical = (square * sin_elevation - root) / (square * sin_elevation + root)
    return horizontal, vertical
