"""The date a view shows: where it starts, and how a planner names another one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np

from bcastplan.airtime import AirtimeTable
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.dates import FIRST_DATE, LAST_DATE
from bcastplan.model.days import FULL_NAMES, NAMES
from bcastplan.model.errors import ValueFault

_CLOCK = re.compile(r"^([01][0-9]|2[0-3]):?([0-5][0-9])$")
_STEP = re.compile(r"^[+-][0-9]{1,4}$")
_WEEKDAYS = {name.lower(): number for names in (NAMES, FULL_NAMES) for number, name in enumerate(names)}
HINT = "2026-06-22, a weekday as Sat, today, or +7 for a week later"


def first_shown(table: AirtimeTable, own_rows: int, today: date) -> date:
    """Today when something of ours is on the air, else the first of the dates on which most of it is."""
    if not own_rows:
        return today
    # Dates are bits of words; seen as bytes, low ones first, all of them are counted at once.
    octets = np.ascontiguousarray(table.dates[:own_rows], dtype="<u8").view(np.uint8)
    busy = np.unpackbits(octets, axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
    bit = table.bit_of(today)
    # Today may lie before or after all dates of the table.
    if not busy.any() or (0 <= bit < len(busy) and busy[bit]):
        return today
    return table.date_of(int(busy.argmax()))


def parse_day(text: str, shown: date, today: date) -> date:
    """Read what a planner writes for a date; a weekday is the next one from the date shown. Raises ValueFault."""
    word = text.strip().lower()
    if word == "today":
        return today
    if word in _WEEKDAYS:
        return moved(shown, (_WEEKDAYS[word] - shown.weekday()) % 7)
    try:
        day = shown + timedelta(days=int(word)) if _STEP.match(word) else date.fromisoformat(word)
    except (ValueError, OverflowError):
        raise ValueFault(f"'{text}' is no date: write {HINT}", "TIM003") from None
    if not FIRST_DATE <= day <= LAST_DATE:
        raise ValueFault(f"{day} lies outside {FIRST_DATE.year} to {LAST_DATE.year}", "TIM003")
    return day


def moved(day: date, days: int) -> date:
    """The date some days later; the same date where the later one is none that a schedule can have."""
    try:
        later = day + timedelta(days=days)
    except OverflowError:
        return day
    return later if FIRST_DATE <= later <= LAST_DATE else day


def parse_moment(text: str, day: date, today: date) -> tuple[date, int | None]:
    """Read a date, a clock time, or both; the minute is None where no time is written. Raises ValueFault."""
    words = text.split()
    minute = None
    if words and (match := _CLOCK.match(words[-1])):
        minute = (int(match[1]) * 60 + int(match[2])) % MINUTES_PER_DAY
        words.pop()
    return (parse_day(" ".join(words), day, today) if words else day), minute


def day_words(day: date) -> str:
    """As ``Sun 2008-03-02``."""
    return f"{NAMES[day.weekday()]} {day.isoformat()}"
