"""Transmissions -> the text of a schedule file a planner would have written: shared values once, one block each.

Reading the text gives the transmissions back, value by value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bcastplan.model.days import DAILY, format_days
from bcastplan.model.frequency import format_khz
from bcastplan.model.schedule import FORMAT_VERSION
from bcastplan.model.season import Season, Window
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, Transmission, transmission_keys
from bcastplan.model.values import InlineSite

_OWN_KEYS = frozenset({"id", "frequency", "time", "requirement", "note"})
"""Keys that tell transmissions apart; never a default."""

_SILENT = {"days": DAILY, "status": "active", "mode": "AM", "old": False}
"""Values that a key left out already means."""

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.,/()+;=-]| (?=[A-Za-z0-9(]))*")
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_./()+-]| (?=[A-Za-z0-9(]))*")
_NOT_STRINGS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


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
    lines += [f"bcastplan: {FORMAT_VERSION}", f"service: {_scalar(service)}"]
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
    """One transmission, without what the defaults say already."""
    block = [
        line
        for key, value in keys.items()
        if (shared[key] != value if key in shared else not _is_silent(key, value))
        for line in _block(key, value, "    ")
    ]
    return ["  - " + block[0][4:], *block[1:]]


def _written(transmission: Transmission, service: str) -> dict[str, Any]:
    """Key -> text, or list of texts, for every key that has a value; keys with a silent value included."""
    keys: dict[str, Any] = {}
    for key, text in _TEXTS.items():
        value = getattr(transmission, ATTRIBUTE_OF_KEY.get(key, key))
        if key in _SILENT or not (value is None or value == () or value == ""):
            keys[key] = text(value)
    if transmission.service == service:
        keys.pop("service", None)
    keys |= {key: value for key, value in transmission.extensions.items() if key.startswith("x-")}
    return keys


def _shared(written: list[dict[str, Any]]) -> dict[str, Any]:
    """The values at least half of the transmissions have, of keys that all of them have: a default binds all."""
    shared = {}
    for key in transmission_keys():
        if key in _OWN_KEYS or len(written) < 2 or not all(key in keys for keys in written):
            continue
        values = [keys[key] for keys in written]
        counted = Counter(_hashable(value) for value in values)
        common, count = counted.most_common(1)[0]
        value = next(value for value in values if _hashable(value) == common)
        if 2 * count >= len(written) and not _is_silent(key, value):
            shared[key] = value
    return shared


def _hashable(value: Any) -> Any:
    return str(value) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value


def _is_silent(key: str, value: Any) -> bool:
    return key in _SILENT and value == _TEXTS[key](_SILENT[key])


def _number(value: float) -> str:
    text = repr(float(value))
    if "e" in text:
        text = f"{value:.12f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _site(value: str | InlineSite) -> Any:
    if isinstance(value, InlineSite):
        return {"name": value.name, "latitude": _number(value.latitude), "longitude": _number(value.longitude)}
    return value


def _one_or_list(value: tuple[str, ...]) -> Any:
    return value[0] if len(value) == 1 else list(value)


_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "frequency": format_khz,
    "days": format_days,
    "from": date.isoformat,
    "until": date.isoformat,
    "except": lambda value: [day.isoformat() for day in value],
    "language": _one_or_list,
    "alternatives": _one_or_list,
    "site": _site,
    "power": _number,
    "azimuth": _number,
    "slew": _number,
    "design_frequency": format_khz,
    "rate": _number,
    "old": lambda value: "yes" if value else "no",
}
_TEXTS: dict[str, Callable[[Any], Any]] = {key: _SPECIAL.get(key, str) for key in transmission_keys()}
_UNQUOTED = frozenset(_SPECIAL) - {"language", "alternatives", "site"}
"""Keys whose texts are made here and never need quotes."""


def _block(key: str, value: Any, indent: str) -> list[str]:
    """The lines of one key, its value in one line or, for the lists of ``x-`` keys, one line an item."""
    if isinstance(value, list) and value and key.startswith("x-"):
        return [f"{indent}{_scalar(key)}:", *(f"{indent}  - {_flow(item)}" for item in value)]
    if isinstance(value, list | dict):
        return [f"{indent}{_scalar(key)}: {_flow(value)}"]
    return [f"{indent}{_scalar(key)}: {value if key in _UNQUOTED else _scalar(str(value))}"]


def _flow(value: Any) -> str:
    """Any value in one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(str(name), _WORD)}: {_flow(item)}' for name, item in value.items())}}}"
    return _scalar(str(value), _WORD)


def _scalar(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    """A text as YAML: plain where it can only be one scalar and no other type than a number, else in double quotes."""
    if plain.fullmatch(text) and text.lower() not in _NOT_STRINGS:
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line)
