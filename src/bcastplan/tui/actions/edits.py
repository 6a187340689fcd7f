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

    def duplicate(self) -> None:
        """Put a copy behind the selected transmission."""
        from bcastplan.workspace.editing.operations import duplicate

        rows = self.editable_targets()
        if rows:
            row = self.selected if self.selected in rows else rows[0]
            assert row is not None
            self.do("duplicate", lambda session: duplicate(session, row))

    def delete(self) -> None:
        """Delete the targets, or empty the cells where cells are selected; undo brings them back."""
        if self.block is not None:
            self.screen.cell_blocks.empty()
            return
        rows = self.editable_targets()
        if len(rows) > 1:
            self._ask_to_delete(rows)
        elif rows:
            self._delete(rows)

    @asks
    async def _ask_to_delete(self, rows: list[int]) -> None:
        """Take several transmissions out when the user has seen what that would do."""
        from bcastplan.tui.screens.edit_preview import EditPreview
        from bcastplan.workspace.editing.bulk_preview import Removal

        title = f"Delete {count(len(rows), 'transmission')}"
        if await self.app.push_screen_wait(EditPreview(self.opened, title, Removal(tuple(rows)))):
            self._delete(rows)

    def _delete(self, rows: list[int]) -> None:
        from bcastplan.workspace.editing.batches import delete_parts

        kept = self._after_delete(set(rows))

        def then(_rows: list[int]) -> None:
            self.screen.select(kept)
            them = "it" if len(rows) == 1 else "them"
            self.tell(f"deleted {count(len(rows), 'transmission')}; {self.key_of('edit.undo')} brings {them} back")

        self.screen.long_edits.do("delete", len(rows), lambda session: delete_parts(session, rows), then)

    def _after_delete(self, gone: set[int]) -> int | None:
        """The row to select after the deletion, by its new number: the same transmission, else the next one listed."""
        listing, selected = self.listing, self.selected
        listed = listing.rows if listing is not None else []
        if selected in gone and selected in listed:
            at = listed.index(selected)
            # Behind the last row the one before the deleted ones is next.
            near = [*listed[at:], *reversed(listed[:at])]
            selected = next((row for row in near if row not in gone), None)
        return selected if selected is None else selected - sum(row < selected for row in gone)

    @asks
    async def split(self) -> None:
        """Cut the selected transmission in two."""
        from bcastplan.model.clock import clock
        from bcastplan.tui.screens.dialogs import Ask
        from bcastplan.workspace.editing.operations import split

        rows = self.editable_targets()
        if not rows or self.selected is None:
            return
        row = self.selected
        time = self.opened.table.transmissions[row].time
        middle = clock((time.start_minute + time.stop_minute) // 2)
        answer = await self.app.push_screen_wait(
            Ask("Split", f"At which time, UTC, inside {time}?", value=middle, judge=_judge_clock)
        )
        if answer:
            minute = _minute_of_day(answer)
            self.do("split", lambda session: split(session, row, minute))

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
    async def move(self) -> None:
        """Move the targets to another file; what that would do is told while files are looked through."""
        from bcastplan.tui.screens.dialogs import EffectOf
        from bcastplan.workspace.editing.bulk_preview import Relocation

        rows = self.editable_targets()
        if not rows:
            return
        here = {self.opened.table.transmissions[row].file for row in rows}
        ask = f"Move {count(len(rows), 'transmission')} to"
        effect = EffectOf(self.opened, lambda file: Relocation(tuple(rows), file))
        file = await self.ask_file(ask, here if len(here) == 1 else set(), effect)
        if file is not None:
            self._move(rows, file)

    def _move(self, rows: list[int], file: str) -> None:
        from bcastplan.workspace.editing.batches import move_parts
        from bcastplan.workspace.editing.operations import other_values

        before = [self.opened.table.transmissions[row] for row in rows]

        def then(moved: list[int]) -> None:
            after = [self.opened.table.transmissions[row] for row in moved]
            # A move writes what the old defaults gave, but keys that both lack come from the new file's defaults.
            if len(after) == len(before) and (others := other_values(before, after)):
                self.tell(f"the defaults of {file} give it {', '.join(others)}", "warning", "Moved")

        self.screen.long_edits.do("move", len(rows), lambda session: move_parts(session, rows, file), then)

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


def _judge_clock(text: str) -> str | None:
    try:
        _minute_of_day(text)
    except ValueError as error:
        return str(error)
    return None


def _minute_of_day(text: str) -> int:
    digits = text.strip().replace(":", "")
    if not (digits.isdigit() and len(digits) == 4 and int(digits[:2]) < 24 and int(digits[2:]) < 60):
        raise ValueError("write a time of day as 1545")
    return int(digits[:2]) * 60 + int(digits[2:])


def _judge_minutes(text: str) -> str | None:
    stripped = text.strip()
    if not stripped.lstrip("+-").isdigit() or len(stripped) > 5:
        return "write minutes, as 30 or -60"
    return None if -1440 <= int(stripped) <= 1440 else "write 1440 minutes at most, which is a day"
