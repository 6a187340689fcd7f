"""The bars of a day: only the lines in sight are painted, and nothing here changes the plan."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bcastplan.tui.bindings import TIMELINE_CHART_BINDINGS
from bcastplan.tui.views.timeline_layout import SNAPS, ZOOMS, Scale
from bcastplan.tui.views.timeline_lines import COLOURS, paint
from bcastplan.tui.views.timeline_model import LABEL_WIDTHS, Day, Place
from bcastplan.tui.views.timeline_moves import Grip, grip_part

_ALL_DAY = ZOOMS[0]
_PAIRS_OF_HOURS = 12
_WIDE = 110
"""Cells from which on names have more room beside the bars."""


# Textual's scrolling views bind the cursor keys to scrolling, and here they go from bar to bar.
class TimelineChart(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of bars under a cursor that stands on a bar."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"timeline--bar-{number}" for number in range(COLOURS)),
        "timeline--ghost",
        "timeline--clash-error",
        "timeline--clash-warning",
        "timeline--selected",
        "timeline--grid",
        "timeline--now",
        "timeline--label",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*TIMELINE_CHART_BINDINGS]
    figure_cells: ClassVar[int] = 0
    """Cells right of the bars that figures need."""

    class Selected(Message):
        """The cursor stands on the bar of another row; ``opened`` when it was clicked twice."""

        def __init__(self, row: int, opened: bool = False) -> None:
            super().__init__()
            self.row, self.opened = row, opened

    class Held(Message):
        """A bar is being dragged; it is released when ``done``."""

        def __init__(self, grip: Grip, done: bool) -> None:
            super().__init__()
            self.grip, self.done = grip, done

    class WindowChanged(Message):
        """Other hours or lines are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.day: Day | None = None
        self.selected: int | None = None
        self.minute = _ALL_DAY // 2
        """Where the cursor is along the day: it stays there when it goes up and down."""
        self.line = 0
        """The line of the cursor, for rows that stand in several."""
        self.now_minute: int | None = None
        self.snap = SNAPS[0]
        self.scale = Scale(1)
        self.grip: Grip | None = None

    @property
    def spare_cells(self) -> int:
        """Cells right of the bars that stay empty, so that every two hours of a whole day are equally wide."""
        return max(0, self.size.width - self.label_width - self.figure_cells) % _PAIRS_OF_HOURS

    @property
    def label_width(self) -> int:
        """Cells left of the bars."""
        narrow, wide = LABEL_WIDTHS[self.day.grouping] if self.day is not None else (8, 8)
        return wide if self.size.width >= _WIDE else min(narrow, max(4, self.size.width // 4))

    @property
    def place(self) -> Place | None:
        """Where the cursor stands; None where the selected row is not on the air."""
        return self.day.place_of(self.selected, self.minute, self.line) if self.day is not None else None

    def fill(self, day: Day, selected: int | None) -> None:
        """Show another day, or the same one after an edit."""
        self.day, self.grip = day, None
        self._measure()
        self.select(selected)

    def select(self, row: int | None) -> None:
        """Put the cursor on a row, if it is on the air."""
        self.selected = row
        place = self.place
        if place is not None and self.day is not None:
            self._stand(place)
        self.refresh()

    def _measure(self) -> None:
        lines = len(self.day.lines) if self.day is not None else 0
        self.virtual_size = Size(self.size.width, lines)
        room = self.size.width - self.label_width - self.figure_cells - self.spare_cells
        self.scale = self.scale._replace(width=max(1, room))

    def on_resize(self) -> None:
        """Spread the day over the new width."""
        self._measure()
        self.select(self.selected)
        self.post_message(self.WindowChanged())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say that other lines are in sight."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.WindowChanged())

    def _stand(self, place: Place) -> None:
        """Keep the cursor's minute inside its bar, and both in sight."""
        assert self.day is not None
        bar, self.line = self.day.bar(place), place.line
        self.minute = max(bar.start_minute, min(self.minute, bar.stop_minute - 1))
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= place.line < top + height:
            self.scroll_to(y=place.line if place.line < top else place.line - height + 1, animate=False, force=True)
        if self.scale.cells(bar) is None:
            self._window(self.scale.moved(self.minute - self.scale.first_minute - self.scale.minutes // 2))

    def _window(self, scale: Scale) -> None:
        if scale != self.scale:
            self.scale = scale
            self.refresh()
            self.post_message(self.WindowChanged())

    def _go_to(self, place: Place | None) -> None:
        if place is None or self.day is None:
            return
        self.selected = self.day.bar(place).row
        self._stand(place)
        self.refresh()
        self.post_message(self.Selected(self.selected))

    # Keys

    def action_go(self, by: int) -> None:
        """Go to the nearest bar some lines away."""
        if self.day is None or not self.day.lines:
            return
        place = self.place
        last = len(self.day.lines) - 1
        line = max(0, min(place.line + by, last)) if place is not None else 0
        beyond = range(line, -1, -1) if by < 0 else range(line, last + 1)  # past lines without a bar
        nearest = (self.day.nearest(number, self.minute) for number in beyond)
        self._go_to(next((bar for bar in nearest if bar is not None), None))

    def action_page(self, by: int) -> None:
        """Go a page of lines up or down."""
        # One line of the page before stays in sight.
        self.action_go(by * max(1, self.size.height - 1))

    def action_edge(self, end: int) -> None:
        """Go to the first or last line."""
        if self.day is not None:
            numbers = range(len(self.day.lines))
            nearest = (self.day.nearest(number, self.minute) for number in (reversed(numbers) if end else numbers))
            self._go_to(next((place for place in nearest if place is not None), None))

    def action_along(self, by: int) -> None:
        """Go to the next bar of the line."""
        place, day = self.place, self.day
        if day is None or place is None:
            self.action_go(0)
        elif 0 <= place.bar + by < len(day.lines[place.line].bars):
            target = place._replace(bar=place.bar + by)
            self.minute = day.bar(target).start_minute
            self._go_to(target)

    def action_zoom(self, by: int) -> None:
        """Show fewer or more hours about the cursor."""
        at = max(0, min(ZOOMS.index(self.scale.minutes) + by, len(ZOOMS) - 1))
        self._window(self.scale.zoomed(ZOOMS[at], self.minute))

    def action_scroll_time(self, by: int) -> None:
        """Show earlier or later hours."""
        self._window(self.scale.moved(by * self.scale.minutes // 3))

    def action_snap(self) -> None:
        """Move by other steps."""
        self.snap = SNAPS[(SNAPS.index(self.snap) + 1) % len(SNAPS)]
        self.post_message(self.WindowChanged())

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a bar."""
        offset = event.get_content_offset(self)
        if offset is None or self.day is None or event.button != 1:
            return
        column, line = offset.x - self.label_width, self.scroll_offset.y + offset.y
        if column < 0 or not 0 <= line < len(self.day.lines):
            return
        for number, bar in enumerate(self.day.lines[line].bars):
            cells = self.scale.cells(bar)
            if cells is not None and cells[0] <= column < cells[1]:
                self.minute = self.scale.minute(column)
                self._go_to(Place(line, number))
                if self.day.session.editable(bar.row):
                    time = self.day.session.table.transmissions[bar.row].time
                    self.grip = Grip(bar.row, grip_part(column, *cells), self.minute, time, line=line, over=line)
                    # The bar goes on following the mouse when this leaves the chart.
                    self.capture_mouse()
                return

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the bar that is held."""
        if self.grip is not None:
            minute = self.scale.minute(event.x - self.gutter.left - self.label_width)
            row = event.y - self.gutter.top
            lines = len(self.day.lines) if self.day is not None else 0
            # Above the first line and below the last one the lines go on, one for each move of the mouse.
            if not 0 <= row < self.size.height:
                self.scroll_to(y=self.scroll_offset.y + (1 if row > 0 else -1), animate=False, force=True)
            over = max(0, min(self.scroll_offset.y + max(0, min(row, self.size.height - 1)), lines - 1))
            self.grip = self.dragged(self.grip, minute, over)
            self.refresh()
            self.post_message(self.Held(self.grip, False))

    def dragged(self, grip: Grip, minute: int, over: int) -> Grip:
        """The bar that is held with the mouse over another minute or line; here lines mean nothing to it."""
        return grip.dragged(minute, self.snap)

    def on_mouse_up(self) -> None:
        """Release the bar that is dragged."""
        if self.grip is not None:
            grip, self.grip = self.grip, None
            self.release_mouse()
            self.refresh()
            self.post_message(self.Held(grip, True))

    def on_click(self, event: events.Click) -> None:
        """Open the bar that is clicked twice."""
        if event.chain == 2 and self.place is not None and self.selected is not None:
            self.post_message(self.Selected(self.selected, opened=True))

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        width, day = self.size.width, self.day
        number = self.scroll_offset.y + y
        if day is None or number >= len(day.lines):
            return Strip.blank(width, self.rich_style)
        line, bars = day.lines[number], day.lines[number].bars
        grip = self.grip
        if grip is not None:
            bars = tuple(grip.shown(bar) if bar.row == grip.row else bar for bar in bars)
        base = self.rich_style
        label_style = base + self.get_component_rich_style("timeline--label", partial=True)
        segments = [Segment(set_cell_size(line.label, self.label_width - 1) + " ", label_style)]
        for text, name in paint(bars, self.scale, day.look, self.selected, self.now_minute):
            style = base + self.get_component_rich_style(f"timeline--{name}", partial=True) if name else base
            segments.append(Segment(text, style))
        return Strip(segments).adjust_cell_length(width, base)
