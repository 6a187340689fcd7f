"""Cells of a season's table in one YAML file: moving, typing and writing, in processor time of this process."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from season_yaml import SEASON_ROWS, season_yaml

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from bcastplan.tui.screens.plan_screen import PlanScreen

RUNS = 10
GIVEN_UP_SECONDS = 30


def run() -> list[tuple[str, str]]:
    """What was measured, and the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BCASTPLAN_STATE_DIR"] = folder
        file = Path(folder) / "season.yaml"
        file.write_text(season_yaml(), encoding="utf-8")
        return [*asyncio.run(on_screen(file)), *pasted(file)]


def pasted(file: Path) -> list[tuple[str, str]]:
    """Five hundred rows of three cells pasted over others, and what comes before: reading them and their effect."""
    from bcastplan.workspace.editing.batches import change_parts, finish
    from bcastplan.workspace.editing.bulk_preview import preview_rows
    from bcastplan.workspace.editing.cell_block import cells_text, placed, read_cells
    from bcastplan.workspace.editing.session import Session

    session = Session.open([str(file)])
    session.documents.prepare()
    _ = session.pairs, session.check()
    keys, rows = ("time", "days", "power"), list(range(1000, 1500))
    text = cells_text(session, list(range(2000, 2500)), keys, lambda *_: "daily")
    figures = []
    started = time.process_time()
    placement = placed(session, read_cells(text), rows, keys, lambda *_: "daily")
    figures.append(("500 x 3 cells read and placed", f"{(time.process_time() - started) * 1000:.0f} ms"))
    for many in (500, SEASON_ROWS):
        changes = placement.changes if many == 500 else [(row, {"power": "123"}) for row in range(SEASON_ROWS)]
        started = time.process_time()
        preview_rows(session, changes)
        figures.append((f"the effect of changes of {many:,} rows", f"{(time.process_time() - started) * 1000:.0f} ms"))
    started = time.process_time()
    finish(change_parts(session, placement.changes, "paste"))
    _ = session.pairs
    figures.append(("500 x 3 cells written, conflicts followed", f"{(time.process_time() - started) * 1000:.0f} ms"))
    session.journal.clear()
    return figures


async def on_screen(file: Path) -> list[tuple[str, str]]:
    """Keys of the running app, without a terminal, until nothing is left to do for them."""
    from bcastplan.tui.app import PlannerApp

    app = PlannerApp([str(file)])
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.plan_screen
        while screen.session is None or not screen.session.checked or not screen.session.pairs_known:
            await pilot.pause(0.05)
        figures = [
            (f"cell to cell, {SEASON_ROWS:,} rows (goal 50 ms)", await moved(pilot)),
            ("a character in a cell to its effect (goal 50 ms)", await typed(pilot, screen)),
            ("a cell written and the next one open (goal 50 ms)", await written(pilot, screen)),
        ]
        screen.session.journal.clear()
    return figures


async def moved(pilot: Pilot[None]) -> str:
    """One cell to the right, one down, and back."""
    took = []
    for key in ("right", "down", "left", "up") * (RUNS // 2):
        took.append(await _milliseconds(lambda key=key: pilot.press(key)))
    return _spread(took)


async def typed(pilot: Pilot[None], screen: PlanScreen) -> str:
    """A digit of a time, until its conflicts and hours stand below the table."""
    from bcastplan.tui.widgets.findings import FindingsPane

    pane, took = screen.query_one(FindingsPane), []
    for number in range(RUNS):
        screen.select(100 + number * 250)
        screen.view.grid.move_to_column(list(screen.view.column_keys).index("time"))
        await pilot.pause(0.2)
        await pilot.press("enter", "end", "backspace")
        await pilot.pause(0.2)
        digit = (int(screen.cell_edits.cell.before[-1]) + 5) % 10

        async def until_told(digit: int = digit) -> None:
            await pilot.press(str(digit))
            given_up = time.monotonic() + GIVEN_UP_SECONDS
            while not any(line.startswith("Changes time") for line in pane.explained):
                if time.monotonic() > given_up:
                    raise TimeoutError("the effect is not told")
                await asyncio.sleep(0)

        took.append(await _milliseconds(until_told))
        await pilot.press("escape")
        await pilot.pause(0.1)
    return _spread(took)


async def written(pilot: Pilot[None], screen: PlanScreen) -> str:
    """Down from a cell that is typed into: it is written, rows and conflicts follow, and the cell below is open."""
    took = []
    screen.select(40)
    screen.view.grid.move_to_column(list(screen.view.column_keys).index("power"))
    await pilot.press("enter")
    for number in range(RUNS):
        await pilot.press(*str(101 + number))
        await pilot.pause(0.6)  # the whole check that follows every edit is another matter
        took.append(await _milliseconds(lambda: pilot.press("down")))
    await pilot.press("escape")
    return _spread(took)


async def _milliseconds(action: Callable[[], Awaitable[object]]) -> float:
    started = time.process_time()
    await action()
    return (time.process_time() - started) * 1000


def _spread(figures: list[float]) -> str:
    ordered = sorted(figures)
    return f"{ordered[len(ordered) // 2]:.0f} ms (median of {len(ordered)}; {ordered[0]:.0f} to {ordered[-1]:.0f})"
