"""Cuts rows of the two fixed layouts of Aoki's list: the long one of 160 columns, and the short one for receivers.

Time and days have a form that nothing else has. Where they stand tells which layout a row is of, and whether it is
shifted. Headings are recognised by their form too, because their wording has changed from month to month.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TIME_COLUMN = 38  # from 0, in the long layout
_SHORT_TIME_COLUMN = 14
_ROW = re.compile(
    r"\s*([0-9]{1,5}(?:\.[0-9]+)?)(\D)(.*?)(?<![0-9])([0-9]{4}-[0-9]{4})\s((?=[. -]*[1-7])[1-7. -]{7})(?=\s|$)"
)
_SHORT_ROW = re.compile(r"([0-9]{1,5}(?:\.[0-9]+)?)\s+([0-9]{4}-[0-9]{4})\s")
_RULER = re.compile(r"[-+=_ ]{10,}$|\+-+\+-+\+")
_TITLE = re.compile(r"\W{0,3}([AB][0-9]{2})\b(?=.*(?:\bday\s*1\b|\blist\b|wave|fre?q))", re.IGNORECASE)
_COLUMN_NAMES = re.compile(r"\W{0,3}(?:k\s?hz|fre?q)", re.IGNORECASE)
_CLOCK_NAMES = re.compile(r"\butc|\btime", re.IGNORECASE)
_PLACE_NAME = re.compile(r"\bLoca?t", re.IGNORECASE)
_LONGEST_HEADING = 300
_CLOCKS = re.compile(r"[0-9]{4}-[0-9]{4}")


class AokiRow(NamedTuple):
    """The texts of one row, and whether its columns stood in their places."""

    khz: str
    time: str
    days: str
    flag: str = " "
    station: str = ""
    language: str = ""
    power: str = ""
    azimuth: str = ""
    site: str = ""
    administration: str = ""
    position: str = ""
    remark: str = ""
    shifted: bool = False
    language_letters: str = ""
    """The first three letters of the language's name, in the short layout; two languages may share them."""


def season_in_title(line: str) -> str | None:
    """The season, as ``A26``, of a title such as ``A26 Shortwave Frequency List``, in any of its spellings."""
    match = None if _CLOCKS.search(line) else _TITLE.match(line)
    return match[1].upper() if match else None


def is_heading(line: str) -> bool:
    """Whether a line is a title, the names of the columns or a ruler: words without a clock time."""
    if _CLOCKS.search(line) or len(line) > _LONGEST_HEADING:
        return False
    named = _COLUMN_NAMES.match(line) is not None and _CLOCK_NAMES.search(line) is not None
    return named or bool(_TITLE.match(line) or _RULER.match(line))


def is_short_heading(line: str) -> bool:
    """Whether a line names the columns of the short layout, which end with place and days."""
    place = _PLACE_NAME.search(line)
    return place is not None and " day" in line[place.end() :].lower() and is_heading(line)


def cut(line: str) -> AokiRow | None:
    """The texts of a row of either layout, None where frequency, time and days cannot be found."""
    return _cut_long(line) or _cut_short(line)


def _cut_long(line: str) -> AokiRow | None:
    match = _ROW.match(line)
    if match is None:
        return None
    by = match.start(4) - _TIME_COLUMN

    def text(first: int, stop: int) -> str:
        # In a row shifted to the left a place may lie before its beginning,
        # where a negative index would count from the end.
        return line[max(first + by, 0) : stop + by].strip()

    azimuth, shifted = text(86, 89), by != 0
    # Some rows have only their azimuth a column farther right (`250  352Jeju`); a fourth digit or ND gives them away.
    if text(86, 90) != azimuth and (re.fullmatch("[0-9]+", text(86, 90)) or text(86, 90).upper() == "ND"):
        azimuth, shifted = text(86, 90), True
    return AokiRow(
        khz=match[1], flag=match[2], station=match[3].strip(), time=match[4], days=match[5], language=text(56, 76),
        power=text(80, 85), azimuth=azimuth, site=text(90, 112), administration=text(113, 116),
        position=text(117, 133), remark=text(134, 158), shifted=shifted,
    )  # fmt: skip


def _cut_short(line: str) -> AokiRow | None:
    """The texts of a row of the short layout; it has no power, azimuth, position or remark."""
    match = _SHORT_ROW.match(line)
    if match is None:
        return None
    by = match.start(2) - _SHORT_TIME_COLUMN

    def text(first: int, stop: int | None) -> str:
        return line[first + by : None if stop is None else stop + by].strip()

    return AokiRow(
        khz=match[1], time=match[2], days=text(75, None), station=text(34, 58), language_letters=text(59, 62),
        site=text(63, 75), administration=text(30, 33), shifted=by != 0,
    )  # fmt: skip
