"""Findings as GitHub Actions workflow commands: one on each line; text of a file cannot start another."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Finding, Severity
from bcastplan.reports.check.check_text import summary_line
from bcastplan.reports.safe_text import printable
from bcastplan.workspace.inspection.check_result import CheckResult

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def check_github(result: CheckResult) -> str:
    """All findings as annotations, and a closing line that counts."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: CheckResult) -> Iterator[str]:
    for finding in result.findings:
        yield annotation(finding)
    yield summary_line(result)


def annotation(finding: Finding) -> str:
    """One finding as a workflow command."""
    place = finding.place
    # GitHub finds the file only by its path in the repository, which has no `./` before it.
    properties = [("file", place.file.removeprefix("./"))]
    if place.line is not None:
        properties.append(("line", str(place.line)))
        if place.column is not None:
            properties.append(("col", str(place.column)))
    identifier = f" [{place.id}]" if place.id else ""
    properties.append(("title", f"{finding.rule} {finding.name}{identifier}"))
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties)
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(finding.message)}"


def _data(text: str) -> str:
    """Text after the double colon; ``printable`` left no line ends that would need escaping."""
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    # A colon would end the list of properties, and a comma the property.
    return _data(text).replace(":", "%3A").replace(",", "%2C")
