"""Curtains of horizontal dipoles: element x reflector x row of columns x stack above ground.

Source: ITU-R BS.705 as implemented by NTIA (REC705, types AHR, CHR, EHR, CH, CT); lengths are in wavelengths
at the design frequency, so the pattern depends on frequency over design frequency and, weakly, on the ground.
"""

import math

import numpy as np

from bcastplan.science.antennas.angles import Angles, Float, dipole
from bcastplan.science.antennas.definition import AntennaDefinition, columns
from bcastplan.science.antennas.ground import Ground, reflection

SCREEN_DISTANCE = 0.25  # wavelengths from dipoles to screen; NTIA default
SCREEN_WIRE_SPACING_M = 0.83  # NTIA default
SCREEN_WIRE_MM = 4.0  # NTIA default
TUNED_CURRENT = 0.7  # current in a tuned reflector over the driven one; NTIA


def curtain_field(
    definition: AntennaDefinition,
    angles: Angles,
    *,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float,
    ground: Ground | None,
) -> Float:
    """Relative field strength of a curtain, real and not negative, in the broadcast shape of ``angles``.

    ``ratio`` is frequency over design frequency; ``ground`` ``None`` is the perfect conductor that the
    normalisation uses.
    """
    both_ways = _both_ways(definition, angles, ratio, frequency_mhz, slew_deg, ground)
    return both_ways * _reflector(definition, angles, ratio)


def front_and_back(
    definition: AntennaDefinition,
    angles: Angles,
    *,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float,
    ground: Ground | None,
) -> tuple[Float, Float]:
    """The field of a curtain at ``angles``, and at their mirror images behind it.

    Only the reflector tells the two apart; the rest is computed once.
    """
    both_ways = _both_ways(definition, angles, ratio, frequency_mhz, slew_deg, ground)
    behind = Angles(angles.sin_elevation, angles.cos_elevation, angles.sin_azimuth, -angles.cos_azimuth)
    return both_ways * _reflector(definition, angles, ratio), both_ways * _reflector(definition, behind, ratio)


def _both_ways(
    definition: AntennaDefinition,
    angles: Angles,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float,
    ground: Ground | None,
) -> Float:
    """The field but for the reflector, the same before and behind the curtain."""
    quarter = math.pi * ratio / 2.0  # k times half the length of a half-wave dipole
    element_rad = 2.0 * quarter if definition.family == "EHR" else quarter
    element = dipole(element_rad, angles.sin_azimuth * angles.cos_elevation)
    row = _row(definition, angles, ratio, slew_deg)
    stack = _stack(definition, angles, ratio, frequency_mhz, ground)
    return np.abs(element) * row * stack


def array_factor(count: int, phase: Float) -> Float:
    """Magnitude of the sum of ``count`` unit phasors a step of ``phase`` apart.

    sin(n x) / sin(x) is Chebyshev's polynomial of the second kind in cos(x): one cosine, and no special case at x = 0.
    """
    if count == 1:
        return np.ones_like(phase)
    twice = 2.0 * np.cos(0.5 * phase)
    before, value = np.ones_like(phase), twice
    for _ in range(count - 2):
        before, value = value, twice * value - before
    return np.abs(value)


def _row(definition: AntennaDefinition, angles: Angles, ratio: float, slew_deg: float) -> Float:
    step = (2.0 if definition.family == "EHR" else 1.0) * math.pi * ratio
    # The cosine of elevation multiplies the slew too: the slewed maximum keeps its bearing at all elevations.
    lean = angles.sin_azimuth - math.sin(math.radians(slew_deg))
    return array_factor(columns(definition), step * angles.cos_elevation * lean)


def _reflector(definition: AntennaDefinition, angles: Angles, ratio: float) -> Float:
    forward = angles.cos_elevation * angles.cos_azimuth
    if definition.family == "AHR":
        return _screen(angles, forward, ratio)
    if definition.family == "CH":
        return np.ones_like(forward)
    if definition.family == "CT":
        return array_factor(int(definition.parameters[1]), math.pi * ratio * forward)
    quarter = math.pi * ratio / 2.0
    q = TUNED_CURRENT
    return np.sqrt(1.0 + q * q + 2.0 * q * np.cos(quarter - quarter * forward))


def _screen(angles: Angles, forward: Float, ratio: float) -> Float:
    leak = 0.048 * SCREEN_WIRE_SPACING_M
    leak *= math.log(SCREEN_WIRE_SPACING_M / (math.pi * SCREEN_WIRE_MM * 1e-3))
    # q = 1 - 1/sqrt(1 + 1/X^2), rearranged so that the zenith (X = 0) needs no special case.
    x = leak * ratio * angles.cos_elevation
    q = 1.0 - x / np.sqrt(x * x + 1.0)
    before = angles.cos_azimuth > 0.0
    if not before.any():
        return np.broadcast_to(1.0 - q, forward.shape)
    front = np.sqrt(1.0 + q * q - 2.0 * q * np.cos(4.0 * math.pi * ratio * SCREEN_DISTANCE * forward))
    return front if before.all() else np.where(before, front, 1.0 - q)


def _stack(
    definition: AntennaDefinition, angles: Angles, ratio: float, frequency_mhz: float, ground: Ground | None
) -> Float:
    _, rows, height = definition.parameters
    levels = 1 if definition.family == "CT" else int(rows)
    vertical, horizontal = stack_factors(angles.sin_elevation, height, levels, ratio, frequency_mhz, ground)
    squared = (angles.sin_azimuth * angles.sin_elevation * vertical) ** 2 + (angles.cos_azimuth * horizontal) ** 2
    return np.sqrt(squared)


def stack_factors(
    sin_elevation: Float, height: float, levels: int, ratio: float, frequency_mhz: float, ground: Ground | None
) -> tuple[Float, Float]:
    """Magnitudes of direct plus reflected wave, (vertical, horizontal), for levels half a wavelength apart."""
    horizontal, vertical = reflection(sin_elevation, frequency_mhz, ground)
    direct = np.zeros_like(sin_elevation, dtype=np.complex128)
    for level in range(levels):
        direct += np.exp(2.0j * math.pi * ratio * (height + level / 2.0) * sin_elevation)
    image = np.conj(direct)
    return np.abs(direct - vertical * image), np.abs(direct + horizontal * image)
