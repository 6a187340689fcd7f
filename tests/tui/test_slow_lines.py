"""What is sent over a slow line, in bytes that a pseudo-terminal counted; never in seconds."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import THOROUGH, thorough

pyte = pytest.importorskip("pyte", reason="shows what a terminal would show")

from pseudo_terminal import PseudoTerminal  # noqa: E402

pytestmark = pytest.mark.terminal
IDLE_SECONDS = 4 if THOROUGH else 1
IDLE_TRIES = 3
"""What a loaded machine paints late is not what an idle screen sends: then it is counted again."""
TITLES = ("Table", "Timeline", "Conflicts", "Hours", "Map", "On air", "Heard")
IDLE_BYTES_A_SECOND, KEY_BYTES, OPENING_BYTES = 200, 2_000, 12_000


@pytest.fixture(params=[(120, 36), thorough((80, 24)), thorough((200, 60))], ids=str)
def terminal(request, tmp_path: Path, root: Path) -> Iterator[PseudoTerminal]:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "plan")
    with PseudoTerminal(
        ["-m", "bcastplan", "edit", "plan"], tmp_path, size=request.param, state=tmp_path / "state"
    ) as opened:
        opened.expect("27 transmissions")
        opened.expect("✗ ")
        opened.quiet()
        yield opened


def sent_while_idle(terminal: PseudoTerminal) -> float:
    """Bytes a second of an idle screen."""
    for _ in range(IDLE_TRIES):
        before, stop = terminal.sent, time.monotonic() + IDLE_SECONDS
        while time.monotonic() < stop:
            terminal.read()
        sent = (terminal.sent - before) / IDLE_SECONDS
        if sent < IDLE_BYTES_A_SECOND:
            break
    return sent


def sent_for(terminal: PseudoTerminal, *keys: str, shows: str) -> int:
    before = terminal.sent
    terminal.send(*keys)
    terminal.expect(shows)
    terminal.quiet(0.4)
    return terminal.sent - before


def test_a_slow_line_is_enough(terminal: PseudoTerminal) -> None:
    for view, title in zip("1234567", TITLES, strict=True):
        terminal.send(view)
        terminal.expect(f"· {title} ")  # on a loaded machine a view may be painted late
        terminal.quiet()
        assert sent_while_idle(terminal) < IDLE_BYTES_A_SECOND, f"view {view}"
    terminal.send("1", "home")
    terminal.quiet()
    assert sent_for(terminal, "down", shows="9780 kHz 1600-1630 UTC") < KEY_BYTES
    assert sent_for(terminal, "e", shows="Nothing is changed") < OPENING_BYTES
    assert sent_while_idle(terminal) < IDLE_BYTES_A_SECOND
    typed = ""
    for key in "5890":
        typed += key
        assert sent_for(terminal, key, shows=f"Frequency      {typed}") < KEY_BYTES
    assert sent_for(terminal, "down", shows="Time") < KEY_BYTES
    for key in "1300-1500":
        assert sent_for(terminal, key, shows="Time") < KEY_BYTES
