"""Patterns as tables: made once for a definition, a frequency ratio and a slew, then looked up many times.

A table never holds a gain below what the formulas give; the floor (30 dB under the peak, nulls are filled in real
antennas) is applied when it is read.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.antennas.angles import Float
from bcastplan.science.antennas.definition import (
    CURTAIN_FAMILIES,
    METRE_FAMILIES,
    AntennaDefinition,
    columns,
    design_ratio_limits,
)
from bcastplan.science.antennas.gain import grid_field, mean_square, to_dbi

FLOOR_BELOW_PEAK_DB = 30.0
LOWEST_GAIN_DBI = -30.0
_RATIO_STEP = 0.002  # frequency over design frequency; coarser steps show in the first side lobe
_GROUND_STEP_MHZ = 0.5  # families built in wavelengths feel frequency through the ground only
_METRE_STEP_MHZ = 0.01  # families built in metres
GRAZING_SINE = float(np.sin(np.radians(0.02)))


@dataclass(frozen=True)
class Pattern:
    """Gain of one antenna at one frequency on a grid of elevation and azimuth.

    ``table`` is (E, A), float32: dBi minus 20 log10 of the sine of elevation, which is smooth down to the
    horizon where the gain itself is not. Azimuth runs from 0 to 180 when the pattern is symmetrical, else
    from -180 to 180.
    """

    table: NDArray[np.float32]
    elevation_step_deg: float
    azimuth_step_deg: float
    symmetrical: bool
    peak_dbi: float
    peak_elevation_deg: float

    @property
    def floor_dbi(self) -> float:
        """The least gain the pattern reports."""
        return max(self.peak_dbi - FLOOR_BELOW_PEAK_DB, LOWEST_GAIN_DBI)

    @cached_property
    def averaged(self) -> NDArray[np.float32]:
        """Mean power over azimuth at the elevations of the table, in the table's terms, (E,)."""
        smooth = 20.0 * np.log10(np.sin(np.radians(_elevations(self.elevation_step_deg))))[:, None]
        # The ends of a circle or half circle stand for half a step each.
        weights = np.full(self.table.shape[1], 1.0 / (self.table.shape[1] - 1))
        weights[[0, -1]] /= 2.0
        mean = 10.0 ** (np.maximum(self.table, self.floor_dbi - smooth) / 10.0) @ weights
        return np.asarray(10.0 * np.log10(mean), dtype=np.float32)

    def gain_dbi(self, azimuth_deg: ArrayLike, elevation_deg: ArrayLike) -> Float:
        """Gain in dBi at angles off boresight, bilinear in dB; NaN angles give NaN.

        Azimuth may be any angle; elevation is clamped to 0 to 90.
        """
        azimuth = np.asarray(azimuth_deg, dtype=np.float64)
        elevation = np.clip(np.asarray(elevation_deg, dtype=np.float64), 0.0, 90.0)
        turned = np.mod(azimuth + 180.0, 360.0) - 180.0
        across = (np.abs(turned) if self.symmetrical else turned + 180.0) / self.azimuth_step_deg
        # A NaN angle must not become an index; it stays in the fractions and spoils the result as it should.
        row, up = self._row(elevation)
        column = np.minimum(np.nan_to_num(across), self.table.shape[1] - 2).astype(np.intp)
        right = across - column
        width = self.table.shape[1]
        flat = self.table.ravel()
        corner = row * width + column
        low = flat[corner] * (1.0 - right) + flat[corner + 1] * right
        high = flat[corner + width] * (1.0 - right) + flat[corner + width + 1] * right
        return self._floored(low * (1.0 - up) + high * up, elevation)

    def averaged_dbi(self, elevation_deg: ArrayLike) -> Float:
        """Gain in dBi of the power averaged over all azimuths, for antennas whose direction is not known."""
        elevation = np.clip(np.asarray(elevation_deg, dtype=np.float64), 0.0, 90.0)
        row, up = self._row(elevation)
        value = self.averaged[row] * (1.0 - up) + self.averaged[row + 1] * up
        return self._floored(value, elevation)

    def _row(self, elevation: Float) -> tuple[NDArray[np.intp], Float]:
        along = elevation / self.elevation_step_deg
        row = np.minimum(np.nan_to_num(along), self.table.shape[0] - 2).astype(np.intp)
        return row, along - row

    def _floored(self, value: Float, elevation: Float) -> Float:
        grazing = np.maximum(np.sin(np.radians(elevation)), GRAZING_SINE)
        return np.maximum(value + 20.0 * np.log10(grazing), self.floor_dbi)


