"""The real program in a pseudo-terminal: find, collide, see it, undo, edit, save one line, be killed, recover."""

from __future__ import annotations

import difflib
import shutil
import signal
import sys
from pathlib import Path

import pytest

pyte = pytest.importorskip("pyte", reason="shows what a terminal would show")

from pseudo_terminal import PseudoTerminal  # noqa: E402

pytestmark = pytest.mark.terminal


def opened(folder: Path, state: Path, *arguments: str) -> PseudoTerminal:
    return PseudoTerminal(["-m", "bcastplan", *arguments], folder, size=(120, 40), state=state)


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    return tmp_path


def changed_lines(before: str, after: str) -> list[str]:
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_day_of_work(folder: Path, tmp_path: Path) -> None:
    file = folder / "dprk-b07" / "voa.yaml"
    before = file.read_text()
    state = tmp_path / "state"
    terminal = opened(folder, state, "edit", "dprk-b07")
    terminal.expect("Broadcasts to North Korea")
    terminal.expect("27 transmissions")

    terminal.send("/", "648 on:1930")
    terminal.expect("1 of 27")
    terminal.send("enter", "e")
    terminal.expect("Nothing is changed.")
    terminal.send("5890", "tab", "1300-1500")  # the frequency is selected, and typing replaces it
    terminal.expect("Conflicts +")
    terminal.send("f2")
    terminal.expect("1 file unsaved")
    terminal.send("escape")
    terminal.expect("27 transmissions")
    terminal.send("/", "voa-648-1900")
    terminal.expect("is also used by")  # the finding, in the pane below the table

    terminal.send("enter", "u")
    terminal.expect("undone: change")
    terminal.send("]")
    terminal.expect("1905-2105")
    assert file.read_text() == before
    terminal.send("ctrl+s")
    terminal.expect("+  - {id: voa-648-1900")
    terminal.send("enter")
    terminal.expect("saved dprk-b07/voa.yaml")
    after = file.read_text()
    assert changed_lines(before, after) == [
        "-  - {id: voa-648-1900, frequency: 648, time: 1900-2100, note: from Russia}",
        "+  - {id: voa-648-1900, frequency: 648, time: 1905-2105, note: from Russia}",
    ]

    terminal.send("]")
    terminal.expect("1910-2110")
    terminal.process.kill()
    assert terminal.ends() == -signal.SIGKILL
    assert file.read_text() == after

    again = opened(folder, state, "edit", "dprk-b07")
    again.expect("Unsaved work was found")
    again.send("enter")
    again.expect("restored 1 edit")
    again.send("ctrl+s")
    again.expect("1910-2110")
    again.send("enter")
    again.expect("saved dprk-b07/voa.yaml")
    again.send("ctrl+q")
    assert again.ends() == 0
    assert file.read_text() == after.replace("1905-2105", "1910-2110")


def test_without_a_terminal_it_says_what_to_do(folder: Path) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "bcastplan", "edit", "dprk-b07"], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert done.stdout == ""


def test_plain_bcastplan_opens_the_screen_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    terminal = opened(folder / "dprk-b07", tmp_path / "state")
    terminal.expect("Broadcasts to North Korea")
    terminal.send("q")
    assert terminal.ends() == 0
