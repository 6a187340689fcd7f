"""Build the compact coefficient tables of the HF prediction; running it twice gives the same bytes.

    python builders/ionosphere.py --deciles p1239_deciles.csv

Needs the package dvoacap 1.0.2 (MIT; its data files are public-domain VOACAP data). Only its data files are
read, none of its code. The decile factors are the 8208 printed numbers of ITU-R P.1239 Tables 2 and 3, one line
per (decile, season, sunspot class, latitude) with 24 local-time columns.
"""

import argparse
import csv
import importlib.util
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[1] / "src" / "bcastplan" / "science" / "data"

# name: byte offset and shape of the records of CoeffMM.dat that the method needs (little-endian float32).
RECORDS = {
    "noise_deciles": (240, (5, 12, 5)),
    "noise_frequency": (1440, (12, 14)),
    "noise_map": (5568, (6, 16, 29)),
    "noise_map_linear": (16704, (6, 2)),
    "m3000": (16752, (2, 49, 9)),
}
# Last function of every longitude order, then the number of time harmonics: tells a wrong file at once.
INDEX_ROWS = {3: [11, 35, 53, 63, 67, 69, 71, 73, 75, 6], 4: [6, 22, 34, 40, 44, 46, 48, 48, 48, 4]}


def dvoacap_folder() -> Path:
    """The folder of dvoacap's data files, found without importing the package."""
    spec = importlib.util.find_spec("dvoacap")
    if spec is None or spec.origin is None:
        raise SystemExit("dvoacap is not installed: pip install dvoacap==1.0.2")
    return Path(spec.origin).parent / "DVoaData"


def read_month(folder: Path, month: int) -> dict[str, np.ndarray]:
    """All records of one month."""
    path = folder / f"Coeff{month:02d}.dat"
    content = path.read_bytes()
    index = np.frombuffer(content, "<i4", 60).reshape(6, 10)
    for row, expected in INDEX_ROWS.items():
        if index[row].tolist() != expected:
            raise SystemExit(f"{path}: unexpected index table; is this dvoacap 1.0.2?")
    records = {
        name: np.frombuffer(content, "<f4", int(np.prod(shape)), offset).reshape(shape)
        for name, (offset, shape) in RECORDS.items()
    }
    fof2 = np.fromfile(folder / f"FOF2CCIR{month:02d}.dat", "<f4")
    records["fof2"] = fof2.reshape(2, 76, 13)
    records["noise_deciles"] = records["noise_deciles"][:2]
    return records


def read_deciles(path: Path) -> np.ndarray:
    """Decile factors in hundredths, shape (lower/upper, season, sunspot class, |latitude|/5, hour)."""
    table = np.zeros((2, 3, 3, 19, 24), np.uint8)
    seen = 0
    with path.open(newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        for decile, season, sunspot_class, latitude, *factors in rows:
            where = int(decile), int(season), int(sunspot_class), int(latitude) // 5
            table[where] = [round(100 * float(factor)) for factor in factors]
            seen += len(factors)
    if seen != table.size:
        raise SystemExit(f"{path}: {seen} factors, {table.size} expected")
    return table


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deciles", type=Path, required=True, help="CSV of ITU-R P.1239 Tables 2 and 3")
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    folder = dvoacap_folder()
    months = [read_month(folder, month) for month in range(1, 13)]
    stacked = {name: np.stack([month[name] for month in months]) for name in sorted(months[0])}
    np.savez_compressed(options.output / "ionosphere.npz", **stacked)
    np.savez_compressed(options.output / "f2_deciles.npz", hundredths=read_deciles(options.deciles))
    for name in ("ionosphere.npz", "f2_deciles.npz"):
        print(f"{name}: {(options.output / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