def pattern_for(
    definition: AntennaDefinition,
    frequency_mhz: float,
    design_frequency_mhz: float | None = None,
    slew_deg: float = 0.0,
) -> Pattern:
    """The cached pattern of an antenna, for the magnitude of its slew (negative slew is the mirror image).

    A design frequency outside the range of the formulas is ignored, see ``effective_ratio``.
    """
    slew = abs(slew_deg) if slew_matters(definition) else 0.0
    if definition.family in METRE_FAMILIES:
        return _tabulate(definition, 1.0, round(frequency_mhz / _METRE_STEP_MHZ) * _METRE_STEP_MHZ, 0.0)
    ratio = round(effective_ratio(definition, frequency_mhz, design_frequency_mhz) / _RATIO_STEP) * _RATIO_STEP
    ground_mhz = max(round(frequency_mhz / _GROUND_STEP_MHZ) * _GROUND_STEP_MHZ, _GROUND_STEP_MHZ)
    return _tabulate(definition, ratio, ground_mhz, slew)


@lru_cache(maxsize=1024)
def shape_of(definition: AntennaDefinition, frequency_mhz: float) -> Pattern:
    """The pattern of an antenna built in metres with its peak at 0 dB: what it radiates in all is not asked."""
    return _table(definition, 1.0, round(frequency_mhz / _METRE_STEP_MHZ) * _METRE_STEP_MHZ, 0.0, None)


def effective_ratio(definition: AntennaDefinition, frequency_mhz: float, design_frequency_mhz: float | None) -> float:
    """Frequency over design frequency, or 1 where there is none or the formulas do not reach that far."""
    if not design_frequency_mhz or definition.family in METRE_FAMILIES:
        return 1.0
    if not design_frequency_applies(definition, frequency_mhz, design_frequency_mhz):
        return 1.0
    return frequency_mhz / design_frequency_mhz


def design_frequency_applies(definition: AntennaDefinition, frequency_mhz: float, design_frequency_mhz: float) -> bool:
    """Whether the formulas reach from this design frequency to the operating one."""
    low, high = design_ratio_limits(definition)
    # Half a percent of grace: filed frequencies are rounded to kHz, limits are not that sharp.
    return low - 0.005 <= frequency_mhz / design_frequency_mhz <= high + 0.005


def slew_matters(definition: AntennaDefinition) -> bool:
    """Whether electrical slew moves the beam at all: it needs two columns."""
    return columns(definition) > 1


@lru_cache(maxsize=512)
def _tabulate(definition: AntennaDefinition, ratio: float, frequency_mhz: float, slew_deg: float) -> Pattern:
    isotropic_square = mean_square(definition, ratio, frequency_mhz, slew_deg)
    return _table(definition, ratio, frequency_mhz, slew_deg, isotropic_square)


def _table(
    definition: AntennaDefinition,
    ratio: float,
    frequency_mhz: float,
    slew_deg: float,
    isotropic_square: float | None,
) -> Pattern:
    """A pattern against the field of an isotropic antenna, or against its own peak where that is None."""
    down, step = _grid_steps(definition, ratio)
    symmetrical = slew_deg == 0.0
    elevation = _elevations(down)
    azimuth = np.arange(0.0 if symmetrical else -180.0, 180.0 + step, step)
    strength = grid_field(
        definition,
        elevation,
        azimuth,
        ratio=ratio,
        frequency_mhz=frequency_mhz,
        slew_deg=slew_deg,
    )
    gain = to_dbi(strength, float(strength.max()) ** 2 if isotropic_square is None else isotropic_square)
    best = int(np.argmax(gain.max(axis=1)))
    peak = float(gain.max())
    gain -= 20.0 * np.log10(np.sin(np.radians(elevation)))[:, None]
    return Pattern(np.ascontiguousarray(gain, dtype=np.float32), down, step, symmetrical, peak, best * down)


def _elevations(step_deg: float) -> Float:
    """Elevations of a table's rows; the first a hair above the horizon, where the sine is not yet 0."""
    elevation = np.arange(0.0, 90.0 + step_deg, step_deg)
    elevation[0] = np.degrees(np.arcsin(GRAZING_SINE))
    return elevation


def _grid_steps(definition: AntennaDefinition, ratio: float) -> tuple[float, float]:
    """Steps of elevation and azimuth (degrees) that keep the main lobe within 0.1 dB of the formulas."""
    if definition.family == "RH":
        return 0.5, 1.0
    if definition.family not in CURTAIN_FAMILIES:
        return 1.0, 2.0
    _, rows, height = definition.parameters
    top_wavelengths = ratio * (height + (rows - 1.0) / 2.0)
    return 0.5 if top_wavelengths > 3.0 else 1.0, 1.0 if columns(definition) > 4 else 2.0
