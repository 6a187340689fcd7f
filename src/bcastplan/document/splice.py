"""Edits of items as replacements of characters: text outside the edit keeps every byte, comments included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.scalars import item_lines, pair_text, value_text
from bcastplan.model.values import Raw

Changes = Mapping[str, Raw | None]
"""Key -> new value, None to take the key away."""


class TextEdit(NamedTuple):
    """Replace the characters ``start..end`` by ``text``; offsets count in the text before the edit."""

    start: int
    end: int
    text: str


class EditRefused(ValueError):
    """An edit that would change more than what was asked for; the message says what to do instead."""


def difference(before: str, after: str) -> TextEdit:
    """The one edit that makes a text into another, from the first character that differs to the last."""
    most = min(len(before), len(after))
    start = _most_true(most, lambda low, high: before[low:high] == after[low:high])
    old, new = len(before), len(after)
    # What both begin with is left out here: of 'aa' and 'a' the same letter would count at both ends.
    same = _most_true(most - start, lambda low, high: before[old - high : old - low] == after[new - high : new - low])
    return TextEdit(start, old - same, after[start : new - same])


def _most_true(most: int, are_equal: Callable[[int, int], bool]) -> int:
    """How many characters are equal, ``most`` at the most, where ``are_equal`` compares those of a stretch."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if are_equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def apply_edits(text: str, edits: Iterable[TextEdit]) -> tuple[str, list[TextEdit]]:
    """Apply edits that do not overlap; returns the new text and the edits that undo it."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    pieces: list[str] = []
    inverse: list[TextEdit] = []
    position = shift = 0
    for edit in ordered:
        assert edit.start >= position, "edits overlap"
        pieces += (text[position : edit.start], edit.text)
        inverse.append(TextEdit(edit.start + shift, edit.start + shift + len(edit.text), text[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces), inverse


def content_end(node: Node) -> int:
    """Offset just behind the last character that belongs to a node; trailing comments do not."""
    if node.alias:
        return node.end.index
    if isinstance(node, MapNode) and not node.flow and node.entries:
        key, value = list(node.entries.values())[-1]
        return max(content_end(value), key.end.index + 1)
    if isinstance(node, ListNode) and node.items:
        last = content_end(node.items[-1])
        return node.end.index if node.flow else last
    return node.end.index


def change_item(text: str, item: MapNode, changes: Changes, order: tuple[str, ...], newline: str) -> list[TextEdit]:
    """Edits that change, add and remove keys of one transmission.

    Args:
        text: the whole text.
        item: the transmission's node in it.
        changes: what to write.
        order: the keys in the order files are written, to place a new key sensibly.
        newline: the line end of the file.

    Raises:
        EditRefused: where an anchor or an alias would carry the change elsewhere.
    """
    if item.alias:
        raise EditRefused("the transmission is an alias of one written elsewhere: edit it there, or write it out here")
    edits: list[TextEdit] = []
    added: dict[str, Raw] = {}
    for key, value in changes.items():
        entry = item.entries.get(key)
        if entry is None:
            if value is not None:
                added[key] = value
        elif value is None:
            if text.startswith("&", entry[1].start.index):
                raise EditRefused(f"'{key}' carries an anchor that other values repeat: edit it in the text")
        else:
            node = entry[1]
            if node.raw() != value:
                edits.append(_replacement(text, entry[0], node, value_text(value, flow=item.flow, key=key)))
    kept = [key for key in item.entries if changes.get(key, "") is not None]
    if not kept:
        return [_rewritten(text, item, added, order, newline)]
    if len(kept) < len(item.entries):
        edits += _removals(text, item, kept)
    edits += _additions(text, item, added, kept, order, newline)
    return _merged(edits)


def _rewritten(text: str, item: MapNode, values: Mapping[str, Raw], order: tuple[str, ...], newline: str) -> TextEdit:
    """The edit that writes the whole item anew."""
    sorted_values = {key: values[key] for key in (*order, *values) if key in values}
    start, end = item.start.index, content_end(item)
    if item.flow or not sorted_values:
        return TextEdit(start, end, value_text(sorted_values, flow=True))
    indent = " " * item.start.column
    lines = item_lines(sorted_values, "", newline).removesuffix(newline).removeprefix("- ").split(f"{newline}  ")
    return TextEdit(start, end, f"{newline}{indent}".join(lines))


def _replacement(text: str, key: ScalarNode, node: Node, written: str) -> TextEdit:
    start, end = node.start.index, content_end(node)
    if text.startswith("&", start):
        raise EditRefused(f"'{key.value}' carries an anchor that other values repeat: edit it in the text")
    # Such a text ends behind its own line break, which has to stay for the next key.
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        end = len(text[start:end].rstrip("\r\n")) + start
    if start == end:
        colon = text.index(":", key.end.index)
        return TextEdit(colon + 1, colon + 1, f" {written}")
    # A list or mapping on lines of its own becomes a value on the line of its key.
    if not isinstance(node, ScalarNode) and text.rfind("\n", key.end.index, start) >= 0:
        colon = text.index(":", key.end.index)
        return TextEdit(colon + 1, end, f" {written}")
    return TextEdit(start, end, written)


def _removals(text: str, item: MapNode, kept: list[str]) -> list[TextEdit]:
    """Edits that remove every key that is not kept; at least one is kept."""
    edits = []
    keys = list(item.entries)
    leading = keys[: keys.index(kept[0])]
    # The first key stands on the line of the hyphen, so that only the characters up to the next kept key are removed.
    if leading:
        edits.append(TextEdit(item.entries[leading[0]][0].start.index, item.entries[kept[0]][0].start.index, ""))
    last_kept = kept[0]
    for key in keys[len(leading) :]:
        key_node, value = item.entries[key]
        if key in kept:
            last_kept = key
            continue
        # An empty value ends at the colon.
        end = max(content_end(value), key_node.end.index + 1)
        if item.flow:
            before = item.entries[last_kept]
            edits.append(TextEdit(max(content_end(before[1]), before[0].end.index + 1), end, ""))
        else:
            start = text.rfind("\n", 0, key_node.start.index) + 1
            edits.append(TextEdit(start, line_end(text, end), ""))
    return edits


def _additions(
    text: str, item: MapNode, added: Mapping[str, Raw], kept: list[str], order: tuple[str, ...], newline: str
) -> list[TextEdit]:
    """Edits that put new keys behind the last kept key that comes before them in ``order``."""
    edits = []
    rank = {key: number for number, key in enumerate(order)}
    # Keys whose place is not stated come last.
    for key, value in sorted(added.items(), key=lambda pair: rank.get(pair[0], len(rank))):
        before = [known for known in kept if rank.get(known, len(rank)) < rank.get(key, len(rank))]
        written = pair_text(key, value, flow=item.flow)
        if item.flow:
            if before:
                offset = content_end(item.entries[before[-1]][1])
                edits.append(TextEdit(offset, offset, f", {written}"))
            else:
                offset = item.start.index + 1
                edits.append(TextEdit(offset, offset, written + (", " if item.entries else "")))
            continue
        # A key that belongs before all others goes behind the first, because the dash of the item stands before that
        # one.
        anchor = item.entries[before[-1] if before else kept[0]]
        offset = line_end(text, max(content_end(anchor[1]), anchor[0].end.index + 1))
        indent = " " * item.start.column
        if offset and text[offset - 1] != "\n":
            edits.append(TextEdit(offset, offset, f"{newline}{indent}{written}"))
        else:
            edits.append(TextEdit(offset, offset, f"{indent}{written}{newline}"))
    return edits


def _merged(edits: list[TextEdit]) -> list[TextEdit]:
    """Join insertions at one place (kept in their order) and removals that overlap."""
    merged: list[TextEdit] = []
    for edit in sorted(edits, key=lambda text_edit: (text_edit.start, text_edit.end != text_edit.start)):
        if merged and edit.start < merged[-1].end:
            last = merged.pop()
            merged.append(TextEdit(last.start, max(last.end, edit.end), last.text + edit.text))
        elif merged and edit.start == merged[-1].start == edit.end == merged[-1].end:
            last = merged.pop()
            merged.append(TextEdit(last.start, last.end, last.text + edit.text))
        else:
            merged.append(edit)
    return merged


def line_end(text: str, offset: int) -> int:
    """Offset behind the line break that ends the line of ``offset`` (of the character before it)."""
    if offset and text[offset - 1] == "\n":
        return offset
    newline = text.find("\n", offset)
    return len(text) if newline < 0 else newline + 1


class ItemPlace(NamedTuple):
    """Offsets of an item's first character and behind its last; comments behind it are not part of it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a list and its items stand; ``indent`` is the column of the hyphens, of no meaning in a flow list."""

    items: Sequence[ItemPlace]
    flow: bool
    start: int
    end: int
    indent: int

    @classmethod
    def of(cls, listed: ListNode) -> ListPlace:
        """The place of a list that was read."""
        items = [ItemPlace(item.start.index, content_end(item)) for item in listed.items]
        return cls(items, listed.flow, listed.start.index, listed.end.index, listed.start.column)


