"""Opening a plan: a worker reads, the screen stays alive, and what was cancelled changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.widgets import ContentSwitcher
from textual.worker import Worker, get_current_worker

from bcastplan.tui.actions.views import Views
from bcastplan.tui.widgets.loading_notice import LoadingPane

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


MOST_UNREAD_TOLD = 3  # notices of files that could not be read
PAIRS_AFTER_SECONDS = 0.1
"""What the first rows get to be painted undisturbed."""


class LoadingCancelled(Exception):
    """The user does not want it any more."""


class LoadProgress(Message):
    """How far reading is."""

    def __init__(self, what: str, done: int, total: int) -> None:
        super().__init__()
        self.what, self.done, self.total = what, done, total


class Loaded(Message):
    """A session is open."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class LoadFailed(Message):
    """Reading came to nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class Loading(Views):
    """Reads plans in a worker."""

    _reading: Worker[None] | None = None

    def load(self, paths: Sequence[str], against: Sequence[str]) -> None:
        """Read a plan; until it is there the old one stays."""
        self.query_one(ContentSwitcher).current = "loading"
        self._reading = self._load(tuple(paths), tuple(against))

    @work(thread=True, exclusive=True, group="load", exit_on_error=False)
    def _load(self, paths: tuple[str, ...], against: tuple[str, ...]) -> None:
        from bcastplan.workspace.editing.session import Session

        worker = get_current_worker()

        def progress(what: str, done: int, total: int) -> None:
            if worker.is_cancelled:
                raise LoadingCancelled
            self.post_message(LoadProgress(what, done, total))

        try:
            session = Session.open(paths, against, progress=progress)
            progress(session.title, 1, 1)
            _ = session.table
        except LoadingCancelled:
            return
        except OSError as error:
            self.post_message(LoadFailed(f"{error.filename or ''}: {error.strerror or error}"))
            return
        if not worker.is_cancelled:
            self.post_message(Loaded(session))

    @on(LoadProgress)
    def _show_progress(self, event: LoadProgress) -> None:
        self.query_one(LoadingPane).show(event.what, event.done, event.total)

    @property
    def is_loading(self) -> bool:
        """Whether a worker is reading."""
        return self._reading is not None and self._reading.is_running

    async def cancel_loading(self) -> None:
        """Stop reading; without a plan to go back to, offer what can be opened."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self.tell("stopped; nothing has been opened", "warning")
        await self.back_from_loading()

    async def back_from_loading(self) -> None:
        """Show the plan that was open before, or what can be opened."""
        if self.session is not None:
            await self.show_view("table")
        else:
            self.welcome()

    @on(LoadFailed)
    async def _load_failed(self, event: LoadFailed) -> None:
        self.tell(event.reason, "error", "Cannot be opened")
        await self.back_from_loading()

    @on(Loaded)
    async def _take_session(self, event: Loaded) -> None:
        from bcastplan.tui.listed_rows import Listing

        self._reading = None
        session = event.session
        self.session, self.listing, self.selected = session, Listing(session), None
        self._counts = None
        self.listing.refresh()
        switcher = self.query_one(ContentSwitcher)
        for child in list(switcher.children):
            if child.id != "loading":
                await child.remove()
        await self.show_view("table")
        self.refresh_bindings()
        self.set_timer(PAIRS_AFTER_SECONDS, lambda: self.find_pairs(session))
        self._tell_unread(session)
        if not session.table.transmissions:
            self.welcome()
        self.offer_lost_work()

    def _tell_unread(self, session: Session) -> None:
        """Name the files of which nothing could be read: nothing else on the screen speaks of them."""
        for plan in session.workspace.plans:
            read = {schedule.file for schedule in plan.schedules}
            unread = {one.place.file: one for one in reversed(plan.problems) if one.place.file not in read}
            for file, problem in list(unread.items())[:MOST_UNREAD_TOLD]:
                if problem.code != "FIL002":
                    line = f":{problem.place.line}" if problem.place.line else ""
                    self.tell(f"{file}{line}: {problem.message}", "error", "Not read")

    def welcome(self) -> object:
        """Offer what a newcomer can do."""
        raise NotImplementedError

    def offer_lost_work(self) -> object:
        """Offer to restore what a killed program left."""
        raise NotImplementedError
