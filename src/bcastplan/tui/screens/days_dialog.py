"""The days of the week of one or many transmissions."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from bcastplan.model.inert import inert
from bcastplan.tui.bindings import DAYS_BINDINGS
from bcastplan.tui.screens.dialogs import Dialog
from bcastplan.tui.widgets.day_switches import DayToggles
from bcastplan.tui.widgets.key_bar import KeyBar


class ChooseDays(Dialog[int | None]):
    """Seven switches; gives the days, at least one of them."""

    CSS_PATH = "days_dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*DAYS_BINDINGS]

    def __init__(self, title: str, mask: int) -> None:
        super().__init__()
        self.heading, self.mask = title, mask

    def compose(self) -> ComposeResult:
        """Title and switches."""
        with Vertical(classes="dialog"):
            yield Static(inert(self.heading), markup=False, classes="title")
            yield DayToggles(self.mask)
        yield KeyBar()

    def action_accept(self) -> None:
        """Give the days that are on."""
        mask = self.query_one(DayToggles).shown
        if mask:
            self.dismiss(mask)
        else:
            self.notify("a transmission needs at least one day of the week", severity="error", markup=False)

    def action_cancel(self) -> None:
        """Give none."""
        self.dismiss(None)
