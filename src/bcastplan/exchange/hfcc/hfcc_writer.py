"""Writes a file of fixed columns: each transmission becomes a row or a problem, and lost values become problems.

A field text kept by the reader is used as long as it still means the value; a value that was changed since is written
the canonical way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from bcastplan.exchange.hfcc.hfcc_columns import (
    BEFORE_KEY,
    COLUMN_OF_KEY,
    EXTENSION,
    FIXED_WIDTH,
    LENGTH_KEY,
    Column,
    columns_of,
)
from bcastplan.exchange.hfcc.hfcc_fields import HIGHEST_BAND_MHZ, HIGHEST_REQUIREMENT, TARGET_TOKENS, Uncarried
from bcastplan.exchange.hfcc.hfcc_header import header_lines
from bcastplan.exchange.lost_keys import lost_keys
from bcastplan.model.counts import count
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem
from bcastplan.model.frequency import format_khz
from bcastplan.model.season import Season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.targets import target_items

NEWLINE = "\r\n"
_LENGTH = re.compile("[0-9]{1,3}")
_BREAKS = re.compile(r"[\0\r\n]")  # no row can hold these: the row could not be read again
_BREAKS_OF_COLUMNS = re.compile(r"[\0\r\n\t]")
_CARRIED = frozenset({
    "id", "service", "frequency", "time", "days", "from", "until", "except", "repeat", "status", "mode", "broadcaster",
    "manager", "administration", "language", "target", "site", "power", "antenna", "azimuth", "slew",
    "design_frequency", "alternatives", "requirement", "old", "note",
})  # fmt: skip
"""Keys that a row has columns for, or that need none because the row is told apart and dated without them."""
_NEEDED = ("target", "site", "power", "azimuth", "antenna", "language", "administration", "broadcaster")


def row_order(transmission: Transmission) -> tuple[float, int, int, int]:
    """Frequency, start, length, requirement: the order of HFCC's own files, for rows that come from several ones."""
    start, stop = transmission.time
    # The stop counts as on the clock: 0100 of the next day stands before 2300, and 2400 behind all.
    return (transmission.frequency_khz, start, (stop - 1) % 1440, transmission.requirement or HIGHEST_REQUIREMENT + 1)


def write_hfcc(
    transmissions: Iterable[Transmission],
    *,
    season: Season,
    header: Sequence[str] | None = None,
    footer: Sequence[str] = (),
    made_on: date | None = None,
) -> tuple[bytes, list[Problem]]:
    """Write one season's rows in the order given, in ISO-8859-1 with CR LF at every line end.

    Args:
        transmissions: what to file; unused ones and jammers are left out (HFC109).
        season: the season filed.
        header: lines to begin with, each starting with ``;``; a header for submission when None.
        footer: comment lines to end with.
        made_on: the date in that header, today by default.

    Returns the content and what it does not say (HFC101 to HFC110); rows without a requirement number get free ones.
    """
    writing = _Writing(season, columns_of(season))
    chosen = writing.chosen(transmissions)
    numbered = writing.numbered(chosen)
    rows = [line for transmission in numbered for line in writing.lines(transmission)]
    writing.report_lost_keys(chosen)
    if header is None:
        managers = (transmission.manager for transmission in chosen if transmission.manager)
        header = header_lines(season, managers, made_on or datetime.now(UTC).date())
    text = "".join(_one_line(line) + NEWLINE for line in (*header, *rows, *footer))
    return text.encode("iso-8859-1", "replace"), writing.problems


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


