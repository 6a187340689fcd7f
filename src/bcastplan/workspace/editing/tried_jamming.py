"""Which transmissions are jammed after an edit that is only tried, beside those that are jammed today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bcastplan.airtime.jamming import JammerRow, Jamming, PlanJammers, jamming_of
from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import jammed_transmissions
from bcastplan.conflicts.jammed import Jammed, JammedResult
from bcastplan.conflicts.sides import RowSide
from bcastplan.model.jammers import MOST_JAMMERS
from bcastplan.workspace.opening.open_plans import Workspace, month_heard

JammedChanges = tuple[tuple[Jammed, ...], tuple[Jammed, ...], tuple[Jammed, ...]]
"""Transmissions that are jammed anew, those that are no more, and those that are for other minutes."""

_Key = tuple[int, object]


def compare_jamming(
    workspace: Workspace,
    before: JammedResult,
    tried: AirtimeTable,
    sides: Sequence[RowSide],
    own: int,
    numbers: Sequence[int],
) -> JammedChanges:
    """What an edit changes of who is jammed.

    Args:
        workspace: the plans.
        before: what is jammed today.
        tried: the table after the edit.
        sides: the sides of its rows.
        own: how many of its rows belong to the plans.
        numbers: the number that each row of today has in it, -1 for those that are gone.

    One jammer that reaches a transmission over several of its frequencies counts once, with all its minutes.
    """
    jamming = _jamming_after(workspace, before.jamming, tried, sides, own)
    was = _by_jammer(before, numbers)
    becomes = _by_jammer(jammed_transmissions(tried, sides, jamming), range(len(tried)))
    fresh = tuple(items[0] for key, items in becomes.items() if key not in was)
    gone = tuple(items[0] for key, items in was.items() if key not in becomes)
    otherwise = tuple(
        items[0] for key, items in becomes.items() if key in was and _minutes(items) != _minutes(was[key])
    )
    return fresh, gone, otherwise


def _minutes(items: Iterable[Jammed]) -> int:
    return sum(item.overlap_minutes for item in items)


def _by_jammer(jammed: Iterable[Jammed], numbers: Sequence[int]) -> dict[_Key, list[Jammed]]:
    """What is jammed by its row after the edit and the jammer; a row that is gone keeps a number of its own."""
    known: dict[_Key, list[Jammed]] = defaultdict(list)
    for item in jammed:
        row = numbers[item.row] if numbers[item.row] >= 0 else -1 - item.row
        known[row, _jammer_key(item.jammer)].append(item)
    return known


def _jammer_key(row: JammerRow) -> object:
    """The jammer of a plan, or the place of the row of a list that names one."""
    origin = row.transmission.origin
    # The plan stays as it is, so its jammers are the same objects before and after the edit.
    return (row.plan, id(row.jammer)) if row.jammer is not None else (origin.file, origin.line, origin.index)


def _jamming_after(
    workspace: Workspace, before: Jamming, tried: AirtimeTable, sides: Sequence[RowSide], own: int
) -> Jamming:
    """The jammers after the edit: those of plans follow the tried rows, and those of lists stay."""
    plans = [
        PlanJammers(
            opened.key,
            opened.plan.jammers[:MOST_JAMMERS],
            [row for row in range(own) if sides[row].plan == opened.key],
        )
        for opened in workspace.plans
        if opened.plan.jammers
    ]
    # Jammers that stand in the plans' own files are taken from the tried rows, because the edit may be of them.
    listed = [row for row in before.rows if row.jammer is None and row.is_reference]
    listed += [
        JammerRow.of_list(transmission, month_heard(transmission))
        for transmission in tried.transmissions[:own]
        if transmission.jammer
    ]
    return jamming_of(tried, plans, listed)
