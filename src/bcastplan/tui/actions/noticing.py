"""Noticing what others do to the files of the plan: changed, gone, new, or another plan file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from bcastplan.tui.actions.loading import Loading
from bcastplan.tui.actions.saving import Saving
from bcastplan.workspace.editing.disk_copy import stamp_of

if TYPE_CHECKING:
    from bcastplan.workspace.editing.disk_news import News
    from bcastplan.workspace.editing.session import Session

POLL_SECONDS = 2.0


class NewsFound(Message):
    """A worker has found new files, or a plan file that changed."""

    def __init__(self, session: Session, news: News) -> None:
        super().__init__()
        self.session, self.news = session, news


class Noticing(Saving, Loading):
    """Looks at the disk every two seconds."""

    def watch_files(self) -> None:
        """Look every two seconds whether somebody else has written the files."""
        self.set_interval(POLL_SECONDS, self._look_at_disk)

    def _look_at_disk(self) -> None:
        """Ask about files that changed; what the user has put off is asked again when it changes again, or is saved."""
        if self.session is None or self._asking or self.app.screen is not self or self.is_loading:
            return
        changed = self.opened.changed_on_disk()
        if any(self._put_off.get(name, ()) != stamp_of(name) for name in changed):
            self.action_check_disk()
        else:
            self._look_for_news(self.opened)

    @work(thread=True, exclusive=True, group="news", exit_on_error=False)
    def _look_for_news(self, session: Session) -> None:
        news = session.news.look()
        if news:
            self.post_message(NewsFound(session, news))

    @on(NewsFound)
    def _take_news(self, event: NewsFound) -> None:
        """Read what is new beside the files under edit."""
        session = event.session
        if session is not self.session or self.is_loading:
            return
        if event.news.plan_files and not session.dirty and not session.history.done:
            self.tell(f"{', '.join(event.news.plan_files)} has changed: the plan is read again")
            self.load(self.paths, self.against)
            return
        before = len(session.table)
        for name in event.news.plan_files:
            self._try_news(name, "has changed and has been read again", session.read_plan_again)
        for name in event.news.files:
            self._try_news(name, "is new and has been read", session.take_in)
        self.changed(before)

    def _try_news(self, name: str, said: str, read: Callable[[str], bool]) -> None:
        from bcastplan.document.splice import EditRefused
        from bcastplan.model.errors import UnreadableInput

        try:
            if read(name):
                self.tell(f"{name} {said}")
        except (EditRefused, UnreadableInput, OSError) as error:
            self.tell(str(error), "warning")
