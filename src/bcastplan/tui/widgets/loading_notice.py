"""What is shown while a plan is being read: what is read, how far it is, and how to stop it."""

from __future__ import annotations

import math

from textual import events
from textual.app import ComposeResult
from textual.containers import Center, Middle
from textual.widgets import Label, ProgressBar, Static

from bcastplan.model.inert import inert


class LoadingPane(Middle):
    """Progress of what a worker reads."""

    DEFAULT_CSS = """
    LoadingPane {
        Center { height: auto; }
        Static, Label { width: auto; max-width: 100%; }
        Label { color: $text-muted; padding-top: 1; }
    }
    """

    # As long as nobody sees it, no key can be an answer to it.
    shown_at = math.inf
    """When it came into sight, on the clock that events have."""

    def on_show(self, event: events.Show) -> None:
        """Note when it came into sight."""
        self.shown_at = event.time

    def on_hide(self) -> None:
        """Note that nobody sees it any more."""
        self.shown_at = math.inf

    def compose(self) -> ComposeResult:
        """What, how much, and the way out."""
        with Center():
            yield Static("Reading…", markup=False)
        with Center():
            yield ProgressBar(total=None, show_eta=False)
        with Center():
            yield Label("Esc stops it", markup=False)

    def show(self, what: str, done: int, total: int) -> None:
        """Show how far it is."""
        self.query_one(Static).update(f"Reading {inert(what)}")
        self.query_one(ProgressBar).update(total=total or None, progress=done)
