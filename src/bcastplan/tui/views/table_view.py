"""All transmissions in a table; the filter and the marks are the app's, the columns and their order the user's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult

from bcastplan.tui.listed_rows import Listing
from bcastplan.tui.messages import CellsSelected, RowActivated, RowHighlighted, SortWanted
from bcastplan.tui.severity_signs import SIGNS, STYLES
from bcastplan.tui.shown_columns import COLUMNS, DEFAULT_COLUMNS
from bcastplan.tui.views.view import View, utc_now
from bcastplan.tui.widgets.cell_editor import CellEditor
from bcastplan.tui.widgets.cell_grid import CellGrid
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.workspace.editing.session import Session

_NO_ROW = "no transmission yet: n writes one, p pastes some"
_NO_ROW_PASSES = "no transmission passes the filter: Esc clears it"


class TableView(View):
    """The table of transmissions."""

    view_name: ClassVar[str] = "table"
    title: ClassVar[str] = "Table"
    DEFAULT_CSS = """
    TableView { height: 1fr; layers: cells typed; }
    TableView Grid { height: 1fr; layer: cells; }
    TableView CellEditor { layer: typed; }
    """

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.listing: Listing | None = None
        self.column_keys: Sequence[str] = DEFAULT_COLUMNS
        self._shown: tuple[object, ...] = ()
        self._painted: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """The list."""
        yield CellGrid(self._grid_columns(), self._row, fixed=1, sign_width=4)
        yield CellEditor()

    @property
    def grid(self) -> CellGrid:
        """The list."""
        return self.query_one(CellGrid)

    @property
    def editor(self) -> CellEditor:
        """The text field over the cell that is typed into."""
        return self.query_one(CellEditor)

    @property
    def cell(self) -> tuple[int, str] | None:
        """The row of the session's table and the key of the column under the cursor; None where there is no row."""
        number = self._number(self.grid.cursor)
        column = self.grid.column
        return None if number is None or column >= len(self.column_keys) else (number, self.column_keys[column])

    def open_cell(self, text: str, placeholder: str) -> None:
        """Let the user type into the cell under the cursor."""
        place = self.grid.cell_region()
        if place is not None:
            self.editor.open(text, placeholder, place, self.grid.scrollable_content_region.width)

    def close_cell(self) -> None:
        """End typing into the cell."""
        if self.editor.is_open:
            self.grid.focus()
            self.editor.close()

    def step(self, way: str, can_be_typed: Callable[[str], bool]) -> bool:
        """Put the cursor on the next cell to the left, right, up or down; returns whether there is one.

        Args:
            way: where to.
            can_be_typed: the keys of columns that can be typed; steps to the left and right pass over all others.
        """
        grid = self.grid
        if way in ("up", "down"):
            index = (grid.cursor or 0) + (1 if way == "down" else -1)
            if not 0 <= index < grid.count:
                return False
            grid.move_to(index)
            return True
        ways = range(grid.column + 1, len(self.column_keys)) if way == "right" else range(grid.column - 1, -1, -1)
        column = next((number for number in ways if can_be_typed(self.column_keys[number])), None)
        if column is None:
            return False
        grid.move_to_column(column)
        return True

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show other columns, in this order."""
        self.column_keys = tuple(keys)
        self.grid.set_columns(self._grid_columns())

    def _grid_columns(self) -> list[GridColumn]:
        listing = self.listing
        columns = []
        for key in self.column_keys:
            column = COLUMNS[key]
            arrow = "" if listing is None or listing.sort_key != key else ("↓" if listing.falling else "↑")
            columns.append(GridColumn(key, column.title + arrow, column.width, column.right, column.most))
        return columns

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show the rows of the listing, with the cursor on the selected one."""
        listing = self.listing
        assert listing is not None
        state = (session, rows, listing.sort_key, listing.falling)
        # The same rows may look otherwise, by a check or marks: then they are painted anew where they stand.
        painted = (
            session.generation, session.pairs_known, session.checked, frozenset(listing.marks), id(self.predicted)
        )  # fmt: skip
        grid = self.grid
        if state != self._shown or grid.count != len(rows):
            self._shown = state
            grid.set_columns(self._grid_columns())
            cursor = rows.index(selected) if selected is not None and selected in rows else None
            # An empty list has two causes, and other keys lead on from each.
            grid.when_empty = _NO_ROW_PASSES if len(session.table) else _NO_ROW
            grid.fill(len(rows), cursor if cursor is not None else grid.cursor)
        elif selected is not None and (grid.cursor is None or rows[grid.cursor] != selected):
            grid.move_to(rows.index(selected) if selected in rows else grid.cursor, tell=False)
        if painted != self._painted:
            self._painted = painted
            grid.refresh()

    def _row(self, index: int) -> GridRow:
        listing = self.listing
        assert listing is not None
        number = listing.rows[index]
        ghost = listing.ghost(number)
        severity = listing.severity(number)
        styles = ["grid--ghost"] if ghost else []
        marked = number in listing.marks
        if marked:
            styles.append("grid--marked")
        # A finding of a reference row is graver news than that it is one, which its colour tells, too.
        signs = ("◆" if marked else " ") + (SIGNS[severity] if severity is not None else "~" if ghost else " ")
        return GridRow(
            [listing.cell(number, key) for key in self.column_keys], signs, styles, STYLES[severity] if severity else ""
        )

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Tell which row the cursor is on."""
        event.stop()
        self.post_message(RowHighlighted(self._number(event.index)))

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Open the row in the form."""
        event.stop()
        number = self._number(event.index)
        if number is not None:
            self.post_message(RowActivated(number))

    def on_cell_grid_selected(self, event: CellGrid.Selected) -> None:
        """Tell which cells are selected."""
        event.stop()
        listing, place = self.listing, event.rectangle
        if listing is None or place is None or place.bottom >= len(listing.rows):
            self.post_message(CellsSelected((), ()))
        else:
            rows = listing.rows[place.top : place.bottom + 1]
            self.post_message(CellsSelected(rows, self.column_keys[place.left : place.right + 1]))

    def on_grid_head_clicked(self, event: Grid.HeadClicked) -> None:
        """Sort by the column."""
        event.stop()
        self.post_message(SortWanted(event.column))

    def _number(self, index: int | None) -> int | None:
        listing = self.listing
        return listing.rows[index] if listing is not None and index is not None and index < len(listing.rows) else None
