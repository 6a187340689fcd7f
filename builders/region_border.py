"""The land border of ITU Region 1 in Asia, where the Radio Regulations follow states and not a line.

From the mouth of the Shatt al-Arab round Iran's west and north, the Caspian, Afghanistan and China to the mouth of
the Tumen: the borders of Natural Earth 1:50m that a state of Region 1 shares with a state of Region 3.

Usage: python builders/region_border.py path/to/world-atlas/countries-50m.json [--output FOLDER]
       (the file comes with `npm pack world-atlas`)
"""

import argparse
from pathlib import Path

from common import DEFAULT_OUTPUT, ship
from topojson import Point, arc_numbers, arcs, load, simplify

REGION_1 = (
    *("Iraq", "Turkey", "Armenia", "Azerbaijan", "Turkmenistan", "Uzbekistan"),
    *("Tajikistan", "Kyrgyzstan", "Kazakhstan", "Russia", "Mongolia"),
)
REGION_3 = ("Iran", "Afghanistan", "China", "North Korea")
SHATT_AL_ARAB: Point = (29.96, 48.54)
TOLERANCE_DEG = 0.02  # about 2 km, the resolution of sites given in whole minutes


def build(atlas: Path, output: Path) -> None:
    """Write region1_border.csv."""
    topology = load(atlas)
    by_name = {item["properties"]["name"]: item for item in topology["objects"]["countries"]["geometries"]}
    numbers = [{number for name in names for number in arc_numbers(by_name[name])} for names in (REGION_1, REGION_3)]
    decoded = arcs(topology)
    border = simplify(chain([decoded[number] for number in sorted(numbers[0] & numbers[1])]), TOLERANCE_DEG)
    ship(
        output,
        "region1_border",
        ("latitude", "longitude"),
        [(f"{latitude:.3f}", f"{longitude:.3f}") for latitude, longitude in border],
        source="Natural Earth 1:50m through the npm package world-atlas 2.0.2",
        licence="public domain (naturalearthdata.com, terms of use)",
        date="2020",
        script="region_border.py",
        notes=["border of ITU Region 1 with Iran, Afghanistan, China and the DPRK, from the Gulf to the Sea of Japan"],
    )


def chain(pieces: list[list[Point]]) -> list[Point]:
    """One line through all pieces, from the Gulf on, always to the nearest free end (the Caspian is such a step)."""
    line = [SHATT_AL_ARAB]
    while pieces:
        _, best, reverse = min(
            (step(line[-1], piece[-1 if backwards else 0]), index, backwards)
            for index, piece in enumerate(pieces)
            for backwards in (False, True)
        )
        piece = pieces.pop(best)
        line.extend(piece[::-1] if reverse else piece)
    return line[1:]


def step(start: Point, end: Point) -> float:
    """Squared distance in plain degrees."""
    return (start[0] - end[0]) ** 2 + (start[1] - end[1]) ** 2


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("atlas", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.atlas, arguments.output)
