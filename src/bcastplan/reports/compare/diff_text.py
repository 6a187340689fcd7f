"""Changes between two plans as text and as JSON, schema ``bcastplan.diff/1``: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from bcastplan.hours.daily_rates import NOTHING_A_DAY
from bcastplan.hours.hours_result import HoursRow
from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz, khz_number
from bcastplan.model.inert import inert
from bcastplan.reports.hours.hours_data import measures
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.inspection.daily_hours import DailyHours
from bcastplan.workspace.seasons.plan_changes import Aired, PlanChanges

SCHEMA = "bcastplan.diff/1"


def diff_text(changes: PlanChanges) -> str:
    """Print a line for each transmission (``-`` removed, ``+`` added, ``~`` changed), its changed keys, and hours."""
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: PlanChanges) -> Iterator[str]:
    whole = changes.same_length
    for sign, some, factor in (("-", changes.removed, -1), ("+", changes.added, 1)):
        for aired in some:
            yield f"{sign} {_head(aired)}  {_amount(factor * aired.minutes, factor * aired.minutes_a_day, whole)}"
    for both in changes.changed:
        amount = _amount(both.minutes, both.minutes_a_day, whole)
        yield f"~ {_head(both.after)}{f'  {amount}' if (both.minutes if whole else both.minutes_a_day) else ''}"
        for change in both.changes:
            yield f"    {change.key}: {_value(change.before)} -> {_value(change.after)}"
        if not both.changes:
            # No key differs but the airtime does, as where the file has another season.
            yield "    its dates on the air"
    if not changes.is_empty:
        yield ""
    yield (
        f"{len(changes.removed):,} removed, {len(changes.added):,} added, {len(changes.changed):,} changed, "
        f"{count(changes.unchanged, 'transmission')} as before"
    )
    yield from _hours(changes)


def _hours(changes: PlanChanges) -> Iterator[str]:
    before, after = changes.before_daily, changes.after_daily
    rows = [["", "before", "after", "difference"]]
    for label, name in (
        ("frequency-hours", "frequency_minutes"),
        ("transmitter-hours", "transmitter_minutes"),
        ("programme-hours", "programme_minutes"),
    ):
        rows.append(_figures(label, getattr(before.total, name), getattr(after.total, name)))
        rows.append(_figures(f"{label} a day", getattr(before.daily, name), getattr(after.daily, name)))
    for delta in changes.deltas:
        if delta.group == "band":
            rates = [side.groups["band"].get(delta.label, NOTHING_A_DAY).frequency_minutes for side in (before, after)]
            if rates[0] != rates[1]:
                rows.append(_figures(f"{inert(delta.label)} a day", *rates))
    yield ""
    yield from align(rows, [False, True, True, True])
    if changes.before.period != changes.after.period:
        yield ""
        yield f"before: {_span(before)}; after: {_span(after)}"
        yield "Hours a day divide the hours of each service by the days of its own schedule."


def _span(side: DailyHours) -> str:
    if side.period is None:
        return "no dates"
    return f"{side.period.first} to {side.period.last}, {count(side.days, 'day')} with a schedule"


def _figures(label: str, before: Fraction | int, after: Fraction | int) -> list[str]:
    return [label, f"{float(before / 60):,.2f}", f"{float(after / 60):,.2f}", _signed(after - before)]


def _signed(minutes: Fraction | int) -> str:
    # With a sign, no difference would look like one that is rounded to nothing.
    return f"{float(minutes / 60):+,.2f}" if minutes else "0.00"


def _amount(minutes: int, a_day: Fraction, whole: bool) -> str:
    """Hours of all dates where the plans are as long, else hours a day."""
    return f"{_signed(minutes)} h" if whole else f"{_signed(a_day)} h a day"


def _head(aired: Aired) -> str:
    transmission = aired.transmission
    parts = [f"{format_khz(transmission.frequency_khz)} kHz", str(transmission.time), transmission.days_text]
    parts += [part for part in (transmission.service, transmission.site_code) if part]
    identifier = f" [{transmission.id}]" if transmission.id else ""
    return inert(f"{' '.join(parts)}{identifier}")


def _value(value: str | None) -> str:
    return "(none)" if value is None else inert(value)


def diff_json(changes: PlanChanges) -> str:
    """The whole comparison as one JSON object."""
    record = {
        "schema": SCHEMA,
        "before": changes.before_name,
        "after": changes.after_name,
        "summary": {
            "removed": len(changes.removed),
            "added": len(changes.added),
            "changed": len(changes.changed),
            "unchanged": changes.unchanged,
        },
        "removed": [_record(aired) for aired in changes.removed],
        "added": [_record(aired) for aired in changes.added],
        "changed": [
            {
                "before": _record(both.before),
                "after": _record(both.after),
                "transmitter_minutes": both.minutes,
                "keys": [
                    {"key": change.key, "before": change.before, "after": change.after} for change in both.changes
                ],
            }
            for both in changes.changed
        ],
        "hours": {
            "before": _hours_record(changes.before.total),
            "after": _hours_record(changes.after.total),
            "before_a_day": daily_record(changes.before_daily),
            "after_a_day": daily_record(changes.after_daily),
            "groups": [
                {
                    delta.group: delta.label,
                    "before": _hours_record(delta.before),
                    "after": _hours_record(delta.after),
                }
                for delta in changes.deltas
            ],
        },
    }
    return json_text(record, indent=1) + "\n"


def _hours_record(row: HoursRow | None) -> dict[str, Any] | None:
    return None if row is None else measures(row)


def daily_record(side: DailyHours) -> dict[str, Any]:
    """A plan by the day: its services with their days, and the sum of their daily minutes."""
    daily = side.daily
    return {
        "days": side.days,
        "services": [
            {
                "service": service.service,
                "from": service.first.isoformat(),
                "until": service.last.isoformat(),
                "days": service.days,
            }
            for service in side.services
        ],
        "frequency_minutes": float(daily.frequency_minutes),
        "transmitter_minutes": float(daily.transmitter_minutes),
        "programme_minutes": float(daily.programme_minutes),
        "energy_kwh": daily.energy_kwh,
        "cost": None if daily.cost is None else round(float(daily.cost), 2),
        "currency": daily.currency,
    }


def _record(aired: Aired) -> dict[str, Any]:
    transmission = aired.transmission
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "frequency_khz": khz_number(transmission.frequency_khz),
        "time": str(transmission.time),
        "days": transmission.days_text,
        "service": transmission.service,
        "site": transmission.site_code,
        "transmitter_minutes": aired.minutes,
    }
