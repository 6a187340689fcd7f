"""A line of a dialog that tells what an edit of many rows would do, computed in a worker while the user types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from bcastplan.document.splice import EditRefused
from bcastplan.model.inert import inert
from bcastplan.tui.effect import bulk_line, bulk_lines
from bcastplan.workspace.editing.bulk_preview import BulkEdit, BulkEffect, preview_edit
from bcastplan.workspace.editing.session import Session

# Many rows take longer than one, so that typing has to rest a little longer than in the form.
PREVIEW_AFTER_SECONDS = 0.1


class BulkLine(Static):
    """The effect of an edit in one line; ``effect`` has all of it once it is known."""

    DEFAULT_CSS = """
    BulkLine { height: auto; min-height: 1; color: $text-accent; }
    """

    class Known(Message):
        """The effect of the edit that was tried last is known."""

        def __init__(self, number: int, effect: BulkEffect) -> None:
            super().__init__()
            self.number = number
            self.effect = effect

    def __init__(self, session: Session) -> None:
        super().__init__(markup=False)
        self.session = session
        self.effect: BulkEffect | None = None
        """What the edit would do; None while that is being computed, and where there is none."""
        self._number = 0
        self._timer: Timer | None = None

    def try_answer(self, edit_of: Callable[[Any], BulkEdit], answer: object) -> None:
        """Tell the effect of an answer: nothing for None, and the reason where it cannot be done."""
        try:
            self.try_edit(None if answer is None else edit_of(answer))
        except (EditRefused, ValueError) as error:
            self.try_edit(None)
            self.update(f"✗ {inert(str(error))}")

    def try_edit(self, edit: BulkEdit | None) -> None:
        """Tell the effect of an edit soon; of none where there is nothing that could be tried."""
        self._number += 1
        self.effect = None
        if self._timer is not None:
            self._timer.stop()
        if edit is None:
            self.update("")
        else:
            # Bound now: another edit may be tried before the timer ends.
            number, tried = self._number, edit
            self._timer = self.set_timer(PREVIEW_AFTER_SECONDS, lambda: self._begin(number, tried))

    def _begin(self, number: int, edit: BulkEdit) -> None:
        if self.session.pairs_known:
            # Worked out and kept here, because the thread below must not change what the session keeps.
            _ = self.session.kept_pairs.jammed

        def run() -> None:
            self.post_message(self.Known(number, preview_edit(self.session, edit)))

        self.update("…")
        self.run_worker(run, thread=True, exclusive=True, group="effect", exit_on_error=False)

    def on_bulk_line_known(self, event: Known) -> None:
        """Show the effect, unless another edit is tried by now."""
        if event.number != self._number:
            # The dialog must not take this for the effect of the changes that are tried now.
            event.stop()
            return
        self.effect = event.effect
        self.update(inert(bulk_line(event.effect)))

    @property
    def lines(self) -> list[str]:
        """Everything that is known of the effect, the gravest first."""
        return [] if self.effect is None else bulk_lines(self.session, self.effect)
