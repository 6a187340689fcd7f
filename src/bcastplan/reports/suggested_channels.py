"""Suggestions as a short list and as JSON, best first.

The JSON schema is ``bcastplan.suggest/1``: keys may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.prediction.clear_channels import SuggestAnswer

SCHEMA = "bcastplan.suggest/1"


def suggest_text(answer: SuggestAnswer) -> str:
    """A line for each candidate; the frequency in use is marked."""
    heading = ["kHz", "band", "errors", "warnings", "infos", "jammed", "heard", ""]
    rows = [
        [
            format_khz(candidate.frequency_khz),
            candidate.band,
            str(candidate.errors),
            str(candidate.warnings),
            str(candidate.infos),
            f"by {candidate.jammers}" if candidate.jammers else "no",
            "?" if candidate.share is None else f"{100 * candidate.share:.0f} %",
            "in use now" if candidate.current else "" if candidate.status == "in" else candidate.status,
        ]
        for candidate in answer.candidates
    ]
    table = align([heading, *rows], [True, False, True, True, True, True, True, False])
    return "\n".join([*_title(answer), "", *table, *_notes(answer)]) + "\n"


def _title(answer: SuggestAnswer) -> Iterator[str]:
    side = answer.side
    name = f" [{inert(side.id)}]" if side.id else ""
    where = f" from {inert(side.site)}" if side.site else ""
    target = f" to {inert(side.target_text)}" if side.target_text else ""
    yield f"{inert(side.service)}{where}{target}{name}: the best of {answer.considered:,} channels"


def _notes(answer: SuggestAnswer) -> Iterator[str]:
    if answer.facts.missing:
        missing = ", ".join(answer.facts.missing)
        yield f"\nNot predicted: {missing} missing. The channels stand by their conflicts alone."
    if answer.facts.assumed:
        yield f"\nAssumed: {inert(answer.facts.assumed)}."


def suggest_json(answer: SuggestAnswer) -> str:
    """The candidates as one JSON object, best first."""
    side = answer.side
    record = {
        "schema": SCHEMA,
        "transmission": {
            "file": side.file,
            "line": side.line,
            "id": side.id,
            "frequency_khz": _khz(side.frequency_khz),
            "service": side.service,
            "site": side.site,
            "target": side.target_text,
            "missing": list(answer.facts.missing),
            "assumed": answer.facts.assumed or None,
        },
        "considered": answer.considered,
        "candidates": [
            {
                "frequency_khz": _khz(candidate.frequency_khz),
                "band": candidate.band,
                "status": candidate.status,
                "errors": candidate.errors,
                "warnings": candidate.warnings,
                "infos": candidate.infos,
                "jammers": candidate.jammers,
                "share": None if candidate.share is None else round(candidate.share, 4),
                "current": candidate.current,
            }
            for candidate in answer.candidates
        ],
    }
    return json_text(record, indent=1) + "\n"


def _khz(value: float) -> Any:
    return int(value) if float(value).is_integer() else value
