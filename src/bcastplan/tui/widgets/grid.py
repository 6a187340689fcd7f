"""A list of rows in columns that paints the rows in sight and touches no others, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bcastplan.tui.bindings import GRID_BINDINGS
from bcastplan.tui.fitted_text import fitted


class GridColumn(NamedTuple):
    """One column: what it is called, how many cells it takes, and how many it may take where there is room."""

    key: str
    title: str
    width: int
    right: bool = False
    most: int = 0
    style: str = ""
    """Name of a component style for its cells, except under the cursor."""


class GridRow(NamedTuple):
    """What is painted of one row: cells of inert text, signs before them, and names of component styles for both."""

    cells: Sequence[str]
    signs: str = ""
    styles: Sequence[str] = ()
    sign_style: str = ""


# Textual's scrolling views bind the cursor keys to scrolling, and here they move the cursor.
class Grid(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows under a fixed head; the first columns stay where they are when the others scroll sideways.

    ``row_of`` paints one row when it comes into sight. The cursor is shown by a sign as well as by colour.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head",
        "grid--cursor",
        "grid--marked",
        "grid--ghost",
        "grid--error",
        "grid--warning",
        "grid--info",
        "grid--dim",
        "grid--bar",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*GRID_BINDINGS]
    DEFAULT_CSS = """
    Grid {
        background: $surface;
        color: $foreground;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        overflow-y: scroll;
        & > .grid--head { text-style: bold; color: $text-primary; background: $primary-muted; }
        & > .grid--cursor { background: $block-cursor-blurred-background; text-style: bold; }
        &:focus > .grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .grid--marked { text-style: bold; color: $text-accent; }
        & > .grid--ghost { color: $text-muted; text-style: italic; }
        & > .grid--error { color: $text-error; }
        & > .grid--warning { color: $text-warning; }
        & > .grid--info { color: $text-secondary; }
        & > .grid--dim { color: $text-muted; }
        & > .grid--bar { color: $primary; }
    }
    """

    class Moved(Message):
        """The cursor stands on another row of the list."""

        def __init__(self, grid: Grid, index: int | None) -> None:
            super().__init__()
            self.grid = grid
            self.index = index

        @property
        def control(self) -> Grid:
            """The list."""
            return self.grid

    class Chosen(Moved):
        """A row was clicked twice."""

    class HeadClicked(Message):
        """The head of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(
        self, columns: Sequence[GridColumn], row_of: Callable[[int], GridRow], *, fixed: int = 1, sign_width: int = 3,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self.columns = list(columns)
        self.row_of = row_of
        self.fixed = fixed
        self.sign_width = sign_width
        self.first_column = fixed
        self.count = 0
        self.cursor: int | None = None
        self.when_empty = ""
        """What is said in place of rows where there are none."""

    def fill(self, count: int, cursor: int | None) -> None:
        """Show another list of ``count`` rows with the cursor on one of them."""
        self.count = count
        self.cursor = min(cursor, count - 1) if cursor is not None and count else (0 if count else None)
        # The head takes a line of its own.
        self.virtual_size = Size(self.size.width, count + 1)
        self._into_sight()
        self.refresh()

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Show other columns."""
        self.columns = list(columns)
        self.first_column = min(self.first_column, max(self.fixed, len(self.columns) - 1))
        self.refresh()

    def move_to(self, index: int | None, *, tell: bool = True) -> None:
        """Put the cursor on a row and bring it into sight."""
        target = None if index is None or not self.count else max(0, min(index, self.count - 1))
        before, self.cursor = self.cursor, target
        if target == before:
            return
        top = self.scroll_offset.y
        self._into_sight()
        # Only the two rows of the cursor differ, and on a slow line each painted row counts.
        if self.scroll_offset.y == top:
            for index in (before, target):
                if index is not None:
                    self.refresh(Region(0, index - top + 1, self.size.width, 1))
        else:
            self.refresh()
        if tell:
            self.post_message(self.Moved(self, target))

    def _into_sight(self) -> None:
        height = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if self.cursor is None or top <= self.cursor < top + height:
            return
        target = self.cursor if self.cursor < top else self.cursor - height + 1
        self.scroll_to(y=target, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(event.size.width, self.count + 1)
        self._into_sight()

    # Keys and mouse

    def action_cursor(self, by: int) -> None:
        """Move the cursor by rows."""
        self.move_to((self.cursor or 0) + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        # The head is no row, and one row of the page before stays in sight.
        self.move_to((self.cursor or 0) + by * max(1, self.size.height - 2))

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or the last row."""
        self.move_to(self.count - 1 if end else 0)

    def action_columns_by(self, by: int) -> None:
        """Move the columns that are not fixed sideways."""
        self.first_column = max(self.fixed, min(self.first_column + by, len(self.columns) - 1))
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row; a click on the head names its column."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            key = self._column_at(offset.x)
            if key is not None:
                self.post_message(self.HeadClicked(key))
            return
        index = self.scroll_offset.y + offset.y - 1
        if index < self.count:
            self.move_to(index)
            if event.chain == 2:
                self.post_message(self.Chosen(self, index))

    def _column_at(self, x: int) -> str | None:
        left = self.sign_width
        for number, width in self._widths(self.scrollable_content_region.width):
            if left <= x < left + width:
                return self.columns[number].key
            left += width + 1
        return None

    # Painting

    def _widths(self, width: int) -> list[tuple[int, int]]:
        """Numbers and widths of the columns in sight; room that is left over goes to those that may take more."""
        fixed = min(self.fixed, len(self.columns))
        shown = [*range(fixed), *range(max(fixed, self.first_column), len(self.columns))]
        widths = {number: self.columns[number].width for number in shown}
        room = width - self.sign_width - sum(widths.values()) - len(widths)
        growing = [number for number in shown if self.columns[number].most > widths[number]]
        # Columns that are full give what they cannot use to the others, until nothing is left or all are full.
        while room > 0 and growing:
            share = max(1, room // len(growing))
            for number in growing:
                more = min(share, room, self.columns[number].most - widths[number])
                widths[number] += more
                room -= more
            growing = [number for number in growing if self.columns[number].most > widths[number]]
        return list(widths.items())

    def row_region(self) -> Region:
        """The row under the cursor in cells of the screen, from this list's corner."""
        return Region(0, (self.cursor or 0) - self.scroll_offset.y + 1, self.scrollable_content_region.width, 1)

    def columns_wide(self, many: int) -> int:
        """How many cells of the screen the first columns take, with the blanks between them."""
        return sum(wide + 1 for _, wide in self._widths(self.scrollable_content_region.width)[:many])

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        width = self.scrollable_content_region.width
        if y == 0:
            signs = "←" if self.first_column > self.fixed else ""
            head = self._line([column.title for column in self.columns], signs, [self._style("grid--head")], width)
            hidden = sum(wide + 1 for _, wide in self._widths(width)) - 1 > width - self.sign_width
            return Strip([*head.crop(0, width - 1), Segment("→", self._style("grid--head"))]) if hidden else head
        index = self.scroll_offset.y + y - 1
        if y == 1 and not self.count and self.when_empty:
            return Strip([Segment(f"  {self.when_empty}", self.rich_style)]).adjust_cell_length(width, self.rich_style)
        if not 0 <= index < self.count:
            return Strip.blank(width, self.rich_style)
        row = self.row_of(index)
        names = [*row.styles, "grid--cursor"] if index == self.cursor else row.styles
        sign = "›" if index == self.cursor else " "
        styles = [self._style(name) for name in names]
        if index == self.cursor:
            return self._line(row.cells, sign + row.signs, styles, width)
        return self._line(row.cells, sign + row.signs, styles, width, row.sign_style, in_colour=True)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def _line(
        self, cells: Sequence[str], signs: str, styles: Sequence[Style], width: int, sign_style: str = "",
        *, in_colour: bool = False,
    ) -> Strip:  # fmt: skip
        room = width - self.sign_width
        parts: list[tuple[str, str]] = []
        for number, cells_wide in self._widths(width):
            column, text = self.columns[number], cells[number] if number < len(cells) else ""
            if column.right and cell_len(text) < cells_wide:
                text = " " * (cells_wide - cell_len(text)) + text
            parts.append((fitted(text, min(cells_wide, room)) + " ", column.style if in_colour else ""))
            room -= cells_wide + 1
            if room <= 0:
                break
        style = self.rich_style
        for extra in styles:
            style += extra
        front = style + self._style(sign_style) if sign_style else style
        segments = [Segment(set_cell_size(signs, self.sign_width), front)]
        # Cells of one colour make one segment: a long table is painted with as few of them as possible.
        for name, run in groupby(parts, key=itemgetter(1)):
            text = "".join(part for part, _ in run)
            segments.append(Segment(text, style + self._style(name) if name else style))
        return Strip(segments).adjust_cell_length(width, style)
