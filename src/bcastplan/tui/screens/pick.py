"""A list to choose from, found by code or name as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from bcastplan.model.inert import inert
from bcastplan.reference.choices import Choice, matching_choices
from bcastplan.tui.dialog_bindings import PICK_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.screens.dialogs import EffectOf, show_effect
from bcastplan.tui.widgets.bulk_effect import BulkLine
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.tui.widgets.key_bar import KeyBar


class Pick(Dialog[list[str] | None]):
    """Choose one thing, or several when ``several`` is set; gives their values in the order they were chosen.

    Where there is an ``effect``, a line tells what the choice under the cursor would do.
    """

    CSS_PATH = "pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*PICK_BINDINGS]

    def __init__(
        self, title: str, choices: Sequence[Choice], *, chosen: Sequence[str] = (), several: bool = False,
        explanation: str = "", heads: tuple[str, str] = ("Code", "Meaning"), effect: EffectOf | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.effect = effect
        self.heads = heads
        self.heading, self.choices, self.several, self.explanation = title, choices, several, explanation
        self.marked = list(chosen) if several else []
        self.start = chosen[0] if chosen else None
        self.shown = list(choices)

    def compose(self) -> ComposeResult:
        """Title, what is typed, the list."""
        width = max(4, min(20, max((len(choice.code) for choice in self.choices), default=4)))
        with Vertical(classes="dialog"):
            yield Static(inert(self.heading), markup=False, classes="title")
            if self.explanation:
                yield Static(inert(self.explanation), markup=False)
            yield Input(placeholder="type a code or a part of a name", compact=True)
            columns = [GridColumn("code", self.heads[0], width), GridColumn("name", self.heads[1], 100)]
            yield Grid(columns, self._row, sign_width=3)
            yield Static(self._found(), markup=False, classes="found")
            if self.effect is not None:
                yield BulkLine(self.effect.session)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the list, the cursor on what is chosen now."""
        # The focus stays in the field, so that typing goes on; its arrow keys move the cursor of the list.
        self.query_one(Grid).can_focus = False
        values = [choice.value for choice in self.shown]
        at = values.index(self.start) if self.start in values else 0
        # Bringing the cursor into sight needs the height of the list, which it has only after the layout.
        self.call_after_refresh(self.query_one(Grid).fill, len(self.shown), at)
        self._try(at)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marks are for choosing several, and the effect is listed where there is one."""
        return {"mark": self.several, "effect": self.effect is not None}.get(action, True)

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._try(event.index)

    def _try(self, index: int | None) -> None:
        """Tell what the choice in a line would do."""
        if self.effect is not None:
            answer = self.shown[index].value if index is not None and index < len(self.shown) else None
            self.query_one(BulkLine).try_answer(self.effect.edit, answer)

    def action_effect(self) -> None:
        """List everything that is known of the effect."""
        show_effect(self.app, self.query_one(BulkLine))

    def _row(self, index: int) -> GridRow:
        choice = self.shown[index]
        marked = choice.value in self.marked
        return GridRow([choice.code, choice.name], "◆" if marked else " ", ["grid--marked"] if marked else [])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.shown = matching_choices(self.choices, event.value)
        self.query_one(Grid).fill(len(self.shown), 0)
        self._try(0)
        self.query_one(".found", Static).update(self._found())

    def _found(self) -> str:
        count = len(self.shown)
        ways = "Enter chooses, Tab marks" if self.several else "Enter chooses"
        return (
            f"{count} of {len(self.choices)}. {ways}"
            if count
            else "nothing matches; the field also takes values that are not listed"
        )

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_accept()

    @on(Grid.Chosen)
    def _clicked(self) -> None:
        self.action_accept()

    def action_cursor(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(Grid).action_cursor(by)

    def action_mark(self) -> None:
        """Mark what is under the cursor, or take its mark away."""
        grid = self.query_one(Grid)
        if grid.cursor is None:
            return
        value = self.shown[grid.cursor].value
        if value in self.marked:
            self.marked.remove(value)
        else:
            self.marked.append(value)
        grid.refresh()

    def action_accept(self) -> None:
        """Give what is marked, else what is under the cursor."""
        cursor = self.query_one(Grid).cursor
        if self.several and self.marked:
            self.dismiss(self.marked)
        elif cursor is not None and self.shown:
            self.dismiss([self.shown[cursor].value])

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)
