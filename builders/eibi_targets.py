"""EiBi's target areas as CIRAF zones, with the reason for each.

Areas are kept by hand in eibi_areas.csv. A country gets the zones and quadrants of the test points that lie in it
(Natural Earth 1:50m); one without a point takes the quadrant of the point nearest to the middle of its largest part,
one that Natural Earth does not show that of the point nearest to the place given below.

Usage: python builders/eibi_targets.py path/to/README.txt path/to/world-atlas/countries-50m.json [--output FOLDER]
"""

import argparse
import csv
from itertools import pairwise
from math import asin, cos, degrees, radians, sin
from pathlib import Path
from typing import NamedTuple

import eibi_readme
from common import DEFAULT_OUTPUT, ship
from topojson import Point, arcs, load, rings

from bcastplan.reference import targets

AREAS = Path(__file__).with_name("eibi_areas.csv")
KM_PER_DEGREE = 111.2

# EiBi's code: the country's name in Natural Earth, where EiBi's own name is another.
NATURAL_EARTH = {
    "ATG": "Antigua and Barb.",
    "B": "Brazil",
    "BGD": "Bangladesh",
    "BIH": "Bosnia and Herz.",
    "BIO": "Br. Indian Ocean Ter.",
    "BLM": "St-Barthélemy",
    "BRU": "Brunei",
    "CAF": "Central African Rep.",
    "CBG": "Cambodia",
    "CHN": "China",
    "CKH": "Cook Is.",
    "COD": "Dem. Rep. Congo",
    "COG": "Congo",
    "COM": "Comoros",
    "CPV": "Cabo Verde",
    "CTI": "Côte d'Ivoire",
    "CUW": "Curaçao",
    "CVA": "Vatican",
    "CYM": "Cayman Is.",
    "CZE": "Czechia",
    "DOM": "Dominican Rep.",
    "FLK": "Falkland Is.",
    "FRO": "Faeroe Is.",
    "FSM": "Micronesia",
    "G": "United Kingdom",
    "GNE": "Eq. Guinea",
    "GUM": "Guam",
    "HKG": "Hong Kong",
    "HMD": "Heard I. and McDonald Is.",
    "HOL": "Netherlands",
    "KAZ": "Kazakhstan",
    "KNA": "St. Kitts and Nevis",
    "KOR": "South Korea",
    "KRE": "North Korea",
    "MAC": "Macao",
    "MAF": "St-Martin",
    "MHL": "Marshall Is.",
    "MKD": "Macedonia",
    "MRA": "N. Mariana Is.",
    "MYA": "Myanmar",
    "NCL": "New Caledonia",
    "NFK": "Norfolk Island",
    "OCE": "Fr. Polynesia",
    "PTC": "Pitcairn Is.",
    "RUS": "Russia",
    "SGA": "S. Geo. and the Is.",
    "SHN": "Saint Helena",
    "SLM": "Solomon Is.",
    "SMA": "American Samoa",
    "SPM": "St. Pierre and Miquelon",
    "SSD": "S. Sudan",
    "STP": "São Tomé and Principe",
    "SWZ": "eSwatini",
    "TCA": "Turks and Caicos Is.",
    "TCD": "Chad",
    "USA": "United States of America",
    "VCT": "St. Vin. and Gren.",
    "VIR": "U.S. Virgin Is.",
    "VRG": "British Virgin Is.",
    "WAL": "Wallis and Futuna Is.",
}

# Places Natural Earth does not show as countries: their middle in whole or half degrees.
PLACES: dict[str, Point] = {
    "AMS": (-38.5, 77.5),
    "AOE": (24.5, -13.5),
    "ASC": (-8, -14.5),
    "ATN": (12.5, -69),
    "AZR": (38.5, -28),
    "BES": (12, -68.5),
    "BVT": (-54.5, 3.5),
    "CAB": (-5, 12.5),
    "CEU": (36, -5.5),
    "CG7": (20, -75),
    "CHR": (-10.5, 105.5),
    "CNR": (28.5, -15.5),
    "CPT": (10.5, -109),
    "CRO": (-46.5, 52),
    "EUR": (-22, 40),
    "GIB": (36, -5.5),
    "GLP": (16, -61.5),
    "GPG": (-0.5, -90.5),
    "GUF": (4, -53),
    "HWA": (21, -157.5),
    "HWL": (0.5, -176.5),
    "ICO": (-12, 97),
    "IWA": (27, 142),
    "JAR": (-0.5, -160),
    "JDN": (-17, 42.5),
    "JMY": (71, -8.5),
    "JON": (16.5, -169.5),
    "JUF": (-33.5, -79),
    "KAL": (54.5, 21),
    "KER": (-49.5, 69.5),
    "MDR": (32.5, -17),
    "MDW": (28, -177.5),
    "MEL": (35.5, -3),
    "MRN": (-47, 37.5),
    "MRT": (14.5, -61),
    "MYT": (-13, 45),
    "PAQ": (-27, -109.5),
    "PHX": (-3.5, -171.5),
    "PLM": (6, -162),
    "PRV": (20.5, 136),
    "REU": (-21, 55.5),
    "ROD": (-19.5, 63.5),
    "SAP": (12.5, -81.5),
    "SOK": (-60.5, -45.5),
    "SSI": (-58, -26.5),
    "TKL": (-9, -172),
    "TRC": (-37, -12.5),
    "TUV": (-8, 178),
    "WAK": (19.5, 166.5),
    "XBY": (9.5, 28.5),
    "XGZ": (31.5, 34.5),
    "XSP": (9, 113),
    "XWB": (32, 35.5),
}


