"""The sections of a book that take predictions: its coverage, and what monitoring logs say was delivered and heard.

Predictions take time to import, so a book without these sections does not import this module.
"""

from __future__ import annotations

from dataclasses import replace

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.finding import Finding
from bcastplan.workspace.inspection.plan_hours import facts_of
from bcastplan.workspace.monitoring.plan_monitoring import HeardQuestion, heard_of_workspace
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.prediction.coverage_notes import coverage_notes, listeners_of_workspace
from bcastplan.workspace.prediction.marginal_values import marginal_values
from bcastplan.workspace.prediction.plan_coverage import column_of, coverage_of_workspace
from bcastplan.workspace.prediction.plan_facts import prediction_facts
from bcastplan.workspace.report.coverage_section import CoverageRow, coverage_section
from bcastplan.workspace.report.report_data import BookCoverage, HoursBook, MonitoredBook


def predicted_book(workspace: Workspace, book: HoursBook, options: CoverageOptions, progress: Progress) -> HoursBook:
    """The book of a workspace with its coverage; raises CoverageRequestError.

    All figures have their likely range. There are figures under interference where there are reference
    schedules or jammers to interfere.
    """
    if workspace.reference or len(workspace.jamming):
        # Without anything that interferes, the figures would only stand there twice.
        options = replace(options, interference=True)
    options = replace(options, likely_range=True)
    facts = prediction_facts(workspace, options)
    period = book.views["bands"].period
    first, last = (period.first, period.last) if period is not None else (None, None)
    result = coverage_of_workspace(
        workspace, by=("service",), options=options, first=first, last=last, facts=facts, progress=progress
    )
    notes = tuple(coverage_notes(result, listeners_of_workspace(workspace, facts)))
    yearly = {f"yearly-{key}": view for key, view in book.yearly.items()}
    views = {**book.views, **yearly, **({"asked": book.asked} if book.asked is not None else {})}
    columns = {
        key: replace(column_of(workspace, facts, result.coverage, view, result.drawn), notes=notes)
        for key, view in views.items()
    }
    bands = [
        CoverageRow(str(row.values[0]), heard)
        for row, heard in zip(book.views["bands"].rows, columns["bands"].rows, strict=True)
    ]
    marginal = marginal_values(result.coverage, facts_of(workspace), period) if period is not None else None
    return replace(book, coverage=BookCoverage(columns, coverage_section(result, notes, bands), marginal))


def monitored_book(
    workspace: Workspace, options: CoverageOptions | None, progress: Progress
) -> tuple[MonitoredBook, list[Finding]]:
    """What the logs of the plans say was delivered and heard, and the findings on these logs.

    With ``options`` what was predicted stands beside what was heard. Raises HeardRequestError where no plan names a
    log.
    """
    answer = heard_of_workspace(workspace, HeardQuestion(prediction=options), progress=progress)
    # Whoever opened the workspace lists its other findings already.
    findings = [finding for finding in answer.findings if finding.rule.startswith("MON")]
    book = MonitoredBook(answer.result, workspace.own_table.transmissions, tuple(answer.logs), tuple(answer.notes))
    return book, findings
