"""Predictions for arbitrary rows, each with its own path, month, hour and frequency.

Rows of one month and R12 go together, as signals of paths; every row gets the number it would get alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import inputs
from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.full_grid import predict_signals
from bcastplan.science.hf.hf_prediction import (
    MODE_LABELS,
    MUF_FIELDS,
    PATH_FIELDS,
    PredictedQuantities,
    SignalPrediction,
)
from bcastplan.science.hf.method import Absorption, Mode
from bcastplan.science.hf.radiation import AimedAntennas, AimedGain, Gain


@dataclass(frozen=True)
class RowPrediction(PredictedQuantities):
    """The fields of Prediction, one value per row, (N,)."""

    def mode_labels(self) -> NDArray[np.str_]:
        """Name of the dominant mode of every row."""
        return np.array(MODE_LABELS)[self.mode_index]


def predict_pairs(
    circuits: Circuits,
    *,
    month: ArrayLike,
    ssn: ArrayLike,
    hour_utc: ArrayLike,
    frequency_mhz: ArrayLike,
    power_dbkw: ArrayLike = 0.0,
    antenna_index: ArrayLike = 0,
    tx_gain: Gain | None = None,
    environment: str = "rural",
    bandwidth_hz: float = 9000.0,
    required_snr_db: float = 34.0,
    mode: Mode = "recommendation",
    absorption: Absorption = "penetration_points",
) -> RowPrediction:
    """Predict N rows; row i is the circuit i at its month, R12, hour, frequency and power (scalars or (N,)).

    ``tx_gain`` is called as in `predict`, with ``antenna_index`` of the row in place of the path's number.
    Rows with a NaN coordinate, frequency or power, or a frequency outside 2 to 30 MHz, are NaN.

    Raises:
        ValueError: naming the first row (from 0) whose month, R12 or hour is outside its range.
    """
    count = len(circuits)
    rows = _Rows(
        circuits=circuits,
        month=_column(month, count),
        ssn=_column(ssn, count),
        hour=_column(hour_utc, count),
        frequency=_column(frequency_mhz, count),
        power=_column(power_dbkw, count),
        antenna=_column(antenna_index, count).astype(np.intp),
    )
    rows.check()
    inputs.checked_receiver(environment, bandwidth_hz, required_snr_db)
    arrays = _empty_columns(count)
    for batch in rows.batches():
        first = batch.path_rows[0]
        result = predict_signals(
            circuits.select(batch.path_rows),
            batch.path,
            batch.hour_utc,
            batch.line_path,
            batch.frequency,
            batch.path_hour_of_row,
            batch.line_of_row,
            month=int(rows.month[first]),
            ssn=float(rows.ssn[first]),
            power_dbkw=rows.power[batch.path_rows][batch.line_path],
            tx_gain=_by_antenna(tx_gain, rows.antenna[batch.path_rows]),
            environment=environment,
            bandwidth_hz=bandwidth_hz,
            required_snr_db=required_snr_db,
            mode=mode,
            absorption=absorption,
        )
        batch.scatter(result, arrays)
    return RowPrediction(**arrays)  # type: ignore[arg-type]


def _empty_columns(count: int) -> dict[str, NDArray[np.generic]]:
    """The fields of the answer by name, NaN throughout."""
    columns: dict[str, NDArray[np.generic]] = {
        name: np.full(count, np.nan) for name in RowPrediction.__dataclass_fields__ if name != "mode_index"
    }
    columns["mode_index"] = np.zeros(count, np.int8)
    return columns


def _column(values: ArrayLike, count: int) -> FloatArray:
    return np.array(np.broadcast_to(np.asarray(values, float), (count,)))


@dataclass(frozen=True)
class _AimedByAntenna:
    """Antennas that are aimed, by the number of the path."""

    gain: AimedAntennas
    antenna: IntArray

    def towards(self, path_index: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray) -> AimedGain:
        """The gain of L lines."""
        return self.gain.towards(self.antenna[path_index], frequency_mhz, azimuth_deg)


def _by_antenna(gain: Gain | None, antenna: IntArray) -> Gain | None:
    if gain is None:
        return None
    if isinstance(gain, AimedAntennas):
        return _AimedByAntenna(gain, antenna)

    def of_path(path: IntArray, frequency: FloatArray, azimuth: FloatArray, elevation: FloatArray) -> FloatArray:
        return gain(antenna[path], frequency, azimuth, elevation)

    return of_path


@dataclass(frozen=True)
class _Batch:
    """Rows for one call: a row for each path, the path-hours and lines, and which of them every row is."""

    rows: IntArray
    path_rows: IntArray
    path: IntArray
    hour_utc: FloatArray
    line_path: IntArray
    frequency: FloatArray
    path_of_row: IntArray
    path_hour_of_row: IntArray
    line_of_row: IntArray

    def scatter(self, result: SignalPrediction, arrays: dict[str, NDArray[np.generic]]) -> None:
        """Copy the results of the rows into the columns."""
        for name, column in arrays.items():
            values = getattr(result, name)
            if name in PATH_FIELDS:
                values = values[self.path_of_row]
            elif name in MUF_FIELDS:
                values = values[self.path_hour_of_row]
            column[self.rows] = values


@dataclass(frozen=True)
class _Rows:
    circuits: Circuits
    month: FloatArray
    ssn: FloatArray
    hour: FloatArray
    frequency: FloatArray
    power: FloatArray
    antenna: IntArray

    def check(self) -> None:
        """Raise for the first row with an impossible month, R12 or hour."""
        for name, values, check in (
            ("month", self.month, inputs.checked_month),
            ("ssn", self.ssn, inputs.checked_ssn),
            ("hour", self.hour, inputs.checked_hours),
        ):
            for value in np.unique(values):
                try:
                    check(value)
                except ValueError as error:
                    row = int(np.argmax((values == value) | (np.isnan(values) & np.isnan(value))))
                    raise ValueError(f"row {row}: {name}: {error}") from None

    def batches(self) -> Iterator[_Batch]:
        """Rows of one month and R12 together."""
        _, group = np.unique(np.stack([self.month, self.ssn], axis=1), axis=0, return_inverse=True)
        for number in range(int(group.max(initial=-1)) + 1):
            rows = np.flatnonzero(group.ravel() == number)
            path_rows, path = self._paths(rows)
            path_hours, path_hour = np.unique(np.stack([path, self.hour[rows]], axis=1), axis=0, return_inverse=True)
            frequency = np.nan_to_num(self.frequency[rows])
            lines, line = np.unique(np.stack([path, frequency], axis=1), axis=0, return_inverse=True)
            yield _Batch(
                rows=rows,
                path_rows=path_rows,
                path=path_hours[:, 0].astype(np.intp),
                hour_utc=path_hours[:, 1],
                line_path=lines[:, 0].astype(np.intp),
                frequency=lines[:, 1],
                path_of_row=path,
                path_hour_of_row=path_hour.ravel(),
                line_of_row=line.ravel(),
            )

    def _paths(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """A row for every distinct circuit, power and antenna, and which of them each row has."""
        circuits = self.circuits
        key = np.stack(
            [
                circuits.tx_latitude[rows],
                circuits.tx_longitude[rows],
                circuits.rx_latitude[rows],
                circuits.rx_longitude[rows],
                np.zeros(rows.size) if circuits.long_arc is None else circuits.long_arc[rows],
                self.power[rows],
                self.antenna[rows],
            ],
            axis=1,
        )
        # NaN never equals itself; a value no coordinate or power takes makes undefined rows share a path.
        _, first, path = np.unique(np.nan_to_num(key, nan=1e9), axis=0, return_index=True, return_inverse=True)
        return rows[first], path.ravel()
