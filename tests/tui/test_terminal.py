"""The real program in a pseudo-terminal: find, collide, see it, undo, edit, save one line, be killed, recover."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="drives the program in a pseudo-terminal")

pytestmark = pytest.mark.terminal
KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "save": "\x13", "quit": "\x11", "f2": "\x1bOQ", "right": "\x1b[C"}


class Terminal:
    """A program in a terminal of 120 x 40; what it writes is read as it comes."""

    def __init__(self, folder: Path, state: Path, *arguments: str) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment |= {"BCASTPLAN_STATE_DIR": str(state), "BCASTPLAN_CONFIG_DIR": str(state / "config")}
        self.child = pexpect.spawn(
            sys.executable, ["-m", "bcastplan", *arguments], cwd=str(folder), env=environment, dimensions=(40, 120),
            timeout=30, encoding="utf-8",
        )  # fmt: skip

    def expect(self, text: str) -> None:
        """Wait for a text; colours and cursor movements inside it are passed over."""
        between = r"(?:\x1b\[[0-9;?]*[a-zA-Z])*"
        self.child.expect(between.join(re.escape(character) for character in text))

    def key(self, *names: str) -> None:
        """Press keys, each after the last one has been worked on."""
        for name in names:
            self.child.send(KEYS.get(name, name))
            time.sleep(0.25)

    def type(self, text: str) -> None:
        self.child.send(text)
        time.sleep(0.3)


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
    terminal = Terminal(folder, state, "edit", "dprk-b07")
    terminal.expect("Broadcasts to North Korea")
    terminal.expect("27 transmissions")

    terminal.key("/")
    terminal.type("648 on:1930")
    terminal.expect("1 of 27")
    terminal.key("enter", "e")
    terminal.expect("Nothing is changed.")
    terminal.type("5890")  # the frequency is selected, and typing replaces it
    terminal.key("tab")
    terminal.type("1300-1500")
    terminal.expect("Conflicts +")
    terminal.key("f2")
    terminal.expect("1 file unsaved")
    terminal.key("escape")
    terminal.expect("27 transmissions")
    terminal.key("/")
    terminal.type("voa-648-1900")
    terminal.expect("entered twice")  # the finding, in the pane below the table

    terminal.key("enter", "u")
    terminal.expect("undone: change")
    terminal.key("]")
    terminal.expect("1905-2105")
    assert file.read_text() == before
    terminal.key("save")
    terminal.expect("+  - {id: voa-648-1900")
    terminal.key("enter")
    terminal.expect("saved dprk-b07/voa.yaml")
    after = file.read_text()
    assert changed_lines(before, after) == [
        "-  - {id: voa-648-1900, frequency: 648, time: 1900-2100, note: from Russia}",
        "+  - {id: voa-648-1900, frequency: 648, time: 1905-2105, note: from Russia}",
    ]

    terminal.key("]")
    terminal.expect("1910-2110")
    os.kill(terminal.child.pid, signal.SIGKILL)
    terminal.child.close(force=True)
    assert file.read_text() == after

    again = Terminal(folder, state, "edit", "dprk-b07")
    again.expect("Unsaved work was found")
    again.key("enter")
    again.expect("restored 1 edit")
    again.key("save")
    again.expect("1910-2110")
    again.key("enter")
    again.expect("saved dprk-b07/voa.yaml")
    again.key("quit")
    again.child.expect(pexpect.EOF)
    again.child.close()
    assert again.child.exitstatus == 0
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
    terminal = Terminal(folder / "dprk-b07", tmp_path / "state")
    terminal.expect("Broadcasts to North Korea")
    terminal.key("q")
    terminal.child.expect(pexpect.EOF)
