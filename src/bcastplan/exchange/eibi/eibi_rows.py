"""Turns a row of eleven columns into the values of a transmission; equal texts are worked out once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from bcastplan.exchange.eibi.eibi_dates import date_in_season, day_and_month, interval, last_heard, split_stop
from bcastplan.exchange.eibi.eibi_days import NO_SERVICE, OTHER_HALF, SEASONAL, Days, not_following, read_days
from bcastplan.exchange.eibi.eibi_row_codes import DIGITAL, read_area, read_languages, read_site
from bcastplan.model.clock import ClockTime, clock_time
from bcastplan.model.days import DAILY
from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import HIGHEST_KHZ
from bcastplan.model.repeat import Repeat, parse_repeat
from bcastplan.model.season import Season

ROW_KEY = "x-eibi-row"
HEARD_KEY = "x-eibi-heard"
PERSISTENCE_KEY = "x-eibi-persistence"

COLUMNS = (
    "frequency", "time", "days", "country", "station", "language", "target", "site", "persistence", "start", "stop",
)  # fmt: skip
"""The eleven columns in their order."""

JAMMER_NAMES = re.compile(r"\b(?:jammers?|jamming|firedrake|firedragon)\b", re.IGNORECASE)
"""Station names of jammers: "CNR1 Jammer/Firedrake", "Noise Jammer", "Chinese Jammer" in the list of A26 (217 rows)."""

_UTILITY = 90
_INACTIVE, _WINTER, _SUMMER = 8, 4, 5
_SHIFTING = (2, 3)  # with summer time, in the north and in the south
_MIDNIGHTS = (0, 60, 1380)  # midnight on the list's own clock, and as summer time moves it
_RULE_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _is_number(text: str) -> bool:
    """Whether a text is a whole number of the digits 0 to 9, and no longer than any of the list."""
    return text.isascii() and text.isdigit() and len(text) < 12


class Terms(NamedTuple):
    """The dates and days of a row, the reason why it is not on the air (``aside``), and its faults."""

    values: dict[str, Any]
    remarks: tuple[str, ...]
    aside: str | None
    faults: tuple[tuple[str, str, str], ...]
    """Code, message and column of each."""


def split_row(line: str) -> tuple[list[str] | None, str | None]:
    """The columns of a line that does not have ten semicolons, and how they were mended; None where they cannot be."""
    fields = line.split(";")
    columns = len(COLUMNS)
    problem = f"{len(fields) - 1} semicolons instead of {columns - 1}"
    if len(fields) < columns:
        padded = fields + [""] * (columns - len(fields))
        sound = len(fields) >= columns - 3 and _is_sound(padded)
        return (padded, f"{problem}: read as cut after the last one") if sound else (None, None)
    surplus = len(fields) - columns
    joined = [*fields[:4], ";".join(fields[4 : 5 + surplus]), *fields[5 + surplus :]]
    # Surplus semicolons at the end are the likelier slip; only then may one belong to a station's name.
    if not any(field.strip() for field in fields[columns:]) and _is_sound(fields[:columns]):
        return fields[:columns], f"{problem}: the empty ones at the end left out"
    return (joined, f"{problem}: '{joined[4]}' read as the station") if _is_sound(joined) else (None, None)


def _is_sound(fields: list[str]) -> bool:
    """Whether the columns with a fixed form have that form, so that no column is shifted."""
    from bcastplan.reference import eibi_countries

    persistence, country = fields[8].strip(), fields[3].strip()
    dates = all(not text.strip() or text.strip()[0] in "0123456789[" for text in fields[9:])
    return _is_number(persistence) and dates and country in eibi_countries() and read_days(fields[2]).understood


@lru_cache(maxsize=16384)
def read_frequency(text: str) -> float:
    """Kilohertz with any number of decimals; raises ValueFault."""
    try:
        # ``float`` alone would also take ``1e4``, ``nan`` and the digits of other scripts.
        value = float(text) if _is_number(text.strip().replace(".", "", 1)) else 0.0
    except ValueError:
        value = 0.0
    if not 0 < value <= HIGHEST_KHZ:
        raise ValueFault(f"'{text}' is no frequency from 0 to {HIGHEST_KHZ} kHz")
    return value


class Clock(NamedTuple):
    """Start and stop of a row; ``same`` where both are one time that can be a minute, a day or a slip."""

    time: ClockTime
    same: bool


@lru_cache(maxsize=8192)
def read_time(text: str) -> Clock:
    """Read ``1730-1800``; raises ValueFault. A row that starts at 2400 starts at 0000."""
    start, dash, stop = text.strip().partition("-")
    if not dash:
        raise ValueFault(f"'{text}' is no time: start and stop in UTC, as 1730-1800")
    first, last = _minute(start, text), _minute(stop, text)
    if first == last:
        return Clock(ClockTime(first % 1440, first % 1440 + 1440), True)
    return Clock(clock_time(first, last), False)


def whole_day(clock: Clock, persistence: str, every_day: bool) -> Clock:
    """The clock of a row that is on the air for 24 hours, written with one time for start and stop.

    The clocks of persistence 2 and 3 shift with summer time: midnight to midnight becomes 0100-0100 or 2300-2300, and
    0000-0000 is 0000-2400. Where every day follows another, the day may as well begin at 0000.
    """
    code = int(persistence) % _UTILITY if _is_number(persistence) else 0
    start = clock.time.start_minute
    if not clock.same or code not in _SHIFTING or start not in _MIDNIGHTS:
        return clock
    return Clock(ClockTime(0, 1440) if every_day else ClockTime(start, start + 1440), False)


def _minute(text: str, whole: str) -> int:
    if len(text) != 4 or not _is_number(text) or int(text[2:]) > 59 or int(text) > 2400:
        raise ValueFault(f"'{whole}' is no time: start and stop in UTC from 0000 to 2400, as 1730-1800")
    return int(text[:2]) * 60 + int(text[2:])


@lru_cache(maxsize=8192)
def is_jammer(station: str) -> bool:
    """Whether a station of the list is a jammer, by its name."""
    return JAMMER_NAMES.search(station) is not None


class Codes(NamedTuple):
    """The meaning of a row's codes, and the kinds of unknown codes."""

    values: dict[str, Any]
    note: str | None
    unknown: tuple[tuple[str, str], ...]
    """Kind and code of each."""


