"""Samples of shortwave, site by site: the paths of a month with the hours and frequencies that are on the air.

Paths go together that have about as many frequencies; a path is computed at the hours at which one of its frequencies
is on the air, and at no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.samples import PAST_THE_HOUR, Listening, Request, Samples
from bcastplan.coverage.transmitter_gains import FREQUENCY_STEPS, TransmitterGains
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import Absorption, Circuits, Mode, predict_path_hours

_PLACES = 1 << 24  # more than can be named


def absorption_of(mode: Mode) -> Absorption:
    """Returns how absorption is sampled: at control points, in half the time, but in reference mode as the ITU does."""
    return "penetration_points" if mode == "reference" else "control_points"


def sample_shortwave(
    emissions: Sequence[Emission], slots: Sequence[Slot], request: Request, listening: Listening, samples: Samples
) -> None:
    """Predict all samples of a request."""
    rigs = TransmitterGains(emissions, np.unique(request.emission).tolist())
    for number in np.unique(request.slot).tolist():
        some = np.flatnonzero(request.slot == number)
        for batch in _batches(emissions, rigs, request, some):
            _predict(batch, rigs, slots[number], listening, samples)


@dataclass(frozen=True)
class _Batch:
    """Paths (P,) with frequencies (P, F), their path-hours (K,), and the path-hour and column of each sample."""

    rig: IntArray
    circuits: Circuits
    path: IntArray
    hour: IntArray
    frequencies_mhz: FloatArray
    samples: IntArray
    cell: tuple[IntArray, IntArray]


def _predict(batch: _Batch, rigs: TransmitterGains, slot: Slot, listening: Listening, samples: Samples) -> None:
    def gain(path: IntArray, frequency: FloatArray, azimuth: FloatArray, elevation: FloatArray) -> FloatArray:
        return rigs.gain_and_power(batch.rig[path], frequency, azimuth, elevation)

    answer = predict_path_hours(
        batch.circuits,
        batch.path,
        np.asarray(batch.hour + PAST_THE_HOUR, np.float64),
        month=slot.month,
        ssn=slot.r12,
        frequencies_mhz=batch.frequencies_mhz,
        tx_gain=gain,
        environment=listening.receiver.environment,
        bandwidth_hz=listening.receiver.bandwidth_hz,
        mode=listening.mode,
        absorption=absorption_of(listening.mode),
    )
    cell, where = batch.cell, batch.samples
    samples.level_db[where] = answer.received_power_dbw[cell]
    samples.upper_day_db[where] = answer.du_day_db[cell]
    samples.lower_day_db[where] = answer.dl_day_db[cell]
    samples.sky_share[where] = 1.0
    samples.snr_db[where] = answer.snr_db[cell]
    samples.upper_snr_db[where] = answer.du_snr_db[cell]
    samples.lower_snr_db[where] = answer.dl_snr_db[cell]


def _batches(
    emissions: Sequence[Emission], rigs: TransmitterGains, request: Request, some: IntArray
) -> Iterator[_Batch]:
    """Batches of paths by number of frequencies, doubling from one to the next."""
    emission, point = request.emission[some], request.point[some]
    hour = request.hour[some]
    paths, path = np.unique(rigs.of_emission[emission] * _PLACES + point, return_inverse=True)
    hundredths = np.rint(np.array([emission.frequency_khz for emission in emissions]) * 100.0).astype(np.int64)
    lines, line = np.unique(path * FREQUENCY_STEPS + hundredths[emission], return_inverse=True)
    path_of_line = lines // FREQUENCY_STEPS
    counts = np.bincount(path_of_line, minlength=paths.size)
    column_of_line = np.arange(lines.size) - np.searchsorted(path_of_line, np.arange(paths.size))[path_of_line]
    size_class = np.ceil(np.log2(counts)).astype(int)
    example = np.zeros(paths.size, np.intp)
    example[path] = np.arange(some.size)
    latitude, longitude = request.latitude, request.longitude
    tx_latitude = np.array([emission.latitude for emission in emissions])
    tx_longitude = np.array([emission.longitude for emission in emissions])
    for size in np.unique(size_class).tolist():
        members = np.flatnonzero(size_class == size)
        number = np.full(paths.size, -1, dtype=np.intp)
        number[members] = np.arange(members.size)
        inside = number[path_of_line] >= 0
        table = np.full((members.size, int(counts[members].max())), np.nan)
        table[number[path_of_line[inside]], column_of_line[inside]] = lines[inside] % FREQUENCY_STEPS / 100_000.0
        of_path = example[members]
        here = np.flatnonzero(number[path] >= 0)
        path_hours, path_hour = np.unique(number[path[here]] * 24 + hour[here], return_inverse=True)
        yield _Batch(
            rig=rigs.of_emission[emission[of_path]],
            circuits=Circuits(
                tx_latitude[emission[of_path]],
                tx_longitude[emission[of_path]],
                latitude[point[of_path]],
                longitude[point[of_path]],
            ),
            path=path_hours // 24,
            hour=path_hours % 24,
            frequencies_mhz=table,
            samples=some[here],
            cell=(path_hour, column_of_line[line[here]]),
        )
