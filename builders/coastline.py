"""The coast of the world for a map in braille cells: Natural Earth 1:110m, thinned.

Usage: python builders/coastline.py path/to/world-atlas/land-110m.json [--output FOLDER]
       (the file comes with `npm pack world-atlas`)
"""

import argparse
from itertools import pairwise
from pathlib import Path

from common import DEFAULT_OUTPUT, ship
from topojson import Point, arcs, load, rings, simplify

TOLERANCE_DEG = 0.25  # a braille dot on a map 200 cells wide is 0.9 degrees
SMALLEST_EXTENT_DEG = 1.0
SEAM_DEG = 179.9
ANTARCTIC_EDGE_DEG = -89.0


def build(atlas: Path, output: Path) -> None:
    """Write coastline.csv: one row a line, its points as blank-separated pairs latitude/longitude."""
    topology = load(atlas)
    decoded = arcs(topology)
    lines: list[list[Point]] = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for ring in rings(geometry, decoded):
            lines.extend(_coast_only(ring))
    kept = [simplify(line, TOLERANCE_DEG) for line in lines if _extent(line) >= SMALLEST_EXTENT_DEG]
    rows = [[" ".join(f"{latitude:.1f}/{longitude:.1f}" for latitude, longitude in line)] for line in sorted(kept)]
    ship(
        output,
        "coastline",
        ("points",),
        rows,
        source="Natural Earth 1:110m land through the npm package world-atlas 2.0.2",
        licence="public domain (naturalearthdata.com, terms of use)",
        date="2020",
        script="coastline.py",
        notes=[f"latitude/longitude in degrees; no dropped point was further than {TOLERANCE_DEG} degrees away"],
    )


def _coast_only(ring: list[Point]) -> list[list[Point]]:
    """A ring without the sides that only close it at the date line and the South Pole."""
    pieces: list[list[Point]] = [[]]
    for start, end in pairwise(ring):
        on_seam = abs(start[1]) > SEAM_DEG and abs(end[1]) > SEAM_DEG
        at_pole = start[0] < ANTARCTIC_EDGE_DEG or end[0] < ANTARCTIC_EDGE_DEG
        across_seam = abs(start[1] - end[1]) > 180
        if on_seam or across_seam or at_pole:
            pieces.append([])
            continue
        if not pieces[-1]:
            pieces[-1].append(start)
        pieces[-1].append(end)
    return [piece for piece in pieces if len(piece) > 1]


def _extent(line: list[Point]) -> float:
    latitudes, longitudes = zip(*line, strict=True)
    return float(max(max(latitudes) - min(latitudes), max(longitudes) - min(longitudes)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("atlas", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.atlas, arguments.output)
