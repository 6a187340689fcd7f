"""The part of a session that works on the disk: it saves, follows what others write, and keeps the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.history import History
from bcastplan.workspace.editing.journal import FileState
from bcastplan.workspace.editing.lost_work import Left, LostWork, find_lost_work
from bcastplan.workspace.opening.discovery import is_yaml_name
from bcastplan.workspace.opening.open_plans import may_belong, plan_around
from bcastplan.workspace.opening.schedule_files import read

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


class SessionFiles:
    """What a session does with its files on disk; every change of them is noted in the journal."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._journal_waits = 0

    @contextmanager
    def journalled_once(self, label: str) -> Iterator[None]:
        """Write the journal once, after the block; until then it keeps the state before the block."""
        self._journal_waits += 1
        try:
            yield
        finally:
            self._journal_waits -= 1
            self.write_journal(label)

    def save(
        self, files: Sequence[str] | None = None, *, force: bool = False, read_only_too: bool = False
    ) -> list[str]:
        """Write files (all edited ones without a list) together; returns what was written.

        Raises ChangedOnDisk (unless forced), ReadOnlyFile (unless these are to be replaced) or OSError; ``dirty`` then
        tells what is still not saved.
        """
        names = files if files is not None else self.session.dirty
        try:
            return self.session.documents.save(names, force=force, read_only_too=read_only_too)
        finally:
            # A save that fails half-way has written some of the files all the same.
            self.session.news.own_write()
            self.write_journal(None)

    def changed_on_disk(self) -> list[str]:
        """Files that somebody else has written since they were read or saved."""
        return self.session.documents.changed_on_disk()

    def reload(self, file: str) -> None:
        """Take a file as it is on disk; what was edited in it is lost (and the history with it).

        Raises EditRefused, UnreadableInput or OSError, and then nothing has changed.
        """
        self.session.documents.reopen(file)
        self._taken_over(file)

    def put_back(self, document: YamlDocument, history: History) -> None:
        """Put back a document and the history as they were before a reload."""
        self.session.documents.add(document)
        self._taken_over(document.name)
        # Last, because taking a document over begins a new history.
        self.session.history = history

    def _taken_over(self, file: str) -> None:
        self.session.history = History()
        self.session.follow(self.session.documents[file])
        self.session.generation += 1
        self.write_journal(None)

    def keep(self, file: str) -> None:
        """Keep the text as edited: the next save overwrites what is on disk."""
        self.session.documents.editable(file).accept_disk()
        self.write_journal(None)

    def let_go(self, file: str) -> None:
        """Remove a schedule that is gone from the disk; its edits and the history are lost."""
        self.session.documents.remove(file)
        self.session.rows.remove(file)
        self.session.history = History()
        self._rows_came_or_went()

    def take_in(self, file: str, text: str | None = None) -> bool:
        """Show a file that was not there when the plan was opened, if it is a schedule or list of the plan around it.

        Args:
            file: its name.
            text: what it is to hold once it is saved; None for what it holds on disk.

        Returns whether it is shown. Raises EditRefused where it lies in no plan that is open, UnreadableInput or
        OSError where it cannot be read.
        """
        opened = plan_around(self.session.workspace.plans, file)
        if text is not None:
            document = YamlDocument.unsaved(file, text)
        else:
            reading = read(file, explicit=False)
            if reading.passed_over or not may_belong(opened.plan, file):
                return False
            if not is_yaml_name(file):
                self.session.rows.add(opened, reading.schedules, reading.problems)
                self._rows_came_or_went()
                return True
            document = YamlDocument.open(file)
        self.session.rows.add(opened, [document.schedule] if document.schedule is not None else [], document.problems)
        # A broken file is shown by its problems alone, and read again once it is repaired.
        if document.schedule is not None:
            self.session.documents.add(document)
        self._rows_came_or_went()
        return True

    def read_plan_again(self, file: str) -> bool:
        """Follow a plan file that somebody else has changed; one that is under edit is reported as changed instead.

        Returns whether it was read. Raises EditRefused where it cannot be read.
        """
        document = self.session.documents.schedule_or_plan(file) if file not in self.session.documents else None
        if document is None:
            return False
        self.session.follow(document)
        self.session.generation += 1
        return True

    def _rows_came_or_went(self) -> None:
        self.session.kept_check.forget()
        self.session.row_status.forget_all()
        self.session.generation += 1
        self.write_journal(None)

    def lost_work(self) -> LostWork:
        """What sessions of this plan that ended without saving have left behind."""
        return find_lost_work(self.session.journal, self.session.documents.texts_on_disk())

    def left_behind(self) -> list[Left]:
        """The unsaved work among what those sessions left behind."""
        return self.lost_work().left

    def write_journal(self, label: str | None) -> None:
        """Write everything that is not saved to the journal; ``label`` names the last step."""
        if not self._journal_waits:
            dirty = (self.session.documents[name] for name in self.session.dirty)
            self.session.journal.record(
                {document.name: FileState(document.base, document.text) for document in dirty}, label
            )
