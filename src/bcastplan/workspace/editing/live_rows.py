"""The rows of a session: plans and airtime table, made to follow the documents they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bcastplan.airtime.table import AirtimeTable
from bcastplan.document.splice import EditRefused
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.kept_pairs import KeptPairs
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
        """Whether it is somebody else's and only there to be compared with."""
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
        for number in range(self._workspace.own_rows):
            origin = self.table.transmissions[number].origin
            if origin.file == file and origin.index == index:
                return number
        raise EditRefused(f"transmission {index + 1} of {file} is not complete: see its findings")

    def replace_references(self, schedules: Sequence[Schedule], problems: Sequence[Problem]) -> None:
        """Compare with other schedules than before; the plans' rows keep their numbers."""
        self._workspace.reference = list(schedules)
        self._workspace.reference_problems = list(problems)
        for name in ("table", "own_table"):
            self._workspace.__dict__.pop(name, None)
        self._pairs.forget()

    def follow(self, document: YamlDocument) -> None:
        """Make plans, table and pairs follow a document's new text."""
        if isinstance(document, PlanDocument):
            self._follow_plan(document)
            return
        for opened in self._workspace.plans:
            for position, schedule in enumerate(opened.schedules):
                if schedule.file != document.name:
                    continue
                fresh = document.schedule or replace(schedule, transmissions=())
                opened.schedules[position] = fresh
                opened.problems = [
                    *(problem for problem in opened.problems if problem.place.file != document.name),
                    *document.problems,
                ]
                self._follow_rows(opened, schedule.transmissions, fresh.transmissions, position)
                return

    def _follow_plan(self, document: PlanDocument) -> None:
        """Make a plan follow its file; its codes and agreements may mean other pairs."""
        opened = next(one for one in self._workspace.plans if plan_file_of(one.plan) == document.name)
        opened.plan = document.plan
        others = [problem for problem in opened.problems if problem.place.file != document.name]
        opened.problems = others + document.problems
        opened.__dict__.pop("directory", None)
        self._pairs.find_again()

    def _follow_rows(
        self, opened: OpenPlan, before: Sequence[Transmission], after: Sequence[Transmission], position: int
    ) -> None:
        """Replace only the rows that differ where their number is the same; else build the table again."""
        first = self._workspace.rows_of(opened).start + sum(
            len(schedule.transmissions) for schedule in opened.schedules[:position]
        )
        if len(before) != len(after):
            for name in ("table", "own_table", "own_rows"):
                self._workspace.__dict__.pop(name, None)
            self._pairs.forget()
            return
        table = self.table
        transmissions = list(table.transmissions)
        differing = []
        for offset, (old, new) in enumerate(zip(before, after, strict=True)):
            transmissions[first + offset] = new
            if old is not new and not old.same_as(new):
                differing.append(first + offset)
        for number in differing:
            table = table.replaced(number, transmissions[number])
            self._pairs.replace(number, table, opened)
        self._workspace.__dict__["table"] = replace(table, transmissions=tuple(transmissions))
        self._workspace.__dict__.pop("own_table", None)
