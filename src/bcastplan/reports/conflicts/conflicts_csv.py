"""Conflicts as CSV, one line a pair, a jammed transmission or a member of a resource conflict; cells are inert."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from bcastplan.model.counts import hours
from bcastplan.reports.conflicts.conflicts_json import jammed_object, pair_object, resource_object
from bcastplan.reports.safe_text import record_cell
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts

_FACTS = (
    "kind", "rule", "severity", "own", "separation_khz", "overlap_minutes", "overlap_hours", "dates", "first", "last",
    "hours_a_week", "when", "shared_test_points",
)  # fmt: skip
_SIDE = (
    "file", "line", "id", "frequency_khz", "service", "broadcaster", "manager", "manager_name", "site", "site_name",
    "language", "target", "against",
)  # fmt: skip
_RESOURCE = ("transmitter", "antenna", "worst_at", "available", "most_at_once", "gap_minutes", "retune_minutes")
_LISTS = ("probably_ours", "heard", "since", "status", "reason")
COLUMNS = (*_FACTS, *(f"a_{name}" for name in _SIDE), *(f"b_{name}" for name in _SIDE), *_RESOURCE, *_LISTS)
"""The header; a conflict over a resource of more than two members takes a line for each beyond the first."""


def conflicts_csv(conflicts: PlanConflicts) -> Iterator[str]:
    """All pairs, resources and jammed transmissions as CSV, in parts: there may be half a million pairs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for cells in _rows(conflicts):
        writer.writerow(cells)
        yield out.getvalue()
        # The buffer is emptied after each line: half a million pairs in one text took 496 MB.
        out.seek(0)
        out.truncate()


def _rows(conflicts: PlanConflicts) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for pair in conflicts.pairs:
        record = pair_object(conflicts, pair)
        sides = {f"{side}_{name}": value for side in "ab" for name, value in record.pop(side).items()}
        yield _cells(record | sides)
    for resource in conflicts.resources:
        record = resource_object(conflicts, resource)
        first, *others = record.pop("members")
        for other in others:
            sides = {f"a_{name}": value for name, value in first.items()}
            sides |= {f"b_{name}": value for name, value in other.items()}
            yield _cells(record | sides)
    for item in conflicts.jammed or ():
        record = jammed_object(conflicts, conflicts.jammed, item)
        sides = {f"{side}_{name}": value for side in "ab" for name, value in record.pop(side).items()}
        yield _cells(record | sides)


def _cells(record: dict[str, Any]) -> list[str]:
    record["overlap_hours"] = hours(record["overlap_minutes"])
    return [record_cell(record.get(name)) for name in COLUMNS]
