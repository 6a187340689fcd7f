"""Dates of day and month only, put into the year that the list's season gives them."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import zip_longest

from bcastplan.exchange.list_seasons import RowsSay
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import Season, season

_DDMM = re.compile(r"([0-9]{2})([0-9]{2})")
_HEARD = re.compile(r"\[([0-9]{2})([0-9]{2})\]")
_FEW = 3  # so many rows must agree on a month before it dates a list
_MADE_AHEAD = timedelta(days=62)  # a list of a season may be made this long before it opens
_CLEARLY = 2  # a season is ruled out where another has more than as many times its votes
_YEARS = range(2000, 2050)  # EiBi's lists of one form began in 2006


def rows_say(starts: Iterable[str], stops: Iterable[str], heard: Iterable[str]) -> RowsSay:
    """Judge the season by the rows: how many begin or end on its edges, and when they were last heard.

    A row from the first of a month to the last of one is monthly, whatever season these days are near.
    """
    pairs = Counter((start.strip(), split_stop(stop)[0]) for start, stop in zip_longest(starts, stops, fillvalue=""))
    for pair in [pair for pair in pairs if _is_monthly(*pair)]:
        del pairs[pair]
    month, certain = _newest_month(heard)
    if month is None:
        votes = {
            candidate: _votes(candidate, pairs)
            for year in _YEARS
            for candidate in (season("A", year), season("B", year))
        }
        most = max(votes.values())
        return RowsSay(tuple(candidate for candidate, count in votes.items() if 0 < count == most), None, "its dates")
    last = month.replace(day=monthrange(month.year, month.month)[1])
    votes = {candidate: _votes(candidate, pairs) for candidate in _open_seasons(month, last)}
    most = max(votes.values())
    likely = tuple(candidate for candidate, count in votes.items() if _CLEARLY * count >= most)
    by = "its dates and last receptions" if most else "its last receptions"
    return RowsSay(likely, month if certain else None, by)


def _open_seasons(first: date, last: date) -> list[Season]:
    """The seasons a list with receptions up to these days may be of: not ended, and begun or soon to begin."""
    around = [season(letter, year) for year in range(first.year - 1, first.year + 2) for letter in "AB"]
    return [
        candidate for candidate in around if candidate.last_day >= first and candidate.first_day <= last + _MADE_AHEAD
    ]


def _votes(of: Season, pairs: Mapping[tuple[str, str], int]) -> int:
    """Count the first dates near the season's first day and the last dates near its last; a day or two is near."""
    opens = {f"{of.first_day + timedelta(days=step):%d%m}" for step in (-1, 0, 1)}
    closes = {f"{of.last_day - timedelta(days=step):%d%m}" for step in (0, 1, 2)}
    return sum(count * ((start in opens) + (stop in closes)) for (start, stop), count in pairs.items())


def _is_monthly(start: str, stop: str) -> bool:
    try:
        (first, _), (last, month) = day_and_month(start), day_and_month(stop)
    except ValueFault:
        return False
    # 2001 is no leap year, so that the 28th counts as the end of February in every list.
    return first == 1 and last >= monthrange(2001, month)[1]


def _distance(day: date, season_of_day: Season) -> int:
    return max((season_of_day.first_day - day).days, (day - season_of_day.last_day).days, 0)


def _newest_month(heard: Iterable[str]) -> tuple[date | None, bool]:
    """The first day of the newest month of reception, and whether rows enough agree on it to rule a season out.

    Enough are three and one in a hundred of those heard at all (a list of B15 has three slips of one month), or two
    that are half of them; other months count only where no month has enough.
    """
    months = Counter(month for text in heard for month in [last_heard(text)] if month)
    total = months.total()
    enough = max(_FEW, total // 100)
    agreed = [month for month, count in months.items() if count >= enough or (count > 1 and 2 * count >= total)]
    newest = max((date(int(month[:4]), int(month[5:]), 1) for month in agreed or months), default=None)
    return newest, bool(agreed)


@lru_cache(maxsize=4096)
def last_heard(text: str) -> str | None:
    """The month of ``[mmyy]`` as ``2026-07``, None without one or for a month that does not exist."""
    match = _HEARD.search(text)
    if match is None or not 1 <= int(match[1]) <= 12:
        return None
    return f"20{match[2]}-{match[1]}"


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
    match = _DDMM.fullmatch(text)
    if not match:
        raise ValueFault(f"'{text}' is no date: day and month in two digits each, as 0107 for 1 July")
    day, month = int(match[1]), int(match[2])
    try:
        # A leap year, because the year is not known yet and 29 February is a date in some.
        date(2000, month, day)
    except ValueError:
        raise ValueFault(f"'{text}' does not exist: day and month in two digits each, as 0107 for 1 July") from None
    return day, month


def date_in_season(day: int, month: int, of: Season) -> date:
    """The date of a day and month inside the season, or nearest to it."""
    return min(_days(f"{day:02d}{month:02d}", of), key=lambda candidate: _distance(candidate, of))
