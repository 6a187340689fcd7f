"""Findings as an editor shows them: at their place, with their rule, its page, and the other side of a conflict."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from lsprotocol import types as lsp

from bcastplan.lsp.editor_text import EditorText
from bcastplan.lsp.file_places import FilePlaces
from bcastplan.lsp.rule_pages import RulePages
from bcastplan.model.finding import Finding, Severity
from bcastplan.model.inert import inert
from bcastplan.workspace.inspection.check_result import CheckResult

SOURCE = "bcastplan"
_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
_OF_NO_USE = ("unused-ignore", "stale-agreement")
"""Names of the rules that report superfluous text: editors show it faded."""


def diagnostics_of(
    result: CheckResult, places: FilePlaces, pages: RulePages, told: Callable[[str], bool]
) -> dict[str, list[lsp.Diagnostic]]:
    """The diagnostics of a check by URI, of the files for which ``told`` is true."""
    by_uri: dict[str, list[lsp.Diagnostic]] = {}
    # `groupby` will do because findings are sorted by file.
    for file, findings in groupby(result.findings, lambda finding: finding.place.file):
        uri = places.uri(file)
        if uri is not None and told(file):
            by_uri[uri] = [diagnostic_of(finding, places, pages) for finding in findings]
    return by_uri


def diagnostic_of(finding: Finding, places: FilePlaces, pages: RulePages) -> lsp.Diagnostic:
    """One finding as a diagnostic."""
    page = pages.uri(finding.rule)
    return lsp.Diagnostic(
        range=places.range(finding.place),
        message=inert(finding.message),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=lsp.CodeDescription(page) if page is not None else None,
        source=SOURCE,
        tags=[lsp.DiagnosticTag.Unnecessary] if finding.name in _OF_NO_USE else None,
        related_information=_related(finding, places),
        data={"name": finding.name},
    )


def _related(finding: Finding, places: FilePlaces) -> list[lsp.DiagnosticRelatedInformation] | None:
    location = places.location(finding.other) if finding.other is not None else None
    if location is None or finding.other is None:
        return None
    named = f"the other side: {inert(finding.other.id)}" if finding.other.id else "the other side"
    return [lsp.DiagnosticRelatedInformation(location, named)]


def findings_at(
    result: CheckResult, text: EditorText, file: str, start: int, end: int, *, lines: bool = False
) -> list[Finding]:
    """The findings of a file whose place a stretch of its text touches, graver ones first.

    With ``lines``, those on the lines of the stretch: what concerns a whole transmission stands at its head.
    """
    if lines:
        content = text.content
        start = content.rfind("\n", 0, start) + 1
        newline = content.find("\n", end)
        end = len(content) if newline < 0 else newline
    touched = []
    for finding in result.findings:
        if finding.place.file == file:
            span = text.place_range(finding.place.line, finding.place.column)
            if text.offset(span.start) <= end and start <= text.offset(span.end):
                touched.append(finding)
    return sorted(touched, key=lambda finding: finding.severity.rank)
