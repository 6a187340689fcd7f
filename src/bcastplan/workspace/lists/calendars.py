"""The airings of opened plans as a calendar; dates and minutes come from the airtime table and from nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.bits import positions
from bcastplan.exchange.calendar.calendar_writer import Programme, write_calendar
from bcastplan.exchange.calendar.series import Occurrence, series_of
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory


def occurrences(table: AirtimeTable, row: int) -> list[Occurrence]:
    """The airings of a row, those over midnight in one piece, cut at the edges of the season."""
    heads: list[tuple[int, int, int]] = []  # two on one date where the eve's airing was cut at the season's edge
    tails: dict[int, int] = {}
    for segment in range(*table.segments_of(row).indices(len(table.segment_row))):
        start, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
        for bit in positions(table.segment_dates[segment]):
            if table.segment_is_tail[segment]:
                tails[int(bit) - 1] = stop
            else:
                heads.append((int(bit), start, stop))
    epoch = datetime(table.epoch.year, table.epoch.month, table.epoch.day, tzinfo=UTC)
    airings = []
    for bit, start, stop in heads:
        length = stop - start + (tails.pop(bit, 0) if stop == MINUTES_PER_DAY else 0)
        airings.append(Occurrence(epoch + timedelta(days=bit, minutes=start), length))
    # What began before the season opened has no head here: only its part after midnight is on the air.
    airings += [Occurrence(epoch + timedelta(days=bit + 1), stop) for bit, stop in tails.items()]
    return sorted(airings)


def calendar(
    table: AirtimeTable, rows: Sequence[int], directory: Directory, *, zone: ZoneInfo | None, made_at: datetime
) -> bytes:
    """Some rows of a table as a calendar on the clock of a zone (UTC without one)."""
    programmes = []
    for row in rows:
        airings = occurrences(table, row)
        if airings:
            transmission = table.transmissions[row]
            programmes.append(_programme(transmission, directory, airings, zone))
    services = sorted({table.transmissions[row].service for row in rows if table.transmissions[row].service})
    name = services[0] if len(services) == 1 else "Broadcasts"
    return write_calendar(programmes, name=name, zone=zone, made_at=made_at)


def _programme(
    transmission: Transmission, directory: Directory, airings: Sequence[Occurrence], zone: ZoneInfo | None
) -> Programme:
    frequency = f"{format_khz(transmission.frequency_khz)} kHz"
    languages = [directory.language_name(code) or code for code in transmission.language]
    site = directory.site_name(transmission.site_code) or transmission.site_code or ""
    told = {
        "Language": ", ".join(languages),
        "Programme": transmission.programme or "",
        "Mode": transmission.mode if transmission.mode != "AM" else "",
        "Target": transmission.target or "",
        "Power": f"{transmission.power_kw:g} kW" if transmission.power_kw else "",
        "Time": f"{transmission.time} UTC, {transmission.days_text}",
        "Note": transmission.note or "",
    }
    # Nothing here changes with details such as power or note, so that a corrected event stays the same event.
    key = "\n".join(
        [
            transmission.service,
            frequency,
            str(transmission.time),
            transmission.days_text,
            str(transmission.first_date),
            str(transmission.last_date),
            site,
        ]
    )
    return Programme(
        key=key,
        summary=f"{transmission.service or 'Unnamed'} {frequency}",
        description="\n".join(f"{what}: {text}" for what, text in told.items() if text),
        location=site,
        series=series_of(airings, zone or UTC),
    )
