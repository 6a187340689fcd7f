"""What is lost without each transmission, as a table for people and as records; the cheapest loss stands first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz, khz_number
from bcastplan.model.inert import inert, inert_cell
from bcastplan.model.percent import percent
from bcastplan.model.transmission import Transmission
from bcastplan.reports.check.check_json import finding_object
from bcastplan.reports.safe_text import csv_text, json_text
from bcastplan.reports.text_columns import align

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.marginal_values import MarginalAnswer, MarginalRow, MarginalValues, Worth

SCHEMA = "bcastplan.marginal/1"
MEASURE_WORDS = {
    "coverage": "coverage-hours",
    "interfered": "coverage-hours under interference",
    "person": "person-hours",
    "person_interfered": "person-hours under interference",
}


def transmission_words(transmission: Transmission) -> str:
    """``9565 kHz 1530-1630 VOA Korean PHT`` and its id."""
    parts = [f"{format_khz(transmission.frequency_khz)} kHz", str(transmission.time), transmission.service]
    parts += [transmission.site_code] if transmission.site_code else []
    identifier = f" [{transmission.id}]" if transmission.id else ""
    return inert(f"{' '.join(parts)}{identifier}")


def price_of_loss(row: MarginalRow) -> float | None:
    """What a coverage-hour costs that only this transmission brings; None where it brings none or has no cost."""
    lost = _hours(row.lost.coverage) if row.lost is not None else None
    # A cut may even gain, where a transmission disturbs another: then it has no price.
    return float(row.cost) / lost if row.cost is not None and lost and lost > 0 else None


def marginal_text(answer: MarginalAnswer) -> str:
    """The table, what is left after each cut, and what the model does not see."""
    values = answer.values
    columns = _columns(values)
    rows = [["transmission", *(heading for heading, _ in columns)]]
    rows += [[transmission_words(row.transmission), *(figure(row) for _, figure in columns)] for row in values.rows]
    table = align(rows, [False, *(True for _ in columns)])
    lines = []
    if answer.period is not None:
        lines += [f"{answer.period.first} to {answer.period.last}, in the order of cutting", ""]
    lines += [table[0], "-" * max(len(line) for line in table), *table[1:]]
    return "\n".join([*lines, "", *marginal_notes(values), *map(inert, answer.notes)]) + "\n"


def _columns(values: MarginalValues) -> list[tuple[str, Any]]:
    people = values.total.person is not None
    columns: list[tuple[str, Any]] = [
        ("programme-hours lost", lambda row: _shown(row.lost, "programme")),
        ("coverage-hours lost", lambda row: _shown(row.lost, "coverage")),
    ]
    if values.disturbed:
        columns.append(("under interference", lambda row: _shown(row.lost, "interfered")))
    if people:
        columns.append(("person-hours lost", lambda row: _shown(row.lost, "person", ",.0f")))
        if values.disturbed:
            columns.append(("under interference", lambda row: _shown(row.lost, "person_interfered", ",.0f")))
    if values.cost is not None:
        columns += [
            ("cost", lambda row: f"{float(row.cost):,.2f}"),
            ("for a coverage-hour", lambda row: "-" if (price := price_of_loss(row)) is None else f"{price:,.2f}"),
            ("cost left", lambda row: "" if row.cost_left is None else f"{float(row.cost_left):,.0f}"),
        ]
    else:
        columns.append(("transmitter-hours", lambda row: f"{row.transmitter_minutes / 60:,.2f}"))
    columns.append(("coverage-hours left", lambda row: _shown(row.left, "coverage", missing="")))
    return columns


def _shown(worth: Worth | None, name: str, look: str = ",.2f", missing: str = "?") -> str:
    if worth is None:
        return missing
    value = getattr(worth, name)
    return "-" if value is None else format(_zero(value) / 60, look)


def _zero(minutes: float) -> float:
    """Returns minutes, 0 where they are no more than a rounding error of sums."""
    return 0.0 if abs(minutes) < 1e-6 else minutes


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else _zero(minutes) / 60


def marginal_notes(values: MarginalValues) -> Iterator[str]:
    """What to know before anything is cut."""
    if values.rows:
        saved = "for what it costs" if values.cost is not None else "for a transmitter-hour"
        yield (
            f"What loses fewest {MEASURE_WORDS[values.measure]} {saved} comes first; what is left counts with all "
            "before it cut."
        )
    if values.redundant and values.cost:
        row = values.rows[values.redundant - 1]
        assert row.left is not None
        assert row.cost_left is not None
        part = float((values.cost - row.cost_left) / values.cost)
        whole = getattr(values.total, values.measure) / 60
        lost = whole - getattr(row.left, values.measure) / 60
        yield (
            f"Careful: the first {count(values.redundant, 'transmission')} cost {percent(part)} and bring {lost:,.2f} "
            f"of {whole:,.2f} {MEASURE_WORDS[values.measure]}."
        )
    if not values.disturbed and values.rows:
        yield (
            "Nothing disturbs in this model, so a second frequency is worth nothing in it. It is there against "
            "jamming, interference and bad days: --interference, with jammers in the plan, tells what it is worth then."
        )
    if values.not_judged:
        yield f"{count(values.not_judged, 'transmission')} cannot be predicted: nobody knows what they are worth."
    if any(row.left is None and row.lost is not None for row in values.rows):
        yield "Too many transmissions to put in order: each is judged alone."
    if values.cost is not None:
        yield "Cost is that of the hours; fixed amounts are paid whether one transmission is cut or not."


def _record(row: MarginalRow) -> dict[str, Any]:
    transmission = row.transmission
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "frequency_khz": khz_number(transmission.frequency_khz),
        "time": str(transmission.time),
        "service": transmission.service,
        "site": transmission.site_code,
        "transmitter_minutes": row.transmitter_minutes,
        "cost": _money(row.cost),
        **_worth_record(row.lost, "lost"),
        "cost_per_coverage_hour": price_of_loss(row),
        "cost_left": _money(row.cost_left),
        **_worth_record(row.left, "left"),
    }


def _worth_record(worth: Worth | None, suffix: str) -> dict[str, float | None]:
    names = {
        "programme": "programme_minutes",
        "coverage": "coverage_minutes",
        "interfered": "coverage_minutes_interfered",
        "person": "person_hours",
        "person_interfered": "person_hours_interfered",
    }
    record: dict[str, float | None] = {}
    for name, key in names.items():
        value = getattr(worth, name) if worth is not None else None
        if value is not None:
            # Keys of people are in hours, all others in minutes, as in every other record.
            value = round(_zero(value) / (60 if name.startswith("person") else 1), 4)
        record[f"{key}_{suffix}"] = value
    return record


def _money(amount: Fraction | None) -> float | None:
    return None if amount is None else round(float(amount), 2)


def marginal_json(answer: MarginalAnswer) -> str:
    """Everything as one JSON object: rows in the order of cutting."""
    values, period = answer.values, answer.period
    record = {
        "schema": SCHEMA,
        "period": {"from": period.first.isoformat(), "until": period.last.isoformat()} if period else None,
        "measure": values.measure,
        "currency": values.currency,
        "rows": [_record(row) for row in values.rows],
        "total": {"cost": _money(values.cost), **_worth_record(values.total, "total")},
        "redundant": values.redundant,
        "not_judged": values.not_judged,
        "notes": [*marginal_notes(values), *answer.notes],
        "findings": [finding_object(finding) for finding in answer.findings],
    }
    return json_text(record, indent=1) + "\n"


def marginal_csv(answer: MarginalAnswer) -> str:
    """The rows as CSV, the columns as in JSON."""
    records = [_record(row) for row in answer.values.rows]
    header = list(records[0]) if records else []
    return csv_text([header, *([_cell(record[name]) for name in header] for record in records)])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    # Ten digits hide the rounding errors of sums, as in 0.30000000000000004.
    return inert_cell(value) if isinstance(value, str) else f"{value:.10g}" if isinstance(value, float) else str(value)
