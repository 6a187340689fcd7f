"""Three versions of a schedule or plan file made into one, by transmission and key.

A change that one side made is taken; markers stand only where both changed one key, or one changed what the other took
away. Comments of both sides stay. What cannot be cut into keys and transmissions is merged line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from bcastplan.document.comments import comments_of
from bcastplan.document.key_order import schedule_order
from bcastplan.document.line_merge import Markers, MergedLines, conflict, merged_lines
from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.parse import parse_text
from bcastplan.document.splice import EditRefused, apply_edits, change_item
from bcastplan.model.values import Raw

LISTED = "transmissions"
_EMPTY = re.compile(rf"^({LISTED}:) *\[ *\]", re.MULTILINE)
_BARE = re.compile(rf"^({LISTED}:)", re.MULTILINE)


@dataclass(slots=True)
class _Part:
    """A stretch of whole lines: a key at the top with its value, or an item of the list.

    ``raw`` is the value of the key or item; comment and blank lines above belong to it.
    """

    name: str
    lines: list[str]
    raw: Raw
    items: list[_Part] | None = None
    head: list[str] = field(default_factory=list)
    """Of the key with the list: its lines above the first item."""

    @property
    def text(self) -> str:
        return "".join(self.lines)


@dataclass(slots=True)
class _Version:
    """One version of the file: its keys, and the lines below the last of them."""

    parts: list[_Part]
    tail: list[str]


def merged_text(base: str, ours: str, theirs: str, markers: Markers | None = None) -> tuple[str, int]:
    """Merge three versions of a file; returns the text and how many conflicts stand in it.

    A merge without conflicts that could not be read, or that would not say what both sides say, is done again line by
    line.
    """
    markers = replace(markers or Markers(), newline="\r\n" if "\r\n" in ours else "\n")
    if ours == theirs or theirs == base:
        return ours, 0
    if ours == base:
        return theirs, 0
    versions = [_cut(text) for text in (base, ours, theirs)]
    known = [version for version in versions if version is not None]
    if len(known) == 3:
        merged = _merged_versions(known[0], known[1], known[2], markers)
        text = "".join(merged.lines)
        if merged.conflicts or _reads(text):
            return text, merged.conflicts
    lines = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    merged = merged_lines(lines[0], lines[1], lines[2], markers)
    return "".join(merged.lines), merged.conflicts


def _reads(text: str) -> bool:
    root, problems = parse_text("", text)
    return root is not None and not problems


def _cut(text: str) -> _Version | None:
    """Cut a text into its keys and transmissions; None where it is no block mapping, or values reach across."""
    root, problems = parse_text("", text)
    if problems or not isinstance(root, MapNode) or root.flow or root.start.column or _has_aliases(root):
        return None
    lines = text.splitlines(keepends=True)
    if "".join(lines).count("\n") != len(lines) - (not text.endswith("\n")):
        return None  # other line breaks than \n and \r\n
    entries = list(root.entries.items())
    inside = _inside_scalars(root)
    starts = [_first_line(lines, key.line - 1, previous, inside) for (_, (key, _)), previous in _with_previous(entries)]
    stops = [*starts[1:], len(lines)]
    parts = []
    for (name, (_, value)), start, stop in zip(entries, starts, stops, strict=True):
        if start >= stop and len(entries) > 1:
            return None  # two keys on one line
        part = _Part(name, lines[start:stop], value.raw())
        if name == LISTED and isinstance(value, ListNode) and not value.flow and value.items:
            items = _items(lines, value, start + _lines_above(lines[start:]), stop, inside)
            if items is None:
                return None
            first = stop - sum(len(item.lines) for item in items)
            part.items, part.head = items, lines[start:first]
        elif name == LISTED and isinstance(value, ListNode) and not value.items and _EMPTY.search(part.text):
            part.items, part.head = [], _EMPTY.sub(r"\1", part.text, count=1).splitlines(keepends=True)
        parts.append(part)
    return _Version(parts, []) if parts and not starts[0] else None


def _with_previous(
    entries: Sequence[tuple[str, tuple[Node, Node]]],
) -> list[tuple[tuple[str, tuple[Node, Node]], int]]:
    """Each entry with the line on which the one before it began, -1 for the first."""
    return [(entry, entries[at - 1][1][0].line - 1 if at else -1) for at, entry in enumerate(entries)]


def _inside_scalars(node: Node) -> set[int]:
    """The lines, from 0, of values that go over several lines: what looks like a comment there is none."""
    if isinstance(node, ScalarNode):
        return set(range(node.start.line, node.end.line)) if node.end.line > node.start.line else set()
    if isinstance(node, MapNode):
        return {line for pair in node.entries.values() for part in pair for line in _inside_scalars(part)}
    return {line for item in node.items for line in _inside_scalars(item)} if isinstance(node, ListNode) else set()


def _first_line(lines: Sequence[str], line: int, previous: int, inside: set[int]) -> int:
    """The first line of a part: the comment and blank lines above it are its own."""
    while line - 1 > previous and line - 1 not in inside:
        above = lines[line - 1].strip()
        if above and not above.startswith("#"):
            break
        line -= 1
    return line if previous >= 0 else 0


def _lines_above(lines: Sequence[str]) -> int:
    """How many comment and blank lines some lines begin with."""
    return next((at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)


def _items(lines: Sequence[str], listed: ListNode, key_line: int, stop: int, inside: set[int]) -> list[_Part] | None:
    """The items of a block list, each with the comment lines above it; None where two share a line."""
    hyphens: list[int] = []
    for item in listed.items:
        line = item.start.line
        while not lines[line].lstrip().startswith("-"):
            line -= 1
        hyphens.append(line)
    if len(set(hyphens)) < len(hyphens):
        return None
    starts = [_first_line(lines, line, hyphens[at - 1] if at else key_line, inside) for at, line in enumerate(hyphens)]
    stops = [*starts[1:], stop]
    names = _names([item.raw() for item in listed.items])
    return [
        _Part(name, list(lines[start:end]), item.raw())
        for name, item, start, end in zip(names, listed.items, starts, stops, strict=True)
    ]


def _names(raws: Sequence[Raw]) -> list[str]:
    """What items are recognised by: the id, else the whole content, and their number among equal ones."""
    names = []
    seen: Counter[str] = Counter()
    for raw in raws:
        identifier = raw.get("id") if isinstance(raw, dict) else None
        name = f"id {identifier}" if isinstance(identifier, str) else repr(raw)
        seen[name] += 1
        names.append(f"{name} {seen[name]}")
    return names


def _has_aliases(node: Node) -> bool:
    if node.alias:
        return True
    if isinstance(node, MapNode):
        return any(_has_aliases(value) for _, value in node.entries.values())
    return isinstance(node, ListNode) and any(_has_aliases(item) for item in node.items)


def _merged_versions(base: _Version, ours: _Version, theirs: _Version, markers: Markers) -> MergedLines:
    def both_changed(before: _Part | None, mine: _Part, other: _Part) -> MergedLines:
        if mine.items is not None and other.items is not None and (before is None or before.items is not None):
            merged = merged_lines(before.head if before else [], mine.head, other.head, markers)
            _rename_without_ids(before.items or [] if before else [], mine.items)
            _rename_without_ids(before.items or [] if before else [], other.items)
            known = before.items or [] if before else []
            of_items = _merged_parts(known, mine.items, other.items, markers, _merged_item(markers))
            if not of_items.lines:
                empty = _BARE.sub(r"\1 []", "".join(merged.lines), count=1)
                return MergedLines(empty.splitlines(keepends=True), merged.conflicts)
            merged.add(of_items)
            return merged
        if mine.raw == other.raw:
            return MergedLines([*_with_comments(mine.text, before, mine, other, markers).splitlines(keepends=True)])
        if isinstance(mine.raw, dict) and isinstance(other.raw, dict):
            return _merged_mapping(before, mine, other, markers, key=mine.name)
        return merged_lines(before.lines if before else [], mine.lines, other.lines, markers)

    return _merged_parts(base.parts, ours.parts, theirs.parts, markers, both_changed)


def _merged_parts(
    base: Sequence[_Part],
    ours: Sequence[_Part],
    theirs: Sequence[_Part],
    markers: Markers,
    both_changed: Callable[[_Part | None, _Part, _Part], MergedLines],
) -> MergedLines:
    """Merge parts by name, in our order; what they added comes behind what stands before it with them."""
    before = {part.name: part for part in base}
    mine = {part.name: part for part in ours}
    other = {part.name: part for part in theirs}
    behind: dict[str, list[str]] = {}
    anchor = ""  # the name of ours that stands before, empty for none
    for part in theirs:
        if part.name in mine:
            anchor = part.name
        else:
            behind.setdefault(anchor, []).append(part.name)
    order = [*behind.get("", ())]
    for part in ours:
        order += [part.name, *behind.get(part.name, ())]
    merged = MergedLines()
    for name in order:
        merged.add(_merged_part(before.get(name), mine.get(name), other.get(name), markers, both_changed))
    return merged


def _merged_part(
    before: _Part | None,
    mine: _Part | None,
    other: _Part | None,
    markers: Markers,
    both_changed: Callable[[_Part | None, _Part, _Part], MergedLines],
) -> MergedLines:
    if mine is not None and other is not None:
        if mine.text == other.text or (before is not None and other.text == before.text):
            return _ending(mine.lines, markers)
        if before is not None and mine.text == before.text:
            return _ending(other.lines, markers)
        merged = both_changed(before, mine, other)
        return MergedLines(_ending(merged.lines, markers).lines, merged.conflicts)
    kept = mine or other
    assert kept is not None
    if before is None:
        return _ending(kept.lines, markers)
    if kept.text == before.text:
        return MergedLines()  # taken away by the other side
    kept_lines = _ending(kept.lines, markers).lines
    return conflict(kept_lines if mine else [], [] if mine else kept_lines, markers)


def _ending(lines: Sequence[str], markers: Markers) -> MergedLines:
    """The lines with a line end behind the last, since something may follow it now."""
    if lines and not lines[-1].endswith("\n"):
        return MergedLines([*lines[:-1], lines[-1] + markers.newline])
    return MergedLines(list(lines))


def _merged_item(markers: Markers) -> Callable[[_Part | None, _Part, _Part], MergedLines]:
    def both_changed(before: _Part | None, mine: _Part, other: _Part) -> MergedLines:
        if isinstance(mine.raw, dict) and isinstance(other.raw, dict):
            return _merged_mapping(before, mine, other, markers, key=None)
        return merged_lines(before.lines if before else [], mine.lines, other.lines, markers)

    return both_changed


def _merged_mapping(before: _Part | None, mine: _Part, other: _Part, markers: Markers, key: str | None) -> MergedLines:
    """Merge a mapping that both changed, key by key, into our way of writing it.

    Args:
        before: the part as it was.
        mine: our part.
        other: their part.
        markers: how conflicts are marked.
        key: the key whose value the mapping is; None for an item of the list.
    """
    was = before.raw if before is not None and isinstance(before.raw, dict) else {}
    assert isinstance(mine.raw, dict)
    assert isinstance(other.raw, dict)
    safe: dict[str, Raw | None] = {}
    disputed: dict[str, Raw | None] = {}
    for name in dict.fromkeys((*other.raw, *was)):
        theirs, ours, old = other.raw.get(name), mine.raw.get(name), was.get(name)
        if theirs in (old, ours):
            continue
        (safe if ours == old else disputed)[name] = theirs
    try:
        text = _with_comments(_changed(mine.text, safe, key), before, mine, other, markers)
        if not disputed:
            return MergedLines(text.splitlines(keepends=True))
        theirs_text = _changed(text, disputed, key)
    except (EditRefused, ValueError, AssertionError):
        return merged_lines(before.lines if before else [], mine.lines, other.lines, markers)
    ours_lines, their_lines = text.splitlines(keepends=True), theirs_text.splitlines(keepends=True)
    return _marked(ours_lines, their_lines, markers)


def _marked(ours: Sequence[str], theirs: Sequence[str], markers: Markers) -> MergedLines:
    """Two versions with markers around each stretch in which they differ."""
    marked = MergedLines()
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        marked.add(MergedLines(list(ours[a:b])) if tag == "equal" else conflict(ours[a:b], theirs[c:d], markers))
    return marked


def _changed(text: str, changes: dict[str, Raw | None], key: str | None) -> str:
    """The lines of a part with other values in its mapping. Raises EditRefused or ValueError where that cannot be."""
    if not changes:
        return text
    root, problems = parse_text("", text)
    if key is None:
        node = root.items[0] if isinstance(root, ListNode) and root.items else None
    else:
        node = root.get(key) if isinstance(root, MapNode) else None
    if not isinstance(node, MapNode) or problems:
        raise ValueError("no mapping by itself")
    newline = "\r\n" if "\r\n" in text else "\n"
    order = tuple(schedule_order((LISTED,)) or ())
    after, _ = apply_edits(text, change_item(text, node, changes, order, newline))
    return after


def _with_comments(text: str, before: _Part | None, mine: _Part, other: _Part, markers: Markers) -> str:
    """The text with our comments and their new ones; those that are not in it get lines of their own above."""
    of_theirs = _comments(other.text) - (_comments(before.text) if before else Counter()) - _comments(mine.text)
    new = _comments(mine.text) + of_theirs - _comments(text)
    if not new:
        return text
    first = next((line for line in mine.lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" "))]
    lines = [f"{indent}{comment}{markers.newline}" for comment in new.elements()]
    return "".join(lines) + text


def _comments(text: str) -> Counter[str]:
    root, _ = parse_text("", text)
    return Counter(comment.text for comment in comments_of(text, root)) if root is not None else Counter()


def _rename_without_ids(base: Sequence[_Part], changed: Sequence[_Part]) -> None:
    """Give a changed item without an id the name of the base item it came from, where only one is possible."""
    known = {part.name for part in base}
    names = {part.name for part in changed}
    gone = [part for part in base if part.name not in names and not part.name.startswith("id ")]
    new = [part for part in changed if part.name not in known and not part.name.startswith("id ")]
    # The surest likeness comes first: what it pairs is not compared by a weaker one.
    for keys in (("frequency", "time", "site"), ("frequency", "time"), ("time", "site", "days"), ("frequency",)):
        old_by, new_by = _by_values(gone, keys), _by_values(new, keys)
        for values, olds in old_by.items():
            if len(olds) == 1 and len(new_by.get(values, ())) == 1:
                new_by[values][0].name = olds[0].name
        taken = {part.name for part in new}
        gone = [part for part in gone if part.name not in taken]
        new = [part for part in new if part.name not in known]


def _by_values(parts: Sequence[_Part], keys: Sequence[str]) -> dict[str, list[_Part]]:
    """The parts by the values of some keys, those without the first of them left out."""
    grouped: dict[str, list[_Part]] = {}
    for part in parts:
        if isinstance(part.raw, dict) and keys[0] in part.raw:
            grouped.setdefault(repr([part.raw.get(key) for key in keys]), []).append(part)
    return grouped
