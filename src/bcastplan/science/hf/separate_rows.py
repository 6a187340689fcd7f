"""Predictions for arbitrary rows, each with its own path, month, hour and frequency.

The engine wants dense batches (paths × hours × frequencies), so rows are grouped by month and R12, then paths with the
same hours go together; every row gets the number it would get alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.hf import inputs
from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.full_grid import predict
from bcastplan.science.hf.hf_prediction import MODE_LABELS, Prediction
from bcastplan.science.hf.method import Absorption, Mode
from bcastplan.science.hf.radiation import GainFunction

PATH_HOUR_COST = 0.002  # of one path-hour, in calls of the engine: a call costs about as much as 500 path-hours
MOST_PATH_HOURS = 5_000_000  # larger products of paths and hours are not even considered


@dataclass(frozen=True)
class RowPrediction:
    """The fields of Prediction, one value per row, (N,)."""

    distance_km: FloatArray
    azimuth_deg: FloatArray
    basic_muf_mhz: FloatArray
    muf90_mhz: FloatArray
    muf10_mhz: FloatArray
    operational_muf_mhz: FloatArray
    field_strength_dbuv: FloatArray
    received_power_dbw: FloatArray
    snr_db: FloatArray
    du_snr_db: FloatArray
    dl_snr_db: FloatArray
    du_day_db: FloatArray
    dl_day_db: FloatArray
    reliability_pct: FloatArray
    elevation_deg: FloatArray
    mode_index: NDArray[np.int8]

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
        result = predict(
            circuits.select(batch.path_rows),
            month=int(rows.month[first]),
            ssn=float(rows.ssn[first]),
            hours_utc=batch.hours,
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
    """Rows that fit one dense call: which row stands for each path, and where every row's result lies."""

    path_rows: IntArray
    hours: FloatArray
    frequencies: FloatArray
    rows: IntArray
    path: IntArray
    hour: IntArray
    frequency: IntArray

    def scatter(self, result: Prediction, arrays: dict[str, NDArray[np.generic]]) -> None:
        """Copy the results of the rows into the columns."""
        keys = (self.path, self.hour, self.frequency)
        for name, column in arrays.items():
            values = getattr(result, name)
            column[self.rows] = values[keys[: values.ndim]]


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
        """Split the rows into dense batches."""
        _, group = np.unique(np.stack([self.month, self.ssn], axis=1), axis=0, return_inverse=True)
        for number in range(int(group.max(initial=-1)) + 1):
            yield from self._group_batches(np.flatnonzero(group.ravel() == number))

    def _group_batches(self, rows: IntArray) -> Iterator[_Batch]:
        """Batches of one month and R12, in whichever of three ways is likely the fastest.

        Paths with the same set of hours together (the usual table), all paths at all hours (short lists), or
        hour by hour (large lists without a pattern).
        """
        path_rows, path = self._paths(rows)
        hours, hour = np.unique(self.hour[rows] % 24.0, return_inverse=True)
        everything = path_rows.size * hours.size
        if everything <= MOST_PATH_HOURS:
            needed = np.zeros((path_rows.size, hours.size), bool)
            needed[path, hour] = True
            patterns, pattern = np.unique(needed, axis=0, return_inverse=True)
            exact_cost = len(patterns) + needed.sum() * PATH_HOUR_COST
            dense_cost = 1.0 + everything * PATH_HOUR_COST
            if min(exact_cost, dense_cost) <= hours.size + needed.sum() * PATH_HOUR_COST:
                if dense_cost < exact_cost:
                    patterns, pattern = np.ones((1, hours.size), bool), np.zeros(path_rows.size, np.intp)
                for number, chosen_hours in enumerate(patterns):
                    chosen = pattern.ravel()[path] == number
                    yield from self._dense(rows[chosen], path_rows, path[chosen], hours[chosen_hours])
                return
        for number in range(hours.size):
            chosen = hour == number
            yield from self._dense(rows[chosen], path_rows, path[chosen], hours[number : number + 1])

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

    def _dense(self, rows: IntArray, path_rows: IntArray, path: IntArray, hours: FloatArray) -> Iterator[_Batch]:
        """Batches of paths with about the same number of frequencies, so that padding stays small."""
        frequencies: dict[int, dict[float, int]] = defaultdict(dict)
        column = np.empty(rows.size, np.intp)
        for position, (number, value) in enumerate(
            zip(path.tolist(), np.nan_to_num(self.frequency[rows]).tolist(), strict=True)
        ):
            known = frequencies[number]
            column[position] = known.setdefault(value, len(known))
        size_class = {number: len(known).bit_length() for number, known in frequencies.items()}
        for bits in sorted(set(size_class.values())):
            members = [number for number, size in size_class.items() if size == bits]
            table = np.full((len(members), max(len(frequencies[number]) for number in members)), np.nan)
            new_number = np.full(path_rows.size, -1, np.intp)
            for line, number in enumerate(members):
                table[line, : len(frequencies[number])] = list(frequencies[number])
                new_number[number] = line
            chosen: BoolArray = new_number[path] >= 0
            yield _Batch(
                path_rows=path_rows[members],
                hours=hours,
                frequencies=table,
                rows=rows[chosen],
                path=new_number[path[chosen]],
                hour=np.searchsorted(hours, self.hour[rows[chosen]] % 24.0),
                frequency=column[chosen],
            )
