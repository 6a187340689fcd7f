"""Coverage as records for JSON and CSV: names may be added, and none is ever changed."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

from bcastplan.coverage.coverage_result import Heard, RowCoverage, Strip
from bcastplan.model.counts import hours
from bcastplan.model.inert import inert_cell
from bcastplan.reports.hours.hours_data import NAMED
from bcastplan.reports.safe_text import json_text
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
                "rows": [
                    group_record(result.by, row.values, row.names) | heard_record(row.heard) for row in result.rows
                ],
                "total": heard_record(result.total),
                "strips": [_strip(strip) for strip in result.strips],
                "transmissions": [_transmission(answer, row_coverage) for row_coverage in result.per_transmission],
                "left_out": [
                    {"reason": left_out.reason, "transmissions": left_out.transmissions, "minutes": left_out.minutes}
                    for left_out in result.left_out
                ],
                "assumed_transmissions": result.assumed,
                "interference": None if result.disturbance is None else asdict(result.disturbance),
            },
            indent=1,
        )
        + "\n"
    )


def _strip(strip: Strip) -> dict[str, Any]:
    hours_of_day = [
        {"hour": hour, **heard_record(cell.heard), "band": cell.band} for hour, cell in enumerate(strip.hours)
    ]
    return {"service": strip.service, "target": strip.target, **heard_record(strip.heard), "hours": hours_of_day}


def _transmission(answer: CoverageAnswer, row_coverage: RowCoverage) -> dict[str, Any]:
    transmission = answer.result.coverage.table.transmissions[row_coverage.row]
    khz = transmission.frequency_khz
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "frequency_khz": int(khz) if float(khz).is_integer() else khz,
        "service": transmission.service,
        "site": transmission.site_code,
        "target": transmission.target,
        **heard_record(row_coverage.heard),
        "missing": list(row_coverage.missing),
        "assumed": row_coverage.assumed or None,
        "interferers": row_coverage.interferers,
        "interferers_not_predicted": row_coverage.not_predicted,
    }


def heard_record(heard: Heard) -> dict[str, Any]:
    """Minutes and shares; None where nothing could be predicted."""
    covered, share = heard.coverage_minutes, heard.share
    return {
        "programme_minutes": heard.programme_minutes,
        "predicted_minutes": heard.predicted_minutes,
        "coverage_minutes": None if covered is None else round(covered, 2),
        "share": None if share is None else round(share, 4),
        **interfered_record(heard),
    }


def interfered_record(heard: Heard) -> dict[str, Any]:
    """The same under interference; None where that was not asked for."""
    figures = {
        "coverage_minutes_interfered": (heard.coverage_minutes_interfered, 2),
        "heard_interfered": (heard.heard_interfered, 4),
        "served_share_interfered": (heard.served_share_interfered, 4),
        "person_hours_interfered": (heard.person_hours_interfered, 1),
    }
    return {name: None if value is None else round(value, digits) for name, (value, digits) in figures.items()}


def group_record(by: tuple[str, ...], values: tuple[Any, ...], names: tuple[str | None, ...]) -> dict[str, Any]:
    """The codes of a group; where a code has a name, the name stands beside it."""
    record: dict[str, Any] = {}
    for group, value, name in zip(by, values, names, strict=True):
        record[group] = value
        if group in NAMED:
            record[f"{group}_name"] = name
    return record


def coverage_csv(answer: CoverageAnswer) -> str:
    """The groups as CSV; beside each ``_minutes`` a column ``_hours`` with two decimals."""
    result = answer.result
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header: list[str] = []
    for group in result.by:
        header += [group, f"{group}_name"] if group in NAMED else [group]
    for name in _MINUTES:
        header += [name, name.replace("_minutes", "_hours")]
    header += ["share", *interfered_record(result.total)]
    writer.writerow(header)
    for row in result.rows:
        record = group_record(result.by, row.values, row.names) | heard_record(row.heard)
        for name in _MINUTES:
            minutes = record[name]
            record[name.replace("_minutes", "_hours")] = None if minutes is None else hours(minutes)
        writer.writerow([_cell(record[name]) for name in header])
    return out.getvalue()


def _cell(value: str | int | float | None) -> str:
    if value is None:
        return ""
    return inert_cell(value) if isinstance(value, str) else f"{value:.10g}"
