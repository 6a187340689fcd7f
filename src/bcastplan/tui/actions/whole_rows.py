"""What is done to transmissions as a whole: copies, deletions, cuts in two, and moves to another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bcastplan.model.clock import clock
from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


class WholeRows(Controller):
    """Actions after which there are other transmissions than before, or others in a file; each can be repeated."""

    def duplicate(self) -> None:
        """Put a copy behind the selected transmission."""
        rows = self.editable_targets()
        if rows:
            self._duplicate(rows)

    def _duplicate(self, rows: list[int]) -> None:
        from bcastplan.workspace.editing.operations import duplicate

        row = self.selected if self.selected in rows else rows[0]
        assert row is not None
        self.screen.repeats.note(self._duplicate)
        self.screen.edits.do("duplicate", lambda session: duplicate(session, row))

    def delete(self) -> None:
        """Delete the targets, or empty the cells where cells are selected; undo brings them back."""
        if self.block is not None:
            self.screen.cell_blocks.empty()
            return
        rows = self.editable_targets()
        if rows:
            self._delete_or_ask(rows)

    def _delete_or_ask(self, rows: list[int]) -> None:
        if len(rows) > 1:
            self._ask_to_delete(rows)
        else:
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

        self.screen.repeats.note(self._delete_or_ask)
        kept = self._after_delete(set(rows))

        def then(_rows: list[int]) -> None:
            self.screen.select(kept)
            them, undo = "it" if len(rows) == 1 else "them", self.screen.edits.key_of("edit.undo")
            self.tell(f"deleted {count(len(rows), 'transmission')}; {undo} brings {them} back")

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
        from bcastplan.tui.screens.dialogs import Ask

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
            self._split([row], _minute_of_day(answer))

    def _split(self, rows: list[int], minute: int) -> None:
        from bcastplan.workspace.editing.operations import split

        def action(session: Session) -> object:
            # The last rows first: the numbers of the others hold until their turn.
            with session.one_step(f"split at {clock(minute)}"):
                halves = [split(session, row, minute) for row in sorted(rows, reverse=True)]
            return halves[-1]

        self.screen.repeats.note(lambda others: self._split(others, minute))
        self.screen.edits.do("split", action)

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
        file = await self.screen.edits.ask_file(ask, here if len(here) == 1 else set(), effect)
        if file is not None:
            self._move(rows, file)

    def _move(self, rows: list[int], file: str) -> None:
        from bcastplan.workspace.editing.batches import move_parts
        from bcastplan.workspace.editing.operations import other_values

        self.screen.repeats.note(lambda others: self._move_there(others, file))
        before = [self.opened.table.transmissions[row] for row in rows]

        def then(moved: list[int]) -> None:
            after = [self.opened.table.transmissions[row] for row in moved]
            # A move writes what the old defaults gave, but keys that both lack come from the new file's defaults.
            if len(after) == len(before) and (others := other_values(before, after)):
                self.tell(f"the defaults of {file} give it {', '.join(others)}", "warning", "Moved")

        self.screen.long_edits.do("move", len(rows), lambda session: move_parts(session, rows, file), then)

    def _move_there(self, rows: list[int], file: str) -> None:
        """Move rows to a file where not all of them are in it already."""
        if all(self.opened.table.transmissions[row].file == file for row in rows):
            self.tell(f"{'it is' if len(rows) == 1 else 'they are'} in {file} already", "warning")
        else:
            self._move(rows, file)


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
