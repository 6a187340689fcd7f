"""The nodes of a YAML text: values as written, never typed, with their positions."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Protocol

from bcastplan.model.values import Raw


class Mark(Protocol):
    """A position as libyaml counts it: from 0, ``index`` in characters."""

    index: int
    line: int
    column: int


class Node:
    """A piece of the text between two marks; ``line`` and ``column`` count from 1.

    ``size`` is the number of nodes below and including it with every alias expanded; ``alias`` marks a value that is
    written elsewhere and only named here.
    """

    __slots__ = ("alias", "end", "size", "start")
    kind = "value"

    def __init__(self, start: Mark, end: Mark) -> None:
        self.start = start
        self.end = end
        self.size = 1
        self.alias = False

    @property
    def line(self) -> int:
        """Line of the first character."""
        return self.start.line + 1

    @property
    def column(self) -> int:
        """Column of the first character."""
        return self.start.column + 1

    def raw(self) -> Raw:
        """The same as plain strings, lists and dicts."""
        raise TypeError(self.kind)


class ScalarNode(Node):
    """One scalar as written, quotes and escapes resolved; ``style`` is its quote, ``|``, ``>`` or None."""

    __slots__ = ("style", "value")
    kind = "value"

    def __init__(self, value: str, start: Mark, end: Mark, style: str | None) -> None:
        # Set here and not by the parent class: most nodes are scalars, and each call would cost.
        self.value = value
        self.start = start
        self.end = end
        self.style = style
        self.size = 1
        self.alias = False

    def raw(self) -> Raw:
        """The text."""
        return self.value


class ListNode(Node):
    """A list; ``flow`` tells whether it is written in brackets."""

    __slots__ = ("flow", "items")
    kind = "list"

    def __init__(self, start: Mark, end: Mark, flow: bool) -> None:
        super().__init__(start, end)
        self.items: list[Node] = []
        self.flow = flow

    def raw(self) -> Raw:
        """The items as plain values."""
        return [item.raw() for item in self.items]


class MapNode(Node):
    """A mapping; of keys written twice the first counts (the second is a finding)."""

    __slots__ = ("entries", "flow")
    kind = "mapping"

    def __init__(self, start: Mark, end: Mark, flow: bool) -> None:
        super().__init__(start, end)
        self.entries: dict[str, tuple[ScalarNode, Node]] = {}
        self.flow = flow

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        entry = self.entries.get(key)
        return entry[1] if entry else None

    def raw(self) -> Raw:
        """Keys to plain values."""
        return {key: value.raw() for key, (_, value) in self.entries.items()}


def named_at(target: Node, start: Mark, end: Mark) -> Node:
    """The value of ``target`` as an alias names it between two marks."""
    # A shallow copy: aliases of aliases then take no more memory than what is written.
    named = copy(target)
    named.start, named.end, named.alias = start, end, True
    return named


def node_below(node: Node, path: tuple[str | int, ...], *, at_key: bool = False) -> Node:
    """The node that a path of keys and indexes leads to, or the deepest one that exists on the way.

    With ``at_key`` a last key that is at fault itself (unknown, say) leads to the key, not to its value.
    """
    for depth, step in enumerate(path):
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
            key, value = node.entries[step]
            node = key if at_key and depth == len(path) - 1 else value
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


@dataclass(slots=True)
class Nowhere:
    """The mark of a node that stands in no text."""

    index: int = 0
    line: int = 0
    column: int = 0


_NOWHERE = Nowhere()


def node_of(raw: Raw) -> Node:
    """The node of a plain value that stands in no text."""
    if isinstance(raw, str):
        return ScalarNode(raw, _NOWHERE, _NOWHERE, None)
    if isinstance(raw, list):
        listed = ListNode(_NOWHERE, _NOWHERE, True)
        listed.items = [node_of(item) for item in raw]
        return listed
    mapping = MapNode(_NOWHERE, _NOWHERE, True)
    mapping.entries = {key: (ScalarNode(key, _NOWHERE, _NOWHERE, None), node_of(value)) for key, value in raw.items()}
    return mapping
