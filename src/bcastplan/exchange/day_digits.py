"""Days by number as the trade writes them: dots for days off, blanks and commas between, ranges and single days mixed.

What digit 1 means differs between lists and is not decided here.
"""

from __future__ import annotations

import re

_DAY = re.compile(r"([1-7])(?:-([1-7]))?")
_DAYS = re.compile(rf"(?=[., ]*[1-7])(?:{_DAY.pattern}|[., ])+")


def numbered_days(text: str) -> tuple[int, ...] | None:
    """The numbers that ``.2.4...``, ``1 3 5``, ``2-6`` or ``124-7`` (1, 2 and 4 to 7) name; None for anything else.

    A range may run over 7: ``5-3`` is 5, 6, 7, 1, 2, 3. ``0.234567`` is what a spreadsheet makes of ``.234567``.
    """
    written = text.strip()
    if written.startswith("0."):
        written = written[1:]
    if not _DAYS.fullmatch(written):
        return None
    numbers: list[int] = []
    for match in _DAY.finditer(written):
        first, last = int(match[1]), int(match[2] or match[1])
        numbers += [(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)]
    return tuple(numbers)