@dataclass(slots=True)
class _Writing:
    """The writing of one file."""

    season: Season
    columns: tuple[Column, ...]
    problems: list[Problem] = field(default_factory=list)
    fitting: dict[tuple[str, Any], str] = field(default_factory=dict)
    """Column and value -> canonical text, of values that fit."""

    def say(self, code: str, message: str, place: Place, **data: str | int) -> None:
        self.problems.append(Problem(code, message, place, data))

    def chosen(self, transmissions: Iterable[Transmission]) -> list[Transmission]:
        """The transmissions that become rows."""
        chosen = []
        unused = []
        for transmission in transmissions:
            if not transmission.counts:
                unused.append(transmission)
            elif transmission.frequency_khz != int(transmission.frequency_khz):
                message = (
                    f"{format_khz(transmission.frequency_khz)} kHz is no whole number of kHz: the row is not written"
                )
                self.say("HFC101", message, transmission.place("frequency"))
            # In the frequency column a small number means a band in MHz.
            elif transmission.frequency_khz < HIGHEST_BAND_MHZ:
                khz = f"{transmission.frequency_khz:g}"
                message = f"{khz} kHz would mean the band {khz} MHz there: the row is not written"
                self.say("HFC101", message, transmission.place("frequency"))
            elif (dated := self.within_season(transmission)) is not None:
                chosen.append(dated)
        if unused:
            jammers = sum(transmission.jammer for transmission in unused)
            parts = [(len(unused) - jammers, "unused transmission"), (jammers, "jammer")]
            listed = " and ".join(count(number, what) for number, what in parts if number)
            key = "jammer" if unused[0].jammer else "status"
            message = f"{listed} {'is' if len(unused) == 1 else 'are'} not written"
            self.say("HFC109", message, unused[0].place(key), count=len(unused))
        return chosen

    def within_season(self, transmission: Transmission) -> Transmission | None:
        """The transmission with dates of the season filed, None where it has none."""
        if transmission.season == self.season:
            self.tell_dates_outside(transmission)
            return transmission
        first = max(transmission.first_date, self.season.first_day)
        last = min(transmission.last_date, self.season.last_day)
        span = f"{transmission.first_date} to {transmission.last_date}"
        if first > last:
            message = f"{span} lies outside {self.season}: the row is not written"
            self.say("HFC101", message, transmission.place("from"))
            return None
        if (first, last) != (transmission.first_date, transmission.last_date):
            message = f"{span} reaches beyond {self.season}: written as {first} to {last}"
            self.say("HFC102", message, transmission.place("from"))
        return transmission.changed(valid_from=first, valid_until=last)

    def tell_dates_outside(self, transmission: Transmission) -> None:
        """Report dates of the season's own rows that lie outside of it; they are written nevertheless."""
        for key, day in (("from", transmission.valid_from), ("until", transmission.valid_until)):
            if day is not None and not self.season.first_day <= day <= self.season.last_day:
                message = f"{key} {day} lies outside {self.season}: written as it stands, others may refuse the row"
                self.say("HFC102", message, transmission.place(key))

    def numbered(self, transmissions: list[Transmission]) -> list[Transmission]:
        """The same with a requirement number each: those without get the next ones after the highest, then gaps."""
        used: dict[int, Transmission] = {}
        for transmission in transmissions:
            number = transmission.requirement
            if number is None:
                continue
            if number in used:
                first = used[number].place("requirement")
                message = f"requirement {number} is used twice: give one of them another number"
                self.problems.append(
                    Problem("HFC108", message, transmission.place("requirement"), {"requirement": number}, first)
                )
            used.setdefault(number, transmission)
        missing = [transmission for transmission in transmissions if _needs_number(transmission)]
        if not missing:
            return transmissions
        # Coordination refers to rows by number, and a gap may be one that was withdrawn: gaps are filled last.
        highest = max((number for number in used if number <= HIGHEST_REQUIREMENT), default=0)
        free = [*range(highest + 1, min(highest + len(missing), HIGHEST_REQUIREMENT) + 1)]
        if len(free) < len(missing):
            gaps = (number for number in range(1, highest) if number not in used)
            free += [number for number, _ in zip(gaps, range(len(missing) - len(free)), strict=False)]
        given = iter(free)
        numbered = [
            transmission.changed(requirement=next(given, None)) if _needs_number(transmission) else transmission
            for transmission in transmissions
        ]
        message = f"{len(missing)} without a requirement number got {_numbers(free[: len(missing)])}"
        self.say("HFC107", message, missing[0].place("requirement"), count=len(missing))
        return numbered

    def lines(self, transmission: Transmission) -> list[str]:
        """The row, after the comment lines that stood before it."""
        extensions = transmission.extensions
        texts = [" "] * FIXED_WIDTH
        notes = ""
        for column in self.columns:
            value = _value(transmission, column)
            text = self.text(transmission, column, value)
            if column.name == "notes":
                notes = text
            else:
                texts[column.first - 1 : column.last] = text
        row = "".join(texts) + notes
        # A row whose trailing blanks were cut off in the file that was read is written as short as it was, unless
        # something now stands where they were.
        length = extensions.get(LENGTH_KEY)
        if isinstance(length, str) and _LENGTH.fullmatch(length) and not row[int(length) :].strip():
            row = row[: int(length)]
        self.report(transmission, row)
        before = extensions.get(BEFORE_KEY)
        if not isinstance(before, list):
            return [row]
        # Extensions of a schedule can be edited by hand: a line that is no comment would become a row of the file.
        return [*(line for line in before if isinstance(line, str) and _is_comment(line)), row]

    def text(self, transmission: Transmission, column: Column, value: Any) -> str:
        """What stands in a column: the text it was read from while that still means the value, else the canonical."""
        if transmission.extensions:
            kept = transmission.extensions.get(EXTENSION + column.name)
            if isinstance(kept, str) and _still_means(kept, column, value, transmission):
                return kept
        text = self.fitting.get((column.name, value))
        if text is None:
            try:
                text = self.fitting[column.name, value] = column.blank_or(value)
            except Uncarried as fault:
                self.say(fault.code, str(fault), transmission.place(column.key), field=column.name)
                return fault.text
        return text if text.isprintable() else self.without_breaks(text, column, transmission)

    def without_breaks(self, text: str, column: Column, transmission: Transmission) -> str:
        """The text of a column with blanks for characters that would end the row or shift its columns."""
        breaks = _BREAKS if column.name == "notes" else _BREAKS_OF_COLUMNS
        if match := breaks.search(text):
            message = f"{column.key} holds a control character, {match[0]!r}: a blank is written for each"
            self.say("HFC106", message, transmission.place(column.key))
        return breaks.sub(" ", text)

    def report(self, transmission: Transmission, row: str) -> None:
        """Report the values of a transmission that its row cannot hold."""
        place = transmission.place()
        if transmission.excepted or transmission.repeat:
            key = "except" if transmission.excepted else "repeat"
            message = f"`{key}` has no column: the row claims every day between its dates"
            self.say("HFC104", message, transmission.place(key))
        zones = len(target_items(transmission.target or ""))
        if zones > TARGET_TOKENS:
            message = f"{zones} zones in the target, more than {TARGET_TOKENS}"
            self.say("HFC105", message, transmission.place("target"), zones=zones)
        empty = [key for key in _NEEDED if not row[COLUMN_OF_KEY[key] - 1 :][: _WIDTHS[key]].strip()]
        if empty:
            self.say("HFC110", f"no {', '.join(empty)} for a submission: left blank", place, keys=", ".join(empty))
        if not row.isascii() and (strange := sorted({character for character in row if ord(character) > 255})):
            message = f"no ISO-8859-1 for {' '.join(strange)}: a question mark is written for each"
            self.say("HFC106", message, place)

    def report_lost_keys(self, transmissions: list[Transmission]) -> None:
        """One problem for all keys without a column."""
        counts: Counter[str] = Counter()
        first: Transmission | None = None
        for transmission in transmissions:
            lost = lost_keys(transmission, _CARRIED)
            if transmission.service not in (transmission.broadcaster, transmission.manager):
                lost.append("service")
            counts.update(lost)
            first = first or (transmission if lost else None)
        if first is not None:
            listed = ", ".join(f"{key} ({count})" for key, count in sorted(counts.items()))
            self.say("HFC103", f"no columns for: {listed}", first.place(), keys=", ".join(sorted(counts)))


_WIDTHS = {column.key: column.width for column in columns_of(None)}


def _needs_number(transmission: Transmission) -> bool:
    """Whether a row has neither a requirement number nor a text in its place that was read and is none."""
    kept = transmission.extensions.get(EXTENSION + "requirement")
    return transmission.requirement is None and not (isinstance(kept, str) and kept.strip(" 0"))


def _value(transmission: Transmission, column: Column) -> Any:
    if column.name == "dates":
        return transmission.valid_from, transmission.valid_until
    return getattr(transmission, column.attribute)


def _still_means(kept: str, column: Column, value: Any, transmission: Transmission) -> bool:
    if len(kept) != column.width and column.name != "notes":
        return False
    # Where the column is blank the administration manages its own frequencies, and the reader takes it for the manager.
    if column.name == "manager" and not kept.strip():
        return bool(value == transmission.administration)
    try:
        return bool(column.read(kept) == value)
    except ValueFault:
        return not value and not column.essential


def _is_comment(line: str) -> bool:
    return line.startswith(";") or not line.strip()


def _numbers(numbers: list[int]) -> str:
    if not numbers:
        return "none: all are used"
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
