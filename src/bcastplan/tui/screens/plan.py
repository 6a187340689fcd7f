"""The one screen that is always there: header, filter, a view, the findings of the selection, the live keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher, Footer

from bcastplan.tui.actions.clipboard import Clipboard
from bcastplan.tui.actions.helping import Helping
from bcastplan.tui.actions.opening import Opening
from bcastplan.tui.actions.predicting import Predicting
from bcastplan.tui.bindings import PLAN_BINDINGS
from bcastplan.tui.views.view import utc_now
from bcastplan.tui.widgets.filter_line import FilterLine
from bcastplan.tui.widgets.findings import FindingsPane
from bcastplan.tui.widgets.loading_notice import LoadingPane
from bcastplan.tui.widgets.plan_header import PlanHeader
from bcastplan.tui.widgets.progress import ProgressLine


class PlanScreen(Predicting, Clipboard, Opening, Helping):
    """A plan under edit."""

    BINDINGS: ClassVar[list[BindingType]] = [*PLAN_BINDINGS]
    AUTO_FOCUS = None

    def __init__(
        self, paths: Sequence[str], against: Sequence[str] = (), *, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()
        self.paths, self.against, self.clock = tuple(paths), tuple(against), now

    def compose(self) -> ComposeResult:
        """Header, filter, view, findings, keys."""
        yield PlanHeader(self.clock)
        yield FilterLine()
        yield ProgressLine()
        with ContentSwitcher(initial="loading", id="views"):
            yield LoadingPane(id="loading")
        yield FindingsPane()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Read the plan."""
        self.load(self.paths, self.against)
        self.watch_files()

    async def action_escape(self) -> None:  # type: ignore[override]
        """Stop reading or predicting; else clear the marks; when there are none, the filter."""
        if self.is_loading:
            await self.cancel_loading()
        elif self.is_predicting:
            self.cancel_prediction()
        else:
            super().action_escape()
