"""The result of a check: its findings, how many there are, and those that keep something out of every count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bcastplan.model.finding import Finding, Severity
from bcastplan.model.left_out import LeftOut


@dataclass(frozen=True, slots=True)
class Summary:
    """How many files and transmissions were checked, and how many findings that gave."""

    files: int
    transmissions: int
    errors: int
    warnings: int
    infos: int

    @classmethod
    def of(cls, files: int, transmissions: int, counts: Mapping[Severity, int]) -> Summary:
        """The summary of findings that are counted by severity."""
        errors, warnings, infos = (counts.get(severity, 0) for severity in Severity)
        return cls(files, transmissions, errors, warnings, infos)


@dataclass(slots=True)
class CheckResult:
    """The findings of one check, sorted by file, line, column and code."""

    findings: list[Finding] = field(default_factory=list)
    summary: Summary = field(default_factory=lambda: Summary(0, 0, 0, 0, 0))
    unreadable: int = 0
    files: list[str] = field(default_factory=list)
    """Every schedule that was read and every file with a finding, sorted."""
    plan_files: list[str] = field(default_factory=list)
    """The plan files that were read."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """What faulty inputs keep out of every count, whatever was selected or ignored."""

    def failed(self, at: Severity | None) -> bool:
        """Whether a finding is as grave as ``at``; never when ``at`` is None."""
        return at is not None and any(finding.severity.at_least(at) for finding in self.findings)

    def narrowed(self, findings: list[Finding]) -> CheckResult:
        """A copy of the check with only these of its findings."""
        counts = Counter(finding.severity for finding in findings)
        summary = Summary.of(len(self.files), self.summary.transmissions, counts)
        return replace(self, findings=findings, summary=summary)

    def shortened(self, most: int | None) -> CheckResult:
        """The same check, of each rule the first ``most`` findings and how many more there are; None for all."""
        if most is None:
            return self
        from bcastplan.rules.run import shortened

        return replace(self, findings=shortened(self.findings, most))
