"""Wait for changes that a check would see; nothing that changes while a check runs is missed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from bcastplan.files.regular import is_folder
from bcastplan.model.plan import PLAN_FILE
from bcastplan.workspace.opening.discovery import discover, may_be_schedule

_POLL_MS = 100  # how soon an interrupt is noticed, and how long the first check waits for the watcher


class CannotWatch(Exception):
    """The paths cannot be watched; the text says why and what to do."""


def rounds(paths: Sequence[str], others: Iterable[str] = (), *, stop: Event | None = None) -> Iterator[None]:
    """Yield once at the start, then each time something changed that belongs to ``paths`` or ``others``.

    Args:
        paths: files and folders as they are checked; their plan files count too.
        others: further files that matter, as reference schedules or a baseline.
        stop: ends the iteration when set.

    Raises CannotWatch, and KeyboardInterrupt when the user ends it.
    """
    watched = _Watched(paths, others)
    if not watched.roots:
        raise CannotWatch(f"nothing to watch: {', '.join(paths)} does not exist")
    first = True
    while True:
        for changed in _changes(watched, paths, stop):
            replaced = watched.replaced()
            if first or changed or replaced:
                yield
            first = False
            if replaced:
                break
        else:
            return
        # A folder that is removed takes its watch along, and one made in its place is another folder.
        watched = _Watched(paths, others)
        first = True  # what was made before the watch began


def _changes(watched: _Watched, paths: Sequence[str], stop: Event | None) -> Iterator[bool]:
    """Whether something changed, now and every tenth of a second."""
    while not watched.roots:  # the folders above are gone too
        yield False
        if stop is not None and stop.wait(_POLL_MS / 1000):
            return
        if stop is None:
            time.sleep(_POLL_MS / 1000)
    changes = watch(
        *watched.roots, watch_filter=watched.matters, stop_event=stop, rust_timeout=_POLL_MS, yield_on_timeout=True,
        # Only named folders are watched with all that is below them: the folder of a single file may be a home folder.
        recursive=bool(watched.folders),
    )  # fmt: skip
    try:
        for changed in changes:
            yield bool(changed)
    except (OSError, RuntimeError) as error:
        raise CannotWatch(f"cannot watch {', '.join(paths)}: {error}; check without --watch") from None


class _Watched:
    """What to watch, and which of the changes matter."""

    def __init__(self, paths: Sequence[str], others: Iterable[str]) -> None:
        # Asked before anything else: what is made from here on is told by its other identity.
        identities = {path: _identity(path) for path in map(Path.resolve, map(Path, paths))}
        self.folders = [Path(path).resolve() for path in paths if is_folder(path)]
        plan_files = [plan.plan_file for plan in discover(paths).plans if plan.plan_file is not None]
        self.files = {Path(name).resolve() for name in (*paths, *others, *plan_files)} - set(self.folders)
        for file in list(self.files):
            self.files.add(file.parent / PLAN_FILE)  # one that is made later counts too
        self.roots = sorted({*self.folders, *(file.parent for file in self.files if is_folder(file.parent))})
        self._removed = False
        watched = {*self.roots, *(path for path, identity in identities.items() if identity is None)}
        self._identities = {path: identities[path] if path in identities else _identity(path) for path in watched}

    def replaced(self) -> bool:
        """Whether a watched folder was removed, or made (again) since the watch began."""
        return self._removed or any(_identity(root) != known for root, known in self._identities.items())

    def matters(self, change: Change, path: str) -> bool:
        """Whether a changed path belongs to what is checked."""
        changed = Path(path)
        if change is Change.deleted and changed in self._identities:
            self._removed = True  # what is made in its place may have the same number
            return True
        if changed in self.files:
            return True
        for folder in self.folders:
            if changed.is_relative_to(folder):
                return may_be_schedule(os.fspath(changed.relative_to(folder)))
        return False


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file or folder from another one made in its place; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
