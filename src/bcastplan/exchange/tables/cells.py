"""One cell of a table -> one value, as the table's mapping writes times, days and dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bcastplan.document.scalars import raw_of_line
from bcastplan.exchange.tables.column_mapping import Mapping
from bcastplan.exchange.tables.table_columns import SEASON_COLUMN
from bcastplan.model import written as w
from bcastplan.model.clock import ClockTime, clock_time
from bcastplan.model.dates import parse_date
from bcastplan.model.days import format_days
from bcastplan.model.errors import ValueFault
from bcastplan.model.keys import Many, shape_of
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import KEYS

_DATE = shape_of(w.Date)
_DIGITS = re.compile(r"[1-7][1-7 ,.]*")


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
        return KEYS[what].shape.parse(_day_words(text, mapping.first_day))
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
    found = re.fullmatch(mapping.time, text.strip())
    if not found or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > 1440:
        raise ValueFault(f"'{text.strip()}' is no time of the form the table is read with (the mapping's `time`)")
    return int(found[1]) * 60 + int(found[2])


def _day_words(text: str, first_day: int | None) -> str:
    """Digits of days as words where the mapping says what 1 means; everything else as written."""
    if first_day is None or not _DIGITS.fullmatch(text):
        return text
    mask = 0
    for digit in re.findall("[1-7]", text):
        mask |= 1 << (int(digit) - 1 + first_day) % 7
    return format_days(mask)


@lru_cache(maxsize=4096)
def _date_of(text: str, pattern: str) -> date:
    try:
        found = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 - a calendar date, no clock
    except ValueError:
        shown = pattern.replace("%Y", "yyyy").replace("%y", "yy").replace("%m", "mm").replace("%d", "dd")
        raise ValueFault(f"'{text.strip()}' is no date of the form {shown}") from None
    return parse_date(found.strftime("%Y-%m-%d"))


def read_date(text: str, mapping: Mapping) -> date:
    """A date as the mapping writes them; raises ValueFault."""
    return parse_date(text) if mapping.dates == "%Y-%m-%d" else _date_of(text, mapping.dates)
