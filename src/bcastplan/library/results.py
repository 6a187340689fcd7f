"""The results of a plan's methods: rows, with totals and findings. Each prints as the command of its name does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bcastplan.library.rows import Rows
from bcastplan.model.finding import Finding
from bcastplan.model.transmission import KEYS, Transmission

if TYPE_CHECKING:
    from bcastplan.conflicts import Jammed, Pair, Resource  # noqa: F401 - a class is made of Rows["Pair"] below
    from bcastplan.coverage.coverage_result import CoverageRow, Heard, RowCoverage, Strip  # noqa: F401
    from bcastplan.hours import HoursResult, HoursRow, Period
    from bcastplan.workspace.inspection.check_result import CheckResult, Summary
    from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts
    from bcastplan.workspace.prediction.clear_channels import Candidate, SuggestAnswer  # noqa: F401
    from bcastplan.workspace.prediction.plan_coverage import CoverageAnswer


class Transmissions(Rows[Transmission]):
    """The transmissions of a plan, every key resolved against the defaults of its file."""

    def __init__(self, transmissions: Sequence[Transmission]) -> None:
        super().__init__(transmissions, transmission_record)


def transmission_record(transmission: Transmission) -> dict[str, Any]:
    """The file and line of a transmission, and each key's value: quantities as numbers, all else as files write it."""
    # Quantities stay numbers so that data frames can compute with them.
    record: dict[str, Any] = {"file": transmission.file, "line": transmission.origin.line}
    for name, key in KEYS.items():
        value = getattr(transmission, key.attribute)
        as_it_is = value is None or isinstance(value, bool | float) or getattr(key.shape, "sought", "") == "quantity"
        record[name] = value if as_it_is else key.shape.write(value)
    return record


class Findings(Rows[Finding]):
    """What the rules say, sorted by file, line, column and code.

    Attributes:
        summary: how many files, transmissions, errors, warnings and infos there are.
    """

    summary: Summary

    def __init__(self, result: CheckResult) -> None:
        # Reports are imported where they are used, here and below, so that a script loads only those it asks for.
        from bcastplan.reports.check.check_json import finding_object

        super().__init__(result.findings, finding_object)
        self.summary = result.summary
        self._result = result

    def __str__(self) -> str:
        from bcastplan.reports.check.check_text import check_text

        return check_text(self._result)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return self.summary.errors == 0


class Conflicts(Rows["Pair"]):
    """The pairs in their fixed order: external before own, gravest first.

    Attributes:
        resources: transmitters, antennas and sites that are booked twice.
        jammed: the transmissions that a jammer is on.
        findings: what could not be read and is missing here therefore.
    """

    resources: Rows[Resource]
    jammed: Rows[Jammed]
    findings: tuple[Finding, ...]

    def __init__(self, conflicts: PlanConflicts, findings: Sequence[Finding]) -> None:
        from bcastplan.reports.conflicts.conflicts_json import jammed_object, pair_object, resource_object

        super().__init__(conflicts.pairs, lambda pair: pair_object(conflicts, pair))
        self.resources = Rows(conflicts.resources, lambda resource: resource_object(conflicts, resource))
        self.jammed = Rows(list(conflicts.jammed or ()), lambda item: jammed_object(conflicts, conflicts.jammed, item))
        self.findings = tuple(findings)
        self._conflicts = conflicts

    def __str__(self) -> str:
        from bcastplan.reports.conflicts.conflicts_text import conflicts_text

        return "".join(conflicts_text(self._conflicts, width=100))


class Hours(Rows["HoursRow"]):
    """Hours, energy and cost by group and calendar bucket.

    Attributes:
        total: the same measures over everything, computed from airings and never summed from rows.
        period: the first and the last date that count; None where nothing is on the air.
        findings: what could not be read and is not counted therefore.
    """

    total: HoursRow
    period: Period | None
    findings: tuple[Finding, ...]

    def __init__(self, result: HoursResult, findings: Sequence[Finding]) -> None:
        from bcastplan.reports.hours.hours_data import row_record

        super().__init__(result.rows, lambda row: row_record(result, row))
        self.total = result.total
        self.period = result.period
        self.findings = tuple(findings)
        self._result = result

    def __str__(self) -> str:
        from bcastplan.reports.hours.hours_table import hours_text

        return hours_text(self._result)


class Coverage(Rows["CoverageRow"]):
    """Predicted coverage by group; a share is None, never 0, where nothing can be predicted.

    Attributes:
        total: the same over everything.
        transmissions: each transmission that is on the air, by itself.
        strips: each service towards its listeners or target, through the 24 hours of the UTC day.
        notes: sentences that belong beside the figures.
        findings: what could not be read or predicted.
    """

    total: Heard
    transmissions: Rows[RowCoverage]
    strips: Rows[Strip]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]

    def __init__(self, answer: CoverageAnswer) -> None:
        from bcastplan.reports.coverage.coverage_data import row_record, strip_record, transmission_record

        result = answer.result
        super().__init__(result.rows, lambda row: row_record(result.by, row))
        self.total = result.total
        self.transmissions = Rows(result.per_transmission, lambda row: transmission_record(answer, row))
        self.strips = Rows(result.strips, strip_record)
        self.notes = answer.notes
        self.findings = tuple(answer.findings)
        self._answer = answer

    def __str__(self) -> str:
        from bcastplan.reports.coverage.coverage_text import coverage_text

        return coverage_text(self._answer)


class Suggestions(Rows["Candidate"]):
    """Channels for one transmission, the best first.

    Attributes:
        transmission: the transmission, with the changes that were asked for.
        considered: how many channels there are to choose from.
    """

    transmission: Transmission
    considered: int

    def __init__(self, answer: SuggestAnswer) -> None:
        from bcastplan.reports.suggested_channels import candidate_record

        super().__init__(answer.candidates, candidate_record)
        self.transmission = answer.transmission
        self.considered = answer.considered
        self._answer = answer

    def __str__(self) -> str:
        from bcastplan.reports.suggested_channels import suggest_text

        return suggest_text(self._answer)
