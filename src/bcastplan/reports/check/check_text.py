"""Findings as lines a person and an editor can read: ``file:line:column: severity CODE name: message``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.model.inert import inert

if TYPE_CHECKING:
    from bcastplan.workspace.inspection.check_result import CheckResult

# Red, yellow and cyan of the terminal's own palette, so that the user's theme decides what they look like.
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def check_text(result: CheckResult, *, colour: bool = False, grouped: bool = False, quiet: bool = False) -> str:
    """All findings, a line each, and a closing line that counts.

    Args:
        result: what was found.
        colour: whether severities are coloured.
        grouped: whether the findings of a transmission stand below a line that names it.
        quiet: whether the closing line is left out.
    """
    lines = list(_grouped(result.findings, colour) if grouped else _listed(result.findings, colour))
    if not quiet:
        lines += [*([""] if lines else []), summary_line(result)]
    return "".join(f"{line}\n" for line in lines)


def statistics_text(result: CheckResult, *, quiet: bool = False) -> str:
    """How many findings each rule has, the gravest and most frequent first, and a closing line that counts."""
    counts = Counter((finding.severity, finding.rule, finding.name) for finding in result.findings)
    ordered = sorted(counts.items(), key=lambda entry: (entry[0][0].rank, -entry[1], entry[0][1]))
    width = max((len(f"{number:,}") for number in counts.values()), default=0)
    lines = [f"{number:>{width},}  {severity:<7}  {code}  {name}" for (severity, code, name), number in ordered]
    if not quiet:
        lines += [*([""] if lines else []), summary_line(result)]
    return "".join(f"{line}\n" for line in lines)


def _listed(findings: Sequence[Finding], colour: bool) -> Iterator[str]:
    return (finding_line(finding, colour=colour) for finding in findings)


def _grouped(findings: Sequence[Finding], colour: bool) -> Iterator[str]:
    """The findings below their transmissions; those of none below their file."""
    groups: dict[tuple[str, str | int | None], list[Finding]] = {}
    for finding in findings:
        place = finding.place
        # The findings of a transmission stand on several lines; its id or number holds them together.
        groups.setdefault((place.file, place.id or place.item), []).append(finding)
    for number, ((file, of_item), members) in enumerate(groups.items()):
        if number:
            yield ""
        named = f" [{inert(of_item)}]" if isinstance(of_item, str) else ""
        unnamed = f" transmission {of_item + 1}" if isinstance(of_item, int) else ""
        yield f"{inert(file)}{named}{unnamed}"
        for finding in members:
            place = finding.place
            where = ":".join(str(part) for part in (place.line, place.column) if part is not None)
            yield f"  {where:<9} {_severity(finding, colour)} {finding.rule} {finding.name}: {inert(finding.message)}"


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
    identifier = f" [{inert(finding.place.id)}]" if finding.place.id else ""
    severity = _severity(finding, colour)
    return (
        f"{place_text(finding.place)}: {severity} {finding.rule} {finding.name}{identifier}: {inert(finding.message)}"
    )


def _severity(finding: Finding, colour: bool) -> str:
    severity = str(finding.severity)
    return f"\x1b[{_COLOURS[finding.severity]}m{severity}\x1b[0m" if colour else severity


def place_text(place: Place) -> str:
    """``file:line:column``, as far as they are known."""
    parts = [inert(place.file)]
    if place.line is not None:
        parts.append(str(place.line))
        if place.column is not None:
            parts.append(str(place.column))
    return ":".join(parts)
