"""The slope of the loss above the MUF beyond 4,000 km, fitted to measured field strengths; nothing is written.

Measurements are monthly medians like those of the ITU's data bank D1, which is not shipped: a CSV table with the
columns circuit (any text; its rows stay together), tx_lat, tx_lon, rx_lat, rx_lon, month, ssn, hour_utc, freq_mhz,
measured_dbuv (dB(uV/m) for 1 kW from an isotropic antenna). Longer paths than 9,000 km have no such loss and are
passed over.

Circuits are dealt into ten folds in the order of their names. For each fold the slope with the least squares over the
other nine is taken, and the fold is predicted with it: the errors so found are of circuits that the fit has not seen.

Usage: python builders/muf_loss.py MEASUREMENTS.csv
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.geodesy import great_circle_distance_km
from bcastplan.science.hf import Circuits, Mode, above_muf, predict_pairs

FOLDS = 10
SLOPES_DB = np.arange(20.0, 80.1, 2.5)
NUMBERS = ("tx_lat", "tx_lon", "rx_lat", "rx_lon", "month", "ssn", "hour_utc", "freq_mhz", "measured_dbuv")
CLASSES_KM = ((0.0, 2000.0), (2000.0, 4000.0), (4000.0, 7000.0), (7000.0, 9000.0))


class Fit(NamedTuple):
    """The slope over all circuits, that of each fold's others, and errors (dB) of both modes by row."""

    slope_db: float
    fold_slopes_db: list[float]
    distance_km: NDArray[np.float64]
    recommendation_db: NDArray[np.float64]
    calibrated_db: NDArray[np.float64]


def read(file: Path) -> tuple[list[str], dict[str, NDArray[np.float64]]]:
    """The circuits and the numbers of all rows; ValueError names a missing column."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for name in ("circuit", *NUMBERS):
        if not rows or name not in rows[0]:
            raise ValueError(f"{file}: no rows, or no column {name}")
    return [row["circuit"] for row in rows], {name: np.array([float(row[name]) for row in rows]) for name in NUMBERS}


def fit(circuits: Sequence[str], numbers: dict[str, NDArray[np.float64]]) -> Fit:
    """Fit the slope, over all circuits and ten times without a tenth of them."""
    distance_km = great_circle_distance_km(*(numbers[name] for name in NUMBERS[:4]))
    some = np.flatnonzero(distance_km < 9000.0)
    numbers = {name: values[some] for name, values in numbers.items()}
    names = {name: place for place, name in enumerate(sorted(set(circuits)))}
    fold = np.array([names[circuits[row]] % FOLDS for row in some.tolist()])
    errors = np.stack([_errors(numbers, "calibrated", float(slope)) for slope in SLOPES_DB])
    long = distance_km[some] > above_muf.SLOPE_FROM_KM
    best = [_best(errors[:, long & (fold != number)]) for number in range(FOLDS)]
    return Fit(
        float(SLOPES_DB[_best(errors[:, long])]),
        [float(SLOPES_DB[place]) for place in best],
        distance_km[some],
        _errors(numbers, "recommendation", None),
        errors[np.array(best)[fold], np.arange(some.size)],
    )


def _best(errors: NDArray[np.float64]) -> int:
    return int(np.argmin(np.square(errors).sum(axis=1)))


def _errors(numbers: dict[str, NDArray[np.float64]], mode: Mode, slope_db: float | None) -> NDArray[np.float64]:
    """Predicted less measured, dB, with another slope in place of the shipped one."""
    shipped = above_muf.CALIBRATED_SLOPE_DB
    above_muf.CALIBRATED_SLOPE_DB = shipped if slope_db is None else slope_db
    try:
        answer = predict_pairs(
            Circuits(*(numbers[name] for name in NUMBERS[:4])),
            month=numbers["month"],
            ssn=numbers["ssn"],
            hour_utc=numbers["hour_utc"],
            frequency_mhz=numbers["freq_mhz"],
            mode=mode,
        )
    finally:
        above_muf.CALIBRATED_SLOPE_DB = shipped
    return answer.field_strength_dbuv - numbers["measured_dbuv"]


def report(result: Fit) -> str:
    """The slopes, and mean and standard deviation of the errors by class of distance."""
    lines = [
        f"slope {result.slope_db:g} dB; without each tenth of the circuits "
        + ", ".join(f"{slope:g}" for slope in result.fold_slopes_db),
        "distance       rows   recommendation    calibrated, out of fold   (mean, standard deviation of the error, dB)",
    ]
    for low, high in (*CLASSES_KM, (0.0, 9000.0)):
        rows = (result.distance_km >= low) & (result.distance_km < high)
        if rows.any():
            columns = (f"{errors[rows].mean():+6.2f} {errors[rows].std():6.2f}" for errors in result[3:])
            lines.append(f"{low:5,.0f}-{high:5,.0f} km {rows.sum():6}   " + "       ".join(columns))
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measurements", type=Path)
    print(report(fit(*read(parser.parse_args().measurements))))
