"""Suggestions as JSON, schema ``bcastplan.suggest/1``: keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from bcastplan.reports.json_text import json_text
from bcastplan.reports.suggest.suggest_view import SuggestView

SCHEMA = "bcastplan.suggest/1"


def suggest_json(view: SuggestView) -> str:
    """The candidates as one JSON object, best first."""
    side = view.side
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
            "missing": list(view.facts.missing),
            "assumed": view.facts.assumed or None,
        },
        "considered": view.considered,
        "candidates": [
            {
                "frequency_khz": _khz(one.frequency_khz),
                "band": one.band,
                "status": one.status,
                "errors": one.errors,
                "warnings": one.warnings,
                "infos": one.infos,
                "share": None if one.share is None else round(one.share, 4),
                "current": one.current,
            }
            for one in view.candidates
        ],
    }
    return json_text(record, indent=1) + "\n"


def _khz(value: float) -> Any:
    return int(value) if float(value).is_integer() else value
