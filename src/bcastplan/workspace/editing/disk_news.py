"""What has come or changed beside the files under edit: new schedules, and plan files that nobody edits here."""

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
    """New files below the paths that were opened, and plan files that were made, changed or removed."""

    files: list[str] = field(default_factory=list)
    plan_files: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files or self.plan_files)


class DiskNews:
    """Compares what is there with what was there when it was looked at last.

    Args:
        workspace: what is open.
        paths: what was asked to be opened.
    """

    def __init__(self, workspace: Workspace, paths: Sequence[str]) -> None:
        self._workspace = workspace
        self._paths = tuple(path for path in paths if path != "-")
        self._known, _ = self._found()
        self._plans = self._plan_stamps()
        self._looking = threading.Lock()

    def look(self) -> News:
        """What is new since the last look; may run in a worker, and tells everything once however many do."""
        with self._looking:
            return self._look()

    def _look(self) -> News:
        known, names = self._found()
        plans = self._plan_stamps()
        news = News(
            [name for name in names if identity(name) not in self._known],
            [name for name in {*plans, *self._plans} if plans.get(name) != self._plans.get(name)],
        )
        self._known |= known
        self._plans = plans
        return news

    def own_write(self) -> None:
        """Take what this session has written for known."""
        self._plans = self._plan_stamps()

    def _found(self) -> tuple[set[str], list[str]]:
        names = [candidate.name for plan in discover(self._paths).plans for candidate in plan.candidates]
        return {identity(name) for name in names}, names

    def _plan_stamps(self) -> dict[str, Stamp | None]:
        return {
            plan_file_of(opened.plan): stamp_of(plan_file_of(opened.plan))
            for opened in self._workspace.plans
            if opened.plan.root not in ("", "-")
        }
