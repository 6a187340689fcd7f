"""Compatibility as records, schema ``bcastplan.compat/1``: keys may be added, never renamed."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from bcastplan.coverage.compatibility import Reception
from bcastplan.coverage.together import Together
from bcastplan.reports.compat.compat_constants import constants
from bcastplan.reports.conflicts.conflicts_json import side_object
from bcastplan.reports.safe_text import csv_text, json_text, record_cell
from bcastplan.workspace.prediction.plan_compatibility import CompatibilityAnswer, JudgedPair, JudgedTransmission

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
    "margin_db", "class", "missing", "assumed", "elsewhere",
)  # fmt: skip
_SIDE = ("file", "line", "id", "frequency_khz", "service", "broadcaster", "manager", "site", "target", "against")

_TOGETHER = ("margin_db", "class", "interferers")


def compat_json(answer: CompatibilityAnswer) -> str:
    """All pairs, and transmissions under all that disturb them, as one JSON object, gravest first."""
    record = {
        "schema": SCHEMA,
        "pairs": [pair_record(answer, judged) for judged in answer.pairs],
        "transmissions": [transmission_record(answer, judged) for judged in answer.transmissions],
        "harm": [transmission_record(answer, judged) for judged in answer.harm],
        "clean_elsewhere": answer.clean_elsewhere,
        "unknown_elsewhere": answer.unknown_elsewhere,
        "mode": answer.options.listening.mode,
        "constants": [asdict(constant) for constant in constants(answer)],
    }
    return json_text(record, indent=1) + "\n"


def pair_record(answer: CompatibilityAnswer, judged: JudgedPair) -> dict[str, Any]:
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
        "elsewhere": judged.reception.elsewhere,
        "a_wanted": _reception(judged.reception.a),
        "b_wanted": _reception(judged.reception.b),
        "a": side_object(answer.conflicts, pair.a),
        "b": side_object(answer.conflicts, pair.b),
    }


def transmission_record(answer: CompatibilityAnswer, judged: JudgedTransmission) -> dict[str, Any]:
    """One transmission under the power sum of its interferers; ``at_once`` has the strongest first."""
    together = judged.together
    return {
        "severity": str(judged.severity),
        "class": together.margin_class,
        "margin_db": _decibels(together),
        "worst_month": together.worst_month,
        "worst_hour": together.worst_hour,
        "interferers": len(together.interferers),
        "not_predicted": len(together.not_predicted),
        "overlap_minutes": together.minutes,
        "protected": round(together.protected, 4),
        "basic_reliability": round(together.basic, 4),
        "overall_reliability": round(together.overall, 4),
        "transmission": side_object(answer.conflicts, judged.side),
        "at_once": [
            # Jammers are numbered after the rows of the table.
            side_object(answer.conflicts, judged.others[row]) | {"jammer": row >= len(answer.workspace.table)}
            for row in together.at_once
        ],
    }


def _decibels(reception: Reception | Together | None) -> float | None:
    # Where nothing disturbs, the margin is infinite, which JSON cannot say: `class` tells it.
    return None if reception is None or math.isinf(reception.margin_db) else round(reception.margin_db, 1)


def _reception(reception: Reception | None) -> dict[str, Any] | None:
    if reception is None:
        return None
    values = (
        _decibels(reception),
        reception.margin_class,
        reception.worst_month,
        reception.worst_hour,
        round(reception.protected, 4),
        round(reception.basic, 4),
        round(reception.overall, 4),
    )
    ratio = reception.protection.co_channel
    return dict(zip(_RECEPTION, values, strict=True)) | {
        "protection_db": ratio.value,
        "curve": reception.protection.curve.name,
        "confidence": reception.protection.confidence.value,
    }


def compat_csv(answer: CompatibilityAnswer) -> str:
    """Each pair is a line; the ``together_`` columns judge a side of the plans under all its interferers."""
    both = [(side, name) for side in ("a", "b") for name in _RECEPTION]
    header = [*_PAIR, *(f"{side}_wanted_{name}" for side, name in both)]
    header += [f"{side}_{name}" for side in "ab" for name in _SIDE]
    header += [f"{side}_together_{name}" for side in "ab" for name in _TOGETHER]
    lines: list[list[object]] = [[*header, *(f"b_harm_{name}" for name in _TOGETHER)]]
    together, harm = (
        {transmission.together.row: transmission_record(answer, transmission) for transmission in judged}
        for judged in (answer.transmissions, answer.harm)
    )
    for judged in answer.pairs:
        record = pair_record(answer, judged)
        cells = [record[name] for name in _PAIR]
        cells += [(record[f"{side}_wanted"] or {}).get(name) for side, name in both]
        cells += [record[side][name] for side in "ab" for name in _SIDE]
        for row in (judged.pair.a_row, judged.pair.b_row):
            cells += [together.get(row, {}).get(name) for name in _TOGETHER]
        # Harm is what others suffer from us, and others are always the second side of a pair.
        cells += [harm.get(judged.pair.b_row, {}).get(name) for name in _TOGETHER]
        lines.append([record_cell(value) for value in cells])
    return csv_text(lines)
