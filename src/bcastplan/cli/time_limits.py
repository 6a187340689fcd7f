"""An interrupt after some time, for searches that answer one with the best they have."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from bcastplan.cli.common import INTERRUPTED

BEST_UNTIL_THEN = "this is the best of what was found until then"

Answer = TypeVar("Answer")

time_limit_option = click.option(
    "--time-limit", "time_limit_seconds", type=click.FloatRange(0.1, 86_400), metavar="SECONDS",
    help="How long to look; the best of what was found until then is the answer. [default: as long as it takes]",
)  # fmt: skip


class TimeLimit:
    """Whether the time was over before the work was done."""

    def __init__(self) -> None:
        self.is_over = False

    def end(self) -> None:
        """Interrupt the main thread as Ctrl-C does."""
        self.is_over = True
        main = threading.main_thread().ident
        if hasattr(signal, "pthread_kill") and main is not None:
            # A real signal also ends the wait for another process, which `interrupt_main` does not.
            signal.pthread_kill(main, signal.SIGINT)
        else:
            _thread.interrupt_main()


@contextmanager
def time_limit(seconds: float | None) -> Iterator[TimeLimit]:
    """Raise KeyboardInterrupt in the main thread when the time is over before the block ends; None: never."""
    limit = TimeLimit()
    if seconds is None:
        yield limit
        return
    timer = threading.Timer(seconds, limit.end)
    timer.daemon = True
    timer.start()
    try:
        yield limit
    finally:
        try:
            timer.cancel()
            # A timer that is just ringing has to be done before the block ends, or it would interrupt what comes next.
            timer.join()
        except KeyboardInterrupt:
            # The work was done a moment before its time was over, which takes nothing from it.
            if not limit.is_over:
                raise


def searched(seconds: float | None, search: Callable[[], Answer]) -> tuple[Answer, TimeLimit]:
    """What a search answers within a time; it is wrong usage to give it too little for any answer."""
    with time_limit(seconds) as limit:
        try:
            return search(), limit
        except KeyboardInterrupt:
            if not limit.is_over:
                raise
            raise click.UsageError(f"--time-limit {seconds:g}: nothing had been found by then") from None
    raise AssertionError("the block above always leaves")


def tell_interrupted(limit: TimeLimit, words: str) -> None:
    """Say that an answer is the best until an interrupt; that of the user is the exit code too."""
    if limit.is_over:
        click.echo(f"bcastplan: stopped at the time limit; {words}", err=True)
        return
    click.echo(f"bcastplan: interrupted; {words}", err=True)
    raise click.exceptions.Exit(INTERRUPTED)
