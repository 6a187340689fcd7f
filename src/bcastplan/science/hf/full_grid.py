"""One call, P paths, H hours, F frequencies: the HF sky-wave prediction of ITU-R P.533.

Paths are worked off in chunks, so memory depends on the chunk and on the result, not on the number of paths.
"""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.geodesy import Arc
from bcastplan.science.hf import inputs
from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.hf_prediction import MUF_FIELDS, PATH_FIELDS, PathHourPrediction, Prediction
from bcastplan.science.hf.method import Absorption, Method, Mode
from bcastplan.science.hf.pathhours import PathHours
from bcastplan.science.hf.pathset import Medians, medians
from bcastplan.science.hf.radiation import GainFunction, Radiation
from bcastplan.science.hf.radio_noise import noise_of
from bcastplan.science.hf.reliability import (
    NoiseSum,
    day_deciles_db,
    ratio_reliability_pct,
    snr_deciles_db,
)

CHUNK_PREDICTIONS = 60_000  # results per chunk: temporaries that stay in a processor's cache
POINTS_PER_PATH_HOUR = 10  # a path-hour of few frequencies needs its many absorption points all the same


def predict(
    circuits: Circuits,
    *,
    month: int,
    ssn: float,
    hours_utc: ArrayLike,
    frequencies_mhz: ArrayLike,
    power_dbkw: ArrayLike = 0.0,
    tx_gain: GainFunction | None = None,
    environment: str = "rural",
    bandwidth_hz: float = 9000.0,
    required_snr_db: float = 34.0,
    mode: Mode = "recommendation",
    absorption: Absorption = "penetration_points",
    chunk_paths: int | None = None,
) -> Prediction:
    """Monthly median field strength, S/N and reliability of sky-wave paths (ITU-R P.533-14, P.372, P.842).

    Args:
        circuits: P paths.
        month: 1 to 12; the Sun is taken on the 15th.
        ssn: R12, the twelve-month smoothed sunspot number, 0 to 311.
        hours_utc: H instants, 0 to 24; the middle of a slot speaks for the slot.
        frequencies_mhz: F frequencies for all paths, or (P, F); outside 2 to 30 MHz the result is NaN.
        power_dbkw: power into the antenna in dB above 1 kW: scalar, (P,) or (P, F).
        tx_gain: ``gain(path_index, frequency_mhz, azimuth_deg, elevation_deg) -> dBi`` on flat arrays, called for the
            azimuth of the path and the elevation of every mode (never below 0); None is an isotropic antenna.
        environment: city, residential, rural or quiet rural.
        bandwidth_hz: noise bandwidth of the receiver.
        required_snr_db: ratio that the reliability asks for.
        mode: "recommendation", or "reference" to repeat the quirks of the ITU's program.
        absorption: average over the crossings of 90 km, or over the control points (faster).
        chunk_paths: paths computed at a time; chosen for the processor's cache when None.

    Returns:
        Arrays of shape (P,), (P, H) and (P, H, F). Paths with a NaN coordinate are NaN throughout.

    Raises:
        ValueError: for a month, sunspot number, hour, name or shape outside its range.
    """
    hours = inputs.checked_hours(hours_utc)
    every = PathHours.grid(len(circuits), hours.size)
    flat = predict_path_hours(
        circuits,
        every.path,
        hours[every.hour],
        month=month,
        ssn=ssn,
        frequencies_mhz=frequencies_mhz,
        power_dbkw=power_dbkw,
        tx_gain=tx_gain,
        environment=environment,
        bandwidth_hz=bandwidth_hz,
        required_snr_db=required_snr_db,
        mode=mode,
        absorption=absorption,
        chunk_paths=chunk_paths,
    )
    return _on_grid(flat, len(circuits), hours.size)


def _on_grid(flat: PathHourPrediction, paths: int, hours: int) -> Prediction:
    """What was predicted for every hour of every path, one after the other, as arrays by path and hour."""
    arrays = {}
    for field in fields(Prediction):
        values = getattr(flat, field.name)
        if field.name in MUF_FIELDS:
            values = values.reshape(paths, hours)
        elif field.name not in PATH_FIELDS:
            values = values.reshape(paths, hours, values.shape[1])
        arrays[field.name] = values
    return Prediction(**arrays)


