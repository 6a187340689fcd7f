"""A planner's session: every change goes through here, is written to the journal and can be undone without limit.

A session is made of parts, each with its own state: the documents, the rows that follow them, the pairs and the check
that are kept of these, the history and the journal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from bcastplan.airtime.table import AirtimeTable, RowSplice
from bcastplan.document.splice import Changes, EditRefused, TextEdit, difference
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.checked_values import check_values
from bcastplan.workspace.editing.disk_news import DiskNews
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.history import History
from bcastplan.workspace.editing.journal import Journal, state_folder
from bcastplan.workspace.editing.kept_check import Counts, KeptCheck, SessionCheck, check_session, copy_for_worker
from bcastplan.workspace.editing.kept_pairs import KeptPairs
from bcastplan.workspace.editing.live_rows import LiveRows, Row
from bcastplan.workspace.editing.lost_work import Left
from bcastplan.workspace.editing.open_documents import OpenDocuments
from bcastplan.workspace.editing.plan_document import PlanDocument, plan_file_of
from bcastplan.workspace.editing.row_status import RowStatus
from bcastplan.workspace.editing.session_files import SessionFiles
from bcastplan.workspace.editing.session_steps import SessionSteps
from bcastplan.workspace.opening.open_plans import (
    OpenPlan,
    Progress,
    Workspace,
    no_progress,
    open_paths,
)

if TYPE_CHECKING:
    from bcastplan.conflicts import PairResult
    from bcastplan.conflicts.incremental import Incremental
    from bcastplan.hours import HoursResult
    from bcastplan.workspace.inspection.check_result import CheckResult

_CLOCK_OF_FILES_NS = 2_000_000_000  # coarsest clock of a file system in use (FAT)


class Session:
    """A plan under edit; every change comes back with undo.

    ``generation`` grows with every change, so that work done elsewhere meanwhile can be told to be stale.
    """

    def __init__(
        self, workspace: Workspace, documents: OpenDocuments, journal: Journal, paths: Sequence[str] = ()
    ) -> None:
        self.workspace = workspace
        self.documents = documents
        self.kept_pairs = KeptPairs(workspace)
        self.kept_check = KeptCheck()
        self.rows = LiveRows(workspace, self.kept_pairs)
        self.row_status = RowStatus(workspace, documents, self.kept_pairs)
        self.history = History()
        self.journal = journal
        self.news = DiskNews(workspace, paths)
        self.files = SessionFiles(self)
        self.steps = SessionSteps(self)
        self.generation = 0

    @classmethod
    def open(cls, paths: Sequence[str], against: Iterable[str] = (), *, progress: Progress = no_progress) -> Session:
        """Open files and folders for editing; lists (HFCC, EiBi, Aoki) among them can be read, not edited."""
        # Taken before anything is read: what is written later may differ from what was read.
        before_ns = time.time_ns() - _CLOCK_OF_FILES_NS
        workspace = open_paths(paths, tuple(against), progress=progress)
        root = workspace.plans[0].plan.root if workspace.plans else "."
        journal = Journal(state_folder() / "journal", root)
        session = cls(workspace, OpenDocuments.of(workspace, before_ns), journal, paths)
        for document in session.documents.values():
            session._catch_up(document)
        return session

    def _catch_up(self, document: YamlDocument) -> None:
        """Follow a document that was written between the two readings of it."""
        read = next(schedule for schedule in self.workspace.schedules if schedule.file == document.name)
        if document.schedule is not None and document.schedule is not read and document.schedule != read:
            self.follow(document)

    # What there is to see

    @property
    def table(self) -> AirtimeTable:
        """One row per transmission: the plans' first, then the ghosts."""
        return self.workspace.table

    def row(self, number: int) -> Row:
        """A row of the table."""
        return self.rows[number]

    @property
    def own_rows(self) -> int:
        """How many rows belong to the plans."""
        return self.workspace.own_rows

    @property
    def pairs(self) -> PairResult:
        """Every frequency pair, worst first; the same object until the next edit."""
        return self.kept_pairs.result

    @property
    def pairs_known(self) -> bool:
        """Whether the pairs have been found; while not, asking for them takes as long as finding them."""
        return self.kept_pairs.known

    def find_pairs(self) -> tuple[int, Incremental]:
        """Find the pairs without keeping them: for a worker, with the generation they hold for."""
        generation = self.generation
        return generation, self.kept_pairs.find()

    def take_pairs(self, generation: int, live: Incremental) -> bool:
        """Keep what a worker found unless an edit has come since."""
        if generation != self.generation:
            return False
        self.kept_pairs.take(live)
        return True

    @property
    def title(self) -> str:
        """The plans' names, or the folder."""
        names = [opened.plan.name or _folder_name(opened.plan.root) for opened in self.workspace.plans]
        return ", ".join(dict.fromkeys(names)) or "no plan"

    @property
    def seasons(self) -> list[str]:
        """The seasons of the schedules."""
        return sorted({str(schedule.season) for schedule in self.workspace.schedules if schedule.season is not None})

    @property
    def dirty(self) -> list[str]:
        """Files whose text differs from the disk's."""
        return self.documents.dirty

    @property
    def schedule_files(self) -> list[str]:
        """The schedule files that can be edited, plan files not among them."""
        return self.documents.schedule_files

    def editable(self, number: int) -> bool:
        """Whether a row can be edited here."""
        return number < self.own_rows and self.table.transmissions[number].file in self.documents

    def check(self) -> CheckResult:
        """Every rule over everything; kept until the next edit."""
        if self.kept_check.result is None:
            self.take_check(self.generation, check_session(self.workspace))
        assert self.kept_check.result is not None
        return self.kept_check.result

    @property
    def checked(self) -> bool:
        """Whether a check has been done since the last edit."""
        return self.kept_check.known

    def check_snapshot(self) -> tuple[int, Workspace]:
        """What a worker needs to check without the session: the generation and a copy that edits do not touch."""
        return self.generation, copy_for_worker(self.workspace)

    def take_check(self, generation: int, check: SessionCheck) -> bool:
        """Accept a worker's check unless an edit has come since."""
        if generation != self.generation:
            return False
        self.kept_check.take(check.result)
        self.row_status.take_check(check)
        return True

    def counts(self) -> Counts:
        """Findings by severity, of the last check."""
        return self.kept_check.counts

    def hours(self, by: Sequence[str] = ("band",), per: str | None = None) -> HoursResult:
        """Hours of the plans as edited."""
        from bcastplan.workspace.inspection.plan_hours import hours_of

        return hours_of(self.workspace, by=by, per=per)

    def replace_references(self, schedules: Sequence[Schedule], problems: Sequence[Problem]) -> None:
        """Compare with other schedules than before; the plans' rows keep their numbers."""
        self.rows.replace_references(schedules, problems)
        self.row_status.fit(len(self.table))
        self.kept_check.forget()
        self.generation += 1

    # Editing

    def one_step(self, label: str) -> AbstractContextManager[None]:
        """Make everything that is edited inside one step of the history; all of it is taken back if it fails."""
        return self.steps.one_step(label)

    def change(self, rows: Sequence[int], changes: Changes, label: str | None = None) -> list[int]:
        """Write keys of transmissions (None takes a key away); returns the rows. Raises EditRefused or ValueFault."""
        self.change_each([(number, changes) for number in rows], label or change_label(changes, len(rows)))
        return list(rows)

    def change_each(self, changes: Sequence[tuple[int, Changes]], label: str) -> None:
        """Write keys of transmissions, each row its own, in one edit. Raises EditRefused or ValueFault."""
        self._must_be_editable([number for number, _ in changes])
        # All edits of a file are made at once, because their offsets hold in the text as it is now.
        by_file: dict[str, list[TextEdit]] = {}
        for number, written in changes:
            check_values(written)
            origin = self.table.transmissions[number].origin
            by_file.setdefault(origin.file, []).extend(self.documents[origin.file].changing(origin.index, written))
        self.steps.do(label, by_file)

    def insert(self, file: str, values: dict[str, Raw], *, index: int | None = None, label: str = "new") -> int:
        """Add a transmission to a file; returns its row. Raises EditRefused or ValueFault."""
        return self.insert_many(file, [values], index=index, label=label)[0]

    def insert_many(
        self, file: str, listed: Sequence[dict[str, Raw]], *, index: int | None = None, label: str
    ) -> list[int]:
        """Add transmissions to a file, before the ``index``-th or at its end, in one edit; returns their rows.

        Raises EditRefused or ValueFault.
        """
        for values in listed:
            check_values(values)
        document = self.documents.editable(file)
        position = len(document.items.spans) if index is None else index
        self.steps.do(label, {file: document.inserting(position, listed)})
        return [self.row_at(file, position + offset) for offset in range(len(listed))]

    def delete(self, rows: Sequence[int]) -> None:
        """Take transmissions out of their files, in one edit."""
        self._must_be_editable(rows)
        indexes: dict[str, list[int]] = {}
        for number in rows:
            origin = self.table.transmissions[number].origin
            indexes.setdefault(origin.file, []).append(origin.index)
        label = f"delete {len(rows)} transmissions" if len(rows) > 1 else "delete"
        self.steps.do(label, {file: self.documents[file].removing(gone) for file, gone in indexes.items()})

    def edit_plan(self, opened: OpenPlan, edits_of: Callable[[str], list[TextEdit]], label: str) -> None:
        """Edit a plan's file, making it where there is none. Raises EditRefused."""
        name = plan_file_of(opened.plan)
        document = self.documents.schedule_or_plan(name)
        assert document is not None
        self.steps.do(label, {name: edits_of(document.text)})

    def undo(self) -> str | None:
        """Take the last step back; returns its label, None where there is none."""
        return self.steps.undo()

    def redo(self) -> str | None:
        """Do the last undone step again; returns its label, None where there is none."""
        return self.steps.redo()

    def row_at(self, file: str, index: int) -> int:
        """The row of the ``index``-th item of a file; raises EditRefused where it is no whole transmission."""
        return self.rows.at(file, index)

    def raw(self, number: int) -> dict[str, Raw]:
        """A transmission as written, without the defaults."""
        transmission = self.table.transmissions[number]
        return self.documents.editable(transmission.file).raw_item(transmission.origin.index)

    def resolved_raw(self, number: int) -> dict[str, Raw]:
        """A transmission as written, with the defaults of its file."""
        transmission = self.table.transmissions[number]
        return {**self.documents.editable(transmission.file).defaults(), **self.raw(number)}

    def restore(self, left: Left) -> list[str]:
        """Take up what a lost session had on its screen, in one step; returns the files that have changed since."""
        from bcastplan.workspace.editing.restoration import restore

        return restore(self, left)

    # How it works

    def _must_be_editable(self, rows: Sequence[int]) -> None:
        for number in rows:
            if not self.editable(number):
                file = self.table.transmissions[number].file
                raise EditRefused(f"{file} cannot be edited here: import it to make it a schedule of yours")

    def follow(self, document: YamlDocument, splices: Sequence[RowSplice] | None = None) -> None:
        """Make rows, pairs and check follow a document's new text; see ``LiveRows.follow``."""
        self.kept_check.forget()
        in_table = self.rows.follow(document, splices)
        if isinstance(document, PlanDocument):
            self.row_status.forget_all()
        else:
            self.row_status.follow(in_table)

    def set_text(self, file: str, text: str, label: str) -> None:
        """Give a file another text in one step. Raises EditRefused."""
        self.steps.do(label, {file: [difference(self.documents.editable(file).text, text)]})


def _folder_name(root: str) -> str:
    """The name of a plan's folder, also where it is the current one; standard input stays ``-``."""
    return root if root == "-" else Path(root).resolve().name or root


def change_label(changes: Changes, rows: int) -> str:
    """What a change of keys is called in the history."""
    keys = ", ".join(changes)
    return f"change {keys}" if rows == 1 else f"change {keys} of {rows} transmissions"
