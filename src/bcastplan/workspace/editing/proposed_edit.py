"""A proposal for some transmissions as an edit of their rows: what each becomes, which are copied, and which go."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.document.splice import Changes
from bcastplan.model.transmission import KEYS, Transmission
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.batches import Parts
from bcastplan.workspace.editing.bulk_preview import Rearrangement
from bcastplan.workspace.editing.operations import NOT_COPIED
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.prediction.programme_sets import OFFER_KEY, offer_of

PROPOSED_KEYS = (
    "frequency", "time", "site", "transmitter", "power", "antenna", "azimuth", "slew", "design_frequency", "rate",
)  # fmt: skip
"""The keys of a transmission that a search for better hours and frequencies decides."""


def rearrangement_of(session: Session, rows: Sequence[int], proposed: Sequence[Transmission]) -> Rearrangement:
    """The edit that makes a proposal of some rows; what stays as it is keeps its row.

    Rows and proposed transmissions that are alike are paired first, then those on the same frequency, then the others
    by time. Proposed ones without a row are copies of the first row with other values; rows without one go.
    """
    pairs = _paired([session.table.transmissions[row] for row in rows], proposed)
    present = dict(enumerate(rows))
    changed = [
        (present[old], changes)
        for old, new in sorted(pairs.items())
        if (changes := _changes(session.table.transmissions[present[old]], proposed[new]))
    ]
    pattern = rows[0]
    copied = [
        (pattern, _changes(session.table.transmissions[pattern], item))
        for number, item in enumerate(proposed)
        if number not in pairs.values()
    ]
    removed = [row for number, row in present.items() if number not in pairs]
    return Rearrangement(tuple(changed), tuple(copied), tuple(removed))


def rearrange_parts(session: Session, edit: Rearrangement, label: str) -> Parts:
    """Make the edit as one step; rows that go are taken out last, so that the numbers of the others hold."""
    # Read before anything is changed: a copy begins from what its row holds now.
    copies: list[tuple[str, dict[str, Raw]]] = []
    for row, changes in edit.copied:
        values = {key: value for key, value in session.raw(row).items() if key not in NOT_COPIED}
        merged = {**values, **changes}
        file = session.table.transmissions[row].file
        copies.append((file, {key: value for key, value in merged.items() if value is not None}))
    with session.one_step(label):
        session.change_each(edit.changed, label)
        session.delete(sorted(edit.removed, reverse=True))
        rows: list[int] = []
        for file, copy in copies:
            rows += session.insert_many(file, [copy], label=label)
        yield len(edit.changed) + len(edit.removed) + len(copies)
    kept = [row - sum(gone < row for gone in edit.removed) for row, _ in edit.changed]
    return [*kept, *rows]


def _paired(present: Sequence[Transmission], proposed: Sequence[Transmission]) -> dict[int, int]:
    """Number of a present transmission -> number of the proposed one that takes its place."""
    pairs: dict[int, int] = {}
    alike = (
        lambda old, new: not _changes(old, new),
        lambda old, new: old.frequency_khz == new.frequency_khz,
        lambda old, new: True,
    )
    for fits in alike:
        for new, item in enumerate(proposed):
            if new in pairs.values():
                continue
            free = [old for old, before in enumerate(present) if old not in pairs and fits(before, item)]
            if free:
                pairs[min(free, key=lambda old: abs(present[old].time.start_minute - item.time.start_minute))] = new
    return pairs


def _changes(old: Transmission, new: Transmission) -> Changes:
    """The keys that make one transmission of another, as a file has them; None takes a key away."""
    changes: dict[str, Raw | None] = {}
    for name in PROPOSED_KEYS:
        key = KEYS[name]
        before, after = getattr(old, key.attribute), getattr(new, key.attribute)
        if before != after:
            changes[name] = None if after is None else key.shape.write(after)
    if offer_of(old) != offer_of(new):
        changes[OFFER_KEY] = offer_of(new)
    return changes
