"""What was delivered and heard, as records for JSON and CSV; names may be added, and none is ever changed.

Who observed stays out of every record unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bcastplan.model.frequency import khz_number
from bcastplan.model.inert import inert_cell
from bcastplan.model.reception import ReceptionReport, date_of_minute
from bcastplan.monitoring.monitored_result import Credit, Delivery, HeardRow, Incident, UnscheduledRow
from bcastplan.reports.check.check_json import finding_object
from bcastplan.reports.safe_text import csv_text, json_text
from bcastplan.workspace.monitoring.plan_monitoring import HeardAnswer

SCHEMA = "bcastplan.heard/1"
TABLES = ("rows", "delivered", "incidents", "unscheduled")
"""The tables of the answer, each a CSV of its own."""

_SHARE_DIGITS = 4


def heard_json(answer: HeardAnswer, *, observers: bool = False) -> str:
    """The whole answer as one JSON object."""
    result = answer.result
    period = (
        {"from": result.first.isoformat(), "until": result.last.isoformat()} if result.first and result.last else None
    )
    return (
        json_text(
            {
                "schema": SCHEMA,
                "by": list(result.by),
                "period": period,
                "logs": answer.logs,
                "summary": {
                    "reports": result.reports,
                    "matched": result.matched,
                    "unscheduled": sum(row.reports for row in result.unscheduled),
                    "off_unscheduled": result.off_unscheduled,
                    "outside_period": result.outside,
                },
                "rows": records(answer, "rows"),
                "total": row_record((), result.total),
                "delivered": records(answer, "delivered"),
                "incidents": records(answer, "incidents", observers=observers),
                "unscheduled": records(answer, "unscheduled"),
                "notes": answer.notes,
                "findings": [finding_object(finding) for finding in answer.findings],
            },
            indent=1,
        )
        + "\n"
    )


def records(answer: HeardAnswer, table: str, *, observers: bool = False) -> list[dict[str, Any]]:
    """The records of one of ``TABLES``."""
    result = answer.result
    if table == "rows":
        return [row_record(result.by, row) for row in result.rows]
    if table == "delivered":
        return [_delivery(answer, delivery) for delivery in result.deliveries]
    if table == "incidents":
        return [_incident(answer, incident, observers) for incident in result.incidents]
    return [_unscheduled(answer, row) for row in result.unscheduled]


def row_record(by: tuple[str, ...], row: HeardRow) -> dict[str, Any]:
    """A group of reports; ``frequency`` is in kHz, ``hour`` of the day in UTC."""
    interval = row.interval
    return {
        **dict(zip(by, row.values, strict=True)),
        "scheduled_minutes": row.scheduled_minutes,
        "monitored_minutes": row.monitored_minutes,
        "confirmed_minutes": row.confirmed_minutes,
        "off_minutes": row.off_minutes,
        "undelivered_minutes": row.undelivered_minutes,
        "reports": row.reports,
        "judged": row.judged,
        "usable": row.usable,
        "usable_share": _share(row.usable_share),
        "mean_overall": None if row.mean_overall is None else round(row.mean_overall, 2),
        "predicted": _share(row.predicted),
        "compared": row.compared,
        "usable_low": _share(interval.low if interval else None),
        "usable_high": _share(interval.high if interval else None),
        "disagrees": row.disagrees,
        **_credit(row.credit),
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, _SHARE_DIGITS)


def _credit(credit: Credit) -> dict[str, Any]:
    return {"credit": None if credit.amount is None else float(credit.amount), "currency": credit.currency}


def _transmission(answer: HeardAnswer, row: int) -> dict[str, Any]:
    transmission = answer.workspace.table.transmissions[row]
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "service": transmission.service,
        "frequency_khz": khz_number(transmission.frequency_khz),
        "site": transmission.site_code,
        "time": str(transmission.time),
    }


def _delivery(answer: HeardAnswer, delivery: Delivery) -> dict[str, Any]:
    return {
        **_transmission(answer, delivery.row),
        "month": delivery.month,
        "airings": delivery.airings,
        "airings_monitored": delivery.monitored_airings,
        "airings_confirmed": delivery.confirmed_airings,
        "airings_off": delivery.off_airings,
        "scheduled_minutes": delivery.scheduled_minutes,
        "monitored_minutes": delivery.monitored_minutes,
        "confirmed_minutes": delivery.confirmed_minutes,
        "off_minutes": delivery.off_minutes,
        "late_minutes": delivery.late_minutes,
        "early_minutes": delivery.early_minutes,
        "undelivered_minutes": delivery.undelivered_minutes,
        "reports": delivery.reports,
        "judged": delivery.judged,
        "usable": delivery.usable,
        "mean_overall": None if delivery.mean_overall is None else round(delivery.mean_overall, 2),
        "predicted": _share(delivery.predicted),
        **_credit(delivery.credit),
    }


def _incident(answer: HeardAnswer, incident: Incident, observers: bool) -> dict[str, Any]:
    return {
        **_transmission(answer, incident.row),
        "date": date_of_minute(incident.start_minute).isoformat(),
        "from": utc(incident.start_minute),
        "until": utc(incident.stop_minute),
        "off": incident.is_off,
        "late_minutes": incident.late_minutes,
        "early_minutes": incident.early_minutes,
        "undelivered_minutes": incident.undelivered_minutes,
        **_credit(incident.credit),
        "evidence": [report_record(report, observers=observers) for report in incident.reports],
    }


def report_record(report: ReceptionReport, *, observers: bool = False) -> dict[str, Any]:
    """A reception report."""
    return {
        "file": report.file,
        "line": report.line,
        "from": utc(report.start_minute),
        "until": utc(report.stop_minute),
        "frequency_khz": khz_number(report.frequency_hz / 1000),
        "place": report.place,
        "service": report.service,
        "overall": report.overall,
        "snr_db": report.snr_db,
        "off": report.off,
        **({"observer": report.observer} if observers else {}),
    }


def _unscheduled(answer: HeardAnswer, row: UnscheduledRow) -> dict[str, Any]:
    return {
        "frequency_khz": khz_number(row.frequency_hz / 1000),
        "hour": row.hour,
        "reports": row.reports,
        "services": list(row.services),
        "places": list(row.places),
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "mean_overall": None if row.mean_overall is None else round(row.mean_overall, 2),
        "registered": [_transmission(answer, number) for number in row.registered],
    }


def utc(minute: int) -> str:
    """A minute as ``2026-06-22T15:30Z``; ``minute`` as ``absolute_minute`` counts them."""
    moment = datetime(1, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    # On Linux `%Y` writes years before 1000 without leading zeros.
    return f"{moment:%Y-%m-%dT%H:%M}Z".rjust(17, "0")


def heard_csv(answer: HeardAnswer, table: str, *, observers: bool = False) -> str:
    """One of ``TABLES`` as CSV; lists in a cell are separated by semicolons."""
    listed = records(answer, table, observers=observers)
    header = list(listed[0]) if listed else list(_columns(answer, table))
    return csv_text([header, *([cell_text(record[name]) for name in header] for record in listed)])


def _columns(answer: HeardAnswer, table: str) -> Iterable[str]:
    """The header of a table without rows."""
    if table == "rows":
        return (
            row_record(answer.result.by, answer.result.total)
            if not answer.result.by
            else (*answer.result.by, *row_record((), answer.result.total))
        )
    common = ("file", "line", "id", "service", "frequency_khz", "site", "time")
    return {
        "delivered": (
            *common, "month", "airings", "airings_monitored", "airings_confirmed", "airings_off", "scheduled_minutes",
            "monitored_minutes", "confirmed_minutes", "off_minutes", "late_minutes", "early_minutes",
            "undelivered_minutes", "reports", "judged", "usable", "mean_overall", "predicted", "credit", "currency",
        ),
        "incidents": (
            *common, "date", "from", "until", "off", "late_minutes", "early_minutes", "undelivered_minutes", "credit",
            "currency", "evidence",
        ),
        "unscheduled": (
            "frequency_khz", "hour", "reports", "services", "places", "first", "last", "mean_overall", "registered",
        ),
    }[table]  # fmt: skip


def cell_text(value: Any) -> str:
    """A value of a record as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return inert_cell("; ".join(_brief(part) for part in value))
    return inert_cell(value) if isinstance(value, str) else str(value)


def _brief(part: Any) -> str:
    """A record within a cell: a report by its file and line, a transmission by service and time."""
    if not isinstance(part, dict):
        return str(part)
    # Reports have this key, and transmissions have none of that name.
    if "overall" in part:
        state = "off" if part["off"] else "on" if part["overall"] is None else f"overall {part['overall']}"
        who = f" {part['observer']}" if part.get("observer") else ""
        return f"{part['file']}:{part['line']} {part['from']} {state}{who}"
    return f"{part['service']} {part['time']} {part['site'] or ''}".strip()
