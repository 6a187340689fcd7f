"""Whether a piece of work takes time in proportion to the length of what it is given: ratios in one run, never seconds.

A quadratic piece of work takes 16 times as long for four times the length, and one that tries every way to divide a
text doubles with each character. Both are told from work in proportion (4 times) whatever else the machine does,
because only the processor time of this thread counts and what takes next to no time is not judged.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

SHORT = (8, 12, *range(16, 25))
"""Lengths at which work that doubles with each character shows before it hangs the test, or takes a second."""
TOO_LONG_SECONDS = 0.1
"""What no short text may take."""
LONG = (5_000, 20_000)
"""A length, and four times that."""
NOT_JUDGED_SECONDS = 0.03
"""Below this a time says nothing; the fastest quadratic work takes five times as long."""
MOST = 8.0
"""How many times as long four times the length may take: 4 in proportion, 16 quadratic."""
_TRIES = 3


def slowness(work: Callable[[int, int], object], lengths: tuple[int, int] = LONG) -> str | None:
    """Say how the time of ``work(length, salt)`` grows, or None where it grows in proportion.

    ``salt`` differs from call to call, so that the work can give itself a text that no cache knows. The longer of the
    two ``lengths`` is four times the other and comes first: most work is done with it in no time.
    """
    for length in SHORT:
        seconds = _seconds(work, length, 0)
        if seconds > TOO_LONG_SECONDS and _seconds(work, length, 1) > TOO_LONG_SECONDS:
            return f"{length} repetitions already take a tenth of a second"
        if seconds * 2 ** (SHORT[-1] - length) < TOO_LONG_SECONDS:
            break  # doubled with each of the characters that are left, it would not take that long
    for salt in range(2, 2 + _TRIES):
        fourfold = _seconds(work, lengths[1], salt)
        if fourfold < NOT_JUDGED_SECONDS:
            return None
        single = _seconds(work, lengths[0], salt)
        if fourfold < MOST * single:
            return None
    return f"{fourfold / single:.0f} times the time for 4 times the length ({fourfold:.2f} s for {lengths[1]:,})"


def _seconds(work: Callable[[int, int], object], length: int, salt: int) -> float:
    gc.disable()  # its rounds over all that lives grow with the length twice
    try:
        before = time.thread_time()
        work(length, salt)
        return time.thread_time() - before
    finally:
        gc.enable()
