"""The text field that lies over a cell of the table while something is typed into it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from bcastplan.tui.bindings import CELL_BINDINGS

LEAST_WIDTH = 16
"""Columns of the screen that a cell takes at least while it is typed into: what is narrow grows to the right."""


class CellEditor(Input):
    """One line over a cell; it posts what is typed and what the user wants done with it, and writes nothing itself."""

    BINDINGS: ClassVar[list[BindingType]] = [*CELL_BINDINGS]
    DEFAULT_CSS = """
    CellEditor { display: none; position: absolute; background: $boost; color: $foreground; text-style: bold; }
    CellEditor.-wrong { color: $text-error; }
    """

    class Typed(Message):
        """The text has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Accepted(Message):
        """The text is to be written; ``then`` is the way to the next cell: left, right, up, down, or nowhere."""

        def __init__(self, text: str, then: str) -> None:
            super().__init__()
            self.text = text
            self.then = then

    class Cancelled(Message):
        """The cell is to stay as it was."""

    class PickWanted(Message):
        """The text is to be chosen from the codes there are."""

    def __init__(self) -> None:
        super().__init__(compact=True)
        self._was_focused = False
        """Whether the field has had the focus since the cell was opened.

        Focus moves some time after it is asked for.
        """

    @property
    def is_open(self) -> bool:
        """Whether a cell is being typed into."""
        return bool(self.display)

    def open(self, text: str, placeholder: str, place: Region, width: int) -> None:
        """Show the field over a cell, with a text that typing replaces.

        Args:
            text: what is written in the cell.
            placeholder: what holds while nothing is written there.
            place: where the cell is, from the corner of the view.
            width: columns of the view.
        """
        with self.prevent(Input.Changed):
            self.value, self.placeholder = text, placeholder
        taken = min(width, max(place.width + 1, LEAST_WIDTH, len(text) + 2))
        self.styles.width = taken
        self.styles.offset = (max(0, min(place.x, width - taken)), place.y)
        self.display, self._was_focused = True, False
        # Scrolling to the field would move the table below it.
        self.focus(scroll_visible=False)
        self.action_select_all()

    def close(self) -> None:
        """Hide the field."""
        self.display = self._was_focused = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_focus(self, _event: events.Focus) -> None:
        """Note that the field has the focus."""
        self._was_focused = self.is_open

    def on_blur(self, _event: events.Blur) -> None:
        """Leave the cell as it was when the focus goes elsewhere, as by a click."""
        # A dialog over the table, as the list of codes, takes the focus too, and gives it back.
        if self._was_focused and self.app.screen is self.screen:
            self.post_message(self.Cancelled())

    def action_accept(self, then: str) -> None:
        """Write the text."""
        self.post_message(self.Accepted(self.value, then))

    def action_cancel(self) -> None:
        """Leave the cell as it was."""
        self.post_message(self.Cancelled())

    def action_pick(self) -> None:
        """Choose from codes."""
        self.post_message(self.PickWanted())
