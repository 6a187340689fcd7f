"""What a filed antenna radiates towards a bearing: every rule about azimuth, slew and missing data is here.

The filed azimuth is the direction of maximum radiation with the slew in it, so the structure itself points to
azimuth minus slew. Whatever is assumed can be asked for in words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.antennas.angles import Float
from bcastplan.science.antennas.definition import (
    BIDIRECTIONAL_FAMILIES,
    OMNIDIRECTIONAL_FAMILIES,
    AntennaDefinition,
    as_definition,
    design_ratio_limits,
    parse_definition,
)
from bcastplan.science.antennas.pattern import Pattern, design_frequency_applies, pattern_for, slew_matters

STRONG_KW = 50.0  # from here on an unknown antenna is taken for a curtain
LOW_BANDS_MHZ = 5.9  # below, an unknown antenna is taken for one that fires upwards


@dataclass(frozen=True)
class Antenna:
    """An antenna as it is used by a transmission.

    ``azimuth_deg`` is the direction of maximum radiation, slew included; ``None`` when it is not known.
    """

    definition: AntennaDefinition
    design_frequency_mhz: float | None = None
    azimuth_deg: float | None = None
    slew_deg: float = 0.0


@dataclass(frozen=True)
class Situation:
    """An antenna resolved for one transmission: what is computed and what had to be assumed."""

    antenna: Antenna
    averaged: bool
    assumption: str

    def pattern(self, frequency_mhz: float) -> Pattern:
        """The table this situation looks its gains up in."""
        antenna = self.antenna
        return pattern_for(antenna.definition, frequency_mhz, antenna.design_frequency_mhz, antenna.slew_deg)

    def gain_dbi(self, frequency_mhz: float, bearing_deg: ArrayLike, elevation_deg: ArrayLike) -> Float:
        """Gain in dBi towards true bearings at elevations, which broadcast."""
        bearing = np.asarray(bearing_deg, dtype=np.float64)
        pattern = self.pattern(frequency_mhz)
        if self.averaged:
            value = pattern.averaged_dbi(elevation_deg)
            return np.asarray(value + 0.0 * bearing)  # a bearing that is not known stays not known
        antenna = self.antenna
        off_boresight = bearing - (antenna.azimuth_deg or 0.0) + antenna.slew_deg
        return pattern.gain_dbi(-off_boresight if antenna.slew_deg < 0.0 else off_boresight, elevation_deg)


def resolve(
    definition: AntennaDefinition | str | None,
    *,
    frequency_mhz: float,
    azimuth_deg: float | None = None,
    slew_deg: float = 0.0,
    design_frequency_mhz: float | None = None,
    power_kw: float | None = None,
) -> Situation:
    """Decide which pattern stands for a filed antenna and say what was assumed.

    Raises:
        ValueError: A frequency is not positive and finite, or the definition cannot be read.
    """
    check_frequency(frequency_mhz, "frequency")
    if design_frequency_mhz:
        check_frequency(design_frequency_mhz, "design frequency")
    if definition is None:
        return _fallback(frequency_mhz, azimuth_deg, power_kw)
    parsed = as_definition(definition)
    notes: list[str] = []
    if design_frequency_mhz and not design_frequency_applies(parsed, frequency_mhz, design_frequency_mhz):
        low, high = design_ratio_limits(parsed)
        notes.append(
            f"design frequency {design_frequency_mhz:g} MHz ignored: {frequency_mhz:g} MHz is not "
            f"{low:g} to {high:g} times that"
        )
    if slew_deg and not slew_matters(parsed):
        notes.append(f"slew ignored: {parsed} has nothing to slew")
        slew_deg = 0.0
    averaged = parsed.family in OMNIDIRECTIONAL_FAMILIES
    if parsed.family in BIDIRECTIONAL_FAMILIES and not azimuth_deg:
        averaged = True
        notes.append("azimuth 0 on a dipole curtain is read as no direction: mean over all azimuths")
    elif azimuth_deg is None and not averaged:
        averaged = True
        notes.append("no azimuth: mean over all azimuths")
    antenna = Antenna(parsed, design_frequency_mhz or None, azimuth_deg, slew_deg)
    return Situation(antenna, averaged, "; ".join(notes))


def gain_towards(
    definition: AntennaDefinition | str | None,
    *,
    azimuth_deg: float | None,
    slew_deg: float,
    frequency_mhz: float,
    design_frequency_mhz: float | None,
    power_kw: float | None,
    bearing_deg: ArrayLike,
    elevation_deg: ArrayLike,
) -> Float:
    """Gain in dBi of a transmission's antenna towards true bearings at elevations (degrees, broadcast).

    Elevations are clamped to 0 to 90; NaN angles give NaN. Where the antenna is not known (``None``) a typical one
    is assumed; ``describe_assumption`` tells which.

    Raises:
        ValueError: A frequency is not positive and finite, or the definition cannot be read.
    """
    situation = resolve(
        definition,
        frequency_mhz=frequency_mhz,
        azimuth_deg=azimuth_deg,
        slew_deg=slew_deg,
        design_frequency_mhz=design_frequency_mhz,
        power_kw=power_kw,
    )
    return situation.gain_dbi(frequency_mhz, bearing_deg, elevation_deg)


def describe_assumption(
    definition: AntennaDefinition | str | None,
    *,
    azimuth_deg: float | None,
    slew_deg: float,
    frequency_mhz: float,
    design_frequency_mhz: float | None,
    power_kw: float | None,
) -> str:
    """Say in one line what ``gain_towards`` assumes for these values; empty when nothing had to be assumed."""
    return resolve(
        definition,
        frequency_mhz=frequency_mhz,
        azimuth_deg=azimuth_deg,
        slew_deg=slew_deg,
        design_frequency_mhz=design_frequency_mhz,
        power_kw=power_kw,
    ).assumption


def check_frequency(value_mhz: float, what: str) -> None:
    """Refuse what no antenna formula can take.

    Raises:
        ValueError: The value is not positive and finite.
    """
    if not (np.isfinite(value_mhz) and value_mhz > 0.0):
        raise ValueError(f"{what} must be a positive number of MHz, not {value_mhz!r}")


def _fallback(frequency_mhz: float, azimuth_deg: float | None, power_kw: float | None) -> Situation:
    low_band = frequency_mhz < LOW_BANDS_MHZ
    if not azimuth_deg:
        text = "CT1/1/0.3" if low_band else "HQ1/0.3"
        antenna = Antenna(parse_definition(text))
        return Situation(antenna, True, f"antenna and azimuth not known: assumed {text} without direction")
    strong = power_kw is not None and power_kw >= STRONG_KW
    text = "AHR2/2/0.5" if strong else "AHR1/1/0.5"
    if low_band:
        text = "AHR1/1/0.3"
    antenna = Antenna(parse_definition(text), None, azimuth_deg)
    return Situation(antenna, False, f"antenna not known: assumed {text} on azimuth {azimuth_deg:g}")
