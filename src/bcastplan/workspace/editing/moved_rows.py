"""The transmissions of a file after an edit: those it touches are new, those behind it stand on other lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from bcastplan.airtime.table import RowSplice
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.model.written_places import KeyPlaces
from bcastplan.workspace.editing.item_list import Touched


def moved_rows(
    before: Sequence[Transmission], touched: Sequence[Touched], reread: Sequence[Transmission]
) -> tuple[list[RowSplice], tuple[Transmission, ...]]:
    """The splices that bring the rows of a file up to date after an edit, and all its transmissions afterwards.

    Args:
        before: the transmissions of the file, in the order of its list; items that are not whole are not among them.
        touched: the groups of items that were read again.
        reread: the transmissions of these groups as they were read again, with their new places.
    """
    indexes = [transmission.origin.index for transmission in before]
    splices: list[RowSplice] = []
    rows: list[Transmission] = []
    position = at = lines = items = 0
    for group in touched:
        first, stop = bisect_left(indexes, group.first), bisect_left(indexes, group.stop)
        rows += _moved(before[position:first], lines, items)
        last = at
        end = group.first + items + len(group.items)
        # Items that are not whole transmissions are missing in ``reread``, so their number does not tell where a group
        # ends.
        while last < len(reread) and reread[last].origin.index < end:
            last += 1
        new = tuple(reread[at:last])
        splices += _trimmed(RowSplice(first, stop, new), before)
        rows += new
        position, at = stop, last
        lines, items = group.lines, items + len(group.items) - (group.stop - group.first)
    rows += _moved(before[position:], lines, items)
    return splices, tuple(rows)


def differences(before: Sequence[Transmission], after: Sequence[Transmission]) -> list[RowSplice]:
    """The splices between two readings of a file; the lines on which transmissions stand do not matter."""
    # With as many as before, most likely single ones were changed, and those between them need not count as new.
    if len(before) == len(after):
        return [
            RowSplice(row, row + 1, (new,))
            for row, (old, new) in enumerate(zip(before, after, strict=True))
            if not _same(old, new)
        ]
    return _trimmed(RowSplice(0, len(before), tuple(after)), before)


def _trimmed(splice: RowSplice, before: Sequence[Transmission]) -> list[RowSplice]:
    """A splice without the transmissions at its edges that say the same as before; none where all of them do."""
    first, stop, added = splice
    low, high = 0, len(added)
    while first < stop and low < high and _same(before[first], added[low]):
        first, low = first + 1, low + 1
    while first < stop and low < high and _same(before[stop - 1], added[high - 1]):
        stop, high = stop - 1, high - 1
    return [RowSplice(first, stop, added[low:high])] if first < stop or low < high else []


def _same(old: Transmission, new: Transmission) -> bool:
    return old is new or old.same_as(new)


def _moved(transmissions: Sequence[Transmission], lines: int, items: int) -> Sequence[Transmission]:
    """Transmissions that stand some lines further down and some items further on in the list.

    Keys inherited from above the list stay where they are.
    """
    if not lines and not items:
        return transmissions
    moved = []
    for transmission in transmissions:
        origin = transmission.origin
        own, positions = origin.line, origin.positions
        if lines:
            positions = (
                positions.moved(lines) if isinstance(positions, KeyPlaces) else _moved_places(positions, own, lines)
            )
        placed = Origin(origin.file, own + lines, origin.column, positions, origin.index + items)
        moved.append(transmission.changed(origin=placed))
    return moved


def _moved_places(places: Mapping[str, tuple[int, int]], head: int, lines: int) -> Mapping[str, tuple[int, int]]:
    return {key: (line + lines, column) if line >= head else (line, column) for key, (line, column) in places.items()}
