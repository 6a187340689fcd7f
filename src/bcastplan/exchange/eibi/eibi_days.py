"""The third column: days of the week, days of the month, single dates, and remarks that are no days at all.

An expression is read whole or not at all: one that cannot be understood names no days, and its row is reported.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bcastplan.model.days import DAILY, day_range
from bcastplan.model.repeat import Repeat, parse_repeat
from bcastplan.model.season import Season

NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RULE_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBER_OF_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, 1)}

REMARKS: dict[str, str] = {
    "alt": "alternative frequency, not usually in use",
    "irr": "irregular operation",
    "tent": "tentative, to be confirmed",
    "test": "test operation",
    "ram": "Ramadan schedule",
    "haj": "Haj schedule",
    "harm": "harmonic of another frequency",
    "imod": "intermodulation product",
    "spur": "spurious emission",
    "plan": "planned, not on the air yet",
    "tbc": "to be confirmed",
    "win": "in winter only",
    "sum": "in summer only",
    "xmas": "at Christmas",
    "hbf": "schedule of the Hornbill Festival",
    "rshd": "on Radio St. Helena Day",
    "lsb": "lower sideband",
    "usb": "upper sideband",
}
"""Remark, in lower case -> what it means."""

NO_SERVICE = frozenset({"harm", "imod", "spur"})
"""Emissions that nobody transmits on purpose."""
SEASONAL = frozenset({"ram", "haj", "xmas", "hbf", "rshd"})
"""Schedules for a feast; only a row with dates says when it is."""
OTHER_HALF = {"A": "win", "B": "sum"}
"""Season's letter -> the remark of rows that are on the air in the other half of the year."""
SIDEBANDS = frozenset({"lsb", "usb"})

_LONGEST = 100
"""Characters of an expression that is read; the column is five wide, and remarks may stand beside the days."""
_SPELLINGS = {"tests": "test", "plans": "plan", "harmo": "harm"}
_ALONE = frozenset({"plan", "plans", "tbc", "win", "sum", "xmas", "hbf", "rshd"})
"""Words that stand without days; within others they could be days, as in SuMo."""
# Longer words come first: an alternative of a pattern ends at its first
# match, and `test` would leave the `s` of `tests`.
_WORDS = "tests|harmo|" + "|".join(sorted(REMARKS.keys() - _ALONE, key=len, reverse=True))
_GAP = r"[\s.,/+]*"
_LEADING = re.compile(rf"({_WORDS})(?![a-z]*-){_GAP}", re.IGNORECASE)
_TRAILING = re.compile(rf"(?<![\s.,/+]){_GAP}+({_WORDS})\.?$", re.IGNORECASE)
"""Looked for from the first character of a gap only, not from each one in turn."""
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DIGITS = re.compile(r"[1-7]{1,7}")
_ITEM = re.compile(rf"({_DAY})(?:\s*-\s*({_DAY}))?[\s,./+&]*", re.IGNORECASE)
_ORDINAL = re.compile(rf"([1-5](?:[,/+&.][1-5])*)\.?\s*({_DAY})({_DAY})?", re.IGNORECASE)
_LAST = re.compile(rf"Last\.?\s*(?:([1-7]+)|((?:{_DAY})+))", re.IGNORECASE)
_UP_TO = re.compile(rf"(MF|{_DAY}(?:-?{_DAY})?)-([0-9]{{1,2}})", re.IGNORECASE)
_OF_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)(?:[\s,/+&]+|$)", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MONTH = "|".join((*MONTHS, *sorted(_ROMAN, key=len, reverse=True)))
_MONTHS_NAMED = re.compile(rf"({_MONTH})(?:-({_MONTH}))?", re.IGNORECASE)
_DATE = re.compile(rf"([0-9]{{1,2}})(?:-([0-9]{{1,2}}))?\.?({'|'.join(MONTHS)})", re.IGNORECASE)


