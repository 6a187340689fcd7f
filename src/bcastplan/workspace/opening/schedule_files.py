"""One input -> schedules, whatever its format; a reader that gives up gives the reason, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import Source, read_input
from bcastplan.exchange.file_kind import recognise
from bcastplan.exchange.text_lists import refuse_what_is_no_list
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import WHOLE_FILE, Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.workspace.opening.discovery import STDIN, Candidate, is_yaml_name

_NO_ROWS = ("HFC008", "EIB007", "AOK005", "CSV005")
_NO_SEASON = ("HFC007", "EIB006", "AOK004", "CSV004")
FORMATS = ("yaml", "hfcc", "eibi", "aoki", "csv")
LISTS_FOR_LISTENERS = ("eibi", "aoki")
"""Formats of what somebody heard on the air, which nobody plans or files."""


@dataclass(slots=True)
class Reading:
    """The result of reading one input: its schedules and problems; ``passed_over`` if it is no file of ours."""

    name: str
    schedules: list[Schedule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: bool = False
    passed_over: bool = False


def read_candidate(candidate: Candidate) -> Reading:
    """Read what a search found or a user named; standard input under the name of the file that it stands for."""
    if candidate.text is not None:
        data = candidate.text.encode("utf-8", "surrogateescape")
        return read_bytes(candidate.name, data, explicit=candidate.explicit)
    return read(candidate.name, explicit=candidate.explicit, stands_for=candidate.stands_for)


def read(name: str, *, explicit: bool = True, pipes: bool = True, stands_for: str | None = None) -> Reading:
    """Read a file, an archive or standard input.

    A file found in a folder (``explicit`` false) that is no schedule is passed over; a file that was named must be
    readable. An input that cannot be read at all becomes a FIL001 problem. Pipes and devices are read where the user
    names them (``explicit`` and ``pipes``), never where a folder or a plan does: nobody may be there to write.
    """
    reading = Reading(name)
    try:
        sources = read_input(name, pipes=pipes and explicit)
    except UnreadableInput as error:
        # Folders hold archives of all kinds, and one without a schedule is nobody's fault.
        if not explicit and name.lower().endswith(".zip"):
            reading.passed_over = True
        else:
            _unreadable(reading, error)
        return reading
    for source in sources:
        if stands_for is not None:
            shown = stands_for + source.name.removeprefix(name)
            source = Source(shown, source.data, recognise(shown, source.data))
        _read_source(source, explicit, reading)
    return reading


def read_bytes(name: str, data: bytes, *, explicit: bool = True) -> Reading:
    """Read the contents of a file as if it had been named, or found in a folder; an archive's are read by ``read``."""
    reading = Reading(name)
    _read_source(Source(name, data, recognise(name, data)), explicit, reading)
    return reading


def _read_source(source: Source, explicit: bool, reading: Reading) -> None:
    kind = source.kind
    # Any table looks like a CSV list, so that only those that are named count as one.
    if kind is None or (kind == "csv" and not explicit):
        if not explicit:
            reading.passed_over = True
            return
        if source.data.strip() and not (is_yaml_name(source.name) or source.name == STDIN):
            _unknown(source, reading)
            return
        # The YAML reader tells what is wrong: an empty file, or a YAML file without `bcastplan: 1`.
        kind = "yaml"
    try:
        schedule, problems = _READERS[kind](source.name, source.data)
    except UnreadableInput as error:
        _unreadable(reading, error)
        return
    if kind != "yaml" and (schedule is None or schedule.window.is_empty or not schedule.transmissions):
        counted = any(problem.loses is not None for problem in problems)
        problems = [_losing_all(problem, schedule, counted) for problem in problems]
    reading.problems.extend(problems)
    if schedule is not None:
        reading.schedules.append(schedule)


def _losing_all(problem: Problem, schedule: Schedule | None, counted: bool) -> Problem:
    """The problem of a list of which nothing is on the air, with how many rows it loses that no other has counted."""
    if problem.code in _NO_ROWS:
        return replace(problem, loses=0 if counted else WHOLE_FILE)
    if problem.code in _NO_SEASON and problem.loses is None and schedule is not None:
        return replace(problem, loses=len(schedule.transmissions))
    return problem


def _unknown(source: Source, reading: Reading) -> None:
    try:
        decode_text(source.name, source.data)
        refuse_what_is_no_list(source.name, source.data)
    except UnreadableInput as error:
        _unreadable(reading, error)
        return
    reason = "no format that is known here (YAML schedule, HFCC, EiBi, Aoki, CSV): is it the right file?"
    _unreadable(reading, UnreadableInput(source.name, reason))


def _unreadable(reading: Reading, error: UnreadableInput) -> None:
    reading.unreadable = True
    reason = f"cannot be read: {error.reason.removeprefix('cannot be read: ')}"
    reading.problems.append(Problem("FIL001", reason, Place(error.file), loses=WHOLE_FILE))


def _yaml(name: str, data: bytes) -> tuple[Schedule | None, list[Problem]]:
    text, problems = decode_text(name, data)
    if problems:
        return None, [replace(problem, loses=WHOLE_FILE) for problem in problems]
    return read_schedule(name, text)


def _hfcc(name: str, data: bytes) -> tuple[Schedule | None, list[Problem]]:
    from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc

    return read_hfcc(name, data)


def _eibi(name: str, data: bytes) -> tuple[Schedule | None, list[Problem]]:
    from bcastplan.exchange.eibi.eibi_reader import read_eibi

    return read_eibi(name, data)


def _aoki(name: str, data: bytes) -> tuple[Schedule | None, list[Problem]]:
    from bcastplan.exchange.aoki.aoki_reader import read_aoki

    return read_aoki(name, data)


def _csv(name: str, data: bytes) -> tuple[Schedule | None, list[Problem]]:
    from bcastplan.exchange.tables.table_reader import read_csv

    return read_csv(name, data)


_READERS: dict[str, Callable[[str, bytes], tuple[Schedule | None, list[Problem]]]] = {
    "yaml": _yaml,
    "hfcc": _hfcc,
    "eibi": _eibi,
    "aoki": _aoki,
    "csv": _csv,
}
