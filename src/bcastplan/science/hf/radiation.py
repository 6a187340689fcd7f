"""What the transmitter puts into a path: power per frequency and, if known, the antenna's gain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats, IntArray

# gain(path_index (K,), frequency_mhz (K,), azimuth_deg (K,), elevation_deg (K,)) -> gain in dBi (K,)
GainFunction = Callable[[IntArray, FloatArray, FloatArray, FloatArray], FloatArray]

# gain(line (S,), elevation_deg (K,), row (S,)) -> gain in dBi (S,) of each line at the elevation of its row
AimedGain = Callable[[IntArray, FloatArray, IntArray], FloatArray]

LONG_PATH_ELEVATIONS_DEG = range(9)  # P.533 section 5.3: the best of 0 to 8 degrees counts


@runtime_checkable
class AimedAntennas(Protocol):
    """A gain that can be told all directions beforehand, and then be asked for elevations only."""

    def towards(self, path_index: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray) -> AimedGain:
        """The gain of L lines, each with its frequency and azimuth."""


Gain = GainFunction | AimedAntennas


def aimed(
    gain: Gain | None, path_index: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray
) -> AimedGain | None:
    """The gain of L lines; None is an isotropic antenna."""
    if gain is None:
        return None
    if isinstance(gain, AimedAntennas):
        return gain.towards(path_index, frequency_mhz, azimuth_deg)
    function = gain

    def of_lines(line: IntArray, elevation_deg: FloatArray, row: IntArray) -> FloatArray:
        return function(path_index[line], frequency_mhz[line], azimuth_deg[line], elevation_deg[row])

    return of_lines


@dataclass(frozen=True)
class Radiation:
    """Path, frequency, and power in dB above 1 kW of L lines, (L,), with the gain towards each."""

    path: IntArray
    frequency_mhz: FloatArray
    power_dbkw: FloatArray
    gain: AimedGain | None = None

    @classmethod
    def grid(
        cls, frequency_mhz: FloatArray, power_dbkw: FloatArray, azimuth_deg: FloatArray, gain: Gain | None
    ) -> "Radiation":
        """Frequencies and powers (P, F) of P paths, as lines path by path."""
        paths, frequencies = frequency_mhz.shape
        path = np.repeat(np.arange(paths), frequencies)
        frequency, power = frequency_mhz.ravel(), power_dbkw.ravel()
        return cls(path, frequency, power, aimed(gain, path, frequency, azimuth_deg[path]))

    def gain_dbi(self, line: IntArray, elevation_deg: Floats, row: IntArray) -> FloatArray | float:
        """Gain (S,) of lines at the elevation of their row; 0 when isotropic.

        Elevations (K,) below the horizon are looked up at the horizon.
        """
        if self.gain is None:
            return 0.0
        return self.gain(line, np.maximum(np.asarray(elevation_deg, float), 0.0), row)

    def long_path_gain_dbi(self, line: IntArray) -> FloatArray | float:
        """Largest gain at elevations of 0 to 8 degrees of some lines (n,)."""
        if self.gain is None:
            return 0.0
        elevations = np.array(LONG_PATH_ELEVATIONS_DEG, dtype=float)
        row = np.zeros(line.size, np.intp)
        best = np.full(line.size, -np.inf)
        for number in range(elevations.size):
            np.maximum(best, self.gain(line, elevations, row + number), out=best)
        return best

    def strongest_dbkw(self, paths: int) -> FloatArray:
        """The largest power of the lines of each of so many paths, (P,)."""
        strongest = np.full(paths, -np.inf)
        np.fmax.at(strongest, self.path, self.power_dbkw)
        return strongest
