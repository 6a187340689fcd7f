"""Paths -> an opened workspace: plans, their schedules, the reference schedules and one airtime table over all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import count, islice
from pathlib import PurePosixPath
from types import MappingProxyType

from bcastplan.airtime.jamming import JammerRow, Jamming, KeptAirings, PlanJammers, jamming_of
from bcastplan.airtime.table import AirtimeTable, build
from bcastplan.document.plan_reader import read_plan
from bcastplan.document.splice import EditRefused
from bcastplan.document.text import decode_text
from bcastplan.files.regular import is_there, read_regular
from bcastplan.model.counts import count as count_of
from bcastplan.model.dates import parse_month
from bcastplan.model.errors import UnreadableInput, ValueFault
from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.jammers import MOST_JAMMERS
from bcastplan.model.plan import PLAN_FILE, Plan
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.rules.registry import all_rules
from bcastplan.workspace.opening.discovery import (
    Candidate,
    Discovery,
    PlanFolder,
    discover,
    files_matching,
    identity,
    join,
    matches_glob,
    posix,
)
from bcastplan.workspace.opening.kept_readings import Readings
from bcastplan.workspace.opening.parallel import read_all
from bcastplan.workspace.opening.schedule_files import LISTS_FOR_LISTENERS, Reading, read

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def no_progress(_what: str, _done: int, _all: int) -> None:
    """Take a report of progress and do nothing with it."""


@dataclass
class OpenPlan:
    """One plan with what was read for it."""

    plan: Plan
    schedules: list[Schedule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unmatched: dict[str, str] = field(default_factory=dict)
    """Dotted plan key -> pattern or path that matches nothing."""
    whole: bool = True
    """Whether the plan's folder was searched, so that all of its schedules are here."""
    found_lists: set[str] = field(default_factory=set)
    """Lists for listeners found in the folder: they are compared with our transmissions, never with each other."""

    def note_found(self, schedules: Iterable[Schedule]) -> None:
        """Note those of some schedules found in the folder that are lists for listeners."""
        self.found_lists.update(schedule.file for schedule in schedules if schedule.kind in LISTS_FOR_LISTENERS)

    @cached_property
    def directory(self) -> Directory:
        """The plan's codes over the shipped tables."""
        return Directory(self.plan.codes, self.plan.region)

    @property
    def key(self) -> str:
        """How sides of conflicts, agreements and inventories name the plan."""
        return self.plan.file or self.plan.root

    @property
    def rows(self) -> int:
        """How many transmissions it has."""
        return sum(len(schedule.transmissions) for schedule in self.schedules)

    @property
    def transmissions(self) -> list[Transmission]:
        """All transmissions of the plan, in the order of its files."""
        return [transmission for schedule in self.schedules for transmission in schedule.transmissions]