class Days(NamedTuple):
    """The meaning of an expression.

    Attributes:
        mask: days of the week, bit 0 is Monday.
        repeat: days of the month, where it names some.
        dates: first and last (day, month) where it names dates.
        following: number in the month, a day and a later day (0 is Monday) for ``1WeFr``.
        remarks: keys of REMARKS.
        alternating: every second of those days.
        understood: False where the expression means nothing that is known.
    """

    mask: int = DAILY
    repeat: Repeat | None = None
    dates: tuple[tuple[int, int], tuple[int, int]] | None = None
    following: tuple[int, int, int] | None = None
    remarks: tuple[str, ...] = ()
    alternating: bool = False
    understood: bool = True

    @property
    def mode(self) -> str:
        """SSB where a sideband is named."""
        return "SSB" if SIDEBANDS.intersection(self.remarks) else "AM"

    @property
    def note(self) -> str | None:
        """The remarks in words, None without any."""
        words = [REMARKS[remark] for remark in self.remarks]
        if self.alternating:
            words.append("every second of these days")
        return "; ".join(words) or None


@lru_cache(maxsize=4096)
def read_days(text: str) -> Days:
    """Read a days column such as ``Mo-Fr``, ``1245``, ``1.Sa``, ``Last7``, ``5Apr``, ``MF-15`` or ``irr``."""
    if len(text) > _LONGEST:
        return Days(understood=False)
    rest, remarks = _without_remarks(text.strip())
    alternating = "alt" in remarks and bool(rest)
    if alternating:
        remarks = tuple(remark for remark in remarks if remark != "alt")
    if not rest:
        return Days(remarks=remarks)
    # The usual forms come first.
    for read in (_numbered, _named, _dated, _last, _up_to, _ordinal, _of_month, _in_months):
        days = read(rest)
        if days is not None:
            return days._replace(remarks=remarks, alternating=alternating)
    return Days(remarks=remarks, understood=False)


def _without_remarks(text: str) -> tuple[str, tuple[str, ...]]:
    if text.lower().rstrip(".") in _ALONE:
        word = text.lower().rstrip(".")
        return "", (_SPELLINGS.get(word, word),)
    remarks: list[str] = []
    while text:
        match = _LEADING.match(text) or _TRAILING.search(text)
        if match is None:
            break
        remarks.append(_SPELLINGS.get(match[1].lower(), match[1].lower()))
        text = text[: match.start()] + text[match.end() :]
    return text.strip(), tuple(dict.fromkeys(remarks))


def _index(name: str) -> int:
    return NAMES.index(name.capitalize())


def _indexes(names: str) -> list[int]:
    return [_index(names[at : at + 2]) for at in range(0, len(names), 2)]


def _mask(indexes: list[int]) -> int:
    return sum(1 << index for index in set(indexes))


def _numbered(text: str) -> Days | None:
    return Days(_mask([int(digit) - 1 for digit in text])) if _DIGITS.fullmatch(text) else None


def _named(text: str) -> Days | None:
    if text.upper() == "MF":
        return Days(day_range(0, 4))
    mask, at = 0, 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            return None
        mask |= day_range(_index(match[1]), _index(match[2] or match[1]))
        at = match.end()
    return Days(mask)


def _dated(text: str) -> Days | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    month = _NUMBER_OF_MONTH[match[3].lower()]
    first, last = int(match[1]), int(match[2] or match[1])
    if not (_exists(first, month) and _exists(last, month)) or last < first:
        return None
    return Days(dates=((first, month), (last, month)))


def _exists(day: int, month: int) -> bool:
    try:
        # A leap year, because the expression names no year and 29 February is a date in some of them.
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _last(text: str) -> Days | None:
    match = _LAST.fullmatch(text)
    if match is None:
        return None
    indexes = [int(digit) - 1 for digit in match[1]] if match[1] else _indexes(match[2])
    names = ",".join(f"-1{_RULE_NAMES[index]}" for index in dict.fromkeys(indexes))
    return Days(repeat=parse_repeat(f"FREQ=MONTHLY;BYDAY={names}"))


def _up_to(text: str) -> Days | None:
    match = _UP_TO.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 31:
        return None
    span = match[1].replace("-", "")
    days = day_range(0, 4) if span.upper() == "MF" else day_range(_indexes(span)[0], _indexes(span)[-1])
    numbers = ",".join(str(number) for number in range(1, int(match[2]) + 1))
    return Days(days, repeat=parse_repeat(f"FREQ=MONTHLY;BYMONTHDAY={numbers}"))


