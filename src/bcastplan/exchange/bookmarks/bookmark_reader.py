"""Turns bookmarks into unused transmissions: a schedule can begin with their names and frequencies.

They are never on the air, because bookmarks know no times.
"""

from __future__ import annotations

from bcastplan.exchange.bookmarks.bookmark_files import Bookmark, bookmarks_in
from bcastplan.exchange.eibi.eibi_rows import read_frequency
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem
from bcastplan.model.frequency import HIGHEST_KHZ, format_khz
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW, Season
from bcastplan.model.transmission import Origin, Transmission

MODE_KEY = "x-bookmark-mode"
_MODES = {"AM": "AM", "DSB": "AM", "USB": "SSB", "LSB": "SSB", "SSB": "SSB", "DRM": "DRM"}


def read_bookmarks(file: str, data: bytes, *, season: Season | None = None) -> tuple[Schedule, list[Problem]]:
    """Read bookmarks of SDR#, SDR++ or Gqrx.

    Args:
        file: the name messages give it.
        data: its content.
        season: the season the schedule is to be of; bookmarks have none.

    Returns a schedule of unused transmissions, ids ``b1``, ``b2``, ..., and what there is to say (CSV008, CSV009).
    Raises UnreadableInput for anything else.
    """
    problems: list[Problem] = []
    transmissions: list[Transmission] = []
    beyond: list[Bookmark] = []
    for number, mark in enumerate(bookmarks_in(file, data), 1):
        try:
            khz = _kilohertz(mark)
        except ValueFault as fault:
            where = Place(file, mark.line, 1, f"b{number}")
            problems.append(Problem("CSV008", f"'{mark.name}': {fault}; the bookmark is left out", where))
            continue
        if khz > HIGHEST_KHZ:
            beyond.append(mark)
            continue
        transmissions.append(_transmission(mark, khz, number, len(transmissions), file, season))
    if beyond:
        message = f"{len(beyond)} bookmarks above {format_khz(HIGHEST_KHZ / 1000)} MHz are left out"
        problems.append(Problem("CSV009", message, Place(file, beyond[0].line), {"count": len(beyond)}))
    window = season.window if season else NO_WINDOW
    schedule = Schedule(file=file, kind="csv", season=season, window=window, transmissions=tuple(transmissions))
    return schedule, problems


def _kilohertz(mark: Bookmark) -> float:
    try:
        hertz = float(mark.hertz)
    except ValueError:
        hertz = 0.0
    if not 0 < hertz < float("inf"):
        raise ValueFault(f"'{mark.hertz}' is no frequency in hertz")
    khz = hertz / 1000
    # What lies above HF is only counted, and needs no check as a frequency of a schedule.
    return khz if khz > HIGHEST_KHZ else read_frequency(f"{khz:.3f}")


def _transmission(
    mark: Bookmark, khz: float, number: int, index: int, file: str, season: Season | None
) -> Transmission:
    mode = next((name for word, name in _MODES.items() if word in mark.mode.upper().split()), "AM")
    extensions = {MODE_KEY: mark.mode} if mark.mode and mark.mode.upper() != mode else {}
    return Transmission.trusted(
        {
            "id": f"b{number}",
            "service": mark.name or f"{format_khz(khz)} kHz",
            "frequency_khz": khz,
            "time": ClockTime(0, MINUTES_PER_DAY),
            "status": "unused",
            "mode": mode,
            "note": f"bookmark of {mark.group}" if mark.group else "bookmark",
            "extensions": extensions,
            "season": season,
            "window": season.window if season else NO_WINDOW,
            "origin": Origin(file, mark.line, 1, {}, index),
        }
    )
