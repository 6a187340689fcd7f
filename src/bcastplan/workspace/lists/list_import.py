"""Another program's list -> schedule files that a planner can edit; nothing is overwritten unasked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import Source, read_input
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.exchange.tables.column_mapping import OUR_OWN, Mapping, read_mapping
from bcastplan.exchange.writable import writable
from bcastplan.files.regular import stands
from bcastplan.files.writing import FileWrite, Over, Transaction
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Season
from bcastplan.model.transmission import Transmission
from bcastplan.rules.registry import rules_of
from bcastplan.workspace.lists.choice import Choice

FORMATS = ("hfcc", "eibi", "aoki", "csv", "bookmarks")
"""Formats that can be brought in."""

_LONGEST_NAME = 60  # characters of a file's name
_WORDS = {"hfcc": "an HFCC file", "eibi": "an EiBi list", "aoki": "an Aoki list", "yaml": "a schedule of our own"}


@dataclass(frozen=True, slots=True)
class Request:
    """What to bring in and how.

    Attributes:
        kind: one of FORMATS.
        file: a file, an archive or ``-``.
        folder: where schedules go; with ``single``, a name ending in .yaml is the file itself.
        single: one file instead of one for each service.
        season: the season where the file does not tell it.
        mapping: a mapping file for tables.
    """

    kind: str
    file: str
    folder: str = "."
    choice: Choice = field(default_factory=Choice)
    single: bool = False
    season: Season | None = None
    mapping: str | None = None


@dataclass(slots=True)
class Imported:
    """Schedule files in the order they are to be written, and what reading had to say."""

    files: dict[str, str] = field(default_factory=dict)
    transmissions: int = 0
    findings: list[Finding] = field(default_factory=list)
    unreadable: bool = False
    read: int = 0
    """Transmissions in the file before the choice."""
    undated: list[str] = field(default_factory=list)
    """Lists whose season nobody knows: their rows have no dates, so that nothing can be written of them."""

    @property
    def existing(self) -> list[str]:
        """The files among them that are there already."""
        return [name for name in self.files if stands(name)]

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of each file."""
        return {name: text.encode("utf-8") for name, text in self.files.items()}

    def write(self, replaced: Sequence[str] = ()) -> None:
        """Write the files together, new ones all or none; only the ``replaced`` ones may be there. Raises OSError."""
        writes = [
            FileWrite(name, data, Over.ANY_FILE if name in replaced else Over.NOTHING)
            for name, data in self.contents.items()
        ]
        Transaction(writes, make_folders=True).run()


def findings_of(problems: Iterable[Problem]) -> list[Finding]:
    """Problems of a reader or writer with the names and severities of their rules, sorted and each once."""
    problems = list(problems)
    rules = rules_of(sorted({problem.code for problem in problems})) if problems else {}
    by_key: dict[tuple[object, ...], Finding] = {}
    for problem in problems:
        rule = rules[problem.code]
        severity = problem.severity or rule.severity
        place, other, data = problem.place, problem.other, dict(problem.data)
        finding = Finding(rule.code, rule.name, severity, problem.message, place, other, data, problem.loses)
        by_key.setdefault(finding.sort_key, finding)
    return sorted(by_key.values(), key=lambda finding: finding.sort_key)


def import_list(request: Request) -> Imported:
    """Read a list and make schedule files of the transmissions that were asked for; nothing is written yet."""
    done = Imported()
    problems: list[Problem] = []
    try:
        mapping = _mapping(request.mapping, problems)
        schedules = [] if mapping is None else _schedules(request, mapping, problems)
    except UnreadableInput as error:
        done.unreadable = True
        done.findings = findings_of(
            [*problems, Problem("FIL001", f"cannot be read: {error.reason}", Place(error.file))]
        )
        return done
    chosen: list[tuple[Schedule, list[Transmission]]] = []
    for schedule in schedules:
        kept = request.choice.kept(schedule.transmissions)
        done.read += len(schedule.transmissions)
        problems = list(_about(problems, schedule, kept))
        writing, differences = writable(kept, "EIB011")
        problems += differences
        chosen.append((schedule, writing))
    done.transmissions = sum(len(kept) for _, kept in chosen)
    done.undated = [schedule.file for schedule, kept in chosen if kept and schedule.window.is_empty]
    # Rows without dates would be on the air on none, and a file of them would look like a schedule.
    if not done.undated:
        done.files = _files(request, [pair for pair in chosen if pair[1]])
    done.findings = findings_of(problems)
    return done


def _mapping(name: str | None, problems: list[Problem]) -> Mapping | None:
    """The mapping that was asked for; None where it has problems, which are added to ``problems``."""
    if name is None:
        return OUR_OWN
    try:
        text, faults = decode_text(name, Path(name).read_bytes())
    except OSError as error:
        raise UnreadableInput(name, error.strerror or str(error)) from None
    if faults:
        problems += [Problem("CSV007", fault.message, fault.place) for fault in faults]
        return None
    mapping, mapping_problems = read_mapping(name, text)
    problems += mapping_problems
    return None if mapping_problems else mapping


