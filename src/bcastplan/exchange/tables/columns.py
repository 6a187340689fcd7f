"""The columns of a table that we write: names, order and the text of each value; all of them are read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import reversible_cell
from bcastplan.model.transmission import Transmission
from bcastplan.model.values import InlineSite
from bcastplan.reference import sites

LIST_KEYS = ("except", "language", "alternatives")
"""Keys whose cells hold several values with commas between them."""
PLACE_COLUMNS = ("site_name", "latitude", "longitude")
SEASON_COLUMN = "season"


def plain_number(value: float | None) -> str:
    """A number without a trailing zero, empty for none."""
    if value is None:
        return ""
    text = f"{value:.12f}" if "e" in repr(float(value)) else repr(float(value))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _word(value: Any) -> str:
    return "" if value is None else reversible_cell(str(value))


def _place(part: str) -> Callable[[Transmission], str]:
    def text(transmission: Transmission) -> str:
        site = transmission.site
        if isinstance(site, InlineSite):
            return reversible_cell(site.name) if part == "name" else plain_number(getattr(site, part))
        known = sites().get(site) if site else None
        if known is None:
            return ""
        return reversible_cell(known.name) if part == "name" else plain_number(getattr(known, part))

    return text


COLUMNS: dict[str, Callable[[Transmission], str]] = {
    "id": lambda one: _word(one.id),
    "service": lambda one: _word(one.service),
    SEASON_COLUMN: lambda one: str(one.season or ""),
    "frequency": lambda one: format_khz(one.frequency_khz),
    "time": lambda one: str(one.time),
    "days": lambda one: one.days_text,
    "from": lambda one: str(one.valid_from or ("" if one.season else one.window.first_day)),
    "until": lambda one: str(one.valid_until or ("" if one.season else one.window.last_day)),
    "except": lambda one: ",".join(day.isoformat() for day in one.excepted),
    "repeat": lambda one: _word(one.repeat),
    "status": lambda one: one.status,
    "mode": lambda one: one.mode,
    "broadcaster": lambda one: _word(one.broadcaster),
    "manager": lambda one: _word(one.manager),
    "administration": lambda one: _word(one.administration),
    "language": lambda one: _word(one.language_text),
    "programme": lambda one: _word(one.programme),
    "target": lambda one: _word(one.target),
    "site": lambda one: "" if isinstance(one.site, InlineSite) else _word(one.site),
    "site_name": _place("name"),
    "latitude": _place("latitude"),
    "longitude": _place("longitude"),
    "transmitter": lambda one: _word(one.transmitter),
    "power": lambda one: plain_number(one.power_kw),
    "antenna": lambda one: _word(one.antenna),
    "azimuth": lambda one: plain_number(one.azimuth_deg),
    "slew": lambda one: plain_number(one.slew_deg),
    "design_frequency": lambda one: "" if one.design_frequency_khz is None else format_khz(one.design_frequency_khz),
    "alternatives": lambda one: _word(",".join(one.alternatives) or None),
    "sync": lambda one: _word(one.sync),
    "follows": lambda one: _word(one.follows),
    "rate": lambda one: plain_number(one.rate),
    "requirement": lambda one: "" if one.requirement is None else str(one.requirement),
    "old": lambda one: "yes" if one.old else "",
    "note": lambda one: _word(one.note),
}
"""Name in the header -> the cell of a transmission. Units are those of schedules: kHz, kW, degrees, UTC."""
