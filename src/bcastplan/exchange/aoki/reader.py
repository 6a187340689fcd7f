"""Aoki's two layouts -> the model: the list of 160 columns and the short one for receivers; no row is dropped unsaid.

The time and the days have a form of their own; where they stand tells whether a row is shifted.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bcastplan.exchange.aoki import fields
from bcastplan.exchange.eibi.rows import Clock, read_frequency, read_time
from bcastplan.exchange.text_lists import text_lines
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season, parse_season
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.reference import administrations

FLAG_KEY = "x-aoki-flag"
LANGUAGE_KEY = "x-aoki-language"

_TIME_COLUMN = 38  # from 0
_LONGEST_QUOTE = 200
_LISTED = 12
_ROW = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]+)?)(\D)(.*?)\s([0-9]{4}-[0-9]{4})\s([1-7.]{7})(?=\s|$)")
_SHORT_ROW = re.compile(r"([0-9]{1,5}(?:\.[0-9]+)?)\s+([0-9]{4}-[0-9]{4})\s")
_RULER = re.compile(r"\+-+\+-+\+")
_HEADING = re.compile(r"([AB][0-9]{2})\s+Shortwave\s+Frequency", re.IGNORECASE)
_FILE_NAME = re.compile(r"(?:bi|nx|nc|list|[^A-Za-z0-9]|^)([ab][0-9]{2})(?![A-Za-z0-9])", re.IGNORECASE)
_TAG = re.compile(r"(?<![A-Za-z0-9])([ab][0-9]{2})(?![A-Za-z0-9])", re.IGNORECASE)
_COMMENTS = ("#", ";")


class _Row(NamedTuple):
    """The texts of one row, and whether it stood where it should."""

    khz: str
    flag: str
    station: str
    time: str
    days: str
    language: str
    power: str
    azimuth: str
    site: str
    administration: str
    position: str
    remark: str
    shifted: bool
    language_letters: str = ""
    """The first three letters of the language's name, in the short layout; two languages may share them."""


def read_aoki(file: str, data: bytes, *, season: Season | None = None) -> tuple[Schedule, list[Problem]]:
    """Read a list in ISO-8859-1 or UTF-8, in either of its layouts.

    Args:
        file: the name messages give it; ``bib18.txt`` tells the season.
        data: its content.
        season: the season where the caller knows it.

    Returns the schedule and what there is to say about the rows, by line; the codes are those of
    ``bcastplan.exchange.aoki.problems``. Raises UnreadableInput for binary data and HTML pages.
    """
    return _Reading(sys.intern(file), text_lines(file, data).lines, season).schedule()


