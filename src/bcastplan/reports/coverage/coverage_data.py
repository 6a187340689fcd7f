"""Coverage as records for JSON and CSV: names may be added, and none is ever changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bcastplan.coverage.coverage_result import CoverageRow, RowCoverage, Strip
from bcastplan.model.counts import hours
from bcastplan.model.frequency import khz_number
from bcastplan.reports.group_records import NAMED, group_record, heard_record, people_record
from bcastplan.reports.safe_text import csv_text, json_text, plain_cell
from bcastplan.workspace.prediction.plan_coverage import CoverageAnswer

SCHEMA = "bcastplan.coverage/1"
_MINUTES = ("programme_minutes", "predicted_minutes", "coverage_minutes")


def coverage_json(answer: CoverageAnswer) -> str:
    """The whole result as one JSON object."""
    result, listening = answer.result, answer.listening
    receiver = listening.receiver
    return (
        json_text(
            {
                "schema": SCHEMA,
                "by": list(result.by),
                "predicted_for": [
                    {"year": slot.year, "month": slot.month, "r12": slot.r12, "r12_status": slot.status}
                    for slot in result.slots
                ],
                "required_snr_db": receiver.required_snr_db,
                "required_snr_drm_db": listening.drm_snr_db,
                "bandwidth_hz": receiver.bandwidth_hz,
                "environment": receiver.environment,
                "mode": listening.mode,
                "served_from": result.coverage.served_from,
                "rows": [row_record(result.by, row) for row in result.rows],
                "total": heard_record(result.total),
                "strips": [strip_record(strip) for strip in result.strips],
                "transmissions": [
                    transmission_record(answer, row_coverage) for row_coverage in result.per_transmission
                ],
                "left_out": [
                    {"reason": left_out.reason, "transmissions": left_out.transmissions, "minutes": left_out.minutes}
                    for left_out in result.left_out
                ],
                "assumed_transmissions": result.assumed,
                "interference": None if result.disturbance is None else asdict(result.disturbance),
                "assumptions": [
                    {"assumed": use.what, "why": use.why, "transmissions": use.transmissions}
                    for use in result.assumptions
                ],
                "listeners": [
                    {
                        "listeners": info.name,
                        "administrations": list(info.administrations),
                        "places": info.places,
                        "people": info.people,
                        "administration_people": info.administration_people,
                    }
                    for info in answer.listeners
                ],
                "corrections": _corrections(answer),
                "notes": list(answer.notes),
            },
            indent=1,
        )
        + "\n"
    )


def _corrections(answer: CoverageAnswer) -> list[dict[str, Any]] | None:
    """Offsets learned from what was heard, by circuit; None where nobody asked for them."""
    if answer.corrections is None:
        return None
    return [
        {
            "site": list(offset.site),
            "place": list(offset.place),
            "band": offset.band,
            "offset_db": round(offset.offset_db, 2),
            "reports": offset.reports,
        }
        for offset in answer.corrections
    ]


def row_record(by: tuple[str, ...], row: CoverageRow) -> dict[str, Any]:
    """One group: its codes and names, and what is heard of it."""
    return group_record(by, row.values, row.names) | heard_record(row.heard)


def strip_record(strip: Strip) -> dict[str, Any]:
    """One service towards its listeners or target, with each hour of the UTC day."""
    hours_of_day = [
        {"hour": hour, **heard_record(cell.heard), "band": cell.band} for hour, cell in enumerate(strip.hours)
    ]
    heard = heard_record(strip.heard) | {"listeners": strip.listeners}
    return {"service": strip.service, "target": strip.target, **heard, "hours": hours_of_day}


def transmission_record(answer: CoverageAnswer, row_coverage: RowCoverage) -> dict[str, Any]:
    """One transmission by itself: where it is written, what is heard of it and what was missing or assumed."""
    transmission = answer.result.coverage.table.transmissions[row_coverage.row]
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "frequency_khz": khz_number(transmission.frequency_khz),
        "service": transmission.service,
        "site": transmission.site_code,
        "target": transmission.target,
        **heard_record(row_coverage.heard),
        "missing": list(row_coverage.missing),
        "assumed": row_coverage.assumed or None,
        "interferers": row_coverage.interferers,
        "interferers_not_predicted": row_coverage.not_predicted,
        "places_out_of_reach": row_coverage.out_of_reach,
    }


def coverage_csv(answer: CoverageAnswer) -> str:
    """The groups as CSV; beside each ``_minutes`` a column ``_hours`` with two decimals."""
    result = answer.result
    header: list[str] = []
    for group in result.by:
        header += [group, f"{group}_name"] if group in NAMED else [group]
    for name in _MINUTES:
        header += [name, name.replace("_minutes", "_hours")]
    # The total has every key, also where there are no rows.
    header += ["share", *people_record(result.total)]
    lines = [header]
    for row in result.rows:
        record = row_record(result.by, row)
        for name in _MINUTES:
            minutes = record[name]
            record[name.replace("_minutes", "_hours")] = None if minutes is None else hours(minutes)
        lines.append([plain_cell(record[name]) for name in header])
    return csv_text(lines)
