"""Where the items of a file's list stand, and which of them an edit of the text touches.

A block list can be read in part: the lines of an item, from its hyphen to the next one, mean the same whatever stands
in the lines of other items. So the items that an edit touches are read alone, and all others only move.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bcastplan.document.nodes import ListNode, MapNode, Node
from bcastplan.document.parse import parse_text
from bcastplan.document.splice import ItemPlace, ListPlace, TextEdit, content_end, item_line, line_end
from bcastplan.model.finding import Problem

NOT_ALONE = re.compile(r"(?<![^\s\[{,:?-])[&*][^\s,\[\]{}]|[|>]\d?\+|\r(?!\n)|[\x85\u2028\u2029]")
"""Anchors and aliases, which may reach into other items; block values that keep the empty lines behind them; and line
breaks that only YAML counts as such."""


GOES_ON = frozenset({"YML003", "YML005", "YML006"})
"""Problems of syntax that concern one item and are noted by a parser that goes on: duplicate keys, odd keys, tags."""

MOST_FLOW_ITEMS = 20
"""An edit of more items of a list in brackets reads the whole text."""


class Span(NamedTuple):
    """Where an item stands: offsets of its first character and behind its last line; line and column from 0."""

    start: int
    end: int
    line: int
    column: int

    def moved(self, characters: int, lines: int) -> Span:
        """The span after something before it has grown."""
        return Span(self.start + characters, self.end + characters, self.line + lines, self.column)


class Touched(NamedTuple):
    """Items ``first..stop-1`` that an edit touches, and what has become of them.

    ``items`` are their nodes now, each with its span in the new text; ``characters`` and ``lines`` say by how much
    what follows has moved, edits before this one included.
    """

    first: int
    stop: int
    items: list[tuple[Node, Span]]
    characters: int
    lines: int


class Reread(NamedTuple):
    """The items that an edit touches, and what the parser said of them."""

    groups: list[Touched]
    problems: list[Problem]


class _Region(NamedTuple):
    """Items ``first..stop-1`` and the offsets of their lines, before and after the edit."""

    first: int
    stop: int
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items of a list; ``behind`` is where what follows it in the file begins, or the end of the text."""

    spans: list[Span]
    flow: bool
    start: int
    end: int
    indent: int
    behind: int

    @classmethod
    def of(cls, text: str, root: Node | None) -> ItemList | None:
        """The list of transmissions of a file; None where there is none that can be edited."""
        listed = root.get("transmissions") if isinstance(root, MapNode) else None
        if not isinstance(listed, ListNode) or not isinstance(root, MapNode) or listed.alias:
            return None
        keys = list(root.entries)
        after = keys[keys.index("transmissions") + 1 :]
        behind = text.rfind("\n", 0, root.entries[after[0]][0].start.index) + 1 if after else len(text)
        spans = [span_of(text, item) for item in listed.items]
        return cls(spans, listed.flow, listed.start.index, listed.end.index, listed.start.column, behind)

    @property
    def place(self) -> ListPlace:
        """The same for splicing."""
        places = [ItemPlace(span.start, span.end) for span in self.spans]
        return ListPlace(places, self.flow, self.start, self.end, self.indent)

    def touched(self, name: str, before: str, after: str, edits: Sequence[TextEdit]) -> Reread | None:
        """The items that edits of the text ``before`` touch, read again from the text ``after`` of the file ``name``.

        Returns:
            Groups of neighbours in the order of the list; None where the whole text has to be read.
        """
        ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
        if self.flow:
            return self._touched_in_flow(name, before, after, ordered)
        regions = self._regions(before, after, ordered) if self.spans else None
        return self._read(name, before, after, regions) if regions is not None else None

    def above(self, text: str, offset: int) -> tuple[int, int] | None:
        """The stretch of a block list's items above the neighbour of an offset's item; None where there is none."""
        index = self._item_at(text, offset) if self.spans and not self.flow else None
        return (self.line(text, 0), self.line(text, index - 1)) if index and index > 1 else None

    def _touched_in_flow(self, name: str, before: str, after: str, edits: Sequence[TextEdit]) -> Reread | None:
        """The items of a list in brackets that edits touch; None where an edit reaches over the edge of an item."""
        by_item: dict[int, list[TextEdit]] = {}
        for edit in edits:
            index = bisect_right(self.spans, edit.start, key=lambda span: span.start) - 1
            if index < 0 or not (edit.start > self.spans[index].start and edit.end < self.spans[index].end):
                return None
            if index + 1 < len(self.spans) and self.spans[index + 1].line == before.count("\n", 0, edit.end):
                return None  # another item stands behind it on its line, and would change its column
            by_item.setdefault(index, []).append(edit)
        if len(by_item) > MOST_FLOW_ITEMS:
            return None
        touched: list[Touched] = []
        noted: list[Problem] = []
        characters = lines = 0
        for index, some in by_item.items():
            span = self.spans[index]
            start = span.start + characters
            characters += sum(len(edit.text) - (edit.end - edit.start) for edit in some)
            old, new = before[span.start : span.end], after[start : span.end + characters]
            # Blank lines and blanks in front put the item at its own line and column, so that all marks are right.
            node, problems = parse_text(name, "\n" * (span.line + lines) + " " * span.column + new)
            if NOT_ALONE.search(old) or NOT_ALONE.search(new) or _stops(problems) or not isinstance(node, MapNode):
                return None
            noted += problems
            fresh = Span(start, start + len(new), span.line + lines, span.column)
            lines += new.count("\n") - old.count("\n")
            touched.append(Touched(index, index + 1, [(node, fresh)], characters, lines))
        return Reread(touched, noted)

    def _regions(self, before: str, after: str, edits: Sequence[TextEdit]) -> list[_Region] | None:
        """The regions that edits touch, each opening with the hyphen of an item; None where that is impossible."""
        owners: list[int] = []
        groups: list[tuple[int, int]] = []
        for edit in edits:
            first = self._item_at(before, edit.start)
            last = self._item_at(before, max(edit.start, edit.end - 1))
            if first is None or last is None:
                return None
            owners.append(first)
            _add(groups, first, last + 1)
        while True:
            regions = self._placed(before, groups, edits, owners)
            closed = {region.first for region in regions if not self._opens(after, region)}
            if not closed:
                return regions
            # Above the first item is none that it could belong to: the edit has changed the head of the list.
            if 0 in closed:
                return None
            # A region that no longer opens with a hyphen belongs to the item above it, which has to be read along.
            wider = [(first - 1 if first in closed else first, stop) for first, stop in groups]
            groups = []
            for first, stop in wider:
                _add(groups, first, stop)

    def _item_at(self, text: str, offset: int) -> int | None:
        """The item in whose lines an offset lies; None where it lies outside the list."""
        index = bisect_right(self.spans, offset, key=lambda span: span.start)
        if index < len(self.spans) and self.line(text, index) <= offset:
            return index
        return index - 1 if index and offset <= self.behind else None

    def line(self, text: str, index: int) -> int:
        """The offset of the line with an item's hyphen; ``behind`` for the number of items."""
        if index == len(self.spans):
            return self.behind
        return item_line(text, self.spans[index].start, self.indent)

    def _placed(
        self, before: str, groups: Sequence[tuple[int, int]], edits: Sequence[TextEdit], owners: Sequence[int]
    ) -> list[_Region]:
        """The offsets of groups of items; ``owners`` names the first item that each edit touches."""
        regions = []
        shift = at = 0
        for first, stop in groups:
            start, end = self.line(before, first), self.line(before, stop)
            new_start = start + shift
            while at < len(edits) and owners[at] < stop:
                shift += len(edits[at].text) - (edits[at].end - edits[at].start)
                at += 1
            regions.append(_Region(first, stop, start, end, new_start, end + shift))
        return regions

    def _opens(self, text: str, region: _Region) -> bool:
        """Whether a region is empty or opens with a hyphen of this list."""
        if region.new_start == region.new_end:
            return True
        hyphen = region.new_start + self.indent
        return (
            not text[region.new_start : hyphen].strip(" ")
            and text[hyphen : hyphen + 1] == "-"
            and text[hyphen + 1 : hyphen + 2] in (" ", "\n", "\r", "")
        )

    def _read(self, name: str, before: str, after: str, regions: Sequence[_Region]) -> Reread | None:
        """The items of regions, parsed in one go, every region at the line that it has in the file."""
        pieces: list[str] = []
        starts: list[int] = []
        moved: list[int] = []
        line = length = lines = 0
        for region in regions:
            old, new = before[region.start : region.end], after[region.new_start : region.new_end]
            if NOT_ALONE.search(old) or NOT_ALONE.search(new):
                return None
            # The edit has joined its last line with what follows the region.
            if new and not new.endswith("\n") and region.new_end < len(after):
                return None
            if new:
                first = self.spans[region.first]
                top = first.line - before.count("\n", region.start, first.start) + lines
                pieces += ("\n" * (top - line), new)
                length += top - line
                line = top + new.count("\n")
            starts.append(length)
            length += len(new)
            lines += new.count("\n") - old.count("\n")
            moved.append(lines)
        if not length:
            # A list that loses all its items is no block list any more: only the whole text tells what is left of it.
            gone = sum(region.stop - region.first for region in regions)
            groups = self._sorted_out("", [], regions, starts, moved) if gone < len(self.spans) else None
            return Reread(groups, []) if groups is not None else None
        together = "".join(pieces)
        root, problems = parse_text(name, together)
        if _stops(problems) or not isinstance(root, ListNode) or root.flow or root.start.column != self.indent:
            return None
        groups = self._sorted_out(together, root.items, regions, starts, moved)
        return Reread(groups, problems) if groups is not None else None

    def _sorted_out(
        self, together: str, nodes: Sequence[Node], regions: Sequence[_Region], starts: Sequence[int], moved: list[int]
    ) -> list[Touched] | None:
        """Give each region its items; None where one has lines that belong to an item above it."""
        touched = []
        at = 0
        for region, start, lines in zip(regions, starts, moved, strict=True):
            stop = start + region.new_end - region.new_start
            items = []
            while at < len(nodes) and nodes[at].start.index < stop:
                items.append((nodes[at], span_of(together, nodes[at]).moved(region.new_start - start, 0)))
                at += 1
            # The text begins above the first item: its lines belong to the item above, or to none.
            if stop > start and (not items or item_line(together, items[0][0].start.index, self.indent) != start):
                return None
            touched.append(Touched(region.first, region.stop, items, region.new_end - region.end, lines))
        return touched

    def moved(self, characters: int, lines: int) -> ItemList:
        """The list after something above it has grown."""
        start, end, behind = (offset + characters for offset in (self.start, self.end, self.behind))
        return replace(self, spans=_moved(self.spans, characters, lines), start=start, end=end, behind=behind)

    def first_line(self, text: str) -> int:
        """The offset of the line with the first item's hyphen."""
        return self.line(text, 0)

    def followed(self, touched: Sequence[Touched]) -> ItemList:
        """The list after an edit."""
        spans: list[Span] = []
        position = characters = lines = 0
        for group in touched:
            spans += _moved(self.spans[position : group.first], characters, lines)
            spans += [span for _, span in group.items]
            position, characters, lines = group.stop, group.characters, group.lines
        spans += _moved(self.spans[position:], characters, lines)
        return replace(self, spans=spans, end=self.end + characters, behind=self.behind + characters)


def _stops(problems: Sequence[Problem]) -> bool:
    """Whether some of what the parser said concerns more than the item that was read alone."""
    return any(problem.code not in GOES_ON for problem in problems)


def _moved(spans: list[Span], characters: int, lines: int) -> list[Span]:
    return [span.moved(characters, lines) for span in spans] if characters or lines else spans


def _add(groups: list[tuple[int, int]], first: int, stop: int) -> None:
    """Add a group of items to groups in order, joined to the last where they touch."""
    if groups and first <= groups[-1][1]:
        groups[-1] = (groups[-1][0], max(stop, groups[-1][1]))
    else:
        groups.append((first, stop))


def span_of(text: str, item: Node) -> Span:
    """The span of an item: to the end of its last line in block style, to its bracket in flow style."""
    end = content_end(item)
    if isinstance(item, MapNode) and not item.flow and not item.alias:
        end = line_end(text, end)
    return Span(item.start.index, end, item.start.line, item.start.column)
