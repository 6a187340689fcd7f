"""The clock that all listeners of a target share: one zone, or several that show the same time all year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.reference.target_places import target_zones

_HOUR = timedelta(hours=1)


class TargetClock(NamedTuple):
    """A clock, as the IANA zones that keep it; in the year asked for they show the same time in every hour."""

    zones: tuple[str, ...]

    @property
    def zone(self) -> str:
        """The first of the zones; all of them show the same time."""
        return self.zones[0]

    def at(self, moment: datetime) -> datetime:
        """The local time at a moment."""
        return moment.astimezone(ZoneInfo(self.zone))

    def label(self, moment: datetime) -> str:
        """The name of its time at a moment: ``KST`` where all zones use that name, else ``UTC+9``."""
        names = {moment.astimezone(ZoneInfo(zone)).tzname() or "" for zone in self.zones}
        # The database names some clocks by their offset only, as +07: these are told as UTC+7.
        name = names.pop()
        return name if not names and name.isalpha() else offset_label(self.at(moment))


@lru_cache(maxsize=8192)
def target_clock(text: str, year: int) -> TargetClock | None:
    """The clock of a target in a year (UTC); None where its listeners keep different ones, or none is known.

    ``44NE,45`` has one in 2026, Korea and Japan both being nine hours ahead; it had none in 2016.
    """
    return clock_of_zones(target_zones(text), year)


def clock_of_zones(zones: tuple[str, ...], year: int) -> TargetClock | None:
    """The clock of several zones in a year (UTC); None where they differ in an hour of it, and for no zones."""
    return TargetClock(zones) if zones and _agree(zones, year) else None


@lru_cache(maxsize=1024)
def _agree(zones: tuple[str, ...], year: int) -> bool:
    if len(zones) == 1:
        return True
    places = [ZoneInfo(zone) for zone in zones]
    first = datetime(year, 1, 1, tzinfo=UTC)
    hours = (date(year, 12, 31) - first.date()).days * 24 + 24
    moments = (first + number * _HOUR for number in range(hours))
    # Every hour is compared, because zones with equal offsets may change their clocks on different dates.
    return all(len({moment.astimezone(place).utcoffset() for place in places}) == 1 for moment in moments)


def minutes_ahead(zone: ZoneInfo, day: date) -> int:
    """Minutes by which a zone is ahead of UTC on a date."""
    # A clock may be changed within the date: what holds at noon UTC stands for all of it.
    there = datetime.combine(day, time(12), UTC).astimezone(zone)
    return round((there.utcoffset() or timedelta()).total_seconds() / 60)


def offset_label(there: datetime) -> str:
    """How far a local time is from UTC, as ``UTC+9``, ``UTC-3:30`` or ``UTC``."""
    minutes = round((there.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"


@lru_cache(maxsize=4096)
def clock_range(clock_there: TargetClock, time: tuple[int, int], day: date) -> str:
    """Start and stop of an airing by another clock on a UTC date, as ``0030-0130 KST``; a stop at midnight is 2400."""
    start, stop = time
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=start)
    there = clock_there.at(begin)
    minute = there.hour * 60 + there.minute
    end = (minute + stop - start) % MINUTES_PER_DAY or MINUTES_PER_DAY
    return f"{clock(minute)}-{clock_stop(end)} {clock_there.label(begin)}"
