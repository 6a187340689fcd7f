"""Comments: where they stand, and those that switch rules off for one item (``# bcastplan: ignore[FRQ001] reason``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.model.ignoring import IgnoreComment, IgnoreWord
from bcastplan.model.nearest import nearest

_ALIKE = 0.8  # of a misspelt "ignore"
_LOOKED_AHEAD = 50  # lines in which the value that a comment applies to is looked for

# The sign comes first in the expression, and what may not stand before it is looked at then: so the search skips all
# other characters, which takes a tenth of the time.
_MARK = re.compile(r"#(?<!\S#)[ \t]*bcastplan\b[ \t]*(?=(?P<rest>[^\r\n]{0,1000}))", re.IGNORECASE)
_WELL_FORMED = re.compile(r":[ \t]*ignore\[(?P<words>[^\]]*)\]", re.IGNORECASE)
_ORDER = re.compile(r"(?P<colon>:?)[ \t]*(?P<order>[A-Za-z-]+)[ \t]*(?P<bracket>[\[(:]?)")
_OTHER_ORDERS = frozenset({"disable", "noqa", "off", "skip", "allow", "suppress", "nolint"})
"""How other programs call what is called ignore here."""


def find_ignores(text: str) -> tuple[IgnoreComment, ...]:
    """The comments that switch rules off, and those that were meant to; a `#` inside quotes on its line is none."""
    comments = []
    line, counted_to = 1, 0
    begin, quotes = 0, _Quotes()
    for match in _MARK.finditer(text):
        at = match.start()
        line += text.count("\n", counted_to, at)
        if line_begins := text.rfind("\n", counted_to, at) + 1:
            begin, quotes = line_begins, _Quotes()
        counted_to = at
        if quotes.open_at(text, max(begin, quotes.looked_to), at):
            continue
        words, fault = _order_of(match)
        if words is not None:
            if not quotes.target_line:  # the same for all comments of a line
                quotes.target_line = line if text[begin:at].strip() else _line_of_next_value(text, at, line)
            target = quotes.target_line
            placed = tuple(IgnoreWord(word, offset - begin + 1) for word, offset in words)
            comments.append(IgnoreComment(line, at - begin + 1, target, placed, fault))
        quotes.in_comment = True
    return tuple(comments)


class _Quotes:
    """Follows one line and tells where it is inside quotes; keeps the line that its comments apply to."""

    def __init__(self) -> None:
        self.looked_to = 0
        self.in_comment = False
        self.target_line = 0
        self._quote = self._last = ""

    def open_at(self, text: str, start: int, stop: int) -> bool:
        """Whether quotes are open at ``stop``; ``start`` is where the last look ended. Comments have no quotes."""
        if self.in_comment:
            return False
        for character in text[start:stop]:
            if self._quote:
                self._quote = "" if character == self._quote else self._quote
            # Quotes open only where a value may begin: the one in a plain word such as Cote d'Ivoire is a letter.
            elif character in "\"'" and (not self._last.strip() or self._last in "[{,:"):
                self._quote = character
            self._last = character
        self.looked_to = stop
        return bool(self._quote)


def _order_of(match: re.Match[str]) -> tuple[list[tuple[str, int]] | None, str]:
    """Returns the words of an ignore comment with their offsets, and its fault; None where it is no such comment."""
    rest, offset = match["rest"], match.start("rest")
    if well := _WELL_FORMED.match(rest):
        words = [
            (word.strip(), offset + well.start("words") + at + len(word) - len(word.lstrip()))
            for word, at in _parts(well["words"])
            if word.strip()
        ]
        return words, "" if words else "it names no rule between the brackets"
    order = _ORDER.match(rest)
    if order is None:
        return None, ""
    word = order["order"].lower()
    # A comment that only mentions the program is not meant as an ignore comment.
    if not (nearest(word, ("ignore",), least_likeness=_ALIKE) or word in _OTHER_ORDERS):
        return None, ""
    if not word.startswith("ignore"):
        return [], f"the word for it is ignore, not '{order['order']}'"
    if order["bracket"] == "[" and "]" in rest:
        return [], "its form is another one" if order["colon"] else "the colon is missing"
    return [], "the codes of the rules are missing, in square brackets"


def _parts(listed: str) -> Iterator[tuple[str, int]]:
    at = 0
    for word in listed.split(","):
        yield word, at
        at += len(word) + 1


def _line_of_next_value(text: str, offset: int, line: int) -> int:
    """The line of the next value behind an offset in ``line``: neither blank nor all comment."""
    for number in range(line + 1, line + 1 + _LOOKED_AHEAD):
        offset = text.find("\n", offset) + 1
        if not offset:
            break
        end = text.find("\n", offset)
        first = text[offset : end if end >= 0 else None].lstrip()[:1]
        if first and first != "#":
            return number
    return line


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
