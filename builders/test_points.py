"""The 911 CIRAF test points, keyed by number, from the ITU's list of points.

A label such as ``44NE.2`` names zone, quadrant and a serial number. Two labels occur twice, so the number is the key.
Zone 18 has points labelled ``18N``: they stand for its two northern quadrants.

Usage: python builders/test_points.py path/to/ciraf_test_points.geo [--output FOLDER]
"""

import argparse
import re
from pathlib import Path

from common import DEFAULT_OUTPUT, ship

COLUMNS = ("number", "zone", "quadrants", "latitude", "longitude")
EXPECTED_POINTS = 911

LINE = re.compile(r"#\s*(\d+) / *(\d+) *([NSEW]{0,2}) *\.\s*\d+\s+(\d+) (\d+) ([NS])\s+(\d+) (\d+) ([EW])\s*$")
QUADRANTS = {"": "", "N": "NE NW", "S": "SE SW", "E": "NE SE", "W": "NW SW"}


def parse(text: str) -> list[tuple[str, ...]]:
    """Rows of the table, in order of the points' numbers."""
    rows: list[tuple[str, ...]] = []
    for line in text.splitlines()[2:]:
        found = LINE.match(line)
        if found is None:
            raise SystemExit(f"not a test point: {line!r}")
        number, zone, label, *position = found.groups()
        latitude, longitude = decimal_degrees(*position[:3]), decimal_degrees(*position[3:])
        rows.append((number, zone, QUADRANTS.get(label, label), latitude, longitude))
    if [int(row[0]) for row in rows] != list(range(1, EXPECTED_POINTS + 1)):
        raise SystemExit(f"the points are not numbered 1 to {EXPECTED_POINTS}")
    return rows


def decimal_degrees(degrees: str, minutes: str, letter: str) -> str:
    """Signed degrees as a short text."""
    value = int(degrees) + int(minutes) / 60
    return f"{-value if letter in 'SW' else value:g}"


LICENCE = "points agreed by an ITU conference; the ITU states no licence, places are facts"


def build(source: Path, output: Path) -> None:
    """Write test_points.csv."""
    ship(
        output,
        "test_points",
        COLUMNS,
        parse(source.read_text(encoding="iso-8859-1")),
        source="CIRAF test points used by the ITU for propagation analysis (agreed at WARC HFBC-87)",
        licence=LICENCE,
        date="1987",
        script="test_points.py",
        notes=["quadrants: those the point stands for; empty in zones that are not divided"],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("points", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.points, arguments.output)
