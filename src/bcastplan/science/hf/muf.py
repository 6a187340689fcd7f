"""Maximum usable frequencies of E and F2 modes (ITU-R P.533 section 3); frequencies in MHz, distances in km."""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf.hops import LONGEST_HOP_KM

E_LOWER_DECILE, E_UPPER_DECILE = 0.95, 1.05


@dataclass(frozen=True)
class Layer:
    """The F2 layer above one control point, as the MUF formulas need it (any common shape).

    ``factor`` is B of P.533 section 3, ``reach_km`` the uncapped d_max.
    """

    fof2: FloatArray
    factor: FloatArray
    reach_km: FloatArray
    gyrofrequency: FloatArray

    @classmethod
    def of(cls, fof2: FloatArray, foe: FloatArray, m3000: FloatArray, gyrofrequency: FloatArray) -> "Layer":
        """Derive B and d_max from the characteristics."""
        ratio = np.maximum(fof2 / foe, 2.0)
        factor = m3000 - 0.124 + (m3000 * m3000 - 4.0) * (0.0215 + 0.005 * np.sin(7.854 / ratio - 1.9635))
        inverse = 1.0 / (ratio * ratio)
        slope = 12610.0 + inverse * (2140.0 + inverse * (-49720.0 + inverse * 688900.0))
        return cls(fof2, factor, 4780.0 + slope * (1.0 / factor - 0.303), gyrofrequency)

    def muf(self, hop_km: FloatArray, reach_km: FloatArray) -> FloatArray:
        """Basic MUF of a hop with the longest hop given; only the curve limits the hop to that reach."""
        share = distance_curve(np.minimum(hop_km, reach_km), reach_km) / distance_curve(3000.0, reach_km)
        vertical = (1.0 + (self.factor - 1.0) * share) * self.fof2
        result: FloatArray = vertical + 0.5 * self.gyrofrequency * (1.0 - hop_km / reach_km)
        return result

    def take(self, index: IntArray) -> "Layer":
        """The same layer at some of the points."""
        return Layer(self.fof2[index], self.factor[index], self.reach_km[index], self.gyrofrequency[index])


def distance_curve(hop_km: FloatArray | float, reach_km: FloatArray | float) -> FloatArray:
    """C_D of P.533 section 3: how the MUF grows with the hop length."""
    z = 1.0 - 2.0 * np.asarray(hop_km) / reach_km
    curve: FloatArray = 0.74 + z * (-0.591 + z * (-0.424 + z * (-0.090 + z * (0.088 + z * (0.181 + z * 0.096)))))
    return curve


def mirror_height_km(m3000: FloatArray) -> FloatArray:
    """Height of the mirror that stands for the F2 layer."""
    return np.minimum(1490.0 / m3000 - 176.0, 500.0)


def lowest_order(distance_km: FloatArray, longest_hop_km: FloatArray) -> FloatArray:
    """Smallest number of hops, each strictly shorter than the longest hop."""
    return np.floor(distance_km / longest_hop_km) + 1.0


def path_reach_km(layer: Layer) -> FloatArray:
    """d_max of a path from the layer above its mid-point."""
    return np.minimum(layer.reach_km, LONGEST_HOP_KM)


def support_probability(
    frequency_mhz: FloatArray, muf_mhz: FloatArray, lower_decile: FloatArray, upper_decile: FloatArray
) -> FloatArray:
    """Share of the days (0..1) on which a mode supports the frequency (P.533 section 3.6)."""
    ratio = np.asarray(frequency_mhz) / muf_mhz
    below = np.minimum(1.3 - 0.8 / (1.0 + np.maximum(1.0 - ratio, 0.0) / (1.0 - np.asarray(lower_decile))), 1.0)
    above = np.maximum(0.8 / (1.0 + np.maximum(ratio - 1.0, 0.0) / (np.asarray(upper_decile) - 1.0)) - 0.3, 0.0)
    return np.where(ratio < 1.0, below, above)
