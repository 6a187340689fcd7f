"""Speed of the HF prediction on one core, and how much the arrays gain over plain loops.

OMP_NUM_THREADS=1 python benchmarks/bench_hf.py
"""

import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import baseline_hf

from bcastplan.science.geodesy import EARTH_RADIUS_KM
from bcastplan.science.hf import Circuits, predict

HOURS = np.arange(24) + 0.5
FREQUENCIES_MHZ = np.array([5.95, 6.1, 7.3, 9.7, 11.8, 13.7, 15.4, 17.7, 21.6, 25.9])
MONTH, SSN = 7, 60.0
PATHS = 300
REPEATS = 7


def random_circuits(count: int, shortest_km: float, longest_km: float, seed: int = 1) -> Circuits:
    """Paths in all directions from points spread evenly over the Earth."""
    rng = np.random.default_rng(seed)
    phi, lam = np.arcsin(rng.uniform(-0.95, 0.98, count)), rng.uniform(-np.pi, np.pi, count)
    azimuth, sigma = rng.uniform(0.0, 2.0 * np.pi, count), rng.uniform(shortest_km, longest_km, count) / EARTH_RADIUS_KM
    sine = np.sin(phi) * np.cos(sigma) + np.cos(phi) * np.sin(sigma) * np.cos(azimuth)
    turn = np.arctan2(np.sin(azimuth) * np.sin(sigma) * np.cos(phi), np.cos(sigma) - np.sin(phi) * sine)
    return Circuits(*np.degrees([phi, lam, np.arcsin(np.clip(sine, -1.0, 1.0)), lam + turn]))


def best_seconds(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """Shortest of several runs: the one others on the machine disturbed least."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def engine_rate(circuits: Circuits, **options: object) -> float:
    """Path-hours a second with ten frequencies."""

    def action() -> None:
        predict(
            circuits, month=MONTH, ssn=SSN, hours_utc=HOURS, frequencies_mhz=FREQUENCIES_MHZ, power_dbkw=20.0, **options
        )

    action()
    return len(circuits) * HOURS.size / best_seconds(action)


def baseline_rate(circuits: Circuits) -> float:
    """Predictions a second of the plain loops, on a few path-hours."""
    columns = (circuits.tx_latitude, circuits.tx_longitude, circuits.rx_latitude, circuits.rx_longitude)
    places = [tuple(float(column[path]) for column in columns) for path in range(6)]

    def action() -> None:
        for path, place in enumerate(places):
            loops = baseline_hf.Path(place, MONTH, SSN, HOURS[4 * path])
            loops.basic_muf()
            for frequency in FREQUENCIES_MHZ[::3]:
                loops.field_dbuv(float(frequency))

    return len(places) * len(FREQUENCIES_MHZ[::3]) / best_seconds(action, 3)


def peak_megabytes(circuits: Circuits) -> float:
    """Largest memory allocated during a run, result included."""
    tracemalloc.start()
    predict(circuits, month=MONTH, ssn=SSN, hours_utc=HOURS, frequencies_mhz=FREQUENCIES_MHZ)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def run() -> list[tuple[str, str]]:
    rows = []
    short = random_circuits(PATHS, 300.0, 7000.0)
    loops = baseline_rate(short)
    rows.append(("plain loops below 7,000 km", f"{loops:,.0f} predictions/s"))
    for absorption in ("penetration_points", "control_points"):
        for low, high in ((300, 4000), (4000, 7000), (300, 7000), (7000, 9000), (9500, 19000), (300, 19000)):
            rate = engine_rate(random_circuits(PATHS, low, high), absorption=absorption)
            figure = f"{10 * rate:>10,.0f} predictions/s {rate:>8,.0f} path-hours/s"
            if high <= 7000:
                figure += f"  {10 * rate / loops:,.0f} times the loops"
            rows.append((f"{PATHS} paths of {low}-{high} km, {absorption.replace('_', ' ')}", figure))
    few, many = (peak_megabytes(random_circuits(count, 300.0, 19000.0)) for count in (PATHS, 4 * PATHS))
    rows.append(("peak memory for 300 and 1,200 mixed paths", f"{few:.0f} MB, {many:.0f} MB with the results"))
    return rows


def main() -> None:
    for label, figure in run():
        print(f"{label:55} {figure}")


if __name__ == "__main__":
    main()