class Box(NamedTuple):
    """The box round an unwrapped outline: a quick answer before the exact one."""

    south: float
    north: float
    west: float
    east: float

    @classmethod
    def around(cls, ring: list[Point]) -> "Box":
        """Box of a ring."""
        latitudes, longitudes = zip(*ring, strict=True)
        return cls(min(latitudes), max(latitudes), min(longitudes), max(longitudes))

    def holds(self, place: Point) -> bool:
        """Whether a place lies in it, its longitude counted on either turn."""
        turns = (place[1], place[1] + 360)
        return self.south <= place[0] <= self.north and any(self.west <= turn <= self.east for turn in turns)


def build(readme: Path, atlas: Path, output: Path) -> None:
    """Write eibi_targets.csv."""
    lines = eibi_readme.read(readme)
    rows = read_areas()
    topology = load(atlas)
    decoded = arcs(topology)
    shapes = {
        item["properties"]["name"]: list(rings(item, decoded))
        for item in topology["objects"]["countries"]["geometries"]
        if item.get("arcs")
    }
    for code, name in eibi_readme.countries(lines):
        if code in rows:
            continue
        shape = shapes.get(NATURAL_EARTH.get(code, name))
        if code in PLACES:
            rows[code] = nearest(PLACES[code], name)
        elif shape:
            rows[code] = by_shape(name, shape)
        else:
            raise SystemExit(f"{code} ({name}): no shape and no place; add a row to {AREAS.name}")
    ship(
        output,
        "eibi_targets",
        ("code", "target", "reason"),
        sorted((code, *row) for code, row in rows.items()),
        source="own mapping; codes from the EiBi README, countries by test points and Natural Earth 1:50m",
        licence="the project's own (MIT); EiBi: free for any use; Natural Earth: public domain",
        date="A26",
        script="eibi_targets.py",
        notes=["target: CIRAF zones; empty: a direction or nothing that has an area"],
    )


def read_areas() -> dict[str, tuple[str, str]]:
    """Target and reason by code from the hand-kept file."""
    with AREAS.open(encoding="utf-8", newline="") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    return {code: (target, reason) for code, target, reason in list(csv.reader(lines))[1:]}


def by_shape(name: str, shape: list[list[Point]]) -> tuple[str, str]:
    """Zones of the test points in a country, else of the point nearest to the middle of its largest part."""
    outlines = [unwrap(ring) for ring in shape]
    boxes = [Box.around(ring) for ring in outlines]
    inside = [
        point
        for point in targets.test_points()
        if any(box.holds((point.latitude, point.longitude)) for box in boxes)
        and contains(outlines, (point.latitude, point.longitude))
    ]
    if inside:
        count = "one test point lies" if len(inside) == 1 else f"{len(inside)} test points lie"
        return written(inside), f"{count} in {name}"
    largest = max(shape, key=lambda ring: _span(ring)[0] * _span(ring)[1])
    middle = tuple((min(axis) + max(axis)) / 2 for axis in zip(*largest, strict=True))
    return nearest((middle[0], middle[1]), f"the middle of {name}")


def nearest(place: Point, what: str) -> tuple[str, str]:
    """Quadrant of the test point nearest to a place."""
    best = min(targets.test_points(), key=lambda point: distance_deg(place, (point.latitude, point.longitude)))
    kilometres = KM_PER_DEGREE * distance_deg(place, (best.latitude, best.longitude))
    return written([best]), f"test point {best.number} is the nearest to {what}, {round(kilometres, -1):.0f} km away"


def written(points: list[targets.CirafPoint]) -> str:
    """Points as a target: runs of whole zones, halves and quadrants."""
    parts: dict[int, set[str]] = {}
    for point in points:
        parts.setdefault(point.zone, set()).update(point.quadrants)
    items: list[str] = []
    run: list[int] = []
    for zone, quadrants in sorted(parts.items()):
        if zone in targets.UNDIVIDED_ZONES or len(quadrants) == len(targets.QUADRANTS):
            if run and zone == run[-1] + 1:
                items.pop()
                run.append(zone)
            else:
                run = [zone]
            items.append(f"{run[0]}-{zone}" if len(run) > 1 else str(zone))
            continue
        half = next((half for half, pair in targets.HALVES.items() if set(pair) == quadrants), None)
        items.extend([f"{zone}{half}"] if half else [f"{zone}{quadrant}" for quadrant in sorted(quadrants)])
    return ",".join(items)


def contains(shape: list[list[Point]], place: Point) -> bool:
    """Even-odd rule over all unwrapped outlines, holes included, in plain degrees."""
    inside = False
    latitude = place[0]
    for ring in shape:
        for longitude in (place[1], place[1] + 360):
            for (start_lat, start_lon), (end_lat, end_lon) in pairwise(ring):
                if (start_lon > longitude) != (end_lon > longitude):
                    share = (longitude - start_lon) / (end_lon - start_lon)
                    inside ^= latitude < start_lat + share * (end_lat - start_lat)
    return inside


def unwrap(ring: list[Point]) -> list[Point]:
    """A ring that touches 180 degrees on both sides, with its western longitudes moved on by 360."""
    longitudes = [longitude for _, longitude in ring]
    if max(longitudes) - min(longitudes) < 180:
        return ring
    return [(latitude, longitude + 360 if longitude < 0 else longitude) for latitude, longitude in ring]


def distance_deg(first: Point, second: Point) -> float:
    """Great-circle distance in degrees."""
    lat_1, lon_1, lat_2, lon_2 = map(radians, (*first, *second))
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return degrees(2 * asin(min(1.0, half**0.5)))


def _span(ring: list[Point]) -> tuple[float, float]:
    latitudes, longitudes = zip(*ring, strict=True)
    return max(latitudes) - min(latitudes), max(longitudes) - min(longitudes)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readme", type=Path)
    parser.add_argument("atlas", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.readme, arguments.atlas, arguments.output)
