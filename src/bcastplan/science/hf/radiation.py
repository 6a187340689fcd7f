"""What the transmitter puts into a path: power per path and frequency and, if known, the antenna's gain."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats, IntArray

# gain(path_index (K,), frequency_mhz (K,), azimuth_deg (K,), elevation_deg (K,)) -> gain in dBi (K,)
GainFunction = Callable[[IntArray, FloatArray, FloatArray, FloatArray], FloatArray]

LONG_PATH_ELEVATIONS_DEG = range(9)  # P.533 section 5.3: the best of 0 to 8 degrees counts


@dataclass(frozen=True)
class Radiation:
    """Frequencies (P, F) and powers (P, F) of P paths; ``path_index`` are the caller's numbers of the paths."""

    frequency_mhz: FloatArray
    power_dbkw: FloatArray
    azimuth_deg: FloatArray
    path_index: IntArray
    gain: GainFunction | None

    def select(self, paths: IntArray) -> "Radiation":
        """The same for some of the paths."""
        return Radiation(
            self.frequency_mhz[paths],
            self.power_dbkw[paths],
            self.azimuth_deg[paths],
            self.path_index[paths],
            self.gain,
        )

    def gain_dbi(self, path: IntArray, elevation_deg: Floats) -> FloatArray | float:
        """Gain for K (path, elevation) pairs at every frequency of the path, (K, F); 0 when isotropic.

        Elevations below the horizon are looked up at the horizon.
        """
        if self.gain is None:
            return 0.0
        frequency = self.frequency_mhz[path]
        shape = frequency.shape

        def flat(values: Floats) -> FloatArray:
            return np.broadcast_to(values[:, None], shape).ravel()

        index = np.broadcast_to(self.path_index[path][:, None], shape).ravel()
        gains = self.gain(
            index,
            frequency.ravel(),
            flat(self.azimuth_deg[path]),
            flat(np.maximum(np.asarray(elevation_deg, float), 0.0)),
        )
        return np.asarray(gains, float).reshape(shape)

    def long_path_gain_dbi(self) -> FloatArray | float:
        """Largest gain at elevations of 0 to 8 degrees, (P, F)."""
        if self.gain is None:
            return 0.0
        paths = np.arange(len(self.path_index))
        gains = [self.gain_dbi(paths, np.full(len(paths), float(elevation))) for elevation in LONG_PATH_ELEVATIONS_DEG]
        best: FloatArray = np.max(np.stack([np.asarray(gain) for gain in gains]), axis=0)
        return best
