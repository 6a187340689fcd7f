"""Better frequencies for the marked transmissions: looked for beside the work, shown as an edit, made as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks

if TYPE_CHECKING:
    from bcastplan.workspace.editing.set_improvement import SetImprovement


class Improvements(Controller):
    """Begins the search, and shows what it proposes."""

    def start(self) -> None:
        """Look for a better plan of the targets."""
        from bcastplan.workspace.editing.set_improvement import improve_rows

        rows = self.editable_targets()
        if not rows:
            return
        if self.screen.background_work.is_working:
            self.tell("something is being made already; Esc stops it", "warning")
            return
        generation, workspace = self.opened.check_snapshot()
        self.screen.background_work.begin(
            f"Improving {count(len(rows), 'transmission')}",
            lambda progress: improve_rows(workspace, rows, progress=progress),
            lambda improvement: self._take(improvement, generation),
        )

    @asks
    async def _take(self, improvement: SetImprovement, generation: int) -> None:
        """Show the proposal as an edit, and make it when the user says so."""
        from bcastplan.reports.optimise.optimise_text import narrow_lines
        from bcastplan.tui.screens.edit_preview import EditPreview
        from bcastplan.workspace.editing.proposed_edit import rearrange_parts, rearrangement_of

        session = self.opened
        if session.generation != generation:
            # The numbers of rows, and what is on the air beside them, are those of the plan before the edit.
            self.tell("the plan was edited meanwhile: look again", "warning", "Not improved")
            return
        answer = improvement.answer
        proposed = [choice.transmission for choice in answer.choices]
        edit = rearrangement_of(session, improvement.rows, proposed)
        if edit.is_nothing:
            self.tell("nothing better was found: the plan stays as it is", title="Improve")
            return
        label = f"improve {answer.programme.service}"
        notes = narrow_lines(answer)
        if improvement.others:
            notes.insert(0, f"{count(improvement.others, 'marked transmission')} on other days or dates left alone")
        title = f"Improve {count(improvement.asked, 'transmission')} of {answer.programme.service}"
        if await self.app.push_screen_wait(EditPreview(session, title, edit, notes=[*notes, ""])):
            rows = len(edit.changed) + len(edit.copied) + len(edit.removed)
            self.screen.long_edits.do(label, rows, lambda session: rearrange_parts(session, edit, label))
