"""Writes transmissions as a planner would write a schedule file: shared values once, one block for each.

Reading the text gives the transmissions back, value by value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bcastplan.document.scalars import pair_text, scalar_text, value_text
from bcastplan.model.keys import OWN_KEYS, Key
from bcastplan.model.schedule import FORMAT_VERSION
from bcastplan.model.season import Season, Window
from bcastplan.model.transmission import KEYS, Transmission
from bcastplan.model.values import Raw

_SILENT = {name: key for name, key in KEYS.items() if key.default not in (None, (), "")}
"""Keys that mean something where they are left out."""


def schedule_yaml(
    service: str | None,
    transmissions: Sequence[Transmission],
    *,
    season: Season | None = None,
    window: Window | None = None,
    comments: Iterable[str] = (),
    extensions: Mapping[str, Any] | None = None,
) -> str:
    """Write a schedule file.

    Args:
        service: the service of the file; transmissions of another one name theirs. None: the most frequent one.
        transmissions: in the order they are to stand.
        season: the season of the file, or else ``window``, from its first to its last day.
        window: the window of a file without a season.
        comments: lines for the top, as where the data come from.
        extensions: top-level keys beginning ``x-``, each a text or a list of texts.

    Raises ValueError when there is neither a season nor a window.
    """
    if service is None:
        named = Counter(transmission.service for transmission in transmissions if transmission.service)
        service = named.most_common(1)[0][0] if named else "unnamed"
    lines = [f"# {_printable(line)}".rstrip() for comment in comments for line in comment.split("\n")]
    lines += [f"bcastplan: {FORMAT_VERSION}", pair_text("service", service)]
    if season is not None:
        lines.append(f"season: {season}")
    elif window is not None:
        lines += [f"from: {window.first_day}", f"until: {window.last_day}"]
    else:
        raise ValueError("a schedule needs a season or a window")
    for key, value in (extensions or {}).items():
        lines += _block(key, value, "")
    written = [_written(transmission, service) for transmission in transmissions]
    shared = _shared(written)
    if shared:
        lines.append("defaults:")
        lines += [line for key, value in shared.items() for line in _block(key, value, "  ")]
    lines.append("transmissions:" if written else "transmissions: []")
    for keys in written:
        lines += _item(keys, shared)
    return "\n".join(lines) + "\n"


def _item(keys: dict[str, Any], shared: dict[str, Any]) -> list[str]:
    """One transmission, without the values that equal the defaults."""
    block = [
        line
        for key, value in keys.items()
        if (shared[key] != value if key in shared else not _is_silent(key, value))
        for line in _block(key, value, "    ")
    ]
    return ["  - " + block[0][4:], *block[1:]]


def _written(transmission: Transmission, service: str) -> dict[str, Any]:
    """Key -> text, or list of texts, for every key that has a value; keys with a silent value included."""
    keys: dict[str, Raw] = {}
    for name, key in KEYS.items():
        value = getattr(transmission, key.attribute)
        if name in _SILENT or value not in (None, (), ""):
            keys[name] = _text(key, value)
    if transmission.service == service:
        keys.pop("service", None)
    keys |= {key: value for key, value in transmission.extensions.items() if key.startswith(OWN_KEYS)}
    return keys


def _shared(written: list[dict[str, Any]]) -> dict[str, Any]:
    """The values that at least half of the transmissions have, of keys that all of them have."""
    shared = {}
    for key, stated in KEYS.items():
        # A default would give the key to every transmission that lacks it, so all of them must have it.
        if stated.own or len(written) < 2 or not all(key in keys for keys in written):
            continue
        values = [keys[key] for keys in written]
        counted = Counter(_hashable(value) for value in values)
        # Lists and mappings cannot be counted, so that forms of them that can stand for the values.
        common, count = counted.most_common(1)[0]
        value = next(value for value in values if _hashable(value) == common)
        if 2 * count >= len(written) and not _is_silent(key, value):
            shared[key] = value
    return shared


def _hashable(value: Any) -> Any:
    return str(value) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value


def _is_silent(name: str, value: Raw) -> bool:
    return name in _SILENT and value == _text(_SILENT[name], _SILENT[name].default)


def _text(key: Key, value: Any) -> Raw:
    """The value as the file has it; a list of a single item becomes that item, unless the key asks for brackets."""
    written = key.shape.write(value)
    return written[0] if isinstance(written, list) and len(written) == 1 and not key.listed else written


def _block(key: str, value: Any, indent: str) -> list[str]:
    """The lines of one key, its value in one line or, for the lists of ``x-`` keys, one line an item."""
    if isinstance(value, list) and value and key.startswith(OWN_KEYS):
        return [f"{indent}{scalar_text(key)}:", *(f"{indent}  - {value_text(item, flow=True)}" for item in value)]
    return [indent + pair_text(key, value)]


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line)
