"""Edits of any value of a YAML file by its path, as splices: what is not written anew keeps every byte and comment.

A path leads from the top of the file by keys and numbers of items, as ``("sites", "PHT", "transmitters", 0)``.
"""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import pair_text, scalar_text, value_text
from bcastplan.document.splice import (
    Changes,
    EditRefused,
    ListPlace,
    TextEdit,
    change_item,
    content_end,
    item_line,
    line_end,
    remove_items,
)
from bcastplan.model.values import Raw

Step = str | int
Path = tuple[Step, ...]
_HEAD = "bcastplan: 1"


def raw_at(text: str, path: Path) -> Raw | None:
    """The value at a path, None where there is none. Raises EditRefused where the file is broken."""
    node = node_at(root_of(text), path)
    return None if node is None else node.raw()


def write_keys(text: str, path: Path, changes: Changes, order: Sequence[str] = ()) -> list[TextEdit]:
    """Edits that write keys of the mapping at a path, None taking a key away; the mapping is made where there is none.

    Args:
        text: the whole text; an empty one becomes a plan file.
        path: where the mapping stands.
        changes: what to write.
        order: the keys in the order files are written.

    Raises:
        EditRefused: where the file is broken, or an anchor or alias would carry the change elsewhere.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        kept = {key: value for key, value in changes.items() if value is not None}
        raw: Raw = kept
        for step in reversed(path):
            raw = {str(step): raw}
        assert isinstance(raw, dict)
        return [
            TextEdit(0, len(text), _HEAD + newline + "".join(_pair_lines(key, raw[key], "", newline) for key in raw))
        ]
    root = root_of(text)
    node = node_at(root, path)
    if node is None:
        kept = {key: value for key, value in changes.items() if value is not None}
        return write_keys(text, path[:-1], {str(path[-1]): kept}) if kept else []
    # A key that stands there without a value, as ``sites:``.
    if isinstance(node, ScalarNode) and not node.value:
        return write_keys(text, path[:-1], {str(path[-1]): {k: v for k, v in changes.items() if v is not None}})
    if not isinstance(node, MapNode):
        raise EditRefused(f"'{path_words(path)}' is no mapping: correct it in the text first")
    _refuse_aliases(root, path)
    # A mapping that loses its last key goes as a whole: empty braces would say nothing.
    if path and all(changes.get(key, "") is None for key in node.entries) and not _any_added(changes):
        return remove(text, path)
    # Within braces everything stays in braces; below a key of its own it gets lines.
    nested = {} if node.flow else {key: value for key, value in changes.items() if _is_nested(value)}
    inline = {key: value for key, value in changes.items() if key not in nested}
    edits = change_item(text, node, inline, tuple(order or node.entries), newline) if inline else []
    for key, value in nested.items():
        edits += _write_nested(text, node, key, value, newline)
    return edits


def _any_added(changes: Changes) -> bool:
    return any(value is not None for value in changes.values())


def _is_nested(value: Raw | None) -> bool:
    """Whether a value takes lines of its own in a file written in blocks: a mapping, or a list of mappings."""
    return bool(value) and (isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict)))


def _write_nested(text: str, node: MapNode, key: str, value: Raw | None, newline: str) -> list[TextEdit]:
    """Edits that put a key with lines of its own behind the others, or in place of what it was."""
    assert value is not None
    indent = " " * node.start.column
    lines = _pair_lines(key, value, indent, newline)
    entry = node.entries.get(key)
    if entry is not None:
        start = entry[0].start.index
        # A key without a value ends behind its colon.
        end = line_end(text, max(content_end(entry[1]), entry[0].end.index + 1))
        return [TextEdit(start, end, lines.removeprefix(indent))]
    offset = line_end(text, content_end(node))
    if offset and text[offset - 1] != "\n":
        lines = newline + lines.removesuffix(newline)
    return [TextEdit(offset, offset, lines)]


def _pair_lines(key: str, value: Raw, indent: str, newline: str) -> str:
    """A key with its value in blocks: mappings key by key, the items of lists in braces, one on a line."""
    if isinstance(value, dict) and value:
        below = "".join(_pair_lines(name, part, f"{indent}  ", newline) for name, part in value.items())
        return f"{indent}{scalar_text(key)}:{newline}{below}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        items = "".join(f"{indent}  - {value_text(item, flow=True)}{newline}" for item in value)
        return f"{indent}{scalar_text(key)}:{newline}{items}"
    return f"{indent}{pair_text(key, value)}{newline}"


def add_item(text: str, path: Path, value: Raw, order: Sequence[str] = ()) -> list[TextEdit]:
    """Edits that put an item behind the last of the list at a path, which is made where there is none.

    ``order`` is that of the keys beside the list.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    node = node_at(root_of(text), path) if text.strip() else None
    if (
        node is None
        or (isinstance(node, ScalarNode) and not node.value)
        or (isinstance(node, ListNode) and not node.items)
    ):
        return write_keys(text, path[:-1], {str(path[-1]): [value]}, order)
    _refuse_aliases(root_of(text), path)
    if not isinstance(node, ListNode):
        raise EditRefused(f"'{path_words(path)}' is no list: correct it in the text first")
    if node.flow:
        offset = content_end(node.items[-1])
        return [TextEdit(offset, offset, f", {value_text(value, flow=True)}")]
    last = node.items[-1]
    # The hyphens of a list may stand under its key or further in: a new one stands as the last one does.
    line = item_line(text, last.start.index, node.start.column)
    indent = " " * (text.index("-", line) - line)
    offset = line_end(text, content_end(last))
    before = "" if text[offset - 1 : offset] == "\n" else newline
    # A file that ended without a line end goes on to end without one.
    after = newline if not before or text[offset:] else ""
    return [TextEdit(offset, offset, f"{before}{indent}- {value_text(value, flow=True)}{after}")]


