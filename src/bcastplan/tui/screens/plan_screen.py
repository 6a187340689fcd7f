"""The one screen that is always there: header, filter, a view, the findings of the selection, the live keys.

The screen holds what is open, listed and selected; every work on it belongs to a controller of ``tui.actions``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from importlib.util import find_spec
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from bcastplan.model.inert import inert
from bcastplan.tui import messages
from bcastplan.tui.actions.background_work import BackgroundWork
from bcastplan.tui.actions.cell_blocks import CellBlocks
from bcastplan.tui.actions.cell_edits import CellEdits
from bcastplan.tui.actions.controller import Delivery, Loudness
from bcastplan.tui.actions.coordination_notes import CoordinationNotes
from bcastplan.tui.actions.copy_paste import CopyPaste
from bcastplan.tui.actions.coverage_prediction import CoveragePrediction
from bcastplan.tui.actions.disk_watch import DiskWatch
from bcastplan.tui.actions.edits import Edits
from bcastplan.tui.actions.file_forms import FileForms
from bcastplan.tui.actions.fixes import Fixes
from bcastplan.tui.actions.improvements import Improvements
from bcastplan.tui.actions.long_edits import LongEdits
from bcastplan.tui.actions.other_files import OtherFiles
from bcastplan.tui.actions.plan_load import PlanLoad
from bcastplan.tui.actions.problems import Problems
from bcastplan.tui.actions.reception_reports import ReceptionReports
from bcastplan.tui.actions.repeats import Repeats
from bcastplan.tui.actions.row_changes import RowChanges
from bcastplan.tui.actions.saves import Saves
from bcastplan.tui.actions.season_work import SeasonWork
from bcastplan.tui.actions.shown_plan import ShownPlan
from bcastplan.tui.actions.table_choices import TableChoices
from bcastplan.tui.actions.views import Views
from bcastplan.tui.actions.whole_rows import WholeRows
from bcastplan.tui.bindings import PLAN_BINDINGS
from bcastplan.tui.listed_rows import Listing
from bcastplan.tui.screens.dialog_base import drop_notices
from bcastplan.tui.views.view import View, utc_now
from bcastplan.tui.widgets.cell_editor import CellEditor
from bcastplan.tui.widgets.filter_line import FilterLine
from bcastplan.tui.widgets.findings import FindingsPane
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.tui.widgets.loading_notice import LoadingPane
from bcastplan.tui.widgets.plan_header import PlanHeader
from bcastplan.tui.widgets.progress import ProgressLine
from bcastplan.tui.widgets.view_bar import LEAST_HEIGHT, ViewBar
from bcastplan.workspace.editing.session import Session


class PlanScreen(Screen[None]):
    """A plan under edit."""

    BINDINGS: ClassVar[list[BindingType]] = [*PLAN_BINDINGS]
    # The view that is shown first takes the focus; Textual would put it into the filter line.
    AUTO_FOCUS = None
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LEAST_HEIGHT, "-high")]  # noqa: RUF012 - Textual declares it so

    def __init__(
        self, paths: Sequence[str], against: Sequence[str] = (), *, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()
        self.paths, self.against, self.clock = tuple(paths), tuple(against), now
        self.session: Session | None = None
        self.listing: Listing | None = None
        self.selected: int | None = None
        self.plan_load = PlanLoad(self)
        self.other_files = OtherFiles(self)
        self.saves = Saves(self)
        self.disk_watch = DiskWatch(self)
        self.edits = Edits(self)
        self.row_changes = RowChanges(self)
        self.whole_rows = WholeRows(self)
        self.file_forms = FileForms(self)
        self.coordination_notes = CoordinationNotes(self)
        self.season_work = SeasonWork(self)
        self.background_work = BackgroundWork(self)
        self.cell_edits = CellEdits(self)
        self.cell_blocks = CellBlocks(self)
        self.long_edits = LongEdits(self)
        self.repeats = Repeats(self)
        self.improvements = Improvements(self)
        self.copy_paste = CopyPaste(self)
        self.views = Views(self)
        self.shown_plan = ShownPlan(self)
        self.coverage_prediction = CoveragePrediction(self)
        self.table_choices = TableChoices(self)
        self.problems = Problems(self)
        self.fixes = Fixes(self)
        self.reception_reports = ReceptionReports(self)

    def compose(self) -> ComposeResult:
        """Header, filter, view, findings, keys."""
        yield PlanHeader(self.clock)
        yield ViewBar()
        yield FilterLine()
        yield ProgressLine()
        # Views are mounted when they are first shown, so that start-up loads only that of the table.
        with ContentSwitcher(initial="loading", id="views"):
            yield LoadingPane(id="loading")
        yield FindingsPane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the plan."""
        self.plan_load.load(self.paths, self.against)
        self.disk_watch.watch_files()

    def open_session(self, session: Session) -> None:
        """Put another session in place of the one that is open."""
        self.session, self.listing, self.selected = session, Listing(session), None
        self.listing.refresh()
        self.shown_plan.begin()
        self.problems.begin(session)

    @property
    def view(self) -> View | None:
        """The view in front; None while there is nothing to show."""
        return self.views.front

    def select(self, row: int | None) -> None:
        """Select a row in every view."""
        self.selected = row
        self.shown_plan.show()

    def tell(self, text: str, loudness: Loudness = "information", title: str = "") -> None:
        """Show a notice without markup; of several that begin alike, as of undone steps, only the last one stays."""
        if loudness == "information":
            drop_notices(self.app, lambda notice: notice.message.partition(":")[0] == text.partition(":")[0])
        self.notify(inert(text), title=title, severity=loudness, markup=False, timeout=8 if loudness == "error" else 4)

    # Messages of views and workers

    @on(Delivery)
    async def _delivered(self, event: Delivery) -> None:
        awaited = event.take()
        if awaited is not None:
            await awaited

    @on(messages.RowActivated)
    def _row_activated(self, event: messages.RowActivated) -> None:
        self.selected = event.row
        self.edits.open_form()

    @on(messages.EditWanted)
    def _edit_wanted(self, event: messages.EditWanted) -> None:
        if self.edits.do(event.label, event.action):
            self.repeats.follow(event)

    @on(messages.RowHighlighted)
    def _row_highlighted(self, event: messages.RowHighlighted) -> None:
        self.select(event.row)

    @on(messages.JumpTo)
    async def _jump(self, event: messages.JumpTo) -> None:
        await self.views.jump(event.view_name, event.row)

    @on(ViewBar.Chosen)
    async def _view_chosen(self, event: ViewBar.Chosen) -> None:
        await self.views.choose(event.name)

    @on(messages.BackWanted)
    async def _back(self) -> None:
        if self.is_busy:
            await self.action_escape()
        else:
            await self.views.go_back()

    @on(messages.DateChosen)
    def _date_chosen(self, event: messages.DateChosen) -> None:
        self.views.keep_day(event.day)

    @on(messages.MarksChanged)
    def _marks_changed(self, event: messages.MarksChanged) -> None:
        self.views.mark_only(event.rows)

    @on(messages.CellsSelected)
    def _cells_selected(self, event: messages.CellsSelected) -> None:
        self.views.select_cells(event.rows, event.keys)

    @on(messages.SortWanted)
    def _sort_wanted(self, event: messages.SortWanted) -> None:
        self.views.sort_by(event.column)

    @on(messages.ReportWanted)
    def _report_wanted(self, event: messages.ReportWanted) -> None:
        self.reception_reports.type_in(event.row)

    @on(FilterLine.Changed)
    def _filter_changed(self, event: FilterLine.Changed) -> None:
        self.views.filter_by(event.text, event.query)

    @on(FilterLine.Left)
    def _filter_left(self) -> None:
        self.views.focus_front()

    @on(CellEditor.Typed)
    def _cell_typed(self, event: CellEditor.Typed) -> None:
        self.cell_edits.typed(event.text)

    @on(CellEditor.Accepted)
    def _cell_accepted(self, event: CellEditor.Accepted) -> None:
        self.cell_edits.accept(event.text, event.then)

    @on(CellEditor.Cancelled)
    def _cell_cancelled(self) -> None:
        self.cell_edits.close()

    @on(CellEditor.PickWanted)
    def _cell_pick_wanted(self) -> None:
        self.cell_edits.pick()

    def on_paste(self, event: events.Paste) -> None:
        """Take what the terminal pastes anywhere outside a text field."""
        if self.session is not None:
            event.stop()
            self.copy_paste.paste_text(event.text)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing that needs a plan while there is none or a cell is open, and no view that does not exist."""
        # Asked without importing the view, since the footer asks for every key.
        if action == "view" and parameters and find_spec(f"bcastplan.tui.views.{parameters[0]}_view") is None:
            return False
        if self.cell_edits.is_open and action in ACTIONS:
            return False
        return self.session is not None or action not in NEED_A_PLAN

    @property
    def is_busy(self) -> bool:
        """Whether something goes on that Escape stops."""
        return (
            self.long_edits.is_working
            or self.plan_load.is_loading
            or self.background_work.is_working
            or self.coverage_prediction.is_predicting
        )

    async def action_escape(self) -> None:
        """Stop an edit, reading, making or predicting; else clear the marks; when there are none, the filter."""
        if self.long_edits.is_working:
            self.long_edits.stop()
        elif self.plan_load.is_loading:
            await self.plan_load.cancel()
        elif self.background_work.is_working:
            self.background_work.cancel()
        elif self.coverage_prediction.is_predicting:
            self.coverage_prediction.cancel()
        else:
            self.views.clear()


ACTIONS: dict[str, tuple[str, Callable[..., Any]]] = {
    "view": ("views", Views.choose),
    "filter": ("views", Views.type_query),
    "ghosts": ("views", Views.ghosts),
    "mark": ("views", Views.mark),
    "mark_all": ("views", Views.mark_all),
    "next_finding": ("views", Views.next_finding),
    "copy_cells": ("cell_blocks", CellBlocks.copy),
    "paste_cells": ("cell_blocks", CellBlocks.paste),
    "fill_down": ("cell_blocks", CellBlocks.fill_down),
    "edit_cell": ("cell_edits", CellEdits.start),
    "edit": ("edits", Edits.open_form),
    "new": ("edits", Edits.new),
    "duplicate": ("whole_rows", WholeRows.duplicate),
    "delete": ("whole_rows", WholeRows.delete),
    "split": ("whole_rows", WholeRows.split),
    "shift": ("row_changes", RowChanges.shift),
    "shift_by": ("row_changes", RowChanges.shift_by),
    "days": ("row_changes", RowChanges.days),
    "move": ("whole_rows", WholeRows.move),
    "bulk": ("row_changes", RowChanges.bulk),
    "fill": ("repeats", Repeats.fill),
    "improve": ("improvements", Improvements.start),
    "repeat": ("repeats", Repeats.repeat),
    "undo": ("edits", Edits.undo),
    "redo": ("edits", Edits.redo),
    "copy": ("copy_paste", CopyPaste.copy),
    "paste": ("copy_paste", CopyPaste.paste),
    "save": ("saves", Saves.start),
    "check_disk": ("problems", Problems.read_again),
    "problems": ("problems", Problems.show),
    "fix": ("fixes", Fixes.of_rows),
    "file_head": ("file_forms", FileForms.head),
    "plan_file": ("file_forms", FileForms.plan),
    "coordination": ("coordination_notes", CoordinationNotes.show),
    "season_work": ("season_work", SeasonWork.choose),
    "season_make": ("season_work", SeasonWork.do),
    "open": ("other_files", OtherFiles.open_another),
    "references": ("other_files", OtherFiles.choose_references),
    "import_list": ("other_files", OtherFiles.start_import),
    "coverage": ("coverage_prediction", CoveragePrediction.start),
    "sort": ("table_choices", TableChoices.sort),
    "columns": ("table_choices", TableChoices.columns),
    "explain": ("table_choices", TableChoices.explain),
}
"""Action of a binding -> the controller that does it, and how."""

NEED_A_PLAN = frozenset(ACTIONS) - {"open", "import_list"}
"""Actions that are offered only while a plan is open."""


def _routed(controller: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """An action of the screen that a controller does."""

    @wraps(method)
    def action(screen: PlanScreen, *parameters: object) -> Any:
        return method(getattr(screen, controller), *parameters)

    return action


# Textual looks for the method `action_NAME` of the screen; forty that only call a controller would say nothing.
for _name, (_controller, _method) in ACTIONS.items():
    setattr(PlanScreen, f"action_{_name}", _routed(_controller, _method))
