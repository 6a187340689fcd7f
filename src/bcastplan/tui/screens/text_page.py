"""A page to read: help, or the rules behind findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from bcastplan.tui.dialog_bindings import PAGE_BINDINGS
from bcastplan.tui.help import KeyLine
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.widgets.key_bar import KeyBar


class Page(Dialog[None]):
    """A title and a text that scrolls; a plain string is Markdown of ours, never of a user's."""

    CSS_PATH = "text_page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*PAGE_BINDINGS]

    def __init__(self, title: str, content: Content | str) -> None:
        super().__init__()
        self.heading, self.content = title, content

    def compose(self) -> ComposeResult:
        """Title and text."""
        with Vertical(classes="dialog"):
            yield Static(self.heading, markup=False, classes="title")
            with VerticalScroll():
                if isinstance(self.content, str):
                    yield Markdown(self.content, open_links=False)
                else:
                    yield Static(self.content, markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the keys scroll the text."""
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def help_content(text: str, lines: Sequence[KeyLine], warnings: Sequence[str]) -> Content:
    """An explanation and a table of keys, those of each place together."""
    parts: list[tuple[str, str]] = [(f"{text}\n", "")]
    parts += [(f"\n▲ {warning}", "$text-warning") for warning in warnings]
    width = max((len(", ".join(line.keys)) for line in lines), default=0)
    where = ""
    for line in lines:
        if line.where != where:
            where = line.where
            parts.append((f"\n{where}\n", "bold $text-primary"))
        parts.append((f"  {', '.join(line.keys):<{width}}  ", "$text-accent"))
        parts.append((f"{line.name}", "bold"))
        parts.append((f"  {line.text}\n" if line.text != line.name else "\n", "$text-muted"))
    return Content.assemble(*parts)
