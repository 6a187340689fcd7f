"""Writing an agreement into the plan file, without touching anything else in it."""

from __future__ import annotations

from pathlib import Path

from bcastplan.document.nodes import ListNode, MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import value_text
from bcastplan.document.splice import EditRefused, TextEdit, apply_edits, content_end, line_end
from bcastplan.model.values import Raw


def agreement_edits(text: str, a: str, b: str, reason: str) -> list[TextEdit]:
    """Edits that add an agreement to a plan file's text; raises EditRefused where the file is broken."""
    newline = "\r\n" if "\r\n" in text else "\n"
    values: dict[str, Raw] = {"a": a, "b": b, "reason": reason}
    line = f"- {value_text(values, flow=True)}"
    root, _ = parse_text("", text)
    if root is None and not text.strip():
        return [TextEdit(0, len(text), f"bcastplan: 1{newline}agreed:{newline}  {line}{newline}")]
    if not isinstance(root, MapNode):
        raise EditRefused("the plan file cannot be read: correct it first")
    listed = root.get("agreed")
    if listed is None:
        before = "" if text.endswith("\n") else newline
        return [TextEdit(len(text), len(text), f"{before}agreed:{newline}  {line}{newline}")]
    if not isinstance(listed, ListNode) or listed.alias:
        raise EditRefused("'agreed' in the plan file is not a list: correct it first")
    if listed.flow:
        offset = content_end(listed) - 1
        comma = ", " if listed.items else ""
        return [TextEdit(offset, offset, comma + value_text(values, flow=True))]
    last = listed.items[-1]
    # New lines stand as far in as the hyphen of the last one, however the file is indented.
    hyphen = text.rindex("-", 0, last.start.index)
    indent = " " * (hyphen - text.rfind("\n", 0, hyphen) - 1)
    offset = line_end(text, content_end(last))
    before = "" if text[offset - 1 : offset] == "\n" else newline
    return [TextEdit(offset, offset, f"{before}{indent}{line}{newline}")]


def with_agreement(path: Path, a: str, b: str, reason: str) -> str:
    """The plan file's text with an agreement added; a missing file gives a new one."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return apply_edits(text, agreement_edits(text, a, b, reason))[0]
