"""Comments: where they stand, and those that switch rules off for one item (``# bcastplan: ignore[FRQ001] reason``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode

_IGNORE = re.compile(r"^(?P<before>[^\n]*?)(?:^|(?<=\s))#\s*bcastplan:\s*ignore\[(?P<codes>[^\]\n]*)\]", re.MULTILINE)


def find_ignores(text: str) -> dict[int, tuple[str, ...]]:
    """Line -> the codes a comment switches off there; a comment on its own line applies to the next line."""
    if "ignore[" not in text:
        return {}
    ignores: dict[int, tuple[str, ...]] = {}
    here = 1
    counted_to = 0
    for match in _IGNORE.finditer(text):
        here += text.count("\n", counted_to, match.start("codes"))
        counted_to = match.start("codes")
        line = here if match["before"].strip() else here + 1
        codes = tuple(code.strip().upper() for code in match["codes"].split(",") if code.strip())
        ignores[line] = ignores.get(line, ()) + codes
    return ignores


class Comment(NamedTuple):
    """One comment, from its ``#`` to the end of its line; ``line`` and ``column`` count from 1."""

    line: int
    column: int
    text: str
    alone: bool
    """Whether nothing but blanks stands before it."""


def comments_of(text: str, root: Node) -> list[Comment]:
    """The comments of a text that was read, in its order. Outside values every ``#`` behind a blank begins one."""
    comments = []
    line, counted_to = 1, 0
    for start, end in _gaps(text, root):
        at = text.find("#", start, end)
        while at >= 0:
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            if at == 0 or text[at - 1] in " \t\n":
                line += text.count("\n", counted_to, at)
                counted_to = at
                begin = text.rfind("\n", 0, at) + 1
                alone = not text[begin:at].strip()
                comments.append(Comment(line, at - begin + 1, text[at:stop].rstrip("\r"), alone))
            else:
                stop = at + 1
            at = text.find("#", stop, end)
    return comments


def _gaps(text: str, root: Node) -> Iterator[tuple[int, int]]:
    """The stretches of a text between its scalars."""
    position = 0
    for start, end in sorted(_scalar_spans(root)):
        yield position, start
        position = max(position, end)
    yield position, len(text)


def _scalar_spans(node: Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, ScalarNode) or node.alias:
        yield node.start.index, node.end.index
    elif isinstance(node, MapNode):
        for key, value in node.entries.values():
            yield key.start.index, key.end.index
            yield from _scalar_spans(value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _scalar_spans(item)