def item_line(text: str, start: int, indent: int) -> int:
    """Offset of the line that opens a block list item, the hyphen ``indent`` deep; ``start`` lies in the item."""
    line = text.rfind("\n", 0, start) + 1
    # An item may begin on a line below its hyphen.
    while text[line + indent : line + indent + 1] != "-" or text[line : line + indent].strip(" "):
        line = text.rindex("\n", 0, line - 1) + 1
    return line


def remove_items(text: str, listed: ListPlace, indexes: Iterable[int]) -> list[TextEdit]:
    """Edits that take items out of a list, in block style with their whole lines."""
    gone = sorted(set(indexes))
    if listed.flow:
        return _removed_from_flow(listed, gone)
    edits = []
    for index in gone:
        start, end = listed.items[index]
        edits.append(TextEdit(item_line(text, start, listed.indent), line_end(text, end), ""))
    # A list without items is written as brackets, because nothing at all would be an empty value.
    if len(gone) == len(listed.items):
        line = edits[0].start
        end = len(text[line : edits[0].end].rstrip("\r\n")) + line
        # Hyphens may stand in the column of their key, brackets have to stand deeper.
        edits[0] = TextEdit(line, end, " " * max(listed.indent, 1) + "[]")
    return edits


def _removed_from_flow(listed: ListPlace, gone: Sequence[int]) -> list[TextEdit]:
    edits = []
    items, left_out = listed.items, set(gone)
    for index in gone:
        if index - 1 in left_out:
            continue  # the run it belongs to is taken out whole
        last = index
        while last + 1 in left_out:
            last += 1
        if last + 1 < len(items):
            edits.append(TextEdit(items[index].start, items[last + 1].start, ""))
        else:
            edits.append(TextEdit(items[index - 1].end if index else items[index].start, items[last].end, ""))
    return edits


