"""The comment lines at the top of a file: they name the season, and are kept as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bcastplan.exchange.hfcc.hfcc_columns import HEADER_KEY
from bcastplan.model.errors import ValueFault
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Season, parse_season

COMMENT = ";"
EVERYBODY = "ALL"
_SEASON = re.compile(r"^;\s*([ABab][0-9]{2})\b")
_RULER = (
    ";----+----+----+------------------------------+---+----+-------+---+---+-------+------+------+-+-----+----------+"
    "---+---+---+-----+-+-----+-----+-----+-------"
)
_LABELS = (
    ";FREQ STRT STOP CIRAF ZONES                    LOC POWR AZIMUTH SLW ANT DAYS    FDATE  TDATE MOD AFRQ LANGUAGE   "
    "ADM BRC FMO REQ# OLD ALT1 ALT2  ALT3  NOTES"
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def season_of_header(lines: Iterable[str]) -> Season | None:
    """The season of the first line that names one, as ``; A26 ALL 21-jul-2026``."""
    for line in lines:
        if match := _SEASON.match(line):
            try:
                return parse_season(match[1])
            except ValueFault:
                return None
    return None


def header_lines(season: Season, managers: Iterable[str], made_on: date) -> list[str]:
    """The header of a file to be submitted: season, organisation and date, then the names of the columns."""
    named = sorted(set(managers))
    who = named[0] if len(named) == 1 else EVERYBODY
    day = f"{made_on.day:02d}-{_MONTHS[made_on.month - 1]}-{made_on.year}"
    return [f";{season} {who} {day}", _RULER, _LABELS, _RULER]


def kept_header(schedules: Sequence[Schedule]) -> list[str] | None:
    """The header lines all schedules were read with, None where they differ or one has none."""
    headers = [schedule.extensions.get(HEADER_KEY) for schedule in schedules]
    first = headers[0] if headers else None
    if not isinstance(first, list) or not all(isinstance(line, str) for line in first):
        return None
    return [str(line) for line in first] if all(header == first for header in headers) else None
