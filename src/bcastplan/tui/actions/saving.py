"""Saving, leaving, and what happens when somebody else writes the same files: nothing is ever lost silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from bcastplan.tui.actions.core import Core
from bcastplan.tui.screens.dialogs import Decide, Way

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session

POLL_SECONDS = 2.0
_LABELS_SHOWN = 12


class Saving(Core):
    """Writes files, and only after the user has seen what changes."""

    _asking = False
    """Whether a dialog about files is open: one question at a time."""

    def watch_files(self) -> None:
        """Look every two seconds whether somebody else has written the files."""
        self.set_interval(POLL_SECONDS, self._look_at_disk)

    def _look_at_disk(self) -> None:
        if self.session is not None and not self._asking and self.app.screen is self and self.opened.changed_on_disk():
            self.action_check_disk()

    @work
    async def action_check_disk(self) -> None:
        """Look now whether somebody else has written the files."""
        if self._asking:
            return
        if not await self.settle_disk():
            return
        self.tell("the files are as they were read")

    async def settle_disk(self) -> bool:
        """Ask about every file that changed on disk; returns whether there was none, or all were settled unasked."""
        session = self.opened
        changed = session.changed_on_disk()
        self._asking = True
        try:
            for file in changed:
                await self._settle(session, file)
        finally:
            self._asking = False
        return not changed

    async def _settle(self, session: Session, file: str) -> bool:
        """Settle one file that changed on disk; returns whether saving may go on."""
        from pathlib import Path

        before = len(session.table)
        if not Path(file).exists():
            ways = [Way("keep", "Keep what is here", "Saving writes the file again")]
            text = "The file is gone from the disk. What you see here is all there is; saving writes it again."
            await self.app.push_screen_wait(Decide(f"{file} is gone", text, ways))
            session.keep(file)
            return True
        if file not in session.dirty and not session.history.done:
            session.reload(file)
            self.changed(before)
            self.tell(f"{file} was written by somebody else and has been read again")
            return True
        ways = [
            Way("merge", "Merge", "Take their file and do your edits in it again, transmission by transmission"),
            Way("reload", "Reload theirs", "Take their file; your edits of it are lost", grave=True),
            Way("keep", "Keep mine", "Saving will overwrite what they wrote"),
        ]
        text = "Somebody else has written this file since it was read. Unless you keep yours, undo ends here."
        way = await self.app.push_screen_wait(Decide(f"{file} has changed on disk", text, ways))
        return self._do(session, file, way, before)

    def _do(self, session: Session, file: str, way: str | None, before: int) -> bool:
        from bcastplan.document.splice import EditRefused
        from bcastplan.model.errors import UnreadableInput
        from bcastplan.workspace.editing.merging import merge

        try:
            if way == "merge":
                report = merge(session, file)
                said = f"merged: {report.changed} changed, {report.added} added, {report.removed} removed"
                disputed = f"; theirs was kept for {', '.join(report.disputed)}" if report.disputed else ""
                self.tell(said + disputed, "warning" if disputed else "information")
            elif way == "reload":
                session.reload(file)
            elif way == "keep":
                session.keep(file)
            else:
                return False
        except (EditRefused, UnreadableInput, ValueError, OSError) as error:
            self.tell(str(error), "error", "Not done")
            return False
        finally:
            self.changed(before)
        return True

    @work
    async def action_save(self) -> None:
        """Show what saving changes and write it."""
        await self.save()

    async def save(self) -> bool:
        """Save after asking; returns whether nothing is unsaved any more."""
        session = self.opened
        if not session.dirty:
            self.tell("nothing to save: the files are as you see them")
            return True
        for file in [name for name in session.changed_on_disk() if name in session.dirty]:
            self._asking = True
            try:
                if not await self._settle(session, file):
                    return False
            finally:
                self._asking = False
        files = session.dirty
        if not files:
            return True
        diff = "".join(session.documents[name].diff() for name in files)
        ways = [Way("save", "Save", "Write these lines"), Way("back", "Go on editing")]
        heading = f"Save {files[0] if len(files) == 1 else f'{len(files)} files'}?"
        if await self.app.push_screen_wait(Decide(heading, diff_content(diff), ways)) != "save":
            return False
        return self._write(session)

    def _write(self, session: Session) -> bool:
        from bcastplan.files.writing import ChangedOnDisk

        try:
            written = session.save()
        except ChangedOnDisk as error:
            self.tell(f"{error}: save again to settle it", "error", "Not saved")
            return False
        except OSError as error:
            self.tell(f"{error.filename or ''}: {error.strerror or error}", "error", "Not saved")
            return False
        finally:
            self.show()
        self.tell(f"saved {', '.join(written)}")
        return True

    async def may_leave(self) -> bool:
        """Whether nothing would be lost by leaving the plan; asks when something would."""
        session = self.session
        if session is None or not session.dirty:
            return True
        ways = [
            Way("save", "Save", "Show what changes, write it and leave"),
            Way("drop", "Leave without saving", "What was not saved is lost", grave=True),
            Way("back", "Go on editing"),
        ]
        files = "\n".join(session.dirty)
        way = await self.app.push_screen_wait(Decide("There are unsaved changes", f"In:\n{files}", ways))
        if way == "save":
            return await self.save()
        if way == "drop":
            session.journal.clear()
            return True
        return False

    @work
    async def offer_lost_work(self) -> None:
        """Offer to restore what a program that was killed had not saved."""
        session = self.opened
        for left in session.left_behind():
            labels = [entry.label for entry in left.entries]
            shown = [f"  {label}" for label in labels[-_LABELS_SHOWN:]]
            more = [f"  and {len(labels) - _LABELS_SHOWN} before"] if len(labels) > _LABELS_SHOWN else []
            head = ["bcastplan ended without saving what was edited in", *(f"  {file}" for file in left.files)]
            text = "\n".join([*head, "The edits:", *more, *shown])
            ways = [
                Way("restore", "Restore", "Do the edits again; they can be undone and are not saved yet"),
                Way("later", "Later", "Ask again the next time"),
                Way("discard", "Discard", "Forget them for good", grave=True),
            ]
            way = await self.app.push_screen_wait(Decide("Unsaved work was found", text, ways))
            if way == "restore":
                before = len(session.table)
                refused = session.restore(left)
                self.changed(before)
                if refused:
                    self.tell(f"changed since, and not restored: {', '.join(refused)}", "error")
                else:
                    self.tell(f"restored {len(labels)} edit{'' if len(labels) == 1 else 's'}; save to keep them")
            elif way == "discard":
                left.discard()


def diff_content(diff: str) -> Content:
    """A unified diff, its signs coloured by the theme; the text stays text."""
    from bcastplan.model.inert import inert

    parts: list[Content | tuple[str, str]] = []
    for line in diff.splitlines():
        style = {"+": "$text-success", "-": "$text-error", "@": "$text-accent"}.get(line[:1], "")
        parts.append((f"{inert(line)}\n", style))
    return Content.assemble(*parts)
