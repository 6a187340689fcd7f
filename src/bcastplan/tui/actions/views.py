"""Which view is in front, which rows it lists, and which of them are marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from textual.widgets import ContentSwitcher

from bcastplan.tui.actions.controller import Controller
from bcastplan.tui.listed_rows import CellBlock
from bcastplan.tui.shown_columns import columns_for
from bcastplan.tui.views.table_view import TableView
from bcastplan.tui.views.view import View
from bcastplan.tui.widgets.filter_line import FilterLine

if TYPE_CHECKING:
    from bcastplan.tui.query import Query
    from bcastplan.tui.screens.plan_screen import PlanScreen


def view_class(name: str) -> type[View] | None:
    """The view of a name, imported on use; None where there is none of it."""
    module_name = f"bcastplan.tui.views.{name}_view"
    if find_spec(module_name) is None:
        return None
    # Views import the engines they need: start-up loads only those of the table.
    module = import_module(module_name)
    views = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, View))
    return next((view for view in views if getattr(view, "view_name", None) == name), None)


class Views(Controller):
    """Actions on what is shown; none of them changes the plan."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self.column_keys: tuple[str, ...] = ()
        """The table's columns as the user chose them; empty until then."""
        self._chosen_day: tuple[object, date] | None = None
        """A session, and the UTC date that was chosen while it was open."""
        self._before = "table"
        """The view that was in front before the present one."""

    @property
    def front(self) -> View | None:
        """The view in front; None while there is nothing to show."""
        switcher = self.screen.query_one(ContentSwitcher)
        if switcher.current is None:
            return None
        shown = switcher.get_child_by_id(switcher.current)
        return shown if isinstance(shown, View) else None

    async def show_view(self, name: str) -> View | None:
        """Bring a view to the front, mounting it when it is wanted for the first time."""
        switcher = self.screen.query_one(ContentSwitcher)
        was = self.front
        existing = next((child for child in switcher.children if child.id == name), None)
        if existing is None:
            kind = view_class(name)
            if kind is None:
                return None
            view = kind(now=self.screen.clock)
            self.prepare(view)
            await switcher.add_content(view)
        switcher.current = name
        shown = self.front
        if was is not None and was is not shown:
            self._before = was.view_name
        self.screen.shown_plan.show()
        if shown is not None:
            if self._chosen_day is not None and self._chosen_day[0] is self.session:
                shown.take_day(self._chosen_day[1])
            focus_inside(shown)
        return shown

    def prepare(self, view: View) -> None:
        """Give a view what it needs before it is mounted."""
        if isinstance(view, TableView):
            view.listing = self.listing
            view.column_keys = self.shown_keys()

    def shown_keys(self) -> tuple[str, ...]:
        """The table's columns: those the user chose, else those that fit the plan."""
        listing = self.listing
        assert listing is not None
        return self.column_keys or columns_for(len(self.opened.table), listing.cell)

    async def choose(self, name: str) -> None:
        """Bring a view to the front."""
        if await self.show_view(name) is None:
            self.tell(f"there is no view {name}", "warning")

    async def go_back(self) -> None:
        """Bring the view to the front that was there before."""
        await self.show_view(self._before)

    async def jump(self, name: str, row: int | None) -> None:
        """Show a row in a view; a filter that hides it is cleared."""
        if row is not None:
            self.screen.selected = row
            if self.listing is not None and row not in self.listing.rows:
                self.screen.query_one(FilterLine).input.value = ""
                # The row may be one of a reference schedule, which would be hidden still.
                self.listing.ghosts = True
                self._filtered("")
        await self.show_view(name)

    def keep_day(self, day: date) -> None:
        """Remember the UTC date chosen in a view, for the others."""
        self._chosen_day = (self.session, day)

    def mark_only(self, rows: Iterable[int]) -> None:
        """Mark these rows and no others."""
        if self.listing is not None:
            self.listing.marks = set(rows)
            self.screen.shown_plan.show()

    def select_cells(self, rows: Sequence[int], keys: Sequence[str]) -> None:
        """Let these cells of the table be selected; none where there are no rows."""
        if self.listing is not None:
            self.listing.block = CellBlock(tuple(rows), tuple(keys)) if rows else None
            self.screen.shown_plan.show_count()

    # Filter, order, marks

    def filter_by(self, text: str, query: Query) -> None:
        """List what a query matches, unless its text is another by now."""
        listing = self.listing
        # Messages wait in a queue: of a query typed in one burst only the whole of it counts.
        if listing is None or text != self.screen.query_one(FilterLine).input.value:
            return
        listing.query = query
        self.list_again()

    def _filtered(self, text: str) -> None:
        from bcastplan.tui.query import parse_query

        assert self.listing is not None
        self.listing.query = parse_query(text)
        self.list_again()

    def list_again(self) -> None:
        """List what the query matches now; a selection that is not among it goes to the first row."""
        listing = self.listing
        assert listing is not None
        listing.refresh()
        if self.selected not in listing.rows:
            self.screen.selected = listing.rows[0] if listing.rows else None
        self.screen.shown_plan.show()

    def focus_front(self) -> None:
        """Put the focus on the view in front."""
        view = self.front
        if view is not None:
            focus_inside(view)

    def type_query(self) -> None:
        """Type a query."""
        self.screen.query_one(FilterLine).input.focus()

    def clear(self) -> None:
        """Drop the rectangle of cells; without one clear the marks; without marks clear the filter."""
        listing, view = self.listing, self.front
        if self.block is not None and isinstance(view, TableView):
            view.grid.drop_rectangle()
            return
        if listing is not None and listing.marks:
            listing.marks.clear()
            self.screen.shown_plan.show()
            return
        self.screen.query_one(FilterLine).input.value = ""

    def ghosts(self) -> None:
        """Hide or show the reference rows."""
        assert self.listing is not None
        self.listing.ghosts = not self.listing.ghosts
        self.list_again()

    def mark(self) -> None:
        """Mark the selected row, or take its mark away, and go one on; of selected cells mark all rows."""
        listing, block = self.listing, self.block
        if listing is not None and block is not None:
            listing.marks = (
                listing.marks - set(block.rows) if listing.marks >= set(block.rows) else {*listing.marks, *block.rows}
            )
            self.screen.shown_plan.show()
            return
        if listing is None or self.selected is None:
            return
        listing.marks ^= {self.selected}
        rows = listing.rows
        if self.selected in rows:
            at = rows.index(self.selected)
            self.screen.selected = rows[min(at + 1, len(rows) - 1)]
        self.screen.shown_plan.show()

    def mark_all(self) -> None:
        """Mark everything that is listed and can be edited; when it is all marked, nothing."""
        assert self.listing is not None
        # Where nothing listed can be edited, marks are still good for copying.
        rows = {row for row in self.listing.rows if self.opened.editable(row)} or set(self.listing.rows)
        self.listing.marks = set() if self.listing.marks == rows else rows
        self.screen.shown_plan.show()

    def next_finding(self) -> None:
        """Select the next listed row with a finding; behind the last, list what no row shows, then begin anew."""
        listing = self.listing
        assert listing is not None
        rows = listing.rows
        at = rows.index(self.selected) if self.selected in rows else -1
        following = next((row for row in rows[at + 1 :] if listing.severity(row) is not None), None)
        if following is not None:
            self.screen.select(following)
            return
        first = next((row for row in rows[: at + 1] if listing.severity(row) is not None), None)
        others = self.screen.problems.of_no_row() if self.opened.checked else []
        if first is not None:
            self.screen.select(first)
        if others:
            self.screen.problems.show()
        elif first is None:
            self.tell("no transmission listed here has a finding")

    def sort_by(self, column: str) -> None:
        """Sort by a column, in reverse order when it is sorted by that already; an empty name: as in the files."""
        listing = self.listing
        assert listing is not None
        if column == listing.sort_key and column and not listing.falling:
            listing.falling = True
        else:
            listing.sort_key, listing.falling = column, False
        listing.refresh()
        self.screen.shown_plan.show()


def focus_inside(view: View) -> None:
    """Put the focus on the first widget of a view that takes it."""
    if view.focusable:
        view.focus()
        return
    inner = next((widget for widget in view.query("*") if widget.focusable), None)
    if inner is not None:
        inner.focus()
