"""A time zone as calendars want it: every change of its offset in a stretch of time, spelled out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


class Change(NamedTuple):
    """A moment from which another offset holds; ``local`` is the clock time before the change."""

    local: datetime
    offset_before: timedelta
    offset_after: timedelta
    name: str
    is_summer_time: bool


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[Change]:
    """The offset at ``first`` and every change until ``last`` (aware, in UTC)."""
    begin = _offset(zone, first)
    zone_changes = [_change(zone, first, begin)]
    moment = first
    while moment < last:
        # This takes for granted that no zone changes its offset twice within a day.
        later = min(moment + timedelta(days=1), last)
        if _offset(zone, later) != _offset(zone, moment):
            at = _moment_of_change(zone, moment, later)
            zone_changes.append(_change(zone, at, _offset(zone, moment)))
        moment = later
    return zone_changes


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change(zone: ZoneInfo, at: datetime, before: timedelta) -> Change:
    local = at.astimezone(zone)
    clock = (at.astimezone(UTC) + before).replace(tzinfo=None)
    return Change(clock, before, _offset(zone, at), local.tzname() or zone.key, bool(local.dst()))


def _moment_of_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new offset."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def zone_component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE component of a zone for a stretch of time.

    ``icalendar`` can make one of a zone itself, but tells the start of summer time on the clock that begins then;
    RFC 5545 (3.6.5) and its examples tell it on the clock that ends.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    for change in changes(zone, first, last):
        part = TimezoneDaylight() if change.is_summer_time else TimezoneStandard()
        part.add("dtstart", change.local)
        part.add("tzoffsetfrom", change.offset_before)
        part.add("tzoffsetto", change.offset_after)
        part.add("tzname", change.name)
        component.add_component(part)
    return component
