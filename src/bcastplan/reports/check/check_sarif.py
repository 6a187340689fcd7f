"""Findings as SARIF 2.1.0 (OASIS), one run a check; user text can become neither a link nor a placeholder."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from bcastplan.installed import __version__
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.reports.safe_text import json_text, printable
from bcastplan.rules.registry import Rule, all_rules
from bcastplan.workspace.inspection.check_result import CheckResult

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "bcastplan/v1"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LINK = re.compile(r"\[([^\[\]]*+)\](?=\()")  # SARIF 2.1.0, 3.11.6: an embedded link
_PLACEHOLDER = re.compile(r"\{(\d+)\}")  # 3.11.5


def check_sarif(result: CheckResult, fingerprints: Sequence[str], *, complete: bool) -> str:
    """The whole result as one SARIF log.

    Args:
        result: the findings in their order.
        fingerprints: one for each finding, the same from run to run as long as the finding is the same.
        complete: whether every input could be read.
    """
    rules = all_rules()
    codes = sorted({finding.rule for finding in result.findings})
    indices = {code: number for number, code in enumerate(codes)}
    summary = result.summary
    invocation: dict[str, Any] = {"executionSuccessful": complete}
    if result.left_out:
        text = str(result.left_out)
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    run = {
        "tool": {
            "driver": {
                "name": "bcastplan",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rules[code]) for code in codes],
            }
        },
        "invocations": [invocation],
        # Our columns count characters; without this key a SARIF viewer counts UTF-16 code units.
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, indices[finding.rule], fingerprint)
            for finding, fingerprint in zip(result.findings, fingerprints, strict=True)
        ],
        "properties": {
            "files": summary.files,
            "transmissions": summary.transmissions,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
        },
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    # The first line of the page is the summary, which SARIF has a key for.
    body = rule.docs.split("\n", 1)[-1].strip()
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": body, "markdown": body},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": message_text(finding.message)},
        "locations": [_location(finding.place)],
        # Code scanning services know a finding by this from run to run, though its line has moved.
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.other is not None:
        result["relatedLocations"] = [{"id": 1, **_location(finding.other), "message": {"text": "the other side"}}]
    if finding.data:
        result["properties"] = {key: _value(value) for key, value in finding.data.items()}
    return result


def message_text(message: str) -> str:
    """A message in which brackets and braces stand for themselves."""
    shown = _LINK.sub(lambda match: f"\\[{match[1]}\\]", printable(message))
    return _PLACEHOLDER.sub(r"{{\1}}", shown)


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": file_uri(place.file)}}
    if place.line is not None:
        region = {"startLine": place.line}
        if place.column is not None:
            region["startColumn"] = place.column
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.id:
        location["logicalLocations"] = [{"name": printable(place.id), "kind": "member"}]
    return location


def file_uri(name: str) -> str:
    """A file as a URI: relative to where the check ran unless the name is absolute."""
    shown = name.removeprefix("./")
    try:
        written = os.fsencode(shown)
    except UnicodeEncodeError:  # no name a file system could have given
        written = printable(shown).encode()
    # RFC 3986 lets these stand in a path; `!` divides an archive from the file in it, which should stay readable.
    encoded = quote(written, safe="/!~")
    return f"file://{encoded}" if PurePosixPath(name).is_absolute() else encoded


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    return [_value(item) for item in value] if isinstance(value, list) else value
