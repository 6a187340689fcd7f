"""Recurrence rules (RFC 5545 RRULE without DTSTART) as the dates they name inside a window."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from bcastplan.model.errors import ValueFault

if TYPE_CHECKING:
    from dateutil.rrule import rrule

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_DATE_PARTS = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS", "WKST"}
_LARGEST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53}
_LAST_YEAR = 9998  # dateutil looks for the next date of a rule until its calendar ends in 9999
_LONGEST_RULE = 300
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A checked rule.

    Attributes:
        text: the rule as written, names and values in capitals.
        anchored: whether it counts from its first date (INTERVAL, COUNT).
        lacks: what it takes from its first date, as the subject of a sentence; empty where it stands by itself.
    """

    text: str
    anchored: bool
    lacks: str = ""

    @property
    def needs_first_date(self) -> bool:
        """Whether it means nothing without an explicit first date."""
        return bool(self.lacks)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=1024)
def parse_repeat(text: str) -> Repeat:
    """Read an RRULE such as ``FREQ=MONTHLY;BYDAY=1SA``; raises ValueFault TIM011."""
    # A rule that is copied from a calendar has the name of its line in front.
    rule = text.strip().removeprefix("RRULE:")
    if len(rule) > _LONGEST_RULE:
        raise ValueFault(f"a repeat rule of {len(rule)} characters is too long", "TIM011")
    if any(character.isspace() for character in rule):
        raise ValueFault("a repeat rule is one word: write it without blanks and line breaks", "TIM011")
    parts: dict[str, str] = {}
    for piece in rule.split(";"):
        name, equals, value = piece.partition("=")
        name = name.strip().upper()
        if not equals or not value.strip():
            raise ValueFault(f"'{piece}' in the repeat rule is not NAME=VALUE", "TIM011")
        if name in parts:
            raise ValueFault(f"{name} stands twice in the repeat rule", "TIM011")
        parts[name] = value.strip().upper()
    _refuse_what_schedules_do_not_have(parts)
    anchored = "COUNT" in parts or parts.get("INTERVAL", "1") != "1"
    repeat = Repeat(_joined(parts), anchored, _taken_from_the_first_date(parts))
    try:
        # Any date would do: this asks dateutil only whether it can read the rule.
        _rule(repeat.text, date(2026, 1, 1))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ValueFault(f"the repeat rule '{text}' cannot be read: {error}", "TIM011") from None
    return repeat


def _taken_from_the_first_date(parts: Mapping[str, str]) -> str:
    """The parts that a rule takes from its first date (RFC 5545, section 3.3.10); empty where it states all of them."""
    frequency = parts["FREQ"]
    if "COUNT" in parts or parts.get("INTERVAL", "1") != "1":
        return "a rule with INTERVAL or COUNT"
    if frequency == "DAILY" or "BYDAY" in parts:
        return ""
    if frequency == "WEEKLY":
        return "FREQ=WEEKLY without BYDAY, which takes its weekday from the first date (or name it, as BYDAY=TU),"
    if "BYMONTHDAY" in parts or "BYYEARDAY" in parts:
        return ""
    if "BYWEEKNO" in parts:
        return "BYWEEKNO without BYDAY, which takes its weekday from the first date (or name it, as BYDAY=TU),"
    what = "day of the month" if frequency == "MONTHLY" or "BYMONTH" in parts else "day and month"
    remedy = "BYMONTHDAY=15 or BYDAY=1SA" if what == "day of the month" else "BYMONTH=6;BYMONTHDAY=15"
    return f"FREQ={frequency} without a day, which takes its {what} from the first date (or name it, as {remedy}),"


