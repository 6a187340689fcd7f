"""Hours as records for JSON and CSV: column names may be added, and none is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.model.counts import hours
from bcastplan.model.finding import Finding
from bcastplan.model.inert import inert_cell
from bcastplan.reports.check.check_json import finding_object
from bcastplan.reports.group_records import NAMED, group_record, heard_record
from bcastplan.reports.safe_text import csv_text, json_text

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_result import CoverageColumn, Heard

SCHEMA = "bcastplan.hours/1"
MEASURES = ("frequency_minutes", "transmitter_minutes", "programme_minutes")


def hours_json(result: HoursResult, coverage: CoverageColumn | None = None, findings: Sequence[Finding] = ()) -> str:
    """The whole result as one JSON object; ``findings`` are what could not be counted."""
    period = result.period
    return (
        json_text(
            {
                "schema": SCHEMA,
                "by": list(result.by),
                "per": result.per,
                "period": {
                    "from": period.first.isoformat(),
                    "until": period.last.isoformat(),
                    "days": period.days,
                    "scheduled_days": result.total.scheduled_days,
                }
                if period
                else None,
                **({"fiscal_years": "calendar years"} if result.calendar_fiscal_years else {}),
                "rows": _records(result, coverage),
                "total": measures(result.total) | (_heard(result.total, coverage.total) if coverage else {}),
                **({"notes": list(coverage.notes)} if coverage else {}),
                "findings": [finding_object(finding) for finding in findings],
            },
            indent=1,
        )
        + "\n"
    )


def _records(result: HoursResult, coverage: CoverageColumn | None) -> list[dict[str, Any]]:
    records = [row_record(result, row) for row in result.rows]
    if coverage is not None:
        for record, row, heard in zip(records, result.rows, coverage.rows, strict=True):
            record.update(_heard(row, heard))
    return records


def _heard(row: HoursRow, heard: Heard) -> dict[str, Any]:
    """What is predicted for a row and what it costs for each person-hour: None where there is none."""
    # Here and not above, so that hours without coverage load nothing that predicts.
    from bcastplan.coverage.coverage_result import cost_per_person_hour

    # The row has its programme-minutes from the count of hours already.
    record = {key: value for key, value in heard_record(heard).items() if key != "programme_minutes"}
    return {**record, "cost_per_person_hour": cost_per_person_hour(row.cost, heard)}


def row_record(result: HoursResult, row: HoursRow) -> dict[str, Any]:
    """One row: its group's codes and names, its bucket and its measures."""
    record = group_record(result.by, row.values, row.names)
    if result.per is not None:
        record["period"] = row.period
    return record | measures(row)


def measures(row: HoursRow) -> dict[str, Any]:
    """The numbers of a row or of the total."""
    return {
        "frequency_minutes": row.frequency_minutes,
        "transmitter_minutes": row.transmitter_minutes,
        "programme_minutes": row.programme_minutes,
        "frequency_minutes_per_day": row.frequency_minutes_per_day,
        "energy_kwh": row.energy_kwh,
        "unknown_power_minutes": row.unknown_power_minutes,
        "cost": float(row.cost) if row.cost is not None else None,
        "currency": row.currency,
        "currencies": list(row.currencies),
        "unpriced_minutes": row.unpriced_minutes,
        "days": row.days,
        "bucket_days": row.bucket_days,
        "scheduled_days": row.scheduled_days,
        "days_on_air": row.days_on_air,
        "frequency_minutes_per_day_on_air": row.frequency_minutes_per_day_on_air,
        "amounts": [{"currency": currency, "amount": float(amount)} for currency, amount in row.amounts],
    }


def hours_csv(result: HoursResult, coverage: CoverageColumn | None = None) -> str:
    """The rows as CSV; beside each ``_minutes`` a column ``_hours`` with two decimals.

    Where prices are in several currencies, each has a column of its own, as ``amount_USD``.
    """
    header: list[str] = []
    for group in result.by:
        header += [group, f"{group}_name"] if group in NAMED else [group]
    header += ["period"] if result.per is not None else []
    for name in [*measures(result.total), *(_heard(result.total, coverage.total) if coverage else ())]:
        # Lists have no place in a cell; amounts have columns of their own at the end.
        if name in ("currencies", "amounts"):
            continue
        header.append(name)
        if name.endswith("_minutes"):
            header.append(name.removesuffix("_minutes") + "_hours")
    currencies = [currency for currency, _ in result.total.amounts] if len(result.total.amounts) > 1 else []
    lines = [[*header, *(inert_cell(f"amount_{currency or 'none'}") for currency in currencies)]]
    for row, record in zip(result.rows, _records(result, coverage), strict=True):
        amounts = dict(row.amounts)
        lines.append(
            [
                *(_cell(record, name) for name in header),
                *("" if currency not in amounts else f"{amounts[currency]:.2f}" for currency in currencies),
            ]
        )
    return csv_text(lines)


def _cell(record: dict[str, Any], name: str) -> str:
    if name not in record and name.endswith("_hours"):
        minutes = record[name.removesuffix("_hours") + "_minutes"]
        return "" if minutes is None else hours(minutes)
    value = record[name]
    if value is None:
        return ""
    if name == "cost":
        return f"{value:.2f}"
    if isinstance(value, float):
        # Ten digits cut what binary fractions add (7.833333333333333), and `f` keeps large numbers free of an exponent.
        return format(Decimal(f"{value:.10g}"), "f")
    return inert_cell(value) if isinstance(value, str) else str(value)
