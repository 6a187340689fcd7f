"""The few numbers planners ask of a pattern: gain at the peak, its elevation, the width of the beam."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.antennas.angles import Angles, Float
from bcastplan.science.antennas.definition import (
    BIDIRECTIONAL_FAMILIES,
    METRE_FAMILIES,
    OMNIDIRECTIONAL_FAMILIES,
    AntennaDefinition,
    as_definition,
)
from bcastplan.science.antennas.gain import field
from bcastplan.science.antennas.pattern import effective_ratio, pattern_for, shape_of
from bcastplan.science.antennas.towards import check_frequency

_CUT_DEG = np.arange(0.0, 180.01, 0.5)
_UPWARDS_DEG = np.arange(1.0, 91.0)


def gain_dbi(
    definition: AntennaDefinition | str,
    *,
    frequency_mhz: float,
    design_frequency_mhz: float | None = None,
    slew_deg: float = 0.0,
    off_boresight_deg: ArrayLike,
    elevation_deg: ArrayLike,
) -> Float:
    """Gain in dBi at angles off the physical boresight (degrees, clockwise), which broadcast with elevations.

    Not below 30 dB under the peak, nor below -30 dBi. A design frequency outside the range of the formulas is
    ignored; slew of an antenna that cannot slew is ignored. Elevations are clamped to 0 to 90; NaN gives NaN.

    Raises:
        ValueError: The definition cannot be read, or a frequency is not positive and finite.
    """
    parsed = as_definition(definition)
    check_frequency(frequency_mhz, "frequency")
    pattern = pattern_for(parsed, frequency_mhz, design_frequency_mhz, slew_deg)
    angle = np.asarray(off_boresight_deg, dtype=np.float64)
    return pattern.gain_dbi(-angle if slew_deg < 0.0 else angle, elevation_deg)


def peak_gain_dbi(
    definition: AntennaDefinition | str,
    frequency_mhz: float,
    design_frequency_mhz: float | None = None,
    slew_deg: float = 0.0,
) -> tuple[float, float]:
    """Greatest gain (dBi) and the elevation (to the degree, or half of it) at which it occurs.

    Raises:
        ValueError: The definition cannot be read, or the frequency is not positive and finite.
    """
    check_frequency(frequency_mhz, "frequency")
    pattern = pattern_for(as_definition(definition), frequency_mhz, design_frequency_mhz, slew_deg)
    return pattern.peak_dbi, pattern.peak_elevation_deg


def six_db_width_deg(
    definition: AntennaDefinition | str, frequency_mhz: float, design_frequency_mhz: float | None = None
) -> float:
    """Degrees of azimuth, at the elevation of the peak, that get at most 6 dB less than the peak.

    All such azimuths count, a strong back lobe too. 360 for antennas that fire both ways or all around.

    Raises:
        ValueError: The definition cannot be read, or the frequency is not positive and finite.
    """
    parsed = as_definition(definition)
    check_frequency(frequency_mhz, "frequency")
    if parsed.family in OMNIDIRECTIONAL_FAMILIES or parsed.family in BIDIRECTIONAL_FAMILIES:
        return 360.0
    if parsed.family in METRE_FAMILIES:
        shape = shape_of(parsed, frequency_mhz)
        return _width_deg(shape.gain_dbi(_CUT_DEG, shape.peak_elevation_deg) - shape.peak_dbi)
    return _curtain_width_deg(parsed, frequency_mhz, effective_ratio(parsed, frequency_mhz, design_frequency_mhz))


@lru_cache(maxsize=4096)
def _curtain_width_deg(definition: AntennaDefinition, frequency_mhz: float, ratio: float) -> float:
    # Curtains with a reflector are strongest on boresight, so two cuts do without the whole pattern.
    upwards = field(definition, Angles.of(_UPWARDS_DEG, 0.0), ratio=ratio, frequency_mhz=frequency_mhz)
    best = float(_UPWARDS_DEG[np.argmax(upwards)])
    around = field(definition, Angles.of(best, _CUT_DEG), ratio=ratio, frequency_mhz=frequency_mhz)
    return _width_deg(20.0 * np.log10(np.maximum(around, 1e-6 * around[0]) / around[0]))


def _width_deg(relative_db: Float) -> float:
    """Degrees of the full circle with at least -6 dB, from a half circle of gains relative to the peak."""
    over = relative_db + 6.0
    # Between samples the crossing is where the straight line through both crosses zero.
    here, there = over[:-1], over[1:]
    crossing = np.where(here == there, 0.0, here / np.where(here == there, 1.0, here - there))
    full, none = np.where(there >= 0.0, 1.0, crossing), np.where(there >= 0.0, 1.0 - crossing, 0.0)
    inside = np.where(here >= 0.0, full, none)
    return min(float(2.0 * (_CUT_DEG[1] - _CUT_DEG[0]) * inside.sum()), 360.0)


def front_to_back_db(
    definition: AntennaDefinition | str, frequency_mhz: float, design_frequency_mhz: float | None = None
) -> float:
    """Gain ahead over gain behind (dB) at the elevation of the peak, without the floor for nulls.

    Raises:
        ValueError: The definition cannot be read, or the frequency is not positive and finite.
    """
    check_frequency(frequency_mhz, "frequency")
    pattern = pattern_for(as_definition(definition), frequency_mhz, design_frequency_mhz)
    row = pattern.table[round(pattern.peak_elevation_deg / pattern.elevation_step_deg)]
    return float(row[0] - row[-1])
