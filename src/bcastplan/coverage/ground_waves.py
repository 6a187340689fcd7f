"""Adds the ground wave of jammers on shortwave: a mast among its listeners reaches them along the ground too.

Broadcasts on shortwave are radiated by horizontal antennas towards far targets, so that their ground wave is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.samples import Request, Samples
from bcastplan.science.mediumwave import Ground, ground_wave_dbuv

_POWER_FROM_FIELD_DB = -107.2  # ITU-R P.533: dBW = dB(uV/m) - 20 log MHz - 107.2, lossless isotropic antenna


def add_ground_waves(emissions: Sequence[Emission], request: Request, samples: Samples) -> None:
    """Add the ground wave, as power, to the samples of the emissions on shortwave that have one.

    It is steady: the more of the power comes along the ground, the less the sum varies from day to day.
    """
    for number, emission in enumerate(emissions):
        if not (emission.ground_wave and emission.is_shortwave):
            continue
        chosen = np.flatnonzero(request.emission == number)
        points, of_sample = np.unique(request.point[chosen], return_inverse=True)
        field_dbuv = ground_wave_dbuv(
            emission.latitude,
            emission.longitude,
            request.latitude[points],
            request.longitude[points],
            frequency_khz=emission.frequency_khz,
            power_kw=emission.power_kw,
            ground=None if emission.ground_ms_m is None else Ground(land_ms_m=emission.ground_ms_m),
        )
        ground_dbw = field_dbuv - 20.0 * np.log10(emission.frequency_khz / 1000.0) + _POWER_FROM_FIELD_DB
        ground = 10.0 ** (ground_dbw[of_sample] / 10.0)
        sky = 10.0 ** (samples.level_db[chosen].astype(np.float64) / 10.0)
        share = sky / (sky + ground)
        samples.level_db[chosen] = 10.0 * np.log10(sky + ground)
        samples.sky_share[chosen] = share
        # Only the part that came by sky varies from day to day; the ground wave does not.
        swing = 10.0 ** (samples.upper_day_db[chosen].astype(np.float64) / 10.0)
        samples.upper_day_db[chosen] = 10.0 * np.log10(1.0 - share + share * swing)
        swing = 10.0 ** (samples.lower_day_db[chosen].astype(np.float64) / 10.0)
        samples.lower_day_db[chosen] = -10.0 * np.log10(1.0 - share + share / swing)
