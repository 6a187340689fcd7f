"""A small plan, a stopped clock, and the app over them; every wait ends when what is waited for is there."""

from __future__ import annotations

import asyncio
import time
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from quick_pilots import quick_pilots, wait_for_idle
from textual.pilot import Pilot

from bcastplan.tui.actions import plan_load
from bcastplan.tui.app import PlannerApp

NOON = datetime(2026, 6, 22, 15, 45, tzinfo=UTC)

PLAN = """\
bcastplan: 1
plan: Test plan
"""

KOREAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults:
  broadcaster: VOA
  manager: AGM
  administration: PHL
  language: Kor
  target: 44NE
  site: PHT
  power: 250
  antenna: 216
  azimuth: 21
transmissions:
  - {id: evening, frequency: 9565, time: 1530-1630}   # the evening
  - {id: night, frequency: 7460, time: 1900-2100, days: Mon-Fri}
  - {id: late, frequency: 9720, time: 2330-0030, days: [Fri, Sat], note: over midnight}
"""

OTHER = """\
bcastplan: 1
service: Radio Other
season: A26
defaults: {broadcaster: RRI, manager: RRI, administration: INS, language: Eng, target: 44NE}
transmissions:
  - {id: other, frequency: 9565, time: 1700-1800, site: JAK, power: 250, antenna: 216, azimuth: 10}
"""


class Planner:
    """The running app, with what tests ask of it."""

    def __init__(self, app: PlannerApp, pilot: Pilot[None], notices: list[str]) -> None:
        self.app, self.pilot, self._notices = app, pilot, notices

    @property
    def screen(self):
        return self.app.plan_screen

    @property
    def session(self):
        return self.screen.session

    def ids(self) -> list[str | None]:
        """The ids of the listed rows, in order."""
        return [self.session.table.transmissions[row].id for row in self.screen.listing.rows]

    def row(self, identifier: str) -> int:
        """The row of an id."""
        return next(n for n, one in enumerate(self.session.table.transmissions) if one.id == identifier)

    def one(self, identifier: str):
        """The transmission of an id."""
        return self.session.table.transmissions[self.row(identifier)]

    async def select(self, identifier: str) -> None:
        """Put the cursor on a row."""
        self.screen.select(self.row(identifier))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text, key by key."""
        names = {" ": "space", ":": "colon", "-": "minus", ".": "full_stop", ",": "comma", "/": "slash"}
        await self.pilot.press(*(names.get(character, character) for character in text))

    async def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until something is true; fails when it does not become so."""
        deadline, pause = time.monotonic() + seconds, 0.005
        while not true():
            assert time.monotonic() < deadline, f"waited {seconds} s in vain; the screen shows:\n{self.text()}"
            await asyncio.sleep(pause)
            pause = min(1.3 * pause, 0.05)  # to look takes time too
        await wait_for_idle(max_sleep=0.5)  # what came with it is there too

    async def dialog(self, kind: type) -> object:
        """Wait for a dialog of a kind to be in front."""
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause()
        return self.app.screen

    async def plan_again(self) -> None:
        """Wait until no dialog is in front any more."""
        await self.until(lambda: self.app.screen is self.screen)
        await self.pilot.pause()

    def text(self) -> str:
        """What the screen shows, when it has painted what is to be painted."""
        self.app.screen._on_timer_update()
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    def notices(self) -> list[str]:
        """What has been said in notices, also in those that have gone again."""
        return list(self._notices)

    def shown_notices(self) -> list[str]:
        """What notices on the screen say."""
        return [notice.message for notice in self.app._notifications]


@pytest.fixture(scope="session", autouse=True)
def pilots_are_quick() -> Iterator[None]:
    """Let the pilots of Textual wait for what is to be done, and no longer; nobody looks at the first rows."""
    with quick_pilots(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_load, "PAIRS_AFTER_SECONDS", 0.01)
        yield


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two schedules; the current folder, so that file names are short."""
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BCASTPLAN_CONFIG_DIR", str(tmp_path / "config"))
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "bcastplan.yaml").write_text(PLAN)
    (folder / "korean.yaml").write_text(KOREAN)
    (folder / "other.yaml").write_text(OTHER)
    monkeypatch.chdir(folder)
    return folder


def noted_notices(app: PlannerApp) -> list[str]:
    """What an app says in notices from now on."""
    notices: list[str] = []
    notify = app.notify

    def noted(message: str, **more: Any) -> None:
        notices.append(message)
        notify(message, **more)

    app.notify = noted  # type: ignore[method-assign]
    return notices


Open = Callable[..., AbstractAsyncContextManager[Planner]]


@pytest.fixture
def planner(plan: Path) -> Open:
    """Opens the app: ``async with planner() as p``."""

    @asynccontextmanager
    async def opened(
        *paths: str, against: tuple[str, ...] = (), size: tuple[int, int] = (120, 36), wait: bool = True
    ) -> AsyncIterator[Planner]:
        app = PlannerApp(paths, against, now=lambda: NOON)
        notices = noted_notices(app)
        async with app.run_test(size=size) as pilot:
            made = Planner(app, pilot, notices)
            await made.until(lambda: made.session is not None)
            if wait:
                await made.until(lambda: made.session.checked and made.screen.view is not None)
            await pilot.pause()
            yield made

    return opened


@pytest.fixture(scope="session")
def locked_textual(root: Path) -> str:
    """The release of Textual in uv.lock, which painted the stored screens."""
    lock = tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))
    return next(package["version"] for package in lock["package"] if package["name"] == "textual")


@pytest.fixture
def snap_compare(snap_compare, locked_textual: str):
    """The comparison with a stored screen; skipped where another release of Textual paints."""
    if version("textual") != locked_textual:
        pytest.skip(f"the stored screens are of Textual {locked_textual}, and {version('textual')} is installed")
    return snap_compare
