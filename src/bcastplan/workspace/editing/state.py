"""What a session holds and shows: rows, pairs and findings, all following the documents they come from."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from bcastplan.airtime.table import AirtimeTable
from bcastplan.document.splice import EditRefused
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.history import History
from bcastplan.workspace.editing.journal import Journal, state_folder
from bcastplan.workspace.editing.plan_document import PlanDocument, plan_file_of
from bcastplan.workspace.opening import OpenPlan, Progress, Workspace, no_progress, open_paths

if TYPE_CHECKING:
    from bcastplan.conflicts import PairResult
    from bcastplan.conflicts.incremental import Incremental
    from bcastplan.hours import HoursResult
    from bcastplan.workspace.check import CheckResult

CONFLICT_FAMILY = "CON"
_CLOCK_OF_FILES_NS = 2_000_000_000  # coarsest clock of a file system in use (FAT)


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


@dataclass(slots=True)
class Counts:
    """Findings by severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


@dataclass
class State:
    """Everything under edit, as far as it is looked at; it follows its documents and changes none of them.

    ``generation`` grows with every change, so that work done elsewhere meanwhile can be told to be stale.
    """

    workspace: Workspace
    documents: dict[str, YamlDocument]
    journal: Journal
    history: History = field(default_factory=History)
    generation: int = 0
    separation_khz: float | None = None
    all_areas: bool = False
    _live: Incremental | None = None
    _pairs: tuple[int, Incremental, PairResult] | None = None
    _checked: CheckResult | None = None

    @classmethod
    def open(cls, paths: Sequence[str], against: Iterable[str] = (), *, progress: Progress = no_progress) -> Self:
        """Open files and folders for editing; lists (HFCC, EiBi, Aoki) among them can be read, not edited."""
        before_ns = time.time_ns() - _CLOCK_OF_FILES_NS
        workspace = open_paths(paths, tuple(against), progress=progress)
        documents = {}
        for opened in workspace.plans:
            for schedule in opened.schedules:
                if schedule.kind == "yaml" and "!" not in schedule.file and schedule.file != "-":
                    try:
                        documents[schedule.file] = YamlDocument.known(schedule, before_ns)
                    except (OSError, UnreadableInput):
                        continue
        root = workspace.plans[0].plan.root if workspace.plans else "."
        opened_now = cls(workspace, documents, Journal(state_folder() / "journal", root))
        for document in documents.values():
            opened_now._catch_up(document)
        return opened_now

    def _catch_up(self, document: YamlDocument) -> None:
        """Follow a document that was written between the two readings of it."""
        read = next(one for one in self.workspace.schedules if one.file == document.name)
        if document.schedule is not None and document.schedule is not read and document.schedule != read:
            self._follow(document)

    def prepare_documents(self) -> None:
        """Do what the first edit of each file would have to do first; for a worker."""
        for document in list(self.documents.values()):
            document.prepare()

    # What there is to see

    @property
    def table(self) -> AirtimeTable:
        """One row per transmission: the plans' first, then the ghosts."""
        return self.workspace.table

    def row(self, number: int) -> Row:
        """A row of the table."""
        return Row(number, self.table.transmissions[number], self.workspace.plan_of_row(number))

    @property
    def own_rows(self) -> int:
        """How many rows belong to the plans."""
        return self.workspace.own_rows

    @property
    def live(self) -> Incremental:
        """The pair engine, kept up to date edit by edit."""
        if self._live is None:
            self._live = self._found_pairs()
        return self._live

    @property
    def pairs_known(self) -> bool:
        """Whether the pairs have been found; while not, asking for them takes as long as finding them."""
        return self._live is not None

    def find_pairs(self) -> tuple[int, Incremental]:
        """Find the pairs without keeping them: for a worker, with the generation they hold for."""
        generation = self.generation
        return generation, self._found_pairs()

    def take_pairs(self, generation: int, live: Incremental) -> bool:
        """Keep what a worker found unless an edit has come since."""
        if generation != self.generation:
            return False
        self._live = live
        return True

    def _found_pairs(self) -> Incremental:
        from bcastplan.conflicts.incremental import Incremental
        from bcastplan.workspace.conflicts import agreements_of, sides_of

        return Incremental(
            self.table,
            sides_of(self.workspace),
            separation_khz=self.separation_khz,
            all_areas=self.all_areas,
            agreed=agreements_of(self.workspace),
        )

    @property
    def pairs(self) -> PairResult:
        """Every frequency pair, worst first; the same object until the next edit."""
        known = self._pairs
        if known is None or known[0] != self.generation or known[1] is not self.live:
            known = self._pairs = (self.generation, self.live, self.live.result)
        return known[2]

    @property
    def title(self) -> str:
        """The plans' names, or the folder."""
        names = [opened.plan.name or opened.plan.root for opened in self.workspace.plans]
        return ", ".join(dict.fromkeys(names)) or "no plan"

    @property
    def seasons(self) -> list[str]:
        """The seasons of the schedules."""
        return sorted({str(one.season) for one in self.workspace.schedules if one.season is not None})

    @property
    def dirty(self) -> list[str]:
        """Files whose text differs from the disk's."""
        return [name for name, document in self.documents.items() if document.dirty]

    @property
    def schedule_files(self) -> list[str]:
        """The schedule files that can be edited, plan files not among them."""
        return [name for name, document in self.documents.items() if not isinstance(document, PlanDocument)]

    def editable(self, number: int) -> bool:
        """Whether a row can be edited here."""
        return number < self.own_rows and self.table.transmissions[number].file in self.documents

    def check(self) -> CheckResult:
        """Every rule over everything; kept until the next edit."""
        if self._checked is None:
            from bcastplan.workspace.check import check_workspace

            self._checked = check_workspace(self.workspace)
        return self._checked

    def check_snapshot(self) -> tuple[int, Workspace]:
        """What a worker needs to check without the session: the generation and a copy that edits do not touch."""
        copy = Workspace(
            plans=[
                OpenPlan(one.plan, list(one.schedules), list(one.problems), dict(one.unmatched), one.whole)
                for one in self.workspace.plans
            ],
            reference=list(self.workspace.reference),
            reference_problems=list(self.workspace.reference_problems),
            unreadable=self.workspace.unreadable,
        )
        copy.__dict__["table"] = self.table
        return self.generation, copy

    def take_check(self, generation: int, result: CheckResult) -> bool:
        """Accept a worker's check unless an edit has come since."""
        if generation != self.generation:
            return False
        self._checked = result
        return True

    def findings_of(self, number: int) -> list[Finding]:
        """What the rules say of one row alone, computed now; conflicts are in ``pairs``."""
        plan = self.workspace.plan_of_row(number)
        return self.findings_in(self.table, number, plan) if plan is not None else []

    def findings_in(self, table: AirtimeTable, number: int, plan: OpenPlan) -> list[Finding]:
        """What the rules say of one row of a table that may differ from the session's."""
        from bcastplan.rules.context import Context
        from bcastplan.rules.run import run_rules

        schedules = tuple(one for one in plan.schedules if one.file == table.transmissions[number].file)
        context = Context(plan.plan, schedules, table, [number], plan.directory)
        return run_rules([context], (), (CONFLICT_FAMILY, "PLN", "INV"))

    @property
    def checked(self) -> bool:
        """Whether a check has been done since the last edit."""
        return self._checked is not None

    def counts(self) -> Counts:
        """Findings by severity, of the last check."""
        summary = self._checked.summary if self._checked is not None else None
        if summary is None:
            return Counts()
        return Counts(summary.errors, summary.warnings, summary.infos)

    def hours(self, by: Sequence[str] = ("band",), per: str | None = None) -> HoursResult:
        """Hours of the plans as edited."""
        from bcastplan.workspace.hours import hours_of

        return hours_of(self.workspace, by=by, per=per)

    def replace_references(self, schedules: Sequence[Schedule], problems: Sequence[Problem]) -> None:
        """Compare with other schedules than before; the plans' rows keep their numbers."""
        self.workspace.reference = list(schedules)
        self.workspace.reference_problems = list(problems)
        for name in ("table", "own_table"):
            self.workspace.__dict__.pop(name, None)
        self._live = None
        self._checked = None
        self.generation += 1

    # How it follows

    def _document(self, file: str) -> YamlDocument:
        document = self.documents.get(file)
        if document is None:
            raise EditRefused(f"{file} is a list, not a schedule of yours: import it to edit it")
        return document

    def _plan_document(self, name: str) -> YamlDocument | None:
        """Open the plan file of a name; None where no plan has it."""
        plan = next((one.plan for one in self.workspace.plans if plan_file_of(one.plan) == name), None)
        if plan is None:
            return None
        document = self.documents[name] = PlanDocument.of(plan)
        return document

    def _must_be_editable(self, rows: Sequence[int]) -> None:
        for number in rows:
            if not self.editable(number):
                file = self.table.transmissions[number].file
                raise EditRefused(f"{file} cannot be edited here: import it to make it a schedule of yours")

    def _follow(self, document: YamlDocument) -> None:
        """Make plans, table and pairs follow a document's new schedule."""
        self._checked = None
        if isinstance(document, PlanDocument):
            self._follow_plan(document)
            return
        for opened in self.workspace.plans:
            for position, schedule in enumerate(opened.schedules):
                if schedule.file != document.name:
                    continue
                fresh = document.schedule or replace(schedule, transmissions=())
                opened.schedules[position] = fresh
                opened.problems = [
                    *(one for one in opened.problems if one.place.file != document.name),
                    *document.problems,
                ]
                self._follow_rows(opened, schedule.transmissions, fresh.transmissions, position)
                return

    def _follow_plan(self, document: PlanDocument) -> None:
        """Make a plan follow its file; its codes and agreements may mean other pairs."""
        opened = next(one for one in self.workspace.plans if plan_file_of(one.plan) == document.name)
        opened.plan = document.plan
        opened.problems = [one for one in opened.problems if one.place.file != document.name] + document.problems
        opened.__dict__.pop("directory", None)
        if self._live is not None:
            self._live = self._found_pairs()

    def _follow_rows(
        self,
        opened: OpenPlan,
        before: Sequence[Transmission],
        after: Sequence[Transmission],
        position: int,
    ) -> None:
        """Replace only the rows that differ where their number is the same; else build the table again."""
        first = self.workspace.rows_of(opened).start + sum(
            len(one.transmissions) for one in opened.schedules[:position]
        )
        if len(before) != len(after):
            for name in ("table", "own_table", "own_rows"):
                self.workspace.__dict__.pop(name, None)
            self._live = None
            return
        from bcastplan.workspace.conflicts import side_of

        table, live = self.table, self.live
        transmissions = list(table.transmissions)
        differing = []
        for offset, (old, new) in enumerate(zip(before, after, strict=True)):
            transmissions[first + offset] = new
            if old is not new and not old.same_as(new):
                differing.append(first + offset)
        for number in differing:
            table = table.replaced(number, transmissions[number])
            live.replace(number, table, side_of(transmissions[number], opened))
        self.workspace.__dict__["table"] = replace(table, transmissions=tuple(transmissions))
        self.workspace.__dict__.pop("own_table", None)
