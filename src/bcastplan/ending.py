"""How this process ends when a signal asks it to: with the code shells expect, without a traceback, tidied up.

The exit codes are 128 and the signal's number: 130 after Ctrl-C, 143 when terminated, 129 when the terminal is gone.
Only the program itself changes handlers; a program that imports the package keeps its own.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

SIGNALS = tuple(
    number
    for number in (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP"))
    if number is not None and signal.getsignal(number) is not signal.SIG_IGN  # as ``nohup`` sets it
)
"""The signals that end the program; not those it was started to ignore."""

_SOON_SECONDS = 0.01  # until the callback that dropped the exception is surely left
_again: list[threading.Timer] = []


class Ended(SystemExit):
    """SIGTERM or SIGHUP came; ``code`` is the exit code. Raised where the program stands, so that it tidies up."""

    code: int


def leave_at_once() -> None:
    """End at a signal without running anything more, as there is nothing left to tidy up."""
    while _again:
        _again.pop().cancel()
    for number in SIGNALS:
        signal.signal(number, _leave)


def raise_at_once() -> None:
    """Raise KeyboardInterrupt at SIGINT and Ended at the others, wherever the program stands."""
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else _end)
    sys.unraisablehook = _raise_again


def ended_by(error: BaseException) -> BaseException | None:
    """The KeyboardInterrupt or Ended behind an error that Python raised from it, None where there is none."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, (KeyboardInterrupt, Ended)):
        cause = cause.__cause__
    return cause


def default_in_child() -> None:
    """Give a forked process the handlers of any process, so that whoever started it can end it."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def exit_code(number: int) -> int:
    """The exit code of a process that a signal ended."""
    return 128 + number


def _leave(number: int, _frame: FrameType | None) -> None:
    os._exit(exit_code(number))


def _raise_again(lost: sys.UnraisableHookArgs) -> None:
    """Send a signal again whose exception Python had to drop, as it does in callbacks of the import system."""
    if isinstance(lost.exc_value, KeyboardInterrupt):
        number = int(signal.SIGINT)
    elif isinstance(lost.exc_value, Ended):
        number = lost.exc_value.code - exit_code(0)
    else:
        sys.__unraisablehook__(lost)
        return
    timer = threading.Timer(_SOON_SECONDS, signal.raise_signal, (number,))
    timer.daemon = True
    _again.append(timer)
    timer.start()


def _end(number: int, _frame: FrameType | None) -> None:
    raise Ended(exit_code(number))
