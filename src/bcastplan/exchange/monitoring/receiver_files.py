"""What receiver programs load, so that monitors find their frequencies: bookmarks, labels and a timetable.

Bookmarks of SDR++ (frequency manager, JSON), SDR# (XML) and Gqrx (text with semicolons) have a frequency, a name and a
mode and know no times: a service on a frequency is one bookmark, whose name tells the times. Labels of KiwiSDR have
times and days of the week, but no dates. The timetable has a line for each hour and transmission, with empty columns
for what is heard; a filled one, with dates, is a log.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple
from xml.sax.saxutils import escape

from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.model.counts import count
from bcastplan.model.days import DAILY, format_days, shift_days
from bcastplan.model.finding import Place, Problem
from bcastplan.model.frequency import format_khz, hertz
from bcastplan.model.inert import inert, inert_cell
from bcastplan.model.transmission import Transmission

_MINUTES_PER_HOUR = 60
_LONGEST_NAME = 80  # characters of a bookmark's name
_BANDWIDTH_HZ = {"AM": 9_000, "SSB": 2_700, "DRM": 10_000}
"""What a receiver lets through: a channel of shortwave, a voice, and a DRM signal of the usual width."""

_SDRPP_MODES = {"AM": 2, "SSB": 4, "DRM": 7}
"""Numbers of AM, USB and RAW in SDR++'s list of demodulators."""
_NAMED_MODES = {"AM": "AM", "SSB": "USB", "DRM": "RAW"}
_GQRX_MODES = {"AM": "AM", "SSB": "USB", "DRM": "Raw I/Q"}
_KIWI_MODES = {"AM": "AM", "SSB": "USB", "DRM": "DRM"}
_KIWI_LINE_BYTES = 500
"""KiwiSDR reads lines of 511 bytes at most, each by itself."""
_GQRX_COLOUR = "#c0c0c0"

_TIMETABLE = (
    "hour", "start", "stop", "frequency", "service", "language", "site", "power", "target", "days", "from", "until",
    "date", "place", "sinpo", "status", "remark",
)  # fmt: skip
_TO_FILL_IN = 5  # columns at the end


class _Bookmark(NamedTuple):
    """A service on a frequency, with the times of all its transmissions there."""

    frequency_hz: int
    name: str
    mode: str
    service: str


def write_receiver_file(kind: str, transmissions: Sequence[Transmission]) -> tuple[bytes, list[Problem]]:
    """Write transmissions for a receiver program.

    Args:
        kind: one of ``RECEIVER_FORMATS``.
        transmissions: those that count are written; unused ones and jammers are left out.

    Returns the file, and what its format cannot carry (MON101, MON102).
    """
    written = [transmission for transmission in transmissions if transmission.counts]
    return _WRITERS[kind](written)


def _bookmarks(transmissions: Iterable[Transmission]) -> tuple[list[_Bookmark], list[Problem]]:
    """One bookmark for each service, frequency and mode, by frequency, and that times are in names only."""
    times: dict[tuple[int, str, str], dict[str, None]] = {}
    first: Transmission | None = None
    number = 0
    for transmission in transmissions:
        key = (hertz(transmission.frequency_khz), transmission.service, transmission.mode)
        times.setdefault(key, {})[str(transmission.time)] = None
        first = first or transmission
        number += 1
    marks = [
        _Bookmark(frequency_hz, _name(frequency_hz, service, list(clocks)), mode, inert(service))
        for (frequency_hz, service, mode), clocks in sorted(times.items())
    ]
    if first is None:
        return [], []
    message = (
        f"bookmarks know no times, days and dates: those of {count(number, 'transmission')} are in their names only"
    )
    return _uniquely_named(marks), [Problem("MON101", message, Place(first.file), {"count": number})]


def _name(frequency_hz: int, service: str, clocks: Sequence[str]) -> str:
    name = f"{inert(service)} {format_khz(frequency_hz / 1000)} {' '.join(sorted(clocks))}"
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _uniquely_named(marks: Iterable[_Bookmark]) -> list[_Bookmark]:
    """The same bookmarks, each with a name of its own: SDR++ knows them by it."""
    used: set[str] = set()
    named = []
    for mark in marks:
        name, number = mark.name, 2
        while name in used:
            name, number = f"{mark.name} ({number})", number + 1
        used.add(name)
        named.append(mark._replace(name=name))
    return named


def _sdrpp(transmissions: Sequence[Transmission]) -> tuple[bytes, list[Problem]]:
    marks, problems = _bookmarks(transmissions)
    bookmarks = {
        mark.name: {
            "bandwidth": float(_BANDWIDTH_HZ[mark.mode]),
            "frequency": float(mark.frequency_hz),
            "mode": _SDRPP_MODES[mark.mode],
        }
        for mark in marks
    }
    return (json.dumps({"bookmarks": bookmarks}, ensure_ascii=False, indent=4) + "\n").encode(), problems


def _sdrsharp(transmissions: Sequence[Transmission]) -> tuple[bytes, list[Problem]]:
    marks, problems = _bookmarks(transmissions)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<ArrayOfMemoryEntry>"]
    for mark in marks:
        lines += [
            "  <MemoryEntry>",
            "    <IsFavourite>false</IsFavourite>",
            f"    <Name>{escape(mark.name)}</Name>",
            f"    <GroupName>{escape(mark.service)}</GroupName>",
            f"    <Frequency>{mark.frequency_hz}</Frequency>",
            f"    <DetectorType>{_NAMED_MODES[mark.mode]}</DetectorType>",
            "    <Shift>0</Shift>",
            f"    <FilterBandwidth>{_BANDWIDTH_HZ[mark.mode]}</FilterBandwidth>",
            "  </MemoryEntry>",
        ]
    return ("\n".join([*lines, "</ArrayOfMemoryEntry>"]) + "\n").encode(), problems


