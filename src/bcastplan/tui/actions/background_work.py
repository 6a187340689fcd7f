"""Work that a worker does while the screen can be used: its progress is shown, and Escape stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.worker import Worker, get_current_worker

from bcastplan.tui.actions.controller import Controller, in_thread
from bcastplan.tui.widgets.progress import ProgressLine

if TYPE_CHECKING:
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.opening.open_plans import Progress

Compute = Callable[["Progress"], Any]


class _Stopped(Exception):
    """The user stopped what was being made."""


class BackgroundWork(Controller):
    """Does one work at a time; its result is dropped when it was stopped, or another plan was opened."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self._working: Worker[None] | None = None

    @property
    def is_working(self) -> bool:
        """Whether a work is under way."""
        return self._working is not None

    def begin(self, what: str, compute: Compute, then: Callable[..., object]) -> None:
        """Work something out.

        Args:
            what: what is shown meanwhile.
            compute: works it out in a thread; tells the progress, which ends it when it was stopped.
            then: takes the result, on the screen.
        """
        self.screen.query_one(ProgressLine).show(what, 0, 0)
        self._working = self._work(self.opened, what, compute, then)

    @in_thread("season", "Not done")
    def _work(self, session: Session, what: str, compute: Compute, then: Callable[..., object]) -> None:
        worker = get_current_worker()

        def progress(_name: str, done: int, total: int) -> None:
            # Textual cannot end a thread: the computation ends itself the next time it reports how far it is.
            if worker.is_cancelled:
                raise _Stopped
            self.deliver(self._show, what, done, total)

        try:
            result = compute(progress)
        except _Stopped:
            return
        except (ValueError, OSError) as error:
            self.deliver(self._failed, session, str(error))
            return
        # `in_thread` tells any other fault; here only the line of progress goes.
        except BaseException:
            if not worker.is_cancelled:
                self.deliver(self._end)
            raise
        if not worker.is_cancelled:
            self.deliver(self._take, session, then, result)

    def _show(self, what: str, done: int, total: int) -> None:
        if self._working is not None:
            self.screen.query_one(ProgressLine).show(what, done, total)

    def _failed(self, session: Session, reason: str) -> None:
        if self._working is not None and session is self.session:
            self._end()
            self.tell(reason, "error", "Not done")

    def _take(self, session: Session, then: Callable[..., object], result: object) -> None:
        if self._working is None:
            return
        self._end()
        # Another plan may have been opened meanwhile, and what was made of the old one must not go into it.
        if session is self.session:
            then(result)

    def _end(self) -> None:
        self._working = None
        self.screen.query_one(ProgressLine).hide()

    def cancel(self) -> None:
        """Stop the work that is under way."""
        if self._working is not None:
            self._working.cancel()
        self._end()
        self.tell("stopped: nothing was written", "warning")
