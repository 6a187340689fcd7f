"""One schedule file under edit: its text is the truth, its transmissions follow every change of it."""

from __future__ import annotations

import difflib
import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from bcastplan.document.atomic import write_atomically
from bcastplan.document.comments import find_ignores
from bcastplan.document.nodes import ListNode, MapNode, Node
from bcastplan.document.parse import parse_text
from bcastplan.document.reader import schedule_from_node, transmission_from_node
from bcastplan.document.splice import (
    Changes,
    EditRefused,
    TextEdit,
    apply_edits,
    change_item,
    content_end,
    insert_item,
    line_end,
    remove_item,
)
from bcastplan.document.text import BOM, decode_text
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.model.values import TRANSMISSION_PARSERS, Raw

ORDER = tuple(TRANSMISSION_PARSERS)


class Stamp(NamedTuple):
    """What a file looked like on disk."""

    modified_ns: int
    size: int


class Span(NamedTuple):
    """Where a transmission stands: offsets of its first character and behind its last line; line and column from 0."""

    start: int
    end: int
    line: int
    column: int


class ChangedOnDisk(Exception):
    """The file is not what it was when it was read; ``file`` names it."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} has changed on disk since it was read")
        self.file = file


@dataclass
class YamlDocument:
    """A schedule file: the text as edited and as last read or saved, and what the text means."""

    name: str
    text: str
    saved_text: str
    had_bom: bool = False
    stamp: Stamp | None = None
    schedule: Schedule | None = None
    problems: list[Problem] = field(default_factory=list)
    _root: Node | None = None
    _spans: list[Span] = field(default_factory=list)
    _nodes_are_stale: bool = False
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
    def known(cls, schedule: Schedule, before_ns: int) -> YamlDocument:
        """The document of a schedule that has been read just now; its nodes are found when they are needed.

        A file written at or after ``before_ns`` may not be what the schedule was read from: it is read whole.
        Raises UnreadableInput or OSError where it cannot be read.
        """
        document, problems = cls._text_of(schedule.file)
        if problems or document.stamp is None or document.stamp.modified_ns >= before_ns:
            return cls.open(schedule.file)
        document.schedule, document._is_ready = schedule, False
        return document

    @classmethod
    def _text_of(cls, name: str) -> tuple[YamlDocument, list[Problem]]:
        stamp = stamp_of(name)
        data = Path(name).read_bytes()
        text, problems = decode_text(name, data)
        return cls(name, text, text, data.startswith(BOM.encode()), stamp), problems

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
    def checksum(self) -> str:
        """SHA-256 of the text as last read or saved."""
        return checksum(self.saved_text)

    def read_again(self) -> None:
        """Make the schedule follow the text."""
        self._nodes_are_stale = False
        self._root, self.problems = parse_text(self.name, self.text)
        self.schedule = None
        self._spans = []
        if self._root is not None:
            self.schedule, self.problems = schedule_from_node(
                self.name, self._root, self.problems, find_ignores(self.text)
            )
            listed = self._root.get("transmissions") if isinstance(self._root, MapNode) else None
            self._spans = [span_of(self.text, item) for item in listed.items] if isinstance(listed, ListNode) else []

    def apply(self, edits: Sequence[TextEdit], *, within: int | None = None) -> list[TextEdit]:
        """Edit the text; returns the edits that undo it. Refuses, and changes nothing, where it would break.

        Args:
            edits: what to replace.
            within: the only transmission the edits touch; then only that one is read again.
        """
        self.prepare()
        before = self.text
        text, inverse = apply_edits(self.text, edits)
        if within is not None and self._follow_item(text, edits, within):
            return inverse
        self.text = text
        was_whole = self.schedule is not None
        self.read_again()
        if was_whole and self.schedule is None:
            self.text = before
            broken = self.problems
            self.read_again()
            raise EditRefused(f"the file would no longer be a schedule: {broken[0].message if broken else 'empty'}")
        return inverse

    def _follow_item(self, text: str, edits: Sequence[TextEdit], index: int) -> bool:
        """Read one transmission again and move the others along; False where the whole file has to be read."""
        if self.schedule is None or self.problems or self.schedule.ignores or index >= len(self._spans):
            return False
        span = self._spans[index]
        if not all(span.start <= edit.start and edit.end <= span.end for edit in edits):
            return False
        grown = len(text) - len(self.text)
        lines = text.count("\n", span.start, span.end + grown) - self.text.count("\n", span.start, span.end)
        changed = span._replace(end=span.end + grown)
        item = _node_at(text, changed)
        position = next((at for at, one in enumerate(self.schedule.transmissions) if one.origin.index == index), None)
        if item is None or position is None:
            return False
        made, problems = transmission_from_node(self.schedule, self._defaults_node(), item, index)
        if made is None or problems:
            return False
        self.text = text
        self._nodes_are_stale = True
        self._spans[index] = changed
        if grown or lines:
            self._spans[index + 1 :] = [
                Span(start + grown, end + grown, line + lines, column)
                for start, end, line, column in self._spans[index + 1 :]
            ]
        rows = list(self.schedule.transmissions)
        rows[position] = made
        if lines:
            rows[position + 1 :] = [_moved(one, lines) for one in rows[position + 1 :]]
        self.schedule = replace(self.schedule, transmissions=tuple(rows))
        return True

    def _defaults_node(self) -> Node | None:
        self.prepare()
        return self._root.get("defaults") if isinstance(self._root, MapNode) else None

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
        """A transmission's node, the text its marks count in, and what makes them offsets of the whole text."""
        self.prepare()
        if not 0 <= index < len(self._spans):
            raise EditRefused(f"{self.name} has no transmission number {index + 1}")
        span = self._spans[index]
        alone = _node_at(self.text, span)
        if alone is not None:
            return alone, _alone(self.text, span), _shift(span)
        found = self.listed().items[index]
        if not isinstance(found, MapNode):
            raise EditRefused(f"number {index + 1} of {self.name} is not a transmission")
        return found, self.text, 0

    def raw_item(self, index: int) -> dict[str, Raw]:
        """A transmission as written, without the defaults."""
        raw = self.item(index).raw()
        assert isinstance(raw, dict)
        return raw

    def item_text(self, index: int) -> str:
        """The characters of a transmission, as written."""
        node, text, _ = self._located(index)
        return text[node.start.index : content_end(node)]

    def defaults(self) -> dict[str, Raw]:
        """The file's defaults, as written."""
        node = self._defaults_node()
        raw = node.raw() if isinstance(node, MapNode) else {}
        assert isinstance(raw, dict)
        return raw

    def changing(self, index: int, changes: Changes) -> list[TextEdit]:
        """Edits that change keys of a transmission."""
        node, text, shift = self._located(index)
        edits = change_item(text, node, changes, ORDER, self.newline)
        return [TextEdit(edit.start + shift, edit.end + shift, edit.text) for edit in edits]

    def inserting(self, index: int, values: dict[str, Raw]) -> list[TextEdit]:
        """Edits that put a new transmission before the ``index``-th."""
        return insert_item(self.text, self.listed(), index, values, self.newline)

    def removing(self, index: int) -> list[TextEdit]:
        """Edits that take a transmission out."""
        self.item(index)
        return remove_item(self.text, self.listed(), index)

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
        """Whether somebody else has written the file since."""
        now = stamp_of(self.name)
        if now == self.stamp:
            return False
        try:
            disk = self.disk_text()
        except OSError:
            return True
        if disk == self.saved_text:
            self.stamp = now
            return False
        return True

    def disk_text(self) -> str:
        """The text of the file as it is now."""
        return decode_text(self.name, Path(self.name).read_bytes())[0]

    def forget_disk(self) -> None:
        """Take the file for unwritten, so that saving writes it whatever has become of it."""
        self.saved_text = ""
        self.stamp = None

    def save(self, *, force: bool = False) -> None:
        """Write the text; raises ChangedOnDisk unless forced, OSError where it cannot be written."""
        if not force and self.stamp is not None and self.changed_on_disk():
            raise ChangedOnDisk(self.name)
        write_atomically(self.name, ((BOM if self.had_bom else "") + self.text).encode())
        self.saved_text = self.text
        self.stamp = stamp_of(self.name)


