"""Findings, and problems of reading, as rows that JSON can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bcastplan.model.finding import Finding, Place, Problem, Severity

_SEVERITIES = {severity.value: severity for severity in Severity}
"""Look-ups of an enumeration by value take most of the time of a thousand findings."""


def finding_row(finding: Finding) -> list[Any]:
    """A finding as a row."""
    return [
        finding.rule, finding.name, finding.severity, finding.message, place_row(finding.place),
        place_row(finding.other), dict(finding.data), finding.loses,
    ]  # fmt: skip


def finding_of(
    rule: str, name: str, severity: str, message: str, place: Sequence[Any], other: Sequence[Any] | None,
    data: dict[str, Any], loses: int | None,
) -> Finding:  # fmt: skip
    """The finding of a row."""
    where = Place(*other) if other is not None else None
    return Finding(rule, name, _SEVERITIES[severity], message, Place(*place), where, data, loses)


def place_row(place: Place | None) -> list[Any] | None:
    """A place as a row, None where there is none."""
    return None if place is None else [place.file, place.line, place.column, place.id, place.item]


def problem_row(problem: Problem) -> list[Any]:
    """A problem as a row."""
    return [
        problem.code, problem.message, place_row(problem.place), dict(problem.data), place_row(problem.other),
        problem.severity, problem.loses,
    ]  # fmt: skip


def problem_of(
    code: str, message: str, place: Sequence[Any], data: dict[str, Any], other: Sequence[Any] | None,
    severity: str | None, loses: int | None,
) -> Problem:  # fmt: skip
    """The problem of a row."""
    where = Place(*other) if other is not None else None
    return Problem(code, message, Place(*place), data, where, Severity(severity) if severity else None, loses)
