"""Which view is in front, which rows it lists, and which of them are marked."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec

from textual import on
from textual.widgets import ContentSwitcher

from bcastplan.tui.actions.following import Following
from bcastplan.tui.messages import DateChosen, EditWanted, JumpTo, MarksChanged, RowHighlighted, SortWanted
from bcastplan.tui.shown_columns import columns_for
from bcastplan.tui.views.table_view import TableView
from bcastplan.tui.views.view import View
from bcastplan.tui.widgets.filter_line import FilterLine


def view_class(name: str) -> type[View] | None:
    """The view of a name, imported on use; None where there is none of it."""
    module_name = f"bcastplan.tui.views.{name}_view"
    if find_spec(module_name) is None:
        return None
    module = import_module(module_name)
    found = (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, View))
    return next((one for one in found if getattr(one, "view_name", None) == name), None)


class Views(Following):
    """Actions on what is shown; none of them changes the plan."""

    column_keys: tuple[str, ...] = ()
    """The table's columns as the user chose them; empty until then."""
    _chosen_day: tuple[object, date] | None = None
    """A session, and the UTC date that was chosen while it was open."""

    async def show_view(self, name: str) -> View | None:
        """Bring a view to the front, mounting it when it is wanted for the first time."""
        switcher = self.query_one(ContentSwitcher)
        existing = next((one for one in switcher.children if one.id == name), None)
        if existing is None:
            made = view_class(name)
            if made is None:
                return None
            view = made(now=self.clock)
            self.prepare(view)
            await switcher.add_content(view)
        switcher.current = name
        shown = self.view
        self.show()
        if shown is not None:
            if self._chosen_day is not None and self._chosen_day[0] is self.session:
                shown.take_day(self._chosen_day[1])
            focus_inside(shown)
        return shown

    def prepare(self, view: View) -> None:
        """Give a view what it needs before it is mounted."""
        if isinstance(view, TableView):
            view.listing = self.listing
            view.column_keys = self.column_keys or columns_for(self.opened.table.transmissions)

    async def action_view(self, name: str) -> None:
        """Bring a view to the front."""
        if await self.show_view(name) is None:
            self.tell(f"there is no view {name}", "warning")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing that needs a plan while there is none, and no view that does not exist."""
        if action == "view" and parameters and find_spec(f"bcastplan.tui.views.{parameters[0]}_view") is None:
            return False
        return self.session is not None or action not in NEED_A_PLAN

    @on(RowHighlighted)
    def _row_highlighted(self, event: RowHighlighted) -> None:
        self.select(event.row)

    @on(JumpTo)
    async def _jump(self, event: JumpTo) -> None:
        if event.row is not None:
            self.selected = event.row
            if self.listing is not None and event.row not in self.listing.rows:
                self.query_one(FilterLine).input.value = ""
                self.listing.ghosts = True
                self._filtered("")
        await self.show_view(event.view_name)

    @on(DateChosen)
    def _date_chosen(self, event: DateChosen) -> None:
        self._chosen_day = (self.session, event.day)

    @on(EditWanted)
    def _edit_wanted(self, event: EditWanted) -> None:
        self.edit(event.label, event.action)

    @on(MarksChanged)
    def _marks_changed(self, event: MarksChanged) -> None:
        if self.listing is not None:
            self.listing.marks = set(event.rows)
            self.show()

    # Filter, order, marks

    @on(FilterLine.Changed)
    def _filter_changed(self, event: FilterLine.Changed) -> None:
        listing = self.listing
        if listing is None or event.text != self.query_one(FilterLine).input.value:
            return
        listing.query = event.query
        self._listed_again()

    def _filtered(self, text: str) -> None:
        from bcastplan.tui.query import parse_query

        assert self.listing is not None
        self.listing.query = parse_query(text)
        self._listed_again()

    def _listed_again(self) -> None:
        listing = self.listing
        assert listing is not None
        listing.refresh()
        if self.selected not in listing.rows:
            self.selected = listing.rows[0] if listing.rows else None
        self.show()

    @on(FilterLine.Left)
    def _filter_left(self) -> None:
        view = self.view
        if view is not None:
            focus_inside(view)

    def action_filter(self) -> None:
        """Type a query."""
        self.query_one(FilterLine).input.focus()

    def action_escape(self) -> None:
        """Clear the marks; when there are none, the filter."""
        listing = self.listing
        if listing is not None and listing.marks:
            listing.marks.clear()
            self.show()
            return
        self.query_one(FilterLine).input.value = ""

    def action_ghosts(self) -> None:
        """Hide or show the reference rows."""
        assert self.listing is not None
        self.listing.ghosts = not self.listing.ghosts
        self._listed_again()

    def action_mark(self) -> None:
        """Mark the selected row, or take its mark away, and go one on."""
        listing = self.listing
        if listing is None or self.selected is None:
            return
        listing.marks ^= {self.selected}
        rows = listing.rows
        if self.selected in rows:
            at = rows.index(self.selected)
            self.selected = rows[min(at + 1, len(rows) - 1)]
        self.show()

    def action_mark_all(self) -> None:
        """Mark everything that is listed and can be edited; when it is all marked, nothing."""
        assert self.listing is not None
        rows = {row for row in self.listing.rows if self.opened.editable(row)} or set(self.listing.rows)
        self.listing.marks = set() if self.listing.marks == rows else rows
        self.show()

    def action_next_finding(self) -> None:
        """Select the next listed row with a finding, from the top again behind the last."""
        listing = self.listing
        assert listing is not None
        rows = listing.rows
        at = rows.index(self.selected) if self.selected in rows else -1
        found = next((row for row in [*rows[at + 1 :], *rows[: at + 1]] if listing.severity(row) is not None), None)
        if found is None:
            self.tell("no transmission listed here has a finding")
        else:
            self.select(found)

    @on(SortWanted)
    def _sort_wanted(self, event: SortWanted) -> None:
        self.sort_by(event.column)

    def sort_by(self, column: str) -> None:
        """Sort by a column; by the same one again the other way round; an empty name is the order of the files."""
        listing = self.listing
        assert listing is not None
        if column == listing.sort_key and column and not listing.falling:
            listing.falling = True
        else:
            listing.sort_key, listing.falling = column, False
        listing.refresh()
        self.show()


def focus_inside(view: View) -> None:
    """Put the focus on the first widget of a view that takes it."""
    if view.focusable:
        view.focus()
        return
    inner = next((one for one in view.query("*") if one.focusable), None)
    if inner is not None:
        inner.focus()


NEED_A_PLAN = frozenset({
    "view", "edit", "new", "duplicate", "delete", "split", "shift", "shift_by", "days", "move", "bulk", "undo", "redo",
    "copy", "paste", "filter", "sort", "columns", "ghosts", "mark", "mark_all", "next_finding", "explain", "save",
    "check_disk", "references", "coverage",
})  # fmt: skip
"""Actions that are offered only while a plan is open."""
