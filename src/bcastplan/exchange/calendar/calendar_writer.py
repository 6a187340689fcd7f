"""Series -> the text of a calendar (RFC 5545); ``icalendar`` escapes values and folds lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vInline, vRecur

from bcastplan.exchange.calendar.series import Series
from bcastplan.exchange.calendar.zones import zone_component
from bcastplan.model.inert import inert

PRODUCT = "-//bcastplan//schedule//EN"


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme for listeners: texts of a transmission and its series; its ``key`` is unique and never changes."""

    key: str
    summary: str
    description: str
    location: str
    series: Sequence[Series]


def write_calendar(programmes: Sequence[Programme], *, name: str, zone: ZoneInfo | None, made_at: datetime) -> bytes:
    """Write a calendar.

    Args:
        programmes: in the order they are to stand.
        name: what the calendar is called.
        zone: the zone the series are written in, None for UTC.
        made_at: the time stamp of all events, aware.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _inert_text(name))
    if zone is not None:
        calendar.add("x-wr-timezone", zone.key)
        all_series = [series for programme in programmes for series in programme.series]
        starts = [moment for series in all_series for moment in (series.start, *series.added)]
        if starts:
            first = min(starts).astimezone(UTC) - timedelta(days=1)
            last = max(map(_last_start, all_series)) + timedelta(days=1)
            calendar.add_component(zone_component(zone, first, last))
    used: dict[str, int] = {}
    for programme in programmes:
        number = used[programme.key] = used.get(programme.key, 0) + 1
        for at, series in enumerate(programme.series):
            # The id follows from what never changes: a calendar that takes a newer
            # file in replaces its events and doubles none.
            digest = hashlib.sha256(f"{programme.key}\n{number}\n{at}".encode()).hexdigest()[:32]
            calendar.add_component(_event(programme, series, f"{digest}@bcastplan", made_at))
    written: bytes = calendar.to_ical()
    return written


def _last_start(series: Series) -> datetime:
    """The last start of a series, in UTC."""
    _, _, until = (series.rule or "").partition("UNTIL=")
    if until:
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return max((series.start, *series.added)).astimezone(UTC)


def _event(programme: Programme, series: Series, uid: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", series.start)
    event.add("duration", vInline(_exact_duration(series.minutes)))
    if series.rule:
        event.add("rrule", vRecur.from_ical(series.rule))
    if series.excluded:
        event.add("exdate", list(series.excluded))
    if series.added:
        event.add("rdate", list(series.added))
    event.add("summary", _inert_text(programme.summary))
    if programme.description:
        event.add("description", _inert_text(programme.description))
    if programme.location:
        event.add("location", _inert_text(programme.location))
    # A programme that can be heard does not make its listener busy.
    event.add("transp", "TRANSPARENT")
    return event


def _exact_duration(minutes: int) -> str:
    """A length in hours and minutes: a day (P1D) would be 23 or 25 hours long where clocks change."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _inert_text(text: str) -> str:
    """A text without control characters; every kind of line end becomes a new line."""
    return "\n".join(inert(line) for line in text.splitlines())
