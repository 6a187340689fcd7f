"""The planner's screen with a whole season: first rows in sight, keystroke to findings, saving, memory."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pexpect

SEASON = Path(os.environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
ARCHIVE = SEASON / "hfcc" / "A26allx2.zip"
RUNS = 5


def run() -> list[tuple[str, str]]:
    """What was measured, and the figures."""
    if not ARCHIVE.exists():
        return [("screen with a season", f"not measured: {ARCHIVE} is not there")]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BCASTPLAN_STATE_DIR"] = folder
        season = season_as_yaml(Path(folder))
        figures = [
            ("first rows in sight, process start to paint, A26 zip", _spread(first_paint(str(ARCHIVE)))),
            ("first rows in sight, process start to paint, A26 as one YAML file", _spread(first_paint(str(season)))),
        ]
        figures += keys_in_a_terminal(str(season))
        os.environ["BCASTPLAN_STATE_DIR"] = str(Path(folder) / "app")  # what the killed program left is not asked about
        figures += asyncio.run(in_the_app(season))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*figures, ("peak memory, season open, checked and edited", f"{peak:.0f} MB")]


def season_as_yaml(folder: Path) -> Path:
    """The season as one schedule file."""
    from bcastplan.exchange.schedule_text import schedule_yaml
    from bcastplan.workspace.opening.open_plans import open_paths

    schedule = open_paths([str(ARCHIVE)]).schedules[0]
    file = folder / "season.yaml"
    file.write_text(schedule_yaml(None, schedule.transmissions, season=schedule.season), encoding="utf-8")
    return file


def first_paint(path: str) -> list[float]:
    """Milliseconds from starting the program in a terminal of 120 x 36 until a row of the table is on the screen."""
    import pexpect

    took = []
    row = re.compile(rb" 1900-2000| 1000-1900 | 2100-0100 ")
    for _ in range(RUNS):
        started = time.perf_counter()
        child = pexpect.spawn(sys.executable, ["-m", "bcastplan", "edit", path], dimensions=(36, 120), timeout=60)
        child.expect(row)
        took.append((time.perf_counter() - started) * 1000)
        child.send("\x11")
        with contextlib.suppress(pexpect.TIMEOUT):
            child.expect(pexpect.EOF, timeout=5)
        child.close(force=True)
    return took


def keys_in_a_terminal(path: str) -> list[tuple[str, str]]:
    """From a key sent to the program until what it changes is written to the terminal, everything being checked."""
    import pexpect

    child = pexpect.spawn(sys.executable, ["-m", "bcastplan", "edit", path], dimensions=(36, 120), timeout=60)
    child.delaybeforesend = None
    child.expect(rb"3305 transmissions")
    time.sleep(8)  # pairs and check are done by now
    moved, edited = [], []
    for number in range(20):
        _drain(child)
        started = time.perf_counter()
        child.send("\x1b[B")
        child.expect(rb" kHz \d{4}-\d{4} UTC")  # of the findings pane
        moved.append((time.perf_counter() - started) * 1000)
        if number % 4 == 0:
            _drain(child)
            started = time.perf_counter()
            child.send("]")
            child.expect(rb" kHz \d{4}-\d{4} UTC")
            edited.append((time.perf_counter() - started) * 1000)
            time.sleep(4)  # the check that the edit asks for is done by now
    child.close(force=True)
    return [
        ("edit key to updated findings on the terminal, 3,305 transmissions", _spread(edited)),
        ("cursor key to findings on the terminal", _spread(moved)),
    ]


def _drain(child: pexpect.spawn[bytes]) -> None:
    """Wait until the program has written everything, and forget it."""
    import pexpect

    with contextlib.suppress(pexpect.TIMEOUT):
        while True:
            child.read_nonblocking(1 << 16, timeout=0.4)
    child.buffer = b""


async def in_the_app(season: Path) -> list[tuple[str, str]]:
    """Figures of the running app, without a terminal."""
    from bcastplan.tui.app import PlannerApp

    app = PlannerApp([str(season)])
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.plan_screen
        while screen.session is None or not screen.session.checked:
            await pilot.pause(0.05)
        filters, previews = [], []
        for number in range(20):
            screen.edits.do("shift", lambda session, row=50 + number * 150: session.change([row], {"note": "edited"}))
        from bcastplan.tui.query import parse_query

        for text in ("9", "site:PHT conflict", "band:31m on:1345", "radio"):
            started = time.perf_counter()
            screen.listing.query = parse_query(text)
            screen.views.list_again()
            filters.append((time.perf_counter() - started) * 1000)
        from bcastplan.workspace.editing.preview import preview

        for number in range(20):
            started = time.perf_counter()
            preview(screen.session, 60 + number * 150, {"time": "1200-1300"})
            previews.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        screen.session.files.save(force=True)
        saved = (time.perf_counter() - started) * 1000
    return [
        ("query to list, 3,305 rows", _spread(filters)),
        ("form: field to effect, pairs included", _spread(previews)),
        ("saving 20 edits in the 3,305-transmission file", f"{saved:.0f} ms"),
    ]


def _spread(figures: list[float]) -> str:
    ordered = sorted(figures)
    return f"{ordered[len(ordered) // 2]:.0f} ms (median of {len(ordered)}; {ordered[0]:.0f} to {ordered[-1]:.0f})"


if __name__ == "__main__":
    for name, value in run():
        print(f"{name}: {value}")
