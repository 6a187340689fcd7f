"""The lanes of the facilities: bars as on the timeline, and the hours and cost of each lane beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bcastplan.tui.fitted_text import fitted
from bcastplan.tui.views.facility_day import FacilityDay, Target
from bcastplan.tui.views.timeline_chart import TimelineChart
from bcastplan.tui.views.timeline_lines import paint
from bcastplan.tui.views.timeline_moves import Grip
from bcastplan.workspace.inspection.facility_lanes import LaneKind

HEADS = (("on", 5), ("free", 5), ("season", 8), ("cost", 11))
"""The columns of figures: hours of the date booked and free, hours of all dates, and their cost."""
FIGURE_CELLS = sum(width for _, width in HEADS)
_WIDE = 110
_STRAIGHT_CELLS = 1.5


class FacilityChart(TimelineChart):
    """Sites and lanes under a cursor that stands on a booking."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--retune", "timeline--site", "timeline--figure"}
    figure_cells: ClassVar[int] = FIGURE_CELLS + 1  # one more for the scrollbar
    day: FacilityDay | None

    @property
    def label_width(self) -> int:
        """Cells left of the bars."""
        return 22 if self.size.width >= _WIDE else 13

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        width, day = self.size.width, self.day
        number = self.scroll_offset.y + y
        if day is None or number >= len(day.lines):
            return Strip.blank(width, self.rich_style)
        line, entry = day.lines[number], day.entries[number]
        style = self._named("site" if entry.is_head else "label")
        label = Segment(fitted(line.label, self.label_width - 1) + " ", style)
        if entry.is_head:
            hours = [Segment(fitted(day.head_words(number), self.scale.width), self._named("site"))]
        else:
            hours = self._hours(day, number)
        figures = Segment(self._figures(day, number), self._named("figure"))
        return Strip([label, *hours, figures]).adjust_cell_length(width, self.rich_style)

    def _hours(self, day: FacilityDay, number: int) -> list[Segment]:
        bars, grip, line = day.lines[number].bars, self.grip, self.line
        if grip is not None:
            bars = tuple(grip.shown(bar) if bar.row == grip.row else bar for bar in bars)
            if isinstance(day.target(grip), Target):
                line = grip.over
                bars = tuple(bar for bar in bars if number != grip.line or bar.row != grip.row)
                if number == grip.over:
                    bars += tuple(grip.shown(bar) for bar in day.lines[grip.line].bars if bar.row == grip.row)
        chosen = self.selected if number == line else None
        runs = paint(bars, self.scale, partial(day.look_in, number), chosen, self.now_minute, day.fillings(number))
        return [Segment(text, self._named(style)) for text, style in runs]

    def dragged(self, grip: Grip, minute: int, over: int) -> Grip:
        """The bar that is held over another minute or lane.

        Who drags a bar up or down seldom keeps the column: a cell to the side is not taken for another time.
        """
        to = grip.dragged(minute, self.snap)._replace(over=over)
        aside = abs(minute - grip.at_minute) * self.scale.width / self.scale.minutes
        return to._replace(by=0) if over != grip.line and aside < _STRAIGHT_CELLS else to

    def _named(self, style: str) -> Style:
        base = self.rich_style
        return base + self.get_component_rich_style(f"timeline--{style}", partial=True) if style else base

    def _figures(self, day: FacilityDay, number: int) -> str:
        entry = day.entries[number]
        lane, use = entry.lane, day.use(number)
        texts = ["", "", "", ""]
        if lane is not None and entry.first:
            texts[0] = f"{lane.on_minutes / 60:.1f}"
            # Bookings that name no transmitter of the inventory stand on none that could be free.
            texts[1] = f"{lane.free_minutes / 60:.1f}" if lane.kind is not LaneKind.UNLISTED else ""
        if use is not None:
            texts[2] = f"{use.minutes / 60:,.0f}"
            texts[3] = f"{use.cost:,.0f}" if use.cost is not None else "-"
        # Figures that a worker still counts.
        elif day.uses is None and entry.first and (lane is None or lane.kind is not LaneKind.ANTENNA):
            texts[2] = texts[3] = "…"
        return self.figure_line(texts)

    def figure_line(self, texts: Sequence[str]) -> str:
        """A text for each of the columns of ``HEADS``, at the right edge of the chart."""
        figures = "".join(text.rjust(width) for text, (_, width) in zip(texts, HEADS, strict=True))
        return " " * self.spare_cells + figures
