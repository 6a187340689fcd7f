"""Which part of a list to bring in, and where to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from bcastplan.model.inert import inert
from bcastplan.tui.dialog_bindings import IMPORT_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.lists.choice import Choice
from bcastplan.workspace.lists.list_import import Request

_FIELDS = (
    ("managers", "FMO", "frequency-management organisations, as AGM,BBC; empty for all"),
    ("broadcasters", "Broadcaster", "codes, as VOA,RFA; empty for all"),
    ("languages", "Language", "codes, as Kor; empty for all"),
    ("target", "Target", "CIRAF zones, as 44; empty for all"),
    ("folder", "Into folder", "one schedule file for each service"),
)


class ImportList(Dialog[Request | None]):
    """Gives what to bring in."""

    CSS_PATH = "import_dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*IMPORT_BINDINGS]

    def __init__(self, kind: str, file: str, folder: str) -> None:
        super().__init__()
        self.kind, self.file, self.folder = kind, file, folder

    def compose(self) -> ComposeResult:
        """Title and filters."""
        with Vertical(classes="dialog"):
            yield Static(inert(f"Import {self.file} ({self.kind.upper()})"), markup=False, classes="title")
            for key, label, hint in _FIELDS:
                with Horizontal(classes="line"):
                    yield Label(label)
                    value = self.folder if key == "folder" else ""
                    yield Input(value, placeholder=hint, compact=True, id=f"import-{key}")
        yield KeyBar()

    def on_input_submitted(self) -> None:
        """Enter in a field reads the list."""
        self.action_accept()

    def action_accept(self) -> None:
        """Give what to bring in."""
        text = {key: self.query_one(f"#import-{key}", Input).value.strip() for key, _, _ in _FIELDS}
        codes = {key: tuple(part.strip() for part in text[key].split(",") if part.strip()) for key, _, _ in _FIELDS}
        choice = Choice(codes["managers"], codes["broadcasters"], codes["languages"], target=text["target"] or None)
        self.dismiss(Request(self.kind, self.file, text["folder"] or ".", choice))

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)
