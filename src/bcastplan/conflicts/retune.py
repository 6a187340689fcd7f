"""Too little time between two frequencies of one transmitter; dates and midnight make no difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.conflicts.ordered_airings import Airings


class ShortGap(NamedTuple):
    """Two rows on different frequencies with too short a gap between them.

    ``minutes`` is the shortest gap, which begins first at ``worst_at``; ``starts`` are the minutes at which the
    later airing of each short gap starts.
    """

    rows: tuple[int, int]
    starts: tuple[int, ...]
    minutes: int
    worst_at: int


def short_gaps(airings: Airings, frequency_hz: NDArray[np.int64], retune_minutes: int) -> Iterator[ShortGap]:
    """Pairs of rows of one transmitter between whose airings it cannot be retuned in time.

    A gap counts between an airing and those that start next on the same transmitter, at its stop or later; airings
    that overlap are no gap.
    """
    if not airings.row.size:
        return
    following = np.searchsorted(airings.start, airings.stop, "left")
    has_next = following < airings.row.size
    before = np.flatnonzero(has_next)
    next_start = airings.start[following[has_next]]
    upto = np.searchsorted(airings.start, next_start, "right")
    counts = upto - following[has_next]
    left = np.repeat(before, counts)
    right = np.arange(left.size) + np.repeat(following[has_next] - (np.cumsum(counts) - counts), counts)
    gap = airings.start[right] - airings.stop[left]
    short = gap < retune_minutes
    short &= frequency_hz[airings.row[left]] != frequency_hz[airings.row[right]]
    gaps: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for one, other, minutes in zip(left[short].tolist(), right[short].tolist(), gap[short].tolist(), strict=True):
        rows = sorted((int(airings.row[one]), int(airings.row[other])))
        gaps.setdefault((rows[0], rows[1]), []).append((minutes, int(airings.stop[one]), int(airings.start[other])))
    for pair, found in gaps.items():
        shortest, worst_at, _ = min(found)
        yield ShortGap(pair, tuple(sorted(start for _, _, start in found)), shortest, worst_at)
