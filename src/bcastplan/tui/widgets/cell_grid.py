"""A list whose cursor stands on a cell: it moves sideways too, and a rectangle of cells can be selected from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from bcastplan.tui.bindings import TABLE_BINDINGS
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow

LEFT_EDGE, RIGHT_EDGE = "[", "]"
"""Signs around cells that are selected; the cell under the cursor alone is underlined."""


class Rectangle(NamedTuple):
    """Cells of the list: its rows ``top..bottom`` and its columns ``left..right``, all of them included."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def is_one_cell(self) -> bool:
        """Whether it holds the cell under the cursor alone."""
        return self.top == self.bottom and self.left == self.right


class CellGrid(Grid, inherit_bindings=False):
    """Rows in columns, with a cursor on one cell of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--cell", "grid--selected"}
    BINDINGS: ClassVar[list[BindingType]] = [*TABLE_BINDINGS]
    DEFAULT_CSS = """
    CellGrid {
        & > .grid--cell { background: $surface; color: $foreground; text-style: bold underline; }
        & > .grid--selected { background: $primary-muted; color: $foreground; }
        &:focus > .grid--cell { background: $surface; color: $text-accent; text-style: bold underline; }
    }
    """

    class Selected(Message):
        """Other cells are selected than before; the rectangle is None where it is the cell under the cursor alone."""

        def __init__(self, rectangle: Rectangle | None) -> None:
            super().__init__()
            self.rectangle = rectangle

    def __init__(
        self, columns: Sequence[GridColumn], row_of: Callable[[int], GridRow], *, fixed: int = 1, sign_width: int = 3
    ) -> None:
        super().__init__(columns, row_of, fixed=fixed, sign_width=sign_width)
        self.column = 0
        """The number of the column that the cursor is in."""
        self._anchor: tuple[int, int] | None = None
        """The row and the column that the rectangle was begun at; None where there is none."""
        self._holds = False
        """Whether cursor keys extend the rectangle without Shift."""
        self._extends = False
        """Whether the cursor is being moved to extend the rectangle."""
        self._told: Rectangle | None = None

    # Cells

    @property
    def rectangle(self) -> Rectangle | None:
        """The cells that are selected; None where there is no row."""
        if self.cursor is None:
            return None
        row, column = self._anchor if self._anchor is not None else (self.cursor, self.column)
        return Rectangle(
            min(row, self.cursor), max(row, self.cursor), min(column, self.column), max(column, self.column)
        )

    def drop_rectangle(self) -> None:
        """Select the cell under the cursor alone."""
        self._holds = False
        self._set_anchor(None)

    def _set_anchor(self, anchor: tuple[int, int] | None) -> None:
        if anchor != self._anchor:
            self._anchor = anchor
            self.refresh()
        self._tell()

    def _tell(self) -> None:
        """Post which cells are selected, unless the same were posted last."""
        rectangle = self.rectangle if self._anchor is not None else None
        if rectangle is not None and rectangle.is_one_cell:
            rectangle = None
        if rectangle != self._told:
            self._told = rectangle
            self.post_message(self.Selected(rectangle))

    def fill(self, count: int, cursor: int | None) -> None:
        """Show another list, with no rectangle in it."""
        self.drop_rectangle()
        super().fill(count, cursor)

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Show other columns; the cursor stays in its own where that is still in sight."""
        keys, before = [column.key for column in columns], [column.key for column in self.columns]
        super().set_columns(columns)
        if keys == before:
            return
        self.drop_rectangle()
        key, first = before[self.column] if self.column < len(before) else "", self.first_column
        self.column = keys.index(key) if key in keys else 0
        if self._column_into_sight():
            # The columns would have to be scrolled for it, and nobody asked for that.
            self.column, self.first_column = 0, first

    def move_to(self, index: int | None, *, tell: bool = True) -> None:
        """Put the cursor on a row; the rectangle goes unless it is being extended."""
        if not (self._extends or self._holds):
            self.drop_rectangle()
        super().move_to(index, tell=tell)
        if self._anchor is not None:
            self.refresh()
        self._tell()

    def move_to_column(self, column: int) -> None:
        """Put the cursor into a column and bring it into sight."""
        if not (self._extends or self._holds):
            self.drop_rectangle()
        self.column = max(0, min(column, len(self.columns) - 1))
        if self._column_into_sight() or self._anchor is not None:
            self.refresh()
        elif self.cursor is not None:
            self.refresh(Region(0, self.cursor - self.scroll_offset.y + 1, self.size.width, 1))
        self._tell()

    def _column_into_sight(self) -> bool:
        """Scroll the columns until that of the cursor is seen whole; returns whether they were scrolled."""
        before, width = self.first_column, self.scrollable_content_region.width
        if self.fixed <= self.column < self.first_column:
            self.first_column = self.column
        # There is no width before the first layout.
        while width and self.first_column < self.column:
            left, wide = self.place_of(self.column)
            if left + wide <= width - 1:
                break
            self.first_column += 1
        return self.first_column != before

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cell in sight; the row is kept by the handler of every list."""
        self._column_into_sight()

    def place_of(self, column: int) -> tuple[int, int]:
        """Where a column that is not scrolled away begins on the screen, and how wide it is."""
        left = self.sign_width
        for number, wide in self._widths(self.scrollable_content_region.width):
            if number == column:
                return left, wide
            left += wide + 1
        return left, 0

    def cell_region(self) -> Region | None:
        """The cell under the cursor in cells of the screen, from this list's corner; None where there is none."""
        if self.cursor is None:
            return None
        left, width = self.place_of(self.column)
        return Region(left, self.cursor - self.scroll_offset.y + 1, width, 1)

    # Keys and mouse

    def action_cell(self, by: int) -> None:
        """Go to the cell to the left or to the right."""
        self.move_to_column(self.column + by)

    def action_cell_edge(self, end: int) -> None:
        """Go to the first or the last column."""
        self.move_to_column(len(self.columns) - 1 if end else 0)

    def action_extend(self, rows: int, columns: int) -> None:
        """Extend the rectangle by a row or a column."""
        if self.cursor is None:
            return
        if self._anchor is None:
            self._anchor = (self.cursor, self.column)
        self._extends = True
        try:
            if rows:
                self.move_to(self.cursor + rows)
            else:
                self.move_to_column(self.column + columns)
        finally:
            self._extends = False

    def action_hold(self) -> None:
        """Begin a rectangle that all cursor keys extend; the second time, leave it as it is."""
        self._holds = not self._holds
        if self._holds and self.cursor is not None:
            self._set_anchor((self.cursor, self.column))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell that is clicked; with Shift the rectangle is extended to it."""
        event.prevent_default()  # the handler of every list is called below, while the rectangle is held
        offset = event.get_content_offset(self)
        column = None if offset is None or not offset.y else self._number_at(offset.x)
        if column is not None:
            if event.shift and self._anchor is None and self.cursor is not None:
                self._anchor = (self.cursor, self.column)
            self._extends = event.shift
            self.move_to_column(column)
        super().on_click(event)
        self._extends = False

    def _number_at(self, x: int) -> int | None:
        left = self.sign_width
        for number, width in self._widths(self.scrollable_content_region.width):
            if left <= x <= left + width:
                return number
            left += width + 1
        return None

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen, its selected cells marked."""
        strip, rectangle = super().render_line(y), self.rectangle
        index = self.scroll_offset.y + y - 1
        if y == 0 or rectangle is None or not rectangle.top <= index <= rectangle.bottom or index >= self.count:
            return strip
        places = [
            (left, wide)
            for number, left, wide in self._placed(strip.cell_length)
            if rectangle.left <= number <= rectangle.right
        ]
        if not places:
            return strip
        start, end = places[0][0], min(places[-1][0] + places[-1][1], strip.cell_length)
        strip = self._styled(strip, start, end, self._style("grid--selected" if self._anchor else "grid--cell"))
        # Within a rectangle the cell under the cursor stands out.
        if self._anchor and index == self.cursor:
            left, wide = self.place_of(self.column)
            strip = self._styled(strip, left, min(left + wide, strip.cell_length), self._style("grid--cell"))
        if rectangle.is_one_cell:
            return strip
        return self._signed(self._signed(strip, start - 1, LEFT_EDGE), end, RIGHT_EDGE)

    def _placed(self, width: int) -> list[tuple[int, int, int]]:
        """Number, left edge and width of the columns in sight."""
        placed, left = [], self.sign_width
        for number, wide in self._widths(width):
            if left < width:
                placed.append((number, left, wide))
            left += wide + 1
        return placed

    def _styled(self, strip: Strip, start: int, end: int, style: Style) -> Strip:
        middle = strip.crop(start, end)
        styled = Strip([Segment(part.text, (part.style or Style()) + style) for part in middle])
        return Strip.join([strip.crop(0, start), styled, strip.crop(end, strip.cell_length)])

    def _signed(self, strip: Strip, at: int, sign: str) -> Strip:
        """The strip with another character in one cell, in the style that is there."""
        if not 0 <= at < strip.cell_length:
            return strip
        style = next((part.style for part in strip.crop(at, at + 1)), None)
        return Strip.join([strip.crop(0, at), Strip([Segment(sign, style)]), strip.crop(at + 1, strip.cell_length)])
