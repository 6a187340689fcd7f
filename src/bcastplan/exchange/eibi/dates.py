"""Dates of day and month only, put into the year that the list's season gives them."""

from __future__ import annotations

import re
from calendar import isleap
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bcastplan.model.errors import ValueFault
from bcastplan.model.season import Season, season, season_of

_FILE_SEASON = re.compile(r"(?<![A-Za-z0-9])([ab])([0-9]{2})(?![0-9A-Za-z])", re.IGNORECASE)
_DDMM = re.compile(r"([0-9]{2})([0-9]{2})")
_HEARD = re.compile(r"\[([0-9]{2})([0-9]{2})\]")
_EDGE_DAYS = {"A": ("2[5-9]03|3[01]03", "2[4-9]10|3[01]10"), "B": ("2[5-9]10|3[01]10", "2[4-9]03|3[01]03")}
_FEW = 3  # as many rows must agree on a month before it says when a list was made


def season_of_file_name(name: str) -> Season | None:
    """The season in a name such as ``sked-a26.csv``."""
    found = _FILE_SEASON.search(re.split(r"[/\\!]", name)[-1])
    return _season(found[1].upper(), int(found[2])) if found else None


def _season(letter: str, short_year: int) -> Season:
    return season(letter, short_year + (1900 if short_year >= 60 else 2000))


def season_of_rows(starts: Iterable[str], stops: Iterable[str], heard: Iterable[str]) -> Season | None:
    """The season that dates at its edges and the newest months of reception point to, or None.

    Args:
        starts: first dates, ``ddmm``.
        stops: last dates, ``ddmm``, whatever follows them.
        heard: the same column as ``stops``; ``[mmyy]`` in it tells when a row was last heard.
    """
    newest = _newest_month(heard)
    if newest is None:
        return None
    firsts, lasts = Counter(starts), Counter(stop[:4] for stop in stops)
    votes = {
        letter: sum(count for text, count in firsts.items() if re.fullmatch(first, text))
        + sum(count for text, count in lasts.items() if re.fullmatch(last, text))
        for letter, (first, last) in _EDGE_DAYS.items()
    }
    if votes["A"] == votes["B"]:
        return season_of(newest)
    letter = "A" if votes["A"] > votes["B"] else "B"
    candidates = [season(letter, newest.year + step) for step in (-1, 0, 1)]
    return min(candidates, key=lambda one: (_distance(newest, one), -one.first_day.toordinal()))


def _distance(day: date, one: Season) -> int:
    return max((one.first_day - day).days, (day - one.last_day).days, 0)


def _newest_month(heard: Iterable[str]) -> date | None:
    months = Counter(month for text in heard for month in [last_heard(text)] if month)
    wanted = [month for month, count in months.items() if count >= _FEW] or list(months)
    return max((date(int(month[:4]), int(month[5:]), 15) for month in wanted), default=None)


@lru_cache(maxsize=4096)
def last_heard(text: str) -> str | None:
    """The month of ``[mmyy]`` as ``2026-07``, None without one or for a month that does not exist."""
    found = _HEARD.search(text)
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    return f"20{found[2]}-{found[1]}"


@lru_cache(maxsize=4096)
def split_stop(text: str) -> tuple[str, str]:
    """The last date and what stands in brackets after it."""
    date_part, bracket, rest = text.strip().partition("[")
    return date_part.strip(), bracket + rest


@lru_cache(maxsize=4096)
def interval(start: str, stop: str, of: Season) -> tuple[date | None, date | None]:
    """First and last date of a row inside a season, None where the season's own edge holds.

    Both dates are taken in the years in which they lie in the season, or nearest to it; a first date alone is
    the last such day before the season ends, a last date alone the first after it begins. A stretch that lies outside
    the season altogether keeps both dates. Raises ValueFault for a date that does not exist.
    """
    opens, closes = of.first_day, of.last_day
    first = last = None
    if start and stop:
        first, last = _nearest(start, stop, of)
    elif start:
        first = max(day for day in _days(start, of) if day <= closes)
    elif stop:
        last = min(day for day in _days(stop, of) if day >= opens)
    if first is not None and last is not None and (first > closes or last < opens):
        return first, last
    return (
        None if first is None or first <= opens else first,
        None if last is None or last >= closes else last,
    )


def _nearest(start: str, stop: str, of: Season) -> tuple[date, date]:
    pairs = [
        (first, min((last for last in _days(stop, of, 3) if last >= first), default=first))
        for first in _days(start, of)
    ]

    opens, closes = of.first_day, of.last_day

    def rank(pair: tuple[date, date]) -> tuple[int, int]:
        overlap = (min(pair[1], closes) - max(pair[0], opens)).days + 1
        return (-max(overlap, 0), max(-overlap, 0))

    return min(pairs, key=rank)


def _days(text: str, of: Season, after: int = 2) -> list[date]:
    day, month = day_and_month(text)
    before = 4 if (day, month) == (29, 2) else 1  # 29 February comes every four years
    year_of_season = of.first_day.year
    years = range(year_of_season - before, year_of_season + max(after, before) + 1)
    return [date(year, month, day) for year in years if before == 1 or isleap(year)]


def day_and_month(text: str) -> tuple[int, int]:
    """Read ``ddmm``; raises ValueFault where there is no such date."""
    found = _DDMM.fullmatch(text)
    if not found:
        raise ValueFault(f"'{text}' is no date: day and month in two digits each, as 0107 for 1 July")
    day, month = int(found[1]), int(found[2])
    try:
        date(2000, month, day)
    except ValueError:
        raise ValueFault(f"'{text}' does not exist: day and month in two digits each, as 0107 for 1 July") from None
    return day, month


def date_in_season(day: int, month: int, of: Season) -> date:
    """The date of a day and month inside the season, or nearest to it."""
    return min(_days(f"{day:02d}{month:02d}", of), key=lambda one: _distance(one, of))
