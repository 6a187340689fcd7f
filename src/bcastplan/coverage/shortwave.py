"""Samples of shortwave, site by site: the paths of a month with the hours and frequencies that are on the air.

A path is computed at the hours at which one of its frequencies is on the air, and for those frequencies, and for
nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.samples import PAST_THE_HOUR, Listening, Request, Samples
from bcastplan.coverage.transmitter_gains import FREQUENCY_STEPS, GainsOfPaths, TransmitterGains
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import Absorption, Circuits, Mode, predict_signals

_PLACES = 1 << 24  # more than can be named
HOURS_OF_DAY = 24


def absorption_of(mode: Mode) -> Absorption:
    """Returns how absorption is sampled: at control points, in half the time, but in reference mode as the ITU does."""
    return "penetration_points" if mode == "reference" else "control_points"


def sample_shortwave(
    emissions: Sequence[Emission], slots: Sequence[Slot], request: Request, listening: Listening, samples: Samples
) -> None:
    """Predict all samples of a request."""
    gains = TransmitterGains(emissions, np.unique(request.emission).tolist())
    for number in np.unique(request.slot).tolist():
        some = np.flatnonzero(request.slot == number)
        asked = _asked(emissions, gains, request, some)
        answer = predict_signals(
            asked.circuits,
            asked.path,
            np.asarray(asked.hour + PAST_THE_HOUR, np.float64),
            asked.line_path,
            asked.frequency_mhz,
            asked.path_hour,
            asked.line,
            month=slots[number].month,
            ssn=slots[number].r12,
            tx_gain=GainsOfPaths(gains, asked.transmitter),
            environment=listening.receiver.environment,
            bandwidth_hz=listening.receiver.bandwidth_hz,
            mode=listening.mode,
            absorption=absorption_of(listening.mode),
        )
        samples.level_db[some] = answer.received_power_dbw
        samples.upper_day_db[some] = answer.du_day_db
        samples.lower_day_db[some] = answer.dl_day_db
        samples.sky_share[some] = 1.0
        samples.snr_db[some] = answer.snr_db
        samples.upper_snr_db[some] = answer.du_snr_db
        samples.lower_snr_db[some] = answer.dl_snr_db


class _Asked(NamedTuple):
    """Paths (P,), their path-hours (K,) and lines (L,), and the path-hour and the line of each sample (S,)."""

    transmitter: IntArray
    circuits: Circuits
    path: IntArray
    hour: IntArray
    line_path: IntArray
    frequency_mhz: FloatArray
    path_hour: IntArray
    line: IntArray


def _asked(emissions: Sequence[Emission], gains: TransmitterGains, request: Request, some: IntArray) -> _Asked:
    """What some samples of a request ask of the engine."""
    emission, point = request.emission[some], request.point[some]
    # Paths, path-hours and lines are found by whole numbers made of their parts, which a division takes apart again.
    paths, path = _numbered(gains.of_emission[emission] * _PLACES + point)
    path_hours, path_hour = _numbered(path * HOURS_OF_DAY + request.hour[some])
    # Whole hundredths of a kHz make frequencies that are equal one key, whatever the last bits of their floats.
    hundredths = np.rint(np.array([each.frequency_khz for each in emissions]) * 100.0).astype(np.int64)
    lines, line = _numbered(path * FREQUENCY_STEPS + hundredths[emission])
    transmitter, place = paths // _PLACES, paths % _PLACES
    # All emissions of a transmitter are radiated from one site, so any of them tells where it is.
    example = np.zeros(transmitter.max(initial=0) + 1, np.intp)
    example[gains.of_emission[emission]] = emission
    tx_latitude, tx_longitude = (
        np.array([getattr(each, name) for each in emissions])[example[transmitter]]
        for name in ("latitude", "longitude")
    )
    return _Asked(
        transmitter,
        Circuits(tx_latitude, tx_longitude, request.latitude[place], request.longitude[place]),
        path_hours // HOURS_OF_DAY,
        path_hours % HOURS_OF_DAY,
        lines // FREQUENCY_STEPS,
        lines % FREQUENCY_STEPS / 100_000.0,
        path_hour,
        line,
    )


def _numbered(keys: IntArray) -> tuple[IntArray, IntArray]:
    """The different keys, rising, and which of them each is."""
    different, number = np.unique(keys, return_inverse=True)
    return different, number.reshape(-1)
