"""Edits of many rows: the screen stays alive while they are made, and Escape takes them back as a whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bcastplan.tui.actions.controller import Controller, asks, row_of
from bcastplan.tui.widgets.progress import ProgressLine

if TYPE_CHECKING:
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.batches import Parts
    from bcastplan.workspace.editing.session import Session

EditParts = Callable[["Session"], "Parts"]
Then = Callable[[list[int]], object]
PROGRESS_AFTER_SECONDS = 0.5
"""An edit that has taken so long says how far it is, and can be stopped."""
PAUSE_SECONDS = 0.01
"""What the screen gets between two parts of an edit: time to paint, and to take the key that stops it."""


class LongEdits(Controller):
    """Makes edits part by part; one at a time, because keys wait until it is done."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self.is_working = False
        """Whether an edit of many rows is under way."""
        self._stopped = False

    def do(
        self,
        label: str,
        many: int,
        parts: Callable[[Session], Parts],
        then: Callable[[list[int]], object] | None = None,
    ) -> None:
        """Change the session row by row; the screen stays alive where that takes long, and Escape takes it all back.

        Args:
            label: what it is called when it cannot be done.
            many: how many rows it is about.
            parts: the edit, part by part.
            then: what follows when all is done, with the rows that the edit returns.
        """
        from bcastplan.workspace.editing.batches import PART_ROWS, finish

        if many > PART_ROWS:
            self._do_parts(label, many, parts, then)
            return
        rows: list[int] = []

        def action(session: Session) -> list[int]:
            rows.extend(finish(parts(session)))
            return rows

        if self.screen.edits.do(label, action) and then is not None:
            then(rows)

    @asks
    async def _do_parts(self, label: str, many: int, parts: EditParts, then: Then | None) -> None:
        from bcastplan.document.splice import EditRefused

        session, progress = self.opened, self.screen.query_one(ProgressLine)
        before, started, goes_on = len(session.table), time.monotonic(), False
        self.is_working, self._stopped = True, False
        try:
            edit = parts(session)
            while not self._stopped:
                done = next(edit)
                self.screen.shown_plan.follow(before, goes_on=goes_on)
                before, goes_on = len(session.table), True
                if time.monotonic() - started > PROGRESS_AFTER_SECONDS:
                    progress.show(f"{label.capitalize()}: {done:,} of {many:,}", done, many)
                await asyncio.sleep(PAUSE_SECONDS)
            # The generator takes back what it has done when it is closed before its end.
            edit.close()
            self.tell("stopped: nothing was changed", "warning")
        # `next` ends so, with what the edit returns, when the last part is done.
        except StopIteration as end:
            self.screen.shown_plan.changed(before, row_of(end.value), goes_on=goes_on)
            if then is not None:
                then(end.value)
            return
        except (EditRefused, ValueError, OSError) as error:
            self.tell(str(error), "error", f"Not done: {label}")
        finally:
            self.is_working = False
            progress.hide()
        self.screen.shown_plan.changed(before, goes_on=goes_on)

    def stop(self) -> None:
        """Take back the edit that is under way."""
        self._stopped = True
