"""Absolute gain: the field over real ground, against the power the antenna would radiate over a perfect one.

Ground loss is thereby part of the gain, mismatch and feeder loss are not. Source: ITU-R BS.705 as implemented by
NTIA, whose published maximum gains this reproduces.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.antennas.angles import Angles, Float
from bcastplan.science.antennas.curtains import curtain_field, front_and_back
from bcastplan.science.antennas.definition import CURTAIN_FAMILIES, METRE_FAMILIES, AntennaDefinition
from bcastplan.science.antennas.ground import AVERAGE_GROUND, Ground
from bcastplan.science.antennas.logperiodic import log_periodic_field
from bcastplan.science.antennas.wire_antennas import crossed_field, monopole_field, rhombic_field

NULL_DB = -60.0  # dBi; what is reported where the formula gives no field at all


def field(
    definition: AntennaDefinition,
    angles: Angles,
    *,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float = 0.0,
    ground: Ground | None = AVERAGE_GROUND,
) -> Float:
    """Relative field strength in the broadcast shape of ``angles``; ``ground`` ``None`` is a perfect conductor."""
    family = definition.family
    if family in CURTAIN_FAMILIES:
        return curtain_field(
            definition, angles, ratio=ratio, frequency_mhz=frequency_mhz, slew_deg=slew_deg, ground=ground
        )
    if family in ("HQ", "HX"):
        return crossed_field(definition, angles, ratio=ratio, frequency_mhz=frequency_mhz, ground=ground)
    if family == "RH":
        return rhombic_field(definition, angles, frequency_mhz=frequency_mhz, ground=ground)
    if family == "VM":
        return monopole_field(definition, angles, frequency_mhz=frequency_mhz, ground=ground)
    return log_periodic_field(definition, angles, frequency_mhz=frequency_mhz, ground=ground)


def grid_field(
    definition: AntennaDefinition,
    elevation_deg: Float,
    azimuth_deg: Float,
    *,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float,
    ground: Ground | None = AVERAGE_GROUND,
) -> Float:
    """The field on a grid, (E, A); azimuths rise in equal steps that divide 90 degrees, from 0 or -180 to 180."""
    if definition.family not in CURTAIN_FAMILIES:
        angles = Angles.grid(elevation_deg, azimuth_deg)
        return field(definition, angles, ratio=ratio, frequency_mhz=frequency_mhz, slew_deg=slew_deg, ground=ground)
    ahead = np.flatnonzero(np.abs(azimuth_deg) <= 90.0)
    angles = Angles.grid(elevation_deg, azimuth_deg[ahead])
    front, back = front_and_back(
        definition, angles, ratio=ratio, frequency_mhz=frequency_mhz, slew_deg=slew_deg, ground=ground
    )
    whole = np.empty((elevation_deg.size, azimuth_deg.size))
    whole[:, ahead] = front
    behind = np.flatnonzero(np.abs(azimuth_deg) > 90.0)
    mirrored = np.copysign(180.0, azimuth_deg[behind]) - azimuth_deg[behind]
    whole[:, behind] = back[
        :, np.rint((mirrored - azimuth_deg[ahead[0]]) / (azimuth_deg[1] - azimuth_deg[0])).astype(int)
    ]
    return whole


def exact_gain_dbi(
    definition: AntennaDefinition,
    *,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float = 0.0,
    azimuth_deg: ArrayLike,
    elevation_deg: ArrayLike,
    ground: Ground = AVERAGE_GROUND,
) -> Float:
    """Gain in dBi straight from the formulas, without table or floor; angles broadcast.

    ``azimuth_deg`` is clockwise from the physical boresight, ``elevation_deg`` 0 to 90. Directions without
    any field give -60 dBi.
    """
    angles = Angles.of(elevation_deg, azimuth_deg)
    strength = field(definition, angles, ratio=ratio, frequency_mhz=frequency_mhz, slew_deg=slew_deg, ground=ground)
    return to_dbi(strength, mean_square(definition, ratio, frequency_mhz, slew_deg))


def to_dbi(strength: Float, reference_square: float) -> Float:
    """Field to gain in dBi, not below -60."""
    smallest = np.sqrt(reference_square * 10.0 ** (NULL_DB / 10.0))
    return np.asarray(20.0 * np.log10(np.maximum(strength, smallest) / np.sqrt(reference_square)))


def mean_square(definition: AntennaDefinition, ratio: float, frequency_mhz: float, slew_deg: float) -> float:
    """Mean of the squared field over the whole sphere, radiating over perfect ground (the isotropic reference)."""
    # Curtains scale with the ratio alone and metre-built antennas with the frequency alone.
    if definition.family in METRE_FAMILIES:
        return _mean_square(definition, 1.0, frequency_mhz, 0.0)
    return _mean_square(definition, ratio, 1.0, abs(slew_deg))


@lru_cache(maxsize=8192)
def _mean_square(definition: AntennaDefinition, ratio: float, frequency_mhz: float, slew_deg: float) -> float:
    # Simpson; all patterns without slew are symmetrical about boresight. Two degrees are within 0.02 dB of one
    # for everything but the widest curtains and the rhombics' many lobes.
    step = 1 if definition.family == "RH" or definition.parameters[0] > 4 else 2
    elevation = np.linspace(0.0, 90.0, 90 // step + 1)
    first = -180.0 if slew_deg else 0.0
    azimuth = np.linspace(first, 180.0, int(180.0 - first) // step + 1)
    strength = grid_field(
        definition,
        elevation,
        azimuth,
        ratio=ratio,
        frequency_mhz=frequency_mhz,
        slew_deg=slew_deg,
        ground=None,
    )
    across = _simpson(azimuth.size)
    along = _simpson(elevation.size) * np.cos(np.radians(elevation))
    turn = 1.0 if slew_deg else 2.0
    weight = np.radians(elevation[1] - elevation[0]) * np.radians(azimuth[1] - azimuth[0]) / 9.0
    return float(turn * weight * (along @ strength**2 @ across)) / (4.0 * np.pi)


def _simpson(count: int) -> Float:
    weights = np.where(np.arange(count) % 2 == 1, 4.0, 2.0)
    weights[[0, -1]] = 1.0
    return weights
