"""One line that names every view with its key; it is there where the screen is high enough."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from bcastplan.tui.bindings import VIEWS

LEAST_HEIGHT = 30
"""Lines of a screen that has one to spare for the names."""


class ViewBar(Widget):
    """The names of the views; the one in front stands out, and a click brings another one there."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"views--front", "views--key"}
    DEFAULT_CSS = """
    ViewBar {
        height: 1;
        display: none;
        background: $surface;
        color: $text-muted;
        & > .views--key { color: $footer-key-foreground; }
        & > .views--front { color: $text-primary; background: $primary-muted; text-style: bold; }
    }
    """
    front: reactive[str] = reactive("")

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[range, str]] = []
        """Columns of the line, and the view that is named there."""

    def render(self) -> Text:
        """All names, with their keys."""
        key_style = self.get_component_rich_style("views--key", partial=True)
        front_style = self.get_component_rich_style("views--front", partial=True)
        # The user's own keymap may have given a view another key.
        keys = {
            active.binding.id: self.app.get_key_display(active.binding)
            for active in self.screen.active_bindings.values()
        }
        line, self._places = Text(no_wrap=True, overflow="crop"), []
        for name, key, title, _ in VIEWS:
            shown = keys.get(f"view.{name}", key)
            start = line.cell_len
            if name == self.front:
                line.append(f" {shown} {title} ", front_style)
            else:
                line.append(f" {shown}", key_style).append(f" {title} ")
            self._places.append((range(start, start + cell_len(f" {shown} {title} ")), name))
        return line

    def on_click(self, event: events.Click) -> None:
        """Ask for the view whose name was clicked."""
        for columns, name in self._places:
            if event.x in columns:
                self.post_message(self.Chosen(name))
