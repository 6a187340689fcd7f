"""One transmission of a text under edit: what it says as written, and edits that change its keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bcastplan.document.nodes import ListNode, MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.splice import Changes, EditRefused, TextEdit, change_item
from bcastplan.model.transmission import TRANSMISSION_PARSERS
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.item_list import NOT_ALONE
from bcastplan.workspace.editing.read_text import ReadText

ORDER = tuple(TRANSMISSION_PARSERS)


@dataclass(frozen=True, slots=True)
class LocatedItem:
    """A transmission's node, the text in which its marks count, and the shift from there to the whole text."""

    node: MapNode
    text: str
    shift: int

    @classmethod
    def at(cls, read: ReadText, index: int, listed: Callable[[], ListNode]) -> LocatedItem:
        """The ``index``-th transmission of a text; raises EditRefused where it is none.

        ``listed`` returns the list of the whole text, for an item that cannot be read alone.
        """
        spans = read.items.spans if read.items is not None else []
        if not 0 <= index < len(spans):
            raise EditRefused(f"{read.name} has no transmission number {index + 1}")
        span = spans[index]
        # Read alone where that gives the same: a form asks at every key, too often for reading the whole file. The
        # blanks in front keep the columns of the file, by which nested lines are told.
        alone = " " * span.column + read.text[span.start : span.end]
        if not NOT_ALONE.search(alone):
            node, problems = parse_text("", alone)
            if isinstance(node, MapNode) and not problems:
                return cls(node, alone, span.start - span.column)
        item = listed().items[index]
        if not isinstance(item, MapNode):
            raise EditRefused(f"number {index + 1} of {read.name} is not a transmission")
        return cls(item, read.text, 0)

    def raw(self) -> dict[str, Raw]:
        """Its keys and values as written, without the defaults."""
        raw = self.node.raw()
        assert isinstance(raw, dict)
        return raw

    def changing(self, changes: Changes, newline: str) -> list[TextEdit]:
        """Edits of the whole text that change its keys."""
        edits = change_item(self.text, self.node, changes, ORDER, newline)
        return [TextEdit(edit.start + self.shift, edit.end + self.shift, edit.text) for edit in edits]
