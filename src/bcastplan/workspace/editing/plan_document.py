"""A plan file under edit: its text is the truth, and the plan follows it; it need not exist yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bcastplan.document.plan_reader import read_plan
from bcastplan.document.splice import EditRefused, TextEdit, apply_edits
from bcastplan.document.text import decode_text
from bcastplan.files.regular import stands
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.plan import PLAN_FILE, Plan
from bcastplan.workspace.editing.disk_copy import DiskCopy
from bcastplan.workspace.editing.documents import Applied, YamlDocument
from bcastplan.workspace.editing.read_text import ReadText
from bcastplan.workspace.opening.discovery import join


@dataclass
class PlanDocument(YamlDocument):
    """A plan file; where there is none, its text is empty and saving makes it."""

    plan: Plan = field(default_factory=Plan)

    @classmethod
    def of(cls, plan: Plan) -> PlanDocument:
        """The plan file of a plan, or the one it would have; raises EditRefused where it cannot be edited."""
        if plan.root in ("", "-"):
            raise EditRefused("standard input has no plan file to write to")
        return cls._opened(plan_file_of(plan), plan.root)

    @classmethod
    def _opened(cls, name: str, root: str) -> PlanDocument:
        document = cls(name, "", "", DiskCopy(name), plan=Plan(root=root))
        if not stands(name):
            return document
        try:
            document.disk = DiskCopy.of(name)
            text, problems = decode_text(name, document.disk.data or b"")
        except UnreadableInput as error:
            raise EditRefused(f"{name} cannot be read: {error.reason}") from None
        except OSError as error:
            raise EditRefused(f"{name} cannot be read: {error.strerror or error}") from None
        if problems:
            raise EditRefused(f"{name} is broken: {problems[0].message}")
        document.text = document.saved_text = text
        document.read_again()
        return document

    def read_again(self) -> None:
        """Make the plan follow the text; an empty one is no plan file at all."""
        root = self.plan.root
        self.plan, self.problems = read_plan(self.name, self.text, root) if self.text else (Plan(root=root), [])

    def _ready(self) -> ReadText:
        """A plan file has no list of transmissions."""
        return ReadText(self.name, self.text)

    def apply(self, edits: Sequence[TextEdit]) -> Applied:
        """Edit the text. Refuses, and changes nothing, where it would break."""
        before, known = self.text, len(self.problems)
        self.text, inverse = apply_edits(before, edits)
        self.read_again()
        # Faults that were there before may stay: the edit need not be the one that corrects them.
        if len(self.problems) > known:
            broken = self.problems[-1].message
            self.text = before
            self.read_again()
            raise EditRefused(f"the plan file would no longer be a plan: {broken}")
        return Applied(inverse, None)

    def take_plan(self, text: str) -> None:
        """Make the plan follow a text that may be anything: what cannot be understood is a problem."""
        self.text = text
        self.plan, self.problems = read_plan(self.name, text, self.plan.root)

    def reopened(self) -> PlanDocument:
        """The file as it is on disk."""
        return self._opened(self.name, self.plan.root)


def plan_file_of(plan: Plan) -> str:
    """The name of a plan's file, whether it exists or not."""
    return plan.file or join(plan.root, PLAN_FILE)
