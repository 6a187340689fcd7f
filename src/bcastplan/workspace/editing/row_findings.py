"""The findings of single rows, without conflicts and without rules that look at the whole plan."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bcastplan.airtime.table import AirtimeTable
from bcastplan.document.splice import EditRefused
from bcastplan.model.finding import Finding, Place, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.rules.context import Context
from bcastplan.rules.run import every_finding
from bcastplan.workspace.editing.open_documents import OpenDocuments
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

OF_THE_PLAN = ("ASM", "CON", "IGN", "INV", "LIS002", "LIS003", "PLN")
"""Rules that look at more than one row, or at what others report: only a whole check tells what they report."""


def findings_in_rows(
    table: AirtimeTable, rows: Sequence[int], plan: OpenPlan, problems: Iterable[Problem] = ()
) -> list[Finding]:
    """The findings of some rows of a plan, in a table that may differ from the session's.

    Args:
        table: the airtime table.
        rows: the rows to look at.
        plan: the plan they belong to.
        problems: what reading had to say of these rows.
    """
    files = {table.transmissions[row].file for row in rows}
    schedules = tuple(schedule for schedule in plan.schedules if schedule.file in files)
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_code[problem.code].append(problem)
    context = Context(plan.plan, schedules, table, rows, plan.directory, by_code, each_row=True)
    return every_finding([context], (), OF_THE_PLAN)


def findings_in_every_row(workspace: Workspace) -> list[Finding]:
    """The findings of all rows of the plans, each on its own; for a worker."""
    findings = []
    for opened in workspace.plans:
        findings += findings_in_rows(workspace.table, workspace.rows_of(opened), opened, opened.problems)
    return findings


class RowPlaces:
    """Finds the row that a place in a file belongs to, as the files are now."""

    def __init__(self, workspace: Workspace, documents: OpenDocuments) -> None:
        self._documents = documents
        self._files: dict[str, tuple[int, Schedule]] = {}
        first = 0
        for schedule in workspace.schedules:
            self._files.setdefault(schedule.file, (first, schedule))
            first += len(schedule.transmissions)

    def row_of(self, place: Place) -> int | None:
        """The plans' row in whose lines a place lies, or whose defaults it names; None where there is none.

        A problem with an item that is no whole transmission belongs to no row.
        """
        first, schedule = self._files.get(place.file, (0, None))
        if schedule is None or place.line is None:
            return None
        if schedule.kind != "yaml":
            # A list has one transmission on each line.
            at = bisect_right(schedule.transmissions, place.line, key=lambda transmission: transmission.origin.line) - 1
            return first + at if at >= 0 and schedule.transmissions[at].origin.line == place.line else None
        index = place.item if place.item is not None else self._item_at(schedule, place)
        if index is None:
            return None
        at = bisect_right(schedule.transmissions, index, key=lambda transmission: transmission.origin.index) - 1
        return first + at if at >= 0 and schedule.transmissions[at].origin.index == index else None

    def _item_at(self, schedule: Schedule, place: Place) -> int | None:
        """The number of the list's item in which a place lies."""
        line, column = place.line or 0, place.column or 1
        rows = schedule.transmissions
        at = bisect_right(rows, (line, column), key=lambda row: (row.origin.line, row.origin.column)) - 1
        # The next item is read too, so the place lies between the two; otherwise an item that was not read may hold it.
        if 0 <= at < len(rows) - 1 and rows[at + 1].origin.index == rows[at].origin.index + 1:
            return rows[at].origin.index
        document = self._documents.get(schedule.file)
        if document is None:
            return rows[at].origin.index if at >= 0 else None
        try:
            spans = document.items.spans
        except EditRefused:
            return None
        index = bisect_right(spans, (line - 1, column - 1), key=lambda span: (span.line, span.column)) - 1
        inside = index >= 0 and line - 1 <= spans[index].line + document.text.count("\n", *spans[index][:2])
        return index if inside else None
