"""A worker predicts coverage when the user asks for it, never by itself; after an edit it is shown as old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import Worker, get_current_worker

from bcastplan.tui.actions.controller import Controller, Loudness, in_thread
from bcastplan.tui.shown_columns import HEARD, SERVED, with_heard
from bcastplan.tui.views.table_view import TableView
from bcastplan.tui.widgets.progress import ProgressLine

if TYPE_CHECKING:
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.opening.open_plans import Workspace
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage

_SECONDS = 8.0  # what was predicted and what was not takes a while to read


class CoveragePrediction(Controller):
    """Coverage of the plan, for table, hours and map."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self._predicting: tuple[Session, Worker[None]] | None = None
        self._predicted: tuple[Session, PlanCoverage] | None = None

    @property
    def predicted(self) -> PlanCoverage | None:
        """What was predicted for the plan that is open; perhaps before its last edits."""
        kept = self._predicted
        return kept[1] if kept is not None and kept[0] is self.session else None

    @property
    def is_predicting(self) -> bool:
        """Whether a worker predicts the plan that is open."""
        return self._predicting is not None and self._predicting[0] is self.session

    def hand_on(self) -> None:
        """Give the coverage to the view and the listing that show it, and stop a prediction of another plan."""
        if self._predicting is not None and not self.is_predicting:
            self._end()
        view, listing = self.screen.view, self.listing
        if view is not None:
            view.predicted = self.predicted
        if listing is not None:
            listing.predicted = self.predicted

    def start(self) -> None:
        """Predict who can hear each transmission."""
        if self.is_predicting:
            self.tell("coverage is being predicted already; Esc stops it", "warning")
            return
        session = self.opened
        self.screen.query_one(ProgressLine).show("Predicting coverage", 0, 0)
        generation, workspace = session.check_snapshot()
        self._predicting = session, self._predict(session, generation, workspace)

    @in_thread("coverage", "Not predicted")
    def _predict(self, session: Session, generation: int, workspace: Workspace) -> None:
        from bcastplan.coverage.predicted_months import CoverageRequestError
        from bcastplan.coverage.samples import CoverageCancelled
        from bcastplan.workspace.prediction.kept_coverage import predict_plan

        worker = get_current_worker()

        def progress(_what: str, done: int, total: int) -> None:
            self.deliver(self._show_progress, session, done, total)

        try:
            coverage = predict_plan(generation, workspace, progress=progress, cancelled=lambda: worker.is_cancelled)
        except CoverageCancelled:
            return
        except CoverageRequestError as error:
            self.deliver(self._failed, session, f"{error} of bcastplan coverage")
            return
        if not worker.is_cancelled:
            self.deliver(self.take, session, coverage)

    def cancel(self) -> None:
        """Stop predicting; what was predicted before stays."""
        self._end()
        self.tell("stopped: coverage was not predicted", "warning")

    def _end(self) -> None:
        if self._predicting is not None:
            self._predicting[1].cancel()
            self._predicting = None
        self.screen.query_one(ProgressLine).hide()

    def _show_progress(self, session: Session, done: int, total: int) -> None:
        if self.is_predicting and session is self.session:
            self.screen.query_one(ProgressLine).show("Predicting coverage", done, total)

    def _failed(self, session: Session, reason: str) -> None:
        if self.is_predicting and session is self.session:
            self._end()
            self.tell(reason, "error", "Not predicted")

    def take(self, session: Session, coverage: PlanCoverage) -> None:
        """Take in what a worker has predicted, unless it was stopped or another plan is open."""
        if not self.is_predicting or session is not self.session:
            return
        self._end()
        first = self.predicted is None
        self._predicted = session, coverage
        if first:
            # Only the first time, because a user who took the columns away does not want them back.
            self._add_column()
        # The order of the rows depends on these figures, and `show` lists nothing again by itself.
        if self.listing is not None and self.listing.sort_key in (HEARD, SERVED):
            self.listing.predicted = coverage
            self.listing.refresh()
        self.screen.shown_plan.show()
        self._say(coverage)

    def _add_column(self) -> None:
        """Let the table tell it, unless the user has the column already."""
        table = next(iter(self.screen.query(TableView)), None)
        if table is not None and HEARD not in table.column_keys:
            self.screen.views.column_keys = with_heard(table.column_keys)
            table.set_columns(self.screen.views.column_keys)

    def _say(self, coverage: PlanCoverage) -> None:
        from bcastplan.workspace.report.coverage_section import coverage_summary

        loudness: Loudness = "warning" if coverage.result.total.share is None else "information"
        text = coverage_summary(coverage.result)
        self.screen.notify(text, title="Coverage", severity=loudness, markup=False, timeout=_SECONDS)
