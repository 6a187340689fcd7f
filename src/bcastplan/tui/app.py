"""The application: themes, keymap and the clock; what is open and what happens to it belongs to the plan's screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from bcastplan.tui.bindings import APP_BINDINGS
from bcastplan.tui.screens.plan import PlanScreen
from bcastplan.tui.views.base import utc_now


class PlannerApp(App[None]):
    """The planner's screen.

    Args:
        paths: what to open.
        against: reference schedules besides those the plans name.
        now: the clock, so that tests can stop it.
    """

    TITLE = "bcastplan"
    BINDINGS: ClassVar[list[BindingType]] = [*APP_BINDINGS]
    CSS_PATH = "screens/plan.tcss"  # the first screen of an app does not read its own

    def __init__(
        self, paths: Sequence[str] = (), against: Sequence[str] = (), *, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()
        self.paths, self.against, self.clock = tuple(paths) or (".",), tuple(against), now

    def get_default_screen(self) -> Screen[None]:
        """The plan's screen."""
        return PlanScreen(self.paths, self.against, now=self.clock)

    async def action_leave(self) -> None:
        """Leave."""
        self.exit()
