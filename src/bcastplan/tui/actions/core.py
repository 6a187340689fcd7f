"""What every action of the plan's screen works with; only here the session is changed, and everything shown follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from textual.screen import Screen

from bcastplan.model.inert import inert

if TYPE_CHECKING:
    from bcastplan.tui.listed_rows import Listing
    from bcastplan.workspace.editing.session import Session

Loudness = Literal["information", "warning", "error"]


class Core(Screen[None]):
    """The session under edit, what is listed of it and the row that is selected."""

    clock: Callable[[], datetime]
    paths: Sequence[str]
    against: Sequence[str]
    session: Session | None = None
    listing: Listing | None = None
    selected: int | None = None

    @property
    def opened(self) -> Session:
        """The session; actions that need one are not offered before there is one."""
        assert self.session is not None
        return self.session

    def tell(self, text: str, loudness: Loudness = "information", title: str = "") -> None:
        """A notice, its text shown as text."""
        self.notify(inert(text), title=title, severity=loudness, markup=False, timeout=8 if loudness == "error" else 4)

    def targets(self) -> list[int]:
        """The rows an action is about: the marked ones, else the selected one."""
        if self.listing is not None and self.listing.marks:
            return sorted(self.listing.marks)
        return [self.selected] if self.selected is not None else []

    def editable_targets(self) -> list[int]:
        """The targets; empty, with a notice, where they cannot be edited."""
        rows = self.targets()
        if not rows:
            self.tell("no transmission is selected", "warning")
            return []
        foreign = [row for row in rows if not self.opened.editable(row)]
        if foreign:
            file = self.opened.table.transmissions[foreign[0]].file
            self.tell(f"{file} is not a schedule of yours: Import (Ctrl+T) makes schedules of a list", "error")
            return []
        return rows

    def edit(self, label: str, action: Callable[[Session], object]) -> bool:
        """Change the session; what cannot be done becomes a notice and changes nothing. Returns whether it was done."""
        from bcastplan.document.splice import EditRefused

        session = self.opened
        before = len(session.table)
        try:
            result = action(session)
        except (EditRefused, ValueError, OSError) as error:
            self.tell(str(error), "error", f"Not done: {label}")
            self.changed(before)
            return False
        self.changed(before, _row_of(result))
        return True

    def changed(self, rows_before: int, select: int | None = None) -> None:
        """Make everything follow the session; ``select`` is the row to select."""
        raise NotImplementedError

    def show(self) -> None:
        """Show listing, selection and status as they are."""
        raise NotImplementedError

    def select(self, row: int | None) -> None:
        """Select a row in every view."""
        self.selected = row
        self.show()


def _row_of(result: object) -> int | None:
    """The row an edit asks to be selected, out of whatever it returned."""
    if isinstance(result, bool):
        return None
    if isinstance(result, int):
        return result
    if isinstance(result, Sequence) and result and isinstance(result[0], int):
        return result[0]
    return None
