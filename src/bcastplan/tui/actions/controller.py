"""The base of all controllers: each does one kind of work for the plan's screen, and has state of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Literal

from textual.message import Message
from textual.worker import Worker

if TYPE_CHECKING:
    from textual.app import App

    from bcastplan.tui.listed_rows import CellBlock, Listing
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.session import Session

Loudness = Literal["information", "warning", "error"]


class Delivery(Message):
    """A worker's result, which the screen takes in when its turn comes: state changes on the screen's side only."""

    def __init__(self, take: Callable[[], Awaitable[None] | None]) -> None:
        super().__init__()
        self.take = take


class Controller:
    """One work of the screen; it shares the screen's session, listing and selection with the others."""

    def __init__(self, screen: PlanScreen) -> None:
        self.screen = screen

    @property
    def app(self) -> App[Any]:
        """The application, for dialogs."""
        return self.screen.app

    @property
    def session(self) -> Session | None:
        """The session under edit; None while there is nothing to edit."""
        return self.screen.session

    @property
    def opened(self) -> Session:
        """The session; actions that need one are not offered before there is one."""
        assert self.screen.session is not None
        return self.screen.session

    @property
    def listing(self) -> Listing | None:
        """What is listed of the session."""
        return self.screen.listing

    @property
    def selected(self) -> int | None:
        """The row that is selected."""
        return self.screen.selected

    def tell(self, text: str, loudness: Loudness = "information", title: str = "") -> None:
        """A notice, its text shown as text."""
        self.screen.tell(text, loudness, title)

    def deliver(self, take: Callable[..., Awaitable[None] | None], *arguments: object) -> None:
        """Let the screen take what a worker has found, when its turn comes; workers call this from their thread."""
        self.screen.post_message(Delivery(partial(take, *arguments)))

    @property
    def block(self) -> CellBlock | None:
        """The cells that are selected in the table; None where the table is not in front, or only one is."""
        view, listing = self.screen.view, self.listing
        return listing.block if listing is not None and view is not None and view.view_name == "table" else None

    def foreign(self, row: int) -> None:
        """Tell that a row belongs to a list, which cannot be edited here."""
        file = self.opened.table.transmissions[row].file
        self.tell(f"{file} is not a schedule of yours: Import (Ctrl+T) makes schedules of a list", "error")

    def targets(self) -> list[int]:
        """The rows an action is about: those of the selected cells, else the marked ones that are listed, else one.

        Marked rows that the filter hides are left alone, which is told. Where it hides all of them there are no
        targets, not even the selected row.
        """
        listing, block = self.listing, self.block
        if block is not None:
            return sorted(block.rows)
        if listing is None or not listing.marks:
            return [self.selected] if self.selected is not None else []
        rows = listing.listed_marks()
        hidden = len(listing.marks) - len(rows)
        if hidden:
            marked = f"{hidden} marked transmission{'' if hidden == 1 else 's'}"
            if not rows:
                self.tell(f"the filter hides all {marked}: clear the filter first, or the marks", "warning")
            else:
                stay = "it stays as it is" if hidden == 1 else "they stay as they are"
                self.tell(f"the filter hides {marked}: {stay}", "warning")
        return rows

    def targets_or_notice(self) -> list[int]:
        """The targets; a notice tells where there are none, and why."""
        rows = self.targets()
        if not rows and not (self.listing is not None and self.listing.marks):
            self.tell("no transmission is selected", "warning")
        return rows

    def editable_targets(self) -> list[int]:
        """The targets; empty, with a notice, where they cannot be edited."""
        if self.hidden_by_view():
            return []
        rows = self.targets_or_notice()
        foreign = [row for row in rows if not self.opened.editable(row)]
        if foreign:
            self.foreign(foreign[0])
            return []
        return rows

    def hidden_by_view(self) -> bool:
        """Whether the view in front shows no transmissions: an edit would change what is not seen. It is told then."""
        view = self.screen.view
        if view is None or view.shows_rows:
            return False
        self.tell(f"the view {view.title} does not show single transmissions: edit in another view", "warning")
        return True


def asks(method: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A method that waits for dialogs runs beside the screen's messages."""

    @wraps(method)
    # A handler that waited for a dialog would keep the screen from taking any message, those of the dialog too.
    def start(self: Controller, *arguments: Any) -> None:
        self.screen.run_worker(method(self, *arguments))

    return start


def in_thread(group: str, title: str) -> Callable[[Callable[..., None]], Callable[..., Worker[None]]]:
    """A method that computes runs in a thread, one of its group at a time; a fault of it is told under ``title``."""

    def decorated(method: Callable[..., None]) -> Callable[..., Worker[None]]:
        @wraps(method)
        def start(self: Controller, *arguments: Any) -> Worker[None]:
            def run() -> None:
                try:
                    method(self, *arguments)
                except Exception as error:
                    self.deliver(self.tell, f"{type(error).__name__}: {error}", "error", title)
                    raise

            # By default Textual ends the program when a worker fails; here the fault is told and the screen goes on.
            return self.screen.run_worker(run, thread=True, exclusive=True, group=group, exit_on_error=False)

        return start

    return decorated


def row_of(result: object) -> int | None:
    """The row an edit asks to be selected, out of whatever it returned."""
    # `isinstance(True, int)` is true, and no row is meant.
    if isinstance(result, bool):
        return None
    if isinstance(result, int):
        return result
    if isinstance(result, Sequence) and result and isinstance(result[0], int):
        return result[0]
    return None