@dataclass
class Workspace:
    """Everything that was opened together; the table's rows are the plans' transmissions, then the reference's."""

    plans: list[OpenPlan] = field(default_factory=list)
    reference: list[Schedule] = field(default_factory=list)
    reference_problems: list[Problem] = field(default_factory=list)
    unreadable: int = 0
    """Inputs that could not be read at all."""
    _jamming: tuple[AirtimeTable, object, Jamming] | None = field(default=None, repr=False, compare=False)
    _jammers: dict[int, tuple[Schedule, tuple[JammerRow, ...]]] = field(default_factory=dict, repr=False, compare=False)
    """The jammers among the rows of each schedule that was there when they were last asked for."""
    _kept_airings: KeptAirings = field(default_factory=KeptAirings, repr=False, compare=False)

    @property
    def schedules(self) -> list[Schedule]:
        """The schedules of all plans."""
        return [schedule for plan in self.plans for schedule in plan.schedules]

    @cached_property
    def own_rows(self) -> int:
        """How many rows of the table belong to the plans."""
        return sum(plan.rows for plan in self.plans)

    @cached_property
    def table(self) -> AirtimeTable:
        """One airtime table over the plans and the reference schedules."""
        rows = [transmission for plan in self.plans for transmission in plan.transmissions]
        rows += [transmission for schedule in self.reference for transmission in schedule.transmissions]
        return build(rows)

    @cached_property
    def own_table(self) -> AirtimeTable:
        """The airtime table of the plans alone; their rows have the same numbers as in ``table``."""
        if not self.reference:
            return self.table
        return build([transmission for plan in self.plans for transmission in plan.transmissions])

    @property
    def jamming(self) -> Jamming:
        """When and where transmissions may be jammed: by the plans' jammers, and by those that lists name."""
        jammers = tuple((plan.key, plan.plan.jammers) for plan in self.plans)
        known = self._jamming
        # Edits put another table or other jammers in place; everything else leaves the answer as it is.
        if known is None or known[0] is not self.table or known[1] != jammers:
            known = self._jamming = (self.table, jammers, self.jamming_on(self.table))
        return known[2]

    def jamming_on(self, table: AirtimeTable) -> Jamming:
        """The jammers of a table with as many rows as the workspace has, some of them moved."""
        plans = [
            PlanJammers(plan.key, plan.plan.jammers[:MOST_JAMMERS], self.rows_of(plan))
            for plan in self.plans
            if plan.plan.jammers
        ]
        before, self._jammers = self._jammers, {}
        for schedule, is_reference in (
            *((schedule, False) for schedule in self.schedules),
            *((schedule, True) for schedule in self.reference),
        ):
            known = before.get(id(schedule))
            # An id may be given again once its object is gone, so that the schedule itself is compared.
            if known is None or known[0] is not schedule:
                known = (schedule, _jammers_listed(schedule, is_reference=is_reference))
            self._jammers[id(schedule)] = known
        listed = [row for _, rows in self._jammers.values() for row in rows]
        return jamming_of(table, plans, listed, self._kept_airings)

    def note_jammers(self, schedule: Schedule, jammers: Iterable[Transmission], *, is_reference: bool) -> None:
        """Note which transmissions of a schedule are jammers, so that not all of them are looked at."""
        self._jammers[id(schedule)] = (schedule, _jammer_rows(jammers, is_reference=is_reference))

    def rows_of(self, plan: OpenPlan) -> range:
        """The rows of one plan."""
        first = 0
        for opened in self.plans:
            count = opened.rows
            if opened is plan:
                return range(first, first + count)
            first += count
        raise ValueError("not a plan of this workspace")

    def plan_of_row(self, row: int) -> OpenPlan | None:
        """The plan a row belongs to, or None for a reference row."""
        for plan in self.plans:
            count = plan.rows
            if row < count:
                return plan
            row -= count
        return None


def _jammers_listed(schedule: Schedule, *, is_reference: bool) -> tuple[JammerRow, ...]:
    jammers = (transmission for transmission in schedule.transmissions if transmission.jammer)
    return _jammer_rows(jammers, is_reference=is_reference)


def _jammer_rows(jammers: Iterable[Transmission], *, is_reference: bool) -> tuple[JammerRow, ...]:
    return tuple(JammerRow.of_list(jammer, month_heard(jammer), is_reference=is_reference) for jammer in jammers)


def month_heard(transmission: Transmission) -> date | None:
    """The month in which a row of EiBi's list was heard last, as its first day; None where the list does not say."""
    from bcastplan.exchange.eibi.eibi_rows import HEARD_KEY

    # A schedule file may have anything under this key, which is the user's own there.
    month = transmission.extensions.get(HEARD_KEY)
    try:
        return parse_month(month) if isinstance(month, str) else None
    except ValueFault:
        return None


def plan_around(plans: Sequence[OpenPlan], file: str) -> OpenPlan:
    """The plan whose folder a file lies in, the innermost of several; raises EditRefused where there is none."""
    place = PurePosixPath(identity(file))
    around = [opened for opened in plans if place.is_relative_to(identity(opened.plan.root))]
    if not around:
        raise EditRefused(f"{file} lies in none of the plans that are open")
    # The path that is longest lies deepest, because one lies within the other.
    return max(around, key=lambda opened: len(identity(opened.plan.root)))


def may_belong(plan: Plan, file: str) -> bool:
    """Whether a file in a plan's folder is one of its schedules, and not what it is compared with."""
    if identity(file) in {identity(join(plan.root, name)) for name in plan.against}:
        return False
    return not plan.schedules or any(matches_glob(file, plan.root, glob) for glob in plan.schedules)


