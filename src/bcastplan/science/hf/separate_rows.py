"""Predictions for arbitrary rows, each with its own path, month, hour and frequency.

Rows of one month and R12 go together, as path-hours with the frequencies of their path; every row gets the number it
would get alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.hf import inputs
from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.full_grid import predict_path_hours
from bcastplan.science.hf.hf_prediction import MODE_LABELS, PATH_FIELDS, PathHourPrediction, PredictedQuantities
from bcastplan.science.hf.method import Absorption, Mode
from bcastplan.science.hf.radiation import GainFunction


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
    tx_gain: GainFunction | None = None,
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
    arrays: dict[str, NDArray[np.generic]] = {
        name: np.full(count, np.nan) for name in RowPrediction.__dataclass_fields__ if name != "mode_index"
    }
    arrays["mode_index"] = np.zeros(count, np.int8)
    for batch in rows.batches():
        first = batch.path_rows[0]
        result = predict_path_hours(
            circuits.select(batch.path_rows),
            batch.path,
            batch.hour_utc,
            month=int(rows.month[first]),
            ssn=float(rows.ssn[first]),
            frequencies_mhz=batch.frequencies,
            power_dbkw=rows.power[batch.path_rows],
            tx_gain=_by_antenna(tx_gain, rows.antenna[batch.path_rows]),
            environment=environment,
            bandwidth_hz=bandwidth_hz,
            required_snr_db=required_snr_db,
            mode=mode,
            absorption=absorption,
        )
        batch.scatter(result, arrays)
    return RowPrediction(**arrays)  # type: ignore[arg-type]


def _column(values: ArrayLike, count: int) -> FloatArray:
    return np.array(np.broadcast_to(np.asarray(values, float), (count,)))


def _by_antenna(gain: GainFunction | None, antenna: IntArray) -> GainFunction | None:
    if gain is None:
        return None

    def of_path(path: IntArray, frequency: FloatArray, azimuth: FloatArray, elevation: FloatArray) -> FloatArray:
        return gain(antenna[path], frequency, azimuth, elevation)

    return of_path


@dataclass(frozen=True)
class _Batch:
    """Rows for one call: which row stands for each path, its path-hours, and where every row's result lies."""

    path_rows: IntArray
    path: IntArray
    hour_utc: FloatArray
    frequencies: FloatArray
    rows: IntArray
    path_of_row: IntArray
    path_hour_of_row: IntArray
    frequency_of_row: IntArray

    def scatter(self, result: PathHourPrediction, arrays: dict[str, NDArray[np.generic]]) -> None:
        """Copy the results of the rows into the columns."""
        for name, column in arrays.items():
            values = getattr(result, name)
            if values.ndim == 2:
                column[self.rows] = values[self.path_hour_of_row, self.frequency_of_row]
            else:
                column[self.rows] = values[self.path_of_row if name in PATH_FIELDS else self.path_hour_of_row]


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
        """Rows of one month and R12, those together whose paths have about as many frequencies."""
        _, group = np.unique(np.stack([self.month, self.ssn], axis=1), axis=0, return_inverse=True)
        for number in range(int(group.max(initial=-1)) + 1):
            rows = np.flatnonzero(group.ravel() == number)
            path_rows, path = self._paths(rows)
            lines = np.nan_to_num(self.frequency[rows])
            pairs, line = np.unique(np.stack([path, lines], axis=1), axis=0, return_inverse=True)
            path_of_line = pairs[:, 0].astype(np.intp)
            counts = np.bincount(path_of_line, minlength=path_rows.size)
            column_of_line = (
                np.arange(len(pairs)) - np.searchsorted(path_of_line, np.arange(path_rows.size))[path_of_line]
            )
            size_class = np.ceil(np.log2(counts)).astype(int)
            for size in np.unique(size_class).tolist():
                members = np.flatnonzero(size_class == size)
                number_of_path = np.full(path_rows.size, -1, np.intp)
                number_of_path[members] = np.arange(members.size)
                inside = number_of_path[path_of_line] >= 0
                table = np.full((members.size, int(counts[members].max())), np.nan)
                table[number_of_path[path_of_line[inside]], column_of_line[inside]] = pairs[inside, 1]
                chosen: BoolArray = number_of_path[path] >= 0
                of_path = number_of_path[path[chosen]]
                hour = self.hour[rows[chosen]] % 24.0
                path_hours, path_hour = np.unique(np.stack([of_path, hour], axis=1), axis=0, return_inverse=True)
                yield _Batch(
                    path_rows=path_rows[members],
                    path=path_hours[:, 0].astype(np.intp),
                    hour_utc=path_hours[:, 1],
                    frequencies=table,
                    rows=rows[chosen],
                    path_of_row=of_path,
                    path_hour_of_row=path_hour.ravel(),
                    frequency_of_row=column_of_line[line.ravel()[chosen]],
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
