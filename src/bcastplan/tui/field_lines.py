"""One key of a transmission while it is edited: its text, what that means, and what is wrong with it."""

from __future__ import annotations

from textual.widgets import Input

from bcastplan.model.days import format_days, parse_days
from bcastplan.model.errors import ValueFault
from bcastplan.model.inert import inert
from bcastplan.tui.form_fields import Field, problem_of
from bcastplan.workspace.editing.meanings import Sense, meaning

NO_DAY = "-"
"""The text of ``days`` while no day of the week is on."""


class FieldLine:
    """A line of the form; its text is that of the input while the user edits it."""

    def __init__(self, field: Field, text: str, inherited: str) -> None:
        self.field, self.start, self.inherited = field, text, inherited
        self.remark_text = ""
        """What the text means, or what is wrong with it."""
        self.wrong = False
        """Whether the remark tells a fault."""
        self._text = text
        self._input: Input | None = None
        self._remarked: str | None = None
        """The text that was judged last; None before the first time."""

    @property
    def value(self) -> str:
        """The text as it stands."""
        return self._text if self._input is None else self._input.value

    def lend(self, editor: Input) -> None:
        """Let an input edit the text, without a message that it has changed."""
        # Nothing was typed: the message would judge the text and ask for its effect again.
        with editor.prevent(Input.Changed):
            editor.value, editor.placeholder = self._text, inert(self.inherited)
        self._input = editor

    def take_back(self) -> None:
        """Keep the text that the input holds."""
        self._text, self._input = self.value, None

    def write(self, text: str) -> None:
        """Put another text in place of the one there is."""
        self._text = text
        if self._input is not None:
            self._input.value = text

    def write_days(self, mask: int | None) -> None:
        """Write days of the week; the same days stay as they are written, as a list or in other words."""
        if mask == day_mask(self.start):
            self.write(self.start)
        else:
            self.write("" if mask is None else format_days(mask) if mask else NO_DAY)

    @property
    def problem(self) -> str | None:
        """What is wrong with it."""
        if self.field.key == "days" and self.value == NO_DAY:
            return "a transmission needs at least one day of the week"
        return problem_of(self.field.key, self.value)

    @property
    def changed(self) -> bool:
        """Whether the text is another than the one that was judged last."""
        return self.value != self._remarked

    def remark(self, sense: Sense) -> None:
        """Say what the text means, or what is wrong with it."""
        self._remarked = self.value
        if self.field.key == "days":
            return
        problem = self.problem
        self.wrong = problem is not None
        self.remark_text = f"✗ {inert(problem)}" if problem else self._meaning(sense)

    def _meaning(self, sense: Sense) -> str:
        if self.value.strip():
            return meaning(self.field.key, self.value, sense) or self.field.hint
        if self.inherited:
            inherited = meaning(self.field.key, self.inherited, sense)
            return f"{inherited} (default)" if inherited else "the file's default"
        return self.field.hint


def day_mask(text: str) -> int | None:
    """The days of the week that a text stands for; None where it is empty or cannot be read."""
    try:
        return parse_days(text) if text else None
    except ValueFault:
        return None
