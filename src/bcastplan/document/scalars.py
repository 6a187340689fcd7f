"""Values -> YAML that reads back as the same text; the one place that decides what needs quotes.

A text is plain where it can only be one scalar, and no other type than a number or a date to a YAML program with
types; everything else stands in double quotes, characters that are not printable as escapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bcastplan.document.parse import parse_text
from bcastplan.model import written as w
from bcastplan.model.errors import ValueFault
from bcastplan.model.keys import Many, Shape, Written, shape_of
from bcastplan.model.transmission import KEYS
from bcastplan.model.values import Raw

_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_BLOCK = re.compile(rf"{_NUMBER}|[A-Za-z0-9](?:[A-Za-z0-9_.,/()+;=-]| (?=[A-Za-z0-9(]))*")
_FLOW = re.compile(rf"{_NUMBER}|[A-Za-z0-9](?:[A-Za-z0-9_./()+;=-]| (?=[A-Za-z0-9(]))*")
_NOT_STRINGS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

FLAGS = frozenset(name for name, key in KEYS.items() if key.shape is shape_of(w.Flag))
"""Keys whose yes and no are meant as such, and not as words."""


def scalar_text(value: str, *, flow: bool = False) -> str:
    """One text as YAML.

    Args:
        value: the text to be read back.
        flow: whether it stands inside ``{}`` or ``[]``, where commas need quotes.
    """
    plain = _FLOW if flow else _BLOCK
    if plain.fullmatch(value) and value.lower() not in _NOT_STRINGS:
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def value_text(value: Raw, *, flow: bool = False, key: str = "") -> str:
    """A value on one line: lists and mappings in flow style; ``key`` is the key whose value it is."""
    if isinstance(value, str):
        # YAML reads yes and no as truth values, which is what a flag means; anywhere else they need quotes.
        return value if key in FLAGS and value.isalpha() else scalar_text(value, flow=flow)
    if isinstance(value, Mapping):
        return "{" + ", ".join(pair_text(name, item, flow=True) for name, item in value.items()) + "}"
    return "[" + ", ".join(value_text(item, flow=True) for item in value) + "]"


def pair_text(key: str, value: Raw, *, flow: bool = False) -> str:
    """A key and its value on one line."""
    return f"{scalar_text(key, flow=flow)}: {value_text(value, flow=flow, key=key)}"


def item_lines(values: Mapping[str, Raw], indent: str, newline: str) -> str:
    """A list item in block style, the hyphen ``indent`` deep; ends with a line break."""
    lines = [pair_text(key, value) for key, value in values.items()]
    first, *rest = lines
    return f"{indent}- {first}{newline}" + "".join(f"{indent}  {line}{newline}" for line in rest)


def line_text(value: Raw | None) -> str:
    """A value as people write it in one line: a list by commas, what is nested in braces, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(item if isinstance(item, str) else value_text(item, flow=True) for item in value)
    return value if isinstance(value, str) else value_text(value, flow=True)


def raw_of_line(line: str, shape: Shape) -> Raw | None:
    """What such a line stands for; None where it is empty. Raises ValueFault where the braces do not close."""
    stripped = line.strip()
    if not stripped:
        return None
    if stripped[0] in "{[" and not isinstance(shape, Written | Many):
        node, problems = parse_text("", stripped)
        if node is None or problems:
            raise ValueFault("the braces cannot be read: write it as {name: Jeju, latitude: 33.45, longitude: 126.57}")
        return node.raw()
    if isinstance(shape, Many) and "," in stripped:
        return [part.strip() for part in stripped.split(",") if part.strip()]
    return stripped
