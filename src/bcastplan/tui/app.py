"""The application: themes, keymap and the clock; what is open and what happens to it belongs to the plan's screen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from bcastplan.ending import exit_code
from bcastplan.model.inert import inert
from bcastplan.tui.bindings import APP_BINDINGS
from bcastplan.tui.key_places import TOGETHER
from bcastplan.tui.keymap import read_keymap
from bcastplan.tui.messages import ColumnsChosen
from bcastplan.tui.palette import LiveActions
from bcastplan.tui.preferences import Remembered
from bcastplan.tui.screens.plan import PlanScreen
from bcastplan.tui.shown_columns import known_columns
from bcastplan.tui.views.view import utc_now


class PlannerApp(App[None]):
    """The planner's screen.

    Args:
        paths: what to open.
        against: reference schedules besides those the plans name.
        now: the clock, so that tests can stop it.
        config: the folder of the user's keymap; the platform's when None.
        ended_by: signals at which the screen is left at once and the terminal given back as it was. Nothing is asked
            and nothing is lost: what is not saved is in the journal.
    """

    TITLE = "bcastplan"
    CSS_PATH = "screens/plan.tcss"  # the first screen of an app does not read its own
    BINDINGS: ClassVar[list[BindingType]] = [*APP_BINDINGS]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {LiveActions}

    def __init__(
        self,
        paths: Sequence[str] = (),
        against: Sequence[str] = (),
        *,
        now: Callable[[], datetime] = utc_now,
        config: Path | None = None,
        ended_by: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._ended_by = ended_by
        self._ending = False
        self.remembered = Remembered()
        self.plan_screen = PlanScreen(tuple(paths) or (".",), against, now=now)
        self.plan_screen.column_keys = known_columns(self.remembered.columns)
        self.keys = read_keymap(TOGETHER, config)
        self.set_keymap(self.keys.keys)

    def get_default_screen(self) -> Screen[None]:
        """The plan's screen."""
        return self.plan_screen

    def on_load(self) -> None:
        """Heed signals from before the terminal is changed."""
        for number in self._ended_by:
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: int) -> None:
        self._ending = True
        self.exit(return_code=exit_code(number))

    def _handle_exception(self, error: Exception) -> None:
        """Let a screen that is being closed fail at what it had begun: there is nobody to show it to."""
        if not self._ending:
            super()._handle_exception(error)

    def on_mount(self) -> None:
        """Take up the colours of the last time, and say what is wrong with the keymap."""
        theme = self.remembered.theme
        if theme in self.available_themes and "TEXTUAL_THEME" not in os.environ:
            self.theme = theme
        self.theme_changed_signal.subscribe(self, lambda chosen: self.remembered.note(theme=chosen.name))
        for warning in self.keys.warnings:
            self.notify(inert(warning), title="Keys", severity="warning", markup=False, timeout=12)

    @on(ColumnsChosen)
    def _columns_chosen(self, event: ColumnsChosen) -> None:
        self.remembered.note(columns=list(event.keys))

    @work
    async def action_leave(self) -> None:
        """Leave; asks when something is not saved."""
        if await self.plan_screen.may_leave():
            self.exit()

    async def action_quit(self) -> None:
        """Leave the same way, however it was asked for."""
        self.action_leave()

    def action_help(self) -> None:
        """Explain what has the focus."""
        from bcastplan.tui.help import explanation, key_lines
        from bcastplan.tui.screens.text_page import Page, help_content

        focused = self.focused or self.screen
        title, text = explanation(focused)
        active = self.screen.active_bindings
        display = {
            key: self.get_key_display(Binding(key, one.binding.action, one.binding.description))
            for key, one in active.items()
        }
        content = help_content(text, key_lines(active, display), self.keys.warnings)
        self.push_screen(Page(f"Help: {title}", content))
