"""The filter line: a query as it is typed, how many rows it lets through, and what is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static

from bcastplan.tui.dialog_bindings import QUERY_BINDINGS
from bcastplan.tui.query import Query, QueryError, parse_query

HINT = "9300-9500  site:UDO  band:31m  lang:Kor  day:Sat  on:1345  conflict  has:note  text"


class QueryInput(Input):
    """Where the query is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*QUERY_BINDINGS]

    def action_leave(self) -> None:
        """Give the focus back to the list."""
        self.post_message(FilterLine.Left())

    def action_reset(self) -> None:
        """Clear the filter and give the focus back."""
        self.value = ""
        self.post_message(FilterLine.Left())


class FilterLine(Horizontal):
    """One line with the query and what came of it."""

    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        background: $surface;
        Label { width: auto; padding: 0 1; color: $text-muted; }
        QueryInput { width: 1fr; }
        Static { width: auto; max-width: 60%; padding: 0 1; }
        Static.wrong { color: $text-error; text-style: bold; }
    }
    """

    class Changed(Message):
        """The query has changed and can be understood."""

        def __init__(self, query: Query, text: str) -> None:
            super().__init__()
            self.query, self.text = query, text

    class Left(Message):
        """The focus is to go back to the list."""

    _told = ("", False)

    def compose(self) -> ComposeResult:
        """Label, query, result."""
        yield Label("Filter")
        yield QueryInput(placeholder=HINT, compact=True)
        yield Static(markup=False, id="filter-result")

    @property
    def input(self) -> QueryInput:
        """Where the query is typed."""
        return self.query_one(QueryInput)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show how many rows pass, or what is wrong with the query."""
        # Each update lays the line out again, and the same count is told after most edits.
        if (text, wrong) == self._told:
            return
        self._told = (text, wrong)
        result = self.query_one("#filter-result", Static)
        result.set_class(wrong, "wrong")
        result.update(f"✗ {text}" if wrong else text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        try:
            query = parse_query(event.value)
        except QueryError as error:
            self.tell(str(error), wrong=True)
            return
        self.post_message(self.Changed(query, event.value))
