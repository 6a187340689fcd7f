"""Extra sky wave at an end near the sea: an approximation, off unless asked for.

The gain of a terminal on the coast is the ratio of the ground's reflections, sea against land; how it fades inland is
ITU-R P.1147-4's, second-hand. The Recommendation's own curve of the gain was not available.
"""

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.antennas.ground import Ground, reflection
from bcastplan.science.arrays import FloatArray
from bcastplan.science.mediumwave.skywave import LF_BELOW_KHZ, departure_elevation_deg

MOST_GAIN_DB = {"lf": 4.1, "mf": 10.0}  # ITU-R P.1147-4, second-hand
_SEA, _LAND = Ground(70.0, 5.0), Ground(22.0, 0.003)
_INLAND_Q = {"lf": 0.44, "mf": 1.4}
_BEYOND_Q = {"lf": 0.25, "mf": 1.2}


def coast_gain_db(frequency_khz: float, distance_km: FloatArray) -> FloatArray:
    """Gain (dB) of an end on the very coast, sea all along, by length of path; at most 10 dB, on long wave 4.1 dB."""
    elevation = np.maximum(departure_elevation_deg(distance_km, 100.0), 0.1)
    sine = np.sin(np.radians(elevation))
    over_sea = np.abs(1.0 + reflection(sine, frequency_khz / 1000.0, _SEA)[1])
    over_land = np.abs(1.0 + reflection(sine, frequency_khz / 1000.0, _LAND)[1])
    return np.clip(20.0 * np.log10(over_sea / over_land), 0.0, MOST_GAIN_DB[_layer(frequency_khz)])


def _layer(frequency_khz: float) -> str:
    return "lf" if frequency_khz < LF_BELOW_KHZ else "mf"


def sea_gain_db(
    frequency_khz: float, distance_km: FloatArray, lengths_km: FloatArray, land: NDArray[np.bool_]
) -> FloatArray:
    """Sum of the sea gains (dB) of both ends of paths cut into sections (P, S) as ``path_sections`` gives them."""
    coast = coast_gain_db(frequency_khz, distance_km)
    gains = np.zeros_like(coast)
    for index, gain in enumerate(coast):
        used = lengths_km[index] > 0.0
        lengths, flags = lengths_km[index][used], land[index][used]
        gains[index] = _end_gain(gain, lengths, flags, frequency_khz)
        gains[index] += _end_gain(gain, lengths[::-1], flags[::-1], frequency_khz)
    return gains


def _end_gain(gain_db: float, lengths_km: FloatArray, land: NDArray[np.bool_], frequency_khz: float) -> float:
    layer = _layer(frequency_khz)
    if gain_db <= 0.0 or land.all():
        return 0.0
    sea = int(np.argmin(land))
    inland_km = float(lengths_km[:sea].sum())
    inland_limit = 1e3 * gain_db**2 / (_INLAND_Q[layer] * frequency_khz)
    if inland_km >= inland_limit:
        return 0.0
    loss = gain_db * inland_km / inland_limit
    if sea + 1 < lengths_km.size:
        next_land_km = float(lengths_km[: sea + 1].sum())
        beyond_limit = 1e3 * gain_db**2 / (_BEYOND_Q[layer] * frequency_khz)
        # The share of land beyond the sea section, up to where it stops mattering.
        reach = np.clip(beyond_limit - np.cumsum(lengths_km) + lengths_km, 0.0, lengths_km)[sea + 1 :]
        share = float(reach[land[sea + 1 :]].sum() / reach.sum()) if reach.sum() > 0.0 else 0.0
        loss += share * gain_db * max(1.0 - next_land_km / beyond_limit, 0.0)
    return max(gain_db - loss, 0.0)
