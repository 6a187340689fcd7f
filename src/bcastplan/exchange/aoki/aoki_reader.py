"""Reads Aoki's list row by row; every row and every site name that is left out is reported."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bcastplan.exchange.aoki import aoki_fields
from bcastplan.exchange.aoki.aoki_layouts import AokiRow, cut, is_heading, season_in_title
from bcastplan.exchange.aoki.app_tables import app_rows, is_app_table
from bcastplan.exchange.eibi.eibi_rows import Clock, is_jammer, read_frequency, read_time
from bcastplan.exchange.list_seasons import RowsSay, seasons_of_names, weighed
from bcastplan.exchange.text_lists import text_lines
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import DataValue, Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season, parse_season
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.reference import administrations

FLAG_KEY = "x-aoki-flag"
LANGUAGE_KEY = "x-aoki-language"

_LONGEST_QUOTE = 200
_LISTED = 12
_FILE_NAME = re.compile(r"(?:bi|nx|nc|list|[^A-Za-z0-9]|^)([ab][0-9]{2})(?![A-Za-z0-9])", re.IGNORECASE)
_TAG = re.compile(r"(?<![A-Za-z0-9])([ab][0-9]{2})(?![A-Za-z0-9])", re.IGNORECASE)
_COMMENTS = ("#", ";")
_HEADING_LINES = 10
_NAME = "userlist-a26.txt"


def read_aoki(file: str, data: bytes, *, season: Season | None = None) -> tuple[Schedule, list[Problem]]:
    """Read a list in ISO-8859-1 or UTF-8, in either of its layouts or as an app stores it.

    Args:
        file: the name messages give it; ``bib18.txt`` tells the season.
        data: its content.
        season: the season where the caller knows it.

    Returns the schedule and what there is to say about the rows, by line; the codes are those of
    ``bcastplan.exchange.aoki.aoki_problems``. Raises UnreadableInput for binary data and HTML pages.
    """
    return _Reading(sys.intern(file), text_lines(file, data).lines, season).schedule()


@dataclass(slots=True)
class _Reading:
    """The reading of one list."""

    file: str
    lines: list[str]
    season: Season | None
    problems: list[Problem] = field(default_factory=list)
    transmissions: list[Transmission] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)
    ended: int = 0

    def say(self, code: str, message: str, line: int, column: int | None = None, **data: Any) -> None:
        identifier = f"k{line}" if column is not None else None
        loses = 1 if "row" in data else None
        self.problems.append(Problem(code, message, Place(self.file, line, column, identifier), data, loses=loses))

    def schedule(self) -> tuple[Schedule, list[Problem]]:
        stored = is_app_table(self.lines)
        rows = list(app_rows(self.lines) if stored else self.cut_rows())
        self.find_season(rows, stored)
        for number, row in rows:
            self.row(row, self.lines[number - 1], number)
        if not self.transmissions:
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
            transmissions=tuple(self.transmissions),
        )
        self.problems.sort(key=lambda problem: problem.place.line or 0)
        return schedule, self.problems

    def cut_rows(self) -> Iterator[tuple[int, AokiRow | None]]:
        """The rows of the fixed layouts; a line of words before the first of them is a heading, however it is spelt."""
        rows = False
        for number, line in enumerate(self.lines, 1):
            if not line.strip() or line.startswith(_COMMENTS) or is_heading(line):
                continue
            row = cut(line)
            rows = rows or row is not None
            # Every row begins with its frequency: a line that begins with a digit and cannot be cut is a faulty row,
            # which has to be reported, and no heading.
            if rows or number > _HEADING_LINES or line.lstrip()[0].isdigit():
                yield number, row

    def find_season(self, rows: Sequence[tuple[int, AokiRow | None]], stored: bool) -> None:
        """The season that was given, else the one on which heading, file name and the tags of the rows agree."""
        if self.season is not None:
            return
        named = seasons_of_names(self.file)
        # Only the last part counts: folders are called after seasons
        # too, and a member of an archive stands behind ``!``.
        if own := _FILE_NAME.search(re.split(r"[/\\!]", self.file)[-1]):
            named["the file's name"] = parse_season(own[1])
        if title := next((season_text for line in self.lines if (season_text := season_in_title(line))), None):
            named["the heading"] = parse_season(title)
        tags = Counter(tag.upper() for _, row in rows if row is not None for tag in _TAG.findall(row.remark))
        most = max(tags.values(), default=0)
        likely = tuple(parse_season(tag) for tag, count in tags.items() if count == most)
        verdict = weighed(named, RowsSay(likely, by="the tags of its rows"), _NAME)
        self.season = verdict.season
        if verdict.message is not None:
            message = verdict.message
            if stored and self.season is None:
                message += (
                    ". It is a CSV or JSON table of an app for Aoki's list; `import csv --mapping` reads other tables"
                )
            data: dict[str, DataValue] = {"season": str(self.season)} if self.season else {}
            self.problems.append(Problem("AOK004", message, Place(self.file, 1), data))

    def row(self, row: AokiRow | None, line: str, number: int) -> None:
        if row is None:
            message = "no frequency, time and days where they should stand: the row is not read"
            self.say("AOK001", message, number, 1, row=line[:_LONGEST_QUOTE])
            return
        try:
            frequency_khz, clock, days = read_frequency(row.khz), read_time(row.time), aoki_fields.read_days(row.days)
        except ValueFault as fault:
            self.say("AOK001", f"{fault}; the row is not read", number, 1, row=line[:_LONGEST_QUOTE])
            return
        if row.shifted:
            self.shifted.append(number)
        if clock.same:
            self.say("AOK006", f"start and stop are both {row.time[:4]}: kept, but not on the air", number, 1)
        values = self.details(row, clock, number)
        values |= {"frequency_khz": frequency_khz, "time": clock.time, "days": days, "id": self.identifier(number)}
        values |= {"season": self.season, "window": self.season.window if self.season else NO_WINDOW}
        values["origin"] = Origin(self.file, number, 1, {}, len(self.transmissions))
        self.transmissions.append(Transmission.trusted(values))

    def identifier(self, number: int) -> str:
        """``k`` and the line; objects of one line are numbered from the second on."""
        before = (
            sum(1 for transmission in reversed(self.transmissions) if transmission.origin.line == number)
            if self.on_one_line(number)
            else 0
        )
        return f"k{number}-{before + 1}" if before else f"k{number}"

    def on_one_line(self, number: int) -> bool:
        return bool(self.transmissions) and self.transmissions[-1].origin.line == number

    def details(self, row: AokiRow, clock: Clock, number: int) -> dict[str, Any]:
        """The values that do not decide when the row is on the air."""
        languages = aoki_fields.read_languages(row.language)
        extensions = {}
        if row.flag.strip():
            extensions[FLAG_KEY] = row.flag
        if row.language_letters:
            extensions[LANGUAGE_KEY] = row.language_letters
        # The list cuts many names of languages short. What no table knows is kept as it is written instead of guessed.
        elif row.language and len(languages) < len([part for part in row.language.split("/") if part.strip()]):
            extensions[LANGUAGE_KEY] = row.language
        ended = row.flag == aoki_fields.ENDED
        self.ended += ended
        site = self.detail("site", number, aoki_fields.read_site, row.site, row.position)
        place = f"site {row.site}" if row.site and site is None else None
        notes = [word for word in (aoki_fields.FLAGS.get(row.flag), place, row.remark) if word]
        return {
            "service": row.station,
            "status": "unused" if ended or clock.same else "active",
            "jammer": row.flag == aoki_fields.JAMMER or is_jammer(row.station),
            "language": languages,
            "power_kw": self.detail("power", number, aoki_fields.read_power, row.power),
            "azimuth_deg": self.detail("azimuth", number, aoki_fields.read_azimuth, row.azimuth),
            "site": site,
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
