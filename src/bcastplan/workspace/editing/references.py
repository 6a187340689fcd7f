"""Schedules of others to compare with, chosen while the plan is open; reading them needs no session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.opening.open_plans import Progress, no_progress, reference_problems
from bcastplan.workspace.opening.schedule_files import read


@dataclass(slots=True)
class References:
    """The reference schedules that were read, and the problems of reading them."""

    schedules: list[Schedule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_references(names: Sequence[str], *, progress: Progress = no_progress) -> References:
    """Read reference schedules; for a worker."""
    references = References()
    for number, name in enumerate(names):
        progress(name, number, len(names))
        reading = read(name)
        references.schedules += reading.schedules
        references.problems += reference_problems(reading)
    return references


def use_references(session: Session, references: References) -> None:
    """Compare with these schedules and no others; rows of the plans keep their numbers."""
    session.replace_references(references.schedules, references.problems)


def reference_names(session: Session) -> list[str]:
    """The files compared with, archives once."""
    return list(dict.fromkeys(schedule.file.partition("!")[0] for schedule in session.workspace.reference))
