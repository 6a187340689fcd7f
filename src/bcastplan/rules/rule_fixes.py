"""What `check --fix` writes: each rule declares its own fix, an edit of a few characters of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bcastplan.document.comments import Comment, comments_of
from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.scalars import scalar_text
from bcastplan.document.splice import EditRefused, ListPlace, TextEdit, change_item, line_end, remove_items
from bcastplan.model.finding import Finding
from bcastplan.model.transmission import transmission_keys

Place = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The fix of a rule.

    Attributes:
        says: what it does, a sentence for the rule's page, beginning with a verb.
        edits: the edits that mend a finding; none where it cannot be mended this way.
        unsafe: whether it may change what is on the air; then it is made only where the user asks for such fixes.
    """

    says: str
    edits: Callable[[FixedText, Finding], list[TextEdit]]
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A value, a key or a list item of the text, with what holds it."""

    node: Node
    holder: MapNode | ListNode | None
    key: str | None
    path: tuple[str | int, ...]
    flow: bool
    is_key: bool = False


class FixedText:
    """A text that was read, and where its values stand."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root

    @property
    def newline(self) -> str:
        """The line end of the text, as its first line has it."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    @cached_property
    def written(self) -> dict[Place, list[Written]]:
        """Place -> the values and keys that begin there, the outer before the inner; an alias repeats none of them."""
        by_place: dict[Place, list[Written]] = {}
        for written in _all_written(self.root, None, None, (), False):
            by_place.setdefault((written.node.line, written.node.column), []).append(written)
        return by_place

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        while (end := self.text.find("\n", starts[-1])) >= 0:
            starts.append(end + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """Where in the text a line and column are, both from 1."""
        return self._line_starts[line - 1] + column - 1

    @cached_property
    def comments(self) -> list[Comment]:
        """The comments of the text."""
        return comments_of(self.text, self.root)

    @cached_property
    def _placed_comments(self) -> list[tuple[int, Comment]]:
        return [(self.offset(comment.line, comment.column), comment) for comment in self.comments]

    def at(self, finding: Finding) -> list[Written]:
        """What begins at the place of a finding."""
        return self.written.get((finding.place.line or 0, finding.place.column or 0), [])

    def scalar_at(self, finding: Finding, *, is_key: bool = False) -> Written | None:
        """The value (or key) at the place of a finding, where it can be written anew: it has no anchor."""
        for written in self.at(finding):
            if isinstance(written.node, ScalarNode) and written.is_key == is_key:
                # Behind an anchor or an alias other places would change too, and
                # a block text goes on over several lines.
                return None if self.text[written.node.start.index] in "&*|>" else written
        return None

    def replaced(self, written: Written, value: str) -> list[TextEdit]:
        """The edit that writes a value or key anew."""
        return [TextEdit(written.node.start.index, written.node.end.index, scalar_text(value, flow=written.flow))]

    def without_item(self, listed: ListNode, holder: MapNode | None, key: str | None, index: int) -> list[TextEdit]:
        """The edits that take an item out of a list, and with the last one the key."""
        if len(listed.items) == 1 and holder is not None and key is not None:
            return self.without_key(holder, key)
        try:
            return self._keeping_comments(remove_items(self.text, ListPlace.of(listed), [index]))
        # The edit would break an anchor or an alias, so that the finding is left to the author.
        except EditRefused:
            return []

    def without_key(self, holder: MapNode, key: str) -> list[TextEdit]:
        """The edits that take a key out of a mapping; none where an anchor forbids it."""
        try:
            edits = change_item(self.text, holder, {key: None}, transmission_keys(), self.newline)
        except EditRefused:
            return []
        return self._keeping_comments(edits)

    def _keeping_comments(self, edits: list[TextEdit]) -> list[TextEdit]:
        """The same edits, with a line for every comment that would go with what is taken out."""
        return [self._with_comments(edit) for edit in edits]

    def _with_comments(self, edit: TextEdit) -> TextEdit:
        lost = [comment.text for at, comment in self._placed_comments if edit.start <= at < edit.end]
        if not lost or edit.text:
            return edit
        removed = self.text[edit.start : edit.end]
        indent = removed[: len(removed) - len(removed.lstrip(" "))]
        return edit._replace(text="".join(f"{indent}{comment}{self.newline}" for comment in lost))


def _all_written(
    node: Node, holder: MapNode | ListNode | None, key: str | None, path: tuple[str | int, ...], flow: bool
) -> Iterator[Written]:
    yield Written(node, holder, key, path, flow)
    if node.alias:
        return
    if isinstance(node, MapNode):
        inside = flow or node.flow
        for name, (key_node, value) in node.entries.items():
            yield Written(key_node, node, name, (*path, name), inside, is_key=True)
            yield from _all_written(value, node, name, (*path, name), inside)
    elif isinstance(node, ListNode):
        inside = flow or node.flow
        for number, item in enumerate(node.items):
            yield from _all_written(item, node, None, (*path, number), inside)


def rewriting(meant: Callable[[str], str | None]) -> Callable[[FixedText, Finding], list[TextEdit]]:
    """Returns a fix that replaces a value by what ``meant`` gives for it; None leaves the value alone."""

    def edits(fixed: FixedText, finding: Finding) -> list[TextEdit]:
        written = fixed.scalar_at(finding)
        value = meant(written.node.value) if written is not None and isinstance(written.node, ScalarNode) else None
        return fixed.replaced(written, value) if written is not None and value is not None else []

    return edits


def rename_key(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    """Write a misspelt key as the one that it is one slip away from, where that is not written too."""
    meant, written = finding.data.get("meant"), fixed.scalar_at(finding, is_key=True)
    if not isinstance(meant, str) or written is None or not isinstance(written.holder, MapNode):
        return []
    # With both keys there, only the author knows which of the two values is meant.
    if meant in written.holder.entries:
        return []
    return fixed.replaced(written, meant)


def write_code(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    """Write a code in the letters of the tables, where only their case differs."""
    code, meant = finding.data.get("code"), finding.data.get("meant")
    if not isinstance(meant, str):
        return []
    for written in fixed.at(finding):
        parts = [written] if isinstance(written.node, ScalarNode) else _items(written)
        for part in parts:
            if (
                isinstance(part.node, ScalarNode)
                and part.node.value.strip() == code
                and fixed.text[part.node.start.index] not in "&*"
            ):
                return fixed.replaced(part, meant)
    return []


def _items(written: Written) -> list[Written]:
    if not isinstance(written.node, ListNode):
        return []
    return [Written(item, written.node, None, (*written.path, at), True) for at, item in enumerate(written.node.items)]


def drop_date(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    """Take a date out of the transmission's own `except`; a default's may be of use to another transmission."""
    date = finding.data.get("date")
    for written in fixed.at(finding):
        if (
            written.path[:1] != ("transmissions",)
            or written.key != "except"
            or written.is_key
            or not isinstance(written.holder, MapNode)
        ):
            continue
        if isinstance(written.node, ScalarNode) and written.node.value.strip() == date:
            return fixed.without_key(written.holder, "except")
        if isinstance(written.node, ListNode) and not written.node.alias:
            for index, item in enumerate(written.node.items):
                if isinstance(item, ScalarNode) and item.value.strip() == date:
                    return fixed.without_item(written.node, written.holder, "except", index)
    return []


def drop_agreement(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    """Take an agreement out of the plan; one that names an unknown id is left, for the id may be misspelt."""
    if "missing" in finding.data:
        return []
    for written in fixed.at(finding):
        if isinstance(written.holder, ListNode) and written.path[:1] == ("agreed",) and len(written.path) == 2:
            index = written.path[1]
            assert isinstance(index, int)
            return fixed.without_item(written.holder, None, None, index)
    return []


def drop_ignore(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    """Take a word out of an ignore comment, and with the last one the comment."""
    place = word_in_comment(fixed, finding)
    if place is None:
        return []
    comment, start, end, words = place
    text = fixed.text
    if words > 1:
        # A word goes with the comma behind it, the last one with the comma before it.
        after = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
        if text[after] == ",":
            after += 1
            return [TextEdit(start, after + len(text[after:]) - len(text[after:].lstrip(" \t")), "")]
        return [TextEdit(text.rindex(",", 0, start), end, "")]
    written_from = fixed.offset(comment.line, comment.column)
    begin, stop = text.rindex("#", written_from, start), written_from + len(comment.text)
    # A comment on a line of its own takes the line with it.
    if comment.alone and begin == written_from:
        return [TextEdit(text.rfind("\n", 0, begin) + 1, line_end(text, stop), "")]
    return [TextEdit(len(text[:begin].rstrip(" \t")), stop, "")]


def word_in_comment(fixed: FixedText, finding: Finding) -> tuple[Comment, int, int, int] | None:
    """The comment of a finding, where its word begins and ends, and how many words stand in the brackets.

    None where the word is in no comment but in a value, or shares the line with another such comment.
    """
    line, column, code = finding.place.line, finding.place.column, finding.data.get("code")
    comment = next((comment for comment in fixed.comments if comment.line == line), None)
    if comment is None or column is None or column <= comment.column or not isinstance(code, str):
        return None
    if comment.text.lower().count("bcastplan") > 1:
        return None
    start = fixed.offset(comment.line, column)
    opened, closed = fixed.text.rfind("[", 0, start), fixed.text.find("]", start)
    words = [word for word in fixed.text[opened + 1 : closed].split(",") if word.strip()]
    end = min(at for at in (fixed.text.find(",", start), closed) if at >= 0)
    return comment, start, start + len(fixed.text[start:end].rstrip()), len(words)
