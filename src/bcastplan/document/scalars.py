"""Values -> YAML that reads back as the same text; plain wherever plain is safe."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from bcastplan.document.nodes import MapNode
from bcastplan.document.parse import parse_text
from bcastplan.model.values import Raw

_SURELY_PLAIN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_./+()-]*(?: [A-Za-z0-9(][A-Za-z0-9_./+()-]*)*$")


def scalar_text(value: str, *, flow: bool = False) -> str:
    """One value as YAML: plain where it reads back unchanged, else in double quotes.

    Args:
        value: the text to be read back.
        flow: whether it stands inside ``{}`` or ``[]``, where more characters need quotes.
    """
    if _SURELY_PLAIN.match(value):
        return value
    if value == value.strip() and value and "\n" not in value and _reads_back(value, flow):
        return value
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")


def _reads_back(value: str, flow: bool) -> bool:
    text = f"[{{k: {value}}}]" if flow else f"k: {value}  # comment"
    root, problems = parse_text("", text)
    if problems or root is None:
        return False
    raw = root.raw()
    return raw == ([{"k": value}] if flow else {"k": value}) and _is_plain(root)


def _is_plain(root: object) -> bool:
    node = root if isinstance(root, MapNode) else root.items[0]  # type: ignore[attr-defined]
    return node.get("k").style is None  # type: ignore[union-attr]


def value_text(value: Raw, *, flow: bool = False) -> str:
    """A value on one line: lists and mappings in flow style."""
    if isinstance(value, str):
        return scalar_text(value, flow=flow)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {value_text(item, flow=True)}" for key, item in value.items()) + "}"
    assert isinstance(value, Sequence)
    return "[" + ", ".join(value_text(item, flow=True) for item in value) + "]"


def item_lines(values: Mapping[str, Raw], indent: str, newline: str) -> str:
    """A list item in block style, the hyphen ``indent`` deep; ends with a line break."""
    lines = [f"{key}: {value_text(value)}" for key, value in values.items()]
    first, *rest = lines
    return f"{indent}- {first}{newline}" + "".join(f"{indent}  {line}{newline}" for line in rest)
