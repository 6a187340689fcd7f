"""The planner notes how far conflicts with others are coordinated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bcastplan.tui.actions.controller import Controller, asks

if TYPE_CHECKING:
    from bcastplan.workspace.editing.coordination import Case


class CoordinationNotes(Controller):
    """Shows the list of what is to be coordinated, and writes what became of it into the plan file."""

    @asks
    async def show(self) -> None:
        """List the conflicts with others until the user is done."""
        from bcastplan.tui.screens.coordination_list import CoordinationList
        from bcastplan.workspace.editing.coordination import coordination

        session, cursor = self.opened, 0
        if not session.pairs_known:
            self.tell("conflicts are still being looked for: try again in a moment", "warning")
            return
        while True:
            cases = coordination(session)
            answer = await self.app.push_screen_wait(
                CoordinationList(session, cases, min(cursor, max(0, len(cases) - 1)))
            )
            if answer is None or session is not self.session:
                return
            cursor, case = answer.line, cases[answer.line]
            if answer.action == "go":
                await self.screen.views.jump("conflicts" if case.pair is not None else "table", case.ours)
                return
            await self._note(case, answer.action)
            # A case that is agreed has no pair any more, and with it another place in the list.
            after = coordination(session)
            same = (
                number for number, other in enumerate(after) if (other.ours, other.theirs) == (case.ours, case.theirs)
            )
            cursor = next(same, cursor)

    async def _note(self, case: Case, status: str) -> None:
        from bcastplan.tui.screens.dialogs import Ask
        from bcastplan.workspace.editing.coordination import set_status

        reason = ""
        if status != "open":
            proposed = case.reason if case.status == status else f"{status} on {self.screen.clock().date()}"
            question = Ask(
                f"{case.manager or case.name}: {status}",
                "What was asked, answered or agreed? It is kept under `agreed` of the plan file.",
                value=proposed,
                judge=lambda text: None if text.strip() else "say it in a few words",
            )
            answer = await self.app.push_screen_wait(question)
            if answer is None:
                return
            reason = answer
        self.screen.edits.do("coordination", lambda session: set_status(session, case, status, reason))
