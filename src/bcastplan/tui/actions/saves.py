"""Saves files, asks before leaving, and asks what to do when somebody else has written the same files."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.screens.dialogs import Decide, Way
from bcastplan.workspace.editing.disk_copy import Stamp, stamp_of

if TYPE_CHECKING:
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.lost_work import Left
    from bcastplan.workspace.editing.session import Session

_LABELS_SHOWN = 12


class Saves(Controller):
    """Writes files, and only after the user has seen what changes."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self.asking = False
        """Whether a dialog about files is open: one question at a time."""
        self.put_off: dict[str, Stamp | None] = {}
        """Files whose question the user has put off, each as it was then."""

    @asks
    async def check_disk(self) -> None:
        """Look now whether somebody else has written the files."""
        if self.asking:
            return
        if await self.settle_disk() and not self.screen.disk_watch.look_now():
            self.tell("the files have not changed on disk")

    async def settle_disk(self) -> bool:
        """Ask about every file that changed on disk; returns whether none had changed."""
        session = self.opened
        changed = session.files.changed_on_disk()
        self.asking = True
        try:
            for file in changed:
                await self._settle(session, file)
        finally:
            self.asking = False
        return not changed

    async def _settle(self, session: Session, file: str) -> bool:
        """Settle one file that changed on disk; returns whether saving may go on."""
        before = len(session.table)
        document = session.documents[file]
        unreadable = document.disk.problem()
        if document.disk.gone():
            ways = [
                Way("keep", "Keep what is here", "Saving writes the file again, and its folder"),
                Way("let_go", "Let it go", "Close the file; your edits of it are lost", grave=True),
            ]
            text = "The file is gone from the disk. Only the screen still has its text; saving writes it again."
            title = f"{file} is gone"
        elif unreadable is not None:
            ways = [
                Way("keep", "Keep what is here", "Saving replaces the file on disk, if the system allows it"),
                Way("let_go", "Let it go", "Close the file; your edits of it are lost", grave=True),
            ]
            text = f"The file on disk cannot be read now: {unreadable}. The screen shows what it held before."
            title = f"{file} cannot be read any more"
        # Nothing of the user's can be lost: no edit is unsaved, and there is nothing to undo.
        elif file not in session.dirty and not session.history.done:
            self._reload_unasked(session, file, before)
            return True
        else:
            ways = [
                Way("merge", "Merge", "Take their file and do your edits in it again, transmission by transmission"),
                Way("reload", "Reload theirs", "Take their file; your edits of it are lost", grave=True),
                Way("keep", "Keep mine", "Saving will overwrite what they wrote"),
            ]
            text = "Somebody else has written this file since it was read. "
            text += "Unless you keep yours, your edits so far can no longer be undone."
            title = f"{file} has changed on disk"
        way = await self.app.push_screen_wait(Decide(title, text, ways))
        if way is None:
            # Otherwise the same question would come again two seconds later.
            self.put_off[file] = stamp_of(file)
        return self._do(session, file, way, before)

    def _reload_unasked(self, session: Session, file: str, before: int) -> None:
        if self._do(session, file, "reload", before):
            self.tell(f"{file} was written by somebody else and has been read again")

    def _do(self, session: Session, file: str, way: str | None, before: int) -> bool:
        from bcastplan.document.splice import EditRefused
        from bcastplan.model.errors import UnreadableInput
        from bcastplan.workspace.editing.disk_merge import merge

        try:
            if way == "merge":
                report = merge(session, file)
                merged = f"merged: {report.changed} changed, {report.added} added, {report.removed} removed"
                disputed = f"; theirs was kept for {', '.join(report.disputed)}" if report.disputed else ""
                self.tell(merged + disputed, "warning" if disputed else "information")
            elif way == "reload":
                session.files.reload(file)
            elif way == "keep":
                session.files.keep(file)
            elif way == "let_go":
                session.files.let_go(file)
                self.tell(f"{file} is closed")
            else:
                return False
        except (EditRefused, UnreadableInput, ValueError, OSError) as error:
            self.tell(str(error), "error", "Not done")
            return False
        finally:
            self.screen.shown_plan.changed(before)
        return True

    @asks
    async def start(self) -> None:
        """Show what saving changes and write it."""
        await self.save()

    async def save(self) -> bool:
        """Save after asking; returns whether nothing is unsaved any more."""
        session = self.opened
        if not session.dirty:
            self.tell("nothing to save: the files hold what you see")
            return True
        # Settled before the differences are shown, which would be those to a file that is not there any more.
        for file in [name for name in session.files.changed_on_disk() if name in session.dirty]:
            self.asking = True
            try:
                if not await self._settle(session, file):
                    return False
            finally:
                self.asking = False
        files = session.dirty
        if not files:
            return True
        diff = "".join(session.documents[name].diff() for name in files)
        ways = [Way("save", "Save", "Write these lines"), Way("back", "Cancel", "Go on editing")]
        heading = f"Save {files[0] if len(files) == 1 else f'{len(files)} files'}?"
        if await self.app.push_screen_wait(Decide(heading, diff_content(diff), ways, confirm="save")) != "save":
            return False
        return await self._write(session)

    async def _write(self, session: Session, *, read_only_too: bool = False) -> bool:
        """Write all that is not saved; the notice tells what has become of the files."""
        from bcastplan.files.writing import ChangedOnDisk, ReadOnlyFile

        names, reason = session.dirty, ""
        try:
            session.files.save(read_only_too=read_only_too)
        except ReadOnlyFile as error:
            self.screen.shown_plan.show()
            return await self._may_replace(str(error.filename)) and await self._write(session, read_only_too=True)
        except ChangedOnDisk as error:
            reason = f"{error}: save again to settle it"
        except OSError as error:
            reason = f"{error.filename or ''}: {error.strerror or error}"
        finally:
            self.screen.shown_plan.show()
        left = [name for name in names if name in session.dirty]
        saved = [name for name in names if name not in left]
        if saved:
            self.tell(f"saved {', '.join(saved)}")
        if left:
            self.tell(reason, "error", "Not saved" if not saved else f"Not saved: {', '.join(left)}")
        return not left

    async def _may_replace(self, file: str) -> bool:
        ways = [
            Way("back", "Leave it", "Nothing has been written"),
            Way("replace", "Replace it", "Write all the same; it stays read-only", grave=True),
        ]
        text = "The file is protected against writing. Nothing has been written yet."
        return await self.app.push_screen_wait(Decide(f"{file} is read-only", text, ways)) == "replace"

    async def may_leave(self) -> bool:
        """Whether nothing would be lost by leaving the plan; asks when something would."""
        session = self.session
        if session is None or not session.dirty:
            return True
        ways = [
            Way("save", "Save", "Show what changes, write it and leave"),
            Way("drop", "Leave without saving", "Unsaved changes are lost", grave=True),
            Way("back", "Go on editing"),
        ]
        files = "\n".join(session.dirty)
        way = await self.app.push_screen_wait(Decide("There are unsaved changes", f"In:\n{files}", ways))
        if way == "save":
            return await self.save()
        if way == "drop":
            # What was left on purpose is not lost work, and must not be offered the next time.
            session.journal.clear()
            return True
        return False

    @asks
    async def offer_lost_work(self) -> None:
        """Offer to restore what a program that was killed had not saved."""
        session = self.opened
        lost = session.files.lost_work()
        for name in lost.set_aside:
            self.tell(f"{name}: this journal of unsaved work cannot be read and was set aside", "error", "Damaged")
        for left in lost.left:
            await self._offer(session, left)

    async def _offer(self, session: Session, left: Left) -> None:
        counted = [(label, len([*alike])) for label, alike in groupby(left.labels)]
        shown = [f"  {label}" if times == 1 else f"  {label}, {times} times" for label, times in counted]
        hidden = sum(times for _, times in counted[:-_LABELS_SHOWN])
        shown = [*([f"  and {hidden} before"] if hidden else []), *shown[-_LABELS_SHOWN:]]
        head = ["bcastplan ended before it saved your edits in", *(f"  {file}" for file in left.files)]
        text = "\n".join([*head, "The edits:", *shown])
        ways = [
            Way("restore", "Restore", "Edit the files as before; one undo takes these edits back"),
            Way("later", "Later", "Ask again the next time"),
            Way("discard", "Discard", "Forget them for good", grave=True),
        ]
        way = await self.app.push_screen_wait(Decide("Unsaved work was found", text, ways))
        if way == "discard":
            left.discard()
        elif way != "restore":
            # The journal stays, and the next session offers it again.
            left.release()
        else:
            before, edits = len(session.table), len(left.labels)
            refused = session.restore(left)
            self.screen.shown_plan.changed(before)
            if refused:
                self.tell(f"changed since, and not restored: {', '.join(refused)}", "error")
            else:
                self.tell(f"restored {edits} edit{'' if edits == 1 else 's'}; save to keep them")


def diff_content(diff: str) -> Content:
    """A unified diff, its signs coloured by the theme; the text stays text."""
    from bcastplan.model.inert import inert

    parts: list[Content | tuple[str, str]] = []
    for line in diff.splitlines():
        style = {"+": "$text-success", "-": "$text-error", "@": "$text-accent"}.get(line[:1], "")
        parts.append((f"{inert(line)}\n", style))
    return Content.assemble(*parts)
