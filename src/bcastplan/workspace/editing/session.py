"""A planner's session: every change goes through here, is written to the journal and can be undone without limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bcastplan.document.splice import Changes, EditRefused, TextEdit
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.history import FileEdit, History, Step
from bcastplan.workspace.editing.journal import Entry, Left
from bcastplan.workspace.editing.plan_document import plan_file_of
from bcastplan.workspace.editing.state import State
from bcastplan.workspace.opening import OpenPlan


class Session(State):
    """A plan under edit; every change comes back with undo."""

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

    def _restorable(self, name: str) -> YamlDocument | None:
        try:
            return self.documents.get(name) or self._plan_document(name)
        except EditRefused:
            return None

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


def _change_label(changes: Changes, rows: int) -> str:
    keys = ", ".join(changes)
    return f"change {keys}" if rows == 1 else f"change {keys} of {rows} transmissions"
