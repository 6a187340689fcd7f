"""The real program in a pseudo-terminal: its bytes are counted, and its screen is what a terminal would show."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

KEYS = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C",
    "left": b"\x1b[D", "pagedown": b"\x1b[6~", "home": b"\x1b[H", "end": b"\x1b[F", "f1": b"\x1bOP", "f2": b"\x1bOQ",
    "f3": b"\x1bOR", "f8": b"\x1b[19~", "ctrl+s": b"\x13", "ctrl+q": b"\x11", "ctrl+p": b"\x10", "ctrl+o": b"\x0f",
    "f4": b"\x1bOS", "f7": b"\x1b[18~", "delete": b"\x1b[3~", "backspace": b"\x7f", "space": b" ",
    "shift+down": b"\x1b[1;2B", "shift+right": b"\x1b[1;2C", "shift+up": b"\x1b[1;2A", "ctrl+c": b"\x03",
    "ctrl+v": b"\x16",
}  # fmt: skip
"""What a terminal sends for keys that are no characters."""

HIDDEN = {"NO_COLOR", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "TEXTUAL_DRIVER"}
"""Variables of the environment that would change what is shown."""


def octets(*keys: str) -> bytes:
    """What a terminal sends for some keys; a word that names none is typed."""
    return b"".join(KEYS.get(key, key.encode()) for key in keys)


class PseudoTerminal:
    """A program, and what its terminal shows. ``sent`` counts the bytes that the program has written so far."""

    def __init__(
        self, command: Sequence[str], folder: Path, *, size: tuple[int, int] = (80, 24), state: Path, **more: str
    ) -> None:
        self.size = size
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.sent = 0
        self.last_output = time.monotonic()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environment = {
            name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")
        }
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environment |= {"BCASTPLAN_STATE_DIR": str(state), "BCASTPLAN_CONFIG_DIR": str(state / "config")}
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, stdin=slave, stdout=slave, stderr=slave,
            env=environment | more, close_fds=True,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)

    def send(self, *keys: str) -> None:
        """Send keys in one write."""
        os.write(self.master, octets(*keys))

    def read(self, seconds: float = 0.05) -> bool:
        """Take what the program writes; returns whether there was something."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        data = b""
        with contextlib.suppress(OSError):
            data = os.read(self.master, 65536)
        if data:
            self.sent += len(data)
            self.last_output = time.monotonic()
            self.stream.feed(data)
        return bool(data)

    def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Read until something is true."""
        assert self.wait(true, seconds), f"waited {seconds} s in vain; the screen shows:\n{self.text()}"

    def wait(self, true: Callable[[], bool], seconds: float) -> bool:
        """Read until something is true, or some seconds are over; returns whether it is true."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                return False
            self.read()
        return True

    def expect(self, text: str, seconds: float = 60) -> None:
        """Read until the screen shows a text."""
        self.until(lambda: text in self.text(), seconds)

    def quiet(self, seconds: float = 0.6) -> None:
        """Read until the program has written nothing for some time."""
        start = time.monotonic()
        while time.monotonic() - max(start, self.last_output) < seconds:
            self.read()

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def ends(self, seconds: float = 60) -> int:
        """Read until the program has ended; returns its exit code."""
        self.until(lambda: self.process.poll() is not None, seconds)
        return self.process.wait()

    def hang_up(self) -> None:
        """Close the terminal's other end."""
        os.close(self.master)
        self.master = -1
