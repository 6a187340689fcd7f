"""Let neighbours in a list or mapping of a file change places; their comments go along and nothing else changes.

In block style the lines of an item change places with those of the next one: the comments right above an item, deeper
ones below it, and what stands behind it. Blank lines and comments that stand apart between two items stay.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bcastplan.document.nodes import ListNode, MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.splice import EditRefused, TextEdit, apply_edits, content_end, item_line, line_end
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.tree_edits import Path, Step, node_at, path_words, root_of

_TAIL = re.compile(r"[ \t]*+(,?+)([ \t]*+#[^\r\n]*+)?+[ \t]*+(?=\r?\n|$)")  # possessive: linear in long blanks
"""What may stand behind an item on the last line of its own: a comma and a comment."""


class _Span(NamedTuple):
    start: int
    end: int


def exchange(text: str, path: Path, number: int) -> list[TextEdit]:
    """Edits that let the ``number``-th item of a list or mapping and the one behind it change places.

    Raises:
        EditRefused: where there are no two items, the file is broken, or it would mean something else afterwards.
    """
    node = node_at(root_of(text), path)
    if not isinstance(node, ListNode | MapNode) or node.alias:
        raise EditRefused(f"'{path_words(path)}' is no list that is written here: edit it in the text")
    spans = _spans(node)
    if not 0 <= number < len(spans) - 1:
        raise EditRefused("there is no item beyond it")
    in_flow = _in_flow(text, *spans[number : number + 2]) if node.flow else None
    edits = in_flow or _in_block(text, node, spans, number)
    _must_only_exchange(text, edits, path, number)
    return edits


def _spans(node: ListNode | MapNode) -> list[_Span]:
    """The characters of each item, from its first one on; comments are not among them."""
    if isinstance(node, ListNode):
        return [_Span(item.start.index, content_end(item)) for item in node.items]
    return [_Span(key.start.index, max(key.end.index + 1, content_end(value))) for key, value in node.entries.values()]


def _in_flow(text: str, first: _Span, second: _Span) -> list[TextEdit]:
    """The two change places; so do the comments behind them where each ends a line of its own."""
    edits = [
        TextEdit(*first, text[second.start : second.end]),
        TextEdit(*second, text[first.start : first.end]),
    ]
    tails = [_TAIL.match(text, span.end) for span in (first, second)]
    if tails[0] is not None and tails[1] is not None:
        comments = [(_Span(*tail.span(2)) if tail[2] else _Span(tail.end(1), tail.end(1))) for tail in tails if tail]
        edits += [
            TextEdit(*here, text[there.start : there.end])
            for here, there in zip(comments, reversed(comments), strict=True)
            if here.end > here.start or there.end > there.start
        ]
    return sorted(edits)


def _in_block(text: str, node: ListNode | MapNode, spans: list[_Span], number: int) -> list[TextEdit]:
    """The lines of the two change places."""
    column = node.start.column
    above = _with_deeper_comments(text, spans[number - 1].end, column) if number else 0
    lines = []
    for span in spans[number : number + 2]:
        start = _first_line(text, node, span, column)
        end = _with_deeper_comments(text, span.end, column)
        lines.append(_Span(_with_comments_above(text, start, column, above), end))
        above = end
    first, second = lines
    upper, between, lower = text[slice(*first)], text[first.end : second.start], text[slice(*second)]
    if not lower.endswith("\n"):
        # A file that ended without a line end goes on to do so.
        newline = "\r\n" if upper.endswith("\r\n") else "\n"
        upper, lower = upper.removesuffix(newline), lower + newline
    return [TextEdit(first.start, second.end, lower + between + upper)]


def _first_line(text: str, node: ListNode | MapNode, span: _Span, column: int) -> int:
    """The offset of the line on which an item of a block begins."""
    if isinstance(node, ListNode):
        return item_line(text, span.start, column)
    line = text.rfind("\n", 0, span.start) + 1
    if text[line : span.start].strip(" "):
        raise EditRefused("the first key stands on the line of a list: edit it in the text")
    return line


def _with_comments_above(text: str, line: int, column: int, lowest: int) -> int:
    """The offset of the first of the comment lines that stand right above a line, none deeper than its item."""
    while line > lowest:
        above = text.rfind("\n", 0, line - 1) + 1
        words = text[above:line]
        if not words.lstrip(" ").startswith("#") or len(words) - len(words.lstrip(" ")) > column or above < lowest:
            break
        line = above
    return line


def _with_deeper_comments(text: str, end: int, column: int) -> int:
    """The offset behind an item's last line and the comment lines right below it that are deeper than the item."""
    end = line_end(text, end)
    while end < len(text):
        below = line_end(text, end + 1) if text[end] != "\n" else end
        words = text[end:below]
        if not words.lstrip(" ").startswith("#") or len(words) - len(words.lstrip(" ")) <= column:
            break
        end = below
    return end


def _must_only_exchange(text: str, edits: list[TextEdit], path: Path, number: int) -> None:
    """Refuse edits after which more has changed than the two places, as where an alias stands before its anchor."""
    after, problems = parse_text("", apply_edits(text, edits)[0])
    exchanged = _in_order(root_of(text).raw(), path, number)
    if after is None or problems or _in_order(after.raw(), (), None) != exchanged:
        raise EditRefused("the two cannot change places without meaning something else: edit them in the text")


def _in_order(raw: Raw, path: Path | None, number: int | None) -> object:
    """A value with the order of its keys; at a path two neighbours have changed places already."""
    if isinstance(raw, str):
        return raw
    items: list[tuple[Step, Raw]] = list(enumerate(raw)) if isinstance(raw, list) else list(raw.items())
    below = [(step, _in_order(value, path[1:] if path and path[0] == step else None, number)) for step, value in items]
    if path == () and number is not None:
        below[number : number + 2] = reversed(below[number : number + 2])
    return [value for _, value in below] if isinstance(raw, list) else below
