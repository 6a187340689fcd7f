"""The transmissions that rows would be after an edit, read as their files would be, and the values that are refused.

Nothing is written: the session is left as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bcastplan.document.nodes import node_of
from bcastplan.document.schedule_reader import transmissions_from_nodes
from bcastplan.document.splice import Changes, EditRefused
from bcastplan.model.errors import ValueFault
from bcastplan.model.transmission import KEYS, Transmission
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.operations import values_for
from bcastplan.workspace.editing.session import Session

RowChanges = tuple[int, Changes]
"""A row, and the keys to write of it."""


class Refusal(NamedTuple):
    """A value that cannot be written: the row it is for, its key (empty: the row as a whole), and the reason."""

    row: int
    key: str
    reason: str


class TriedRows(NamedTuple):
    """The transmissions that rows would be, and what stands in the way of it, in the order of the rows."""

    transmissions: dict[int, Transmission]
    refused: list[Refusal]


def refusals(session: Session, changes: Sequence[RowChanges]) -> list[Refusal]:
    """The values among some changes that cannot be written.

    ``session.change_each`` takes only changes without refusals.
    """
    return changed_rows(session, changes).refused


def changed_rows(session: Session, changes: Sequence[RowChanges]) -> TriedRows:
    """The transmissions that rows would be with other values."""
    refused: list[Refusal] = []
    by_file: dict[str, list[tuple[int, Changes]]] = defaultdict(list)
    for row, written in changes:
        if not session.editable(row):
            refused.append(_foreign(session, row))
            continue
        faults = [Refusal(row, key, reason) for key, raw in written.items() if (reason := _fault(key, raw))]
        if faults:
            refused += faults
        else:
            by_file[session.table.transmissions[row].file].append((row, written))
    transmissions: dict[int, Transmission] = {}
    for file, some in by_file.items():
        document = session.documents[file]
        values: dict[int, Mapping[str, Raw]] = {}
        for row, written in some:
            try:
                values[row] = _merged(document.raw_item(session.table.transmissions[row].origin.index), written)
            except EditRefused as error:
                refused.append(Refusal(row, "", str(error)))
        read = _read(session, file, values)
        transmissions |= read.transmissions
        refused += read.refused
    return TriedRows(transmissions, sorted(refused, key=lambda refusal: refusal.row))


def relocated_rows(session: Session, rows: Sequence[int], file: str) -> TriedRows:
    """The transmissions that rows would be in another file, under its defaults (``batches.move_parts``)."""
    foreign = [_foreign(session, row) for row in rows if not session.editable(row)]
    if foreign:
        return TriedRows({}, foreign)
    return _read(session, file, {row: values_for(session, row, file) for row in rows})


def removal_refusals(session: Session, rows: Sequence[int]) -> list[Refusal]:
    """What stands in the way of taking rows out."""
    return [_foreign(session, row) for row in rows if not session.editable(row)]


def _foreign(session: Session, row: int) -> Refusal:
    return Refusal(row, "", f"{session.table.transmissions[row].file} cannot be edited here")


def _fault(key: str, raw: Raw | None) -> str | None:
    if raw is None or key not in KEYS:
        return None
    try:
        KEYS[key].shape.parse(raw)
    except ValueFault as fault:
        return str(fault)
    return None


def _read(session: Session, file: str, values: Mapping[int, Mapping[str, Raw]]) -> TriedRows:
    """The transmissions of rows as one file would have them, each with the place that its row has now."""
    document = session.documents[file]
    schedule = document.schedule
    if schedule is None:
        return TriedRows({}, [Refusal(row, "", f"{file} cannot be read: correct it first") for row in values])
    # Numbered by their order here: rows of several files may have the same number in theirs.
    nodes = [(number, node_of(dict(raw))) for number, raw in enumerate(values.values())]
    # All rows are read at once; only those that cannot be are read again, one by one, for their reasons.
    read, _ = transmissions_from_nodes(schedule, document.defaults_node(), nodes)
    listed = list(values)
    transmissions = {}
    for transmission in read:
        row = listed[transmission.origin.index]
        transmissions[row] = transmission.changed(origin=session.table.transmissions[row].origin)
    refused = []
    for row, node in zip(listed, nodes, strict=True):
        if row not in transmissions:
            _, problems = transmissions_from_nodes(schedule, document.defaults_node(), [node])
            refused.append(Refusal(row, "", problems[0].message if problems else "frequency and time are needed"))
    return TriedRows(transmissions, refused)


def _merged(values: Mapping[str, Raw], changes: Changes) -> dict[str, Raw]:
    merged = {key: value for key, value in values.items() if changes.get(key, value) is not None}
    return merged | {key: value for key, value in changes.items() if value is not None}
