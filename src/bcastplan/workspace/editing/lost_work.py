"""Find the unsaved work of sessions that ended without saving, so that the next session can offer it once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bcastplan.files.locks import NoLocks, hold
from bcastplan.files.regular import read_regular
from bcastplan.model.errors import UnreadableInput
from bcastplan.workspace.editing.journal import FORMAT, SUFFIX, FileState, Journal

DAMAGED = ".damaged"
"""What is added to the name of a journal that cannot be read."""


@dataclass(slots=True)
class Left:
    """The unsaved work of a session that is gone.

    Attributes:
        path: its journal, locked as long as this is held, so that no other screen offers it too.
        states: file, as this session names it, -> what it was and what it had become.
        labels: what was done, the oldest first.
        texts: file that this session has not open, as the journal names it, -> what it had become.
    """

    path: Path
    states: dict[str, FileState]
    labels: list[str]
    texts: dict[str, str] = field(default_factory=dict)
    _descriptor: int = -1

    @property
    def files(self) -> list[str]:
        """The files it edited."""
        return [*self.states, *self.missing]

    @property
    def missing(self) -> list[str]:
        """The files that this session has not open."""
        return list(self.texts)

    def release(self) -> None:
        """Unlock the journal and keep it, so that the next session offers it again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1

    def discard(self) -> None:
        """Unlock the journal and remove it."""
        self.release()
        self.path.unlink(missing_ok=True)

    def __del__(self) -> None:
        self.release()


@dataclass(slots=True)
class LostWork:
    """What was found, and the journals that were set aside because they cannot be read, by their new names."""

    left: list[Left] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    """A journal as read."""

    root: str
    identity: object
    states: dict[str, FileState]
    labels: list[str]


def find_lost_work(journal: Journal, files: Mapping[str, str | None]) -> LostWork:
    """Look through the journals of other sessions for work on these files.

    Args:
        journal: the session's own.
        files: file as the session names it -> its text on disk, None where there is no file.

    A journal whose session lives is left alone. One whose results are all on the disk is removed.
    """
    lost = LostWork()
    known = _Known(journal, files)
    for path in _paths(journal):
        descriptor = _locked(path)
        if descriptor is None:
            continue
        read = _read(path)
        if read is None:
            os.close(descriptor)
            # Its session may have removed it after it was listed.
            if path.exists():
                lost.set_aside.append(_set_aside(path))
            continue
        left = known.left(path, read, descriptor)
        if left is None:
            os.close(descriptor)
        elif left.files:
            lost.left.append(left)
        else:
            left.discard()
    return lost


class _Known:
    """The files of a session by what a journal may call them."""

    def __init__(self, journal: Journal, files: Mapping[str, str | None]) -> None:
        self._root = journal.root
        self._files = files
        self._by_place = {os.path.realpath(name): name for name in files}
        self._by_name = {journal.relative(name): name for name in files}

    def left(self, path: Path, read: _Read, descriptor: int) -> Left | None:
        """What a journal offers this session; None where it belongs to another plan."""
        moved = self._is_moved(read)
        names = {name: self._name(read, name, moved) for name in read.states}
        if not moved and not any(names.values()):
            return None
        left = Left(path, {}, read.labels, _descriptor=descriptor)
        for name, state in read.states.items():
            ours = names[name]
            if state.text in (state.base, self._files[ours] if ours is not None else state.base):
                continue  # taken back, or its result is on the disk
            if ours is None:
                left.texts[name] = state.text
            else:
                left.states[ours] = state
        return left

    def _name(self, read: _Read, name: str, moved: bool) -> str | None:
        place = self._by_place.get(os.path.realpath(os.path.join(read.root, name)))  # noqa: PTH118
        return place or (self._by_name.get(name) if moved else None)

    def _is_moved(self, read: _Read) -> bool:
        """Whether the journal is of this plan under another path: its folder is the same, or is gone."""
        with suppress(OSError):
            status = os.stat(self._root)  # noqa: PTH116
            if read.identity == [status.st_dev, status.st_ino]:
                return True
        # As long as the old folder stands, this one may be a copy of it
        # with the same files, and the work is not its own.
        return not os.path.exists(read.root) and all(  # noqa: PTH110
            name in self._by_name and self._files[self._by_name[name]] in (state.base, state.text)
            for name, state in read.states.items()
        )


def _paths(journal: Journal) -> list[Path]:
    try:
        return sorted(path for path in journal.folder.iterdir() if path.suffix == SUFFIX and path != journal.path)
    except OSError:
        return []


def _locked(path: Path) -> int | None:
    """Open and lock a journal; None where its session lives or the journal is gone. Only regular files are locked."""
    try:
        # Without O_NONBLOCK a named pipe in the folder would wait for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError:
        # What cannot be opened cannot be read either, and is set aside for that: a descriptor of nothing stands for it.
        return os.open(os.devnull, os.O_RDONLY)
    try:
        free = hold(descriptor)
    except NoLocks:
        free = True  # whether it is in use cannot be told; it is better offered twice than lost
    # A file without a name was removed by its session between opening and locking it.
    if free and os.fstat(descriptor).st_nlink:
        return descriptor
    os.close(descriptor)
    return None


def _read(path: Path) -> _Read | None:
    """Read a journal, passing over records that are broken; None where it is none."""
    try:
        lines = read_regular(str(path)).split(b"\n")
    except (OSError, UnreadableInput):
        return None
    records = [record for record in map(_record, lines) if record is not None]
    if not records or records[0].get("journal") != FORMAT or not isinstance(records[0].get("root"), str):
        return None
    read = _Read(records[0]["root"], records[0].get("identity"), {}, [])
    for record in records[1:]:
        _take(read, record)
    return read


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _take(read: _Read, record: Mapping[str, Any]) -> None:
    bases, texts = record.get("bases"), record.get("texts")
    if isinstance(bases, dict) and all(isinstance(base, str | None) for base in bases.values()):
        read.states = {name: FileState(base, base or "") for name, base in bases.items()}
        read.labels = _texts(record.get("labels"))
    elif isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values()):
        for name, text in texts.items():
            if name in read.states:
                read.states[name] = FileState(read.states[name].base, text)
        read.labels += _texts([record.get("label")])


def _texts(values: object) -> list[str]:
    listed: Iterable[object] = values if isinstance(values, list) else ()
    return [value for value in listed if isinstance(value, str)]


def _set_aside(path: Path) -> str:
    """Rename a journal that cannot be read, so that it is told once; returns where it is now."""
    aside = path.with_name(path.name + DAMAGED)
    try:
        path.rename(aside)
    except OSError:
        return str(path)
    return str(aside)
