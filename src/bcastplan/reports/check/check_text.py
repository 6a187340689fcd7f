"""Findings as lines a person and an editor can read: ``file:line:column: severity CODE name: message``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.model.inert import inert

if TYPE_CHECKING:
    from bcastplan.workspace.inspection.rule_check import CheckResult

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def check_text(result: CheckResult, *, colour: bool = False) -> str:
    """All findings, a line each, and a closing line that counts."""
    lines = list(_lines(result, colour))
    return "\n".join(lines) + "\n"


def _lines(result: CheckResult, colour: bool) -> Iterator[str]:
    for finding in result.findings:
        yield finding_line(finding, colour=colour)
    if result.findings:
        yield ""
    yield summary_line(result)


def summary_line(result: CheckResult) -> str:
    """How much was checked, how many findings that gave, and what is left out of every count."""
    summary = result.summary
    return (
        f"{count(summary.files, 'file')}, {count(summary.transmissions, 'transmission')}: "
        f"{count(summary.errors, 'error')}, {count(summary.warnings, 'warning')}, {count(summary.infos, 'info')}"
        f"{f'; {result.left_out}' if result.left_out else ''}"
    )


def finding_line(finding: Finding, *, colour: bool = False) -> str:
    """One finding on one line."""
    severity = str(finding.severity)
    if colour:
        severity = f"\x1b[{_COLOURS[finding.severity]}m{severity}\x1b[0m"
    identifier = f" [{inert(finding.place.id)}]" if finding.place.id else ""
    return (
        f"{place_text(finding.place)}: {severity} {finding.rule} {finding.name}{identifier}: {inert(finding.message)}"
    )


def place_text(place: Place) -> str:
    """``file:line:column``, as far as they are known."""
    parts = [inert(place.file)]
    if place.line is not None:
        parts.append(str(place.line))
        if place.column is not None:
            parts.append(str(place.column))
    return ":".join(parts)
