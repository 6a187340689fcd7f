"""Carries a transmission from one season into another: its dates, and its UTC time where it follows a local clock.

A transmission that is on the air on the last dates of the season goes on; single dates never do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.days import DayMask, shift_days
from bcastplan.model.repeat import repeat_dates
from bcastplan.model.season import Season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.target_clocks import minutes_ahead

Dates = Literal["carry", "move"]
"""``carry``: what has not ended goes on all season. ``move``: dates inside the season move by whole weeks."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a transmission has in the new season; ``notes`` say what a planner should know or look at."""

    time: ClockTime
    days: DayMask
    valid_from: date | None
    valid_until: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a transmission does not go on."""

    reason: str


def rolled(transmission: Transmission, old: Season, new: Season, dates: Dates) -> Carried | LeftOut:
    """Take one transmission of season ``old`` into season ``new``."""
    notes: list[str] = []
    clock, turned = _new_time(transmission, old, new, notes)
    days = shift_days(transmission.days, turned)
    if transmission.excepted:
        notes.append(f"`except` is left out: {', '.join(day.isoformat() for day in transmission.excepted)}")
    if transmission.repeat is not None and turned:
        notes.append("its airings now start on another UTC day: see whether `repeat` still means the same days")
    span = _moved(transmission, old, new) if dates == "move" else _carried(transmission, old, new, notes)
    if isinstance(span, LeftOut):
        return span
    first, last = (day + timedelta(days=turned) if day is not None else None for day in span)
    if clock != transmission.time:
        notes.insert(0, f"{transmission.time} is {clock} UTC in {new}: it follows {transmission.follows}")
    return Carried(clock, days, first, last, tuple(notes))


def _carried(
    transmission: Transmission, old: Season, new: Season, notes: list[str]
) -> tuple[date | None, date | None] | LeftOut:
    if not runs_to_the_end(transmission, old):
        return LeftOut(f"ended on {transmission.last_date.isoformat()}")
    if transmission.repeat is None or not transmission.repeat.needs_first_date:
        return None, None
    # A count runs from its first date; from a later one it would name other dates.
    if "COUNT=" in transmission.repeat.text:
        return LeftOut(f"its `repeat` counts airings from {transmission.first_date.isoformat()}")
    coming = [
        day
        for day in repeat_dates(transmission.repeat.text, transmission.first_date, new.last_day)
        if day >= new.first_day
    ]
    if not coming:
        return LeftOut(f"its `repeat` names no date in {new}")
    notes.append(f"`repeat` goes on counting from {coming[0].isoformat()}")
    return coming[0], None


def _moved(transmission: Transmission, old: Season, new: Season) -> tuple[date | None, date | None] | LeftOut:
    distance = new.first_day - old.first_day
    anchored = transmission.repeat is not None and transmission.repeat.needs_first_date
    first = transmission.valid_from
    if first is not None:
        # A date on the season's edge is the edge, and moves with it; a rule that counts from it needs it written.
        first = first + distance if first > old.first_day or anchored else None
    last = (
        transmission.valid_until + distance
        if transmission.valid_until is not None and not runs_to_the_end(transmission, old)
        else None
    )
    if first is not None and first >= new.last_day:
        return LeftOut(f"it would start on {first.isoformat()}, after {new}")
    return first, last if last is not None and last < new.last_day else None


def runs_to_the_end(transmission: Transmission, season: Season) -> bool:
    """Whether no day of the week on which it airs is left in the season after its last date."""
    day = transmission.last_date + _ONE_DAY
    while day < season.last_day:
        if transmission.days >> day.weekday() & 1:
            return False
        day += _ONE_DAY
    return True


def _new_time(transmission: Transmission, old: Season, new: Season, notes: list[str]) -> tuple[ClockTime, int]:
    """The UTC time that keeps the local one, and by how many days the airing's UTC start moves."""
    if transmission.follows is None:
        return transmission.time, 0
    zone = ZoneInfo(transmission.follows)
    turns = [
        day
        for day in (new.first_day + timedelta(days=number) for number in range(1, (new.last_day - new.first_day).days))
        if minutes_ahead(zone, day) != minutes_ahead(zone, day - _ONE_DAY)
    ]
    if turns:
        named = ", ".join(day.isoformat() for day in turns)
        notes.append(
            f"the clock of {transmission.follows} changes inside {new} ({named}): its time holds for most of {new}"
        )
    # What is on the air all day long has no clock time to keep.
    if transmission.time.minutes == MINUTES_PER_DAY:
        return transmission.time, 0
    start = transmission.time.start_minute + minutes_ahead(zone, middle(old)) - minutes_ahead(zone, middle(new))
    # An hour more or less may bring the start over midnight, and the days of the week with it.
    turned, start = divmod(start, MINUTES_PER_DAY)
    return ClockTime(start, start + transmission.time.minutes), turned


def middle(season: Season) -> date:
    """The date in the middle of a season, far from every change of clocks at its edges."""
    return season.first_day + (season.last_day - season.first_day) // 2