def insert_items(
    text: str, listed: ListPlace, index: int, values: Sequence[Mapping[str, Raw]], newline: str
) -> list[TextEdit]:
    """Edits that put new items before the ``index``-th one (the number of items for the end)."""
    if not values:
        return []
    if not listed.items:
        return [_into_empty(text, listed, values, newline)]
    if listed.flow:
        written = ", ".join(value_text(dict(item), flow=True) for item in values)
        if index < len(listed.items):
            return [TextEdit(listed.items[index].start, listed.items[index].start, f"{written}, ")]
        return [TextEdit(listed.items[-1].end, listed.items[-1].end, f", {written}")]
    if index < len(listed.items):
        offset = item_line(text, listed.items[index].start, listed.indent)
    else:
        offset = line_end(text, listed.items[-1].end)
    lines = "".join(item_lines(item, " " * listed.indent, newline) for item in values)
    if offset and text[offset - 1] != "\n":
        # The last line has no line end: the break goes before the new items, and the file ends as before.
        lines = newline + lines.removesuffix(newline)
    return [TextEdit(offset, offset, lines)]


def _into_empty(text: str, listed: ListPlace, values: Sequence[Mapping[str, Raw]], newline: str) -> TextEdit:
    lines = "".join(item_lines(item, "  ", newline) for item in values).removesuffix(newline)
    start = listed.start
    while start and text[start - 1] in " \t":
        start -= 1
    return TextEdit(start, listed.end, newline + lines)
