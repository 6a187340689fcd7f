"""Field strength on long and medium wave, ground wave and sky wave, hour by hour, and its reliability.

Arrays in, arrays out: P paths by H hours (UT). Fields are dB(uV/m); what is remembered or chosen is in ``defaults``.
"""

from bcastplan.science.mediumwave.diurnal import sun_times
from bcastplan.science.mediumwave.field_noise import (
    NoiseLevel,
    local_noise,
    man_made_noise,
    noise_field_dbuv,
    ratio_deciles_db,
    reliability_pct,
)
from bcastplan.science.mediumwave.ground_paths import Ground, ground_wave_dbuv
from bcastplan.science.mediumwave.groundwave import millington_dbuv, uniform_field_dbuv
from bcastplan.science.mediumwave.hourly_field import MediumWavePrediction, field_strength
from bcastplan.science.mediumwave.mast import mast_gain_db
from bcastplan.science.mediumwave.mediumwave_defaults import defaults
from bcastplan.science.mediumwave.sections import path_sections
from bcastplan.science.mediumwave.skywave import Paths, SkyWave, sky_wave

__all__ = [
    "Ground",
    "MediumWavePrediction",
    "NoiseLevel",
    "Paths",
    "SkyWave",
    "defaults",
    "field_strength",
    "ground_wave_dbuv",
    "local_noise",
    "man_made_noise",
    "mast_gain_db",
    "millington_dbuv",
    "noise_field_dbuv",
    "path_sections",
    "ratio_deciles_db",
    "reliability_pct",
    "sky_wave",
    "sun_times",
    "uniform_field_dbuv",
]