def remove(text: str, path: Path) -> list[TextEdit]:
    """Edits that take out the value at a path, and the list or mapping around it where nothing else is in there."""
    root = root_of(text)
    _refuse_aliases(root, path[:-1])
    holder = node_at(root, path[:-1])
    if isinstance(holder, ListNode):
        if len(holder.items) == 1 and len(path) > 1:
            return remove(text, path[:-1])
        assert isinstance(path[-1], int)
        return remove_items(text, ListPlace.of(holder), [path[-1]])
    if not isinstance(holder, MapNode) or str(path[-1]) not in holder.entries:
        return []
    if len(holder.entries) == 1 and len(path) > 1:
        return remove(text, path[:-1])
    return change_item(text, holder, {str(path[-1]): None}, (), "\r\n" if "\r\n" in text else "\n")


def root_of(text: str) -> Node:
    """The top of a text; raises EditRefused where the text is broken."""
    root, problems = parse_text("", text)
    if root is None:
        raise EditRefused(f"the file is broken: {problems[0].message if problems else 'it is empty'}")
    return root


def node_at(root: Node, path: Path) -> Node | None:
    """The node at a path, None where there is none."""
    node: Node | None = root
    for step in path:
        if isinstance(node, MapNode):
            node = node.get(str(step))
        elif isinstance(node, ListNode) and isinstance(step, int):
            node = node.items[step] if 0 <= step < len(node.items) else None
        else:
            return None
    return node


def _refuse_aliases(root: Node, path: Path) -> None:
    """Refuse to change what is written elsewhere and only named on the way."""
    for length in range(len(path) + 1):
        node = node_at(root, path[:length])
        if node is not None and node.alias:
            raise EditRefused(f"'{path_words(path[:length])}' is an alias of what is written elsewhere: edit it there")


def path_words(path: Path) -> str:
    """A path as messages name it, as ``sites.PHT.transmitters``."""
    return ".".join(str(step) for step in path)
