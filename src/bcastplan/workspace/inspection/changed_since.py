"""The findings of what has changed since a git revision: changed lines, and transmissions with other values."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from bcastplan.files.regular import stands
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.rules.rule_settings import NEVER_SILENCED
from bcastplan.workspace.opening.git_files import NoRevision, git
from bcastplan.workspace.opening.schedule_files import read_bytes

_HUNK = re.compile(rb"@@ -[0-9,]+ \+([0-9]+)(?:,[0-9]+)? @@")
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")


class ChangesSince:
    """What has changed since a git revision; git is asked when the first file is."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self.passed_over: set[str] = set()
        """The files of problems that are left out."""
        self._repositories: dict[str, _Repository] = {}
        self._folders: dict[str, str] = {}
        self._tops: dict[str, str] = {}
        self._places: dict[str, tuple[_Repository, str] | None] = {}

    def findings(self, findings: Sequence[Finding], schedules: Sequence[Schedule]) -> list[Finding]:
        """The findings of changed lines and changed transmissions, and those of inputs that cannot be read.

        A transmission has changed where a value of it differs, wherever it is written; one that only moved has not. A
        pair of transmissions is kept where either has changed. Raises NoRevision.
        """
        by_name = {schedule.file: schedule for schedule in schedules}
        files: dict[str, _ChangedFile | None] = {}

        def touches(place: Place) -> bool:
            if place.file not in files:
                files[place.file] = self._changed_file(place.file, by_name.get(place.file))
            changed = files[place.file]
            return changed is not None and changed.holds(place)

        return [
            finding
            for finding in findings
            if finding.rule.startswith(NEVER_SILENCED)
            or any(touches(place) for place in (finding.place, finding.other) if place is not None)
        ]

    def may_tell(self, problem: Problem) -> bool:
        """Whether a problem may be told: it, or the other side, is in a file that has changed. Raises NoRevision."""
        places = (problem.place, problem.other)
        if problem.code.startswith(NEVER_SILENCED) or any(place and self._changed(place.file) for place in places):
            return True
        self.passed_over.add(problem.place.file)
        return False

    def may_touch(self, name: str) -> bool:
        """Whether a file has changed, or git does not know."""
        try:
            return self._changed(name) is not None
        except NoRevision:
            return True

    def _changed_file(self, name: str, schedule: Schedule | None) -> _ChangedFile | None:
        """What has changed in a file; None where nothing has."""
        changed = self._changed(name)
        return changed and _ChangedFile(*changed, schedule, whole=_path_of(name) != name)

    def _changed(self, name: str) -> tuple[_Repository, str] | None:
        """The repository of a file and its name there, where it has changed."""
        if name not in self._places:
            path = Path(_path_of(name))
            folder = self._real_folder(str(path if path.is_dir() else path.parent))
            top = self._top(folder, name)
            if top not in self._repositories:
                self._repositories[top] = _Repository(top, self.revision)
            repository = self._repositories[top]
            real = os.path.realpath(path) if path.is_symlink() or path.is_dir() else os.path.join(folder, path.name)  # noqa: PTH118
            inside = os.path.relpath(real, top).replace(os.sep, "/")
            # A file that git does not know is all new, whether it was added or not.
            known = inside in repository.known and inside not in repository.changed
            self._places[name] = None if known else (repository, inside)
        return self._places[name]

    def _real_folder(self, folder: str) -> str:
        """The real path of a folder, looked up once: every file in it asks for it."""
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return self._folders[folder]

    def _top(self, folder: str, name: str) -> str:
        """The top of the repository that a folder is in; git is only asked where one may begin."""
        if folder not in self._tops:
            above = os.path.dirname(folder)  # noqa: PTH120
            if above == folder or stands(f"{folder}/.git"):
                told = git(folder, "rev-parse", "--show-toplevel", fault=f"{name} is in no git repository")
                self._tops[folder] = told.decode().strip()
            else:
                self._tops[folder] = self._top(above, name)
        return self._tops[folder]


def _path_of(name: str) -> str:
    """The file on disk: of a member of an archive the archive."""
    return name if Path(name).exists() else name.partition("!")[0]


class _Repository:
    def __init__(self, top: str, revision: str) -> None:
        self.top = top
        fault = f"git knows no revision '{revision}': name a branch, a tag or a commit"
        verify = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        self.commit = git(top, *verify, fault=fault).decode().strip()
        self.known = _names(git(top, "ls-tree", "-r", "-z", "--name-only", self.commit))
        self.changed = _names(git(top, "diff", "--name-only", "-z", *_PLAIN, self.commit, "--"))

    def text_of(self, inside: str) -> bytes | None:
        """A file as it was; None where it was not there."""
        try:
            return git(self.top, "cat-file", "blob", f"{self.commit}:{inside}")
        except NoRevision:
            return None

    def lines_of(self, inside: str, before: bytes) -> set[int]:
        """The lines of a file that are new or changed; a line that stood elsewhere in the file has only moved."""
        diff = git(self.top, "diff", "--unified=0", *_PLAIN, self.commit, "--", f":(literal){inside}")
        known = {line.rstrip(b"\r") for line in before.split(b"\n")}
        lines: set[int] = set()
        number = 0
        for line in diff.split(b"\n"):
            if hunk := _HUNK.match(line):
                number = int(hunk[1])
            elif number and line.startswith(b"+"):
                # A line that was moved is new to git, though nobody has touched it.
                if line[1:].rstrip(b"\r") not in known:
                    lines.add(number)
                number += 1
        return lines


def _names(listed: bytes) -> set[str]:
    return {os.fsdecode(name) for name in listed.split(b"\0") if name}


class _ChangedFile:
    """A file that differs from what it was; ``whole`` where all of it counts as changed."""

    def __init__(self, repository: _Repository, inside: str, schedule: Schedule | None, *, whole: bool) -> None:
        self._before = None if whole else repository.text_of(inside)
        self._whole = self._before is None
        self._lines = set() if self._before is None else repository.lines_of(inside, self._before)
        self._schedule = schedule

    def holds(self, place: Place) -> bool:
        """Whether a place is on a changed line or in a changed transmission."""
        if self._whole or place.line is None or place.line in self._lines:
            return True
        return self._item_at(place) in self._changed_items

    def _item_at(self, place: Place) -> int | None:
        if place.item is not None or self._schedule is None or place.line is None:
            return place.item
        rows = self._schedule.transmissions
        at = bisect_right(rows, place.line, key=lambda row: row.origin.line) - 1
        return rows[at].origin.index if at >= 0 else None

    @cached_property
    def _changed_items(self) -> set[int]:
        """The numbers of the transmissions of which the file had no equal one."""
        if self._schedule is None or self._before is None:
            return set()
        known = Counter(_values(row) for row in _transmissions(self._schedule.file, self._before))
        changed = set()
        for row in self._schedule.transmissions:
            values = _values(row)
            if known[values]:
                known[values] -= 1
            else:
                changed.add(row.origin.index)
        return changed


def _transmissions(name: str, data: bytes) -> list[Transmission]:
    try:
        reading = read_bytes(name, data)
    except UnreadableInput:
        return []
    return [row for schedule in reading.schedules for row in schedule.transmissions]


def _values(transmission: Transmission) -> str:
    """All values of a transmission, wherever it is written."""
    return repr([item for item in transmission.values().items() if item[0] != "origin"])
