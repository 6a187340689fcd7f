"""What views and dialogs ask of the app; only the app's handlers change the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual.message import Message

from bcastplan.workspace.editing.session import Session

EditOfRows = Callable[[Session, Sequence[int]], object]
"""An edit of some rows of a session."""


class RowHighlighted(Message):
    """The cursor stands on another row of the session's table (None: on none)."""

    def __init__(self, row: int | None) -> None:
        super().__init__()
        self.row = row


class RowActivated(Message):
    """A row is to be opened in the form."""

    def __init__(self, row: int) -> None:
        super().__init__()
        self.row = row


class MarksChanged(Message):
    """Other rows are marked than before."""

    def __init__(self, rows: frozenset[int]) -> None:
        super().__init__()
        self.rows = rows


class CellsSelected(Message):
    """Other cells of the table are selected, in the order they are shown; without rows it is one cell at most."""

    def __init__(self, rows: Sequence[int], keys: Sequence[str]) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self.keys = tuple(keys)


class SortWanted(Message):
    """The table is to be sorted by a column; in reverse order when it is sorted by that column already."""

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column


class EditWanted(Message):
    """The plan is to be edited: ``action`` does it to the session and may return the row to select afterwards.

    The app runs it; EditRefused, ValueFault and OSError become a notice and leave everything as it was.

    Args:
        label: what it is called where it cannot be done.
        action: the edit.
        again: the same edit of other rows, which is made when it is to be repeated.
        once: why it cannot be repeated, where there is no ``again``.
    """

    def __init__(
        self, label: str, action: Callable[[Session], object], *, again: EditOfRows | None = None, once: str = ""
    ) -> None:
        super().__init__()
        self.label = label
        self.action = action
        self.again = again
        self.once = once


class JumpTo(Message):
    """Another view is to be shown, with a row selected in it where one is given."""

    def __init__(self, view_name: str, row: int | None = None) -> None:
        super().__init__()
        self.view_name = view_name
        self.row = row


class BackWanted(Message):
    """The view that was in front before this one is to be shown again."""


class DateChosen(Message):
    """Another UTC date was chosen in a view; the others show it when they come to the front."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


class ColumnsChosen(Message):
    """The user has chosen the table's columns; an empty choice stands for the columns that fit the plan."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__()
        self.keys = keys


class ReportWanted(Message):
    """A reception report of a row is to be typed in (None: of none), and added to the log of its plan."""

    def __init__(self, row: int | None) -> None:
        super().__init__()
        self.row = row