def _schedules(request: Request, mapping: Mapping, problems: list[Problem]) -> list[Schedule]:
    schedules = []
    for source in _sources(request):
        schedule, reading_problems = _read(request, source, mapping)
        problems += reading_problems
        if request.season is not None and schedule.season is not None and schedule.season != request.season:
            message = (
                f"the list is of {schedule.season}, not of {request.season} as asked for: nothing is taken from it"
            )
            raise UnreadableInput(source.name, message)
        schedules.append(schedule)
    return schedules


def _sources(request: Request) -> list[Source]:
    """The members of the file that may be of the format asked for; raises UnreadableInput where another is certain."""
    sources = read_input(request.file)
    fitting = [source for source in sources if source.kind in (request.kind, None)]
    if fitting:
        return fitting
    kinds = {source.kind for source in sources}
    if request.kind == "csv" or kinds == {"csv"}:  # any list of separated values may be read as a table, and said so
        return sources
    kind = next(str(kind) for kind in kinds)
    how = f"`bcastplan import {kind}` reads it" if kind in FORMATS else "`bcastplan check` reads it as it is"
    raise UnreadableInput(request.file, f"this is {_WORDS.get(kind, 'another format')}, not {request.kind}: {how}")


def _read(request: Request, source: Source, mapping: Mapping) -> tuple[Schedule, list[Problem]]:
    if request.kind == "hfcc":
        from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
        from bcastplan.exchange.text_lists import refuse_what_is_no_list

        # The reader of HFCC files reads whatever has columns; a web page that was saved must not become a schedule.
        refuse_what_is_no_list(source.name, source.data)
        return read_hfcc(source.name, source.data, season=request.season)
    if request.kind == "eibi":
        from bcastplan.exchange.eibi.eibi_reader import read_eibi

        return read_eibi(source.name, source.data, season=request.season)
    if request.kind == "aoki":
        from bcastplan.exchange.aoki.aoki_reader import read_aoki

        return read_aoki(source.name, source.data, season=request.season)
    if request.kind == "bookmarks":
        from bcastplan.exchange.bookmarks.bookmark_reader import read_bookmarks

        return read_bookmarks(source.name, source.data, season=request.season)
    from bcastplan.exchange.tables.table_reader import read_csv

    return read_csv(source.name, source.data, mapping=mapping, season=request.season)


def _about(problems: list[Problem], schedule: Schedule, kept: Sequence[Transmission]) -> list[Problem]:
    """The problems, except those of rows of the schedule that were not asked for."""
    if len(kept) == len(schedule.transmissions):
        return problems
    left_out = {transmission.origin.line for transmission in schedule.transmissions} - {row.origin.line for row in kept}
    return [
        problem for problem in problems if problem.place.file != schedule.file or problem.place.line not in left_out
    ]


def _files(request: Request, chosen: Sequence[tuple[Schedule, list[Transmission]]]) -> dict[str, str]:
    """Name -> text of every schedule file."""
    files: dict[str, str] = {}
    for schedule, transmissions in chosen:
        if request.single:
            name = _single_name(request.folder, schedule, len(chosen))
            files[_free(name, files)] = _text(None, transmissions, schedule, request, schedule.extensions)
            continue
        by_service: dict[str, list[Transmission]] = {}
        for transmission in transmissions:
            by_service.setdefault(transmission.service, []).append(transmission)
        # The comments of a list speak of all of it: they go along where one schedule holds all of it.
        holds_all = len(by_service) == 1 and len(transmissions) == len(schedule.transmissions)
        whole = schedule.extensions if request.kind == "hfcc" and holds_all else {}
        for service, rows in by_service.items():
            name = str(PurePosixPath(request.folder, f"{slug(service)}.yaml"))
            files[_free(name, files)] = _text(service or None, rows, schedule, request, whole)
    return files


def _single_name(folder: str, schedule: Schedule, schedules: int) -> str:
    if folder.endswith((".yaml", ".yml")) and schedules == 1:
        return folder
    stem = PurePosixPath(re.split(r"[\\/!]", schedule.file)[-1]).stem
    return str(PurePosixPath(folder.removesuffix(".yaml").removesuffix(".yml"), f"{slug(stem)}.yaml"))


def _free(name: str, files: dict[str, str]) -> str:
    """The name, with a number where two services have the same one."""
    path = PurePosixPath(name)
    number = 2
    while name in files:
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1
    return name


def _text(
    service: str | None,
    rows: Sequence[Transmission],
    schedule: Schedule,
    request: Request,
    extensions: dict[str, object],
) -> str:
    source = "standard input" if schedule.file == "-" else schedule.file.replace("\\", "/").rsplit("/", 1)[-1]
    return schedule_yaml(
        service,
        rows,
        season=schedule.season,
        window=schedule.window,
        comments=[f"Source: {source}, read with `bcastplan import {request.kind}`."],
        extensions=extensions,
    )


def slug(name: str) -> str:
    """A file name for a service: small letters, digits and hyphens."""
    # Accents are taken off their letters, so that `Radio Española` becomes `radio-espanola`.
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:_LONGEST_NAME].strip("-") or "unnamed"
