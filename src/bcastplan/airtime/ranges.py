"""Many ranges of whole numbers, laid out one behind the other in one array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def numbers_of_ranges(first: NDArray[np.integer], counts: NDArray[np.integer]) -> tuple[Integers, Integers]:
    """The numbers ``first[i] .. first[i] + counts[i] - 1`` of every range in order.

    Args:
        first: (n,) the first number of each range.
        counts: (n,) how many numbers each range has; 0 for none.

    Returns:
        For each number the range it belongs to, and the number itself.
    """
    which = np.repeat(np.arange(counts.size), counts)
    # The place of a range in the result is taken away, so that each counts from its own first number.
    number = np.arange(which.size) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    return which, number
