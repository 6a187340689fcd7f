"""Written values of single keys -> typed values; every fault names the written text and tells what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import FrequencyRange, parse_frequency
from bcastplan.model.nearest import did_you_mean

Raw = str | list["Raw"] | dict[str, "Raw"]
MODES = ("AM", "SSB", "DRM")
STATUSES = ("planned", "active", "unused")
_NUMBER = re.compile(r"^[+-]?[0-9]+(?:\.[0-9]+)?$")
_INTEGER = re.compile(r"^[+-]?[0-9]+$")
_LONGEST_VALUE = 10_000  # characters; a target that lists every quadrant on earth has 1,500
MOST_PEOPLE = 10_000_000_000  # more than live on earth
_MOST_DIGITS = 30  # no quantity of broadcasting has more, and a float of hundreds of digits is infinite
_YES = {"yes": True, "true": True, "no": False, "false": False}


def text(value: Raw) -> str:
    """A non-empty scalar, as written."""
    if not isinstance(value, str):
        raise ValueFault(f"one value is expected here, not a {'list' if isinstance(value, list) else 'mapping'}")
    if not value.strip():
        raise ValueFault("the value is empty: write one or leave the key out")
    if len(value) > _LONGEST_VALUE:
        raise ValueFault(f"a value of {len(value):,} characters is too long: at most {_LONGEST_VALUE:,}")
    return value


def plain_number(value: float) -> str:
    """A number in plain digits without a trailing zero."""
    digits = repr(float(value))
    # Files have plain digits only, and repr writes small numbers as 1e-05.
    if "e" in digits:
        digits = f"{value:.12f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


@lru_cache(maxsize=1024)
def number(written: str) -> float:
    """A plain decimal number."""
    if not _NUMBER.match(written.strip()):
        raise ValueFault(f"'{written}' is not a number")
    _bounded(written)
    return float(written)


@lru_cache(maxsize=1024)
def integer(written: str) -> int:
    """A whole number."""
    if not _INTEGER.match(written.strip()):
        raise ValueFault(f"'{written}' is not a whole number")
    _bounded(written)
    return int(written)


def _bounded(written: str) -> None:
    if len(written.strip()) > _MOST_DIGITS:
        raise ValueFault(f"a number of {len(written.strip()):,} characters is too long")


def between(low: float, high: float, unit: str, code: str = "YML005") -> Callable[[str], float]:
    """A parser of a number inside ``low..high``."""

    @lru_cache(maxsize=512)
    def parse(written: str) -> float:
        value = number(written)
        if not low <= value <= high:
            raise ValueFault(f"{written.strip()} {unit} lies outside {low:g} to {high:g} {unit}", code)
        return value

    return parse


def whole_between(low: int, high: int, unit: str) -> Callable[[str], int]:
    """A parser of a whole number inside ``low..high``."""
    inside = between(low, high, unit)

    def parse(written: str) -> int:
        value = integer(written)
        inside(written)
        return value

    return parse


def people(written: str) -> int:
    """How many people there are somewhere."""
    value = integer(written)
    if not 0 <= value <= MOST_PEOPLE:
        raise ValueFault(f"{value:,} people: expected 0 to {MOST_PEOPLE:,}")
    return value


def frequency_range(written: str) -> FrequencyRange:
    """``531-1602`` or a single frequency, in kHz."""
    low, dash, high = written.partition("-")
    first = parse_frequency(low)
    last = parse_frequency(high) if dash else first
    if last < first:
        raise ValueFault(f"'{written}' runs backwards: write the lower frequency first")
    return FrequencyRange(first, last)


def power_range(written: str) -> FrequencyRange:
    """``500-1000`` or a single power, in kW."""
    low, dash, high = written.partition("-")
    first = power(low)
    last = power(high) if dash else first
    if last < first:
        raise ValueFault(f"'{written}' runs backwards: write the lower power first")
    return FrequencyRange(first, last)


@lru_cache(maxsize=1024)
def power(written: str) -> float:
    """Transmitter power in kW, above 0."""
    value = number(written)
    if value <= 0:
        raise ValueFault(f"a power of {written.strip()} kW: write kW above 0", "SIT005")
    return value


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """A parser of one word out of a closed list, whatever its case."""
    by_word = {choice.lower(): choice for choice in choices}

    def parse(written: str) -> str:
        chosen = by_word.get(written.strip().lower())
        if chosen is None:
            raise ValueFault(f"'{written}' is none of {', '.join(choices)}{did_you_mean(written, choices)}")
        return chosen

    return parse


def flag(written: str) -> bool:
    """yes/no, true/false."""
    word = written.strip().lower()
    if word not in _YES:
        raise ValueFault(f"'{word}' is neither yes nor no")
    return _YES[word]


def zone(written: str) -> str:
    """An IANA time zone name the system knows."""
    from zoneinfo import ZoneInfo

    name = written.strip()
    try:
        ZoneInfo(name)
    # ZoneInfo raises a KeyError for an unknown zone, a ValueError for ../x and an OSError for Asia, which is a folder.
    except Exception:
        raise ValueFault(f"'{written}' is not an IANA time zone, as Asia/Seoul") from None
    return name


def identifier(written: str) -> str:
    """The id of a transmission: no white space, so that it can be named on a command line."""
    word = written.strip()
    if re.search(r"\s", word):
        raise ValueFault(f"the id '{written}' has white space in it: join the words with hyphens")
    return word
