"""Show the effect of a change before it is made: problems, conflicts that come and go, hours."""

from __future__ import annotations

from dataclasses import dataclass, field

from bcastplan.conflicts.pairs import Pair
from bcastplan.document.nodes import node_of
from bcastplan.document.schedule_reader import transmissions_from_nodes
from bcastplan.document.splice import Changes
from bcastplan.model.finding import Finding, Problem
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.row_findings import findings_in_rows
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.plan_conflicts import side_of


@dataclass(slots=True)
class Effect:
    """The effect that a change would have.

    ``problems`` make it impossible; ``findings`` are what the rules say of the new row; minutes are transmitter
    minutes over all dates.
    """

    problems: list[Problem] = field(default_factory=list)
    transmission: Transmission | None = None
    findings: list[Finding] = field(default_factory=list)
    added: tuple[Pair, ...] = ()
    removed: tuple[Pair, ...] = ()
    changed: tuple[Pair, ...] = ()
    minutes_before: int = 0
    minutes_after: int = 0
    row: int = 0
    """The row the pairs count for: that of the change, or the one a new transmission would get."""


def preview(session: Session, number: int | None, changes: Changes, file: str | None = None) -> Effect:
    """Try a change of a row, or a new transmission for ``file``; the session is left as it is."""
    if number is not None:
        origin = session.table.transmissions[number].origin
        file, index = origin.file, origin.index
        values = dict(session.raw(number))
    else:
        index, values = 0, {}
    assert file is not None
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
    document = session.documents[file]
    schedule = document.schedule
    if schedule is None:
        return Effect()
    transmissions, problems = transmissions_from_nodes(schedule, document.defaults_node(), [(index, node_of(values))])
    return _effect(session, number, transmissions[0], problems, file) if transmissions else Effect(problems)


def _effect(
    session: Session, number: int | None, transmission: Transmission, problems: list[Problem], file: str
) -> Effect:
    opened = next(plan for plan in session.workspace.plans if any(each.file == file for each in plan.schedules))
    table, live = session.table, session.kept_pairs.live
    if number is None:
        # The pairs under edit take in the row and take it back: both touch few pairs, a copy would be of all.
        row = session.own_rows
        tried = table.inserted(row, transmission)
        changes = live.insert(row, tried, side_of(transmission, opened))
        live.remove(row, table)
        before = 0
    else:
        row = number
        tried = table.replaced(row, transmission)
        changes = live.replace(row, tried, side_of(transmission, opened))
        live.replace(row, table, side_of(table.transmissions[row], opened))
        before = int(table.minutes[row])
    return Effect(
        problems=problems,
        transmission=transmission,
        findings=findings_in_rows(tried, [row], opened),
        added=changes.added,
        removed=changes.removed,
        changed=changes.changed,
        minutes_before=before,
        minutes_after=int(tried.minutes[row]),
        row=row,
    )
