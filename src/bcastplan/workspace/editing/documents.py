"""One schedule file under edit: its text is the truth, its transmissions follow every change of it."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bcastplan.airtime.table import RowSplice
from bcastplan.document.comments import find_ignores
from bcastplan.document.nodes import ListNode, MapNode, Node
from bcastplan.document.parse import parse_text
from bcastplan.document.schedule_reader import (
    defaults_node,
    schedule_from_node,
    transmissions_from_nodes,
    unread,
)
from bcastplan.document.splice import (
    Changes,
    EditRefused,
    ListPlace,
    TextEdit,
    apply_edits,
    change_item,
    content_end,
    difference,
    insert_items,
    remove_items,
)
from bcastplan.document.text import BOM, decode_text
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import TRANSMISSION_PARSERS
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.disk_copy import DiskCopy
from bcastplan.workspace.editing.item_list import NOT_ALONE, ItemList, Touched
from bcastplan.workspace.editing.item_problems import problems_after
from bcastplan.workspace.editing.moved_rows import moved_rows

ORDER = tuple(TRANSMISSION_PARSERS)


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
    _root: Node | None = None
    _items: ItemList | None = None
    _nodes_are_stale: bool = False
    _raw_of: tuple[str, int, dict[str, Raw]] = ("", -1, {})
    """The text and number of the item that was asked for last, and what it says: a form asks at every key."""
    _is_ready: bool = True
    _preparing: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @classmethod
    def open(cls, name: str) -> YamlDocument:
        """Read a file; raises UnreadableInput or OSError where that fails."""
        document, problems = cls._text_of(name)
        if problems:
            document.problems = problems
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
        self._nodes_are_stale = False
        self._root, self.problems = parse_text(self.name, self.text)
        self.schedule = None
        self._items = ItemList.of(self.text, self._root)
        if self._root is None:
            self.problems = unread(self.name, self.problems)
        else:
            self.schedule, self.problems = schedule_from_node(
                self.name, self._root, self.problems, find_ignores(self.text)
            )

    def apply(self, edits: Sequence[TextEdit]) -> Applied:
        """Edit the text. Refuses, and changes nothing, where it would break."""
        self.prepare()
        before = self.text
        text, inverse = apply_edits(before, edits)
        splices = self._follow_items(text, edits)
        if splices is not None:
            return Applied(inverse, splices)
        self.text = text
        # A file that is broken already may stay so: its repair can take several edits.
        was_whole = self.schedule is not None
        self.read_again()
        if was_whole and self.schedule is None:
            self.text = before
            broken = self.problems
            self.read_again()
            raise EditRefused(f"the file would no longer be a schedule: {broken[0].message if broken else 'empty'}")
        return Applied(inverse, None)

    def take(self, text: str) -> Taken:
        """Make the document follow a text that may be anything; where it is no schedule, the document stays as it was.

        Then ``unread`` of the answer says why.
        """
        self.prepare()
        edit = difference(self.text, text)
        splices = self._follow_items(text, [edit]) if edit != (edit.start, edit.start, "") else []
        if splices is not None:
            return Taken(splices)
        problems = self._fault_of_items(text, edit)
        if problems is not None:
            return Taken([], unread(self.name, problems))
        before = {name: getattr(self, name) for name in ("text", "schedule", "problems", "_root", "_items")}
        self.text = text
        self.read_again()
        if self.schedule is not None:
            return Taken(None)
        problems = self.problems
        for name, value in before.items():
            setattr(self, name, value)
        return Taken([], problems)

    def _fault_of_items(self, text: str, edit: TextEdit) -> list[Problem] | None:
        """Why a text is not YAML, where an edit of the list made it so; None where the whole text has to be read.

        The items above the edit are whole. A reader that sees blank lines in their place comes to the fault at once;
        the last of them stays, as what the edit has made of a hyphen may belong to it.
        """
        if self._items is None or any(problem.code.startswith("YML") for problem in self.problems):
            return None
        above = self._items.above(self.text, edit.start)
        if above is None or NOT_ALONE.search(text, *above):
            return None
        start, stop = above
        root, problems = parse_text(self.name, text[:start] + "\n" * text.count("\n", start, stop) + text[stop:])
        return problems if root is None else None

    def _follow_items(self, text: str, edits: Sequence[TextEdit]) -> list[RowSplice] | None:
        """Read the transmissions that edits touch and move the others along; None where all has to be read."""
        if self.schedule is None or self._items is None or self.schedule.window.is_empty:
            return None
        touched = self._items.touched(self.text, text, edits)
        if touched is None or not self._defaults_hold(touched):
            return None
        numbered, shift = [], 0
        for group in touched:
            numbered += [(group.first + shift + at, node) for at, (node, _) in enumerate(group.items)]
            shift += len(group.items) - (group.stop - group.first)
        reread, fresh = transmissions_from_nodes(self.schedule, self.defaults_node(), numbered)
        problems = problems_after(self.problems, self._items, self.text, touched, fresh)
        if problems is None:
            return None
        splices, transmissions = moved_rows(self.schedule.transmissions, touched, reread)
        ignores = find_ignores(text)
        self.schedule = replace(self.schedule, transmissions=transmissions, ignores=ignores)
        self._items = self._items.followed(touched)
        self.text, self.problems = text, problems
        self._nodes_are_stale = True
        return splices

    def _defaults_hold(self, touched: Sequence[Touched]) -> bool:
        """Whether the defaults stand where they stood: above the list, or below a block list that keeps its lines."""
        defaults, items = self.defaults_node(), self._items
        assert items is not None
        if defaults is None or defaults.start.index < items.start:
            return True
        return not items.flow and not any(group.lines for group in touched)

    def defaults_node(self) -> Node | None:
        """The node of the defaults and of the listeners at the top, None where the file has neither."""
        self.prepare()
        return defaults_node(self._root)

    def listed(self) -> ListNode:
        """The list of transmissions; raises EditRefused where the file has none."""
        self.prepare()
        if self._nodes_are_stale:
            self.read_again()
        node = self._root.get("transmissions") if isinstance(self._root, MapNode) else None
        if not isinstance(node, ListNode) or node.alias:
            raise EditRefused(f"{self.name} has no list of transmissions to edit")
        return node

    def item(self, index: int) -> MapNode:
        """The node of a transmission; raises EditRefused where it is none."""
        self.prepare()
        return self._located(index)[0]

    def _located(self, index: int) -> tuple[MapNode, str, int]:
        """A transmission's node, the text its marks count in, and the shift to offsets of the whole text."""
        self.prepare()
        spans = self._items.spans if self._items is not None else []
        if not 0 <= index < len(spans):
            raise EditRefused(f"{self.name} has no transmission number {index + 1}")
        span = spans[index]
        # Read alone where that gives the same: a form asks at every key, too often for reading the whole file. The
        # blanks in front keep the columns of the file, by which nested lines are told.
        alone = " " * span.column + self.text[span.start : span.end]
        if not NOT_ALONE.search(alone):
            node, problems = parse_text("", alone)
            if isinstance(node, MapNode) and not problems:
                return node, alone, span.start - span.column
        item = self.listed().items[index]
        if not isinstance(item, MapNode):
            raise EditRefused(f"number {index + 1} of {self.name} is not a transmission")
        return item, self.text, 0

    def raw_item(self, index: int) -> dict[str, Raw]:
        """A transmission as written, without the defaults."""
        text, known, raw = self._raw_of
        # Every edit makes a new text: that it is the same object is enough, and comparing a season's text takes longer.
        if text is not self.text or known != index:
            read = self.item(index).raw()
            assert isinstance(read, dict)
            raw = read
            self._raw_of = (self.text, index, raw)
        return dict(raw)

    def item_text(self, index: int) -> str:
        """The characters of a transmission, as written."""
        node, text, _ = self._located(index)
        return text[node.start.index : content_end(node)]

    def defaults(self) -> dict[str, Raw]:
        """The file's defaults, as written."""
        node = self.defaults_node()
        raw = node.raw() if isinstance(node, MapNode) else {}
        assert isinstance(raw, dict)
        return raw

    def changing(self, index: int, changes: Changes) -> list[TextEdit]:
        """Edits that change keys of a transmission."""
        node, text, shift = self._located(index)
        edits = change_item(text, node, changes, ORDER, self.newline)
        return [TextEdit(edit.start + shift, edit.end + shift, edit.text) for edit in edits]

    @property
    def items(self) -> ItemList:
        """Where the transmissions stand; raises EditRefused where the file has no list of them."""
        self.prepare()
        if self._items is None:
            raise EditRefused(f"{self.name} has no list of transmissions to edit")
        return self._items

    def inserting(self, index: int, values: Sequence[dict[str, Raw]]) -> list[TextEdit]:
        """Edits that put new transmissions before the ``index``-th."""
        return insert_items(self.text, self._list_place(), index, values, self.newline)

    def removing(self, indexes: Sequence[int]) -> list[TextEdit]:
        """Edits that take transmissions out."""
        for index in indexes:
            # Refuses what is no transmission, before anything is cut out.
            self.item(index)
        return remove_items(self.text, self._list_place(), indexes)

    def _list_place(self) -> ListPlace:
        return self.items.place

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
