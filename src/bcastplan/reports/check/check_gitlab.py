"""Findings as a code quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/, report format)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bcastplan.model.finding import Severity
from bcastplan.reports.safe_text import json_text, printable
from bcastplan.workspace.inspection.check_result import CheckResult

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def check_gitlab(result: CheckResult, fingerprints: Sequence[str]) -> str:
    """All findings as one JSON list.

    Args:
        result: the findings in their order.
        fingerprints: one for each finding; two findings with the same one are told apart by their number, since
            GitLab shows only one of them.
    """
    times: Counter[str] = Counter()
    issues = []
    for finding, fingerprint in zip(result.findings, fingerprints, strict=True):
        times[fingerprint] += 1
        number = f"-{times[fingerprint]}" if times[fingerprint] > 1 else ""
        named = f" [{finding.place.id}]" if finding.place.id else ""
        issues.append(
            {
                "description": printable(f"{finding.name}{named}: {finding.message}"),
                "check_name": finding.rule,
                "fingerprint": f"{fingerprint}{number}",
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": printable(finding.place.file.removeprefix("./")),
                    # GitLab requires a line, also of a finding about a whole file.
                    "lines": {"begin": finding.place.line or 1},
                },
            }
        )
    return json_text(issues, indent=1) + "\n"
