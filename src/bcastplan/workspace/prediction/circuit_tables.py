"""A table of circuits in, the same rows with predictions out: a row that cannot be read stays, and is reported."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.coverage.circuit_ends import HF_MHZ, MEDIUM_WAVE_MHZ, Receiver
from bcastplan.coverage.single_circuits import CircuitPrediction, CircuitRows, predict_circuits
from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import read_input
from bcastplan.model.finding import Place, Problem
from bcastplan.model.nearest import did_you_mean
from bcastplan.reference import smoothed_sunspot_number
from bcastplan.reference.directory import Directory
from bcastplan.science.antennas import parse_definition
from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import great_circle_distance_km
from bcastplan.science.hf import Mode
from bcastplan.science.mediumwave.skywave import LONGEST_KM

REQUIRED = ("tx_lat", "tx_lon", "rx_lat", "rx_lon", "month", "hour_utc", "freq_mhz", "power_kw")
CODE = ""  # rows of a table of circuits are no findings of a rule
RESULTS = ("distance_km", "basic_muf_mhz", "operational_muf_mhz", "e_dbuv", "snr_db", "bcr_pct")

_RANGES = {
    "tx_lat": (-90.0, 90.0, "degrees north"),
    "rx_lat": (-90.0, 90.0, "degrees north"),
    # Some programs count longitudes from 0 to 360 degrees east, others from -180 to 180.
    "tx_lon": (-360.0, 360.0, "degrees east"),
    "rx_lon": (-360.0, 360.0, "degrees east"),
    "month": (1.0, 12.0, "a month"),
    "ssn": (0.0, 311.0, "the smoothed sunspot number R12"),
    "hour_utc": (0.0, 24.0, "an hour UT"),
    "freq_mhz": (-math.inf, math.inf, "MHz"),
    "power_kw": (0.0, 1e6, "kW"),
    "azimuth": (0.0, 360.0, "degrees clockwise from north"),
    "year": (1.0, 9999.0, "a year"),
}


@dataclass(slots=True)
class PredictAnswer:
    """The rows as they were written, their columns without earlier results, and what was predicted for them.

    ``problems`` name the rows that could not be understood; they keep their place, their predictions are NaN.
    ``notes`` say what else has no prediction.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, str]]
    prediction: CircuitPrediction
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def predict_file(name: str, receiver: Receiver, mode: Mode = "recommendation") -> PredictAnswer:
    """Predict the rows of a CSV file, ``-`` for standard input.

    Raises:
        UnreadableInput: the file is missing, binary or no text.
    """
    data = read_input(name)[0].data
    text, problems = decode_text(name, data)
    if problems:
        return _nothing(problems)
    reader = csv.reader(io.StringIO(text))
    columns: tuple[str, ...] = ()
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = tuple(cell.strip() for cell in cells)
                problems = _header_problems(columns, name, reader.line_num)
                if problems:
                    return _nothing(problems)
                continue
            if len(cells) != len(columns):
                message = f"{len(cells)} cells under {len(columns)} columns: is a comma missing or one too many?"
                problems.append(Problem(CODE, message, Place(name, reader.line_num)))
            # Cells that are missing are blank, so that a bad row still has its place in the answer.
            rows.append(dict(zip(columns, [*cells, *[""] * len(columns)], strict=False)))
            lines.append(reader.line_num)
    except csv.Error as error:
        problems.append(Problem(CODE, f"not readable as CSV: {error}", Place(name, reader.line_num)))
    if not columns:
        message = f"no rows in it: the first line names the columns, {','.join(REQUIRED)}"
        return _nothing([Problem(CODE, message, Place(name, 1))])
    broken = {problem.place.line for problem in problems}
    return _predict(columns, rows, receiver, mode, problems, name, lines, broken)


def predict_one(values: Mapping[str, str], receiver: Receiver, mode: Mode = "recommendation") -> PredictAnswer:
    """Predict a single circuit from texts by column name."""
    columns = tuple(values)
    problems = _header_problems(columns, "", None)
    if problems:
        return _nothing(problems)
    return _predict(columns, [dict(values)], receiver, mode, [], "", [None], set())


