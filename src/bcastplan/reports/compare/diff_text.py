"""Changes between two plans as text and as JSON, schema ``bcastplan.diff/1``: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcastplan.hours.hours_result import HoursRow
from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.reports.hours.hours_data import measures
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.seasons.plan_changes import Aired, HoursDelta, PlanChanges

SCHEMA = "bcastplan.diff/1"


def diff_text(changes: PlanChanges) -> str:
    """Print a line for each transmission (``-`` removed, ``+`` added, ``~`` changed), its changed keys, and hours."""
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: PlanChanges) -> Iterator[str]:
    for sign, some, factor in (("-", changes.removed, -1), ("+", changes.added, 1)):
        for aired in some:
            yield f"{sign} {_head(aired)}  {_signed(factor * aired.minutes)} h"
    for both in changes.changed:
        minutes = f"  {_signed(both.minutes)} h" if both.minutes else ""
        yield f"~ {_head(both.after)}{minutes}"
        for change in both.changes:
            yield f"    {change.key}: {_value(change.before)} -> {_value(change.after)}"
        if not both.changes:
            yield "    its dates on the air"
    if not changes.is_empty:
        yield ""
    yield (
        f"{len(changes.removed):,} removed, {len(changes.added):,} added, {len(changes.changed):,} changed, "
        f"{count(changes.unchanged, 'transmission')} as before"
    )
    yield from _hours(changes)


def _hours(changes: PlanChanges) -> Iterator[str]:
    before, after = changes.before.total, changes.after.total
    rows = [["", "before", "after", "difference"]]
    for label, name in (
        ("frequency-hours", "frequency_minutes"),
        ("transmitter-hours", "transmitter_minutes"),
        ("programme-hours", "programme_minutes"),
        ("per day", "frequency_minutes_per_day"),
    ):
        rows.append(_figures(label, getattr(before, name), getattr(after, name)))
    rows += [
        _figures(inert(delta.label), *_minutes(delta))
        for delta in changes.deltas
        if delta.group == "band" and len(set(_minutes(delta))) > 1
    ]
    yield ""
    yield from align(rows, [False, True, True, True])
    if changes.before.period != changes.after.period:
        spans = [
            f"{result.period.first} to {result.period.last}" if result.period else "no dates"
            for result in (changes.before, changes.after)
        ]
        yield ""
        yield f"before: {spans[0]}; after: {spans[1]}"


def _minutes(delta: HoursDelta) -> tuple[int, int]:
    return (
        delta.before.frequency_minutes if delta.before else 0,
        delta.after.frequency_minutes if delta.after else 0,
    )


def _figures(label: str, before: float, after: float) -> list[str]:
    return [label, f"{before / 60:,.2f}", f"{after / 60:,.2f}", _signed(after - before)]


def _signed(minutes: float) -> str:
    return f"{minutes / 60:+,.2f}" if minutes else "0.00"


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


def _record(aired: Aired) -> dict[str, Any]:
    transmission = aired.transmission
    khz = transmission.frequency_khz
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "frequency_khz": int(khz) if khz == int(khz) else khz,
        "time": str(transmission.time),
        "days": transmission.days_text,
        "service": transmission.service,
        "site": transmission.site_code,
        "transmitter_minutes": aired.minutes,
    }
