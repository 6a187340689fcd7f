"""Show the effect of an edit of many transmissions before it is made: what is refused, conflicts, jamming, hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bcastplan.airtime.table import AirtimeTable, RowSplice, in_place
from bcastplan.conflicts.incremental import SideSplice, numbers_after
from bcastplan.conflicts.jammed import Jammed
from bcastplan.conflicts.pairs import Pair
from bcastplan.conflicts.resources import Resource, resource_conflicts
from bcastplan.conflicts.sides import RowSide
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.operations import other_values
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.editing.tried_jamming import compare_jamming
from bcastplan.workspace.editing.tried_rows import (
    Refusal,
    RowChanges,
    TriedRows,
    changed_rows,
    relocated_rows,
    removal_refusals,
)
from bcastplan.workspace.inspection.plan_conflicts import inventories_of, side_of, sides_of
from bcastplan.workspace.opening.open_plans import OpenPlan


@dataclass(frozen=True, slots=True)
class Removal:
    """Transmissions that are to be taken out."""

    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relocation:
    """Transmissions that are to be moved to another file."""

    rows: tuple[int, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """Other transmissions in the place of some.

    Attributes:
        changed: rows that get other values.
        copied: rows of which a copy with other values is added.
        removed: rows that go.
    """

    changed: tuple[RowChanges, ...]
    copied: tuple[RowChanges, ...]
    removed: tuple[int, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether all stays as it is."""
        return not (self.changed or self.copied or self.removed)


BulkEdit = Sequence[RowChanges] | Removal | Relocation | Rearrangement
"""An edit of many rows: keys to write row by row, or rows that go, or rows that get another file, or a mixture."""


@dataclass(slots=True)
class BulkEffect:
    """The effect that an edit of many rows would have.

    Where there are ``refused`` values nothing would be written, and the other figures are those of today. Minutes are
    those of all rows of the plans on the air, over all dates; ``days`` are the dates of their schedules. Rows of what
    is gone count in the table of today, all others in the table after the edit, in which rows that move to another
    file keep their numbers.
    """

    rows: int = 0
    pairs_known: bool = True
    """Whether the conflicts of today are known, so that those of the changed plan can be told."""
    refused: list[Refusal] = field(default_factory=list)
    added: tuple[Pair, ...] = ()
    removed: tuple[Pair, ...] = ()
    changed: tuple[Pair, ...] = ()
    booked: tuple[Resource, ...] = ()
    """Double bookings of the inventory that are new, or have another transmission."""
    released: tuple[Resource, ...] = ()
    """Double bookings that are gone; one that only loses a transmission is not."""
    jammed: tuple[Jammed, ...] = ()
    """Transmissions that a jammer reaches which did not before."""
    cleared: tuple[Jammed, ...] = ()
    """Transmissions that a jammer reaches no more."""
    jammed_otherwise: tuple[Jammed, ...] = ()
    """Transmissions that a jammer reaches for other minutes, in the state after the edit."""
    taken_over: tuple[str, ...] = ()
    """What rows take over from the defaults of the file that they move to, as ``broadcaster VOA``."""
    minutes_before: int = 0
    minutes_after: int = 0
    days: int = 0


def preview_edit(session: Session, edit: BulkEdit) -> BulkEffect:
    """Try an edit of many rows; the session is left as it is.

    May run in a thread: where the session is edited meanwhile, the effect is worth nothing, but harms nothing. What is
    jammed is compared where ``session.kept_pairs.jammed`` has been worked out.
    """
    if isinstance(edit, Removal):
        effect = _effect_so_far(session, len(edit.rows), removal_refusals(session, edit.rows))
        if not effect.refused and edit.rows:
            _tell(session, effect, [(row, ()) for row in sorted(edit.rows)])
        return effect
    if isinstance(edit, Relocation):
        opened = next(
            plan for plan in session.workspace.plans if any(each.file == edit.file for each in plan.schedules)
        )
        tried = relocated_rows(session, edit.rows, edit.file)
        effect = _preview_tried(session, len(edit.rows), tried, opened)
        before = [session.table.transmissions[row] for row in tried.transmissions]
        effect.taken_over = tuple(other_values(before, list(tried.transmissions.values())))
        return effect
    if isinstance(edit, Rearrangement):
        return _preview_rearranged(session, edit)
    return _preview_tried(session, len(edit), changed_rows(session, edit))


def refused_values(session: Session, edit: BulkEdit) -> list[Refusal]:
    """What of an edit cannot be done; without any of it the edit can be."""
    if isinstance(edit, Removal):
        return removal_refusals(session, edit.rows)
    if isinstance(edit, Relocation):
        return relocated_rows(session, edit.rows, edit.file).refused
    if isinstance(edit, Rearrangement):
        return _rearranged(session, edit)[0]
    return changed_rows(session, edit).refused


