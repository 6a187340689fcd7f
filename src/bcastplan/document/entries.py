"""The keys and items of a YAML text in block style, each with the comments that go with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bcastplan.document.comments import Comment
from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list, in block style, with the comments that go with it.

    Attributes:
        column: where its key or hyphen stands, from 0.
        above: comment lines and blank lines ("") above it.
        behind: the comment at the end of its line.
        tail: comment lines below its last inner entry, as deep as that.
    """

    key: str | None
    value: Node
    line: int
    column: int
    inner: list[Entry] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    behind: Comment | None = None
    tail: list[str] = field(default_factory=list)


def block_entries(node: Node, text: str) -> list[Entry]:
    """The entries of a mapping or list in block style; nothing for scalars, aliases and what stands in brackets."""
    if node.alias or isinstance(node, ScalarNode) or getattr(node, "flow", True):
        return []
    if isinstance(node, MapNode):
        return [
            Entry(key, value, key_node.line, key_node.column - 1, block_entries(value, text))
            for key, (key_node, value) in node.entries.items()
        ]
    assert isinstance(node, ListNode)
    # libyaml tells where the value of an item begins, and not where its hyphen stands.
    hyphens = [text.rfind("-", 0, item.start.index) for item in node.items]
    return [
        Entry(
            None,
            item,
            text.count("\n", 0, hyphen) + 1 if item.start.line else 1,
            hyphen - text.rfind("\n", 0, hyphen) - 1,
            block_entries(item, text),
        )
        for item, hyphen in zip(node.items, hyphens, strict=True)
    ]


def entries_of_flow(node: Node) -> list[Entry]:
    """The keys of a mapping in braces as entries of their own."""
    assert isinstance(node, MapNode)
    return [Entry(key, value, node.line, 0) for key, (_, value) in node.entries.items()]


def attach_comments(top: Entry, comments: Sequence[Comment], text: str, preamble: list[str]) -> None:
    """Give every comment and every blank line to the entry it goes with.

    A comment behind a value goes with the innermost entry on its line. A comment line goes with the entry below it,
    and one that stands deeper than that with the end of what stands above.
    """
    ordered = list(all_entries(top))
    of_line: dict[int, Entry] = {}
    outer: dict[int, Entry] = {}
    for entry, _ in ordered:
        of_line[entry.line] = entry
        outer.setdefault(entry.line, entry)
        if not entry.inner:
            for line in lines_of(entry.value, text):
                of_line.setdefault(line, entry)
    inside = {line for entry, _ in ordered if not entry.inner for line in lines_of(entry.value, text)}
    for comment in comments:
        owner = of_line.get(comment.line)
        if not comment.alone and owner is not None and comment.line in (owner.line, lines_of(owner.value, text)[-1]):
            owner.behind = comment
    alone = {comment.line: comment for comment in comments if comment.alone}
    chain: list[Entry] = [top]
    parents = {id(entry): parent for entry, parent in ordered}
    waiting: list[tuple[int, str]] = []
    for number, written in enumerate(text.split("\n"), start=1):
        if number in outer:
            _place(waiting, outer[number], chain)
            waiting = []
            chain = _ancestors(of_line[number], parents, top)
        elif number in inside:
            continue  # a value that is kept as it is written
        elif number in alone:
            waiting.append((alone[number].column - 1, alone[number].text.rstrip()))
        elif not written.strip():
            waiting.append((-1, ""))
        elif written.startswith("---") and len(chain) == 1:
            preamble += [above for _, above in waiting] + [written.rstrip()]
            waiting = []
    _place(waiting, None, chain)


def _place(waiting: list[tuple[int, str]], below: Entry | None, chain: list[Entry]) -> None:
    """Give comment and blank lines to the end of the entry above where they are indented deeper, else to ``below``.

    Args:
        waiting: column and text of each line.
        below: the entry on the next line, None at the end of the text.
        chain: the last entry above and those that hold it, outermost first.
    """
    depth = below.column if below is not None else -1
    holders = [
        [entry for entry in chain if entry.inner and depth < entry.inner[0].column <= column] for column, _ in waiting
    ]
    # Up to the last deep line all belong to what stands above, so that a block of comments is not torn apart.
    split = max((at + 1 for at, fitting in enumerate(holders) if fitting), default=0)
    for at, (_, text) in enumerate(waiting[:split]):
        holder = max(next(fitting for fitting in holders[at:] if fitting), key=lambda entry: entry.inner[0].column)
        if text or holder.tail:
            holder.tail.append(text)
    (below.above if below is not None else chain[0].tail).extend(text for _, text in waiting[split:])


def _ancestors(entry: Entry, parents: dict[int, Entry], top: Entry) -> list[Entry]:
    chain = [entry]
    while chain[-1] is not top:
        chain.append(parents[id(chain[-1])])
    return chain[::-1]


def all_entries(entry: Entry) -> Iterator[tuple[Entry, Entry]]:
    """Every entry below one, with the one that holds it, in the order of the text."""
    for below in entry.inner:
        yield below, entry
        yield from all_entries(below)


def nodes_below(node: Node) -> Iterator[Node]:
    """A node, its keys and everything below it, in the order of the text; what an alias names is not entered."""
    yield node
    if node.alias:
        return
    if isinstance(node, MapNode):
        for key, value in node.entries.values():
            yield key
            yield from nodes_below(value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from nodes_below(item)


def lines_of(node: Node, text: str) -> range:
    """The lines a node stands on, from 1; blank lines behind a long text are not its own."""
    if node.alias or not isinstance(node, MapNode | ListNode) or node.flow:
        written = text[node.start.index : node.end.index].rstrip()
        return range(node.line, node.line + written.count("\n") + 1)
    last = max((lines_of(below, text)[-1] for below in nodes_below(node) if below is not node), default=node.line)
    return range(node.line, last + 1)
