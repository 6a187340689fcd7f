"""A comparison as JSON, schema ``bcastplan.compare/1``, and as CSV: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bcastplan.model.counts import hours
from bcastplan.model.frequency import khz_number
from bcastplan.reports.safe_text import csv_text, json_text, record_cell
from bcastplan.workspace.lists.comparison import STATUSES, ComparedItem, ComparedRow, Comparison

SCHEMA = "bcastplan.compare/1"
_ROW = tuple(ComparedRow.__dataclass_fields__)
COLUMNS = (
    "item", "status", "differences", "heard", "site_distance_km", "minutes_a", "minutes_b", "minutes_both",
    "hours_both", "side", *(name for name in _ROW if name != "heard"), "row_heard",
)  # fmt: skip
"""The header of the CSV; an item takes a line for each of its rows."""


def compare_json(result: Comparison) -> str:
    """The whole comparison as one JSON object, an item a line."""
    head = {
        "schema": SCHEMA,
        "a": asdict(result.a),
        "b": asdict(result.b),
        "heard_within_months": result.heard_within_months,
        "summary": {status: result.count(status) for status in STATUSES} | {"beyond": result.beyond},
    }
    # `indent` would spread each item over many lines, so the head is written without its closing brace and goes on by
    # hand.
    items = [json_text(_item(item)) for item in result.items]
    listed = "\n  " + ",\n  ".join(items) if items else ""
    return json_text(head, indent=1)[:-2] + f',\n "items": [{listed}]\n}}\n'


def _item(item: ComparedItem) -> dict[str, Any]:
    return {
        "status": item.status,
        "differences": list(item.differences),
        "heard": item.heard,
        "site_distance_km": item.site_distance_km,
        "minutes_a": item.minutes_a,
        "minutes_b": item.minutes_b,
        "minutes_both": item.minutes_both,
        "a": [_row(row) for row in item.a],
        "b": [_row(row) for row in item.b],
    }


def _row(row: ComparedRow) -> dict[str, Any]:
    return asdict(row) | {"frequency_khz": khz_number(row.frequency_khz)}


def compare_csv(result: Comparison) -> str:
    """All rows of all items as CSV; cells are inert in spreadsheets."""
    lines: list[Sequence[str]] = [COLUMNS]
    for number, item in enumerate(result.items, 1):
        shared = _item(item) | {
            "item": number,
            "differences": "; ".join(item.differences),
            "hours_both": hours(item.minutes_both),
        }
        for side in ("a", "b"):
            for row in getattr(item, side):
                # An item has a key `heard` too, the newest of its rows.
                record = shared | {"side": side} | {key: value for key, value in _row(row).items() if key != "heard"}
                record["row_heard"] = row.heard
                lines.append([record_cell(record[name]) for name in COLUMNS])
    return csv_text(lines)
