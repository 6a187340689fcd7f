"""Standard streams of this process that can be used whatever the caller did with them.

A closed stream is None in Python, and its number goes to the next file that is opened, which then receives what was
meant for the stream. Only the program itself settles its streams.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress


class _Talk(io.TextIOWrapper):
    """Standard error: messages that cannot be written (a full disk) are lost and stop nothing."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def settle_streams() -> None:
    """Open again what is closed, so that reading and writing the result fail with a reason, and talk is dropped."""
    if sys.stdin is None:
        _occupy(0, os.O_WRONLY)  # the other way round: each use of it is refused by the system
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        _occupy(1, os.O_RDONLY)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        _occupy(2, os.O_WRONLY)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    # Beside the stream that Python made, which Textual draws its screen on.
    sys.stderr = _Talk(open(2, "wb", closefd=False), sys.stderr.encoding, "backslashreplace", line_buffering=True)  # noqa: SIM115


def reason_of(error: OSError) -> str:
    """Why a standard stream cannot be used, in words."""
    return "it is closed" if error.errno == errno.EBADF else error.strerror or str(error)


def _occupy(number: int, flags: int) -> None:
    opened = os.open(os.devnull, flags)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
