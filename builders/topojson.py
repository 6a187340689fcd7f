"""Decoding of the TopoJSON files in the npm package world-atlas (Natural Earth, public domain).

An arc is delta-coded in a grid; a geometry names arcs by index, ``~index`` for one run backwards.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # latitude, longitude in degrees


def load(file: Path) -> dict[str, Any]:
    """The topology as JSON."""
    topology: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if topology.get("type") != "Topology":
        raise SystemExit(f"{file} is no TopoJSON topology")
    return topology


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """All arcs as (latitude, longitude) in degrees."""
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((y * scale_y + shift_y, x * scale_x + shift_x))
        decoded.append(points)
    return decoded


def arc_numbers(geometry: dict[str, Any]) -> Iterator[int]:
    """Numbers of the arcs a geometry is made of, without their direction."""
    yield from (number if number >= 0 else ~number for number in _flat(geometry.get("arcs", [])))


def rings(geometry: dict[str, Any], decoded: list[list[Point]]) -> Iterator[list[Point]]:
    """The closed outlines of a polygon or multipolygon."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for numbers in polygon:
            ring: list[Point] = []
            for number in numbers:
                points = decoded[number] if number >= 0 else decoded[~number][::-1]
                ring.extend(points[1:] if ring else points)
            yield ring


def _flat(nested: Iterable[Any]) -> Iterator[int]:
    for item in nested:
        if isinstance(item, int):
            yield item
        else:
            yield from _flat(item)


def simplify(points: list[Point], tolerance_deg: float) -> list[Point]:
    """Ramer-Douglas-Peucker in plain degrees: no dropped point lies further than the tolerance from the line."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = max(
            ((index, _distance(points[index], points[first], points[last])) for index in range(first + 1, last)),
            key=lambda item: item[1],
            default=(first, 0.0),
        )
        if distance > tolerance_deg:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    along_y, along_x = end[0] - start[0], end[1] - start[1]
    off_y, off_x = point[0] - start[0], point[1] - start[1]
    length_squared = along_x**2 + along_y**2
    share = 0.0 if length_squared == 0 else (off_x * along_x + off_y * along_y) / length_squared
    share = min(1.0, max(0.0, share))
    return float(((off_x - share * along_x) ** 2 + (off_y - share * along_y) ** 2) ** 0.5)
