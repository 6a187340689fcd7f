"""A signal gives the terminal back as it was, with the exit code shells expect; unsaved work is offered again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from examples import thorough

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
termios = pytest.importorskip("termios", reason="needs a pseudo-terminal")

pytestmark = pytest.mark.terminal
SIZE = (40, 120)
FIRST, BEGUN = "bcastplan.cli", b"begun"
"""What the program imports when it has settled its signals, and what is said then: Python itself has begun before."""
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


class Screen:
    """The program as the leader of a terminal's session."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, SIZE)
        self.settings = termios.tcgetattr(self.slave)
        self.written = b""
        os.set_blocking(self.master, False)
        environment = {**os.environ, "TERM": "xterm-256color", "BCASTPLAN_STATE_DIR": str(state)}
        says_begun = f"lambda event, told: event == 'import' and told[0] == {FIRST!r} and os.write(2, {BEGUN!r})"
        take_terminal = (
            "import fcntl, os, runpy, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
            "sys.argv[:] = ['bcastplan', 'edit', 'dprk-b07']; "
            f"sys.addaudithook({says_begun}); "
            "runpy.run_module('bcastplan', run_name='__main__')"
        )
        self.errors = (state / "errors").open("w+b")
        self.program = subprocess.Popen(
            [sys.executable, "-c", take_terminal], cwd=folder, env=environment,
            stdin=self.slave, stdout=self.slave, stderr=self.errors,
        )  # fmt: skip

    def read(self) -> None:
        try:
            self.written += os.read(self.master, 1 << 16)
        except OSError:  # nothing there yet, or nobody writes any more
            time.sleep(0.005)

    def until(self, true) -> None:
        deadline = time.monotonic() + 60
        while not true():
            assert time.monotonic() < deadline, self.said()
            self.read()

    def ended(self) -> int:
        """The exit code; what the program writes until then is read."""
        self.until(lambda: self.program.poll() is not None)
        self.read()
        return self.program.returncode

    def said(self) -> str:
        """What was written to standard error; Textual draws there.

        The program shares the place in the file where it writes: reading must not move it.
        """
        descriptor = self.errors.fileno()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode("utf-8", "replace")


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    (tmp_path / "state").mkdir()
    return tmp_path


SOME = [(signal.SIGINT, 0.3), (signal.SIGTERM, 0.9), (signal.SIGHUP, None)]
MOMENTS = [(number, seconds) for number in CODES for seconds in (0.3, 0.9, 1.5, None)]
"""Signal, and seconds from the first line: before the screen, while it opens, and None for when it is there."""


@pytest.mark.parametrize(
    ("number", "seconds"), [*SOME, *(thorough(*moment) for moment in MOMENTS if moment not in SOME)]
)
def test_the_terminal_is_given_back(folder: Path, number: int, seconds: float | None) -> None:
    screen = Screen(folder, folder / "state")
    if seconds is None:
        screen.until(lambda: "27 transmissions" in screen.said())
    else:
        screen.until(lambda: BEGUN.decode() in screen.said())
        deadline = time.monotonic() + seconds
        screen.until(lambda: time.monotonic() > deadline)
    screen.program.send_signal(number)
    code = screen.ended()
    said = screen.said()
    assert "Traceback" not in said
    assert code == CODES[number], said[-500:]
    assert termios.tcgetattr(screen.slave) == screen.settings
    assert said.count("\x1b[?1049h") == said.count("\x1b[?1049l")


def test_a_terminal_that_is_closed_ends_the_program_and_loses_no_edit(folder: Path) -> None:
    screen = Screen(folder, folder / "state")
    screen.until(lambda: "27 transmissions" in screen.said())
    os.write(screen.master, b"]")
    screen.until(lambda: "unsaved" in screen.said())
    os.close(screen.slave)
    os.close(screen.master)
    assert screen.program.wait(timeout=60) == 129
    again = Screen(folder, folder / "state")
    again.until(lambda: "Unsaved work was found" in again.said())
    again.program.send_signal(signal.SIGTERM)
    assert again.ended() == 143