class RowReader:
    """Reads the rows of one list; texts that repeat are worked out once and counted."""

    def __init__(self, season: Season | None) -> None:
        self.season = season
        self._terms: dict[tuple[str, str, str, str], Terms] = {}
        self._codes: dict[tuple[str, str, str, str], Codes] = {}
        self._used_terms: list[tuple[str, str, str, str]] = []
        self._used_codes: list[tuple[str, str, str, str]] = []

    def values(self, fields: list[str], line: str) -> tuple[dict[str, Any], Terms, Clock]:
        """The values of a row by attribute; raises ValueFault where frequency or time cannot be read."""
        khz, time, days, country, station, language, target, site, persistence, start, stop = fields
        clock = read_time(time)
        frequency_khz = read_frequency(khz)
        terms_key = (days, persistence, start, stop)
        terms = self._terms.get(terms_key)
        if terms is None:
            terms = self._terms[terms_key] = self._read_terms(*terms_key)
        if clock.same:
            clock = whole_day(clock, persistence.strip(), terms.values["days"] == DAILY)
        codes_key = (country, language, target, site)
        codes = self._codes.get(codes_key)
        if codes is None:
            codes = self._codes[codes_key] = _read_codes(*codes_key)
        # Every use is noted, because the list's summary counts rows, not different texts.
        self._used_terms.append(terms_key)
        self._used_codes.append(codes_key)
        values = terms.values | codes.values
        values["service"] = station.strip()
        values["jammer"] = is_jammer(values["service"])
        values["frequency_khz"] = frequency_khz
        values["time"] = clock.time
        values["extensions"] = {ROW_KEY: line, **values["extensions"]}
        if codes.note:
            values["note"] = f"{values['note']}; {codes.note}" if values["note"] else codes.note
        if station.endswith(DIGITAL):
            values["mode"] = "DRM"
        # By EiBi's README, utility stations that speak use the upper sideband unless a row says otherwise.
        elif codes.values["language"] and _is_number(persistence) and int(persistence) >= _UTILITY:
            values["mode"] = "SSB"
        if clock.same:
            values["status"] = "unused"
        return values, terms, clock

    def unknown(self) -> dict[str, Counter[str]]:
        """Kind of code -> codes that no table has, with the rows that bear them."""
        unknown_codes: dict[str, Counter[str]] = {}
        for key, count in Counter(self._used_codes).items():
            for kind, code in self._codes[key].unknown:
                unknown_codes.setdefault(kind, Counter())[code] += count
        return unknown_codes

    def remarks(self) -> Counter[str]:
        """Remark -> rows that bear it."""
        counted = Counter(self._used_terms)
        counts: Counter[str] = Counter()
        for key, count in counted.items():
            for remark in self._terms[key].remarks:
                counts[remark] += count
        return counts

    def _read_terms(self, days: str, persistence: str, start: str, stop: str) -> Terms:
        read = read_days(days)
        faults: list[tuple[str, str, str]] = []
        last, heard = split_stop(stop)
        values: dict[str, Any] = {}
        extensions: dict[str, Any] = {}
        if self.season is not None:
            first_date, last_date = self._dates(read, start.strip(), last, faults)
            values |= {"valid_from": first_date, "valid_until": last_date}
        if heard and (month := last_heard(heard)):
            extensions[HEARD_KEY] = month
        elif heard:
            message = f"'{heard}' is no month last heard: month and year as [0726]; the row is read without it"
            faults.append(("EIB012", message, "stop"))
        if persistence.strip():
            extensions[PERSISTENCE_KEY] = persistence.strip()
        if not read.understood:
            faults.append(("EIB005", f"'{days}' names no days that are known: kept, but not on the air", "days"))
        outside = self._outside(values)
        if outside:  # such a row is of another season; its own text keeps the dates
            values["valid_from"] = values["valid_until"] = None
        if read.following and self.season is not None:
            first_date, last_date = values["valid_from"], values["valid_until"]
            values["excepted"] = not_following(read.following, self.season, first_date, last_date)
        aside = self._aside(read, persistence.strip(), start.strip() or last) or outside
        values |= {"days": read.mask, "repeat": _repeat(read, values.get("valid_from")), "mode": read.mode}
        values |= {"status": "unused" if aside else "active", "note": read.note, "extensions": extensions}
        return Terms(values, read.remarks, aside, tuple(faults))

    def _dates(
        self, days: Days, start: str, last: str, faults: list[tuple[str, str, str]]
    ) -> tuple[date | None, date | None]:
        """First and last date; dates in the days column take precedence over those of their own columns."""
        assert self.season is not None
        texts = {"start": start, "stop": last}
        for column, text in texts.items():
            try:
                if text:
                    day_and_month(text)
            except ValueFault as fault:
                faults.append(("EIB004", f"{fault}; read without it", column))
                texts[column] = ""
        if days.dates is None:
            return interval(texts["start"], texts["stop"], self.season)
        first, last_day = days.dates
        return date_in_season(*first, self.season), date_in_season(*last_day, self.season)

    def _outside(self, values: dict[str, Any]) -> str | None:
        """Why a row has no date in the season, as rows that are kept from year to year may; None where it has one."""
        if self.season is None:
            return None
        first, last = values["valid_from"], values["valid_until"]
        late = first is not None and first > self.season.last_day
        early = last is not None and last < self.season.first_day
        return "outside the season" if late or early else None

    def _aside(self, days: Days, persistence: str, dated: str) -> str | None:
        """Why a row counts nowhere, None where it does."""
        # By EiBi's README, 90 and more are the same codes, 90 higher, for utility stations.
        code = int(persistence) % _UTILITY if _is_number(persistence) else 0
        if not days.understood:
            return "unknown days"
        if code == _INACTIVE:
            return "inactive"
        if self.season is not None and code == (_WINTER if self.season.letter == "A" else _SUMMER):
            return "winter only" if code == _WINTER else "summer only"
        if self.season is not None and OTHER_HALF[self.season.letter] in days.remarks:
            return "winter only" if self.season.letter == "A" else "summer only"
        kinds = [remark for remark in days.remarks if remark in NO_SERVICE or remark in ("alt", "plan")]
        if not dated:
            kinds += [remark for remark in days.remarks if remark in SEASONAL]
        return kinds[0] if kinds else None


def _read_codes(country: str, language: str, target: str, site: str) -> Codes:
    home, code, area_code = country.strip(), site.strip(), target.strip()
    place, spoken, area = read_site(home, code), read_languages(language), read_area(area_code)
    unknown = []
    if not place.known:
        unknown.append(("sites", code if code.startswith("/") else f"{home}-{code}"))
    if not area.known:
        unknown.append(("areas", area_code))
    if not spoken.known:
        unknown.append(("languages", language))
    values = {
        "language": spoken.codes,
        "target": area.target,
        "site": place.site,
        "administration": place.administration,
    }
    return Codes(values, spoken.note, tuple(unknown))


def _repeat(days: Days, first: date | None) -> Repeat | None:
    if not days.alternating or first is None or days.repeat is not None:
        return days.repeat
    names = ",".join(_RULE_NAMES[day] for day in range(7) if days.mask >> day & 1)
    return parse_repeat(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={names}")
