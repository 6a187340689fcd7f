"""Edits of a season in one YAML file on the screen, in processor time of this process, with the goals beside them."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from season_yaml import SEASON_ROWS, season_yaml

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from bcastplan.tui.app import PlannerApp

RUNS = 5
GIVEN_UP_SECONDS = 30


def run() -> list[tuple[str, str]]:
    """What was measured, and the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BCASTPLAN_STATE_DIR"] = folder
        file = Path(folder) / "season.yaml"
        file.write_text(season_yaml(), encoding="utf-8")
        return [*batches(file), *asyncio.run(on_screen(file))]


def batches(file: Path) -> list[tuple[str, str]]:
    """Edits of many rows, their conflicts, signs and journal included."""
    from bcastplan.workspace.editing.clipboard import copy_text, parse_pasted, paste
    from bcastplan.workspace.editing.operations import shift
    from bcastplan.workspace.editing.session import Session

    session = Session.open([str(file)])
    session.documents.prepare()
    _ = session.pairs, session.check()
    figures = []
    for many, goal in ((100, "300 ms"), (1000, "1.5 s")):
        rows = list(range(0, SEASON_ROWS, SEASON_ROWS // many))[:many]
        items = parse_pasted(copy_text(session, rows, "yaml")).items
        edits: list[tuple[str, Callable[[], object]]] = [
            ("delete", lambda rows=rows: session.delete(rows)),
            ("paste", lambda items=items: paste(session, str(file), items)),
            ("shift", lambda rows=rows: shift(session, rows, 5)),
        ]
        for name, edit in edits:
            done, undone = [], []
            for _ in range(RUNS):
                done.append(_milliseconds(lambda edit=edit: (edit(), session.pairs)))
                undone.append(_milliseconds(lambda: (session.undo(), session.pairs)))
            figures.append((f"{name} {many} of {SEASON_ROWS:,} rows (goal {goal})", _spread(done)))
            figures.append((f"undo of {name} {many} (goal {goal})", _spread(undone)))
    session.journal.clear()
    return [*figures, *heads(file)]


def heads(file: Path) -> list[tuple[str, str]]:
    """Keys written into the head of the file, with what rows, conflicts and signs take to follow."""
    from bcastplan.workspace.editing import file_keys
    from bcastplan.workspace.editing.session import Session

    session = Session.open([str(file)])
    session.documents.prepare()
    _ = session.pairs, session.check()
    figures = []
    for name, values in (("note", ("a", "b")), ("service", ("One", "Two")), ("season", ("B26", "A26"))):
        times = [
            _milliseconds(lambda written={name: values[run % 2]}: file_keys.write(session, str(file), (), written))
            for run in range(2 * RUNS)
        ]
        figures.append((f"head of {SEASON_ROWS:,} rows: another {name} (goal 200 ms)", _spread(times)))
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
        opened, digits = await _in_the_form(app, pilot)
        figures = [
            ("form opens (goal 150 ms)", _spread(opened)),
            ("digit to effect (goal 50 ms)", _spread(digits)),
            ("] to repaint (goal 50 ms)", _spread(await _shifts(app, pilot))),
            ("view switch (goal 100 ms)", _spread(await _view_switches(app, pilot))),
        ]
        screen.session.journal.clear()
    return figures


async def _in_the_form(app: PlannerApp, pilot: Pilot[object]) -> tuple[list[float], list[float]]:
    """Milliseconds until the form is open, and from a digit typed into its first field to the effect of it."""
    from bcastplan.tui.screens.form import Form

    opened, digits = [], []
    for number in range(RUNS):
        app.plan_screen.select(100 + number * 500)
        started = time.process_time()
        app.plan_screen.edits.open_form()
        await _until(lambda: isinstance(app.screen, Form) and app.screen.query("Input"))
        await pilot.pause()
        opened.append((time.process_time() - started) * 1000)
        await pilot.pause(0.3)
        effect = app.screen.query_one(".effect Static")
        digit = (int(app.screen.sheet.input.value[-1]) + 5) % 10
        await pilot.press("end", "backspace")
        await pilot.pause(0.3)
        started = time.process_time()
        await pilot.press(str(digit))
        await _until(lambda effect=effect: str(effect.content).startswith("Changes frequency"))
        await pilot.pause()
        digits.append((time.process_time() - started) * 1000)
        app.screen.dismiss(None)
        await pilot.pause(0.3)
    return opened, digits


async def _shifts(app: PlannerApp, pilot: Pilot[object]) -> list[float]:
    """Milliseconds from the key that moves a transmission until it is painted at its new time."""
    screen, shifted = app.plan_screen, []
    for number in range(RUNS):
        screen.select(150 + number * 500)
        await pilot.pause(0.8)
        generation = screen.session.generation
        started = time.process_time()
        screen.row_changes.shift_by(5)
        await _until(lambda generation=generation: screen.session.generation != generation)
        await pilot.pause()
        shifted.append((time.process_time() - started) * 1000)
    await pilot.pause(1.5)
    return shifted


async def _view_switches(app: PlannerApp, pilot: Pilot[object]) -> list[float]:
    """Milliseconds until another view is painted."""
    screen, switched = app.plan_screen, []
    for name in ("timeline", "conflicts", "on_air", "timeline", "table"):
        started = time.process_time()
        await screen.views.show_view(name)
        await _until(lambda name=name: screen.view is not None and screen.view.view_name == name)
        await pilot.pause()
        switched.append((time.process_time() - started) * 1000)
        await pilot.pause(0.5)
    return switched


async def _until(true: Callable[[], object]) -> None:
    given_up = time.monotonic() + GIVEN_UP_SECONDS
    while not true():
        if time.monotonic() > given_up:
            raise TimeoutError("the screen does not come to it")
        await asyncio.sleep(0)


def _milliseconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return (time.process_time() - started) * 1000


def _spread(figures: list[float]) -> str:
    ordered = sorted(figures)
    return f"{ordered[len(ordered) // 2]:.0f} ms (median of {len(ordered)}; {ordered[0]:.0f} to {ordered[-1]:.0f})"
