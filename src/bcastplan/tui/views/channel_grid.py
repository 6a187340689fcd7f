"""The channels of a band as lines of hours and figures under a cursor; only lines in sight are painted."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bcastplan.tui.bindings import CHANNEL_GRID_BINDINGS
from bcastplan.tui.views.channel_lines import (
    FIGURE_CELLS,
    FIGURES,
    LABEL_CELLS,
    Line,
    figures,
    head,
    hours_width,
    label_of,
    paint,
    words_of,
)
from bcastplan.workspace.prediction.channel_slots import ChannelSlots


# Textual's scrolling views bind the cursor keys to scrolling, and here they move the cursor.
class ChannelGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines in some order; ``lines`` are the channels in the order of their frequencies."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"channels--{name}"
        for name in (
            "head", "label", "cursor", "grid", "elsewhere", "beside", "theirs", "ours", "jammed", "free", "clash",
            "itself", "selected", "error", "warning", "info", "dim", "clean", "fair", "interference", "unusable",
        )
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*CHANNEL_GRID_BINDINGS]

    class Moved(Message):
        """The cursor stands on another channel; ``chosen`` when it was clicked twice."""

        def __init__(self, chosen: bool = False) -> None:
            super().__init__()
            self.chosen = chosen

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.order: list[int] = []
        self.slots: ChannelSlots | None = None
        self.cursor = 0
        """The place of the cursor in ``order``."""
        self.week = False
        self._centred = False
        """Whether the cursor was put into the middle and has not been moved since."""

    @property
    def channel(self) -> int | None:
        """The number of the channel under the cursor."""
        return self.order[self.cursor] if self.cursor < len(self.order) else None

    def fill(self, lines: list[Line], order: list[int], slots: ChannelSlots | None, channel: int | None) -> None:
        """Show channels in an order, with the cursor on one of them."""
        self.lines, self.order, self.slots = lines, order, slots
        self.cursor = order.index(channel) if channel in order else 0
        # The head takes a line of its own above the channels.
        self.virtual_size = Size(self.size.width, len(order) + 1)
        self._centred = self._into_sight()
        self.refresh()

    def renew(self, lines: list[Line]) -> None:
        """Show new figures of the same channels."""
        self.lines = lines
        self.refresh()

    def go_to(self, place: int) -> None:
        """Put the cursor on a place of the order."""
        place = max(0, min(place, len(self.order) - 1))
        if self.order and place != self.cursor:
            self.cursor = place
            self._centred = False
            self._into_sight()
            self.refresh()
            self.post_message(self.Moved())

    def _into_sight(self, *, again: bool = False) -> bool:
        """Scroll the cursor's line to the middle if it is out of sight, or ``again``; returns whether it scrolled."""
        height = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if top <= self.cursor < top + height and not again:
            return False
        self.scroll_to(y=max(0, self.cursor - height // 2), animate=False, force=True)
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Spread the hours over the new width."""
        self.virtual_size = Size(event.size.width, len(self.order) + 1)
        # Channels may come before the grid has its height: the middle of that is not the middle of what is seen.
        self._into_sight(again=self._centred)
        self.refresh()

    # Keys and mouse

    def action_cursor(self, by: int) -> None:
        """Move by channels."""
        self.go_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move by pages."""
        self.go_to(self.cursor + by * max(1, self.size.height - 2))

    def action_edge(self, end: int) -> None:
        """Go to the first or the last line."""
        self.go_to(len(self.order) - 1 if end else 0)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a channel; two clicks choose it."""
        offset = event.get_content_offset(self)
        # A click on the head means no channel.
        if offset is None or offset.y == 0:
            return
        self.go_to(self.scroll_offset.y + offset.y - 1)
        if event.chain == 2:
            self.post_message(self.Moved(chosen=True))

    # Painting

    def _style(self, name: str) -> Style:
        base = self.rich_style
        return base + self.get_component_rich_style(f"channels--{name}", partial=True) if name else base

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        width = self.scrollable_content_region.width
        if y == 0:
            return Strip([Segment(head(width, week=self.week), self._style("head"))]).adjust_cell_length(
                width, self._style("head")
            )
        place = self.scroll_offset.y + y - 1
        if place >= len(self.order):
            return Strip.blank(width, self.rich_style)
        number, here = self.order[place], place == self.cursor
        line = self.lines[number]
        segments = [Segment(label_of(line, cursor=here), self._style("cursor" if here else "label"))]
        segments += self._hours(number, hours_width(width, week=self.week), here)
        for (text, name), figure in zip(figures(line), FIGURES, strict=True):
            style = self._style(name)
            if here:
                style += Style(bold=True)
            segments.append(Segment(text.rjust(figure.width), style))
        room = width - LABEL_CELLS - hours_width(width, week=self.week) - FIGURE_CELLS
        segments.append(Segment(words_of(line, room), self._style("dim")))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _hours(self, number: int, width: int, here: bool) -> list[Segment]:
        if self.slots is None:
            return [Segment(" " * width, self.rich_style)]
        runs = paint(
            self.slots, number, width, week=self.week, itself=self.lines[number].candidate.current, cursor=here
        )
        return [Segment(text, self._style(name)) for text, name in runs]