def open_paths(
    paths: Sequence[str],
    against: Iterable[str] = (),
    *,
    plan_against: bool = True,
    progress: Progress = no_progress,
    exclude: Sequence[str] = (),
    stdin_name: str | None = None,
    texts: Mapping[str, str] = MappingProxyType({}),
    kept: Readings | None = None,
    discovered: Discovery | None = None,
) -> Workspace:
    """Open files and folders with the reference schedules they are to be compared with.

    Args:
        paths: files, folders or ``-``.
        against: reference schedules besides those the plans name.
        plan_against: whether to read what the plans name under ``against`` too.
        progress: told about every file.
        exclude: patterns, as in .gitignore, of files and folders that are passed over in folders.
        stdin_name: the file whose text standard input is.
        texts: texts to read in place of files, by what files are recognised by (``identity``). A plan file among them
            counts though it is on no disk.
        kept: what was read in an earlier round; files with the same contents are not read again.
        discovered: what ``discover`` returned for the same paths, where that is known already.
    """
    if discovered is None:
        unsaved = [name for name in texts if PurePosixPath(name).name == PLAN_FILE and not is_there(name)]
        discovered = discover(paths, exclude=exclude, stdin_name=stdin_name, unsaved=unsaved)
    workspace = Workspace()
    total = sum(len(folder.candidates) for folder in discovered.plans)
    done = count()
    plans = [_open_plan(folder, texts) for folder in discovered.plans]
    candidate_lists = [_wanted(folder, opened) for folder, opened in zip(discovered.plans, plans, strict=True)]
    if texts:
        candidate_lists = [
            [replace(candidate, text=texts.get(identity(candidate.name))) for candidate in candidates]
            for candidates in candidate_lists
        ]
    readings = iter(
        (kept.read_all if kept is not None else read_all)(
            [candidate for candidates in candidate_lists for candidate in candidates],
            lambda name: progress(name, next(done), total),
        )
    )
    held: set[str] = set()
    for folder, opened, candidates in zip(discovered.plans, plans, candidate_lists, strict=True):
        opened.whole = folder.whole
        workspace.unreadable += any(problem.code == "FIL001" for problem in opened.problems)
        # All plans are read in one go; each takes as many readings as it had candidates.
        for candidate, reading in zip(candidates, islice(readings, len(candidates)), strict=True):
            _take(reading, opened, workspace)
            if not candidate.explicit:
                opened.note_found(reading.schedules)
            if not reading.passed_over:
                held.add(discovered.identities.get(reading.name) or identity(reading.name))
        if opened.schedules or opened.problems or opened.plan.file is not None:
            workspace.plans.append(opened)
    _nothing_found(discovered, held, workspace)
    read_references(workspace, against, plan_against=plan_against, progress=progress, kept=kept)
    return workspace


def read_references(
    workspace: Workspace,
    against: Iterable[str] = (),
    *,
    plan_against: bool = True,
    progress: Progress = no_progress,
    kept: Readings | None = None,
) -> None:
    """Read the reference schedules that a workspace without any is to be compared with, into the workspace.

    ``against`` names some, and the plans name theirs, which are read too unless ``plan_against`` is False.
    """
    given = [posix(name) for name in against]
    names = [*given, *(name for opened in workspace.plans if plan_against for name in plan_references(opened))]
    distinct = list(dict.fromkeys(names))
    for done, name in enumerate(distinct):
        progress(name, done, len(distinct))
        reading = (kept.read if kept is not None else read)(name, pipes=name in given)
        workspace.reference.extend(reading.schedules)
        workspace.reference_problems.extend(reference_problems(reading))
        workspace.unreadable += reading.unreadable


