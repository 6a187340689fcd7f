"""The days of the week of one or many transmissions."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from bcastplan.model.inert import inert
from bcastplan.tui.dialog_bindings import DAYS_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.screens.dialogs import EffectOf, show_effect
from bcastplan.tui.widgets.bulk_effect import BulkLine
from bcastplan.tui.widgets.day_switches import DayToggles
from bcastplan.tui.widgets.key_bar import KeyBar


class ChooseDays(Dialog[int | None]):
    """Seven switches; gives the days, at least one of them."""

    CSS_PATH = "days_dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*DAYS_BINDINGS]

    def __init__(self, title: str, mask: int, effect: EffectOf) -> None:
        super().__init__()
        self.heading, self.mask, self.effect = title, mask, effect

    def compose(self) -> ComposeResult:
        """Title and switches."""
        with Vertical(classes="dialog"):
            yield Static(inert(self.heading), markup=False, classes="title")
            yield DayToggles(self.mask)
            yield BulkLine(self.effect.session)
        yield KeyBar()

    def on_mount(self) -> None:
        """Tell the effect of the days that are on."""
        self._try(self.mask)

    def on_day_toggles_changed(self, event: DayToggles.Changed) -> None:
        """Tell the effect of other days."""
        event.stop()
        self._try(event.mask)

    def _try(self, mask: int | None) -> None:
        # No day at all is refused, so that it has no effect to be told.
        self.query_one(BulkLine).try_answer(self.effect.edit, mask or None)

    def action_effect(self) -> None:
        """List everything that is known of the effect."""
        show_effect(self.app, self.query_one(BulkLine))

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
