"""A season's schedules copied into another season: comments and everything that does not change stay as written.

Nothing is written here; a file that cannot be copied whole and right is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bcastplan.document.nodes import ListNode, MapNode, ScalarNode
from bcastplan.document.parse import parse_text
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.splice import Changes, EditRefused, ListPlace, TextEdit, apply_edits, change_item, remove_items
from bcastplan.document.text import BOM, decode_text
from bcastplan.files.regular import is_file, read_regular
from bcastplan.model.days import format_days
from bcastplan.model.finding import Finding, Place
from bcastplan.model.plan import PLAN_FILE
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Season
from bcastplan.model.transmission import Transmission, transmission_keys
from bcastplan.model.values import Raw
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.opening.open_plans import OpenPlan, Progress, Workspace, no_progress, open_paths
from bcastplan.workspace.seasons.next_season import Carried, Dates, LeftOut, rolled

_DATE_KEYS = ("from", "until", "except")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a transmission or a whole file of the old season."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class RolledFile:
    """One schedule of the new season, ready to be written."""

    source: str
    target: str
    data: bytes
    carried: int
    left_out: int


@dataclass(slots=True)
class RolloverAnswer:
    """The files to write and the notes about them; ``refused`` names the files that were not copied."""

    files: list[RolledFile] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seasons: list[str] = field(default_factory=list)
    """The seasons that were met."""
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class _Wish:
    old: Season
    new: Season
    dates: Dates
    folder: str | None


def roll_over(
    paths: Sequence[str],
    old: Season,
    new: Season,
    *,
    dates: Dates,
    folder: str | None = None,
    progress: Progress = no_progress,
) -> RolloverAnswer:
    """Copy every schedule of season ``old`` among the paths.

    Args:
        paths: files and folders.
        old: the season to copy.
        new: the season to make.
        dates: what becomes of dates inside the season.
        folder: where the new files are to be; None: beside the old ones, under the new season's name.
        progress: told about every file.
    """
    workspace = open_paths(paths, plan_against=False, progress=progress)
    findings = reading_findings(workspace)
    errors = [finding for finding in findings if finding.severity == "error"]
    answer = RolloverAnswer(findings=errors, unreadable=workspace.unreadable)
    answer.seasons = sorted({str(schedule.season) for schedule in workspace.schedules if schedule.season})
    broken = {finding.place.file for finding in errors}
    wish = _Wish(old, new, dates, folder)
    for opened in workspace.plans:
        for schedule in opened.schedules:
            if schedule.season == old:
                _roll_file(workspace, opened, schedule, wish, broken, answer)
    return answer


def _roll_file(
    workspace: Workspace, opened: OpenPlan, schedule: Schedule, wish: _Wish, broken: set[str], answer: RolloverAnswer
) -> None:
    file = schedule.file
    if schedule.kind != "yaml":
        answer.refused.append(Note(Place(file), "not copied: `bcastplan import` makes a schedule file of it first"))
        return
    if not is_file(file):
        answer.refused.append(Note(Place(file), "not copied: only files by themselves are, not archives or pipes"))
        return
    # What is faulty now would be carried along, and nobody would look for it in a new file.
    if file in broken:
        answer.refused.append(Note(Place(file), "not copied: put its errors right first"))
        return
    target = _target(opened, file, wish)
    taken = _ids(workspace, opened) if _same_plan(opened, target) else set()
    rolling = _Rolling(schedule, wish, taken)
    try:
        rolled_file = rolling.copied(target)
    except EditRefused as error:
        answer.refused.append(Note(rolling.place, f"not copied: {error}"))
        return
    answer.notes += rolling.notes
    if rolled_file is None:
        answer.refused.append(Note(Place(file), f"not copied: nothing in it goes on in {wish.new}"))
    else:
        answer.files.append(rolled_file)


def _ids(workspace: Workspace, opened: OpenPlan) -> set[str]:
    """The ids of a plan as far as it was opened."""
    return {transmission.id for transmission in opened.transmissions if transmission.id}


def _same_plan(opened: OpenPlan, target: str) -> bool:
    """Whether the new file will belong to the plan the old one belongs to, which must not have an id twice."""
    for folder in Path(target).absolute().parents:
        plan = folder / PLAN_FILE
        if is_file(plan):
            return opened.plan.file is not None and plan.resolve() == Path(opened.plan.file).resolve()
    root = Path(opened.plan.root).resolve()
    return opened.plan.file is None and root in Path(target).absolute().resolve().parents


def _target(opened: OpenPlan, file: str, wish: _Wish) -> str:
    root = PurePosixPath(opened.plan.root)
    path = PurePosixPath(file)
    below = path.relative_to(root) if path.is_relative_to(root) else PurePosixPath(path.name)
    renamed = PurePosixPath(*(renamed_season(part, wish.old, wish.new) for part in below.parts))
    if wish.folder is not None:
        return (PurePosixPath(Path(wish.folder).as_posix()) / renamed).as_posix()
    if renamed == below:
        renamed = renamed.with_stem(f"{renamed.stem}-{str(wish.new).lower()}")
    return (path.parents[len(below.parts) - 1] / renamed).as_posix()


def renamed_season(name: str, old: Season, new: Season) -> str:
    """A name with the old season's name in it replaced by the new one's, small letters kept small."""

    def replaced(match: re.Match[str]) -> str:
        return str(new).lower() if match[0].islower() else str(new)

    return re.sub(rf"(?<![A-Za-z0-9]){old}(?![A-Za-z0-9])", replaced, name, flags=re.IGNORECASE)


class _Rolling:
    """One file on its way into the new season; ``place`` is what is being worked on."""

    def __init__(self, schedule: Schedule, wish: _Wish, taken: set[str]) -> None:
        self.schedule = schedule
        self.wish = wish
        self.taken = taken
        self.notes: list[Note] = []
        self.place = Place(schedule.file)
        data = read_regular(schedule.file)
        self.mark = BOM if data.startswith(BOM.encode()) else ""
        self.text, _ = decode_text(schedule.file, data)
        self.newline = "\r\n" if "\r\n" in self.text else "\n"

    def copied(self, target: str) -> RolledFile | None:
        """The new file, or None when nothing goes on; raises EditRefused where the text cannot be changed safely."""
        root, _ = parse_text(self.schedule.file, self.text)
        listed = root.get("transmissions") if isinstance(root, MapNode) else None
        if not isinstance(root, MapNode) or not isinstance(listed, ListNode):
            raise EditRefused("it has no list of transmissions")
        edits = [self._season(root), *self._defaults(root)]
        gone = []
        for transmission in self.schedule.transmissions:
            self.place = transmission.place()
            outcome = rolled(transmission, self.wish.old, self.wish.new, self.wish.dates)
            if isinstance(outcome, LeftOut):
                gone.append(transmission.origin.index)
                self.notes.append(Note(self.place, f"left out: {outcome.reason}"))
                continue
            self.notes += [Note(self.place, note) for note in outcome.notes]
            item = listed.items[transmission.origin.index]
            if not isinstance(item, MapNode):
                raise EditRefused("a transmission is a mapping")
            if changes := dict(self._changes(transmission, outcome, item)):
                edits += change_item(self.text, item, changes, transmission_keys(), self.newline)
        self.place = Place(self.schedule.file)
        carried = len(self.schedule.transmissions) - len(gone)
        if not carried:
            return None
        text, _ = apply_edits(self.text, edits)
        # Items are removed from the text as it is after the edits, because those have moved all places.
        text = self._without(text, gone)
        self._must_read_back(target, text, carried)
        return RolledFile(self.schedule.file, target, (self.mark + text).encode("utf-8"), carried, len(gone))

    def _season(self, root: MapNode) -> TextEdit:
        node = root.get("season")
        # Behind an anchor the new season would be put in wherever its alias stands.
        if not isinstance(node, ScalarNode) or node.alias or self.text.startswith("&", node.start.index):
            raise EditRefused("`season` is written with an anchor or an alias: write it out")
        return TextEdit(node.start.index, node.end.index, str(self.wish.new))

    def _defaults(self, root: MapNode) -> list[TextEdit]:
        """Remove dates from the defaults; a transmission that keeps such a date gets it written out."""
        defaults = root.get("defaults")
        if not isinstance(defaults, MapNode) or not any(key in defaults.entries for key in _DATE_KEYS):
            return []
        changes: Changes = {key: None for key in _DATE_KEYS if key in defaults.entries}
        return change_item(self.text, defaults, changes, transmission_keys(), self.newline)

    def _changes(self, transmission: Transmission, outcome: Carried, item: MapNode) -> Iterator[tuple[str, Raw | None]]:
        dates = (outcome.valid_from, outcome.valid_until, None)
        for key, day in zip(_DATE_KEYS, dates, strict=True):
            if day is not None or key in item.entries:
                yield key, day.isoformat() if day is not None else None
        if outcome.time != transmission.time:
            yield "time", str(outcome.time)
        if outcome.days != transmission.days:
            yield "days", format_days(outcome.days)
        if transmission.id is not None and transmission.id in self.taken:
            yield "id", self._new_id(transmission.id)

    def _new_id(self, old: str) -> str:
        """An id the plan does not have yet, named after the new season."""
        renamed = renamed_season(old, self.wish.old, self.wish.new)
        base = renamed if renamed != old else f"{old}-{str(self.wish.new).lower()}"
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}-{number}", number + 1
        self.taken.add(name)
        return name

    def _without(self, text: str, gone: Sequence[int]) -> str:
        """Take transmissions away."""
        root, _ = parse_text(self.schedule.file, text)
        listed = root.get("transmissions") if isinstance(root, MapNode) else None
        assert isinstance(listed, ListNode)
        return apply_edits(text, remove_items(text, ListPlace.of(listed), gone))[0]

    def _must_read_back(self, target: str, text: str, carried: int) -> None:
        # Findings that the old file has anyway are no reason to refuse its copy.
        before = len(read_schedule(self.schedule.file, self.text)[1])
        schedule, problems = read_schedule(target, text)
        if schedule is None or len(schedule.transmissions) != carried or len(problems) > before:
            reason = f": {problems[0].message}" if problems else ""
            raise EditRefused(f"the copy would not say the same{reason}")
