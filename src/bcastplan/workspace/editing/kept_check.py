"""The findings of all rules for a session, kept until the next edit; a worker may run the check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bcastplan.model.finding import Finding
from bcastplan.workspace.opening.open_plans import Workspace

if TYPE_CHECKING:
    from bcastplan.workspace.inspection.check_result import CheckResult


@dataclass(slots=True)
class Counts:
    """Findings by severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


@dataclass(slots=True)
class SessionCheck:
    """A check of the whole workspace, and the findings of each row on its own."""

    result: CheckResult
    of_rows: list[Finding]


def check_session(workspace: Workspace) -> SessionCheck:
    """Check a workspace for a session; a worker may do so with a copy (``copy_for_worker``)."""
    from bcastplan.workspace.editing.row_findings import findings_in_every_row
    from bcastplan.workspace.inspection.rule_check import check_workspace

    return SessionCheck(check_workspace(workspace), findings_in_every_row(workspace))


class KeptCheck:
    """The last check of a workspace under edit."""

    def __init__(self) -> None:
        self._result: CheckResult | None = None

    @property
    def known(self) -> bool:
        """Whether a check has been done since the last edit."""
        return self._result is not None

    @property
    def result(self) -> CheckResult | None:
        """The last check, None where an edit has come since."""
        return self._result

    def take(self, result: CheckResult) -> None:
        """Keep the check that a worker made of the workspace in its present state."""
        self._result = result

    def forget(self) -> None:
        """Drop the check, because the workspace has changed."""
        self._result = None

    @property
    def counts(self) -> Counts:
        """Findings by severity; zeros where nothing has been checked since the last edit."""
        summary = self._result.summary if self._result is not None else None
        return Counts(summary.errors, summary.warnings, summary.infos) if summary is not None else Counts()


def copy_for_worker(workspace: Workspace) -> Workspace:
    """A copy of a workspace that edits do not touch, its table already built."""
    copy = Workspace(
        plans=[
            replace(
                opened,
                # Edits change these lists in place.
                schedules=list(opened.schedules),
                problems=list(opened.problems),
                unmatched=dict(opened.unmatched),
                found_lists=set(opened.found_lists),
            )
            for opened in workspace.plans
        ],
        reference=list(workspace.reference),
        reference_problems=list(workspace.reference_problems),
        unreadable=workspace.unreadable,
    )
    # ``table`` is a cached property: the copy takes over the one
    # that is built, instead of building another from its rows.
    copy.__dict__["table"] = workspace.table
    return copy
