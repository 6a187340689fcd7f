"""A plan whose files are being typed in an editor: its check uses the latest texts, also those that cannot be read.

The session under it holds each file as it was last whole. What cannot be read at present is left out of the check, as
a check of the same texts leaves it out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bcastplan.airtime.table import RowSplice
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.file_kind import recognise
from bcastplan.model.finding import MOST_FINDINGS, Problem
from bcastplan.rules.kept_findings import KeptFindings
from bcastplan.workspace.editing.disk_copy import DiskCopy
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.journal import NoJournal
from bcastplan.workspace.editing.open_documents import OpenDocuments
from bcastplan.workspace.editing.plan_document import PlanDocument
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.check_result import CheckResult
from bcastplan.workspace.inspection.rule_check import KnownConflicts, check_workspace
from bcastplan.workspace.opening.discovery import identity
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace, open_paths


@dataclass
class TypedPlan:
    """Everything under some paths, with the texts that an editor has in place of some files.

    Files are named by their identity (``discovery.identity``).

    Attributes:
        session: the files as they were last whole.
        texts: identity -> text, as last taken.
    """

    session: Session
    texts: dict[str, str]
    _documents: dict[str, YamlDocument] = field(default_factory=dict)
    _unread: dict[str, list[Problem]] = field(default_factory=dict)
    """Name of a file of the session that cannot be read at present -> why."""
    _never_read: dict[str, str] = field(default_factory=dict)
    """Identity -> name of the files that could not be read when the plan was opened."""
    _findings: KeptFindings = field(default_factory=KeptFindings)
    """What the last check said of the files that have not changed since."""
    _result: CheckResult | None = None

    @classmethod
    def open(cls, paths: Sequence[str], texts: Mapping[str, str], against: Sequence[str] = ()) -> TypedPlan:
        """Open files and folders; ``texts`` stand in place of files, by identity."""
        workspace = open_paths(paths, against, texts=texts)
        documents = OpenDocuments(workspace)
        plan = cls(Session(workspace, documents, NoJournal(), paths), dict(texts))
        for document in (*_schedules_in(workspace, texts), *_plan_files_in(workspace, texts)):
            documents.add(document)
            plan._documents[identity(document.name)] = document
        for opened in workspace.plans:
            for file in dict.fromkeys(problem.place.file for problem in opened.problems):
                if identity(file) in texts and identity(file) not in plan._documents:
                    plan._never_read[identity(file)] = file
        return plan

    def prepare(self) -> None:
        """Compute beforehand what the first edit and the first check need; may run in a worker."""
        self.session.documents.prepare()
        self.check()

    def holds(self, key: str) -> bool:
        """Whether a text belongs to the plans: its changes change the check."""
        return key in self._documents or key in self._never_read

    def file_of(self, key: str) -> str | None:
        """The name, as findings have it, of the file of a text; None where it is not one of the plans'."""
        document = self._documents.get(key)
        return document.name if document is not None else self._never_read.get(key)

    @property
    def unread(self) -> list[str]:
        """The files of open texts that cannot be read at present."""
        return [*self._unread, *self._never_read.values()]

    def document(self, key: str) -> YamlDocument | None:
        """The document of a text, None where the text cannot be read at present or is none of the plans'."""
        document = self._documents.get(key)
        return document if document is not None and document.name not in self._unread else None

    def take(self, key: str, text: str) -> bool:
        """Take the latest text of a file.

        False where the plan has to be opened anew, because the text adds or removes files.
        """
        if self.texts.get(key) == text:
            return True
        before = self.texts.get(key)
        if before is None:
            return False
        self.texts[key] = text
        document = self._documents.get(key)
        if isinstance(document, PlanDocument):
            return self._take_plan(document, text)
        # Editors send texts as JSON, which may hold halves of surrogate pairs that UTF-8 has no bytes for.
        kind = recognise("", text.encode("utf-8", "surrogatepass"))
        if document is not None:
            return kind == "yaml" and self._take_schedule(document, text)
        if key in self._never_read:
            return kind == "yaml" and self._read_at_last(self._never_read[key], text)
        # A file that was passed over stays so as long as it is of the same
        # kind; of another kind it may belong to the plan.
        return kind == recognise("", before.encode("utf-8", "surrogatepass"))

    def _take_schedule(self, document: YamlDocument, text: str) -> bool:
        taken = document.take(text)
        if taken.unread is not None:
            self._unread[document.name] = taken.unread
        else:
            self._unread.pop(document.name, None)
            self.session.follow(document, taken.splices)
        self._result = None
        return True

    def _take_plan(self, document: PlanDocument, text: str) -> bool:
        before = document.plan
        document.take_plan(text)
        self.session.follow(document)
        self._result = None
        # Other patterns may mean other files, which only opening the plan anew finds.
        return (document.plan.schedules, document.plan.against) == (before.schedules, before.against)

    def _read_at_last(self, name: str, text: str) -> bool:
        """Note why a file cannot be read; returns False where it can be read now."""
        schedule, problems = read_schedule(name, text)
        if schedule is not None:
            return False
        for opened in self.session.workspace.plans:
            if any(problem.place.file == name for problem in opened.problems):
                others = [problem for problem in opened.problems if problem.place.file != name]
                opened.problems = [*others, *problems]
        self._result = None
        return True

    def check(self) -> CheckResult:
        """Every rule over everything, as ``check`` says it of the same texts; kept until the next change."""
        if self._result is None:
            self._findings.begin_round()
            if self._unread:
                # The kept pairs have the rows of the unread files too, so the check has to find its own.
                self._result = check_workspace(self._without_unread(), most=MOST_FINDINGS, kept=self._findings)
            else:
                known = KnownConflicts(self.session.pairs, self.session.kept_pairs.jammed)
                self._result = check_workspace(
                    self.session.workspace, most=MOST_FINDINGS, known=known, kept=self._findings
                )
        return self._result

    def _without_unread(self) -> Workspace:
        """The workspace without the files that cannot be read at present, whose problems stand in their place."""
        workspace = self.session.workspace
        left = Workspace(
            plans=[self._left_of(opened) for opened in workspace.plans],
            reference=list(workspace.reference),
            reference_problems=list(workspace.reference_problems),
            unreadable=workspace.unreadable,
        )
        splices, first = [], 0
        for schedule in workspace.schedules:
            stop = first + len(schedule.transmissions)
            if schedule.file in self._unread:
                splices.append(RowSplice(first, stop, ()))
            first = stop
        # The cached property is filled here: cutting rows out is quicker than building the table anew.
        left.__dict__["table"] = workspace.table.spliced(splices)
        return left

    def _left_of(self, opened: OpenPlan) -> OpenPlan:
        gone = [schedule.file for schedule in opened.schedules if schedule.file in self._unread]
        problems = [problem for problem in opened.problems if problem.place.file not in gone]
        return replace(
            opened,
            schedules=[schedule for schedule in opened.schedules if schedule.file not in gone],
            problems=[*problems, *(problem for file in gone for problem in self._unread[file])],
        )


def _schedules_in(workspace: Workspace, texts: Mapping[str, str]) -> list[YamlDocument]:
    """The documents of the schedules whose texts an editor has; their nodes are found when they are needed."""
    documents = []
    for schedule in workspace.schedules:
        text = texts.get(identity(schedule.file)) if schedule.kind == "yaml" else None
        if text is not None:
            documents.append(YamlDocument.of_text(schedule, text))
    return documents


def _plan_files_in(workspace: Workspace, texts: Mapping[str, str]) -> list[PlanDocument]:
    documents = []
    for opened in workspace.plans:
        name = opened.plan.file
        if name is not None and (text := texts.get(identity(name))) is not None:
            problems = [problem for problem in opened.problems if problem.place.file == name]
            documents.append(PlanDocument(name, text, text, DiskCopy(name), problems=problems, plan=opened.plan))
    return documents
