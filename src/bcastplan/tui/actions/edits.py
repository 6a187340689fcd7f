"""Edits of transmissions with the form, steps back and forth, and what all actions that edit share."""

from __future__ import annotations

from collections.abc import Callable
from os.path import commonpath, relpath
from pathlib import Path
from typing import TYPE_CHECKING

from bcastplan.tui.actions.controller import Controller, asks, row_of

if TYPE_CHECKING:
    from bcastplan.model.values import Raw
    from bcastplan.tui.screens.dialogs import EffectOf
    from bcastplan.workspace.editing.session import Session

# What a planner enters again and again; frequency, time and dates of another transmission would make a conflict.
# What a new transmission mostly shares with the selected one; frequency, time and dates are what makes it another.
COMMON_KEYS_OF_NEW = ("site", "transmitter", "power", "antenna", "azimuth", "slew", "target", "language", "days")


class Edits(Controller):
    """Actions that change the plan, and the way in which all of them do so."""

    def do(self, label: str, action: Callable[[Session], object]) -> bool:
        """Change the session; what cannot be done becomes a notice and changes nothing. Returns whether it was done."""
        from bcastplan.document.splice import EditRefused

        session = self.opened
        before = len(session.table)
        try:
            result = action(session)
        except (EditRefused, ValueError, OSError) as error:
            self.tell(str(error), "error", f"Not done: {label}")
            self.screen.shown_plan.changed(before)
            return False
        self.screen.shown_plan.changed(before, row_of(result))
        return True

    @asks
    async def open_form(self) -> None:
        """Open the selected transmission in the form."""
        from bcastplan.tui.screens.form import Form

        row = self.selected
        if row is None:
            self.tell("no transmission is selected", "warning")
            return
        session = self.opened
        file = session.table.transmissions[row].file
        if self.hidden_by_view():
            return
        if not session.editable(row):
            self.foreign(row)
            return
        changes = await self.app.push_screen_wait(Form(session, row, file))
        if changes:
            self.screen.repeats.write([row], changes, "change")

    @asks
    async def new(self) -> None:
        """Write a new transmission in the form."""
        from bcastplan.tui.screens.form import Form

        session, selected = self.opened, self.selected
        file = await self.file_to_write("Write the new transmission to")
        if file is None:
            return
        values: dict[str, Raw] = {}
        if selected is not None and session.editable(selected):
            values = {key: value for key, value in session.raw(selected).items() if key in COMMON_KEYS_OF_NEW}
        written = await self.app.push_screen_wait(Form(session, None, file, values))
        if written:
            new = {key: value for key, value in written.items() if value is not None}
            self.do("new", lambda session: session.insert(file, new))
            key = self.key_of("edit.duplicate")
            self.screen.repeats.note_once(f"a new transmission is not written twice: {key} copies the selected one")

    def undo(self) -> None:
        """Take the last step back."""
        self._replay("undo", "undone", redo=False)

    def redo(self) -> None:
        """Do the last undone step again."""
        self._replay("redo", "done again", redo=True)

    def _replay(self, verb: str, past: str, *, redo: bool) -> None:
        from bcastplan.workspace.editing.batches import PART_ROWS, replay_parts

        history = self.opened.history
        steps = history.undone if redo else history.done
        if not steps:
            self.tell(f"there is nothing to {verb}")
            return
        step = steps[-1]
        # A step of several edits was made in parts of that many rows, and is taken back in the same ones.
        many = len(step.edits) * PART_ROWS if len(step.edits) > 1 else 1
        self.screen.long_edits.do(
            verb, many, lambda session: replay_parts(session, redo=redo), lambda _: self.tell(f"{past}: {step.label}")
        )

    async def file_to_write(self, title: str) -> str | None:
        """The file of the selection when it is a schedule, else the only one, else what the user chooses."""
        session = self.opened
        files = session.schedule_files
        if not files:
            self.tell("there is no schedule file to write to: Open or Import one first", "error")
            return None
        file = session.table.transmissions[self.selected].file if self.selected is not None else ""
        if file in files:
            return file
        return files[0] if len(files) == 1 else await self.ask_file(title)

    async def ask_file(self, title: str, without: set[str] | None = None, effect: EffectOf | None = None) -> str | None:
        """Let the user choose one of the schedule files; ``effect`` tells what each would do."""
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.screens.pick import Pick

        session = self.opened
        files = [name for name in session.schedule_files if name not in (without or set())]
        if not files:
            self.tell("there is no other schedule file in this plan", "warning")
            return None
        services = {schedule.file: schedule.service or "" for schedule in session.workspace.schedules}
        shown = _without_folder(session.schedule_files)
        choices = [Choice(name, shown[name], services.get(name, "")) for name in files]
        picked = await self.app.push_screen_wait(Pick(title, choices, heads=("File", "Service"), effect=effect))
        return picked[0] if picked else None

    def key_of(self, identifier: str) -> str:
        """The key that is bound to an action now, as a user reads it."""
        # Looked up live, because the user's keymap may have moved it.
        for key, active in self.screen.active_bindings.items():
            if active.binding.id == identifier:
                return self.app.get_key_display(active.binding) or key
        return identifier


def _without_folder(files: list[str]) -> dict[str, str]:
    """Files without the folder that all lie in: beside a long one there is no room for what tells them apart."""
    try:
        folder = commonpath([Path(name).parent for name in files]) or "."
    # Names from the working folder and from the root have no folder in common.
    except ValueError:
        return dict(zip(files, files, strict=True))
    return {name: relpath(name, folder) for name in files}
