"""Whole screens as they are painted, at the three sizes, with the clock stopped; made anew with --snapshot-update."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from examples import thorough
from textual.widgets import Input, TextArea

from bcastplan.tui.app import PlannerApp

NOON = datetime(2026, 6, 22, 15, 45, tzinfo=UTC)
SMALL, MIDDLE, LARGE = (80, 24), (120, 36), (200, 60)


async def loaded(pilot) -> None:
    screen = pilot.app.plan_screen
    for _ in range(2000):
        ready = screen.session is not None and screen.session.checked and screen.view is not None
        if ready and not screen.shown_plan.checking:
            break
        await asyncio.sleep(0.01)
    await pilot.pause()


def after(*keys: str) -> Callable[[object], Awaitable[None]]:
    """Press keys once the plan is there."""

    async def run(pilot) -> None:
        await loaded(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.05)
            await loaded(pilot)  # a dialog that opens before the check is done keeps the sign of it in the picture
        await pilot.pause(0.2)
        await loaded(pilot)

    return run


@pytest.fixture
def app(plan: Path, monkeypatch: pytest.MonkeyPatch) -> PlannerApp:
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    (plan / "korean.yaml").write_text((plan / "korean.yaml").read_text().replace("frequency: 7460", "frequency: 9568"))
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1600-1700"))
    return PlannerApp((), now=lambda: NOON)


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
def test_table(snap_compare, app: PlannerApp, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=after("space", "home"))


@pytest.mark.parametrize("size", [SMALL, thorough(MIDDLE), thorough(LARGE)])
def test_form(snap_compare, app: PlannerApp, size: tuple[int, int]) -> None:
    assert snap_compare(
        app, terminal_size=size, run_before=after("e", "tab", "1", "7", "0", "0", "minus", "1", "8", "0", "0")
    )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("filter", ("slash", *"sight", "colon", *"PHT")),
        ("save", ("right_square_bracket", "ctrl+s")),
        ("picker", ("e", "tab", "tab", "tab", "tab", "tab", "f3", *"tin")),
        ("help", ("f1",)),
        ("paste", ("p", *"nonsense")),
        ("bulk", ("space", "space", "b")),
    ],
)
def test_dialogs(snap_compare, app: PlannerApp, name: str, keys: tuple[str, ...]) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=after(*keys)), name


def test_first_run(snap_compare, plan: Path, tmp_path: Path, monkeypatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setattr("bcastplan.workspace.seasons.new_plan.sample_names", lambda: ["dprk-b07", "example"])
    monkeypatch.setattr(Input, "cursor_blink", False)
    assert snap_compare(PlannerApp((), now=lambda: NOON), terminal_size=SMALL, run_before=after())
