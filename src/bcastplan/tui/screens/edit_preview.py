"""What an edit of many transmissions would do, before it is made: refused values, conflicts that come and go, hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from bcastplan.model.inert import inert
from bcastplan.tui.dialog_bindings import PREVIEW_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.widgets.bulk_effect import BulkLine
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.editing.bulk_preview import BulkEdit, refused_values
from bcastplan.workspace.editing.session import Session


class EditPreview(Dialog[bool]):
    """Gives whether the edit is to be made; one that holds a value which cannot be written is never made.

    Args:
        session: what is under edit; it is left as it is.
        title: what is to be done.
        edit: the keys to write row by row, or which rows are to go or to move.
        refused: values that are known to be impossible, in sentences.
        notes: what else the user should know, as which cells are passed over.
    """

    CSS_PATH = "edit_preview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*PREVIEW_BINDINGS]

    def __init__(
        self,
        session: Session,
        title: str,
        edit: BulkEdit,
        *,
        refused: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.session, self.heading, self.edit = session, title, edit
        self.refused, self.notes = refused, notes

    def compose(self) -> ComposeResult:
        """Title, the effect in one line, the effect in all lines."""
        with Vertical(classes="dialog"):
            yield Static(inert(self.heading), markup=False, classes="title")
            yield BulkLine(self.session)
            with VerticalScroll(classes="lines"):
                yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the keys scroll the lines, and look for the effect where there may be one."""
        self.query_one(VerticalScroll).focus()
        self._show([])
        if self.refused:
            self.query_one(BulkLine).update("Nothing is written while a value is refused:")
        else:
            self.query_one(BulkLine).try_edit(self.edit)

    def _show(self, lines: Sequence[str]) -> None:
        refused = [f"✗ {inert(reason)}" for reason in self.refused]
        self.query_one(".lines Static", Static).update("\n".join([*refused, *map(inert, self.notes), *lines]))

    @on(BulkLine.Known)
    def _known(self) -> None:
        self._show(self.query_one(BulkLine).lines)

    def action_accept(self) -> None:
        """Make the edit, unless one of its values is refused; this does not wait until the effect is known."""
        effect = self.query_one(BulkLine).effect
        # While the effect is still being worked out, only the values are tried, without any conflicts.
        refused = effect.refused if effect is not None else refused_values(self.session, self.edit)
        if self.refused or refused:
            self.notify("a value cannot be written: nothing is changed", severity="error", markup=False)
        else:
            self.dismiss(True)

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(False)
