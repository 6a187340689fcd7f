"""A question with one line for the answer; nothing is accepted that the asker's check refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from bcastplan.model.errors import ValueFault
from bcastplan.reports.inert import inert
from bcastplan.tui.bindings import bind


class Ask(ModalScreen[str | None]):
    """Asks for a line of text; gives None when the planner thinks better of it.

    Args:
        question: what is asked.
        hint: what an answer looks like, shown as long as nothing is typed.
        check: raises ValueFault for an answer that will not do.
        context: lines shown above the answer.
    """

    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ask.leave", "escape", "leave", "Cancel", "Close the question without an answer", show=True)
    ]

    def __init__(
        self, question: str, hint: str = "", check: Callable[[str], object] = len, context: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self.question, self.hint, self.check, self.context = question, hint, check, context

    def compose(self) -> ComposeResult:
        """The question, the line, and what is wrong with it."""
        with Vertical() as box:
            box.border_title = inert(self.question).replace("[", r"\[")
            for line in self.context:
                yield Static(inert(line), markup=False)
            yield Input(placeholder=self.hint)
            yield Static("Enter accepts, Esc cancels", markup=False, id="said")

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        try:
            self.check(event.value)
        except ValueFault as fault:
            said = self.query_one("#said", Static)
            said.update(inert(f"✗ {fault}"))
            said.add_class("wrong")
            return
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Give no answer."""
        self.dismiss(None)
