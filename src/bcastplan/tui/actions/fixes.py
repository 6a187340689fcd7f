"""Keys that write what `check --fix` would.

Safe fixes at once, those that may change what is on the air after a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.screens.dialogs import Decide, Way

if TYPE_CHECKING:
    from bcastplan.model.finding import Finding
    from bcastplan.workspace.editing.session import Session

_MOST_SHOWN = 20
Fixing = Callable[["Session", bool], Counter[str]]
"""Makes fixes in one step, unsafe ones too where asked; returns how many of each rule."""


class Fixes(Controller):
    """Fixes the findings of rows, or one finding out of the list of all."""

    @asks
    async def of_rows(self) -> None:
        """Fix what the findings of the targets name."""
        from bcastplan.workspace.editing.finding_fixes import findings_of_rows, fix_rows

        rows = self.editable_targets()
        if rows:
            findings = findings_of_rows(self.opened, rows)
            await self._fix(findings, lambda session, unsafe: fix_rows(session, rows, unsafe=unsafe))

    async def of_finding(self, finding: Finding) -> None:
        """Fix one finding, of a file or a plan too."""
        from bcastplan.workspace.editing.finding_fixes import fix_findings

        await self._fix([finding], lambda session, unsafe: fix_findings(session, [finding], unsafe=unsafe))

    async def _fix(self, findings: list[Finding], fixing: Fixing) -> None:
        from bcastplan.document.splice import EditRefused
        from bcastplan.workspace.editing.finding_fixes import LABEL, offered_fixes

        try:
            safe = offered_fixes(self.opened, findings, unsafe=False)
            # What is safe is never held up by a question about what is not.
            grave = [] if safe else offered_fixes(self.opened, findings, unsafe=True)
        except EditRefused as error:
            self.tell(str(error), "error", "Not fixed")
            return
        if not safe and not grave:
            self.tell("no finding here has an automatic fix" if findings else "there is no finding to fix", "warning")
            return
        if grave and not await self._may_change_airtime([str(fix) for fix in grave]):
            return
        fixed: Counter[str] = Counter()
        if self.screen.edits.do(LABEL, lambda session: fixed.update(fixing(session, bool(grave)))):
            key = self.screen.edits.key_of("find.fix")
            self.screen.repeats.note_once(f"a fix is of one finding: {key} fixes what others name")
            rules = ", ".join(f"{code} {number}" for code, number in sorted(fixed.items()))
            undo = self.screen.edits.key_of("edit.undo")
            self.tell(f"fixed {count(fixed.total(), 'finding')} ({rules}); {undo} takes it back")

    async def _may_change_airtime(self, lines: list[str]) -> bool:
        shown = lines[:_MOST_SHOWN]
        if len(lines) > _MOST_SHOWN:
            shown.append(f"and {len(lines) - _MOST_SHOWN} more")
        text = "\n".join(["This may change what is on the air:", "", *shown])
        ways = [Way("leave", "Leave it"), Way("fix", "Fix it", "Write it; undo takes it back", grave=True)]
        return await self.app.push_screen_wait(Decide("Fix", text, ways, confirm="fix")) == "fix"