def _predict(
    columns: tuple[str, ...],
    rows: list[dict[str, str]],
    receiver: Receiver,
    mode: Mode,
    problems: list[Problem],
    name: str,
    lines: Sequence[int | None],
    broken: set[int | None],
) -> PredictAnswer:
    numbers = {key: np.full(len(rows), np.nan) for key in _RANGES}
    antennas: list[str | None] = []
    directory = Directory()
    for position, (row, line) in enumerate(zip(rows, lines, strict=True)):
        antenna = None
        if line is None or line not in broken:
            try:
                values, antenna = _row(row, directory)
            except ValueError as error:
                problems.append(Problem(CODE, str(error), Place(name, line)))
            else:
                for key, value in values.items():
                    numbers[key][position] = value
        antennas.append(antenna)
    circuits = _circuits(numbers, antennas)
    problems.sort(key=lambda problem: problem.place.line or 0)
    # A table that was predicted before has columns of results already.
    kept = tuple(column for column in columns if column not in RESULTS)
    notes = _notes(circuits)
    if len(kept) < len(columns):
        notes.append("the columns of earlier results are replaced")
    return PredictAnswer(kept, rows, predict_circuits(circuits, receiver, mode), problems, notes)


def predict_arrays(
    values: Mapping[str, ArrayLike], antenna: ArrayLike | None, receiver: Receiver, mode: Mode = "recommendation"
) -> tuple[CircuitRows, CircuitPrediction, tuple[int, ...]]:
    """Predict circuits whose columns are arrays of shapes that broadcast together.

    Args:
        values: by column name, all of ``REQUIRED``, and ``ssn`` or ``year``; ``azimuth`` where there is one.
        antenna: HFCC codes or BS.705 designations, None where the antenna is isotropic.
        receiver: what is asked of the receiving side.
        mode: how the shortwave signal is predicted.

    Returns:
        The circuits and their predictions, each array of shape (N,), and the shape of the broadcast arrays.

    Raises:
        ValueError: a number out of its range, no sunspot number, an unknown antenna, or shapes that do not fit.
    """
    names = list(values)
    arrays = np.broadcast_arrays(*(_checked(name, values[name]) for name in names), np.asarray(antenna, dtype=object))
    numbers = {name: array.ravel() for name, array in zip(names, arrays, strict=False)}
    size = numbers["month"].size
    if "ssn" not in numbers:
        numbers["ssn"] = _r12_of(numbers)
    numbers.setdefault("azimuth", np.full(size, np.nan))
    directory = Directory()
    written = ["" if text is None else str(text).strip() for text in arrays[-1].ravel().tolist()]
    # Large arrays name few antennas, and each is looked up once.
    known = {text: _antenna(text, directory) for text in set(written)}
    circuits = _circuits(numbers, [known[text] for text in written])
    return circuits, predict_circuits(circuits, receiver, mode), arrays[0].shape


def _checked(name: str, values: ArrayLike) -> FloatArray:
    """A column of numbers, each in its range; NaN stands for a number that is not known."""
    array = np.asarray(values, dtype=np.float64)
    low, high, what = _RANGES[name]
    wrong = np.isinf(array) | (array < low) | (array > high) | ((name == "power_kw") & (array == 0.0))
    if name in ("month", "year"):
        wrong |= array != np.floor(array)
        # NaN stands for a number that is not known, and differs from its own floor.
        wrong &= ~np.isnan(array)
    if wrong.any():
        bounds = "" if math.isinf(high) else f" from {low:g} to {high:g}"
        raise ValueError(f"{name} {array[wrong].flat[0]:g}: expected {what}{bounds}")
    return array


def _r12_of(numbers: Mapping[str, FloatArray]) -> FloatArray:
    """The sunspot number of each circuit, looked up by year and month."""
    months = list(zip(numbers["year"].tolist(), numbers["month"].tolist(), strict=True))
    known = {key: _r12({"year": key[0], "month": key[1]}) for key in set(months)}
    return np.array([known[key] for key in months], dtype=np.float64)


def _circuits(numbers: Mapping[str, FloatArray], antennas: Sequence[str | None]) -> CircuitRows:
    return CircuitRows(
        numbers["tx_lat"],
        numbers["tx_lon"],
        numbers["rx_lat"],
        numbers["rx_lon"],
        numbers["month"],
        numbers["ssn"],
        numbers["hour_utc"],
        numbers["freq_mhz"],
        numbers["power_kw"],
        antennas,
        numbers["azimuth"],
    )


