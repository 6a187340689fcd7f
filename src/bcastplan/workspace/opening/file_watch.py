"""Wait for changes that a check would see; nothing that changes while a check runs is missed."""

from __future__ import annotations

import os
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
    changes = watch(
        *watched.roots, watch_filter=watched.matters, stop_event=stop, rust_timeout=_POLL_MS, yield_on_timeout=True,
        recursive=bool(watched.folders),
    )  # fmt: skip
    first = True
    while True:
        try:
            changed = next(changes)
        except StopIteration:
            return
        except (OSError, RuntimeError) as error:
            raise CannotWatch(f"cannot watch {', '.join(paths)}: {error}; check without --watch") from None
        if first or changed:
            yield
        first = False


class _Watched:
    """What to watch, and which of the changes matter."""

    def __init__(self, paths: Sequence[str], others: Iterable[str]) -> None:
        self.folders = [Path(path).resolve() for path in paths if is_folder(path)]
        plan_files = [plan.plan_file for plan in discover(paths).plans if plan.plan_file is not None]
        self.files = {Path(name).resolve() for name in (*paths, *others, *plan_files)} - set(self.folders)
        for file in list(self.files):
            self.files.add(file.parent / PLAN_FILE)  # one that is made later counts too
        self.roots = sorted({*self.folders, *(file.parent for file in self.files if is_folder(file.parent))})

    def matters(self, _change: Change, path: str) -> bool:
        """Whether a changed path belongs to what is checked."""
        changed = Path(path)
        if changed in self.files:
            return True
        for folder in self.folders:
            if changed.is_relative_to(folder):
                return may_be_schedule(os.fspath(changed.relative_to(folder)))
        return False
