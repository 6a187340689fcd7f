"""A file with a fault as text, with what is wrong beside it; once it is saved, it is read again."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from bcastplan.document.plan_reader import read_plan
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.model.finding import Problem
from bcastplan.model.inert import inert
from bcastplan.model.plan import PLAN_FILE
from bcastplan.tui.dialog_bindings import REPAIR_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.widgets.key_bar import KeyBar

_MOST_PROBLEMS = 4
Way = Literal["editor"]


class Repair(Dialog[str | Way | None]):
    """Gives the corrected text, or ``editor`` where the user prefers the editor of the terminal."""

    CSS_PATH = "repair.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*REPAIR_BINDINGS]

    def __init__(self, file: str, text: str, line: int, message: str) -> None:
        super().__init__()
        self.file, self.text, self.line, self.message = file, text, line, message

    def compose(self) -> ComposeResult:
        """The message, the text, what is wrong with it now."""
        with Vertical(classes="dialog"):
            yield Static(inert(f"{self.file}:{self.line}"), markup=False, classes="title")
            yield Static(inert(self.message), markup=False, classes="message")
            yield TextArea(self.text, show_line_numbers=True, tab_behavior="focus", compact=True)
            yield Static(markup=False, classes="now")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the fault."""
        area = self.query_one(TextArea)
        area.focus()
        # The file may have become shorter since it was checked.
        area.move_cursor((max(0, min(self.line, area.document.line_count) - 1), 0), center=True)
        self._read()

    @on(TextArea.Changed)
    def _read(self) -> None:
        """Say what is wrong with the text as it is now."""
        problems = problems_of(self.file, self.query_one(TextArea).text)
        lines = [f"✗ line {problem.place.line or 1}: {inert(problem.message)}" for problem in problems[:_MOST_PROBLEMS]]
        if len(problems) > _MOST_PROBLEMS:
            lines.append(f"  and {len(problems) - _MOST_PROBLEMS} more")
        self.query_one(".now", Static).update("\n".join(lines) or "The text has no faults any more: F2 saves it.")

    def action_accept(self) -> None:
        """Give the text."""
        self.dismiss(self.query_one(TextArea).text)

    @work
    async def action_editor(self) -> None:
        """Go on in the editor of the terminal."""
        if await self._may_leave():
            self.dismiss("editor")

    @work
    async def action_cancel(self) -> None:
        """Leave the file as it is; asks when something was typed."""
        if await self._may_leave():
            self.dismiss(None)

    async def _may_leave(self) -> bool:
        from bcastplan.tui.screens.dialogs import Decide
        from bcastplan.tui.screens.dialogs import Way as Choice

        if self.query_one(TextArea).text == self.text:
            return True
        ways = [Choice("back", "Go on"), Choice("drop", "Drop it", "Your changes of the text are lost", grave=True)]
        return await self.app.push_screen_wait(Decide("The text was changed", "It is not saved.", ways)) == "drop"


def problems_of(file: str, text: str) -> list[Problem]:
    """What reading says of the text of a schedule or a plan file."""
    if file.rpartition("/")[2] == PLAN_FILE:
        return read_plan(file, text, file.rpartition("/")[0] or ".")[1]
    return read_schedule(file, text)[1]
