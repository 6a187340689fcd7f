"""Screening of F2 modes by the E layer below them (ITU-R P.533 section 4); frequencies in MHz, distances in km."""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats, IntArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM
from bcastplan.science.hf.hops import E_LAYER_KM, cosine_incidence, tangent_elevation
from bcastplan.science.ionosphere import capped

OBLIQUITY_MARGIN = 1.05
# No ray meets the E layer more obliquely than a horizontal one: bounds the screening frequency from above.
STEEPEST_SECANT = 1.0 / float(cosine_incidence(np.array(1.0), E_LAYER_KM))


@dataclass(frozen=True)
class ReflectingLayer:
    """foF2, foE and M(3000)F2 of K control points, and the unsmoothed height they give."""

    fof2: Floats
    ratio: Floats
    base_height: Floats

    @classmethod
    def of(cls, fof2: FloatArray, foe: FloatArray, m3000: FloatArray, ssn: float) -> "ReflectingLayer":
        """Derive H_0 from the characteristics (P.533 section 5.1)."""
        ratio = fof2 / foe
        correction = 0.18 / (np.maximum(ratio, 1.8) - 1.4) + 0.096 * (capped(ssn) - 25.0) / 150.0
        return cls(fof2, ratio, 1490.0 / (m3000 + correction) - 316.0)

    def take(self, index: IntArray, dtype: type[np.floating]) -> "ReflectingLayer":
        """The layer of some points in the precision asked."""
        return ReflectingLayer(
            self.fof2[index].astype(dtype), self.ratio[index].astype(dtype), self.base_height[index].astype(dtype)
        )

    def height_km(self, hop_km: Floats, frequency: Floats, term_missing: bool = False) -> Floats:
        """Mirror height for one hop at a working frequency, one value per point; at most 800 km."""
        height = np.empty_like(frequency)
        relative = frequency / self.fof2
        thick = self.ratio > 3.33
        for mask, formula in (
            (thick & (relative >= 1.0), _height_above_critical),
            (thick & (relative < 1.0), _height_below_critical),
        ):
            chosen = np.flatnonzero(mask)
            if chosen.size:
                height[chosen] = formula(self.base_height[chosen], relative[chosen], hop_km[chosen], term_missing)
        chosen = np.flatnonzero(~thick)
        if chosen.size:
            height[chosen] = _height_over_strong_e(self.base_height[chosen], self.ratio[chosen], hop_km[chosen])
        return np.minimum(height, 800.0)


def _height_above_critical(base: Floats, x: Floats, hop_km: Floats, term_missing: bool) -> Floats:
    """Case a of P.533 section 5.1: foF2/foE > 3.33 and the frequency above foF2."""
    e = 0.6 + x * (-0.7506 + x * (0.6870 - x * 0.09707))
    f = np.where(x <= 1.71, -10.91 + x * (33.50 + x * (-32.03 + x * (12.95 - x * 1.862))), 1.21 + 0.2 * x)
    linear = 0.0 if term_missing else 90.47
    g = np.where(x <= 3.7, -44.73 + x * (linear + x * (-63.15 + x * (19.50 - x * 2.102))), 19.25)
    start = 160.0 + (base + 43.0) * g
    a = (hop_km - start) / (base + 140.0)
    low = 140.0 + (base - 47.0) * e
    span = 150.0 + (base - 17.0) * f - low
    falling = np.exp(-np.float32(0.8754687) * np.maximum(a, 0.0))  # 2.4 to the power -a
    result: Floats = low + span * np.where((span >= 0.0) & (a >= 0.0), falling, 1.0)
    return result


def _height_below_critical(base: Floats, x: Floats, hop_km: Floats, term_missing: bool) -> Floats:
    """Case b: foF2/foE > 3.33 and the frequency below foF2 (the lost term belongs to case a only)."""
    z = np.maximum(x, 0.1)
    low = 151.0 + (base - 47.0) * (0.1936 + z * (0.00583 + z * 0.1906))
    span = 141.0 + (base - 24.0) * (0.162 + z * (0.883 + z * 0.645)) - low
    d = np.minimum(0.115 * hop_km / (z * (base + 140.0)), 0.65)
    b = 1.0 + d * (-0.378 + d * (-8.834 + d * (15.75 - d * 7.535)))
    result: Floats = low + span * np.where(span >= 0.0, b, 1.0)
    return result


def _height_over_strong_e(base: Floats, ratio: Floats, hop_km: Floats) -> Floats:
    """Case c: foF2/foE at most 3.33."""
    y = np.maximum(ratio, 1.8)
    j = 16.07 + y * (-16.13 + y * (5.863 - y * 0.7126))
    log_y = np.log(y)
    u = 8e-5 * (base - 80.0) * (1.0 + 11.0 * np.exp(-2.2 * log_y)) + 1.2e-3 * base * np.exp(-3.6 * log_y)
    result: Floats = 115.0 + base * j + u * hop_km
    return result


def is_screened(foe: Floats, hop_km: Floats, height_km: Floats, frequency: Floats) -> Floats:
    """Whether the E layer cuts off a ray reflected at the height given: f_s >= f."""
    tangent = tangent_elevation(hop_km, height_km)
    shrink = (EARTH_RADIUS_KM / (EARTH_RADIUS_KM + E_LAYER_KM)) ** 2
    cosine_squared = 1.0 - shrink / (1.0 + tangent * tangent)
    limit = OBLIQUITY_MARGIN * foe
    return np.asarray(limit * limit >= frequency * frequency * cosine_squared)
