"""The prediction of signals: lines of paths at path-hours, worked off in chunks of paths.

Memory depends on the chunk and on the result, not on the number of paths. What else is computed along with a signal
does not change its numbers beyond rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.geodesy import Arc
from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.hf_prediction import MUF_FIELDS, PATH_FIELDS, SignalPrediction
from bcastplan.science.hf.inputs import Receiver
from bcastplan.science.hf.pathhours import PathHours, Signals
from bcastplan.science.hf.pathset import Medians, medians
from bcastplan.science.hf.radiation import Gain, Radiation, aimed
from bcastplan.science.hf.radio_noise import atmospheric_powers
from bcastplan.science.hf.ratio_reliability import ratio_reliability_pct
from bcastplan.science.hf.reliability import NoiseSum, day_deciles_db, snr_deciles_db

CHUNK_LOAD = 120_000  # signals per chunk; fewer cost more calls than they save in the processor's cache
LOAD_OF_PATH_HOUR = 3  # what a path-hour costs, as signals


@dataclass(frozen=True)
class Lines:
    """L lines: the number of the path of each, its frequency, valid ones only, and its power in dB above 1 kW."""

    path: IntArray
    frequency_mhz: FloatArray
    power_dbkw: FloatArray


@dataclass(frozen=True)
class Question:
    """What is asked: signals at path-hours of circuits, in one month."""

    circuits: Circuits
    at: PathHours
    lines: Lines
    signals: Signals
    tx_gain: Gain | None

    def answer(
        self, conditions: Conditions, receiver: Receiver, invalid: BoolArray, chunk_paths: int | None = None
    ) -> SignalPrediction:
        """Predict; lines that are ``invalid`` (L,) and undefined paths are NaN throughout."""
        if chunk_paths is not None and chunk_paths < 1:
            raise ValueError(f"chunk_paths {chunk_paths}: expected at least 1")
        arc = self.circuits.arcs()
        prediction = SignalPrediction.empty(arc.length_km.size, self.at.size, self.signals.size)
        prediction.distance_km[:], prediction.azimuth_deg[:] = arc.length_km, arc.azimuth_deg
        for chunk in _chunks(self, arc, chunk_paths):
            for name, value in chunk.values(conditions, receiver).items():
                getattr(prediction, name)[chunk.path_hours if name in MUF_FIELDS else chunk.places] = value
        _mask(prediction, self, invalid)
        return prediction


@dataclass(frozen=True)
class _Chunk:
    """Some of the paths with all that is asked of them, numbered anew, and where it belongs."""

    circuits: Circuits
    arc: Arc
    at: PathHours
    radiation: Radiation
    signals: Signals
    path_hours: IntArray
    places: IntArray

    def values(self, conditions: Conditions, receiver: Receiver) -> dict[str, NDArray[np.generic]]:
        """All fields of the prediction by name."""
        result = medians(self.arc, conditions, self.radiation, self.at, self.signals)
        return {
            "basic_muf_mhz": result.basic_muf,
            "muf90_mhz": result.muf90,
            "muf10_mhz": result.muf10,
            "operational_muf_mhz": result.operational_muf,
            **self._signal_values(result, conditions, receiver),
        }

    def _signal_values(
        self, result: Medians, conditions: Conditions, receiver: Receiver
    ) -> dict[str, NDArray[np.generic]]:
        """Everything of shape (S,) that follows from the field strength."""
        atmospheric = atmospheric_powers(
            np.nan_to_num(self.circuits.rx_latitude),
            np.nan_to_num(self.circuits.rx_longitude),
            self.radiation.path,
            self.radiation.frequency_mhz,
            conditions.hours_utc,
            self.at,
            self.signals,
            month=conditions.month,
            whole_hour_zones=conditions.method.quirks.noise_whole_hour_zones,
        )
        line, row = self.signals.line, self.signals.path_hour
        noise = NoiseSum.of(atmospheric, self.radiation.frequency_mhz, receiver.place, line)
        frequency = self.radiation.frequency_mhz[line]
        received = result.field_dbuv - (20.0 * np.log10(self.radiation.frequency_mhz) + 107.2)[line]
        snr = received - noise.median_db - 10.0 * np.log10(receiver.bandwidth_hz) + 204.0
        upper_day, lower_day = day_deciles_db(frequency, result.basic_muf[row], result.high_latitude[self.at.path][row])
        upper, lower = snr_deciles_db(noise, upper_day, lower_day)
        return {
            "field_strength_dbuv": result.field_dbuv,
            "received_power_dbw": received,
            "snr_db": snr,
            "du_snr_db": upper,
            "dl_snr_db": lower,
            "du_day_db": upper_day,
            "dl_day_db": lower_day,
            "reliability_pct": ratio_reliability_pct(snr, receiver.required_snr_db, upper, lower),
            "elevation_deg": result.elevation_deg,
            "mode_index": result.mode_index,
        }


def _chunks(question: Question, arc: Arc, chunk_paths: int | None) -> Iterator[_Chunk]:
    """Paths of similar length together, so that a chunk mostly needs one of the two models."""
    at, lines, signals = question.at, question.lines, question.signals
    paths = np.argsort(arc.length_km, kind="stable")
    rank = _ranks(paths)
    path_hours = np.argsort(rank[at.path], kind="stable")
    of_line = np.argsort(rank[lines.path], kind="stable")
    hour_rank, line_rank = _ranks(path_hours), _ranks(of_line)
    places = np.argsort(hour_rank[signals.path_hour], kind="stable")
    path, line_path = rank[at.path][path_hours], rank[lines.path][of_line]
    hour, frequency, power = at.hour[path_hours], lines.frequency_mhz[of_line], lines.power_dbkw[of_line]
    row, line = hour_rank[signals.path_hour][places], line_rank[signals.line][places]
    for first, stop in _parts(path, path[row], paths.size, chunk_paths):
        numbers = paths[first:stop]
        some = slice(*np.searchsorted(path, (first, stop)))
        mine = slice(*np.searchsorted(line_path, (first, stop)))
        asked = slice(*np.searchsorted(row, (some.start, some.stop)))
        if not row[asked].size:
            continue
        of_path = line_path[mine] - first
        part = arc.select(numbers)
        gain = aimed(question.tx_gain, numbers[of_path], frequency[mine], part.azimuth_deg[of_path])
        yield _Chunk(
            question.circuits.select(numbers),
            part,
            PathHours(path[some] - first, hour[some]),
            Radiation(of_path, frequency[mine], power[mine], gain),
            Signals(row[asked] - some.start, line[asked] - mine.start),
            path_hours[some],
            places[asked],
        )


def _ranks(order: IntArray) -> IntArray:
    """The place of each number in an order of all."""
    ranks = np.empty_like(order)
    ranks[order] = np.arange(order.size)
    return ranks


def _parts(
    path_of_path_hour: IntArray, path_of_signal: IntArray, paths: int, chunk_paths: int | None
) -> Iterator[tuple[int, int]]:
    """First path and end of each chunk."""
    if chunk_paths is not None:
        yield from ((first, min(first + chunk_paths, paths)) for first in range(0, paths, chunk_paths))
        return
    load = np.bincount(path_of_signal, minlength=paths) + LOAD_OF_PATH_HOUR * np.bincount(
        path_of_path_hour, minlength=paths
    )
    chunk = np.cumsum(load) // CHUNK_LOAD
    edges = [0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), paths]
    yield from pairwise(edges)


def _mask(prediction: SignalPrediction, question: Question, invalid: BoolArray) -> None:
    """NaN where the input was: undefined paths, frequencies out of range, powers that are NaN."""
    undefined = question.circuits.undefined
    outside = invalid[question.signals.line] | np.isnan(prediction.field_strength_dbuv)
    outside |= undefined[question.at.path][question.signals.path_hour]
    for field in fields(prediction):
        values = getattr(prediction, field.name)
        if field.name in PATH_FIELDS:
            values[undefined] = np.nan
        elif field.name in MUF_FIELDS:
            values[undefined[question.at.path]] = np.nan
        else:
            values[outside] = 0 if field.name == "mode_index" else np.nan
