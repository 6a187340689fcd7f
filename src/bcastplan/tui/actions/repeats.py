"""Repeats the last change of transmissions on others, and writes keys of one transmission to all that are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks

if TYPE_CHECKING:
    from bcastplan.model.values import Raw
    from bcastplan.tui.messages import EditWanted
    from bcastplan.tui.screens.plan_screen import PlanScreen


class Repeats(Controller):
    """Knows how the last change was made, so that it can be made of other rows."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self._again: Callable[[list[int]], object] | None = None
        self._why_not = "nothing has been changed yet that could be repeated"

    def note(self, again: Callable[[list[int]], object]) -> None:
        """Remember the last change as a function that makes it of other rows."""
        self._again = again

    def note_once(self, why_not: str) -> None:
        """Remember that the last change cannot be repeated, and why."""
        self._again, self._why_not = None, why_not

    def follow(self, event: EditWanted) -> None:
        """Remember an edit that a view has asked for."""
        edit = event.again
        if edit is not None:
            self.note(lambda rows: self.screen.edits.do(event.label, lambda session: edit(session, rows)))
        elif event.once:
            self.note_once(event.once)

    def repeat(self) -> None:
        """Make the last change again, of the targets."""
        if self._again is None:
            self.tell(self._why_not, "warning")
            return
        rows = self.editable_targets()
        if rows:
            self._again(rows)

    def write(self, rows: list[int], changes: dict[str, Raw | None], label: str) -> None:
        """Write the same keys of some rows, and remember that."""
        from bcastplan.workspace.editing.batches import change_parts
        from bcastplan.workspace.editing.operations import NOT_COPIED
        from bcastplan.workspace.editing.session import change_label

        selected = self.selected
        # An id, for example, belongs to one transmission only.
        of_others = {key: value for key, value in changes.items() if key not in NOT_COPIED}
        if of_others:
            self.note(lambda others: self.write(others, of_others, label))
        self.screen.long_edits.do(
            label,
            len(rows),
            lambda session: change_parts(session, [(row, changes) for row in rows], change_label(changes, len(rows))),
            lambda _: self.screen.select(selected),
        )

    @asks
    async def fill(self) -> None:
        """Write some keys of the selected transmission to all that are marked."""
        from bcastplan.document.scalars import line_text
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.screens.edit_preview import EditPreview
        from bcastplan.tui.screens.pick import Pick
        from bcastplan.workspace.editing.operations import NOT_COPIED

        source, rows = self.selected, self.editable_targets()
        others = [row for row in rows if row != source]
        if source is None or not rows:
            return
        if not others or not self.opened.editable(source):
            self.tell("mark the transmissions that are to get keys of the selected one", "warning")
            return
        values = {key: value for key, value in self.opened.resolved_raw(source).items() if key not in NOT_COPIED}
        choices = [Choice(key, key, line_text(value)) for key, value in values.items()]
        question = Pick(
            f"Copy which keys to {count(len(others), 'transmission')}?",
            choices,
            several=True,
            explanation="Tab marks a key. Enter writes the marked keys, or the one under the cursor.",
            heads=("Key", "Value of the selected transmission"),
        )
        picked = await self.app.push_screen_wait(question)
        if not picked:
            return
        filled: dict[str, Raw | None] = {key: values[key] for key in picked}
        title = f"Copy {', '.join(picked)} to {count(len(others), 'transmission')}"
        if await self.app.push_screen_wait(EditPreview(self.opened, title, [(row, filled) for row in others])):
            self.write(others, filled, "fill")