def reference_problems(reading: Reading) -> list[Problem]:
    """The problems of a schedule that plans are compared with: it cannot be read, or rows of it are missing."""
    if reading.unreadable:
        return [problem for problem in reading.problems if problem.code == "FIL001"]
    rows = sum(len(schedule.transmissions) for schedule in reading.schedules)
    rules = all_rules() if reading.problems else {}
    # Only errors keep rows out; warnings about a list are for those who publish it.
    faults = [problem for problem in reading.problems if rules[problem.code].severity is Severity.ERROR]
    if rows and not faults:
        return []
    place = Place(faults[0].place.file, faults[0].place.line) if faults else Place(reading.name)
    held = count_of(rows, "transmission") if rows else "nothing"
    message = f"{held} of it can be compared with"
    if faults:
        other = f" and {len(faults) - 1:,} more" if len(faults) > 1 else ""
        message += f": {faults[0].code}, {faults[0].message}{other}"
    return [Problem("PLN007", message, place, {"faults": len(faults)}, severity=None if rows else Severity.ERROR)]


def _open_plan(folder: PlanFolder, texts: Mapping[str, str]) -> OpenPlan:
    if folder.plan_file is None:
        return OpenPlan(Plan(root=folder.root or "."))
    if texts and (given := texts.get(identity(folder.plan_file))) is not None:
        plan, problems = read_plan(folder.plan_file, given, folder.root)
        return OpenPlan(plan, problems=problems)
    try:
        text, problems = decode_text(folder.plan_file, read_regular(folder.plan_file))
    except UnreadableInput as error:
        return OpenPlan(
            Plan(root=folder.root),
            problems=[Problem("FIL001", f"cannot be read: {error.reason}", Place(error.file))],
        )
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        return OpenPlan(Plan(root=folder.root), problems=[Problem("FIL001", reason, Place(folder.plan_file))])
    if problems:
        return OpenPlan(Plan(root=folder.root, file=folder.plan_file), problems=problems)
    plan, problems = read_plan(folder.plan_file, text, folder.root)
    return OpenPlan(plan, problems=problems)


def _wanted(folder: PlanFolder, opened: OpenPlan) -> list[Candidate]:
    """The candidates that the plan counts as its schedules; what it names as reference is not among them."""
    plan = opened.plan
    references = {identity(join(plan.root, name)) for name in plan.against}
    chosen = []
    matched: set[str] = set()
    for candidate in folder.candidates:
        # A file that is compared with would meet itself; where it is named, the user wants it checked.
        if references and not candidate.explicit and identity(candidate.name) in references:
            continue
        globs = [glob for glob in plan.schedules if matches_glob(candidate.name, plan.root, glob)]
        matched.update(globs)
        if candidate.explicit or globs or not plan.schedules:
            chosen.append(candidate)
    if folder.whole:
        opened.unmatched |= {
            f"schedules.{number}": glob for number, glob in enumerate(plan.schedules) if glob not in matched
        }
    return chosen


def _take(reading: Reading, opened: OpenPlan, workspace: Workspace) -> None:
    opened.schedules.extend(reading.schedules)
    opened.problems.extend(reading.problems)
    workspace.unreadable += reading.unreadable


def plan_references(opened: OpenPlan) -> list[str]:
    """The files that a plan names under `against`; names that match no file are noted as `unmatched`."""
    names = []
    for number, name in enumerate(opened.plan.against):
        files = files_matching(opened.plan.root, name)
        names.extend(files)
        if not files:
            opened.unmatched[f"against.{number}"] = name
    return names


def _nothing_found(discovered: Discovery, held: set[str], workspace: Workspace) -> None:
    """Report the folders that could not be searched, and the named folders without a schedule."""
    problems = [Problem("FIL001", f"cannot be read: {reason}", Place(name)) for name, reason in discovered.unreadable]
    message = (
        "no schedules in it: a schedule is a YAML file that starts with `bcastplan: 1` (`bcastplan new` makes one)"
    )
    locked = {name for name, _ in discovered.unreadable}
    for folder, candidates in discovered.folders.items():
        if not candidates & held and folder not in locked:
            excluded = discovered.excluded.get(folder, 0)
            hint = f"; {count_of(excluded, 'file or folder', 'files or folders')} passed over: .gitignore or --exclude"
            problems.append(Problem("FIL002", f"{message}{hint if excluded else ''}", Place(folder)))
    if problems:
        workspace.unreadable += len(problems)
        workspace.plans.append(OpenPlan(Plan(), problems=problems))