def span_of(text: str, item: Node) -> Span:
    """The span of an item: to the end of its last line in block style, to its bracket in flow style."""
    end = content_end(item)
    if isinstance(item, MapNode) and not item.flow and not item.alias:
        end = line_end(text, end)
    return Span(item.start.index, end, item.start.line, item.start.column)


def _alone(text: str, span: Span) -> str:
    """One item's characters at the line and column they have in the file."""
    return "\n" * span.line + " " * span.column + text[span.start : span.end]


def _shift(span: Span) -> int:
    """What turns an offset in ``_alone`` into one in the file."""
    return span.start - span.line - span.column


def _node_at(text: str, span: Span) -> MapNode | None:
    """The node of one item, parsed alone; None where that does not do (aliases, anchors, broken text)."""
    characters = text[span.start : span.end]
    if "&" in characters or "*" in characters:
        return None
    node, problems = parse_text("", _alone(text, span))
    return node if isinstance(node, MapNode) and not problems else None


def _moved(transmission: Transmission, lines: int) -> Transmission:
    """A transmission that now stands some lines further down; keys inherited from above stay where they are."""
    origin = transmission.origin
    positions = {
        key: (line + lines if line >= origin.line else line, column) for key, (line, column) in origin.positions.items()
    }
    return transmission.changed(origin=Origin(origin.file, origin.line + lines, origin.column, positions, origin.index))


def stamp_of(name: str) -> Stamp | None:
    """The stamp of a file, None where there is none."""
    try:
        status = Path(name).stat()
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size)


def checksum(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
