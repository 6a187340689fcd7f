"""The user's own keys: a file of binding ids and keys over a preset; clashing keys and unknown ids are reported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual.binding import Binding

from bcastplan.files.home import settled
from bcastplan.model.nearest import did_you_mean

KEYMAP_FILE = "keymap.yaml"

PRESETS: dict[str, dict[str, str]] = {
    "default": {},
    "vim": {
        "cursor.up": "k,up",
        "cursor.down": "j,down",
        "cursor.left": "h,left",
        "cursor.right": "l,right",
        "cursor.first": "home",  # and gg, which the app reads as Home
        "cursor.last": "G,end",
        "cursor.page_up": "ctrl+b,pageup",
        "cursor.page_down": "ctrl+f,pagedown",
        "edit.form": "i,enter",
        "edit.new": "o",
        "table.sort": "S",
        "table.ghosts": "z",
        "find.next": "n,f8",
        "file.references": "R",
        "paste": "p",
    },
}
"""Name -> binding id -> keys; what a preset leaves out keeps its default."""


@dataclass(slots=True)
class Keymap:
    """Keys by binding id, and what the user should know about them."""

    preset: str = "default"
    keys: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def config_folder() -> Path:
    """Where settings live: ``BCASTPLAN_CONFIG_DIR``, else the platform's folder for configuration."""
    own = os.environ.get("BCASTPLAN_CONFIG_DIR")
    if own:
        return Path(own)
    from platformdirs import user_config_path

    return settled(lambda: user_config_path("bcastplan", appauthor=False))


def read_keymap(groups: Mapping[str, Sequence[Binding]], folder: Path | None = None) -> Keymap:
    """The user's keymap file over its preset; a file that makes no sense changes nothing and is named in a warning.

    Args:
        groups: place -> the bindings that work there together; two of them on one key clash.
        folder: where the file is; the configuration folder when None.
    """
    file = (folder or config_folder()) / KEYMAP_FILE
    keymap = Keymap()
    written = _written(file, keymap)
    preset = written.pop("preset", "default")
    if preset not in PRESETS:
        keymap.warnings.append(f"{file}: no preset '{preset}'{did_you_mean(preset, list(PRESETS))}")
        preset = "default"
    keymap.preset = preset
    known = {binding.id: binding for some in groups.values() for binding in some if binding.id}
    keymap.keys = {identifier: keys for identifier, keys in PRESETS[preset].items() if identifier in known}
    for identifier, keys in written.items():
        if identifier not in known:
            hint = did_you_mean(identifier, [name for name in known if name])
            keymap.warnings.append(f"{file}: no action '{identifier}'{hint}")
        else:
            keymap.keys[identifier] = keys
    keymap.warnings += clashes(groups, keymap.keys)
    return keymap


def _written(file: Path, keymap: Keymap) -> dict[str, str]:
    from bcastplan.document.parse import parse_text

    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        keymap.warnings.append(f"{file} cannot be read: {error}")
        return {}
    if not text.strip():
        return {}
    node, problems = parse_text(str(file), text)
    raw = node.raw() if node is not None and not problems else None
    if not isinstance(raw, dict):
        reason = f"line {problems[0].place.line}: {problems[0].message}" if problems else "lines such as `edit.new: n`"
        keymap.warnings.append(f"{file} is not a keymap: {reason}")
        return {}
    keys: dict[str, str] = {}
    for identifier, value in raw.items():
        listed = value if isinstance(value, list) else [value]
        if all(isinstance(key, str) for key in listed):
            keys[identifier] = ",".join(str(key).strip() for key in listed)
        else:
            keymap.warnings.append(f"{file}: '{identifier}' takes a key or a list of keys")
    return keys


def clashes(groups: Mapping[str, Sequence[Binding]], keys: Mapping[str, str]) -> list[str]:
    """Keys that stand for two actions in one place, in words."""
    warnings: dict[str, None] = {}
    for place, bindings in groups.items():
        taken: dict[str, Binding] = {}
        for binding in bindings:
            for key in key_names(keys.get(binding.id or "", binding.key)):
                other = taken.setdefault(key, binding)
                # The same action may be bound in a list and in its view.
                if other.id != binding.id:
                    warnings[f"{place}: {key} stands for both {other.id} and {binding.id}"] = None
    return list(warnings)


def key_names(keys: str) -> Iterable[str]:
    """The single keys of a binding, as Textual names them."""
    # Textual's own function, although it is private: a key has to be named exactly as the one that is pressed.
    from textual.keys import _character_to_key

    for key in keys.split(","):
        name = key.strip()
        yield _character_to_key(name) if len(name) == 1 else name
