"""A vertical monopole: the same in every direction, lossy below ten degrees on ordinary ground.

The radial-screen correction of the NTIA code is left out: worth 0.25 dB below 10 MHz, it diverges above.
"""

import math

import numpy as np

from bcastplan.science.antennas.angles import LIGHT_M_MHZ, Angles, Float
from bcastplan.science.antennas.definition import AntennaDefinition
from bcastplan.science.antennas.ground import Ground, reflection


def monopole_field(
    definition: AntennaDefinition, angles: Angles, *, frequency_mhz: float, ground: Ground | None
) -> Float:
    """Relative field strength of a base-fed mast of the defined height in metres, shaped like ``angles``."""
    height_rad = 2.0 * math.pi * frequency_mhz / LIGHT_M_MHZ * definition.parameters[0]
    sine, cosine = angles.sin_elevation, angles.cos_elevation
    _, vertical = reflection(sine, frequency_mhz, ground)
    inside = np.cos(height_rad * sine) - math.cos(height_rad)
    outside = np.sin(height_rad * sine) - sine * math.sin(height_rad)
    upright = np.abs(inside * (1.0 + vertical) + 1j * outside * (1.0 - vertical))
    value = upright / (2.0 * np.maximum(cosine, 1e-9))
    return value * np.ones_like(angles.cos_azimuth)
