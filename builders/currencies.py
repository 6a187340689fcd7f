"""The currencies of ISO 4217: alphabetic codes and English names, from the list of the standard's agency (SIX).

Codes of funds, precious metals and tests (X..., and those without a country of their own) are kept: the list has them.

Usage: python builders/currencies.py [TABLE.xml] [--output FOLDER]
       (without a file: the list inside the installed package `iso4217`)
"""

import argparse
import importlib.util
from pathlib import Path
from xml.etree import ElementTree

from common import DEFAULT_OUTPUT, ship


def read(file: Path) -> tuple[dict[str, str], str]:
    """Code -> name, and the date on which the list was published."""
    root = ElementTree.parse(file).getroot()
    names = {}
    for entry in root.iter("CcyNtry"):
        code, name = entry.findtext("Ccy"), entry.findtext("CcyNm")
        if code and name:
            names[code.strip()] = name.strip()
    return names, root.get("Pblshd", "")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    file = arguments.file
    if file is None:
        package = importlib.util.find_spec("iso4217")
        if package is None or package.origin is None:
            parser.error("name a file, or install the package iso4217")
        file = Path(package.origin).with_name("table.xml")
    names, published = read(file)
    ship(
        arguments.output,
        "currencies",
        ("code", "name"),
        sorted(names.items()),
        source="ISO 4217, list one (current currencies and funds) of the maintenance agency SIX, package iso4217",
        licence="public domain as packaged in iso4217; the agency publishes the list for whoever needs the codes",
        date=published,
        script="currencies.py",
    )


if __name__ == "__main__":
    main()
