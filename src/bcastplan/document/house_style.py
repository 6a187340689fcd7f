"""One way to write schedule and plan files: the order of keys, indentation, quotes and blank lines.

Formatting changes how a file is written and never what it says. Every result is read again: values, comments and
the lines that `ignore` comments speak of must be the same, or the file is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bcastplan.document.comments import Comment, comments_of, find_ignores
from bcastplan.document.entries import (
    Entry,
    all_entries,
    attach_comments,
    block_entries,
    entries_of_flow,
    lines_of,
    nodes_below,
)
from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import scalar_text, value_text

ItemStyle = Literal["keep", "block", "flow"]
KeyOrder = Callable[[tuple[str, ...]], Sequence[str] | None]
"""The path of a mapping (list indexes left out) -> its keys in the order they are written; None: as they stand."""

LINE_COLUMNS = 120
"""A list or mapping in brackets that would make a longer line is written in lines of its own."""
_INDENT = "  "
_COMMENT_GAP = 2  # blanks at least between a value and the comment behind it
_ITEMS = ("transmissions",)
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+")
_LONG_TEXT_HEAD = re.compile(r"[|>][+-]?(?=[ \t\r\n]|$)")


class CannotFormat(ValueError):
    """A text that has to be left as it is; ``line`` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How a team writes its files.

    Attributes:
        order: the order of keys in each mapping.
        items: how transmissions are written: as they are, one key a line (block), or all keys in braces where that
            fits on one line (flow).
    """

    order: KeyOrder
    items: ItemStyle = "keep"


def format_text(text: str, style: HouseStyle) -> str:
    """Write a YAML text in the house style; formatting the result again changes nothing.

    Raises CannotFormat where the text is not YAML that can be read, or where its meaning would change.
    """
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    before = text.replace("\r\n", "\n")
    root = _read(before)
    if root is None:
        return text
    after = _Writer(before, root, style).written()
    _refuse_changed_meaning(before, root, after)
    return after.replace("\n", newline)


def _read(text: str) -> Node | None:
    """The root of a text. Raises CannotFormat where something in it cannot be read as it stands."""
    root, problems = parse_text("", text)
    if problems:
        raise CannotFormat(problems[0].place.line or 1, problems[0].message)
    return root


def in_order(keys: Sequence[str], order: Sequence[str] | None) -> list[str]:
    """Keys in a given order; keys that it does not name come last, in their old order."""
    if order is None:
        return list(keys)
    rank = {key: number for number, key in enumerate(order)}
    return sorted(keys, key=lambda key: rank.get(key, len(rank)))


class _Writer:
    """The rewriting of one text in the house style."""

    def __init__(self, text: str, root: Node, style: HouseStyle) -> None:
        self.text = text
        self.style = style
        self.top = Entry(None, root, 0, -1, inner=block_entries(root, text))
        comments = comments_of(text, root)
        self.commented = {comment.line for comment in comments}
        self.preamble: list[str] = []
        attach_comments(self.top, comments, text, self.preamble)

    def written(self) -> str:
        """The whole text."""
        lines = [*self.preamble, *self.inner_lines(self.top, (), ""), *self.top.tail]
        tidy: list[str] = []
        for line in lines:
            if line or (tidy and tidy[-1]):
                tidy.append(line)
        while tidy and not tidy[-1]:
            tidy.pop()
        return "\n".join(tidy) + "\n"

    def inner_lines(self, entry: Entry, path: tuple[str, ...], indent: str) -> list[str]:
        """The lines of a block mapping or list."""
        inner = entry.inner
        if isinstance(entry.value, MapNode):
            by_key = {below.key or "": below for below in inner}
            inner = [by_key[key] for key in in_order(list(by_key), self.style.order(path))]
        if not inner:
            return [indent + self.one_line(entry.value, flow=False)]
        return [line for below in inner for line in self.lines(below, path, indent)]

    def lines(self, entry: Entry, path: tuple[str, ...], indent: str) -> list[str]:
        """The lines of one entry, its comments with it."""
        if entry.key is None and entry.inner and isinstance(entry.value, MapNode):
            self.lift_comments(entry, path)
        above = [indent + line if line else "" for line in entry.above]
        if entry.key is None:
            return [*above, *self.item_lines(entry, path, indent)]
        key = indent + scalar_text(entry.key) + ":"
        path = (*path, entry.key)
        deeper = indent + _INDENT
        if entry.inner:
            anchor = self.anchor(entry.value)
            below = self.inner_lines(entry, path, deeper)
            return [*above, _with_comment(f"{key} {anchor}".rstrip(), entry.behind), *below, *_deep(entry.tail, deeper)]
        value = self.value_lines(entry, path, deeper, len(key) + 1)
        first = f"{key} {value[0]}" if value[0] else key
        return [*above, _with_comment(first, entry.behind), *value[1:], *_deep(entry.tail, deeper)]

    def lift_comments(self, entry: Entry, path: tuple[str, ...]) -> None:
        """Put what stands above the first key of an item above the item: nothing fits between hyphen and key."""
        first_key = in_order([below.key or "" for below in entry.inner], self.style.order(path))[0]
        first = next(below for below in entry.inner if below.key == first_key)
        entry.above += first.above
        first.above = []

    def item_lines(self, entry: Entry, path: tuple[str, ...], indent: str) -> list[str]:
        """The lines of an item of a list, behind its hyphen."""
        deeper = indent + _INDENT
        anchor = self.anchor(entry.value)
        if entry.inner and isinstance(entry.value, MapNode) and not anchor:
            if self.wants_braces(entry, path, indent):
                return [indent + "- " + self.in_braces(entry.value, path)]
            first, *rest = self.inner_lines(entry, path, deeper)
            head = indent + "- " + first[len(deeper) :]
            return [_with_comment(head, entry.behind), *rest, *_deep(entry.tail, deeper)]
        if entry.inner:
            # An anchor stays alone on the line of the hyphen: before the first key it would be the anchor of that key.
            head = _with_comment(f"{indent}- {anchor}".rstrip(), entry.behind)
            return [head, *self.inner_lines(entry, path, deeper), *_deep(entry.tail, deeper)]
        if self.wants_lines(entry, path, indent):
            entry.inner = entries_of_flow(entry.value)
            return self.item_lines(entry, path, indent)
        value = self.value_lines(entry, path, deeper, len(deeper))
        return [_with_comment(indent + "- " + value[0], entry.behind), *value[1:], *_deep(entry.tail, deeper)]

    # Braces or lines

    def wants_braces(self, entry: Entry, path: tuple[str, ...], indent: str) -> bool:
        """Whether a transmission in lines is to be written in braces."""
        return (
            self.style.items == "flow"
            and path == _ITEMS
            and self.can_change(entry)
            and len(indent) + 2 + len(self.in_braces(entry.value, path)) <= LINE_COLUMNS
        )

    def wants_lines(self, entry: Entry, path: tuple[str, ...], indent: str) -> bool:
        """Whether a mapping in braces is to be written in lines."""
        if not isinstance(entry.value, MapNode) or not entry.value.entries or not self.can_change(entry):
            return False
        too_long = len(indent) + 2 + len(self.in_braces(entry.value, path)) > LINE_COLUMNS
        return too_long or (self.style.items == "block" and path == _ITEMS)

    def can_change(self, entry: Entry) -> bool:
        """Whether an entry holds nothing but values: no comment, no anchor, no long text."""
        bare = not (entry.behind or entry.tail) and not any(
            below.above or below.behind or below.tail for below, _ in all_entries(entry)
        )
        return bare and self.has_no_comment_inside(entry.value) and self.is_plain_data(entry.value)

    def has_no_comment_inside(self, node: Node) -> bool:
        """Whether no comment stands between the brackets of a value; one behind its last line does not count."""
        return self.commented.isdisjoint(lines_of(node, self.text)[:-1]) or not getattr(node, "flow", False)

    def is_plain_data(self, node: Node) -> bool:
        return not any(
            below.alias or self.anchor(below) or (isinstance(below, ScalarNode) and below.style in ("|", ">"))
            for below in nodes_below(node)
        )

    def in_braces(self, node: Node, path: tuple[str, ...]) -> str:
        """A mapping or list in one line, keys in order."""
        if isinstance(node, MapNode):
            keys = in_order(list(node.entries), self.style.order(path))
            pairs = (
                f"{scalar_text(key, flow=True)}: {self.in_braces(node.entries[key][1], (*path, key))}" for key in keys
            )
            return "{" + ", ".join(pairs) + "}"
        if isinstance(node, ListNode):
            return "[" + ", ".join(self.in_braces(item, path) for item in node.items) + "]"
        return value_text(node.raw(), flow=True, key=path[-1] if path else "")

    # Values

    def value_lines(self, entry: Entry, path: tuple[str, ...], indent: str, column: int) -> list[str]:
        """A value behind its key or hyphen: the rest of the line, and further lines as deep as ``indent``."""
        node = entry.value
        if isinstance(node, ScalarNode) and node.style in ("|", ">") and not node.alias:
            return self.long_text(node, indent)
        if isinstance(node, ScalarNode):
            return [self.one_line(node, flow=False, key=entry.key or "")]
        if not self.is_plain_data(node) or not self.has_no_comment_inside(node):
            return self.as_written(node, indent)
        flow = self.in_braces(node, path)
        if column + len(flow) > LINE_COLUMNS and isinstance(node, ListNode) and entry.behind is None and entry.key:
            return ["", *(f"{indent}- {self.in_braces(item, path)}" for item in node.items)]
        return [flow]

    def one_line(self, node: Node, *, flow: bool, key: str = "") -> str:
        """A scalar, an alias or a value with an anchor."""
        written = self.text[node.start.index : node.end.index]
        if node.alias or not written or self.anchor(node) or not isinstance(node, ScalarNode):
            return " ".join(written.split()) if "\n" in written else written.strip()
        return value_text(node.value, flow=flow, key=key)

    def as_written(self, node: Node, indent: str) -> list[str]:
        """A value that holds comments or anchors: the same lines, moved to their new depth."""
        first, *rest = self.text[node.start.index : node.end.index].split("\n")
        return [first.rstrip(), *(indent + line.strip() if line.strip() else "" for line in rest)]

    def long_text(self, node: ScalarNode, indent: str) -> list[str]:
        """A text over several lines (``|`` or ``>``), moved to its new depth."""
        head, *lines = self.text[node.start.index : node.end.index].split("\n")
        if not _LONG_TEXT_HEAD.match(head):
            raise CannotFormat(
                node.line,
                "a text over several lines has an indentation digit behind its | or >: write it without the digit",
            )
        while lines and not lines[-1].strip():
            lines.pop()
        depth = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        # The blank lines at its end are part of the value, and the house style would drop some of them.
        if "+" in head:
            raise CannotFormat(node.line, "a text that keeps the blank lines at its end (|+) is left as it is")
        if not node.value.endswith("\n") and "-" not in head:  # the text ends where the file ends, without a line end
            head = head[0] + "-" + head[1:]
        return [head.rstrip(), *(indent + line[depth:] if line.strip() else "" for line in lines)]

    def anchor(self, node: Node) -> str:
        """The anchor of a value (``&name``), or nothing."""
        if node.alias:
            return ""
        match = _ANCHOR.match(self.text, node.start.index)
        return match.group() if match else ""


def _with_comment(line: str, comment: Comment | None) -> str:
    """A line with the comment at its end, in the column it had where there is room."""
    if comment is None:
        return line
    return line + " " * max(_COMMENT_GAP, comment.column - 1 - len(line)) + comment.text.rstrip()


def _deep(lines: Sequence[str], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


# The guard


def _refuse_changed_meaning(before: str, old: Node, after: str) -> None:
    """Raise CannotFormat where values, comments, anchors or the targets of ignore comments differ."""
    try:
        new = _read(after)
    except CannotFormat as error:
        raise CannotFormat(1, f"the file would no longer be read: {error}") from None
    if new is None or new.raw() != old.raw():
        raise CannotFormat(1, "values would change")
    # Comments are compared without their order, because keys that change places take theirs along.
    texts = sorted(comment.text.rstrip() for comment in comments_of(before, old))
    if texts != sorted(comment.text.rstrip() for comment in comments_of(after, new)):
        raise CannotFormat(1, "a comment would be lost")
    ignored = _ignored(after, new)
    for line, (paths, codes) in _ignored(before, old).items():
        # Lines may have moved, so that an ignore comment is known by the values it applies to.
        if (paths, codes) not in ignored.values():
            raise CannotFormat(line, "the comment that ignores a rule would apply to another value")


def _ignored(text: str, root: Node) -> dict[int, tuple[frozenset[tuple[str | int, ...]], tuple[str, ...]]]:
    """Line that ignore comments speak of -> the paths of the values it applies to, and its codes."""
    ignores = find_ignores(text)
    if not ignores:
        return {}
    paths: dict[int, set[tuple[str | int, ...]]] = {}
    for node, path in _paths(root, ()):
        paths.setdefault(node.line, set()).add(path)
    words: dict[int, tuple[str, ...]] = {}
    for comment in ignores:
        words[comment.target_line] = (*words.get(comment.target_line, ()), *(word.text for word in comment.words))
    return {line: (frozenset(paths.get(line, ())), codes) for line, codes in words.items()}


def _paths(node: Node, path: tuple[str | int, ...]) -> Iterator[tuple[Node, tuple[str | int, ...]]]:
    if isinstance(node, MapNode) and not node.alias:
        for key, (key_node, value) in node.entries.items():
            yield key_node, (*path, key)
            yield from _paths(value, (*path, key))
    elif isinstance(node, ListNode) and not node.alias:
        for at, item in enumerate(node.items):
            yield from _paths(item, (*path, at))
    elif path:
        yield node, path