def _ordinal(text: str) -> Days | None:
    match = _ORDINAL.fullmatch(text)
    if match is None:
        return None
    numbers = [int(number) for number in re.findall("[1-5]", match[1])]
    first = _index(match[2])
    if match[3] is None:
        names = ",".join(f"{number}{_RULE_NAMES[first]}" for number in numbers)
        return Days(repeat=parse_repeat(f"FREQ=MONTHLY;BYDAY={names}"))
    if len(numbers) > 1:
        return None
    later = _index(match[3])
    return Days(_mask([first, later]), following=(numbers[0], first, later))


def _of_month(text: str) -> Days | None:
    """``25th``, ``1st,15th``: days of every month, in the lists until B23."""
    numbers, at = set(), 0
    while at < len(text):
        match = _OF_MONTH.match(text, at)
        if match is None or not 1 <= int(match[1]) <= 31:
            return None
        numbers.add(int(match[1]))
        at = match.end()
    return Days(repeat=parse_repeat(f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, sorted(numbers)))}"))


def _in_months(text: str) -> Days | None:
    """``Aug``, ``IX``, ``XI-II``: every day of some months, in Roman numerals in the oldest lists."""
    match = _MONTHS_NAMED.fullmatch(text)
    if match is None:
        return None
    first = _number_of_month(match[1])
    last = _number_of_month(match[2] or match[1])
    months = [(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)]
    return Days(repeat=parse_repeat(f"FREQ=DAILY;BYMONTH={','.join(map(str, months))}"))


def _number_of_month(name: str) -> int:
    upper = name.upper()
    return _ROMAN.index(upper) + 1 if upper in _ROMAN else _NUMBER_OF_MONTH[name.lower()]


def not_following(
    following: tuple[int, int, int], season: Season, first_date: date | None = None, last_date: date | None = None
) -> tuple[date, ...]:
    """Dates that ``1WeFr`` leaves out: every Wednesday and Friday but the first of a month and the one after it.

    They lie in the season, and between the first and the last date of the row where it has some.
    """
    number, first, later = following
    gap = timedelta(days=(later - first) % 7 or 7)
    span = season.window
    opens, closes = max(first_date or span.first_day, span.first_day), min(last_date or span.last_day, span.last_day)
    # A pair may begin up to a week before the season; nine days are enough to see it.
    days = [span.first_day + timedelta(days=step) for step in range(-9, span.days)]
    # The days 1 to 7 hold the first of every weekday, 8 to 14 the second.
    started = {day for day in days if day.weekday() == first and (day.day + 6) // 7 == number}
    paired_days = started | {day + gap for day in started}
    return tuple(
        day for day in days if opens <= day <= closes and day.weekday() in (first, later) and day not in paired_days
    )


_RULE_DAYS = re.compile(r"FREQ=MONTHLY;BYDAY=(-?[1-5])([A-Z]{2})")


def write_days(mask: int, repeat: Repeat | None) -> str | None:
    """The expression for some days, None where five characters of EiBi's notation cannot hold it."""
    if repeat is not None:
        match = _RULE_DAYS.fullmatch(repeat.text)
        if match is None or mask != DAILY or match[2] not in _RULE_NAMES:
            return None
        day = _RULE_NAMES.index(match[2])
        return f"Last{day + 1}" if match[1] == "-1" else f"{match[1]}.{NAMES[day]}" if match[1][0] != "-" else None
    if mask == DAILY:
        return ""
    days = [day for day in range(7) if mask >> day & 1]
    if len(days) == 1:
        return NAMES[days[0]]
    # One first day means that the days follow each other, over the end of the week too, as Fri-Mon.
    starts = [day for day in days if not mask >> ((day - 1) % 7) & 1]
    if len(starts) == 1 and len(days) > 2:
        return f"{NAMES[starts[0]]}-{NAMES[(starts[0] + len(days) - 1) % 7]}"
    if len(days) == 2:
        # EiBi's own lists write the weekend so, and other pairs with a comma.
        return "SaSu" if days == [5, 6] else f"{NAMES[days[0]]},{NAMES[days[1]]}"
    return "".join(str(day + 1) for day in days)
