"""Show the effect of an edit of many transmissions before it is made: what is refused, conflicts, hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.table import AirtimeTable, RowSplice
from bcastplan.conflicts.incremental import SideSplice
from bcastplan.conflicts.pairs import Pair
from bcastplan.conflicts.resources import Resource, resource_conflicts
from bcastplan.conflicts.sides import RowSide
from bcastplan.document.nodes import node_of
from bcastplan.document.schedule_reader import transmissions_from_nodes
from bcastplan.document.splice import Changes, EditRefused
from bcastplan.model.errors import ValueFault
from bcastplan.model.transmission import KEYS, Transmission
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.plan_conflicts import inventories_of, side_of, sides_of

RowChanges = tuple[int, Changes]
"""A row, and the keys to write of it."""


class Refusal(NamedTuple):
    """A value that cannot be written: the row it is for, its key (empty: the row as a whole), and the reason."""

    row: int
    key: str
    reason: str


@dataclass(slots=True)
class BulkEffect:
    """The effect that an edit of many rows would have.

    Where there are ``refused`` values nothing would be written, and the other figures are those of today. Minutes are
    those of all rows of the plans on the air, over all dates; ``days`` are the dates of their schedules.
    """

    rows: int = 0
    pairs_known: bool = True
    """Whether the conflicts of today are known, so that those of the changed plan can be told."""
    refused: list[Refusal] = field(default_factory=list)
    added: tuple[Pair, ...] = ()
    removed: tuple[Pair, ...] = ()
    changed: tuple[Pair, ...] = ()
    booked: tuple[Resource, ...] = ()
    """Double bookings of the inventory that are new."""
    released: tuple[Resource, ...] = ()
    """Double bookings that are gone."""
    minutes_before: int = 0
    minutes_after: int = 0
    days: int = 0


def refusals(session: Session, changes: Sequence[RowChanges]) -> list[Refusal]:
    """The values among some changes that cannot be written.

    ``session.change_each`` takes only changes without refusals.
    """
    return _tried(session, changes)[1]


def preview_rows(session: Session, changes: Sequence[RowChanges]) -> BulkEffect:
    """Try changes of many rows; the session is left as it is. May run in a thread while nothing is edited."""
    transmissions, refused = _tried(session, changes)
    table, own = session.table, session.own_rows
    minutes = int(table.minutes[:own].sum())
    effect = BulkEffect(
        len(changes), session.pairs_known, refused, minutes_before=minutes, minutes_after=minutes, days=_days(session)
    )
    if refused or not transmissions:
        return effect
    rows = sorted(transmissions)
    tried = table.spliced([RowSplice(row, row + 1, (transmissions[row],)) for row in rows])
    effect.minutes_after = int(tried.minutes[:own].sum())
    if not effect.pairs_known:
        return effect
    sides = []
    for row in rows:
        opened = session.workspace.plan_of_row(row)
        assert opened is not None
        sides.append(SideSplice(row, row + 1, (side_of(transmissions[row], opened),)))
    pairs = session.kept_pairs.live.tried(tried, sides)
    effect.added, effect.removed, effect.changed = pairs.added, pairs.removed, pairs.changed
    _book(session, effect, tried, {splice.first: splice.added[0] for splice in sides})
    return effect


def _book(session: Session, effect: BulkEffect, tried: AirtimeTable, changed: Mapping[int, RowSide]) -> None:
    """Tell which double bookings come and go; one is the same while it is of the same rows."""
    inventories = inventories_of(session.workspace)
    if not inventories:
        return
    sides = sides_of(session.workspace)
    after = [changed.get(row, side) for row, side in enumerate(sides)]
    was, becomes = (
        {(item.kind, item.site, item.transmitter, item.antenna, frozenset(item.member_rows)): item for item in bookings}
        for bookings in (
            resource_conflicts(session.table, sides, inventories),
            resource_conflicts(tried, after, inventories),
        )
    )
    effect.booked = tuple(item for key, item in becomes.items() if key not in was)
    effect.released = tuple(item for key, item in was.items() if key not in becomes)


def _days(session: Session) -> int:
    """On how many dates any schedule of the plans is in force."""
    windows = {schedule.window for schedule in session.workspace.schedules}
    if not windows:
        return 0
    first = min(window.first_day.toordinal() for window in windows)
    # Windows may overlap or lie apart: each date counts once.
    days = np.zeros(max(window.last_day.toordinal() for window in windows) - first + 1, dtype=np.bool_)
    for window in windows:
        days[window.first_day.toordinal() - first : window.last_day.toordinal() - first + 1] = True
    return int(days.sum())


def _tried(session: Session, changes: Sequence[RowChanges]) -> tuple[dict[int, Transmission], list[Refusal]]:
    """The transmissions that the rows would become, and the values that cannot be written."""
    refused: list[Refusal] = []
    by_file: dict[str, list[tuple[int, Changes]]] = defaultdict(list)
    for row, written in changes:
        if not session.editable(row):
            refused.append(Refusal(row, "", f"{session.table.transmissions[row].file} cannot be edited here"))
            continue
        faults = [Refusal(row, key, reason) for key, raw in written.items() if (reason := _fault(key, raw))]
        if faults:
            refused += faults
        else:
            by_file[session.table.transmissions[row].file].append((row, written))
    transmissions: dict[int, Transmission] = {}
    for file, some in by_file.items():
        read, broken = _read(session, file, some)
        transmissions |= read
        refused += broken
    return transmissions, sorted(refused, key=lambda refusal: refusal.row)


def _fault(key: str, raw: Raw | None) -> str | None:
    if raw is None or key not in KEYS:
        return None
    try:
        KEYS[key].shape.parse(raw)
    except ValueFault as fault:
        return str(fault)
    return None


def _read(
    session: Session, file: str, changes: Sequence[tuple[int, Changes]]
) -> tuple[dict[int, Transmission], list[Refusal]]:
    """The transmissions of one file as they would be read."""
    document = session.documents[file]
    schedule = document.schedule
    if schedule is None:
        return {}, [Refusal(row, "", f"{file} cannot be read: correct it first") for row, _ in changes]
    rows, nodes, refused = {}, [], []
    for row, written in changes:
        index = session.table.transmissions[row].origin.index
        try:
            values = _merged(document.raw_item(index), written)
        except EditRefused as error:
            refused.append(Refusal(row, "", str(error)))
            continue
        rows[index] = row
        nodes.append((index, node_of(values)))
    # All rows are read at once; only those that cannot be are read again, one by one, for their reasons.
    read, _ = transmissions_from_nodes(schedule, document.defaults_node(), nodes)
    transmissions = {rows[transmission.origin.index]: transmission for transmission in read}
    for index, node in nodes:
        if rows[index] not in transmissions:
            _, problems = transmissions_from_nodes(schedule, document.defaults_node(), [(index, node)])
            reason = problems[0].message if problems else "frequency and time are needed"
            refused.append(Refusal(rows[index], "", reason))
    return transmissions, refused


def _merged(values: Mapping[str, Raw], changes: Changes) -> dict[str, Raw]:
    merged = {key: value for key, value in values.items() if changes.get(key, value) is not None}
    return merged | {key: value for key, value in changes.items() if value is not None}
