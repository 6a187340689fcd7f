"""Finds schedules and plan files that were added or changed on disk beside the files under edit."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from bcastplan.workspace.editing.disk_copy import Stamp, stamp_of
from bcastplan.workspace.editing.plan_document import plan_file_of
from bcastplan.workspace.opening.discovery import discover, identity
from bcastplan.workspace.opening.open_plans import Workspace


@dataclass(frozen=True, slots=True)
class News:
    """What is new beside the files under edit.

    ``files`` were made below the paths that were opened, or were passed over there and have changed since;
    ``plan_files`` were made, changed or removed.
    """

    files: list[str] = field(default_factory=list)
    plan_files: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files or self.plan_files)


_READ = object()
"""Instead of a stamp: the file is open or its problems are listed, and others watch it."""


class DiskNews:
    """Compares what is there with what was there when it was looked at last.

    Args:
        workspace: what is open.
        paths: what was asked to be opened.
    """

    def __init__(self, workspace: Workspace, paths: Sequence[str]) -> None:
        self._workspace = workspace
        # Standard input was read to its end when it was opened, and has nothing new to tell.
        self._paths = tuple(path for path in paths if path != "-")
        self._known = {key: stamp for (_, key), stamp in self._found().items()}
        self._plans = self._plan_stamps()
        self._looking = threading.Lock()

    def look(self) -> News:
        """Returns what is new since the last look; several workers may look, and each piece of news is told once."""
        with self._looking:
            return self._look()

    def _look(self) -> News:
        files, plans = self._found(), self._plan_stamps()
        news = News(
            [name for (name, key), stamp in files.items() if self._is_news(key, stamp)],
            [name for name in {*plans, *self._plans} if plans.get(name) != self._plans.get(name)],
        )
        self._known |= {key: stamp for (_, key), stamp in files.items()}
        self._plans = plans
        return news

    def own_write(self) -> None:
        """Note what this session has written, so that it is no news."""
        self._plans = self._plan_stamps()

    def _is_news(self, key: str, stamp: object) -> bool:
        """Whether a file that nothing was read of is new, or has changed since it was passed over."""
        return stamp is not _READ and self._known.get(key) not in (_READ, stamp)

    def _found(self) -> dict[tuple[str, str], object]:
        """Files that may be schedules, by name and identity, with the stamp of those of which nothing was read."""
        names = [candidate.name for plan in discover(self._paths).plans for candidate in plan.candidates]
        read = {identity(schedule.file) for schedule in self._workspace.schedules}
        read |= {identity(problem.place.file) for opened in self._workspace.plans for problem in opened.problems}
        keys = {name: identity(name) for name in names}
        return {(name, key): _READ if key in read else stamp_of(name) for name, key in keys.items()}

    def _plan_stamps(self) -> dict[str, Stamp | None]:
        return {
            plan_file_of(opened.plan): stamp_of(plan_file_of(opened.plan))
            for opened in self._workspace.plans
            if opened.plan.root not in ("", "-")
        }
