"""Turns a cell of a table into a value; the table's mapping tells how times, days and dates are written."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bcastplan.document.scalars import raw_of_line
from bcastplan.exchange.day_digits import numbered_days
from bcastplan.exchange.tables.column_mapping import Mapping
from bcastplan.exchange.tables.table_columns import SEASON_COLUMN
from bcastplan.model import written as w
from bcastplan.model.clock import ClockTime, clock_time
from bcastplan.model.dates import parse_date
from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import parse_frequency
from bcastplan.model.keys import Many, shape_of
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import KEYS

_DATE = shape_of(w.Date)
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}$)")
_MANY_DECIMALS = re.compile(r"[0-9]{1,6}\.[0-9]{3,12}")
_UNITS = {
    "power": re.compile(r"(?<=[0-9]) ?kw$", re.IGNORECASE),
    "azimuth": re.compile(r"(?<=[0-9]) ?(?:°|deg)$", re.IGNORECASE),
}
_NO_DIRECTION = frozenset({"ND", "NONDIR", "NONDIRECTIONAL", "OMNI", ""})
"""What tables write for an antenna without a direction, without points and hyphens."""


def read_cell(what: str, text: str, mapping: Mapping) -> Any:
    """The value of a cell that means ``what``; raises ValueFault."""
    if what == SEASON_COLUMN:
        return parse_season(text)
    if what == "time":
        start, dash, stop = text.partition("-")
        if not dash:
            raise ValueFault(f"'{text}' is no time: start and stop in UTC with a hyphen between them")
        return read_clock(start, stop, mapping)
    if what == "days":
        return _days(text, mapping.first_day)
    if what == "frequency":
        return _frequency(text)
    if what in _UNITS:
        return _measure(what, text)
    shape = KEYS[what].shape
    if shape is _DATE:
        return read_date(text, mapping)
    if isinstance(shape, Many) and shape.item is _DATE:
        return tuple(read_date(part, mapping) for part in re.split(r"[,\s]+", text) if part)
    return shape.parse(raw_of_line(text, shape) or "")


def read_clock(start: str, stop: str, mapping: Mapping) -> ClockTime:
    """Start and stop in UTC, each as the mapping writes times; raises ValueFault."""
    return clock_time(_minute(start, mapping), _minute(stop, mapping))


def _minute(text: str, mapping: Mapping) -> int:
    match = re.fullmatch(mapping.time, text.strip())
    if not match or int(match[2]) > 59 or int(match[1]) * 60 + int(match[2]) > 1440:
        raise ValueFault(f"'{text.strip()}' is no time of the form the table is read with (the mapping's `time`)")
    return int(match[1]) * 60 + int(match[2])


def _days(text: str, first_day: int | None) -> int:
    """Days by name, or by number where the mapping says what 1 means, in any notation of the trade."""
    numbers = numbered_days(text)
    if numbers is None:
        return int(KEYS["days"].shape.parse(text))
    if first_day is None:
        how = "say what 1 means in the mapping, `first_day: Sunday` (HFCC and Aoki) or `Monday` (EiBi), or write names"
        raise ValueFault(f"'{text}' counts days by number, which is ambiguous: {how}, as Mon-Fri")
    mask = 0
    for number in numbers:
        mask |= 1 << (number - 1 + first_day) % 7
    return mask


def _frequency(text: str) -> float:
    """Kilohertz with a point or a comma before any number of decimals, as lists have them."""
    written = _with_point(text)
    if _MANY_DECIMALS.fullmatch(written):
        parse_frequency(written.partition(".")[0] or "0")  # the range
        return float(written)
    return parse_frequency(written)


def _measure(what: str, text: str) -> float | None:
    """A power or an azimuth with or without its unit; None for an azimuth of an antenna without direction."""
    if what == "azimuth" and text.upper().replace(".", "").replace("-", "") in _NO_DIRECTION:
        return None
    number = _with_point(_UNITS[what].sub("", text))
    value: float = KEYS[what].shape.parse("0" + number if number.startswith(".") else number)
    return value


def _with_point(text: str) -> str:
    """A number with a decimal comma, one or two digits after it, written with a point; ``9,565`` could be thousands."""
    return _DECIMAL_COMMA.sub(".", text.strip())


@lru_cache(maxsize=4096)
def _date_of(text: str, pattern: str) -> date:
    try:
        moment = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 - a calendar date, no clock
    except ValueError:
        shown = pattern.replace("%Y", "yyyy").replace("%y", "yy").replace("%m", "mm").replace("%d", "dd")
        raise ValueFault(f"'{text.strip()}' is no date of the form {shown}") from None
    # ``strptime`` takes any year; dates of schedules have the limits that this reader knows.
    return parse_date(moment.strftime("%Y-%m-%d"))


def read_date(text: str, mapping: Mapping) -> date:
    """A date as the mapping writes them; raises ValueFault."""
    return parse_date(text) if mapping.dates == "%Y-%m-%d" else _date_of(text, mapping.dates)
