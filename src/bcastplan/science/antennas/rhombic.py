"""Terminated rhombics, as a directivity with ground loss; what the termination burns is not taken off.

Source: ITU-R BS.705 as implemented by NTIA; practice takes 2 to 3 dB off for the termination.
"""

import math

import numpy as np

from bcastplan.science.antennas.angles import LIGHT_M_MHZ, Angles, Float
from bcastplan.science.antennas.definition import AntennaDefinition
from bcastplan.science.antennas.ground import Ground, reflection


def rhombic_field(
    definition: AntennaDefinition, angles: Angles, *, frequency_mhz: float, ground: Ground | None
) -> Float:
    """Relative field strength of a rhombic (leg m, half the obtuse angle deg, height m), shaped like ``angles``."""
    leg_m, half_angle_deg, height_m = definition.parameters
    k = 2.0 * math.pi * frequency_mhz / LIGHT_M_MHZ
    sin_g, cos_g = math.sin(math.radians(half_angle_deg)), math.cos(math.radians(half_angle_deg))
    sine, cosine, s, c = (
        angles.sin_elevation,
        angles.cos_elevation,
        angles.sin_azimuth,
        angles.cos_azimuth,
    )
    sin_plus, cos_plus = sin_g * c + cos_g * s, cos_g * c - sin_g * s
    sin_minus, cos_minus = sin_g * c - cos_g * s, cos_g * c + sin_g * s
    plus = np.minimum(sin_plus * cosine - 1.0, -1e-6)
    minus = np.minimum(sin_minus * cosine - 1.0, -1e-6)
    travel = 4.0 * np.abs(np.sin(k * leg_m * plus / 2.0) * np.sin(k * leg_m * minus / 2.0))
    horizontal, vertical = reflection(sine, frequency_mhz, ground)
    delay = np.exp(-2.0j * k * height_m * sine)
    azimuth_part = (cos_plus / plus + cos_minus / minus) * np.abs(1.0 + horizontal * delay)
    elevation_part = (sin_plus / plus - sin_minus / minus) * sine * np.abs(1.0 - vertical * delay)
    return np.asarray(travel * np.hypot(azimuth_part, elevation_part))
