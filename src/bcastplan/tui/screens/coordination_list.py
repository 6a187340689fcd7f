"""Conflicts with others, by organisation, with how far each is coordinated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.tui.dialog_bindings import COORDINATION_BINDINGS
from bcastplan.tui.effect import row_name
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.severity_signs import SIGNS
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.editing.coordination import Case, counts
from bcastplan.workspace.editing.session import Session

# What is refused is as urgent as what nobody has asked about.
_STYLES = {"open": "grid--error", "asked": "grid--warning", "refused": "grid--error", "agreed": "grid--dim"}


class CoordinationAnswer(NamedTuple):
    """What the user wants done with which case: a status to note, or ``go`` to look at it."""

    action: str
    line: int


class CoordinationList(Dialog[CoordinationAnswer | None]):
    """Gives the status that a conflict is to have; None when the user is done."""

    CSS_PATH = "file_page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*COORDINATION_BINDINGS]

    def __init__(self, session: Session, cases: Sequence[Case], cursor: int = 0) -> None:
        super().__init__()
        self.session, self.cases, self.first = session, cases, cursor

    def compose(self) -> ComposeResult:
        """Counts, cases, what is known of the one under the cursor."""
        columns = [
            GridColumn("manager", "FMO", 5),
            GridColumn("status", "Status", 8),
            GridColumn("khz", "kHz", 6, right=True),
            GridColumn("ours", "Ours", 17, most=30),
            GridColumn("theirs", "Theirs", 17, most=30),
            GridColumn("reason", "Note", 10, most=60),
        ]
        with Vertical(classes="page"):
            yield Static(inert(self._summary()), markup=False, classes="title")
            yield Grid(columns, self._row, fixed=1, sign_width=3)
            yield Static(markup=False, classes="remark")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin on the case that is asked for."""
        grid = self.query_one(Grid)
        grid.fill(len(self.cases), self.first if self.cases else None)
        grid.focus()
        self._remark()

    def _summary(self) -> str:
        words = ", ".join(f"{number} {status}" for status, number in counts(self.cases).items())
        return f"Coordination: {words or 'no conflict with others'}"

    def _row(self, index: int) -> GridRow:
        case = self.cases[index]
        transmission = self.session.table.transmissions[case.ours]
        sign = SIGNS[case.pair.severity] if case.pair is not None else " "
        cells = (
            case.manager or "-",
            case.status,
            format_khz(transmission.frequency_khz),
            row_name(self.session, case.ours),
            row_name(self.session, case.theirs),
            case.reason,
        )
        return GridRow([inert(cell) for cell in cells], sign, (), _STYLES[case.status])

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._remark()

    def _remark(self) -> None:
        cursor, pane = self.query_one(Grid).cursor, self.query_one(".remark", Static)
        if cursor is None:
            pane.update("There is nothing to coordinate: no conflict with another organisation.")
            return
        case = self.cases[cursor]
        of_theirs = ", ".join(
            f"{number} {status}"
            for status, number in counts(other for other in self.cases if other.manager == case.manager).items()
        )
        theirs = self.session.table.transmissions[case.theirs]
        facts = "no conflict now"
        if case.pair is not None:
            facts = f"{case.pair.kind}, {case.pair.overlap_minutes / 60:,.1f} h on {case.pair.dates} dates"
        elif case.status == "agreed":
            facts = "settled"
        pane.update(
            inert(
                f"{case.manager or '-'} {case.name}: {of_theirs}. {format_khz(theirs.frequency_khz)} kHz {theirs.time} "
                f"{theirs.service}: {facts}. {case.reason}"
            )
        )

    def action_note(self, action: str) -> None:
        """Give the status that is to be noted, or that the case is to be looked at."""
        cursor = self.query_one(Grid).cursor
        if cursor is not None:
            self.dismiss(CoordinationAnswer(action, cursor))

    def action_back(self) -> None:
        """Close the list."""
        self.dismiss(None)
