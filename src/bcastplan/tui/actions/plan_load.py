"""A worker reads the plan that is opened; the screen stays alive, and a reading that is cancelled changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.widgets import ContentSwitcher
from textual.worker import Worker, get_current_worker

from bcastplan.tui.actions.controller import Controller, in_thread
from bcastplan.tui.widgets.loading_notice import LoadingPane

if TYPE_CHECKING:
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.session import Session


MOST_UNREAD_TOLD = 3  # notices of files that could not be read
PAIRS_AFTER_SECONDS = 0.1
"""How long a worker waits with the pairs, so that the first rows are painted undisturbed."""


class LoadingCancelled(Exception):
    """The user has stopped the reading."""


class PlanLoad(Controller):
    """Reads plans in a worker."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self._reading: Worker[None] | None = None

    def load(self, paths: Sequence[str], against: Sequence[str]) -> None:
        """Read a plan; until it is there the old one stays."""
        self.screen.query_one(ContentSwitcher).current = "loading"
        self._reading = self._load(tuple(paths), tuple(against))

    @in_thread("load", "Cannot be opened")
    def _load(self, paths: tuple[str, ...], against: tuple[str, ...]) -> None:
        from bcastplan.workspace.editing.session import Session

        worker = get_current_worker()

        def progress(what: str, done: int, total: int) -> None:
            if worker.is_cancelled:
                raise LoadingCancelled
            self.deliver(self._show_progress, what, done, total)

        try:
            session = Session.open(paths, against, progress=progress)
            progress(session.title, 1, 1)
            # The first view needs the table: made here, in the worker, it does not hold the screen up.
            _ = session.table
        except LoadingCancelled:
            return
        except OSError as error:
            self.deliver(self._failed, f"{error.filename or ''}: {error.strerror or error}")
            return
        if not worker.is_cancelled:
            self.deliver(self._take, session)

    def _show_progress(self, what: str, done: int, total: int) -> None:
        self.screen.query_one(LoadingPane).show(what, done, total)

    @property
    def is_loading(self) -> bool:
        """Whether a worker is reading."""
        return self._reading is not None and self._reading.is_running

    async def cancel(self) -> None:
        """Stop reading; without a plan to go back to, offer what can be opened."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self.tell("stopped; nothing has been opened", "warning")
        await self.back_from_loading()

    async def back_from_loading(self) -> None:
        """Show the plan that was open before, or what can be opened."""
        if self.session is not None:
            await self.screen.views.show_view("table")
        else:
            self.screen.other_files.welcome()

    async def _failed(self, reason: str) -> None:
        self.tell(reason, "error", "Cannot be opened")
        await self.back_from_loading()

    async def _take(self, session: Session) -> None:
        self._reading = None
        self.screen.open_session(session)
        switcher = self.screen.query_one(ContentSwitcher)
        for child in list(switcher.children):
            # Views keep what they have shown of the old session.
            if child.id != "loading":
                await child.remove()
        await self.screen.views.show_view("table")
        self.screen.refresh_bindings()
        self.screen.set_timer(PAIRS_AFTER_SECONDS, lambda: self.screen.shown_plan.find_pairs(session))
        self._tell_unread(session)
        if not session.table.transmissions and not session.documents:
            self.screen.other_files.welcome()
        self.screen.saves.offer_lost_work()

    def _tell_unread(self, session: Session) -> None:
        """Name the files of which nothing could be read: nothing else on the screen speaks of them."""
        for plan in session.workspace.plans:
            read = {schedule.file for schedule in plan.schedules}
            unread = {
                problem.place.file: problem for problem in reversed(plan.problems) if problem.place.file not in read
            }
            for file, problem in list(unread.items())[:MOST_UNREAD_TOLD]:
                # A folder without a schedule has a screen of its own, the welcome.
                if problem.code != "FIL002":
                    line = f":{problem.place.line}" if problem.place.line else ""
                    self.tell(f"{file}{line}: {problem.message}", "error", "Not read")
