"""The rows of a session: plans and airtime table, made to follow the documents they come from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bcastplan.airtime.airings import Calendar, same_airtime
from bcastplan.airtime.table import AirtimeTable, RowSplice, build
from bcastplan.document.splice import EditRefused
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.kept_pairs import KeptPairs
from bcastplan.workspace.editing.moved_rows import differences
from bcastplan.workspace.editing.plan_document import PlanDocument, plan_file_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the session's table: a transmission of the plans, or a ghost out of a reference schedule."""

    number: int
    transmission: Transmission
    plan: OpenPlan | None

    @property
    def ghost(self) -> bool:
        """Whether the row comes from a reference schedule: it is compared with and cannot be edited."""
        return self.plan is None


class LiveRows:
    """The plans' transmissions, then the ghosts; the pairs are told of every row that differs."""

    def __init__(self, workspace: Workspace, pairs: KeptPairs) -> None:
        self._workspace = workspace
        self._pairs = pairs

    @property
    def table(self) -> AirtimeTable:
        """One row per transmission."""
        return self._workspace.table

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, number: int) -> Row:
        return Row(number, self.table.transmissions[number], self._workspace.plan_of_row(number))

    def at(self, file: str, index: int) -> int:
        """The row of the ``index``-th item of a file; raises EditRefused where it is no whole transmission."""
        first = 0
        for schedule in self._workspace.schedules:
            if schedule.file == file:
                rows = schedule.transmissions
                # Items that are not whole have no row, so the number of an item may be higher than that of its row.
                at = bisect_left(rows, index, key=lambda transmission: transmission.origin.index)
                if at < len(rows) and rows[at].origin.index == index:
                    return first + at
            first += len(schedule.transmissions)
        raise EditRefused(f"transmission {index + 1} of {file} is not complete: see its findings")

    def replace_references(self, schedules: Sequence[Schedule], problems: Sequence[Problem]) -> None:
        """Compare with other schedules than before; the plans' rows keep their numbers."""
        self._workspace.reference = list(schedules)
        self._workspace.reference_problems = list(problems)
        for name in ("table", "own_table"):
            self._workspace.__dict__.pop(name, None)
        self._pairs.forget()

    def follow(self, document: YamlDocument, splices: Sequence[RowSplice] | None = None) -> list[RowSplice]:
        """Make plans, table and pairs follow a document's new text; returns the rows that gave way to others.

        Args:
            document: the document, its text read.
            splices: which of its transmissions gave way to others; None where that is to be found out.
        """
        if isinstance(document, PlanDocument):
            self._follow_plan(document)
            return []
        for opened in self._workspace.plans:
            for position, schedule in enumerate(opened.schedules):
                if schedule.file == document.name:
                    fresh = document.schedule or replace(schedule, transmissions=())
                    if splices is None:
                        splices = differences(schedule.transmissions, fresh.transmissions)
                    before = self._workspace.rows_of(opened).start
                    before += sum(len(schedule.transmissions) for schedule in opened.schedules[:position])
                    _ = self.table, self._workspace.own_rows  # both are built when they are first asked for
                    opened.schedules[position] = fresh
                    opened.problems = [
                        *(problem for problem in opened.problems if problem.place.file != document.name),
                        *document.problems,
                    ]
                    return self._follow_rows(opened, before, schedule.transmissions, fresh.transmissions, splices)
        return []

    def add(self, opened: OpenPlan, schedules: Sequence[Schedule], problems: Sequence[Problem]) -> None:
        """Show further schedules of a plan, in their place by name, and what is wrong with them."""
        opened.problems += problems
        opened.note_found(schedules)
        for schedule in schedules:
            files = [other.file for other in opened.schedules]
            at = next((number for number, file in enumerate(files) if file > schedule.file), len(files))
            opened.schedules.insert(at, schedule)
        self._build_again()

    def remove(self, file: str) -> None:
        """Remove the rows of a schedule."""
        for opened in self._workspace.plans:
            opened.schedules[:] = [schedule for schedule in opened.schedules if schedule.file != file]
            opened.problems = [problem for problem in opened.problems if problem.place.file != file]
        self._build_again()

    def _build_again(self) -> None:
        for name in ("table", "own_table", "own_rows"):
            self._workspace.__dict__.pop(name, None)
        self._pairs.forget()

    def _follow_plan(self, document: PlanDocument) -> None:
        """Make a plan follow its file; its codes and agreements may mean other pairs."""
        opened = next(plan for plan in self._workspace.plans if plan_file_of(plan.plan) == document.name)
        opened.plan = document.plan
        others = [problem for problem in opened.problems if problem.place.file != document.name]
        opened.problems = others + document.problems
        opened.__dict__.pop("directory", None)
        self._pairs.find_again()

    def _follow_rows(
        self,
        opened: OpenPlan,
        first: int,
        before: Sequence[Transmission],
        after: Sequence[Transmission],
        splices: Sequence[RowSplice],
    ) -> list[RowSplice]:
        """Put the transmissions of a file, which stand from row ``first`` on, in place of what they were."""
        in_table = [RowSplice(splice.first + first, splice.stop + first, splice.added) for splice in splices]
        own_table = self._workspace.__dict__.pop("own_table", None)
        old = self.table
        rows = (*old.transmissions[:first], *after, *old.transmissions[first + len(before) :])
        # Rows that are on the air as before keep their part of the table: only new airings are worked out.
        of_airtime = [splice for splice in in_table if not _on_air_alike(old, splice)]
        table = _on_smallest_calendar(old.spliced(of_airtime).moved(rows), before, after)
        self._workspace.__dict__["table"] = table
        # Without reference schedules both tables are one, and asking for it gives the new one.
        if own_table is not None and self._workspace.reference:
            own = own_table.spliced(of_airtime).moved(rows[: len(rows) - self._reference_rows()])
            self._workspace.__dict__["own_table"] = own
        self._workspace.__dict__["own_rows"] = len(rows) - self._reference_rows()
        self._pairs.follow(table, in_table, opened)
        return in_table

    def _reference_rows(self) -> int:
        return sum(len(schedule.transmissions) for schedule in self._workspace.reference)


def _on_air_alike(table: AirtimeTable, splice: RowSplice) -> bool:
    """Whether the rows of a splice are on the air exactly when those were that they replace: no airing is new."""
    before = table.transmissions[splice.first : splice.stop]
    return len(before) == len(splice.added) and all(map(same_airtime, before, splice.added))


def _on_smallest_calendar(
    table: AirtimeTable, before: Sequence[Transmission], after: Sequence[Transmission]
) -> AirtimeTable:
    """A table as it is built anew, where a window is gone because of which it reached to further dates.

    Jammers without dates of their own count for as long as the table reaches.
    """
    gone = {transmission.window for transmission in before} - {transmission.window for transmission in after}
    if not gone:
        return table
    calendar = Calendar.covering(transmission.window for transmission in table.transmissions)
    alike = (calendar.epoch, calendar.words) == (table.epoch, table.words)
    return table if alike else build(table.transmissions)
