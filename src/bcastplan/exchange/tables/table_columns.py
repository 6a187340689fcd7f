"""The columns of a table that we write: names, order and the text of each value; all of them are read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bcastplan.document.scalars import value_text
from bcastplan.model.inert import reversible_cell
from bcastplan.model.keys import Many, Written
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import KEYS, LINES, Transmission
from bcastplan.model.values import plain_number
from bcastplan.reference import sites

PLACE_COLUMNS = ("site_name", "latitude", "longitude")
SEASON_COLUMN = "season"

Cell = Callable[[Transmission], str]


def _place(part: str) -> Cell:
    def text(transmission: Transmission) -> str:
        site = transmission.site
        if isinstance(site, InlineSite):
            return reversible_cell(site.name) if part == "name" else plain_number(getattr(site, part))
        known = sites().get(site) if site else None
        if known is None:
            return ""
        return reversible_cell(known.name) if part == "name" else plain_number(getattr(known, part))

    return text


def _key(name: str) -> Cell:
    """The cell of a key: a quantity as it is, words so that no spreadsheet takes them for a formula."""
    key, line = KEYS[name], LINES[name]
    if isinstance(key.shape, Written) and key.shape.sought == "quantity":
        return line
    if isinstance(key.shape, Written | Many):
        return lambda transmission: reversible_cell(text) if (text := line(transmission)) else ""

    def nested(transmission: Transmission) -> str:
        value = getattr(transmission, key.attribute)
        written = "" if value in (None, (), {}) else key.shape.write(value)
        return reversible_cell(written if isinstance(written, str) else value_text(written, flow=True))

    return nested


_OTHERS: dict[str, Cell] = {
    SEASON_COLUMN: lambda row: str(row.season or ""),
    "from": lambda row: str(row.valid_from or ("" if row.season else row.window.first_day)),
    "until": lambda row: str(row.valid_until or ("" if row.season else row.window.last_day)),
    "site": lambda row: "" if isinstance(row.site, InlineSite) else reversible_cell(row.site or ""),
    "site_name": _place("name"),
    "latitude": _place("latitude"),
    "longitude": _place("longitude"),
}
"""Columns that say more than one key, or less."""

_BEFORE = {"frequency": (SEASON_COLUMN,), "transmitter": PLACE_COLUMNS, "rate": ("follows",)}
"""Columns that stand before that of a key: those that are no keys themselves, and ``follows``, which was added late."""


def _names() -> Iterator[str]:
    moved = {name for names in _BEFORE.values() for name in names}
    for name in KEYS:
        yield from _BEFORE.get(name, ())
        if name not in moved:
            yield name


COLUMNS: dict[str, Cell] = {name: _OTHERS.get(name) or _key(name) for name in _names()}
"""Name in the header -> the cell of a transmission. Units are those of schedules: kHz, kW, degrees, UTC."""
