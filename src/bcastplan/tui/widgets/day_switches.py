"""Seven switches for the days of the week, each a letter and a sign; None as long as the file's default holds."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from bcastplan.model.days import DAILY, NAMES
from bcastplan.tui.dialog_bindings import DAY_BINDINGS


class DayToggles(Widget, can_focus=True):
    """The days of a transmission; bit 0 is Monday."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"days--on", "days--off", "days--cursor", "days--inherited"}
    BINDINGS: ClassVar[list[BindingType]] = [*DAY_BINDINGS]
    DEFAULT_CSS = """
    DayToggles {
        height: 1;
        width: 1fr;
        & > .days--on { color: $text-success; text-style: bold; }
        & > .days--off { color: $text-muted; }
        & > .days--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .days--inherited { color: $text-muted; text-style: italic; }
    }
    """

    class Changed(Message):
        """Other days are on."""

        def __init__(self, toggles: DayToggles, mask: int | None) -> None:
            super().__init__()
            self.toggles, self.mask = toggles, mask

    def __init__(self, mask: int | None, inherited: int = DAILY, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.mask, self.inherited, self.cursor = mask, inherited, 0

    @property
    def shown(self) -> int:
        """The days that hold."""
        return self.inherited if self.mask is None else self.mask

    def render(self) -> Text:
        """The seven days."""
        text = Text(no_wrap=True)
        for number, name in enumerate(NAMES):
            on = self.shown >> number & 1
            style = self.get_component_rich_style("days--on" if on else "days--off", partial=True)
            if self.has_focus and number == self.cursor:
                style += self.get_component_rich_style("days--cursor", partial=True)
            text.append(f"{'●' if on else '○'}{name}", style)
            text.append(" ")
        if self.mask is None:
            text.append(" default", self.get_component_rich_style("days--inherited", partial=True))
        elif not self.mask:
            text.append(" ✗ no day")
        return text

    def _become(self, mask: int | None) -> None:
        self.mask = mask
        self.refresh()
        self.post_message(self.Changed(self, mask))

    def action_move(self, by: int) -> None:
        """Move to another day."""
        self.cursor = (self.cursor + by) % 7
        self.refresh()

    def action_switch(self) -> None:
        """Switch the day on or off."""
        self._become(self.shown ^ 1 << self.cursor)

    def action_daily(self) -> None:
        """All days."""
        self._become(DAILY)

    def action_weekdays(self) -> None:
        """Monday to Friday."""
        self._become(0b0011111)

    def action_inherit(self) -> None:
        """Leave the days to the defaults."""
        self._become(None)

    def on_click(self, event: events.Click) -> None:
        """Switch the day that was clicked."""
        # A sign, three letters and a blank for each day.
        number = event.x // 5
        if number < 7:
            self.cursor = number
            self.action_switch()
