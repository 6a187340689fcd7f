"""The text of a schedule and what it means: its list, its schedule and its problems, which follow edits of the text.

An edit of the list reads the items it touches; one beside the list reads what stands there, and gives the transmissions
what they share now. All else is read whole. The result is always that of reading the edited text anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bcastplan.airtime.table import RowSplice
from bcastplan.document.comments import find_ignores
from bcastplan.document.key_reader import EXACT_KEYS, KeyReader
from bcastplan.document.nodes import Node
from bcastplan.document.parse import parse_text
from bcastplan.document.schedule_head import defaults_node, read_defaults
from bcastplan.document.schedule_reader import schedule_from_node, transmissions_from_nodes, unread
from bcastplan.document.splice import TextEdit
from bcastplan.model.finding import Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.editing.item_list import NOT_ALONE, ItemList, Touched
from bcastplan.workspace.editing.item_problems import problems_after
from bcastplan.workspace.editing.moved_rows import moved_rows

_OF_SYNTAX = ("YML003", "YML006")
"""What only the parser reports, and goes on after; YML005 comes from the parser and from the reader."""

_ALIAS = re.compile(r"(?<![^\s\[{,:?-])\*[^\s,\[\]{}]")


class Followed(NamedTuple):
    """A text after an edit; ``splices`` say which transmissions of the schedule before it gave way to others."""

    read: ReadText
    splices: list[RowSplice]


@dataclass(frozen=True)
class ReadText:
    """A text, and what reading it gave.

    Attributes:
        name: the file's name.
        text: the characters.
        schedule: what it means, None where it is no schedule.
        problems: of reading it, in the order of the text.
        root: its nodes; None where it cannot be parsed.
        items: where its transmissions stand, None where it has no list of them that can be edited.
        is_whole: whether ``root`` has the nodes of this very text; otherwise only what stands beside the list is right.
        rows: its transmissions, those too that the head keeps off the air as long as they were known before; None where
            it has no window and they are not known.
        has_aliases: whether it names values that are written elsewhere, whose keys have their places there.
    """

    name: str
    text: str
    schedule: Schedule | None = None
    problems: list[Problem] = field(default_factory=list)
    root: Node | None = None
    items: ItemList | None = None
    is_whole: bool = True
    rows: tuple[Transmission, ...] | None = None
    has_aliases: bool = False

    @classmethod
    def of(cls, name: str, text: str) -> ReadText:
        """Read a text."""
        root, problems = parse_text(name, text)
        if root is None:
            return cls(name, text, problems=unread(name, problems))
        items = ItemList.of(text, root)
        schedule, problems = schedule_from_node(name, root, problems, find_ignores(text))
        rows = schedule.transmissions if schedule is not None and not schedule.window.is_empty else None
        has_aliases = "*" in text and _ALIAS.search(text) is not None
        return cls(name, text, schedule, problems, root, items, rows=rows, has_aliases=has_aliases)

    def with_other_items(self, text: str, edits: Sequence[TextEdit]) -> Followed | None:
        """The text after edits of its list, of which only the transmissions are read that the edits touch.

        None where the whole text has to be read.
        """
        if self.schedule is None or self.items is None or self.schedule.window.is_empty:
            return None
        reread = self.items.touched(self.name, self.text, text, edits)
        if reread is None or not self._defaults_hold(reread.groups):
            return None
        touched = reread.groups
        # Keys of an alias have their places where it is written, and these may have moved as well.
        if self.has_aliases and any(group.lines for group in touched):
            return None
        numbered, shift = [], 0
        for group in touched:
            numbered += [(group.first + shift + at, node) for at, (node, _) in enumerate(group.items)]
            shift += len(group.items) - (group.stop - group.first)
        fresh_rows, of_reading = transmissions_from_nodes(self.schedule, defaults_node(self.root), numbered)
        fresh = [*reread.problems, *of_reading]
        problems = problems_after(self.problems, self.items, self.text, touched, fresh)
        if problems is None:
            return None
        splices, transmissions = moved_rows(self.schedule.transmissions, touched, fresh_rows)
        schedule = replace(self.schedule, transmissions=transmissions, ignores=find_ignores(text))
        items = self.items.followed(touched)
        rows = transmissions
        read = replace(self, text=text, schedule=schedule, problems=problems, items=items, is_whole=False, rows=rows)
        return Followed(read, splices)

    def _defaults_hold(self, touched: Sequence[Touched]) -> bool:
        """Whether the defaults are whole, and stand above the list or below a block list that keeps its lines."""
        defaults, items = defaults_node(self.root), self.items
        assert items is not None
        faults = read_defaults(KeyReader(self.name, []), defaults).faults
        if not EXACT_KEYS.isdisjoint(faults):
            return False  # such a default counts the transmissions that it keeps off the air
        if defaults is None or defaults.start.index < items.start:
            return True
        return not items.flow and not any(group.lines for group in touched)

    def fault_of(self, text: str, edit: TextEdit) -> list[Problem] | None:
        """Why a text is not YAML, where an edit of the list made it so; None where the whole text has to be read.

        The items above the edit are whole. A reader that sees blank lines in their place comes to the fault at once;
        the last of them stays, as what the edit has made of a hyphen may belong to it.
        """
        above = self.items.above(self.text, edit.start) if self.items is not None else None
        if above is None or NOT_ALONE.search(text, *above):
            return None
        start, stop = above
        lines = text.count("\n", start, stop)
        first = text.count("\n", 0, start)
        passed = [
            problem
            for problem in self.problems
            if problem.code.startswith("YML") and first < (problem.place.line or 0) <= first + lines
        ]
        if any(problem.code == "YML005" for problem in passed):
            return None
        root, problems = parse_text(self.name, text[:start] + "\n" * lines + text[stop:])
        if root is not None:
            return None
        return unread(self.name, [*(problem for problem in passed if problem.code in _OF_SYNTAX), *problems])