def predict_path_hours(
    circuits: Circuits,
    path: IntArray,
    hour_utc: FloatArray,
    *,
    month: int,
    ssn: float,
    frequencies_mhz: ArrayLike,
    power_dbkw: ArrayLike = 0.0,
    tx_gain: GainFunction | None = None,
    environment: str = "rural",
    bandwidth_hz: float = 9000.0,
    required_snr_db: float = 34.0,
    mode: Mode = "recommendation",
    absorption: Absorption = "penetration_points",
    chunk_paths: int | None = None,
) -> PathHourPrediction:
    """The same for K path-hours alone: ``path`` (K,) are numbers of circuits, ``hour_utc`` (K,) the instant of each.

    What else is computed along with a path-hour does not change its numbers beyond rounding.

    Returns:
        Arrays of shape (P,), (K,) and (K, F).

    Raises:
        ValueError: as `predict` does.
    """
    method = Method.named(mode, absorption)
    hours, hour = np.unique(inputs.checked_hours(hour_utc), return_inverse=True)
    at = PathHours(np.asarray(path, np.intp), hour)
    conditions = Conditions(inputs.checked_month(month), inputs.checked_ssn(ssn), hours, method)
    receiver = inputs.checked_receiver(environment, bandwidth_hz, required_snr_db)
    paths = len(circuits)
    frequency, invalid = inputs.checked_frequencies(frequencies_mhz, paths)
    arc = circuits.arcs()
    radiation = Radiation(
        frequency, inputs.checked_power(power_dbkw, frequency.shape), arc.azimuth_deg, np.arange(paths), tx_gain
    )
    prediction = PathHourPrediction.empty(paths, at.size, frequency.shape[1])
    prediction.distance_km[:], prediction.azimuth_deg[:] = arc.length_km, arc.azimuth_deg
    load = -(-at.size // max(paths, 1)) * max(frequency.shape[1], POINTS_PER_PATH_HOUR)
    for chosen in _chunks(arc.length_km, load, chunk_paths):
        rows, mine = at.of_paths(chosen, paths)
        if not rows.size:
            continue
        values = _predict_chunk(
            arc.select(chosen), radiation.select(chosen), circuits.select(chosen), conditions, receiver, mine
        )
        for name, value in values.items():
            getattr(prediction, name)[rows] = value
    _mask(prediction, circuits, invalid, at.path)
    return prediction


def _predict_chunk(
    arc: Arc,
    radiation: Radiation,
    circuits: Circuits,
    conditions: Conditions,
    receiver: inputs.Receiver,
    at: PathHours,
) -> dict[str, FloatArray]:
    """All fields of the prediction of some paths at their path-hours, by name."""
    result = medians(arc, conditions, radiation, at)
    return {
        "basic_muf_mhz": result.basic_muf,
        "muf90_mhz": result.muf90,
        "muf10_mhz": result.muf10,
        "operational_muf_mhz": result.operational_muf,
        **_signal_values(result, circuits, radiation.frequency_mhz, conditions, receiver, at),
    }


def _chunks(length_km: FloatArray, load_per_path: int, chunk_paths: int | None) -> Iterator[IntArray]:
    """Path numbers in groups of similar length, so that a group mostly needs one of the two models."""
    if chunk_paths is not None and chunk_paths < 1:
        raise ValueError(f"chunk_paths {chunk_paths}: expected at least 1")
    size = chunk_paths or max(1, CHUNK_PREDICTIONS // max(load_per_path, 1))
    order = np.argsort(length_km, kind="stable")
    for start in range(0, order.size, size):
        yield order[start : start + size]


def _signal_values(
    result: Medians,
    circuits: Circuits,
    frequency: FloatArray,
    conditions: Conditions,
    receiver: inputs.Receiver,
    at: PathHours,
) -> dict[str, FloatArray]:
    """Everything of shape (K, F) that follows from the field strength."""
    noise = NoiseSum.of(
        noise_of(
            np.nan_to_num(circuits.rx_latitude),
            np.nan_to_num(circuits.rx_longitude),
            frequency,
            conditions.hours_utc,
            at,
            month=conditions.month,
            place=receiver.place,
            whole_hour_zones=conditions.method.quirks.noise_whole_hour_zones,
        )
    )
    frequency = frequency[at.path]
    received = result.field_dbuv - 20.0 * np.log10(frequency) - 107.2
    snr = received - noise.median_db - 10.0 * np.log10(receiver.bandwidth_hz) + 204.0
    upper_day, lower_day = day_deciles_db(frequency, result.basic_muf[:, None], result.high_latitude[at.path, None])
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


def _mask(prediction: PathHourPrediction, circuits: Circuits, invalid: BoolArray, path: IntArray) -> None:
    """NaN where the input was: undefined paths, frequencies out of range, powers that are NaN."""
    undefined = circuits.undefined
    outside = invalid[path] | np.isnan(prediction.field_strength_dbuv)
    for field in fields(prediction):
        values = getattr(prediction, field.name)
        empty = 0 if field.name == "mode_index" else np.nan
        values[undefined if field.name in PATH_FIELDS else undefined[path]] = empty
        if values.ndim == 2:
            values[outside] = empty