def _header_problems(columns: tuple[str, ...], name: str, line: int | None) -> list[Problem]:
    if len(columns) == 1 and columns[0].count(";") + columns[0].count("\t") > 1:
        return [Problem(CODE, "the columns are to be separated by commas", Place(name, line))]
    missing = [column for column in REQUIRED if column not in columns]
    problems = []
    if missing:
        near = did_you_mean(missing[0], [column for column in columns if column not in REQUIRED])
        message = f"the columns {', '.join(missing)} are missing{near}; the first line names the columns"
        problems.append(Problem(CODE, message, Place(name, line)))
    if "ssn" not in columns and "year" not in columns and not missing:
        problems.append(Problem(CODE, "give a column ssn, or year to look R12 up with", Place(name, line)))
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        problems.append(Problem(CODE, f"two columns are called {', '.join(twice)}", Place(name, line)))
    return problems


def _row(row: Mapping[str, str], directory: Directory) -> tuple[dict[str, float], str | None]:
    """Numbers of one row by column and its antenna; ValueError says which cell is wrong and what it takes."""
    values = {key: _number(key, row.get(key, "")) for key in REQUIRED}
    for key in ("year", "ssn", "azimuth"):
        if row.get(key, "").strip():
            values[key] = _number(key, row[key])
    for key in ("month", "year"):
        if key in values and not math.isnan(values[key]) and not float(values[key]).is_integer():
            raise ValueError(f"{key} {row[key].strip()}: expected a whole number")
    if "ssn" not in values:
        values["ssn"] = _r12(values)
    if values["power_kw"] == 0.0:
        raise ValueError("power_kw 0: expected more than 0 kW")
    return values, _antenna(row.get("antenna", "").strip(), directory)


def _number(key: str, text: str) -> float:
    low, high, what = _RANGES[key]
    shown = text.strip()
    if not shown:
        raise ValueError(f"{key} is empty: expected {what}")
    try:
        value = float(shown)
    except ValueError:
        raise ValueError(f"{key} '{shown}': expected a number, {what}") from None
    if math.isinf(value) or not (low <= value <= high or math.isnan(value)):
        bounds = "" if math.isinf(high) else f" from {low:g} to {high:g}"
        raise ValueError(f"{key} {shown}: expected {what}{bounds}")
    return value


def _r12(values: Mapping[str, float]) -> float:
    year, month = values.get("year", math.nan), values["month"]
    if math.isnan(year) or math.isnan(month):
        raise ValueError("ssn is empty: give R12, or year and month to look it up with")
    known = smoothed_sunspot_number(int(year), int(month))
    if known is None:
        raise ValueError(f"no sunspot number is known for {int(year)}-{int(month):02d}: give it as ssn")
    return known.r12


def _antenna(text: str, directory: Directory) -> str | None:
    if not text:
        return None
    definition = directory.antenna_definition(text)
    if definition is None:
        raise ValueError(f"antenna {text}: no HFCC code of this number; write a designation such as AHR4/4/0.5")
    parse_definition(definition)
    return definition


def _notes(rows: CircuitRows) -> list[str]:
    """What has no prediction by its frequency or its length, and why."""
    frequency = rows.frequency_mhz
    on_medium_wave = (frequency >= MEDIUM_WAVE_MHZ[0]) & (frequency <= MEDIUM_WAVE_MHZ[1])
    on_shortwave = (frequency >= HF_MHZ[0]) & (frequency <= HF_MHZ[1])
    outside = ~(np.isnan(frequency) | on_medium_wave | on_shortwave)
    distance_km = great_circle_distance_km(rows.tx_latitude, rows.tx_longitude, rows.rx_latitude, rows.rx_longitude)
    too_long = on_medium_wave & (distance_km > LONGEST_KM)
    ranges = " and ".join(f"{low:g} to {high:g}" for low, high in (MEDIUM_WAVE_MHZ, HF_MHZ))
    reasons = (
        (outside, f"freq_mhz is outside {ranges} MHz"),
        (too_long, f"medium wave is predicted up to {LONGEST_KM:,.0f} km (ITU-R P.1147)"),
    )
    return [
        f"{int(rows_left.sum())} of {frequency.size} rows: {reason}, the predictions are nan"
        for rows_left, reason in reasons
        if rows_left.any()
    ]


def _nothing(problems: list[Problem]) -> PredictAnswer:
    empty = CircuitPrediction(*(np.zeros(0) for _ in RESULTS))
    return PredictAnswer((), [], empty, problems)