def _refuse_what_schedules_do_not_have(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise ValueFault("a repeat rule needs FREQ, as FREQ=MONTHLY;BYDAY=1SA", "TIM011")
    if frequency not in FREQUENCIES:
        raise ValueFault(
            f"FREQ={frequency}: a transmission repeats by {', '.join(FREQUENCIES)}; its hours belong in `time`",
            "TIM011",
        )
    if "UNTIL" in parts:
        raise ValueFault("UNTIL is refused: the last date belongs in `until`", "TIM011")
    if "DTSTART" in parts:
        raise ValueFault("DTSTART is refused: the first date belongs in `from`", "TIM011")
    for name in parts:
        if name not in _DATE_PARTS | {"FREQ", "INTERVAL", "COUNT"}:
            raise ValueFault(f"{name} is not a part of a rule about days", "TIM011")
    for name, largest in _LARGEST.items():
        for number in parts.get(name, "1").split(","):
            signed = re.fullmatch(r"([+-]?)([0-9]{1,3})", number)
            if signed is None or not 1 <= int(signed[2]) <= largest or (name == "BYMONTH" and signed[1] == "-"):
                raise ValueFault(f"{name}={number}: a whole number from 1 to {largest}", "TIM011")
    _refuse_positions_no_month_or_year_has(parts)
    for name in ("INTERVAL", "COUNT"):
        if name in parts and not re.fullmatch(r"[1-9][0-9]{0,4}", parts[name]):
            raise ValueFault(f"{name}={parts[name]}: a whole number from 1 to 99999", "TIM011")


def _refuse_positions_no_month_or_year_has(parts: dict[str, str]) -> None:
    """Stop at `53SA` of a month, which makes dateutil run past its calendar, and at `1SA` of a week (RFC 5545)."""
    within_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    # A weekday comes at most five times in a month and 53 times in a year.
    most = {"MONTHLY": 5, "YEARLY": 5 if within_month else 53}.get(parts["FREQ"], 0)
    for day in parts.get("BYDAY", "").split(","):
        position = re.match(r"\s*[+-]?0*([0-9]+)", day)
        if position is None:
            continue
        if most == 0:
            raise ValueFault(f"BYDAY={day.strip()}: FREQ={parts['FREQ']} takes weekdays without a number", "TIM011")
        if len(position[1]) > 2 or int(position[1]) > most:
            unit = "month" if within_month else "year"
            raise ValueFault(f"BYDAY={day.strip()}: no {unit} has more than {most} of a weekday", "TIM011")


def _rule(text: str, anchor: date) -> rrule:
    # Imported here, because most schedules have no repeat rule.
    from dateutil.rrule import rrule, rrulestr

    start = datetime(anchor.year, anchor.month, anchor.day)  # noqa: DTZ001 - a calendar date, no clock
    rule = rrulestr(text, dtstart=start)
    assert isinstance(rule, rrule)  # one rule without exceptions, which parse_repeat lets through alone
    return rule


@lru_cache(maxsize=1024)
def repeat_dates(text: str, anchor: date, last: date) -> tuple[date, ...]:
    """The dates a checked rule names from ``anchor`` to ``last``, both included.

    The rule is expanded in years with the same calendar near the end of dateutil's years, so that one that
    never comes true runs out after some years instead of eighty centuries.
    """
    shift = _years_ahead(anchor.year, last.year)
    begin, end = anchor.replace(year=anchor.year + shift), last.replace(year=last.year + shift)
    dates: list[date] = []
    with suppress(ValueError, OverflowError):  # dateutil raises them where it runs past the end of its calendar
        for day in _days_of(text, begin):
            if day > end:
                break
            dates.append(day.replace(year=day.year - shift))
    return tuple(dates)


def _days_of(text: str, first: date) -> Iterator[date]:
    """The days of a rule from ``first`` on, where RFC 5545 and dateutil differ as the RFC has them.

    BYSETPOS picks from whole weeks, though dateutil cuts the first one at the first date; BYWEEKNO alone means the
    weekday of the first date, not the seven days of the week.
    """
    parts = dict(piece.split("=", 1) for piece in text.split(";"))
    if "BYWEEKNO" in parts and not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        parts["BYDAY"] = _WEEKDAYS[first.weekday()]
    if parts["FREQ"] != "WEEKLY" or "BYSETPOS" not in parts:
        yield from (moment.date() for moment in _rule(_joined(parts), first))
        return
    parts.setdefault("BYDAY", _WEEKDAYS[first.weekday()])
    most = int(parts.pop("COUNT", "0")) or None
    week_begins = _WEEKDAYS.index(parts.get("WKST", "MO"))
    monday = first - timedelta(days=(first.weekday() - week_begins) % 7)
    days = (day for moment in _rule(_joined(parts), monday) if (day := moment.date()) >= first)
    yield from islice(days, most)


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def years_searched(anchor: date, last: date) -> int:
    """The most years that ``repeat_dates`` may search: the cost of a rule."""
    return _LAST_YEAR + 1 - (anchor.year + _years_ahead(anchor.year, last.year))


@lru_cache(maxsize=1024)
def _years_ahead(first: int, last: int) -> int:
    """By how many years to move ``first`` to ``last`` so that every year meets one with the same calendar.

    The year before them counts too: the number of a week depends on it.
    """
    years = range(first - 1, last + 1)
    calendars = [_calendar(year) for year in years]
    for shift in range(_LAST_YEAR - last, 0, -1):
        if all(_calendar(year + shift) == calendar for year, calendar in zip(years, calendars, strict=True)):
            return shift
    return 0


@lru_cache(maxsize=1024)
def _calendar(year: int) -> tuple[bool, int]:
    """Whether a year is a leap year, and the weekday of its first day."""
    return isleap(year), date(year, 1, 1).weekday()


def first_to_expand(repeat: Repeat, anchor: date, first: date) -> date:
    """The date from which a rule has to be expanded to name the same days from ``first`` on as from ``anchor``."""
    return anchor if repeat.needs_first_date else max(anchor, first)


def anchor_of(repeat: Repeat, explicit_from: date | None, first: date) -> date:
    """The date a rule counts from: the explicit `from`, else the first day of the window.

    Raises ValueFault TIM011 when the rule takes something from its first date and has no explicit `from`.
    """
    if explicit_from is not None:
        return explicit_from
    if repeat.needs_first_date:
        raise ValueFault(
            f"{repeat.lacks} needs an explicit `from` on the transmission to count from",
            "TIM011",
        )
    return first
