"""Findings as JUnit XML: a test case for each file, failing from the severity of ``--fail-on`` on.

Servers show only the first ``failure`` of a test case, so one carries all of a file's findings, a line each. Findings
that fail nothing are in the case's ``system-out``.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from bcastplan.model.counts import count
from bcastplan.model.finding import Finding, Severity
from bcastplan.reports.check.check_text import finding_line
from bcastplan.reports.safe_text import printable
from bcastplan.workspace.inspection.check_result import CheckResult

_UNREADABLE = "FIL"


def check_junit(result: CheckResult, fail_at: Severity | None) -> str:
    """The whole result as one JUnit document.

    Args:
        result: the findings and all files.
        fail_at: the severity from which on a finding fails its file; None fails only what cannot be read.
    """
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_file[finding.place.file].append(finding)
    # A file without findings is a test case that passes; files that could not be read are known by their findings
    # alone.
    cases = [
        _Case(file, by_file.get(file, []), fail_at) for file in sorted({*result.files, *result.plan_files, *by_file})
    ]
    failures = sum(bool(case.failing) and not case.unreadable for case in cases)
    errors = sum(case.unreadable for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'
    # The schema that Jenkins checks against requires a time of each element, and checks are not timed by file.
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="bcastplan" {counts} time="0">']
    lines.append(f' <testsuite name="bcastplan check" {counts} skipped="0" time="0">')
    if result.left_out:
        value = _quoted(str(result.left_out).partition(": ")[2])
        lines.append(f'  <properties><property name="left out of every count" value={value}/></properties>')
    for case in cases:
        lines += case.lines()
    return "\n".join([*lines, " </testsuite>", "</testsuites>"]) + "\n"


class _Case:
    def __init__(self, file: str, findings: list[Finding], fail_at: Severity | None) -> None:
        self.file = file
        self.unreadable = any(finding.rule.startswith(_UNREADABLE) for finding in findings)
        self.failing: list[Finding] = []
        self.passing: list[Finding] = []
        for finding in findings:
            fails = finding.rule.startswith(_UNREADABLE) or (fail_at is not None and finding.severity.at_least(fail_at))
            (self.failing if fails else self.passing).append(finding)

    def lines(self) -> list[str]:
        # Servers group test cases by their class, for which a folder stands here.
        folder = str(PurePosixPath(self.file).parent)
        head = f"  <testcase name={_quoted(self.file)} classname={_quoted(folder)}"
        if not self.failing and not self.passing:
            return [f'{head} time="0"/>']
        elements = [f'{head} time="0">']
        if self.failing:
            # In JUnit a failure is a test that ran: what cannot be read could not be tested.
            tag = "error" if self.unreadable else "failure"
            codes = " ".join(sorted({finding.rule for finding in self.failing}))
            message = f"{count(len(self.failing), 'finding')}: {self.failing[0].message}"
            elements.append(f"   <{tag} type={_quoted(codes)} message={_quoted(message)}>{_text(self.failing)}</{tag}>")
        if self.passing:
            elements.append(f"   <system-out>{_text(self.passing)}</system-out>")
        return [*elements, "  </testcase>"]


def _text(findings: list[Finding]) -> str:
    return "".join(f"\n{escape(printable(finding_line(finding)))}" for finding in findings) + "\n"


def _quoted(text: str) -> str:
    return quoteattr(printable(text))
