"""Samples of long and medium wave: ground and sky wave of one emission at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.samples import PAST_THE_HOUR, Listening, Request, Samples
from bcastplan.coverage.single_circuits import mast_of, medium_wave_quality
from bcastplan.science import mediumwave


def sample_medium_wave(
    emissions: Sequence[Emission], slots: Sequence[Slot], request: Request, listening: Listening, samples: Samples
) -> None:
    """Predict all samples of a request; NaN beyond the reach of the model."""
    latitude, longitude = request.latitude, request.longitude
    pair = request.emission * len(slots) + request.slot
    for key in np.unique(pair).tolist():
        # The model is asked about one transmitter in one month, for all places and hours together.
        some = np.flatnonzero(pair == key)
        emission, slot = emissions[key // len(slots)], slots[key % len(slots)]
        points, path = np.unique(request.point[some], return_inverse=True)
        hours, column = np.unique(request.hour[some], return_inverse=True)
        mast, direction = mast_of(emission.antenna, emission.frequency_khz, emission.azimuth_deg)
        signal = mediumwave.field_strength(
            emission.latitude,
            emission.longitude,
            latitude[points],
            longitude[points],
            frequency_khz=emission.frequency_khz,
            power_kw=emission.power_kw,
            hours_utc=hours + PAST_THE_HOUR,
            month=slot.month,
            year=slot.year,
            ssn=slot.r12,
            mast_wavelengths=mast,
            azimuth_deg=direction,
            ground=None if emission.ground_ms_m is None else mediumwave.Ground(land_ms_m=emission.ground_ms_m),
        )
        quality = medium_wave_quality(
            signal,
            latitude[points],
            longitude[points],
            emission.frequency_khz,
            np.asarray(hours + PAST_THE_HOUR, np.float64),
            slot.month,
            listening.receiver,
        )
        upper, lower = signal.day_to_day_deciles_db()
        samples.level_db[some] = signal.total_dbuv[path, column]
        samples.upper_day_db[some] = upper[path, column]
        samples.lower_day_db[some] = lower[path, column]
        samples.sky_share[some] = signal.sky_share[path, column]
        samples.snr_db[some] = quality.snr_db[path, column]
        samples.upper_snr_db[some] = quality.upper_snr_db[path, column]
        samples.lower_snr_db[some] = quality.lower_snr_db[path, column]
