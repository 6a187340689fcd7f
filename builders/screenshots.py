"""docs/images/*.svg: the planner's screen as README shows it, over a shipped plan with the clock stopped.

Run it after a change of the screen: ``python builders/screenshots.py``.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

ROOT = Path(__file__).resolve().parents[1]
PLAN = "schedules/dprk-a26"
FALLBACK = "schedules/dprk-b07"
NOW = datetime(2026, 6, 22, 15, 45, tzinfo=UTC)
SIZE = (120, 34)
CELL = 12.2
"""Units of the picture that one character is wide."""

BOOKED = tuple(key for turns in (1, 1, 2, 2, 3, 1, 2, 1, 1, 3, 2) for key in ("end", *"L" * turns))
"""Keys that book the last bars of a site, one after the other, on its transmitters."""

SHOTS: dict[str, tuple[str, ...]] = {
    "table": ("f8",),
    "cells": ("slash", *"kbs-korean", "enter", "right", "shift+down", "shift+down", "ctrl+c", *["down"] * 4, "P"),
    "form": ("f8", "e"),
    "timeline": ("f8", "2"),
    "conflicts": ("3",),
    "hours": ("4",),
    "map": ("slash", *"9550", "enter", "C", "5", "f"),
    "circuit": ("8",),
    "channels": ("slash", *"9940", "enter", "9"),
    "facilities": ("slash", *"site:YAM", "enter", "0", *BOOKED, "home", "right"),
}
"""Name -> the keys that lead there."""


async def shot(plan: str, keys: tuple[str, ...]) -> str:
    """The screen after some keys, as SVG."""
    async with opened(plan, SIZE) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await settle(pilot)
        return stable(pilot.app.export_screenshot(title="bcastplan"))


@asynccontextmanager
async def opened(plan: str, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    """A screen with the plan read and checked, driven by keys."""
    from bcastplan.tui.app import PlannerApp

    app = PlannerApp([plan], now=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        screen = app.plan_screen
        while screen.session is None or not screen.session.checked or screen.view is None:
            await asyncio.sleep(0.02)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """Wait until everything that keys have begun is on the screen."""
    from bcastplan.tui.views.channel_bench import ChannelBench

    await pilot.pause(0.1)
    screen, benches = pilot.app.plan_screen, [*pilot.app.screen.query(ChannelBench)]
    while (
        getattr(screen.view, "counted", True) is None
        or screen.coverage_prediction.is_predicting
        or not all(bench.done for bench in benches)
    ):
        await asyncio.sleep(0.02)
    await pilot.pause(0.7)


def stable(svg: str) -> str:
    """The same picture has the same text: class names of the exporter hold a number made of the content."""
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return re.sub(r'x="([\d.]+)" y="([^"]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)+)', _without_blanks, svg)


def _without_blanks(match: re.Match[str]) -> str:
    """A text that begins where its first sign stands: some viewers drop blanks in front, and rows would not line up."""
    x, y, length, rest, blanks = match.groups()
    width = CELL * blanks.count("&#160;")
    return f'x="{float(x) + width:g}" y="{y}" textLength="{max(float(length) - width, CELL):g}"{rest}>'


def main() -> None:
    """Write all pictures."""
    os.chdir(ROOT)
    plan = PLAN if Path(PLAN).is_dir() else FALLBACK
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        os.environ["BCASTPLAN_STATE_DIR"] = os.environ["BCASTPLAN_CONFIG_DIR"] = state
        for name, keys in SHOTS.items():
            file = folder / f"{name}.svg"
            file.write_text(asyncio.run(shot(plan, keys)), encoding="utf-8")
            print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
