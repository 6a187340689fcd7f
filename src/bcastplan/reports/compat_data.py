"""Compatibility as records, schema ``bcastplan.compat/1``: keys may be added, never renamed."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict
from typing import Any

from bcastplan.coverage.compatibility import Reception
from bcastplan.reports.compat_view import CompatView, JudgedPairView, constants
from bcastplan.reports.conflicts_json import side_object
from bcastplan.reports.inert import inert_cell
from bcastplan.reports.json_text import json_text

SCHEMA = "bcastplan.compat/1"
_RECEPTION = (
    "margin_db",
    "class",
    "worst_month",
    "worst_hour",
    "protected",
    "basic_reliability",
    "overall_reliability",
)
_PAIR = (
    "severity", "kind", "own", "separation_khz", "overlap_minutes", "dates", "first", "last", "shared_test_points",
    "margin_db", "class", "missing", "assumed",
)  # fmt: skip
_SIDE = ("file", "line", "id", "frequency_khz", "service", "broadcaster", "manager", "site", "target", "against")


def compat_json(view: CompatView) -> str:
    """All pairs as one JSON object, gravest first."""
    record = {
        "schema": SCHEMA,
        "pairs": [pair_record(view, judged) for judged in view.pairs],
        "constants": [asdict(constant) for constant in constants(view)],
    }
    return json_text(record, indent=1) + "\n"


def pair_record(view: CompatView, judged: JudgedPairView) -> dict[str, Any]:
    """One pair: the worse direction in ``margin_db`` and ``class``, both directions below."""
    pair, worst = judged.pair, judged.worst
    return {
        "severity": str(judged.severity),
        "kind": pair.kind.value,
        "own": pair.own,
        "separation_khz": pair.separation_khz,
        "overlap_minutes": pair.overlap_minutes,
        "dates": pair.dates,
        "first": pair.first.isoformat(),
        "last": pair.last.isoformat(),
        "shared_test_points": pair.shared_test_points,
        "margin_db": _decibels(worst),
        "class": worst.margin_class if worst else "unknown",
        "missing": list(judged.reception.missing),
        "assumed": judged.reception.assumed,
        "a_wanted": _reception(judged.reception.a),
        "b_wanted": _reception(judged.reception.b),
        "a": side_object(view.names, pair.a),
        "b": side_object(view.names, pair.b),
    }


def _decibels(one: Reception | None) -> float | None:
    return None if one is None or math.isinf(one.margin_db) else round(one.margin_db, 1)


def _reception(one: Reception | None) -> dict[str, Any] | None:
    if one is None:
        return None
    values = (
        _decibels(one),
        one.margin_class,
        one.worst_month,
        one.worst_hour,
        round(one.protected, 4),
        round(one.basic, 4),
        round(one.overall, 4),
    )
    ratio = one.protection.co_channel
    return dict(zip(_RECEPTION, values, strict=True)) | {
        "protection_db": ratio.value,
        "curve": one.protection.curve.name,
        "confidence": one.protection.confidence.value,
    }


def compat_csv(view: CompatView) -> str:
    """One line a pair."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    both = [(side, name) for side in ("a", "b") for name in _RECEPTION]
    header = [*_PAIR, *(f"{side}_wanted_{name}" for side, name in both)]
    writer.writerow([*header, *(f"{side}_{name}" for side in "ab" for name in _SIDE)])
    for judged in view.pairs:
        record = pair_record(view, judged)
        cells = [record[name] for name in _PAIR]
        cells += [(record[f"{side}_wanted"] or {}).get(name) for side, name in both]
        cells += [record[side][name] for side in "ab" for name in _SIDE]
        writer.writerow([_cell(value) for value in cells])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return inert_cell("; ".join(value))
    return inert_cell(value) if isinstance(value, str) else f"{value}"