def _gqrx(transmissions: Sequence[Transmission]) -> tuple[bytes, list[Problem]]:
    """Gqrx takes semicolons and commas for separators, so that names have none."""
    marks, problems = _bookmarks(transmissions)

    def plain(text: str) -> str:
        return text.replace(";", " ").replace(",", " ")

    lines = ["# Tag name          ;  color"]
    lines += [f"{plain(service):<20}; {_GQRX_COLOUR}" for service in dict.fromkeys(mark.service for mark in marks)]
    lines += ["", "# Frequency ; Name                     ; Modulation          ;  Bandwidth; Tags"]
    lines += [
        f"{mark.frequency_hz:>12}; {plain(mark.name):<25}; {_GQRX_MODES[mark.mode]:<20}; "
        f"{_BANDWIDTH_HZ[mark.mode]:>10}; {plain(mark.service)}"
        for mark in marks
    ]
    return ("\n".join(lines) + "\n").encode(), problems


def _kiwisdr(transmissions: Sequence[Transmission]) -> tuple[bytes, list[Problem]]:
    """Labels by rising frequency, each on a line of its own; what makes a line too long is cut from its notes."""
    ordered = sorted(transmissions, key=lambda transmission: (transmission.frequency_khz, transmission.time))
    lines = [_label(transmission) for transmission in ordered]
    dated = [
        transmission
        for transmission in transmissions
        if transmission.valid_from or transmission.valid_until or transmission.excepted or transmission.repeat
    ]
    problems = []
    if dated:
        message = (
            f"labels of KiwiSDR have no dates: those of {count(len(dated), 'transmission')} are in their notes only"
        )
        place = dated[0].place("from")
        problems.append(Problem("MON102", message, Place(place.file, place.line), {"count": len(dated)}))
    return ('{"dx":[\n' + ",\n".join(lines) + "\n]}\n").encode(), problems


def _label(transmission: Transmission) -> str:
    options: dict[str, int] = {}
    if transmission.days != DAILY:
        # KiwiSDR counts days from the left: Monday is the highest of seven bits.
        options["d0"] = sum(1 << (6 - day) for day in range(7) if transmission.days >> day & 1)
    start, stop = transmission.time
    # KiwiSDR has times as numbers of hours and minutes: 0930 is 930.
    begin, end = int(clock(start)), int(clock_stop(stop))
    if (start, stop) != (0, MINUTES_PER_DAY):
        options |= {"b0": begin, "e0": end}
    notes = _notes(transmission)
    while True:
        label = [
            round(transmission.frequency_khz, 2),
            _KIWI_MODES[transmission.mode],
            inert(transmission.service),
            notes,
        ]
        line = json.dumps([*label, options] if options else label, ensure_ascii=False)
        if len(line.encode()) <= _KIWI_LINE_BYTES or not notes:
            return line
        # The notes are cut a little at a time until the line fits: escaped letters make its length hard to tell before.
        notes = notes[:-10].rstrip()


def _notes(transmission: Transmission) -> str:
    parts = [
        transmission.site_code,
        None if transmission.power_kw is None else f"{transmission.power_kw:g} kW",
        None if transmission.target is None else f"to {transmission.target}",
        transmission.language_text,
        f"from {transmission.valid_from}" if transmission.valid_from else None,
        f"until {transmission.valid_until}" if transmission.valid_until else None,
        f"not on {', '.join(str(day) for day in sorted(transmission.excepted))}" if transmission.excepted else None,
        transmission.repeat.text if transmission.repeat else None,
    ]
    return inert(", ".join(part for part in parts if part))


def _timetable(transmissions: Sequence[Transmission]) -> tuple[bytes, list[Problem]]:
    """A line for every hour of the day in which a transmission is on the air, by hour, minute and frequency.

    Days and dates are those of the hour: after midnight they are a day later than where the airing starts.
    """
    rows: list[tuple[int, int, float, list[str]]] = []
    for transmission in transmissions:
        start, stop = transmission.time
        at = start
        while at < stop:
            end = min(stop, (at // _MINUTES_PER_HOUR + 1) * _MINUTES_PER_HOUR)
            days_later, within = divmod(at, MINUTES_PER_DAY)
            cells = [
                f"{within // _MINUTES_PER_HOUR:02d}",
                clock(within),
                clock_stop(within + end - at),
                format_khz(transmission.frequency_khz),
                transmission.service,
                transmission.language_text or "",
                transmission.site_code or "",
                "" if transmission.power_kw is None else f"{transmission.power_kw:g}",
                transmission.target or "",
                format_days(shift_days(transmission.days, days_later)),
                (transmission.first_date + timedelta(days=days_later)).isoformat(),
                (transmission.last_date + timedelta(days=days_later)).isoformat(),
                *[""] * _TO_FILL_IN,
            ]
            rows.append((within // _MINUTES_PER_HOUR, within, transmission.frequency_khz, cells))
            at = end
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_TIMETABLE)
    writer.writerows([inert_cell(cell) for cell in cells] for *_, cells in sorted(rows))
    return out.getvalue().encode(), []


_WRITERS: dict[str, Callable[[Sequence[Transmission]], tuple[bytes, list[Problem]]]] = {
    "sdrpp": _sdrpp,
    "sdrsharp": _sdrsharp,
    "gqrx": _gqrx,
    "kiwisdr": _kiwisdr,
    "timetable": _timetable,
}
RECEIVER_FORMATS = tuple(_WRITERS)
"""What receiver files can be written as."""
