"""Calendar dates as written in schedules: ISO 8601, inside the age of broadcasting."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from functools import lru_cache

from bcastplan.model.errors import ValueFault

FIRST_DATE = date(1920, 1, 1)
LAST_DATE = date(2099, 12, 31)
# [0-9] and not \d, which takes the digits of every script.
_MONTH = re.compile(r"^([0-9]{4})-([0-9]{2})$")
_ISO = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date:
    """Read ``2026-06-22``; raises ValueFault TIM009 for impossible dates and other spellings."""
    match = _ISO.match(text.strip())
    if not match:
        raise ValueFault(f"'{text}' is not a date: write year-month-day, as 2026-06-22", "TIM009")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueFault(f"{text} does not exist: check the month and the day", "TIM009") from None
    if not FIRST_DATE <= day <= LAST_DATE:
        raise ValueFault(f"{text} lies outside {FIRST_DATE.year} to {LAST_DATE.year}", "TIM009")
    return day


@lru_cache(maxsize=1024)
def parse_month(text: str) -> date:
    """Read ``2026-08`` as the first day of the month; raises ValueFault TIM009 for anything else."""
    match = _MONTH.match(text.strip())
    if not match or not 1 <= int(match[2]) <= 12:
        raise ValueFault(f"'{text}' is not a month: write year-month, as 2026-08", "TIM009")
    return parse_date(f"{text.strip()}-01")


def today() -> date:
    """The UTC date of SOURCE_DATE_EPOCH where that is set to a number of seconds, else that of the clock."""
    try:
        # Builds that are to be reproduced set it, and whatever they print has to bear the same date each time.
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.now(UTC).date()
