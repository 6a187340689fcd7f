"""The HF sky-wave prediction of ITU-R P.533 in one call: of P paths, H hours and F frequencies, or of what is named."""

from dataclasses import fields

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import inputs
from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.hf_prediction import (
    MUF_FIELDS,
    PATH_FIELDS,
    PathHourPrediction,
    Prediction,
    SignalPrediction,
)
from bcastplan.science.hf.method import Absorption, Method, Mode
from bcastplan.science.hf.pathhours import PathHours, Signals
from bcastplan.science.hf.radiation import Gain
from bcastplan.science.hf.signal_prediction import Lines, Question


def predict(
    circuits: Circuits,
    *,
    month: int,
    ssn: float,
    hours_utc: ArrayLike,
    frequencies_mhz: ArrayLike,
    power_dbkw: ArrayLike = 0.0,
    tx_gain: Gain | None = None,
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
    tx_gain: Gain | None = None,
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
    paths = len(circuits)
    frequency, invalid = inputs.checked_frequencies(frequencies_mhz, paths)
    frequencies = frequency.shape[1]
    at, conditions = _asked(path, hour_utc, month, ssn, Method.named(mode, absorption))
    lines = Lines(
        np.repeat(np.arange(paths), frequencies),
        frequency.ravel(),
        inputs.checked_power(power_dbkw, frequency.shape).ravel(),
    )
    flat = Question(circuits, at, lines, Signals.grid(at, frequencies), tx_gain).answer(
        conditions, inputs.checked_receiver(environment, bandwidth_hz, required_snr_db), invalid.ravel(), chunk_paths
    )
    arrays = {field.name: getattr(flat, field.name) for field in fields(PathHourPrediction)}
    for name in arrays.keys() - {*PATH_FIELDS, *MUF_FIELDS}:
        arrays[name] = arrays[name].reshape(at.size, frequencies)
    return PathHourPrediction(**arrays)


def predict_signals(
    circuits: Circuits,
    path: IntArray,
    hour_utc: FloatArray,
    line_path: IntArray,
    frequency_mhz: FloatArray,
    path_hour: IntArray,
    line: IntArray,
    *,
    month: int,
    ssn: float,
    power_dbkw: ArrayLike = 0.0,
    tx_gain: Gain | None = None,
    environment: str = "rural",
    bandwidth_hz: float = 9000.0,
    required_snr_db: float = 34.0,
    mode: Mode = "recommendation",
    absorption: Absorption = "penetration_points",
) -> SignalPrediction:
    """The same for S signals alone: ``path_hour`` (S,) and ``line`` (S,) are numbers of path-hours and of lines.

    The path-hours are (K,) as for `predict_path_hours`. A line is a frequency of a path, ``line_path`` and
    ``frequency_mhz`` (L,); its power is a scalar or (L,).

    Returns:
        Arrays of shape (P,), (K,) and (S,).

    Raises:
        ValueError: as `predict` does.
    """
    frequency, invalid = inputs.checked_frequencies(np.asarray(frequency_mhz, float)[:, None], line_path.size)
    power = inputs.checked_power(power_dbkw, frequency.shape)
    at, conditions = _asked(path, hour_utc, month, ssn, Method.named(mode, absorption))
    lines = Lines(np.asarray(line_path, np.intp), frequency[:, 0], power[:, 0])
    question = Question(circuits, at, lines, Signals(path_hour, line), tx_gain)
    receiver = inputs.checked_receiver(environment, bandwidth_hz, required_snr_db)
    return question.answer(conditions, receiver, invalid[:, 0])


def _asked(
    path: IntArray, hour_utc: FloatArray, month: int, ssn: float, method: Method
) -> tuple[PathHours, Conditions]:
    """The path-hours by number of the instant, and the conditions with the instants."""
    hours, hour = np.unique(inputs.checked_hours(hour_utc), return_inverse=True)
    conditions = Conditions(inputs.checked_month(month), inputs.checked_ssn(ssn), hours, method)
    return PathHours(np.asarray(path, np.intp), hour.reshape(-1)), conditions
