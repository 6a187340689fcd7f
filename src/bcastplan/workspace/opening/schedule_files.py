"""One input -> schedules, whatever its format; a reader that gives up gives the reason, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import Source, read_input
from bcastplan.exchange.text_lists import refuse_what_is_no_list
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.workspace.opening.discovery import STDIN, is_yaml_name

FORMATS = ("yaml", "hfcc", "eibi", "aoki", "csv")


@dataclass(slots=True)
class Reading:
    """What came of one input: its schedules and what reading them said; ``passed_over`` if it is not ours."""

    name: str
    schedules: list[Schedule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: bool = False
    passed_over: bool = False


def read(name: str, *, explicit: bool = True, pipes: bool = True) -> Reading:
    """Read a file, an archive or standard input.

    A file found in a folder (``explicit`` false) that is no schedule is passed over; a file that was named must be
    readable. An input that cannot be read at all becomes a FIL001 problem. Pipes and devices are read where the user
    names them (``explicit`` and ``pipes``), never where a folder or a plan does: nobody may be there to write.
    """
    reading = Reading(name)
    try:
        sources = read_input(name, pipes=pipes and explicit)
    except UnreadableInput as error:
        if not explicit and name.lower().endswith(".zip"):
            reading.passed_over = True
        else:
            _unreadable(reading, error)
        return reading
    for source in sources:
        _read_source(source, explicit, reading)
    return reading


def _read_source(source: Source, explicit: bool, reading: Reading) -> None:
    kind = source.kind
    if kind is None or (kind == "csv" and not explicit):
        if not explicit:
            reading.passed_over = True
            return
        if source.data.strip() and not (is_yaml_name(source.name) or source.name == STDIN):
            _unknown(source, reading)
            return
        kind = "yaml"
    try:
        schedule, problems = _READERS[kind](source.name, source.data)
    except UnreadableInput as error:
        _unreadable(reading, error)
        return
    reading.problems.extend(problems)
    if schedule is not None:
        reading.schedules.append(schedule)


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
    reading.problems.append(Problem("FIL001", reason, Place(error.file)))


def _yaml(name: str, data: bytes) -> tuple[Schedule | None, list[Problem]]:
    text, problems = decode_text(name, data)
    if problems:
        return None, problems
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
