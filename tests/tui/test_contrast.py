"""Every text can be read: a contrast of 4.5 to 1 (WCAG 2.1, 1.4.3), measured on what is painted, in both themes."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from examples import thorough
from rich.color import Color

LEAST = 4.5
SCREENS = {
    "table": ("space", "space", "f8"), "timeline": ("2",), "conflicts": ("3",), "hours": ("4",), "map": ("5",),
    "on_air": ("6",), "circuit": ("8",), "channels": ("9",), "channels in the form": ("e", "f3"), "facilities": ("0",),
    "cells": ("right", "shift+down", "shift+right"), "cell": ("enter", *"x"), "emptied": ("shift+down", "delete"),
    "head": ("E", "down", "enter", *"zz", "enter"), "plan file": ("I", "down", "down", "enter"),
    "coordination": ("J",),
    "form": ("e", "tab", "9"), "wrong": ("e", *"nonsense"), "toggles": ("e", "down", "down", "right"),
    "picker": ("e", "tab", "tab", "tab", "tab", "tab", "f3", *"tin"), "columns": ("c", "down"),
    "save": ("right_square_bracket", "ctrl+s"), "help": ("f1",), "rules": ("f8", "question_mark"),
    "paste": ("p", *"nonsense"), "ask": ("t", *"x"), "days": ("w", "right"), "bulk": ("a", "b"), "palette": ("ctrl+p",),
    "palette found": ("ctrl+p", *"mark", "down"), "filter": ("slash", *"sight:x"), "filtered": ("slash", *"korean"),
    "toasts": ("y", "g", "escape", "u"), "leave": ("right_square_bracket", "ctrl+q"), "ghosts": ("z",),
}  # fmt: skip
"""What is looked at -> the keys that lead there."""


def brightness(color: Color) -> float:
    """Relative luminance, 0 to 1."""
    parts = [part / 255 for part in color.get_truecolor()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def is_text(character: str) -> bool:
    """Whether a character says something; frames, bars, shades and dots of the map are no text."""
    name = unicodedata.name(character, "")
    return not character.isspace() and not name.startswith(("BOX", "BRAILLE")) and "BLOCK" not in name and (
        "SHADE" not in name and "QUADRANT" not in name
    )  # fmt: skip


def too_faint(app) -> dict[str, float]:
    """Texts of the screen whose contrast is too low, with it."""
    found: dict[str, float] = {}
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is None or style.color is None or style.bgcolor is None or not any(map(is_text, text)):
                continue
            front, back = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
            share = contrast(front, back)
            if style.dim or share < LEAST:
                name = f"{text.strip()[:30]!r} {front.get_truecolor().hex} on {back.get_truecolor().hex}"
                found[name] = round(share, 2)
    return found


@pytest.mark.parametrize("name", [*list(SCREENS)[::2], *(thorough(name) for name in list(SCREENS)[1::2])])
async def test_every_text_can_be_read(planner, plan: Path, name: str) -> None:
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1600-1700"))
    (plan / "reference.yaml").write_text((plan / "other.yaml").read_text().replace("id: other", "id: ghost"))
    against = ("reference.yaml",) if name == "ghosts" else ()
    async with planner(against=against, size=(120, 36)) as p:
        await p.press(*SCREENS[name])
        await p.until(lambda: not p.app.holds_input)
        for theme in ("textual-dark", "textual-light"):
            p.app.theme = theme
            await p.pilot.pause(0.2)
            assert too_faint(p.app) == {}, theme
