"""The application: themes, keymap and the clock; what is open and what happens to it belongs to the plan's screen."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Input, TextArea

from bcastplan.ending import exit_code
from bcastplan.model.inert import inert
from bcastplan.tui.bindings import APP_BINDINGS
from bcastplan.tui.contrast import Readable
from bcastplan.tui.input_order import SEEN_AFTER_SECONDS, OrderedApp
from bcastplan.tui.key_places import TOGETHER
from bcastplan.tui.keymap import read_keymap
from bcastplan.tui.messages import ColumnsChosen
from bcastplan.tui.painted import SparingApp
from bcastplan.tui.palette import Colours, LiveActions, SeasonWorks
from bcastplan.tui.preferences import Remembered
from bcastplan.tui.screens.plan_screen import PlanScreen
from bcastplan.tui.shown_columns import known_columns
from bcastplan.tui.views.view import utc_now
from bcastplan.tui.widgets.loading_notice import LoadingPane
from bcastplan.tui.widgets.progress import ProgressLine

OF_THE_TERMINAL = ("ansi-dark", "ansi-light")
"""Themes whose colours only the terminal knows: nobody can tell here whether text in them can be read."""


class PlannerApp(OrderedApp[None], SparingApp[None]):
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
    CSS_PATH = "screens/plan_screen.tcss"  # Textual reads no CSS_PATH of the first screen
    BINDINGS: ClassVar[list[BindingType]] = [*APP_BINDINGS]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {LiveActions, SeasonWorks, Colours}

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
        self._readable = Readable()
        for name in OF_THE_TERMINAL:
            self.unregister_theme(name)
        self._first_g = False
        self.animation_level = "none"  # what moves by itself is sent over slow lines too
        self.remembered = Remembered()
        self.plan_screen = PlanScreen(tuple(paths) or (".",), against, now=now)
        self.plan_screen.views.column_keys = known_columns(self.remembered.columns)
        self.keys = read_keymap(TOGETHER, config)
        # Before the screen is shown, so that the footer has the user's keys from its first line on.
        self.set_keymap(self.keys.keys)

    def get_driver_class(self) -> type[Driver]:
        """Our own driver for terminals; in a browser and in tests it is Textual's."""
        usual = super().get_driver_class()
        # By name: importing the class fails on systems that have no `termios`.
        if usual.__name__ != "LinuxDriver":
            return usual
        from bcastplan.tui.terminal import TerminalDriver

        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every painted line, whatever the theme."""
        return [*super().get_line_filters(), self._readable]

    def get_default_screen(self) -> Screen[None]:
        """The plan's screen."""
        return self.plan_screen

    def on_load(self) -> None:
        """Handle signals from now on, before the terminal is changed."""
        for number in self._ended_by:
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: int) -> None:
        self._ending = True
        self.exit(return_code=exit_code(number))

    def _handle_exception(self, error: Exception) -> None:
        """Show a failure, unless the program is ending: what a screen had begun may then fail, and nobody sees it."""
        if not self._ending:
            super()._handle_exception(error)

    def on_mount(self) -> None:
        """Take up the colours of the last time, and say what is wrong with the keymap."""
        theme = self.remembered.theme
        # A theme of the environment is meant for this run; what was remembered is an older wish.
        if theme in self.available_themes and "TEXTUAL_THEME" not in os.environ:
            self.theme = theme
        self.theme_changed_signal.subscribe(self, lambda chosen: self.remembered.note(theme=chosen.name))
        for warning in self.keys.warnings:
            self.notify(inert(warning), title="Keys", severity="warning", markup=False, timeout=12)

    def interrupts(self, event: events.Key) -> bool:
        """Whether a key stops reading or an edit: Escape, or Ctrl-Q while reading, once the work was in sight."""
        plan = self.plan_screen
        # Over a dialog, Escape belongs to the dialog.
        if self.screen is not plan:
            return False
        if plan.long_edits.is_working:
            progress = plan.query_one(ProgressLine)
            return event.key == "escape" and progress.is_shown and event.time >= progress.shown_at
        if event.key not in ("escape", "ctrl+q") or not plan.plan_load.is_loading:
            return False
        # An earlier Escape was typed ahead, for what comes after the reading.
        return event.time - plan.query_one(LoadingPane).shown_at >= SEEN_AFTER_SECONDS

    def typed_as(self, event: events.Key) -> events.Key | None:
        """A second ``g`` is Home in lists under the vim preset; the first one waits for it."""
        if (
            self.keys.preset != "vim"
            or isinstance(self.focused, (Input, TextArea))
            or self.screen is not self.plan_screen
        ):
            self._first_g = False
            return event
        if event.key != "g":
            self._first_g = False
            return event
        self._first_g = not self._first_g
        # The first key is held back: what it means alone would be done before the second one comes.
        return None if self._first_g else events.Key("home", None)

    def waits_for_more(self) -> bool:
        """Whether the first findings, which the list in front is made of, are still being worked out."""
        plan = self.plan_screen
        if self.screen is not plan or plan.listing is None or not plan.shown_plan.first_findings_pending:
            return False
        view = plan.view
        return plan.listing.query.asks_for_findings or (view is not None and view.made_of_findings)

    @on(events.DescendantFocus)
    def _steady_cursor(self, event: events.DescendantFocus) -> None:
        """Keep every cursor from blinking, because blinking alone would fill a slow line."""
        if isinstance(event.widget, (Input, TextArea)):
            event.widget.cursor_blink = False

    def on_terminal_gone(self) -> None:
        """End the program; every edit is in the journal and is offered when the plan is opened again."""
        self._end(signal.SIGHUP)

    @on(ColumnsChosen)
    def _columns_chosen(self, event: ColumnsChosen) -> None:
        self.remembered.note(columns=list(event.keys))

    @work
    async def action_leave(self) -> None:
        """Leave; asks when something is not saved."""
        if await self.plan_screen.saves.may_leave():
            self.exit()

    async def action_quit(self) -> None:
        """Leave as ``action_leave`` does, so that Textual's own action asks about unsaved work too."""
        self.action_leave()

    def action_help(self) -> None:
        """Explain what has the focus."""
        from bcastplan.tui.help import explanation, key_lines
        from bcastplan.tui.screens.text_page import Page, help_content

        focused = self.focused or self.screen
        title, text = explanation(focused)
        active = self.screen.active_bindings
        display = {
            key: self.get_key_display(Binding(key, binding.binding.action, binding.binding.description))
            for key, binding in active.items()
        }
        content = help_content(text, key_lines(active, display), self.keys.warnings)
        self.push_screen(Page(f"Help: {title}", content))
