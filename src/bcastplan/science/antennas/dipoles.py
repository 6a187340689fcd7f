"""Quadrant and crossed dipoles, the antennas whose azimuth hardly matters.

NTIA gives the vertical part of these the factor of a vertical dipole's image; the form here keeps horizontal wires
horizontal (at most 0.6 dB apart for quadrants), and feeds crossed dipoles in quadrature.
"""

import math

import numpy as np

from bcastplan.science.antennas.angles import Angles, Float, dipole
from bcastplan.science.antennas.curtains import stack_factors
from bcastplan.science.antennas.definition import AntennaDefinition
from bcastplan.science.antennas.ground import Ground


def crossed_field(
    definition: AntennaDefinition, angles: Angles, *, ratio: float, frequency_mhz: float, ground: Ground | None
) -> Float:
    """Relative field strength of a quadrant (``HQ``) or crossed dipole (``HX``), shaped like ``angles``."""
    rows = int(definition.parameters[0]) if definition.family == "HQ" else 1
    height = definition.parameters[-1]
    half = math.pi * ratio / 2.0
    a = (angles.cos_azimuth - angles.sin_azimuth) / math.sqrt(2.0)
    b = (angles.cos_azimuth + angles.sin_azimuth) / math.sqrt(2.0)
    first = dipole(half, a * angles.cos_elevation)
    second = dipole(half, b * angles.cos_elevation)
    vertical, horizontal = stack_factors(angles.sin_elevation, height, rows, ratio, frequency_mhz, ground)
    up = angles.sin_elevation * vertical
    if definition.family == "HX":
        power = (first**2) * ((a * up) ** 2 + (b * horizontal) ** 2)
        power += (second**2) * ((b * up) ** 2 + (a * horizontal) ** 2)
        return np.asarray(np.sqrt(power))
    # Both wires are fed at their common corner, a half-wave away from each other's centres.
    shift = np.exp(1j * half * (b - a) * angles.cos_elevation)
    elevation_part = np.abs(a * first - b * second * shift) * up
    azimuth_part = np.abs(b * first + a * second * shift) * horizontal
    return np.asarray(np.hypot(elevation_part, azimuth_part))
