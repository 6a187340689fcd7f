"""Who can hear it: predicted in a worker when it is asked for, never by itself, and shown as old after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.worker import Worker, get_current_worker

from bcastplan.tui.actions.core import Loudness
from bcastplan.tui.actions.views import Views
from bcastplan.tui.shown_columns import HEARD, with_heard
from bcastplan.tui.views.table_view import TableView
from bcastplan.tui.widgets.progress import ProgressLine

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.opening.open_plans import Workspace
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage

_SECONDS = 8.0  # what was predicted and what was not takes a while to read


class PredictionProgress(Message):
    """How far a worker is."""

    def __init__(self, session: Session, done: int, total: int) -> None:
        super().__init__()
        self.session, self.done, self.total = session, done, total


class Predicted(Message):
    """A worker has predicted a plan."""

    def __init__(self, session: Session, coverage: PlanCoverage) -> None:
        super().__init__()
        self.session, self.coverage = session, coverage


class PredictionFailed(Message):
    """A plan cannot be predicted."""

    def __init__(self, session: Session, reason: str) -> None:
        super().__init__()
        self.session, self.reason = session, reason


class Predicting(Views):
    """Coverage of the plan, for table, hours and map."""

    _predicting: tuple[Session, Worker[None]] | None = None
    _predicted: tuple[Session, PlanCoverage] | None = None

    @property
    def predicted(self) -> PlanCoverage | None:
        """What was predicted for the plan that is open; perhaps before its last edits."""
        kept = self._predicted
        return kept[1] if kept is not None and kept[0] is self.session else None

    @property
    def is_predicting(self) -> bool:
        """Whether a worker predicts the plan that is open."""
        return self._predicting is not None and self._predicting[0] is self.session

    def show(self) -> None:
        """Show listing, selection, coverage and status as they are."""
        if self._predicting is not None and not self.is_predicting:
            self._end()
        view, listing = self.view, self.listing
        if view is not None:
            view.predicted = self.predicted
        if listing is not None:
            listing.predicted = self.predicted
        super().show()

    def action_coverage(self) -> None:
        """Predict who can hear each transmission."""
        if self.is_predicting:
            self.tell("coverage is being predicted already; Esc stops it", "warning")
            return
        session = self.opened
        self.query_one(ProgressLine).show("Predicting coverage", 0, 0)
        generation, workspace = session.check_snapshot()
        self._predicting = session, self._predict(session, generation, workspace)

    @work(thread=True, exclusive=True, group="coverage", exit_on_error=False)
    def _predict(self, session: Session, generation: int, workspace: Workspace) -> None:
        from bcastplan.coverage.predicted_months import CoverageRequestError
        from bcastplan.coverage.samples import CoverageCancelled
        from bcastplan.workspace.prediction.kept_coverage import predict_plan

        worker = get_current_worker()

        def progress(_what: str, done: int, total: int) -> None:
            self.post_message(PredictionProgress(session, done, total))

        try:
            coverage = predict_plan(generation, workspace, progress=progress, cancelled=lambda: worker.is_cancelled)
        except CoverageCancelled:
            return
        except CoverageRequestError as error:
            self.post_message(PredictionFailed(session, f"{error} of bcastplan coverage"))
            return
        if not worker.is_cancelled:
            self.post_message(Predicted(session, coverage))

    def cancel_prediction(self) -> None:
        """Stop predicting; what was predicted before stays."""
        self._end()
        self.tell("stopped; nothing new is predicted", "warning")

    def _end(self) -> None:
        if self._predicting is not None:
            self._predicting[1].cancel()
            self._predicting = None
        self.query_one(ProgressLine).hide()

    @on(PredictionProgress)
    def _show_prediction(self, event: PredictionProgress) -> None:
        if self.is_predicting and event.session is self.session:
            self.query_one(ProgressLine).show("Predicting coverage", event.done, event.total)

    @on(PredictionFailed)
    def _prediction_failed(self, event: PredictionFailed) -> None:
        if self.is_predicting and event.session is self.session:
            self._end()
            self.tell(event.reason, "error", "Not predicted")

    @on(Predicted)
    def _take_prediction(self, event: Predicted) -> None:
        if not self.is_predicting or event.session is not self.session:
            return
        self._end()
        first = self.predicted is None
        self._predicted = event.session, event.coverage
        if first:
            self._add_column()
        if self.listing is not None and self.listing.sort_key == HEARD:
            self.listing.predicted = event.coverage
            self.listing.refresh()
        self.show()
        self._say(event.coverage)

    def _add_column(self) -> None:
        """Let the table tell it, unless the user has the column already."""
        table = next(iter(self.query(TableView)), None)
        if table is not None and HEARD not in table.column_keys:
            self.column_keys = with_heard(table.column_keys)
            table.set_columns(self.column_keys)

    def _say(self, coverage: PlanCoverage) -> None:
        from bcastplan.workspace.report.coverage_section import coverage_summary

        loudness: Loudness = "warning" if coverage.result.total.share is None else "information"
        text = coverage_summary(coverage.result)
        self.notify(text, title="Coverage", severity=loudness, markup=False, timeout=_SECONDS)
