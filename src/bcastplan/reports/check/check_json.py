"""Findings as JSON, schema ``bcastplan.report/1``: keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from bcastplan.model.finding import Finding, Place
from bcastplan.reports.safe_text import json_text
from bcastplan.workspace.inspection.check_result import CheckResult

SCHEMA = "bcastplan.report/1"


def check_json(result: CheckResult) -> str:
    """The whole result as one JSON object."""
    summary = result.summary
    return (
        json_text(
            {
                "schema": SCHEMA,
                "summary": {
                    "files": summary.files,
                    "transmissions": summary.transmissions,
                    "errors": summary.errors,
                    "warnings": summary.warnings,
                    "infos": summary.infos,
                },
                "findings": [finding_object(finding) for finding in result.findings],
                "left_out": {
                    "transmissions": result.left_out.transmissions,
                    "files": result.left_out.files,
                    "rules": list(result.left_out.rules),
                },
            },
            indent=1,
        )
        + "\n"
    )


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding as JSON."""
    place = finding.place
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "id": place.id,
        "other": _other(finding.other),
        "data": dict(finding.data),
    }


def _other(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column, "id": place.id}
