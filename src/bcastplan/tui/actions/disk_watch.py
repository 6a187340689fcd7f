"""Watches the files of the plan on disk: what others changed, removed or added is asked about or read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bcastplan.tui.actions.controller import Controller, in_thread
from bcastplan.workspace.editing.disk_copy import stamp_of

if TYPE_CHECKING:
    from bcastplan.workspace.editing.disk_news import News
    from bcastplan.workspace.editing.session import Session

# Asking for the times of some files takes microseconds, and works on every file system, unlike notifications.
POLL_SECONDS = 2.0


class DiskWatch(Controller):
    """Looks at the disk every two seconds."""

    def watch_files(self) -> None:
        """Look every two seconds whether somebody else has written the files."""
        self.screen.set_interval(POLL_SECONDS, self._look_at_disk)

    def _look_at_disk(self) -> None:
        """Ask about files that changed.

        A question that was put off is asked again when the file changes again or is saved.
        """
        saves, loading = self.screen.saves, self.screen.plan_load
        # A second question would lie over the dialog that is open.
        if self.session is None or saves.asking or self.app.screen is not self.screen or loading.is_loading:
            return
        if self.screen.long_edits.is_working:
            return
        changed = self.opened.files.changed_on_disk()
        if any(saves.put_off.get(name, ()) != stamp_of(name) for name in changed):
            saves.check_disk()
        else:
            self._look_for_news(self.opened)

    def look_now(self) -> bool:
        """Read what is new at once; returns whether there was something."""
        news = self.opened.news.look()
        if news:
            self._take_news(self.opened, news)
        return bool(news)

    @in_thread("news", "Not looked at")
    def _look_for_news(self, session: Session) -> None:
        news = session.news.look()
        if news:
            self.deliver(self._take_news, session, news)

    def _take_news(self, session: Session, news: News) -> None:
        """Read what is new beside the files under edit."""
        if session is not self.session or self.screen.plan_load.is_loading or self.screen.long_edits.is_working:
            return
        # Reading everything anew would throw edits and their undo away.
        if news.plan_files and not session.dirty and not session.history.done:
            self.tell(f"{', '.join(news.plan_files)} has changed: the plan is read again")
            self.screen.plan_load.load(self.screen.paths, self.screen.against)
            return
        if not session.documents and not len(session.table):  # the folder was opened without a schedule in it
            self.screen.plan_load.load(self.screen.paths, self.screen.against)
            return
        before = len(session.table)
        for name in news.plan_files:
            self._try_news(name, "has changed and has been read again", session.files.read_plan_again)
        for name in news.files:
            self._try_news(name, "is new and has been read", session.files.take_in)
        self.screen.shown_plan.changed(before)

    def _try_news(self, name: str, news: str, read: Callable[[str], bool]) -> None:
        from bcastplan.document.splice import EditRefused
        from bcastplan.model.errors import UnreadableInput

        try:
            if read(name):
                self.tell(f"{name} {news}")
        except (EditRefused, UnreadableInput, OSError) as error:
            self.tell(str(error), "warning")
