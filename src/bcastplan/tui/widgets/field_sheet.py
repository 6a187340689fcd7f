"""All lines of the form in one widget, with one input that lies over the line the user is in.

An input for each of the thirty keys would take most of the time in which the form opens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from bcastplan.model.days import DAILY
from bcastplan.model.inert import inert
from bcastplan.tui.field_lines import FieldLine, day_mask
from bcastplan.tui.fitted_text import fitted
from bcastplan.tui.widgets.day_switches import DayToggles

LABEL_WIDTH, TEXT_WIDTH = 15, 30
"""Columns of a field's name and of its text."""


class FieldSheet(Widget):
    """Names, texts and remarks of all fields; ``current`` is the line that the focus is in."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--name", "sheet--current", "sheet--text", "sheet--inherited", "sheet--remark", "sheet--fault",
    }  # fmt: skip
    DEFAULT_CSS = f"""
    FieldSheet {{
        & > .sheet--name {{ color: $text-muted; }}
        & > .sheet--current {{ color: $text-accent; text-style: bold; }}
        & > .sheet--text {{ background: $boost; }}
        & > .sheet--inherited {{ background: $boost; color: $text-disabled; }}
        & > .sheet--remark {{ color: $text-muted; }}
        & > .sheet--fault {{ color: $text-error; }}
        Input {{ position: absolute; width: {TEXT_WIDTH}; offset-x: {LABEL_WIDTH}; background: $boost; }}
        DayToggles {{ position: absolute; offset-x: {LABEL_WIDTH}; }}
    }}
    """

    class Moved(Message):
        """The focus is in another line."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Changed(Message):
        """The text of a line may have changed."""

    def __init__(self, lines: Sequence[FieldLine]) -> None:
        super().__init__()
        self.lines = tuple(lines)
        self.number = 0
        """The line that the focus is in."""
        self._days = next(number for number, line in enumerate(lines) if line.field.key == "days")
        self._edited = 0
        """The line that the input lies over."""
        # A widget that paints its lines itself has no content of which Textual could tell the height.
        self.styles.height = len(lines)

    def compose(self) -> ComposeResult:
        """The input over the first line, and the switches of the days."""
        self.input = Input(compact=True)
        self.lines[0].lend(self.input)
        yield self.input
        days = self.lines[self._days]
        self.toggles = DayToggles(day_mask(days.start), day_mask(days.inherited) or DAILY)
        self.toggles.styles.offset = (LABEL_WIDTH, self._days)
        yield self.toggles

    @property
    def current(self) -> FieldLine:
        """The line that the focus is in."""
        return self.lines[self.number]

    def line(self, key: str) -> FieldLine:
        """The line of a key."""
        return next(line for line in self.lines if line.field.key == key)

    def go_to(self, number: int) -> None:
        """Put the focus into a line; its whole text is selected, so that typing replaces it."""
        # After the last field comes the first one.
        number %= len(self.lines)
        if number == self._days:
            self.toggles.focus()
        else:
            if number != self._edited:
                self.lines[self._edited].take_back()
                self.refresh_line(self._edited)
                self._edited = number
                self.lines[number].lend(self.input)
                self.input.styles.offset = (LABEL_WIDTH, number)
            self.input.focus(scroll_visible=False)
            self.input.action_select_all()
        self._be_in(number)

    def _be_in(self, number: int) -> None:
        before, self.number = self.number, number
        self.refresh_line(before)
        self.refresh_line(number)
        self.post_message(self.Moved(number))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus where a click has put it."""
        number = self._days if event.widget is self.toggles else self._edited
        if number != self.number:
            self._be_in(number)

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked."""
        # The input and the switches take their clicks themselves.
        if event.widget is self:
            self.go_to(event.y)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form that a text has changed."""
        event.stop()
        self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line, as Enter does in every field."""
        event.stop()
        self.go_to(self.number + 1)

    def on_day_toggles_changed(self, event: DayToggles.Changed) -> None:
        """Write the days as text, and tell the form."""
        event.stop()
        self.lines[self._days].write_days(event.mask)
        self.post_message(self.Changed())

    def refresh_line(self, number: int) -> None:
        """Paint a line again."""
        self.refresh(Region(0, number, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """The name of a field, its text and the remark."""
        width = self.size.width
        if not 0 <= y < len(self.lines):
            return Strip.blank(width, self.rich_style)
        line, style = self.lines[y], self.get_component_rich_style
        name = line.field.label[: LABEL_WIDTH - 1].ljust(LABEL_WIDTH)
        segments = [Segment(name, style("sheet--current" if y == self.number else "sheet--name"))]
        if y != self._days:
            text, kind = (line.value, "text") if line.value else (line.inherited, "inherited")
            segments.append(Segment(fitted(inert(text), TEXT_WIDTH), style(f"sheet--{kind}")))
            remark = fitted(f" {line.remark_text}", width - LABEL_WIDTH - TEXT_WIDTH, fill=False)
            segments.append(Segment(remark, style("sheet--fault" if line.wrong else "sheet--remark")))
        return Strip(segments).adjust_cell_length(width, self.rich_style)
