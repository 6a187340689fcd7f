"""What was delivered and heard: transmissions by month against the plan's monitoring logs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.counts import count, hours
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.model.reception import ReceptionReport, date_of_minute
from bcastplan.monitoring.monitored_result import Delivery, HeardResult
from bcastplan.tui.bindings import HEARD_BINDINGS
from bcastplan.tui.messages import ReportWanted, RowActivated, RowHighlighted
from bcastplan.tui.screens.text_page import Page
from bcastplan.tui.views.view import View, utc_now
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.monitoring.plan_monitoring import HeardQuestion, HeardRequestError, heard_of_workspace
from bcastplan.workspace.opening.open_plans import Workspace

COLUMNS = (
    GridColumn("frequency", "kHz", 7, right=True),
    GridColumn("time", "UTC", 10),
    GridColumn("service", "Service", 14, most=36),
    GridColumn("month", "Month", 8),
    GridColumn("airings", "Airings", 7, right=True),
    GridColumn("confirmed", "Confirmed", 9, right=True),
    GridColumn("off", "Off", 3, right=True),
    GridColumn("lost", "Lost min", 8, right=True),
    GridColumn("usable", "3 and more", 12, right=True),
    GridColumn("predicted", "Predicted", 9, right=True),
    GridColumn("monitored", "Listened h", 10, right=True),
    GridColumn("credit", "Credit", 12, right=True),
)
Asked = tuple[Session, int, int, bool]
"""What was asked for: the session, its generation, how often logs were written to here, whether to predict."""


class HeardCounted(Message):
    """A worker has compared the logs with the plan; where there is no result, ``words`` say why."""

    def __init__(self, asked: Asked, result: HeardResult | None, words: str) -> None:
        super().__init__()
        self.asked, self.result, self.words = asked, result, words


class HeardView(View):
    """The list of transmissions by month."""

    view_name: ClassVar[str] = "heard"
    title: ClassVar[str] = "Heard"
    BINDINGS: ClassVar[list[BindingType]] = [*HEARD_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.result: HeardResult | None = None
        self.listed: list[Delivery] = []
        self.predicting = False
        self._written = 0
        self._asked: Asked | None = None
        self._rows: Sequence[int] = ()
        self._selected: int | None = None

    def compose(self) -> ComposeResult:
        """What was read over the list."""
        yield Static(id="heard", markup=False)
        yield Grid(COLUMNS, self._row, fixed=2, sign_width=2)

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one(Grid)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Compare the logs with the plan again, in a worker, when it has changed; list the rows of the filter."""
        if session is not self.session:
            self.session, self.result, self.listed = session, None, []
        self._selected = selected
        if rows is not self._rows:
            self._rows = rows
            self._fill()
        # A row has a line for each month, and the cursor stays where it stands on one of them.
        elif (index := self._index(selected)) is not None and not self._is_under_cursor(selected):
            self.grid.move_to(index, tell=False)
        self._ask()

    def again(self) -> None:
        """Read the logs again: a report was added."""
        # Logs are no part of the session, and its generation does not tell that they have changed.
        self._written += 1
        self._ask()

    def _ask(self) -> None:
        session = self.session
        if session is None:
            return
        asked = (session, session.generation, self._written, self.predicting)
        if asked == self._asked:
            return
        self._asked = asked
        if self.result is None:
            self._tell("reading the logs …")
        generation, workspace = session.check_snapshot()
        if generation == asked[1]:
            self._count(asked, workspace)

    @work(thread=True, exclusive=True, group="heard", exit_on_error=False)
    def _count(self, asked: Asked, workspace: Workspace) -> None:
        question = HeardQuestion(prediction=CoverageOptions() if asked[3] else None)
        try:
            answer = heard_of_workspace(workspace, question)
        except HeardRequestError:
            words = (
                'No monitoring log: name logs in the plan file, as `monitoring: ["logs/*.csv"]`, or press i to '
                "write a report"
            )
            self.post_message(HeardCounted(asked, None, words))
            return
        result = answer.result
        # Only of the logs: what is wrong with the plan is shown in the other views.
        faults = sum(
            finding.severity == "error" and finding.rule.startswith(("MON", "FIL")) for finding in answer.findings
        )
        words = f"{count(result.reports, 'report')} of {count(len(answer.logs), 'log')}"
        if result.first is not None:
            words += f", {result.first} to {result.last}; {result.matched:,} of airings"
        unscheduled = sum(row.reports for row in result.unscheduled)
        if unscheduled:
            words += f", {unscheduled:,} of what is not scheduled"
        if faults:
            words += f"; {count(faults, 'fault')} in logs (`bcastplan heard` lists them)"
        self.post_message(HeardCounted(asked, result, words))

    @on(HeardCounted)
    def _take(self, event: HeardCounted) -> None:
        event.stop()
        if event.asked == self._asked:
            self.result = event.result
            self._tell(event.words)
            self._fill()

    def _tell(self, words: str) -> None:
        self.query_one("#heard", Static).update(inert(words))

    def _fill(self) -> None:
        shown = set(self._rows)
        deliveries = self.result.deliveries if self.result is not None else ()
        self.listed = [delivery for delivery in deliveries if delivery.row in shown]
        self.listed.sort(key=lambda delivery: not delivery.reports)  # what has reports comes first
        self.grid.fill(len(self.listed), self._index(self._selected))

    def _index(self, row: int | None) -> int | None:
        return next((number for number, delivery in enumerate(self.listed) if delivery.row == row), None)

    def _is_under_cursor(self, row: int | None) -> bool:
        delivery = self.delivery
        return delivery is not None and delivery.row == row

    @property
    def delivery(self) -> Delivery | None:
        """What stands under the cursor."""
        cursor = self.grid.cursor
        return self.listed[cursor] if cursor is not None and cursor < len(self.listed) else None

    def _row(self, number: int) -> GridRow:
        delivery = self.listed[number]
        assert self.session is not None
        transmission = self.session.table.transmissions[delivery.row]
        usable = f"{percent(delivery.usable / delivery.judged)} of {delivery.judged}" if delivery.judged else ""
        credit = delivery.credit
        cells = [
            format_khz(transmission.frequency_khz),
            str(transmission.time),
            inert(transmission.service),
            delivery.month,
            str(delivery.airings),
            str(delivery.confirmed_airings) if delivery.reports else "",
            str(delivery.off_airings) if delivery.reports else "",
            str(delivery.undelivered_minutes) if delivery.undelivered_minutes else "",
            usable,
            "" if delivery.predicted is None else percent(delivery.predicted),
            hours(delivery.monitored_minutes) if delivery.reports else "",
            f"{credit.amount:,.2f} {credit.currency}" if credit.amount and credit.currency else "",
        ]
        lost = bool(delivery.undelivered_minutes)
        styles = ["grid--warning"] if lost else [] if delivery.reports else ["grid--dim"]
        return GridRow(cells, "▲" if lost else " ", styles)

    # Keys

    def action_report(self) -> None:
        """Ask for a report of the transmission under the cursor, else of the selected one."""
        delivery = self.delivery
        self.post_message(ReportWanted(delivery.row if delivery is not None else self._selected))

    def action_predict(self) -> None:
        """Set what is predicted beside what was heard, or take it away again."""
        self.predicting = not self.predicting
        self._ask()

    def action_reports(self) -> None:
        """Read the reports of the transmission and month under the cursor."""
        delivery, result, session = self.delivery, self.result, self.session
        if delivery is None or result is None or session is None:
            return
        reports = [
            report
            for report in result.reports_of_row.get(delivery.row, ())
            if date_of_minute(report.start_minute).isoformat()[:7] == delivery.month
        ]
        transmission = session.table.transmissions[delivery.row]
        title = f"{format_khz(transmission.frequency_khz)} kHz {transmission.time} UTC, {delivery.month}"
        lines = [_report_line(report) for report in reports] or ["No report of this month."]
        self.app.push_screen(Page(inert(title), Content("\n".join(lines))))

    # Messages of the list

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        if event.index is not None:
            self._selected = self.listed[event.index].row
            self.post_message(RowHighlighted(self._selected))

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if event.index is not None:
            self.post_message(RowActivated(self.listed[event.index].row))


def _report_line(report: ReceptionReport) -> str:
    """One report as a line, without the name of the observer."""
    minute = report.start_minute % 1440
    parts = [f"{date_of_minute(report.start_minute)} {minute // 60:02d}{minute % 60:02d}"]
    length = report.stop_minute - report.start_minute
    parts.append(f"{length} min" if length > 1 else "")
    parts.append("off" if report.off else "heard" if report.overall is None else f"overall {report.overall}")
    parts.append("" if report.snr_db is None else f"{report.snr_db:g} dB")
    parts.append(inert(report.place or ""))
    parts.append(inert(report.remark or ""))
    return "  ".join(part for part in parts if part) + f"   {inert(report.file)}:{report.line}"
