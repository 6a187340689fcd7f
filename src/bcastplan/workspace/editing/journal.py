"""Unsaved work is written to disk after each step, so that a program that is killed loses none of it.

A journal holds states, not edits: of each file that is edited the text it was read with and, after each step, the text
on the screen. Nothing has to be replayed, so that no entry can block the ones after it. docs/design/journal.md tells
the whole life of one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from bcastplan.files.home import settled
from bcastplan.files.in_place import clear_leftovers
from bcastplan.files.leftovers import TEMPORARY, Claim, write_whole
from bcastplan.files.locks import NoLocks, hold

SUFFIX = ".jsonl"
FORMAT = 2
# Each step appends the whole text of every file it changed; written anew, the journal has each text once.
_MOST_BYTES_BEFORE_REWRITING = 16_000_000
_LABELS_KEPT = 100  # of the steps that led to a state; they are shown when it is offered


def state_folder() -> Path:
    """Where journals live: ``BCASTPLAN_STATE_DIR``, else the platform's folder for state."""
    own = os.environ.get("BCASTPLAN_STATE_DIR")
    if own:
        return Path(own)
    from platformdirs import user_state_path

    return settled(lambda: user_state_path("bcastplan", appauthor=False))


@dataclass(frozen=True, slots=True)
class FileState:
    """A file under edit: the text it was read with or last saved (None: there was no file), and as it is now."""

    base: str | None
    text: str


class Journal:
    """The journal of one session; the file exists only while there is something to lose.

    Args:
        folder: where journals are kept.
        root: the folder of the plan; files are named relative to it, so that it may be renamed or opened otherwise.

    Attributes:
        problem: why unsaved work is not protected, None while it is.
        path: the file, of a random name, locked while this session lives.
    """

    def __init__(self, folder: Path, root: str) -> None:
        self.folder = folder
        self.root = os.path.realpath(root)
        self.path = folder / f"{token_hex(12)}{SUFFIX}"
        self.problem: str | None = None
        self._descriptor = -1
        self._length = 0
        self._known: dict[str, FileState] = {}
        self._labels: list[str] = []

    def relative(self, name: str) -> str:
        """A file's name relative to the plan."""
        # Links are followed, so that a file has one name by whichever path the plan was opened.
        return os.path.relpath(os.path.realpath(name), self.root)

    def record(self, states: Mapping[str, FileState], label: str | None = None) -> None:
        """Note the files that differ from the disk, all of them; with none, the journal is removed.

        A folder that cannot be written costs the protection, not the edit: ``problem`` then says so.
        """
        named = {self.relative(name): state for name, state in states.items()}
        if not named:
            self.clear()
            return
        if label is not None:
            self._labels = [*self._labels, label][-_LABELS_KEPT:]
        try:
            if self._can_append(named):
                self._append(named, label)
            else:
                self._rewrite(named)
        except OSError as error:
            self.problem = f"{self.folder}: {error.strerror or error}"
        else:
            self.problem = None
            self._known = named

    def release(self) -> None:
        """Close the journal without removing it: the next session offers what is in it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._known = -1, {}

    def _can_append(self, named: Mapping[str, FileState]) -> bool:
        """Whether the same files are under edit on the same bases, and the journal is there, whole and not long."""
        return (
            self._descriptor >= 0
            and self.problem is None
            and self._length < _MOST_BYTES_BEFORE_REWRITING
            and self._is_there()
            and {name: state.base for name, state in named.items()}
            == {name: state.base for name, state in self._known.items()}
        )

    def _is_there(self) -> bool:
        """Whether nobody has removed the file."""
        with suppress(OSError):
            return os.fstat(self._descriptor).st_ino == self.path.stat().st_ino
        return False

    def _append(self, named: Mapping[str, FileState], label: str | None) -> None:
        texts = {name: state.text for name, state in named.items() if state != self._known[name]}
        line = _line({"label": label, "texts": texts})
        try:
            os.lseek(self._descriptor, self._length, os.SEEK_SET)
            write_whole(self._descriptor, line)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._length)  # back to the last whole record
            raise
        self._length += len(line)

    def _rewrite(self, named: Mapping[str, FileState]) -> None:
        """Write the journal anew beside the old one and put it in its place, locked before anybody can see it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        folder = os.fspath(self.folder)
        clear_leftovers(folder)
        claim = Claim(folder)
        try:
            # It has texts of files that others may not be allowed to read.
            descriptor, temporary = claim.create(TEMPORARY, 0o600)
            try:
                with suppress(NoLocks):
                    hold(descriptor)
                lines = self._whole(named)
                write_whole(descriptor, lines)
                os.replace(temporary, self.path)  # noqa: PTH105 - a text, not a Path
            except BaseException:
                os.close(descriptor)
                with suppress(OSError):
                    os.unlink(temporary)  # noqa: PTH108
                raise
        finally:
            claim.release()
        self.release()
        self._descriptor, self._length = descriptor, len(lines)

    def _whole(self, named: Mapping[str, FileState]) -> bytes:
        status = os.stat(self.root) if os.path.isdir(self.root) else None  # noqa: PTH112, PTH116
        identity = [status.st_dev, status.st_ino] if status is not None else None
        return b"".join(
            (
                _line({"journal": FORMAT, "root": self.root, "identity": identity}),
                _line({"bases": {name: state.base for name, state in named.items()}, "labels": self._labels}),
                _line({"label": None, "texts": {name: state.text for name, state in named.items()}}),
            )
        )

    def clear(self) -> None:
        """Remove the journal: nothing is left to lose, or it is to be lost."""
        self._labels, self.problem = [], None
        if self._descriptor >= 0:
            self.release()
            with suppress(OSError):  # what it holds is on the disk, so that nobody will be asked about it
                self.path.unlink()


class NoJournal(Journal):
    """The journal of texts that somebody else keeps: nothing is written."""

    def __init__(self) -> None:
        super().__init__(Path(), ".")

    def record(self, states: Mapping[str, FileState], label: str | None = None) -> None:
        """Note nothing."""


def _line(record: Mapping[str, object]) -> bytes:
    return json.dumps(record).encode() + b"\n"
