"""What a row's codes mean, asked once per table: the plan's own codes for its rows, the shipped ones for ghosts."""

from __future__ import annotations

from bisect import bisect_right

from bcastplan.reference.directory import Directory
from bcastplan.workspace.editing.session import Session


class Directories:
    """The directory of each row of a session's table, as long as no row comes or goes."""

    def __init__(self, session: Session) -> None:
        self._starts: list[int] = []
        self._directories: list[Directory] = []
        first = 0
        # The rows of a plan stand together in the table, plan by plan, and those of reference schedules last.
        for plan in session.workspace.plans:
            self._starts.append(first)
            self._directories.append(plan.directory)
            first += sum(len(schedule.transmissions) for schedule in plan.schedules)
        self._starts.append(first)
        self._directories.append(Directory())

    def of(self, row: int) -> Directory:
        """The codes that hold for a row."""
        return self._directories[bisect_right(self._starts, row) - 1]
