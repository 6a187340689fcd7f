"""One schedule file under edit: its text is the truth, its transmissions follow every change of it."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bcastplan.airtime.table import RowSplice
from bcastplan.document.nodes import ListNode, MapNode, Node
from bcastplan.document.schedule_head import defaults_node
from bcastplan.document.splice import (
    Changes,
    EditRefused,
    TextEdit,
    apply_edits,
    difference,
    insert_items,
    remove_items,
)
from bcastplan.document.text import BOM, decode_text
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.disk_copy import DiskCopy
from bcastplan.workspace.editing.head_edits import ShortText, short_text, with_other_head
from bcastplan.workspace.editing.item_list import ItemList
from bcastplan.workspace.editing.located_item import LocatedItem
from bcastplan.workspace.editing.read_text import Followed, ReadText


class Applied(NamedTuple):
    """What an edit of a text did: the edits that undo it, and the transmissions that gave way to others.

    ``splices`` count in the transmissions before the edit; None where the whole text was read again.
    """

    inverse: list[TextEdit]
    splices: list[RowSplice] | None


class Taken(NamedTuple):
    """The result of taking over an editor's text: the splices as in ``Applied``, or why it is no schedule."""

    splices: list[RowSplice] | None
    unread: list[Problem] | None = None


@dataclass
class YamlDocument:
    """A schedule file: the text as edited and as last read or saved, and what the text means."""

    name: str
    text: str
    saved_text: str
    disk: DiskCopy
    schedule: Schedule | None = None
    problems: list[Problem] = field(default_factory=list)
    _read: ReadText | None = None
    _raw_of: tuple[str, int, dict[str, Raw]] = ("", -1, {})
    """The text and number of the item that was asked for last, and what it says: a form asks at every key."""
    _is_ready: bool = True
    _preparing: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @classmethod
    def open(cls, name: str) -> YamlDocument:
        """Read a file; raises UnreadableInput or OSError where that fails."""
        document, problems = cls._text_of(name)
        if problems:
            document._take_over(ReadText(name, document.text, problems=problems))
        else:
            document.read_again()
        return document

    @classmethod
    def unsaved(cls, name: str, text: str) -> YamlDocument:
        """Returns the document of a file that does not exist yet, or no longer."""
        document = cls(name, text, "", DiskCopy(name))
        document.read_again()
        return document

    @classmethod
    def known(cls, schedule: Schedule, before_ns: int) -> YamlDocument:
        """The document of a schedule that has been read just now; its nodes are found when they are needed.

        A file written at or after ``before_ns`` may not be what the schedule was read from: it is read whole.
        Raises UnreadableInput or OSError where it cannot be read.
        """
        document, problems = cls._text_of(schedule.file)
        stamp = document.disk.stamp
        if problems or stamp is None or stamp.modified_ns >= before_ns:
            return cls.open(schedule.file)
        document.schedule, document._is_ready = schedule, False
        return document

    @classmethod
    def of_text(cls, schedule: Schedule, text: str) -> YamlDocument:
        """The document of a schedule that was read from a text that is on no disk."""
        return cls(schedule.file, text, text, DiskCopy(schedule.file), schedule=schedule, _is_ready=False)

    @classmethod
    def _text_of(cls, name: str) -> tuple[YamlDocument, list[Problem]]:
        disk = DiskCopy.of(name)
        text, problems = decode_text(name, disk.data or b"")
        return cls(name, text, text, disk), problems

    def prepare(self) -> None:
        """Find the nodes of the text, once; a worker may do so before the first edit needs them."""
        if self._is_ready:
            return
        with self._preparing:
            if not self._is_ready:
                self.read_again()
                self._is_ready = True

    def reopened(self) -> YamlDocument:
        """The file as it is on disk; raises UnreadableInput or OSError where it cannot be read."""
        return type(self).open(self.name)

    @property
    def dirty(self) -> bool:
        """Whether the text differs from the file."""
        return self.text != self.saved_text

    @property
    def newline(self) -> str:
        """The line end of the file, as its first line has it."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    @property
    def base(self) -> str | None:
        """The text as last read or saved; None where there is no file."""
        return self.saved_text if self.disk.data is not None or not self.disk.readable else None

    def read_again(self) -> None:
        """Make the schedule follow the text."""
        self._take_over(ReadText.of(self.name, self.text))

    def _take_over(self, read: ReadText) -> None:
        self._read, self.text, self.schedule, self.problems = read, read.text, read.schedule, read.problems

    def _ready(self) -> ReadText:
        """The text as it has been read, which it is now where it has not been yet."""
        self.prepare()
        if self._read is None or self._read.text is not self.text:
            self.read_again()
        assert self._read is not None
        return self._read

    def tried(self, edits: Sequence[TextEdit]) -> ReadText:
        """What the file would be after edits; nothing changes."""
        text, _ = apply_edits(self.text, edits)
        followed = self._followed(text, edits)
        return followed.read if followed is not None else ReadText.of(self.name, text)

    def without_list(self) -> ShortText:
        """The text without most of its list, for looking at what stands beside it and editing that."""
        return short_text(self._ready())

    def _followed(self, text: str, edits: Sequence[TextEdit]) -> Followed | None:
        """The text after edits of some items, or of what stands beside the list; None where all has to be read."""
        read = self._ready()
        return read.with_other_items(text, edits) or with_other_head(read, text, edits)

    def _follow(self, text: str, edits: Sequence[TextEdit]) -> Followed | None:
        """Follow edits; None, and nothing done, where all has to be read."""
        followed = self._followed(text, edits)
        if followed is not None:
            self._take_over(followed.read)
        return followed

    def apply(self, edits: Sequence[TextEdit]) -> Applied:
        """Edit the text. Refuses, and changes nothing, where it would break."""
        text, inverse = apply_edits(self.text, edits)
        followed = self._follow(text, edits)
        if followed is not None:
            return Applied(inverse, followed.splices)
        before, now = self._ready(), ReadText.of(self.name, text)
        # A file that is broken already may stay so: its repair can take several edits.
        if before.schedule is not None and now.schedule is None:
            broken = now.problems[0].message if now.problems else "empty"
            raise EditRefused(f"the file would no longer be a schedule: {broken}")
        self._take_over(now)
        return Applied(inverse, None)

    def take(self, text: str) -> Taken:
        """Make the document follow a text that may be anything; where it is no schedule, the document stays as it was.

        Then ``unread`` of the answer says why.
        """
        self.prepare()
        edit = difference(self.text, text)
        if edit == (edit.start, edit.start, ""):
            return Taken([])
        followed = self._follow(text, [edit])
        if followed is not None:
            return Taken(followed.splices)
        problems = self._ready().fault_of(text, edit)
        if problems is not None:
            return Taken([], problems)
        now = ReadText.of(self.name, text)
        if now.schedule is None:
            return Taken([], now.problems)
        self._take_over(now)
        return Taken(None)

    def defaults_node(self) -> Node | None:
        """The node of the defaults and of the listeners at the top, None where the file has neither."""
        return defaults_node(self._ready().root)

    def listed(self) -> ListNode:
        """The list of transmissions; raises EditRefused where the file has none."""
        read = self._ready()
        if not read.is_whole:
            self.read_again()
            read = self._ready()
        node = read.root.get("transmissions") if isinstance(read.root, MapNode) else None
        if not isinstance(node, ListNode) or node.alias:
            raise EditRefused(f"{self.name} has no list of transmissions to edit")
        return node

    def item(self, index: int) -> MapNode:
        """The node of a transmission; raises EditRefused where it is none."""
        return self._located(index).node

    def _located(self, index: int) -> LocatedItem:
        return LocatedItem.at(self._ready(), index, self.listed)

    def raw_item(self, index: int) -> dict[str, Raw]:
        """A transmission as written, without the defaults."""
        text, known, raw = self._raw_of
        # Every edit makes a new text: that it is the same object is enough, and comparing a season's text takes longer.
        if text is not self.text or known != index:
            raw = self._located(index).raw()
            self._raw_of = (self.text, index, raw)
        return dict(raw)

    def defaults(self) -> dict[str, Raw]:
        """The file's defaults, as written."""
        node = self.defaults_node()
        raw = node.raw() if isinstance(node, MapNode) else {}
        assert isinstance(raw, dict)
        return raw

    def changing(self, index: int, changes: Changes) -> list[TextEdit]:
        """Edits that change keys of a transmission."""
        return self._located(index).changing(changes, self.newline)

    @property
    def items(self) -> ItemList:
        """Where the transmissions stand; raises EditRefused where the file has no list of them."""
        items = self._ready().items
        if items is None:
            raise EditRefused(f"{self.name} has no list of transmissions to edit")
        return items

    def inserting(self, index: int, values: Sequence[dict[str, Raw]]) -> list[TextEdit]:
        """Edits that put new transmissions before the ``index``-th."""
        return insert_items(self.text, self.items.place, index, values, self.newline)

    def removing(self, indexes: Sequence[int]) -> list[TextEdit]:
        """Edits that take transmissions out."""
        for index in indexes:
            # Refuses what is no transmission, before anything is cut out.
            self.item(index)
        return remove_items(self.text, self.items.place, indexes)

    def diff(self) -> str:
        """What saving would change, as a unified diff."""
        return "".join(
            difflib.unified_diff(
                self.saved_text.splitlines(keepends=True),
                self.text.splitlines(keepends=True),
                self.name,
                f"{self.name} (edited)",
                n=2,
            )
        )

    def changed_on_disk(self) -> bool:
        """Whether somebody else has written, replaced or removed the file since."""
        return self.disk.changed()

    def accept_disk(self) -> None:
        """Keep the text as edited: the next save overwrites what is on disk now, whatever has become of the file."""
        self.disk.accept()
        self.saved_text = self.disk.text()

    @property
    def data(self) -> bytes:
        """The text as bytes of the file."""
        return ((BOM if self.disk.has_bom else "") + self.text).encode()

    def was_saved(self) -> None:
        """Note that the file holds the text."""
        self.disk.was_written(self.data)
        self.saved_text = self.text
