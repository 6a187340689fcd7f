"""A box for text that holds transmissions; says what it understood before anything is added."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from bcastplan.document.scalars import line_text
from bcastplan.model.inert import inert
from bcastplan.model.season import Season
from bcastplan.tui.dialog_bindings import PASTE_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.editing.clipboard import Pasted, parse_pasted

_MOST_LINES = 8


class Paste(Dialog[Pasted | None]):
    """Gives the transmissions that could be read; those that could not are named and left out."""

    CSS_PATH = "paste.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*PASTE_BINDINGS]

    def __init__(self, text: str, season: Season | None) -> None:
        super().__init__()
        self.text, self.season = text, season
        self.pasted = Pasted()

    def compose(self) -> ComposeResult:
        """Text and what it is understood as."""
        with Vertical(classes="dialog"):
            yield Static("Paste YAML, a table with headings (tabs or CSV), HFCC, EiBi or Aoki lines", classes="title")
            # Tab leaves the field, because whoever works without a mouse has no other way out of it.
            yield TextArea(self.text, tab_behavior="focus", compact=True)
            yield Static(markup=False, classes="understood")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the text."""
        self.query_one(TextArea).focus()
        self._understand()

    @on(TextArea.Changed)
    def _understand(self) -> None:
        self.pasted = parse_pasted(self.query_one(TextArea).text, self.season)
        count = len(self.pasted.items)
        lines = [f"{count} transmission{'' if count == 1 else 's'} ({self.pasted.kind})"] if count else []
        lines += [f"✗ {inert(problem)}" for problem in self.pasted.problems]
        lines += [
            inert(
                f"  {line_text(item.get('frequency'))} {line_text(item.get('time'))} {line_text(item.get('service'))}"
            )
            for item in self.pasted.items
        ]
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES - 1 :] = [f"  and {len(lines) - _MOST_LINES + 1} more"]
        self.query_one(".understood", Static).update("\n".join(lines))

    def action_accept(self) -> None:
        """Give what was understood."""
        if self.pasted.items:
            self.dismiss(self.pasted)
        else:
            self.notify("there is no transmission in it yet", severity="error", markup=False)

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)
