"""Clock times of a transmission in whole UTC minutes; a stop at or before the start lies on the next day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bcastplan.model.errors import ValueFault

MINUTES_PER_DAY = 1440
_TIME = re.compile(r"^([0-9]{2})([0-9]{2})\s*-\s*([0-9]{2})([0-9]{2})$")
_ZONE = r"(?:\s*(?:UTC|GMT|Z))?"
# For hints and fixes only: in files a time has one spelling, so that it can be searched for and compared.
_LOOSE = re.compile(
    rf"^([0-9]{{1,2}})[:.h]?([0-9]{{2}}){_ZONE}\s*(?:[-–—/]|to|until)\s*([0-9]{{1,2}})[:.h]?([0-9]{{2}}){_ZONE}$",
    re.IGNORECASE,
)


class ClockTime(NamedTuple):
    """Start and stop of one airing, in minutes from 0000 UTC of the day it starts on.

    ``0 <= start_minute < 1440`` and ``start_minute < stop_minute <= start_minute + 1440``.
    """

    start_minute: int
    stop_minute: int

    @property
    def minutes(self) -> int:
        """Length of one airing, 1..1440."""
        return self.stop_minute - self.start_minute

    @property
    def crosses_midnight(self) -> bool:
        """Whether an airing ends on the day after it starts."""
        return self.stop_minute > MINUTES_PER_DAY

    def __str__(self) -> str:
        return f"{clock(self.start_minute)}-{clock_stop(self.stop_minute)}"


def clock(minute: int) -> str:
    """``hhmm`` of a minute of the day, 0000..2359."""
    hours, minutes = divmod(minute % MINUTES_PER_DAY, 60)
    return f"{hours:02d}{minutes:02d}"


def clock_stop(minute: int) -> str:
    """``hhmm`` of a stop: the end of the day is 2400."""
    return "2400" if minute == MINUTES_PER_DAY else clock(minute)


def clock_time(start: int, stop: int) -> ClockTime:
    """Put two minutes of the day (0..1440) in order; raises ValueFault TIM002 when they are equal."""
    start %= MINUTES_PER_DAY
    # A stop at midnight is the end of the day, whether it is written 0000 or 2400.
    if stop == 0:
        stop = MINUTES_PER_DAY
    if start == stop % MINUTES_PER_DAY and not (start == 0 and stop == MINUTES_PER_DAY):
        raise ValueFault(
            f"start and stop are both {clock(start)}: write 0000-2400 for all day, or the stop that is meant",
            "TIM002",
        )
    return ClockTime(start, stop if stop > start else stop + MINUTES_PER_DAY)


@lru_cache(maxsize=4096)
def parse_time(text: str) -> ClockTime:
    """Read ``1530-1630`` (UTC, 0000 to 2400).

    Raises ValueFault TIM001 (not a time) or TIM002 (start = stop; ``0000-0000`` too).
    """
    match = _TIME.match(text.strip())
    if not match:
        meant = time_meant(text)
        hint = f": write {meant}" if meant else ": write start and stop in UTC as 1530-1630"
        raise ValueFault(f"'{text}' is not a time{hint}", "TIM001")
    hours_minutes = [int(part) for part in match.groups()]
    start = _minute(hours_minutes[0], hours_minutes[1], text)
    stop = _minute(hours_minutes[2], hours_minutes[3], text)
    if start == MINUTES_PER_DAY:
        raise ValueFault(f"'{text}' starts at 2400: write 0000 and the day after", "TIM001")
    if start == stop == 0:
        raise ValueFault("start and stop are both 0000: write 0000-2400 for all day", "TIM002")
    return clock_time(start, stop)


def time_meant(text: str) -> str | None:
    """A time that is written in another way (``15:30-16:30``, ``1530-1630 UTC``), in ours; None for what is none."""
    loose = _LOOSE.match(text.strip())
    if loose is None:
        return None
    meant = f"{int(loose[1]):02d}{loose[2]}-{int(loose[3]):02d}{loose[4]}"
    try:
        parse_time(meant)
    except ValueFault:
        return None
    return meant


def _minute(hour: int, minute: int, text: str) -> int:
    if minute > 59 or hour > 24 or (hour == 24 and minute > 0):
        raise ValueFault(f"'{text}' is not a time: hours run from 00 to 24, minutes from 00 to 59", "TIM001")
    return hour * 60 + minute
