"""A reception report to type in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from bcastplan.model.inert import inert
from bcastplan.tui.dialog_bindings import REPORT_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.monitoring.report_entry import entry_problem

_FIELDS = (
    ("time", "Time", "UTC, as 2026-06-22T15:30Z"),
    ("frequency", "Frequency", "kHz"),
    ("place", "Place", "37.57,126.98, PM37 or a town"),
    ("sinpo", "SINPO", "five digits, as 45444"),
    ("snr_db", "S/N", "dB, where it was measured"),
    ("status", "Status", "off where there was no carrier"),
    ("observer", "Observer", "kept in the log, shown nowhere"),
    ("remark", "Remark", ""),
)


class TypeReport(Dialog[dict[str, str] | None]):
    """Gives the values of a report by column; only one that can be read is accepted."""

    CSS_PATH = "report_dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*REPORT_BINDINGS]

    def __init__(self, preset: Mapping[str, str]) -> None:
        super().__init__()
        self.preset = preset

    def compose(self) -> ComposeResult:
        """Title, fields, and what is wrong."""
        with Vertical(classes="dialog"):
            yield Static("Report", markup=False, classes="title")
            for key, label, hint in _FIELDS:
                with Horizontal(classes="line"):
                    yield Label(label)
                    yield Input(self.preset.get(key, ""), placeholder=hint, compact=True, id=f"report-{key}")
            yield Static("", markup=False, classes="problem")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first field without a value."""
        empty = next((key for key, _, _ in _FIELDS if not self.preset.get(key)), "time")
        self.query_one(f"#report-{empty}", Input).focus()

    @property
    def values(self) -> dict[str, str]:
        """What is typed, by column."""
        return {key: self.query_one(f"#report-{key}", Input).value.strip() for key, _, _ in _FIELDS}

    @on(Input.Changed)
    def _typed(self) -> None:
        # A report without a rating is not complete yet, and need not be called wrong.
        self._tell(entry_problem(self.values) if self.values["sinpo"] or self.values["status"] else None)

    def _tell(self, problem: str | None) -> None:
        self.query_one(".problem", Static).update(f"✗ {inert(problem)}" if problem else "")

    def on_input_submitted(self) -> None:
        """Enter in a field accepts the report."""
        self.action_accept()

    def action_accept(self) -> None:
        """Give the report, unless something is wrong with it."""
        values = self.values
        problem = entry_problem(values)
        self._tell(problem)
        if problem is None:
            self.dismiss(values)

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)