@dataclass(slots=True)
class _Reading:
    """One list on its way into the model."""

    file: str
    lines: list[str]
    season: Season | None
    problems: list[Problem] = field(default_factory=list)
    made: list[Transmission] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)
    ended: int = 0

    def say(self, code: str, message: str, line: int, column: int | None = None, **data: Any) -> None:
        identifier = f"k{line}" if column is not None else None
        self.problems.append(Problem(code, message, Place(self.file, line, column, identifier), data))

    def schedule(self) -> tuple[Schedule, list[Problem]]:
        self.find_season()
        cut: Callable[[str], _Row | None] = _cut
        for number, line in enumerate(self.lines, 1):
            if _RULER.search(line):
                cut = _cut_short
            elif line.startswith("## "):
                cut = _cut
            elif line.strip() and not line.startswith(_COMMENTS) and not _is_heading(line):
                self.row(cut(line), line, number)
        if not self.made:
            self.say("AOK005", "no row that can be read: check that the file is an Aoki list and complete", 1)
        if self.shifted:
            listed = ", ".join(str(number) for number in self.shifted[:_LISTED])
            more = " ..." if len(self.shifted) > _LISTED else ""
            message = (
                f"{len(self.shifted)} rows are shifted by a column and were read all the same: lines {listed}{more}"
            )
            self.say("AOK002", message, self.shifted[0], lines=self.shifted)
        if self.ended:
            self.say("AOK007", f"{self.ended} rows are marked as off the air and count nowhere", 1, rows=self.ended)
        schedule = Schedule(
            file=self.file,
            kind="aoki",
            season=self.season,
            window=self.season.window if self.season else NO_WINDOW,
            transmissions=tuple(self.made),
        )
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        return schedule, self.problems

    def find_season(self) -> None:
        """The season that was given, else that of the heading, of the file's name, of most tags."""
        if self.season is not None:
            return
        headings = (found for line in self.lines if (found := _HEADING.match(line)))
        heading = next(headings, None)
        named = heading or _FILE_NAME.search(re.split(r"[/\\\\!]", self.file)[-1])
        self.season = parse_season(named[1]) if named else None
        if self.season is not None:
            return
        tags = Counter(tag.upper() for line in self.lines for tag in _TAG.findall(line[134:158]))
        if not tags:
            self.say("AOK004", "nothing tells the season of the list: nothing goes on the air", 1)
            return
        self.season = parse_season(tags.most_common(1)[0][0])
        self.say("AOK004", f"read as {self.season}, by the tags of its rows", 1, season=str(self.season))

    def row(self, row: _Row | None, line: str, number: int) -> None:
        if row is None:
            message = "no frequency, time and days where they should stand: the row is not read"
            self.say("AOK001", message, number, 1, row=line[:_LONGEST_QUOTE])
            return
        try:
            frequency_khz, clock, days = read_frequency(row.khz), read_time(row.time), fields.read_days(row.days)
        except ValueFault as fault:
            self.say("AOK001", f"{fault}; the row is not read", number, 1, row=line[:_LONGEST_QUOTE])
            return
        if row.shifted:
            self.shifted.append(number)
        if clock.same:
            self.say("AOK006", f"start and stop are both {row.time[:4]}: kept, but not on the air", number, 1)
        values = self.details(row, clock, number)
        values |= {"frequency_khz": frequency_khz, "time": clock.time, "days": days, "id": f"k{number}"}
        values |= {"season": self.season, "window": self.season.window if self.season else NO_WINDOW}
        values["origin"] = Origin(self.file, number, 1, {}, len(self.made))
        self.made.append(Transmission.trusted(values))

    def details(self, row: _Row, clock: Clock, number: int) -> dict[str, Any]:
        """The values that do not decide when the row is on the air."""
        languages = fields.read_languages(row.language)
        extensions = {}
        if row.flag.strip():
            extensions[FLAG_KEY] = row.flag
        if row.language_letters:
            extensions[LANGUAGE_KEY] = row.language_letters
        elif row.language and len(languages) < len([part for part in row.language.split("/") if part.strip()]):
            extensions[LANGUAGE_KEY] = row.language
        ended = row.flag == fields.ENDED
        self.ended += ended
        notes = [word for word in (fields.FLAGS.get(row.flag), row.remark) if word]
        return {
            "service": row.station,
            "status": "unused" if ended or clock.same else "active",
            "language": languages,
            "power_kw": self.detail("power", number, fields.read_power, row.power),
            "azimuth_deg": self.detail("azimuth", number, fields.read_azimuth, row.azimuth),
            "site": self.detail("site", number, fields.read_site, row.site, row.position),
            "administration": row.administration if row.administration in administrations() else None,
            "note": "; ".join(notes) or None,
            "extensions": extensions,
        }

    def detail(self, name: str, number: int, read: Callable[..., Any], *texts: str) -> Any:
        try:
            return read(*texts)
        except ValueFault as fault:
            self.say("AOK003", f"{fault}; the row is read without it", number, 1, field=name)
            return None


def _is_heading(line: str) -> bool:
    return _HEADING.match(line) is not None or line.startswith("kHz ")


def _cut(line: str) -> _Row | None:
    """The texts of a row of the long layout."""
    found = _ROW.match(line)
    if found is None:
        return None
    by = found.start(4) - _TIME_COLUMN

    def text(first: int, stop: int) -> str:
        return line[max(first + by, 0) : stop + by].strip()

    azimuth, shifted = text(86, 89), by != 0
    if text(86, 90) != azimuth and (re.fullmatch("[0-9]+", text(86, 90)) or text(86, 90).upper() == "ND"):
        azimuth, shifted = text(86, 90), True
    return _Row(
        found[1], found[2], found[3].strip(), found[4], found[5], text(56, 76), text(80, 85), azimuth,
        text(90, 112), text(113, 116), text(117, 133), text(134, 158), shifted,
    )  # fmt: skip


def _cut_short(line: str) -> _Row | None:
    """The texts of a row of the short layout; it has no power, azimuth, position or remark."""
    found = _SHORT_ROW.match(line)
    if found is None:
        return None
    by = found.start(2) - 14
    station, language = line[34 + by : 58 + by].strip(), line[59 + by : 62 + by].strip()
    administration, days = line[30 + by : 33 + by].strip(), line[75 + by :].strip()
    return _Row(found[1], " ", station, found[2], days, "", "", "", "", administration, "", "", by != 0, language)
