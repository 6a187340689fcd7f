"""Rows of fixed columns, laid out by the format's own description (columns count from 1)."""

from collections.abc import Callable

import pytest

HEADER = "; A26 ALL 21-jul-2026"
PLACES = {
    "frequency": (1, " 9565"),
    "start": (7, "1530"),
    "stop": (12, "1630"),
    "target": (17, "44NE"),
    "site": (48, "PHT"),
    "power": (52, " 250"),
    "azimuth": (57, "21"),
    "slew": (65, "  0"),
    "antenna": (69, "216"),
    "days": (73, "1234567"),
    "first": (81, "290326"),
    "last": (88, "251026"),
    "modulation": (95, "D"),
    "design": (97, "     "),
    "language": (103, "Kor"),
    "administration": (114, "PHL"),
    "broadcaster": (118, "VOA"),
    "manager": (122, "AGM"),
    "requirement": (126, " 4711"),
    "old": (132, " "),
    "alternatives": (134, ""),
    "notes": (152, ""),
}


@pytest.fixture
def row() -> Callable[..., str]:
    """A row of HFCC; arguments replace the text that begins at a column."""

    def make(**texts: str) -> str:
        cells = list(" " * 151)
        for name, (first, text) in PLACES.items():
            written = texts.get(name, text)
            cells[first - 1 : first - 1 + len(written)] = written
        return "".join(cells)

    return make


@pytest.fixture
def hfcc_file() -> Callable[..., bytes]:
    """A file of a header and some rows, CR LF at every end."""

    def make(*rows: str, header: str = HEADER) -> bytes:
        return "".join(f"{line}\r\n" for line in (header, *rows)).encode("iso-8859-1")

    return make
