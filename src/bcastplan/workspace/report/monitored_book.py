"""A book with what the plans' monitoring logs say: what was delivered, and what was heard."""

from __future__ import annotations

from bcastplan.coverage.coverage_hours import CoverageOptions
from bcastplan.model.finding import Finding
from bcastplan.workspace.monitoring.plan_monitoring import HeardQuestion, heard_of_workspace
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.report.report_data import MonitoredBook


def monitored_book(
    workspace: Workspace, options: CoverageOptions | None, progress: Progress
) -> tuple[MonitoredBook | None, list[Finding]]:
    """What the logs of the plans say, and the findings on these logs; nothing where no plan names any.

    With ``options`` what was predicted stands beside what was heard.
    """
    if not any(opened.plan.monitoring for opened in workspace.plans):
        return None, []
    answer = heard_of_workspace(workspace, HeardQuestion(prediction=options), progress=progress)
    findings = [finding for finding in answer.findings if finding.rule.startswith("MON")]
    book = MonitoredBook(answer.result, workspace.own_table.transmissions, tuple(answer.logs), tuple(answer.notes))
    return book, findings
