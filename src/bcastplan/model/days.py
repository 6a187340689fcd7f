"""Days of the week as a set; numbers are refused because HFCC and EiBi count from different days."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bcastplan.model.errors import ValueFault
from bcastplan.model.nearest import nearest

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAILY = 0b1111111
_INDEX = {name.lower(): number for number, name in enumerate(NAMES)} | {
    name.lower(): number for number, name in enumerate(FULL_NAMES)
}
_OTHER_WORDS = {
    **dict.fromkeys(("weekday", "weekdays", "working days", "workdays"), "Mon-Fri"),
    **dict.fromkeys(("weekend", "weekends"), "Sat-Sun"),
    **dict.fromkeys(("everyday", "every day", "all", "all days", "any", "any day"), "daily"),
}
"""Words of English for sets of days, which a file writes otherwise."""
_DIGITS = re.compile(r"^[0-9.]+$")

DayMask = int
"""Bit 0 is Monday, bit 6 Sunday, as ``date.weekday()`` counts."""


def parse_days(value: Any) -> DayMask:
    """Read ``daily``, ``Mon-Fri``, ``Wed-Mon`` (wraps), ``Sat,Sun`` or a list of such words.

    Raises ValueFault TIM005 for digits and TIM010 for anything else that names no day.
    """
    if isinstance(value, str):
        return _parse_words(value)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueFault("days are daily, Mon-Fri, Sat,Sun or a list of such words", "TIM010")
    mask = 0
    for number, item in enumerate(value):
        try:
            mask |= _parse_words(item)
        except ValueFault as fault:
            raise fault.below(number) from None
    if not mask:
        raise ValueFault("the list of days is empty: leave `days` out for daily", "TIM010")
    return mask


@lru_cache(maxsize=512)
def _parse_words(text: str) -> DayMask:
    mask = 0
    for part in (piece.strip() for piece in text.split(",")):
        if part.lower() == "daily":
            mask |= DAILY
        elif _DIGITS.match(part):
            raise ValueFault(
                f"'{text}' counts days by number, which is ambiguous: HFCC and Aoki count Sunday as 1, "
                "EiBi counts Monday as 1. Write names, as Mon-Fri or Sat,Sun",
                "TIM005",
            )
        elif "-" in part:
            first, _, last = part.partition("-")
            mask |= day_range(_day(first, text), _day(last, text))
        else:
            mask |= 1 << _day(part, text)
    return mask


def _day(word: str, text: str) -> int:
    index = _INDEX.get(word.strip().lower())
    if index is None:
        meant = _meant(text)
        hint = f", did you mean {meant}?" if meant else ": write daily, Mon-Fri, Sat,Sun or a list"
        raise ValueFault(f"'{text}' names no days{hint}", "TIM010")
    return index


def same_days(text: str) -> str | None:
    """The same days in our words, where each is another word for them or the beginning of a name; no slips."""
    parts = [" ".join(part.lower().split()) for part in text.split(",")]
    # A fix writes the result unasked, so that a word which is only like a day is left to the person.
    plain = all(part in _OTHER_WORDS or all(_begins_one(end.strip()) for end in part.split("-")) for part in parts)
    return _meant(text) if plain else None


def _begins_one(word: str) -> bool:
    return len(word) >= 2 and len({_INDEX[name] for name in _INDEX if name.startswith(word)}) == 1


def _meant(text: str) -> str | None:
    """What days were probably meant, in our words; None where a part of the text is like no day."""
    mask = 0
    for part in text.split(","):
        words = _OTHER_WORDS.get(" ".join(part.lower().split()))
        if words is None and nearest(part, ("daily",)):
            words = "daily"
        ends = words.split("-") if words else part.split("-")
        days = [_INDEX.get(end.lower()) if words else _day_meant(end.strip()) for end in ends]
        if words == "daily":
            mask |= DAILY
        elif len(days) > 2 or None in days:
            return None
        else:
            known = [day for day in days if day is not None]
            mask |= day_range(known[0], known[-1])
    return format_days(mask) if mask else None


def _day_meant(word: str) -> int | None:
    lower = word.lower()
    begun = {_INDEX[name] for name in _INDEX if len(lower) >= 2 and name.startswith(lower)}
    if len(begun) == 1:
        return begun.pop()
    near = nearest(word, (*NAMES, *FULL_NAMES))
    return _INDEX[near.lower()] if near else None


def day_range(first: int, last: int) -> DayMask:
    """The days from ``first`` to ``last`` (0 = Monday), wrapping over the end of the week."""
    return sum(1 << ((first + step) % 7) for step in range((last - first) % 7 + 1))


@lru_cache(maxsize=128)
def format_days(mask: DayMask) -> str:
    """The shortest words for a set of days, readable by ``parse_days``: ``Mon-Fri``, ``Sat,Sun``."""
    if mask == DAILY:
        return "daily"
    # A run of days begins where the day before is not in the set, and may go on over the end of the week.
    starts = [day for day in range(7) if mask >> day & 1 and not mask >> ((day - 1) % 7) & 1]
    parts = []
    for start in starts:
        # There is a gap to find: the whole week has been answered above.
        length = next(step for step in range(1, 8) if not mask >> ((start + step) % 7) & 1)
        end = (start + length - 1) % 7
        # Two days are named one by one, as people write the weekend: Sat,Sun.
        if length >= 3:
            parts.append((start, f"{NAMES[start]}-{NAMES[end]}"))
        else:
            parts.extend(((start + step) % 7, NAMES[(start + step) % 7]) for step in range(length))
    return ",".join(text for _, text in sorted(parts))


def shift_days(mask: DayMask, by: int) -> DayMask:
    """The same days moved ``by`` days later."""
    by %= 7
    return ((mask << by) | (mask >> (7 - by))) & DAILY
