"""Written values of single keys -> typed values; every fault names what was written and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bcastplan.model.clock import parse_time
from bcastplan.model.dates import parse_date
from bcastplan.model.days import parse_days
from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import parse_frequency
from bcastplan.model.repeat import parse_repeat
from bcastplan.model.season import parse_season

Raw = str | list["Raw"] | dict[str, "Raw"]
MODES = ("AM", "SSB", "DRM")
STATUSES = ("planned", "active", "unused")
_NUMBER = re.compile(r"^[+-]?[0-9]+(?:\.[0-9]+)?$")
_INTEGER = re.compile(r"^[+-]?[0-9]+$")
_LONGEST_VALUE = 10_000  # characters; a target that lists every quadrant on earth has 1,500
_MOST_DIGITS = 30  # no quantity of broadcasting has more, and a float of hundreds of digits is infinite
_SHORTEST_BEGINNING = 3  # letters from which on an abbreviation means something
_YES = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class InlineSite:
    """A transmitter site written out in the schedule, degrees north and east positive."""

    name: str
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return self.name


def text(value: Raw) -> str:
    """A non-empty scalar, as written."""
    if not isinstance(value, str):
        raise ValueFault(f"one value is expected here, not a {'list' if isinstance(value, list) else 'mapping'}")
    if not value.strip():
        raise ValueFault("the value is empty: write one or leave the key out")
    if len(value) > _LONGEST_VALUE:
        raise ValueFault(f"a value of {len(value):,} characters is too long: at most {_LONGEST_VALUE:,}")
    return value


def scalar(parse: Callable[[str], Any]) -> Callable[[Raw], Any]:
    """A parser of one scalar out of a parser of its text."""
    return lambda value: parse(text(value))


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
        found = by_word.get(written.strip().lower())
        if found is None:
            raise ValueFault(f"'{written}' is none of {', '.join(choices)}{did_you_mean(written, choices)}")
        return found

    return parse


def did_you_mean(word: str, choices: tuple[str, ...] | list[str]) -> str:
    """``, did you mean X?`` where a choice is close or begins with the word, else nothing."""
    import difflib

    by_word = {choice.lower(): choice for choice in choices}
    written = word.strip().lower()
    close = difflib.get_close_matches(written, by_word, 1, 0.6)
    if not close and len(written) >= _SHORTEST_BEGINNING:
        close = [choice for choice in by_word if choice.startswith(written)][:1]
    return f", did you mean {by_word[close[0]]}?" if close else ""


def flag(value: Raw) -> bool:
    """yes/no, true/false."""
    word = text(value).strip().lower()
    if word not in _YES:
        raise ValueFault(f"'{word}' is neither yes nor no")
    return _YES[word]


def listing(parse: Callable[[str], Any]) -> Callable[[Raw], tuple[Any, ...]]:
    """A parser of one scalar or a list of scalars, as a tuple."""

    def parse_all(value: Raw) -> tuple[Any, ...]:
        if isinstance(value, str):
            return (parse(text(value)),)
        if not isinstance(value, list):
            raise ValueFault("a value or a list of values is expected here")
        parsed = []
        for position, item in enumerate(value):
            try:
                parsed.append(parse(text(item)))
            except ValueFault as fault:
                raise fault.below(position) from None
        return tuple(parsed)

    return parse_all


def site(value: Raw) -> str | InlineSite:
    """A site code, or ``{name: , latitude: , longitude: }`` in decimal degrees."""
    if isinstance(value, str):
        return text(value).strip()
    if not isinstance(value, dict):
        raise ValueFault("a site is a code, or {name: , latitude: , longitude: }")
    return InlineSite(**place_fields(value, ("name", "latitude", "longitude")))


def place_fields(value: Mapping[str, Raw], keys: tuple[str, ...]) -> dict[str, Any]:
    """Read the named keys of a place; raises a fault at the unknown, missing or wrong one."""
    parsers: dict[str, Callable[[str], Any]] = {
        "name": str.strip,
        "administration": str.strip,
        "latitude": between(-90, 90, "degrees"),
        "longitude": between(-180, 180, "degrees"),
    }
    for key in value:
        if key not in keys:
            raise ValueFault(
                f"unknown key '{key}'{did_you_mean(key, keys) or ': it has ' + ', '.join(keys)}", "YML002", (key,)
            )
    fields = {}
    for key in keys:
        if key not in value:
            raise ValueFault(f"'{key}' is missing", "YML004")
        try:
            fields[key] = parsers[key](text(value[key]))
        except ValueFault as fault:
            raise fault.below(key) from None
    return fields


def zone(written: str) -> str:
    """An IANA time zone name the system knows."""
    from zoneinfo import ZoneInfo

    name = written.strip()
    try:
        ZoneInfo(name)
    except Exception:
        raise ValueFault(f"'{written}' is not an IANA time zone, as Asia/Seoul") from None
    return name


def code_word(written: str) -> str:
    """A code as written, outer space removed."""
    return written.strip()


def alternative(written: str) -> str:
    """An alternative frequency in kHz or a band, kept as written."""
    return written.strip()


def identifier(written: str) -> str:
    """The id of a transmission: no white space, so that it can be named on a command line."""
    word = written.strip()
    if re.search(r"\s", word):
        raise ValueFault(f"the id '{written}' has white space in it: join the words with hyphens")
    return word


TRANSMISSION_PARSERS: dict[str, Callable[[Raw], Any]] = {
    "id": scalar(identifier),
    "service": scalar(str.strip),
    "frequency": scalar(parse_frequency),
    "time": scalar(parse_time),
    "days": lambda value: parse_days(_days(value)),
    "from": scalar(parse_date),
    "until": scalar(parse_date),
    "except": listing(parse_date),
    "repeat": scalar(parse_repeat),
    "follows": scalar(zone),
    "status": scalar(one_of(STATUSES)),
    "mode": scalar(one_of(MODES)),
    "broadcaster": scalar(code_word),
    "manager": scalar(code_word),
    "administration": scalar(code_word),
    "language": listing(code_word),
    "programme": scalar(str.strip),
    "target": scalar(str.strip),
    "site": site,
    "transmitter": scalar(code_word),
    "power": scalar(power),
    "antenna": scalar(code_word),
    "azimuth": scalar(between(0, 360, "degrees")),
    "slew": scalar(between(-90, 90, "degrees")),
    "design_frequency": scalar(parse_frequency),
    "alternatives": listing(alternative),
    "sync": scalar(code_word),
    "rate": scalar(between(0, 1e9, "per hour")),
    "requirement": scalar(integer),
    "old": flag,
    "note": scalar(str),
}
"""Key of a transmission -> parser; the order is the order in which files are written."""


def _days(value: Raw) -> str | list[str]:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value  # type: ignore[return-value]
    raise ValueFault("days are daily, Mon-Fri, Sat,Sun or a list of such words", "TIM010")


SCHEDULE_PARSERS: dict[str, Callable[[Raw], Any]] = {
    "service": scalar(str.strip),
    "season": scalar(parse_season),
    "from": scalar(parse_date),
    "until": scalar(parse_date),
}
