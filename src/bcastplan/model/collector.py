"""Python's cycle collector, held while readers make many small objects that hold no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_gc() -> Iterator[None]:
    """Hold the cyclic garbage collector, and leave it afterwards as it was."""
    # Readers call one another within it, and the inner one must not switch the collector on too early.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def set_aside() -> None:
    """Take what is in memory now out of the collector's sight, so that no later search goes through it.

    A search through an open season holds everything up for 200 to 300 ms. What is replaced is still freed at once;
    only its cycles stay until ``take_back``.
    """
    gc.freeze()


def take_back() -> None:
    """Let the collector search again through what was set aside."""
    gc.unfreeze()
