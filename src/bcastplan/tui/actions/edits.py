"""Edits of transmissions: with the form, and of many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks, row_of

if TYPE_CHECKING:
    from bcastplan.model.values import Raw
    from bcastplan.tui.screens.dialogs import EffectOf
    from bcastplan.workspace.editing.session import Session

# What a planner enters again and again; frequency, time and dates of another transmission would make a conflict.
COMMON_KEYS_OF_NEW = ("site", "transmitter", "power", "antenna", "azimuth", "slew", "target", "language", "days")


_KEY_HEADS = ("Key", "What it holds")


class Edits(Controller):
    """Actions that change the plan."""

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

    @asks
    async def shift(self) -> None:
        """Move the targets by minutes."""
        from bcastplan.tui.screens.dialogs import Ask, EffectOf
        from bcastplan.workspace.editing.batches import shift_changes

        rows = self.editable_targets()
        if not rows:
            return
        answer = await self.app.push_screen_wait(
            Ask(
                f"Shift {count(len(rows), 'transmission')}",
                "By how many minutes? -30 is half an hour earlier, 60 an hour later; days move along over midnight.",
                value="60",
                judge=_judge_minutes,
                effect=EffectOf(self.opened, lambda text: shift_changes(self.opened, rows, int(text))),
            )
        )
        if answer:
            self._shift(rows, int(answer))

    def shift_by(self, minutes: int) -> None:
        """Move the targets by some minutes at once."""
        rows = self.editable_targets()
        if rows:
            self._shift(rows, minutes)

    def _shift(self, rows: list[int], minutes: int) -> None:
        from bcastplan.workspace.editing.batches import shift_parts

        selected = self.selected
        self.screen.repeats.note(lambda others: self._shift(others, minutes))
        self.screen.long_edits.do(
            "shift",
            len(rows),
            lambda session: shift_parts(session, rows, minutes),
            lambda _: self.screen.select(selected),
        )

    @asks
    async def days(self) -> None:
        """Choose the days of the targets."""
        from bcastplan.tui.screens.days_dialog import ChooseDays
        from bcastplan.tui.screens.dialogs import EffectOf
        from bcastplan.workspace.editing.batches import days_changes

        rows = self.editable_targets()
        if not rows:
            return
        now = self.opened.table.transmissions[rows[0]].days
        effect = EffectOf(self.opened, lambda mask: days_changes(rows, mask))
        mask = await self.app.push_screen_wait(ChooseDays(f"Days of {count(len(rows), 'transmission')}", now, effect))
        if mask is not None:
            self._days(rows, mask)

    def _days(self, rows: list[int], mask: int) -> None:
        from bcastplan.workspace.editing.batches import days_parts

        self.screen.repeats.note(lambda others: self._days(others, mask))
        self.screen.long_edits.do("days", len(rows), lambda session: days_parts(session, rows, mask))

    @asks
    async def bulk(self) -> None:
        """Write the same value for one key of all targets."""
        from bcastplan.document.scalars import line_text
        from bcastplan.tui.form_fields import problem_of, text_raw
        from bcastplan.tui.screens.dialogs import Ask, EffectOf

        rows = self.editable_targets()
        if not rows:
            return
        key = self._key_of_block() or await self._ask_key(rows)
        if not key:
            return
        # What is written in the rows is offered to be changed; what holds, defaults included, is told.
        values = {line_text(self.opened.raw(row).get(key)) for row in rows}
        held = {line_text(self.opened.resolved_raw(row).get(key)) for row in rows}
        now = _held_words(held, inherited=values == {""})
        answer = await self.app.push_screen_wait(
            Ask(
                f"{key} of {count(len(rows), 'transmission')}",
                f"{now} Empty takes the key away, so that the default of the file holds.",
                value=next(iter(values)) if len(values) == 1 else "",
                judge=lambda text: problem_of(key, text),
                effect=EffectOf(self.opened, lambda text: [(row, {key: text_raw(key, text)}) for row in rows]),
            )
        )
        if answer is not None:
            changes = {key: text_raw(key, answer)}
            self.screen.repeats.write(rows, changes, "bulk edit")

    def _key_of_block(self) -> str | None:
        """The key of the selected cells where they stand in one column."""
        from bcastplan.model.transmission import KEYS

        block = self.block
        key = block.keys[0] if block is not None and len(block.keys) == 1 else None
        return key if key in KEYS and key != "id" else None

    async def _ask_key(self, rows: list[int]) -> str | None:
        """Let the user choose a key."""
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.form_fields import FIELDS
        from bcastplan.tui.screens.pick import Pick

        keys = [Choice(field.key, field.key, field.hint or field.label) for field in FIELDS if field.key != "id"]
        ask = f"Which key of {count(len(rows), 'transmission')}?"
        picked = await self.app.push_screen_wait(Pick(ask, keys, heads=_KEY_HEADS))
        return picked[0] if picked else None

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
        choices = [Choice(name, name, services.get(name, "")) for name in files]
        picked = await self.app.push_screen_wait(Pick(title, choices, heads=("File", "Service"), effect=effect))
        return picked[0] if picked else None

    def key_of(self, identifier: str) -> str:
        """The key that is bound to an action now, as a user reads it."""
        # Looked up live, because the user's keymap may have moved it.
        for key, active in self.screen.active_bindings.items():
            if active.binding.id == identifier:
                return self.app.get_key_display(active.binding) or key
        return identifier


def _held_words(values: set[str], *, inherited: bool) -> str:
    """What some transmissions have under a key, in a sentence."""
    if len(values) > 1:
        return f"They have {len(values)} different values."
    value = next(iter(values))
    if not value:
        return "None of them has this key."
    return f"All take '{value}' from the defaults." if inherited else f"All have '{value}'."


def _judge_minutes(text: str) -> str | None:
    stripped = text.strip()
    if not stripped.lstrip("+-").isdigit() or len(stripped) > 5:
        return "write minutes, as 30 or -60"
    return None if -1440 <= int(stripped) <= 1440 else "write 1440 minutes at most, which is a day"
