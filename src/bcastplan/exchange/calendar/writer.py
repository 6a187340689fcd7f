"""Series -> the text of a calendar: escaped, folded at 75 octets, CR LF at every line end (RFC 5545, section 3.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bcastplan.exchange.calendar.series import Series
from bcastplan.exchange.calendar.zones import zone_lines
from bcastplan.model.inert import inert

PRODUCT = "-//bcastplan//schedule//EN"
_LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Programme:
    """What is announced: texts of a transmission and its series; ``key`` tells it from all others and does not move."""

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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}"]
    if zone is not None:
        lines.append(f"X-WR-TIMEZONE:{zone.key}")
        starts = [moment for one in programmes for series in one.series for moment in (series.start, *series.added)]
        ends = [_last(series) for one in programmes for series in one.series]
        if starts:
            first = min(starts).astimezone(UTC) - timedelta(days=1)
            lines += zone_lines(zone, first, max(ends) + timedelta(days=1))
    stamp = _utc(made_at)
    used: dict[str, int] = {}
    for programme in programmes:
        number = used[programme.key] = used.get(programme.key, 0) + 1
        for at, series in enumerate(programme.series):
            digest = hashlib.sha256(f"{programme.key}\n{number}\n{at}".encode()).hexdigest()[:32]
            lines += _event(programme, series, f"{digest}@bcastplan", stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def _last(series: Series) -> datetime:
    """The last start of a series, in UTC."""
    _, _, until = (series.rule or "").partition("UNTIL=")
    if until:
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return max((series.start, *series.added)).astimezone(UTC)


def _event(programme: Programme, series: Series, uid: str, stamp: str) -> list[str]:
    hours, minutes = divmod(series.minutes, 60)
    duration = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART{_moments([series.start])}",
        f"DURATION:PT{duration}",
    ]
    if series.rule:
        lines.append(f"RRULE:{series.rule}")
    if series.excluded:
        lines.append(f"EXDATE{_moments(series.excluded)}")
    if series.added:
        lines.append(f"RDATE{_moments(series.added)}")
    lines.append(f"SUMMARY:{_text(programme.summary)}")
    if programme.description:
        lines.append(f"DESCRIPTION:{_text(programme.description)}")
    if programme.location:
        lines.append(f"LOCATION:{_text(programme.location)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _moments(moments: Sequence[datetime]) -> str:
    """Moments as the value of a property, with the zone they are told in."""
    zone = moments[0].tzinfo
    if isinstance(zone, ZoneInfo):
        return f";TZID={zone.key}:" + ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in moments)
    return ":" + ",".join(_utc(moment) for moment in moments)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A text value: what has a meaning in calendars is escaped, lines are joined by the escape for a new line."""
    lines = [inert(line) for line in text.splitlines()]
    joined = "\n".join(lines)
    return joined.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut."""
    octets = line.encode("utf-8")
    if len(octets) <= _LINE_OCTETS:
        return line
    pieces, room = [], _LINE_OCTETS
    while octets:
        cut = min(room, len(octets))
        while cut < len(octets) and octets[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(octets[:cut].decode("utf-8"))
        octets, room = octets[cut:], _LINE_OCTETS - 1
    return "\r\n ".join(pieces)
