"""Small dialogs: a question with an answer to type, and a decision between a few ways on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from bcastplan.model.inert import inert
from bcastplan.tui.dialog_bindings import ASK_BINDINGS, DECIDE_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.screens.text_page import Page
from bcastplan.tui.widgets.bulk_effect import BulkLine
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.editing.bulk_preview import BulkEdit
from bcastplan.workspace.editing.session import Session

Judge = Callable[[str], str | None]
"""What is wrong with an answer, None where nothing is."""


class EffectOf(NamedTuple):
    """How a dialog knows the effect of an answer: the session, and the edit that an answer stands for."""

    session: Session
    edit: Callable[[Any], BulkEdit]


def show_effect(app: App[Any], line: BulkLine) -> None:
    """Open the list of what an edit would do."""
    lines = line.lines
    if lines:
        app.push_screen(Page(str(line.content), Content("\n".join(lines))))
    else:
        app.notify("no conflict comes or goes" if line.effect is not None else "the effect is being worked out")


class Ask(Dialog[str | None]):
    """A question; the answer is judged while it is typed and only a good one is accepted."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*ASK_BINDINGS]

    def __init__(
        self, title: str, explanation: str, *, value: str = "", judge: Judge = lambda _: None,
        effect: EffectOf | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.heading, self.explanation, self.value, self.judge = title, explanation, value, judge
        self.effect = effect

    def compose(self) -> ComposeResult:
        """Title, explanation, answer, what is wrong with it."""
        with Vertical(classes="dialog"):
            yield Static(inert(self.heading), markup=False, classes="title")
            yield Static("\n".join(map(inert, self.explanation.splitlines())), markup=False)
            yield Input(self.value, compact=True)
            yield Static("", markup=False, classes="problem")
            if self.effect is not None:
                yield BulkLine(self.effect.session)
        yield KeyBar()

    def on_mount(self) -> None:
        """Tell the effect of the answer that is proposed."""
        self._try(self.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to list the effect only where there is one."""
        return self.effect is not None if action == "effect" else True

    def _try(self, answer: str) -> None:
        if self.effect is not None:
            self.query_one(BulkLine).try_answer(self.effect.edit, answer if self.judge(answer) is None else None)

    def action_effect(self) -> None:
        """List everything that is known of the effect."""
        show_effect(self.app, self.query_one(BulkLine))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        # An empty answer is not judged before it is accepted: the user has not begun yet.
        problem = self.judge(event.value) if event.value.strip() else None
        self.query_one(".problem", Static).update(f"✗ {inert(problem)}" if problem else "")
        self._try(event.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_accept()

    def action_accept(self) -> None:
        """Give the answer, unless something is wrong with it."""
        answer = self.query_one(Input).value
        problem = self.judge(answer)
        if problem:
            self.query_one(".problem", Static).update(f"✗ {inert(problem)}")
        else:
            self.dismiss(answer)

    def action_cancel(self) -> None:
        """Give no answer."""
        self.dismiss(None)


def inert_lines(text: str) -> str:
    """Text of several lines without anything that a terminal would obey."""
    return "\n".join(inert(line) for line in text.split("\n"))


_AROUND_THE_TEXT = 8
"""Lines of a decision that are not its text: frame, title of two lines, buttons, the footer of the screen."""


class Way(NamedTuple):
    """One answer of a decision: its key, and what its button says."""

    key: str
    label: str
    tooltip: str = ""
    grave: bool = False


class Decide(Dialog[str | None]):
    """A text and the ways to go on, each with a button that is always in sight; gives None when it is left.

    Where ``confirm`` names a way, the keys for saving choose it too, wherever the focus is.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*DECIDE_BINDINGS]

    def __init__(self, title: str, text: str | Text | Content, ways: Sequence[Way], *, confirm: str = "") -> None:
        super().__init__()
        self.heading, self.text, self.ways, self.confirm = title, text, ways, confirm

    def compose(self) -> ComposeResult:
        """Title, text, buttons."""
        with Vertical(classes="dialog wide"):
            yield Static(inert(self.heading), markup=False, classes="title")
            # The focus stays on the buttons, whose arrow keys would otherwise scroll the text.
            with VerticalScroll(classes="body", can_focus=False):
                yield Static(inert_lines(self.text) if isinstance(self.text, str) else self.text, markup=False)
            with Horizontal(classes="buttons"):
                for way in self.ways:
                    yield Button(
                        way.label,
                        id=f"way-{way.key}",
                        variant="error" if way.grave else "default",
                        compact=True,
                        tooltip=way.tooltip or None,
                    )
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first way."""
        self.query(Button).first().focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave the title and the buttons their room, so that the text alone scrolls."""
        # CSS has no "the rest of the screen, but no more than the text needs".
        self.query_one(".body").styles.max_height = max(3, event.size.height - _AROUND_THE_TEXT)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to confirm only where that means something."""
        return bool(self.confirm) if action == "confirm" else True

    def action_confirm(self) -> None:
        """Give the answer that the keys for saving stand for."""
        self.dismiss(self.confirm)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss((event.button.id or "").removeprefix("way-"))

    def key_pageup(self) -> None:
        """Scroll the text."""
        self.query_one(".body", VerticalScroll).scroll_page_up(animate=False)

    def key_pagedown(self) -> None:
        """Scroll the text."""
        self.query_one(".body", VerticalScroll).scroll_page_down(animate=False)

    def action_cancel(self) -> None:
        """Decide nothing."""
        self.dismiss(None)
