"""The files of a session that can be edited, by name: schedules from the start, plan files once they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bcastplan.document.splice import EditRefused
from bcastplan.document.text import decode_text
from bcastplan.files.regular import read_if_there
from bcastplan.files.writing import ChangedOnDisk, Transaction
from bcastplan.model.errors import UnreadableInput
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.plan_document import PlanDocument, plan_file_of
from bcastplan.workspace.opening.open_plans import Workspace


class OpenDocuments(Mapping[str, YamlDocument]):
    """File name -> document; lists (HFCC, EiBi, Aoki), archives and standard input are not among them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._documents: dict[str, YamlDocument] = {}

    @classmethod
    def of(cls, workspace: Workspace, before_ns: int) -> OpenDocuments:
        """The schedules of a workspace that was read just now; see ``YamlDocument.known`` for ``before_ns``."""
        opened = cls(workspace)
        for schedule in workspace.schedules:
            if schedule.kind == "yaml" and "!" not in schedule.file and schedule.file != "-":
                try:
                    opened._documents[schedule.file] = YamlDocument.known(schedule, before_ns)
                except (OSError, UnreadableInput):
                    continue
        return opened

    def __getitem__(self, name: str) -> YamlDocument:
        return self._documents[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def editable(self, name: str) -> YamlDocument:
        """The document of a file; raises EditRefused where it is none that can be edited."""
        document = self._documents.get(name)
        if document is None:
            raise EditRefused(f"{name} is a list, not a schedule of yours: import it to edit it")
        return document

    def schedule_or_plan(self, name: str) -> YamlDocument | None:
        """The document of a file, a plan file being opened for it; None where it is neither. Raises EditRefused."""
        document = self._documents.get(name)
        if document is not None:
            return document
        plan = next((opened.plan for opened in self._workspace.plans if plan_file_of(opened.plan) == name), None)
        if plan is None:
            return None
        document = self._documents[name] = PlanDocument.of(plan)
        return document

    def reopen(self, name: str) -> YamlDocument:
        """Take a file as it is on disk; raises EditRefused, UnreadableInput or OSError."""
        document = self._documents[name] = self.editable(name).reopened()
        return document

    def add(self, document: YamlDocument) -> None:
        """Add a document under the name of its file."""
        self._documents[document.name] = document

    def remove(self, name: str) -> None:
        """Remove the document of a file."""
        self._documents.pop(name, None)

    def texts_on_disk(self) -> dict[str, str | None]:
        """File -> its text when it was last read or saved, None where there is no file; plan files not edited too."""
        texts = {name: document.base for name, document in self._documents.items()}
        for opened in self._workspace.plans:
            name = plan_file_of(opened.plan)
            if name not in texts and opened.plan.root not in ("", "-"):
                try:
                    data = read_if_there(name)
                    texts[name] = decode_text(name, data)[0] if data is not None else None
                except (OSError, UnreadableInput):
                    continue
        return texts

    def prepare(self) -> None:
        """Do what the first edit of each file would have to do first; for a worker."""
        # A copy of the list, because an edit may open a plan file while a worker goes through it.
        for document in list(self._documents.values()):
            document.prepare()

    @property
    def dirty(self) -> list[str]:
        """Files whose text differs from the disk's."""
        return [name for name, document in self._documents.items() if document.dirty]

    @property
    def schedule_files(self) -> list[str]:
        """The schedule files, plan files not among them."""
        return [name for name, document in self._documents.items() if not isinstance(document, PlanDocument)]

    def changed_on_disk(self) -> list[str]:
        """Files that somebody else has written since they were read or saved."""
        return [name for name, document in self._documents.items() if document.changed_on_disk()]

    def save(self, names: Sequence[str], *, force: bool = False, read_only_too: bool = False) -> list[str]:
        """Write files together, their folders too where these are gone; returns their names.

        Raises EditRefused, ChangedOnDisk (unless forced), ReadOnlyFile (unless these are to be replaced) or OSError.
        Then the files that stand all the same are no longer dirty.
        """
        documents = [self.editable(name) for name in names]
        writes = [
            document.disk.writing(document.data, force=force, read_only_too=read_only_too) for document in documents
        ]
        transaction = Transaction(writes, make_folders=True)
        try:
            transaction.run()
        # The transaction writes only over what the file was known to hold.
        except FileExistsError as error:
            raise ChangedOnDisk(error.filename) from None
        finally:
            for document in documents:
                if document.name in transaction.written:
                    document.was_saved()
        return list(names)
