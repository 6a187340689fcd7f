"""The base of all views: a widget that is told what to show, and asks for changes by posting messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from bcastplan.workspace.editing.session import Session

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def row_beside(rows: Sequence[int], selected: int | None, by: int) -> int | None:
    """The row that is listed so many rows after the selected one, the first or last at most; None in an empty list."""
    # From outside of the list, the first step leads to its first row.
    at = rows.index(selected) if selected in rows else -1
    return rows[max(0, min(at + by, len(rows) - 1))] if rows else None


class View(Widget):
    """One view of the plan; it never changes the session.

    ``now`` is the app's clock, so that a test can stop it.
    """

    view_name: ClassVar[str]
    """The id under which it is mounted, and its key in the keymap: ``view.<name>``."""
    title: ClassVar[str]
    """What the header and the palette call it."""
    shows_rows: ClassVar[bool] = True
    """Whether the selected transmission can be seen in it: keys that edit refuse to change what is not."""
    made_of_findings: ClassVar[bool] = False
    """Whether its list is made of findings: keys wait until there are any."""
    predicted: PlanCoverage | None = None
    """The coverage of the plan, set before ``show`` is called; older than the plan when its generation is."""

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(id=self.view_name)
        self.now = now

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show the plan as it is; called when the view appears and after every change of plan, filter or selection.

        Args:
            session: what is under edit; compare ``session.generation`` with what was shown last.
            rows: the table's rows that pass the filter, in the order of the table view; a new object when they change.
            selected: the row under the cursor, None where there is none.

        Must cost nothing when nothing it shows has changed; a view that is hidden is not called.
        """
        raise NotImplementedError

    def take_day(self, day: date) -> None:
        """Show the UTC date that was chosen in another view; a view without dates stays as it is."""
