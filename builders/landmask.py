"""Build the land/sea bitmap (0.025 degree) that mixed medium-wave paths are cut by; the same bytes every time.

    python builders/landmask.py

Needs the package landcheck 0.1.1 (MIT; its coastline is Natural Earth 1:50m, public domain). Takes ten minutes:
every cell of a 0.1 degree grid is asked, then the quarters of those near a coast, then the quarters of these.
"""

import argparse
from functools import cache
from multiprocessing import Pool
from pathlib import Path

import landcheck
import numpy as np

DATA = Path(__file__).resolve().parents[1] / "src" / "bcastplan" / "science" / "data"
COARSE_PER_DEGREE = 10
FINE_PER_DEGREE = 40


@cache
def checker() -> landcheck.LandCheck:
    """One reader of the coastline per process."""
    return landcheck.LandCheck()


def cells(row: int, columns: np.ndarray, per_degree: int) -> np.ndarray:
    """Land at the centres of cells of one row; rows run south to north, columns from 180 W eastwards."""
    latitude = -90.0 + (row + 0.5) / per_degree
    longitudes = -180.0 + (columns + 0.5) / per_degree
    return np.array([bool(checker().is_land(longitude, latitude)) for longitude in longitudes.tolist()], dtype=bool)


def asked_row(task: tuple[int, np.ndarray, int]) -> np.ndarray:
    """The asked cells of one row of one grid."""
    return cells(*task)


def near_coast(land: np.ndarray) -> np.ndarray:
    """Cells whose neighbourhood of nine is not all land nor all sea; the grid closes at 180 degrees."""
    total = np.zeros(land.shape, dtype=np.int8)
    rows = np.pad(land, ((1, 1), (0, 0)), mode="edge").astype(np.int8)
    for down in range(3):
        for across in (-1, 0, 1):
            total += np.roll(rows[down : down + land.shape[0]], across, axis=1)
    return (total > 0) & (total < 9)


def main() -> None:
    """Write landmask.npz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=DATA)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    per_degree = COARSE_PER_DEGREE
    land = np.zeros((180 * per_degree, 360 * per_degree), dtype=bool)
    unsure = np.ones_like(land)
    with Pool(arguments.processes) as pool:
        while True:
            tasks = [(row, np.flatnonzero(asked), per_degree) for row, asked in enumerate(unsure)]
            answers = pool.map(asked_row, tasks, chunksize=20)
            for (row, columns, _), values in zip(tasks, answers, strict=True):
                land[row, columns] = values
            if per_degree == FINE_PER_DEGREE:
                break
            per_degree *= 2
            unsure = near_coast(land).repeat(2, axis=0).repeat(2, axis=1)
            land = land.repeat(2, axis=0).repeat(2, axis=1)
    target = arguments.output / "landmask.npz"
    np.savez_compressed(target, land=np.packbits(land, axis=1))
    print(f"{target.name}: {np.mean(land):.1%} of the cells are land, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
