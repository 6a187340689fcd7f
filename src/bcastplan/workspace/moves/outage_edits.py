"""Writes a plan for an outage into schedules: what was on the air before ends, and goes on from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bcastplan.document.splice import EditRefused
from bcastplan.model.transmission import KEY_OF_ATTRIBUTE, LINES
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.moves.applied_moves import changes_of, words_of
from bcastplan.workspace.moves.outage_search import OutageAnswer, PlacedRow
from bcastplan.workspace.moves.proposals import FACILITY_KEYS, Move


def apply_outage(paths: Sequence[str], against: Sequence[str], answer: OutageAnswer) -> list[str]:
    """Write the places that were found, in one edit; returns what was written, a line each.

    A transmission that was on the air before the outage ends the day before, and a new one stands behind it.

    Raises:
        EditRefused: a schedule that cannot be edited or saved.
    """
    session = Session.open(paths, against)
    with session.one_step("outage"):
        written = [line for part in _last_first(answer) for line in _apply(session, answer, part)]
    session.files.save()
    # Files are written from their end on and told from their beginning.
    return written[::-1]


def _last_first(answer: OutageAnswer) -> list[PlacedRow]:
    """What has a place, from the end of each file on, so that places before it stay where they are."""
    placed = [part for part in answer.placed if part.replacement is not None]
    return sorted(placed, key=lambda part: (part.failed.written.file, -part.failed.written.origin.index))


def _apply(session: Session, answer: OutageAnswer, part: PlacedRow) -> list[str]:
    assert part.replacement is not None
    moved, *others = part.replacement.proposal.moves
    lines = []
    for other in others:
        session.change([_row(session, other)], changes_of(other), "outage")
        lines.append(_line(other))
    if part.failed.is_cut:
        _cut(session, answer, part, moved)
    else:
        session.change([_row(session, moved)], changes_of(moved), "outage")
    return [*lines, _line(moved)]


def _cut(session: Session, answer: OutageAnswer, part: PlacedRow, moved: Move) -> None:
    """End a transmission before the outage and write what goes on behind it."""
    origin = part.failed.written.origin
    row = _row(session, moved)
    # The first part keeps the requirement number under which it is registered.
    values: dict[str, Raw] = {key: value for key, value in session.raw(row).items() if key != "requirement"}
    for key, text in changes_of(moved).items():
        values.pop(key, None)
        if text is not None:
            values[key] = text
    values["from"] = answer.outage.first.isoformat()
    if "id" in values:
        values["id"] = _new_id(session, str(values["id"]), moved)
    session.insert(origin.file, values, index=origin.index + 1, label="outage")
    session.change([row], {"until": (answer.outage.first - timedelta(days=1)).isoformat()}, "outage")
    new = session.table.transmissions[session.row_at(origin.file, origin.index + 1)]
    keys = [KEY_OF_ATTRIBUTE[attribute] for attribute in ("frequency_khz", *FACILITY_KEYS)]
    # A default of the file fills in what the move leaves blank, as a power that the new site does not state.
    if any(LINES[key](new) != LINES[key](moved.after) for key in keys):
        raise EditRefused(f"{origin.file}:{origin.line}: a default of the file stands in the way: write it by hand")


def _row(session: Session, move: Move) -> int:
    origin = move.before.origin
    return session.row_at(origin.file, origin.index)


def _new_id(session: Session, identifier: str, moved: Move) -> str:
    """The id of the part that goes on: that of the first with the site behind it, and a number where it is taken."""
    known = {transmission.id for transmission in session.table.transmissions}
    name = f"{identifier}-{(moved.after.site_code or 'moved').lower()}"
    number = 1
    while name in known:
        number += 1
        name = f"{name.rstrip('0123456789').rstrip('-')}-{number}"
    return name


def _line(move: Move) -> str:
    return f"{move.before.file}:{move.before.origin.line}: {words_of(move)}"
