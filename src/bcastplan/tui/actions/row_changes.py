"""The same change of many transmissions: their times, their days, or the value of one key."""

from __future__ import annotations

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks

_KEY_HEADS = ("Key", "What it holds")


class RowChanges(Controller):
    """Actions that write keys of all targets; each shows what would come of it first, and can be repeated."""

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
        # Ids are unique, so that many transmissions cannot get the same one.
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
    # A sign and four digits are enough for a day; `int` refuses thousands of digits with words of its own.
    if not stripped.lstrip("+-").isdigit() or len(stripped) > 5:
        return "write minutes, as 30 or -60"
    return None if -1440 <= int(stripped) <= 1440 else "write 1440 minutes at most, which is a day"
