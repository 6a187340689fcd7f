"""The findings of what has changed since a git revision: changed lines, and transmissions with other values."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Place
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.rules.rule_settings import NEVER_SILENCED
from bcastplan.workspace.opening.git_files import NoRevision, git
from bcastplan.workspace.opening.schedule_files import read_bytes

_HUNK = re.compile(rb"@@ -[0-9,]+ \+([0-9]+)(?:,[0-9]+)? @@")
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")


def changed_since(findings: Sequence[Finding], schedules: Sequence[Schedule], revision: str) -> list[Finding]:
    """The findings of changed lines and changed transmissions, and those of inputs that cannot be read.

    A transmission has changed where a value of it differs, wherever it is written; one that only moved has not. A
    pair of transmissions is kept where either has changed. Raises NoRevision.
    """
    changes = _Changes(revision, {schedule.file: schedule for schedule in schedules})
    return [
        finding
        for finding in findings
        if finding.rule.startswith(NEVER_SILENCED)
        or any(changes.touch(place) for place in (finding.place, finding.other) if place is not None)
    ]


class _Changes:
    def __init__(self, revision: str, schedules: Mapping[str, Schedule]) -> None:
        self.revision = revision
        self.schedules = schedules
        self.repositories: dict[str, _Repository] = {}
        self.files: dict[str, _ChangedFile | None] = {}

    def touch(self, place: Place) -> bool:
        """Whether what stands at a place has changed."""
        if place.file not in self.files:
            self.files[place.file] = self._changed_file(place.file)
        changed = self.files[place.file]
        return changed is not None and changed.holds(place)

    def _changed_file(self, name: str) -> _ChangedFile | None:
        """What has changed in a file; None where nothing has."""
        path = name if Path(name).exists() else name.partition("!")[0]
        folder = os.path.realpath(path if Path(path).is_dir() else Path(path).parent)
        top = git(folder, "rev-parse", "--show-toplevel", fault=f"{name} is in no git repository").decode().strip()
        if top not in self.repositories:
            self.repositories[top] = _Repository(top, self.revision)
        repository = self.repositories[top]
        inside = os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")
        # A file that git does not know is all new, whether it was added or not.
        if inside in repository.known and inside not in repository.changed:
            return None
        return _ChangedFile(repository, inside, self.schedules.get(name), whole=path != name)


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
