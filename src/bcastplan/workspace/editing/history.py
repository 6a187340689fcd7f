"""Undo and redo without limit, across files: steps of text edits with their inverse."""

from __future__ import annotations

from dataclasses import dataclass, field

from bcastplan.document.splice import TextEdit


@dataclass(slots=True)
class FileEdit:
    """Edits of one file, and the edits that undo them."""

    file: str
    edits: tuple[TextEdit, ...]
    inverse: tuple[TextEdit, ...]

    def reversed(self) -> FileEdit:
        """The edit that takes this one back."""
        return FileEdit(self.file, self.inverse, self.edits)


@dataclass(slots=True)
class Step:
    """One action of the user; its file edits are in the order in which they were made."""

    label: str
    edits: list[FileEdit] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """Done and undone steps, the latest last."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Remember a step; what was undone before it is gone."""
        self.done.append(step)
        self.undone.clear()