def _preview_tried(session: Session, rows: int, tried: TriedRows, home: OpenPlan | None = None) -> BulkEffect:
    """The effect of other transmissions in some rows; ``home`` is the plan they move to, None where each stays."""
    effect = _effect_so_far(session, rows, tried.refused)
    if not tried.refused and tried.transmissions:
        added = []
        for row, transmission in sorted(tried.transmissions.items()):
            opened = home or session.workspace.plan_of_row(row)
            assert opened is not None
            added.append((row, ((transmission, side_of(transmission, opened)),)))
        _tell(session, effect, added)
    return effect


def _rearranged(
    session: Session, edit: Rearrangement
) -> tuple[list[Refusal], dict[int, Transmission], list[tuple[int, Transmission]]]:
    """What is refused, the transmissions that rows become, and copies with the rows that they are copies of."""
    changed = changed_rows(session, edit.changed)
    refused = [*changed.refused, *removal_refusals(session, edit.removed)]
    copies: list[tuple[int, Transmission]] = []
    for row, changes in edit.copied:
        # A copy is read as its row would be; it has no id of its own, by which the other one would be known.
        tried = changed_rows(session, [(row, {**changes, "id": None})])
        refused += tried.refused
        copies += tried.transmissions.items()
    return sorted(refused, key=lambda refusal: refusal.row), changed.transmissions, copies


def _preview_rearranged(session: Session, edit: Rearrangement) -> BulkEffect:
    refused, changed, copies = _rearranged(session, edit)
    effect = _effect_so_far(session, len(edit.changed) + len(edit.copied) + len(edit.removed), refused)
    places: dict[int, list[Transmission]] = {row: [item] for row, item in changed.items()}
    places |= {row: [] for row in edit.removed}
    for row, copy in copies:
        places.setdefault(row, [session.table.transmissions[row]]).append(copy)
    if not refused and places:
        _tell(session, effect, [(row, _with_sides(session, row, items)) for row, items in sorted(places.items())])
    return effect


def _with_sides(session: Session, row: int, items: Sequence[Transmission]) -> _Added:
    opened = session.workspace.plan_of_row(row)
    assert opened is not None
    return tuple((item, side_of(item, opened)) for item in items)


def _effect_so_far(session: Session, rows: int, refused: list[Refusal]) -> BulkEffect:
    minutes = int(session.table.minutes[: session.own_rows].sum())
    return BulkEffect(
        rows, session.pairs_known, refused, minutes_before=minutes, minutes_after=minutes, days=_days(session)
    )


_Added = tuple[tuple[Transmission, RowSide], ...]
"""What comes in the place of a row; nothing where it goes."""


def _tell(session: Session, effect: BulkEffect, places: Sequence[tuple[int, _Added]]) -> None:
    """Tell what becomes of pairs, bookings, jamming and hours when rows give way to others."""
    table = session.table.spliced([RowSplice(row, row + 1, tuple(new for new, _ in added)) for row, added in places])
    own = session.own_rows + sum(len(added) - 1 for _, added in places)
    effect.minutes_after = int(table.minutes[:own].sum())
    # A preview may run in a thread, which must not find pairs for the session: those that are known have to do.
    live = session.kept_pairs.known_live
    if live is None:
        return
    splices = [SideSplice(row, row + 1, tuple(side for _, side in added)) for row, added in places]
    pairs = live.tried(table, splices)
    effect.added, effect.removed, effect.changed = pairs.added, pairs.removed, pairs.changed
    before = sides_of(session.workspace)
    after = in_place(before, splices)
    numbers = numbers_after(len(before), splices).tolist()
    _book(session, effect, (before, after), table, numbers)
    jammed = session.kept_pairs.known_jammed
    if jammed is not None:
        changes = compare_jamming(session.workspace, jammed, table, after, own, numbers)
        effect.jammed, effect.cleared, effect.jammed_otherwise = changes


def _book(
    session: Session,
    effect: BulkEffect,
    sides: tuple[Sequence[RowSide], Sequence[RowSide]],
    tried: AirtimeTable,
    numbers: Sequence[int],
) -> None:
    """Tell which double bookings come and go.

    One that loses transmissions is neither new nor gone; one that gets another transmission is new.
    """
    inventories = inventories_of(session.workspace)
    if not inventories:
        return
    was = [
        (item, _place(item), frozenset(numbers[row] for row in item.member_rows) - {-1})
        for item in resource_conflicts(session.table, sides[0], inventories)
    ]
    becomes = [
        (item, _place(item), frozenset(item.member_rows)) for item in resource_conflicts(tried, sides[1], inventories)
    ]
    effect.booked = tuple(
        item for item, place, rows in becomes if not any(place == before and rows <= held for _, before, held in was)
    )
    effect.released = tuple(
        item
        for item, place, rows in was
        if not any(place == after and (held <= rows or (len(rows) > 1 and rows <= held)) for _, after, held in becomes)
    )


def _place(item: Resource) -> tuple[object, ...]:
    """What is booked twice, and how."""
    return item.kind, item.site, item.transmitter, item.antenna


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
