"""Writes rows with ten semicolons; a column that still means its value is written as it was read.

Rows that were never EiBi's are written with the list's own codes where its tables have them; what a row does not say
is a problem, never a silent loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bcastplan.exchange.eibi.eibi_days import write_days
from bcastplan.exchange.eibi.eibi_layout import HEADER as HEADER
from bcastplan.exchange.eibi.eibi_layout import laid_out
from bcastplan.exchange.eibi.eibi_row_codes import read_area, read_languages, read_site
from bcastplan.exchange.eibi.eibi_rows import COLUMNS, ROW_KEY, RowReader, split_row
from bcastplan.exchange.lost_keys import lost_keys
from bcastplan.exchange.places import distance_km
from bcastplan.model.clock import clock, clock_stop
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem
from bcastplan.model.frequency import format_khz
from bcastplan.model.season import Season
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import eibi_languages, eibi_sites, eibi_targets, language_as_whole, site

STATION_WIDTH = 23
NEAR_KM = 20.0
"""An EiBi site this near is the site; the list gives positions in minutes of arc."""

_PREFERRED_AREAS = {"44NE": "KRE"}
"""Zones that two codes mean -> the code to write: a service from abroad that is aimed at 44NE means North Korea."""

THIS_SEASON, DATED, INACTIVE = "0", "6", "8"
_CARRIED = frozenset({
    "id", "service", "frequency", "time", "days", "from", "until", "except", "repeat", "status", "mode",
    "administration", "language", "target", "site", "alternatives", "old", "jammer",
})  # fmt: skip
"""Keys that a row has columns for, or that a list for listeners has no use for."""
_COLUMN_VALUES = {
    "frequency": ("frequency_khz",),
    "time": ("time",),
    "station": ("service",),
    "language": ("language",),
    "target": ("target",),
    "site": ("site",),
}
_DATED_VALUES = ("days", "repeat", "excepted", "valid_from", "valid_until", "status", "mode")


def write_eibi(
    transmissions: Iterable[Transmission], *, season: Season, extensions: Mapping[str, Any] | None = None
) -> tuple[bytes, list[Problem]]:
    """Write one season's rows in the order given.

    Args:
        transmissions: what to write; unused ones are written as inactive.
        season: the season of the list.
        extensions: the top-level ``x-eibi-`` keys of a list that was read: its heading, line ends and encoding.

    Returns the content and what it does not say (EIB101 to EIB103).
    """
    writing = _Writing(season)
    rows = [row for transmission in transmissions if (row := writing.row(transmission)) is not None]
    writing.report_lost_keys()
    return laid_out(rows, extensions or {}), writing.problems


@dataclass(slots=True)
class _Writing:
    """The writing of one list."""

    season: Season
    problems: list[Problem] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    first_lost: Place | None = None
    reader: RowReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = RowReader(self.season)

    def say(self, code: str, message: str, place: Place, **data: str) -> None:
        self.problems.append(Problem(code, message, place, data))

    def row(self, transmission: Transmission) -> str | None:
        """The row of a transmission, None where it has none in this season."""
        kept = transmission.extensions.get(ROW_KEY)
        old = self.as_read(kept) if isinstance(kept, str) else None
        if old is not None and _says_the_same(old[1], transmission):
            return str(kept)
        first = max(transmission.first_date, self.season.first_day)
        last = min(transmission.last_date, self.season.last_day)
        if first > last:
            span = f"{transmission.first_date} to {transmission.last_date}"
            self.say("EIB101", f"{span} lies outside {self.season}: not written", transmission.place("from"))
            return None
        if old is None:
            return ";".join(self.new_columns(transmission))
        return ";".join(self.changed_columns(transmission, *old))

    def as_read(self, row: str) -> tuple[list[str], dict[str, Any]] | None:
        """The columns of a kept row and what they mean."""
        columns = row.split(";") if row.count(";") == len(COLUMNS) - 1 else split_row(row)[0]
        # A text with a line break, as an edited key may have it, would be two lines of the list.
        if columns is None or "\n" in row or "\r" in row:
            return None
        try:
            values, _, _ = self.reader.values(columns, row)
        except ValueFault:
            return None
        return columns, {"excepted": (), "valid_from": None, "valid_until": None, **values}

    def changed_columns(self, transmission: Transmission, columns: list[str], values: dict[str, Any]) -> list[str]:
        """The columns of a kept row, those of changed values written anew."""
        new = dict(zip(COLUMNS, self.new_columns(transmission), strict=True))
        written = dict(zip(COLUMNS, columns, strict=True))
        for column, names in _COLUMN_VALUES.items():
            if any(values[name] != getattr(transmission, name) for name in names):
                written[column] = new[column]
                # The country belongs to the site; the written one stays where that of the new site is not known.
                if column == "site":
                    written["country"] = new["country"] or written["country"]
        if any(values[name] != getattr(transmission, name) for name in _DATED_VALUES):
            # These columns say together when a row is on the air, so that they are written together.
            written |= {column: new[column] for column in ("days", "persistence", "start", "stop")}
        return [written[column] for column in COLUMNS]

    def new_columns(self, transmission: Transmission) -> list[str]:
        """All columns of a row, as far as the format can hold the values."""
        start, stop = transmission.time
        first, last, persistence = self.dates(transmission)
        country, code = self.site(transmission)
        self.note_lost(transmission)
        return [
            format_khz(transmission.frequency_khz),
            f"{clock(start)}-{clock_stop(stop)}",
            self.days(transmission),
            country,
            self.station(transmission),
            self.languages(transmission),
            self.area(transmission),
            code,
            persistence,
            first,
            last,
        ]

    def dates(self, transmission: Transmission) -> tuple[str, str, str]:
        first = max(transmission.first_date, self.season.first_day)
        last = min(transmission.last_date, self.season.last_day)
        if transmission.status == "unused":
            persistence = INACTIVE
        elif (first, last) == (self.season.first_day, self.season.last_day):
            return "", "", THIS_SEASON
        else:
            persistence = DATED
        return f"{first:%d%m}", f"{last:%d%m}", persistence

    def days(self, transmission: Transmission) -> str:
        text = write_days(transmission.days, transmission.repeat)
        if text is None or len(text) > 5 or transmission.excepted:
            what = "excepted dates" if transmission.excepted else "these days"
            message = f"{what} cannot be said in five characters: the row claims all days between its dates"
            self.say("EIB102", message, transmission.place("except" if transmission.excepted else "days"), field="days")
            text = write_days(transmission.days, None) or ""
        # EiBi's days column is the only place for a sideband, and it is free where all days are meant.
        if transmission.mode == "SSB" and not text:
            return "USB"
        return text if len(text) <= 5 else _digits(transmission.days)

    def station(self, transmission: Transmission) -> str:
        name = " ".join(transmission.service.replace(";", ",").split())
        suffix = " DIGITAL" if transmission.mode == "DRM" and not name.endswith(" DIGITAL") else ""
        written = name[: STATION_WIDTH - len(suffix)].rstrip() + suffix
        if written != transmission.service + suffix:
            message = f"the name '{transmission.service}' is written '{written}'"
            self.say("EIB102", message, transmission.place("service"), field="station")
        if not _is_latin(written):
            message = f"no ISO-8859-1 for letters of '{written}': question marks are written"
            self.say("EIB102", message, transmission.place("service"), field="station")
        return written

    def languages(self, transmission: Transmission) -> str:
        codes = [_language_codes().get(code) for code in transmission.language]
        if None in codes:
            message = f"the language {transmission.language_text} has no EiBi code: left out"
            self.say("EIB102", message, transmission.place("language"), field="language")
        return ",".join(dict.fromkeys(code for code in codes if code))

    def area(self, transmission: Transmission) -> str:
        if transmission.target is None:
            return ""
        code = _area_codes().get(transmission.target)
        if code is None:
            message = f"the target {transmission.target} has no EiBi code: left blank"
            self.say("EIB102", message, transmission.place("target"), field="target")
        return code or ""

    def site(self, transmission: Transmission) -> tuple[str, str]:
        """Country of the station and code of the site."""
        if transmission.site is None:
            return transmission.administration or "", ""
        nearest_site = _nearest_site(transmission.site)
        if nearest_site is None:
            message = f"the site {transmission.site_code} has no EiBi code: left blank"
            self.say("EIB102", message, transmission.place("site"), field="site")
            return transmission.administration or "", ""
        return nearest_site

    def note_lost(self, transmission: Transmission) -> None:
        lost = lost_keys(transmission, _CARRIED)
        self.lost.update(lost)
        self.first_lost = self.first_lost or (transmission.place() if lost else None)

    def report_lost_keys(self) -> None:
        """One problem for all keys without a column."""
        if self.first_lost is not None:
            listed = ", ".join(f"{key} ({count})" for key, count in sorted(self.lost.items()))
            self.say("EIB103", f"no columns for: {listed}", self.first_lost, keys=", ".join(sorted(self.lost)))


_ALL_VALUES = (*_COLUMN_VALUES.values(), _DATED_VALUES)


def _says_the_same(values: Mapping[str, Any], transmission: Transmission) -> bool:
    """Whether a kept row still means all the values of a transmission that rows hold."""
    return all(values[name] == getattr(transmission, name) for names in _ALL_VALUES for name in names)


def _digits(mask: int) -> str:
    return "".join(str(day + 1) for day in range(7) if mask >> day & 1)


def _is_latin(text: str) -> bool:
    return all(ord(character) < 256 for character in text)


@cache
def _language_codes() -> dict[str, str]:
    """HFCC code -> the EiBi code that is read as it, or as another code of the same language."""
    codes: dict[str, str] = {}
    for code in eibi_languages():
        if len(read_languages(code).codes) == 1:
            codes.setdefault(read_languages(code).codes[0], code)
    for code, row in eibi_languages().items():
        for other in row.hfcc_codes:
            if language_as_whole(other) in {language_as_whole(known) for known in read_languages(code).codes}:
                codes.setdefault(other, code)
    return codes


@cache
def _area_codes() -> dict[str, str]:
    """CIRAF zones -> the area code that is read as them."""
    codes: dict[str, str] = {}
    for code in eibi_targets():
        target = read_area(code).target
        if target:
            codes.setdefault(target, code)
    return codes | _PREFERRED_AREAS


@cache
def _nearest_site(place: str | InlineSite) -> tuple[str, str] | None:
    """Country and code of the EiBi site at a place, the code as a station of that country has it."""
    if isinstance(place, str):
        known = site(place)
        if known is None:
            return None
        latitude, longitude = known.latitude, known.longitude
    else:
        latitude, longitude = place.latitude, place.longitude
    # A degree of latitude is 111 km, far beyond NEAR_KM: most sites of the list need no distance.
    near = [
        (distance_km(latitude, longitude, site.latitude, site.longitude), site.country, site.code)
        for site in eibi_sites().values()
        if site.latitude is not None and site.longitude is not None and abs(site.latitude - latitude) < 1
    ]
    if not near or min(near)[0] > NEAR_KM:
        return None
    _, country, code = min(near)
    return (country, code) if read_site(country, code).known else None
