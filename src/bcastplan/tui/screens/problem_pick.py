"""The list of findings, in which one is chosen to go to, or to be fixed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from bcastplan.tui.dialog_bindings import PROBLEM_BINDINGS
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.widgets.grid import Grid

FIX = "fix"


class ProblemPick(Pick):
    """Gives the value of the finding, with ``FIX`` behind it where it is to be fixed."""

    BINDINGS: ClassVar[list[BindingType]] = [*PROBLEM_BINDINGS]

    def action_fix(self) -> None:
        """Give what is under the cursor, to be fixed."""
        cursor = self.query_one(Grid).cursor
        if cursor is not None and self.shown:
            self.dismiss([self.shown[cursor].value, FIX])
