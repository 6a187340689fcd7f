"""Quadrant and crossed dipoles, rhombics and monopoles: wires and masts that form no array of equal elements.

Dipoles: NTIA gives the vertical part of these the factor of a vertical dipole's image; the form here keeps horizontal
wires horizontal (at most 0.6 dB apart for quadrants), and feeds crossed dipoles in quadrature.

Rhombics: the directivity of ITU-R BS.705 as implemented by NTIA, with ground loss; what the termination burns is not
taken off (practice takes 2 to 3 dB off).

Monopoles: the radial-screen correction of the NTIA code is left out: worth 0.25 dB below 10 MHz, it diverges above.
"""

import math

import numpy as np

from bcastplan.science.antennas.angles import LIGHT_M_MHZ, Angles, Float, dipole
from bcastplan.science.antennas.curtains import stack_factors
from bcastplan.science.antennas.definition import AntennaDefinition
from bcastplan.science.antennas.ground import Ground, reflection


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
