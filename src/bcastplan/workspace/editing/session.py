"""A planner's session: rows, conflicts and findings that follow every edit; undo, journal, saving."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import PairResult
from bcastplan.conflicts.incremental import Incremental
from bcastplan.document.splice import Changes, EditRefused, TextEdit
from bcastplan.hours import HoursResult
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Problem, Severity
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.model.values import Raw
from bcastplan.workspace.check import CheckResult, check_workspace
from bcastplan.workspace.conflicts import agreements_of, resources_of, side_of, sides_of
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.history import FileEdit, History, Step
from bcastplan.workspace.editing.journal import Entry, Journal, Left
from bcastplan.workspace.editing.plan_document import PlanDocument, plan_file_of
from bcastplan.workspace.hours import hours_of
from bcastplan.workspace.opening import OpenPlan, Progress, Workspace, no_progress, open_paths

CONFLICT_FAMILY = "CON"


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
class Session:
    """Everything under edit; every change goes through here and comes back with undo.

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
    def open(cls, paths: Sequence[str], against: Iterable[str] = (), *, progress: Progress = no_progress) -> Session:
        """Open files and folders for editing; lists (HFCC, EiBi, Aoki) among them can be read, not edited."""
        workspace = open_paths(paths, tuple(against), progress=progress)
        documents = {}
        for opened in workspace.plans:
            for schedule in opened.schedules:
                if schedule.kind == "yaml" and "!" not in schedule.file and schedule.file != "-":
                    try:
                        documents[schedule.file] = YamlDocument.open(schedule.file)
                    except (OSError, UnreadableInput):
                        continue
        root = workspace.plans[0].plan.root if workspace.plans else "."
        return cls(workspace, documents, Journal(state_folder() / "journal", root))

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

    def editable(self, number: int) -> bool:
        """Whether a row can be edited here."""
        return number < self.own_rows and self.table.transmissions[number].file in self.documents

    def check(self) -> CheckResult:
        """Every rule over everything; kept until the next edit."""
        if self._checked is None:
            self._checked = check_workspace(self.workspace)
        return self._checked

    def check_snapshot(self) -> tuple[int, Workspace]:
        """What a worker needs to check without the session: the generation and a copy that edits do not touch."""
        copy = Workspace(
            plans=[
                OpenPlan(one.plan, list(one.schedules), list(one.problems), dict(one.unmatched))
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
        return hours_of(self.workspace, by=by, per=per)

    # Editing

    @contextmanager
    def one_step(self, label: str) -> Iterator[None]:
        """Make everything that is edited inside one step of the history; all of it is taken back if it fails."""
        first = len(self.history.done)
        undone = list(self.history.undone)
        try:
            yield
        except (EditRefused, ValueError):
            while len(self.history.done) > first:
                self.undo()
            self.history.undone[:] = undone
            raise
        steps = self.history.done[first:]
        if steps:
            self.history.done[first:] = [Step(label, [edit for step in steps for edit in step.edits])]

    def change(self, rows: Sequence[int], changes: Changes, label: str | None = None) -> list[int]:
        """Write keys of transmissions (None takes a key away); returns the rows. Raises EditRefused or ValueFault."""
        self._must_be_editable(rows)
        check_values(changes)
        step = Step(label or _change_label(changes, len(rows)))
        if len(rows) == 1:
            self._change_one(rows[0], changes, step)
        else:
            by_file: dict[str, list[TextEdit]] = {}
            for number in rows:
                transmission = self.table.transmissions[number]
                document = self.documents[transmission.file]
                by_file.setdefault(transmission.file, []).extend(document.changing(transmission.origin.index, changes))
            self._apply(step, by_file)
        self._remember(step)
        return list(rows)

    def _change_one(self, number: int, changes: Changes, step: Step) -> None:
        transmission = self.table.transmissions[number]
        document = self.documents[transmission.file]
        edits = document.changing(transmission.origin.index, changes)
        if edits:
            inverse = document.apply(edits, within=transmission.origin.index)
            step.edits.append(FileEdit(document.name, tuple(edits), tuple(inverse), transmission.origin.index))
            self._follow(document)

    def insert(self, file: str, values: dict[str, Raw], *, index: int | None = None, label: str = "new") -> int:
        """Add a transmission to a file; returns its row. Raises EditRefused or ValueFault."""
        check_values(values)
        document = self._document(file)
        position = len(document.listed().items) if index is None else index
        step = Step(label)
        self._apply(step, {file: document.inserting(position, values)})
        self._remember(step)
        return self.row_at(file, position)

    def insert_many(self, file: str, listed: Sequence[dict[str, Raw]], label: str) -> list[int]:
        """Add several transmissions to the end of a file in one step; returns their rows."""
        for values in listed:
            check_values(values)
        document = self._document(file)
        step = Step(label)
        first = len(document.listed().items)
        for offset, values in enumerate(listed):
            self._apply(step, {file: document.inserting(first + offset, values)})
        self._remember(step)
        return [self.row_at(file, first + offset) for offset in range(len(listed))]

    def delete(self, rows: Sequence[int]) -> None:
        """Take transmissions out of their files."""
        self._must_be_editable(rows)
        step = Step(f"delete {len(rows)} transmissions" if len(rows) > 1 else "delete")
        for number in sorted(rows, reverse=True):
            transmission = self.table.transmissions[number]
            self._apply(
                step, {transmission.file: self.documents[transmission.file].removing(transmission.origin.index)}
            )
        self._remember(step)

    def edit_plan(self, opened: OpenPlan, edits_of: Callable[[str], list[TextEdit]], label: str) -> None:
        """Edit a plan's file, making it where there is none. Raises EditRefused."""
        name = plan_file_of(opened.plan)
        document = self.documents.get(name) or self._plan_document(name)
        assert document is not None
        step = Step(label)
        self._apply(step, {name: edits_of(document.text)})
        self._remember(step)

    def undo(self) -> str | None:
        """Take the last step back; returns its label, None where there is none."""
        if not self.history.done:
            return None
        step = self.history.done.pop()
        self.history.undone.append(step)
        self._replay([one.reversed() for one in reversed(step.edits)], f"undo {step.label}")
        return step.label

    def redo(self) -> str | None:
        """Do the last undone step again; returns its label, None where there is none."""
        if not self.history.undone:
            return None
        step = self.history.undone.pop()
        self.history.done.append(step)
        self._replay(step.edits, f"redo {step.label}")
        return step.label

    def row_at(self, file: str, index: int) -> int:
        """The row of the ``index``-th item of a file; raises EditRefused where it is no whole transmission."""
        for number in range(self.own_rows):
            origin = self.table.transmissions[number].origin
            if origin.file == file and origin.index == index:
                return number
        raise EditRefused(f"transmission {index + 1} of {file} is not complete: see its findings")

    def raw(self, number: int) -> dict[str, Raw]:
        """A transmission as written, without the defaults."""
        transmission = self.table.transmissions[number]
        return self._document(transmission.file).raw_item(transmission.origin.index)

    def resolved_raw(self, number: int) -> dict[str, Raw]:
        """A transmission as written, with the defaults of its file."""
        transmission = self.table.transmissions[number]
        return {**self._document(transmission.file).defaults(), **self.raw(number)}

    # Saving

    def save(self, files: Sequence[str] | None = None, *, force: bool = False) -> list[str]:
        """Write files (all edited ones without a list); returns what was written. Raises ChangedOnDisk, OSError."""
        written = []
        for name in files if files is not None else self.dirty:
            self._document(name).save(force=force)
            written.append(name)
        if not self.dirty:
            self.journal.clear()
        return written

    def changed_on_disk(self) -> list[str]:
        """Files that somebody else has written since they were read or saved."""
        return [name for name, document in self.documents.items() if document.changed_on_disk()]

    def reload(self, file: str) -> None:
        """Take a file as it is on disk; what was edited in it is lost (and the history with it)."""
        document = self._document(file).reopened()
        self.documents[file] = document
        self.history = History()
        self._follow(document)
        self.generation += 1
        if not self.dirty:
            self.journal.clear()

    def replace_references(self, schedules: Sequence[Schedule], problems: Sequence[Problem]) -> None:
        """Compare with other schedules than before; the plans' rows keep their numbers."""
        self.workspace.reference = list(schedules)
        self.workspace.reference_problems = list(problems)
        for name in ("table", "own_table"):
            self.workspace.__dict__.pop(name, None)
        self._live = None
        self._checked = None
        self.generation += 1

    def keep(self, file: str) -> None:
        """Keep the text as edited: the next save overwrites what is on disk."""
        document = self._document(file)
        document.saved_text = document.disk_text()
        document.stamp = None

    def left_behind(self) -> list[Left]:
        """Journals of sessions over this plan that ended without saving."""
        return list(self.journal.left_behind())

    def restore(self, left: Left) -> list[str]:
        """Do what a lost session did; returns the files it could not be done in (changed since)."""
        refused: list[str] = []
        for entry in left.entries:
            document = self._restorable(entry.file)
            if document is None or entry.file in refused or entry.base != document.checksum:
                refused.append(entry.file)
                continue
            try:
                step = Step(entry.label)
                self._apply(step, {entry.file: list(entry.edits)})
            except (EditRefused, AssertionError):
                refused.append(entry.file)
                continue
            self._remember(step)
        if not refused:
            left.discard()
        return list(dict.fromkeys(refused))

    # How it works

    def _document(self, file: str) -> YamlDocument:
        document = self.documents.get(file)
        if document is None:
            raise EditRefused(f"{file} is a list, not a schedule of yours: import it to edit it")
        return document

    def _restorable(self, name: str) -> YamlDocument | None:
        try:
            return self.documents.get(name) or self._plan_document(name)
        except EditRefused:
            return None

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

    def _apply(self, step: Step, by_file: dict[str, list[TextEdit]]) -> None:
        for name, edits in by_file.items():
            if edits:
                document = self._document(name)
                step.edits.append(FileEdit(name, tuple(edits), tuple(document.apply(edits))))
                self._follow(document)

    def _replay(self, edits: Sequence[FileEdit], label: str) -> None:
        for one in edits:
            document = self.documents[one.file]
            document.apply(one.edits, within=one.item)
            self._follow(document)
        self._write_journal(edits, label)
        self.generation += 1

    def _remember(self, step: Step) -> None:
        if not step.edits:
            return
        self.history.add(step)
        self._write_journal(step.edits, step.label)
        self.generation += 1

    def _write_journal(self, edits: Sequence[FileEdit], label: str) -> None:
        self.journal.record([Entry(one.file, self.documents[one.file].checksum, label, one.edits) for one in edits])

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
                fresh = document.schedule or schedule.model_copy(update={"transmissions": ()})
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
        table, live = self.table, self.live
        transmissions = list(table.transmissions)
        differing = []
        for offset, (old, new) in enumerate(zip(before, after, strict=True)):
            transmissions[first + offset] = new
            if not old.same_as(new):
                differing.append(first + offset)
        for number in differing:
            table = table.replaced(number, transmissions[number])
            live.replace(number, table, side_of(transmissions[number], opened))
        self.workspace.__dict__["table"] = replace(table, transmissions=tuple(transmissions))
        self.workspace.__dict__.pop("own_table", None)


def check_values(values: Changes) -> None:
    """Refuse values a transmission cannot have; raises ValueFault at the first."""
    from bcastplan.model.errors import ValueFault
    from bcastplan.model.values import TRANSMISSION_PARSERS, did_you_mean

    for key, value in values.items():
        if value is None or key.startswith("x-"):
            continue
        parse = TRANSMISSION_PARSERS.get(key)
        if parse is None:
            raise ValueFault(f"unknown key '{key}'{did_you_mean(key, list(TRANSMISSION_PARSERS))}", "YML002")
        try:
            parse(value)
        except ValueFault as fault:
            raise ValueFault(f"{key}: {fault}", fault.code) from None


def state_folder() -> Path:
    """Where journals live: ``BCASTPLAN_STATE_DIR``, else the platform's folder for state."""
    own = os.environ.get("BCASTPLAN_STATE_DIR")
    if own:
        return Path(own)
    from platformdirs import user_state_path

    return user_state_path("bcastplan", appauthor=False)


def _change_label(changes: Changes, rows: int) -> str:
    keys = ", ".join(changes)
    return f"change {keys}" if rows == 1 else f"change {keys} of {rows} transmissions"


__all__ = ["Counts", "EditRefused", "Row", "Session", "Severity", "check_values", "resources_of", "state_folder"]
