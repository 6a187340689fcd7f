"""Edits of documents as steps of the history: done whole or not at all, undone without limit, noted in the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bcastplan.document.splice import EditRefused, TextEdit
from bcastplan.workspace.editing.history import FileEdit, Step

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


class SessionSteps:
    """Makes the steps of a session's history; rows, pairs and checks follow every edit."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @contextmanager
    def one_step(self, label: str) -> Iterator[None]:
        """Make everything that is edited inside one step of the history; all of it is taken back if it fails."""
        history = self.session.history
        first, undone = len(history.done), list(history.undone)
        with self.session.files.journalled_once(label):
            try:
                yield
            # Also where a batch is stopped (GeneratorExit) or the user interrupts.
            except BaseException:
                while len(history.done) > first:
                    self.undo()
                # Trying something that fails must not cost what could be done again before it.
                history.undone[:] = undone
                raise
        steps = history.done[first:]
        if steps:
            # The user did one thing, however many edits it took, and undoes it as one.
            history.done[first:] = [Step(label, [edit for step in steps for edit in step.edits])]

    def do(self, label: str, by_file: Mapping[str, Sequence[TextEdit]]) -> None:
        """Edit files in one step; where one file refuses, none is changed. Raises EditRefused."""
        step = Step(label)
        try:
            self._apply(step, by_file)
        except EditRefused:
            for edit in reversed(step.edits):
                document = self.session.documents[edit.file]
                self.session.follow(document, document.apply(edit.inverse).splices)
            raise
        if step.edits:
            self.session.history.add(step)
            self.session.files.write_journal(step.label)
            self.session.generation += 1

    def _apply(self, step: Step, by_file: Mapping[str, Sequence[TextEdit]]) -> None:
        for name, edits in by_file.items():
            if edits:
                document = self.session.documents.editable(name)
                applied = document.apply(edits)
                step.edits.append(FileEdit(name, tuple(edits), tuple(applied.inverse)))
                self.session.follow(document, applied.splices)

    def undo(self) -> str | None:
        """Take the last step back; returns its label, None where there is none."""
        history = self.session.history
        if not history.done:
            return None
        step = history.done.pop()
        history.undone.append(step)
        with self.session.files.journalled_once(f"undo {step.label}"):
            self.replay([edit.reversed() for edit in reversed(step.edits)])
        return step.label

    def redo(self) -> str | None:
        """Do the last undone step again; returns its label, None where there is none."""
        history = self.session.history
        if not history.undone:
            return None
        step = history.undone.pop()
        history.done.append(step)
        with self.session.files.journalled_once(f"redo {step.label}"):
            self.replay(step.edits)
        return step.label

    def replay(self, edits: Sequence[FileEdit]) -> None:
        """Do edits that were made or taken back before; the history is the caller's to keep."""
        for edit in edits:
            document = self.session.documents[edit.file]
            self.session.follow(document, document.apply(edit.edits).splices)
        self.session.generation += 1
