"""One rounding of shares for screens, pages, sheets and texts: 100 % means all, and 0 % nobody."""

from __future__ import annotations

_EXACT_DIGITS = 6  # sums of thousands of weights leave an error far below this


def whole_percent(share: float) -> int:
    """A share (0 to 1) in whole per cent: the nearest, but 100 for all alone and 0 for none alone."""
    share = round(share, _EXACT_DIGITS)
    if share <= 0.0:
        return 0
    # Not by round(), which makes 2 of 2.5 and 4 of 3.5.
    return 100 if share >= 1.0 else min(99, max(1, int(100.0 * share + 0.5)))


def percent(share: float) -> str:
    """The same as text, as ``97 %``."""
    return f"{whole_percent(share)} %"
