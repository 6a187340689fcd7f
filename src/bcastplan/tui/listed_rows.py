"""The rows that pass the filter, in the order chosen, and what queries may ask about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bcastplan.model.finding import Severity
from bcastplan.model.percent import whole_percent
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.tui.query import Query
from bcastplan.tui.shown_columns import COLUMNS, HEARD, LOCAL, SERVED, local_time
from bcastplan.workspace.editing.session import Session

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_result import Heard, RowCoverage
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage


_SHARES: dict[str, Callable[[Heard], float | None]] = {
    HEARD: lambda heard: heard.share,
    SERVED: lambda heard: heard.served_share,
}
"""Columns of the coverage, and what they show of it."""
_NO_PLAN = Plan()
"""The plan of a row out of reference schedules: it names no groups of listeners."""


class CellBlock(NamedTuple):
    """Several cells of the table that are selected: rows of the session's table, and columns by their keys."""

    rows: tuple[int, ...]
    keys: tuple[str, ...]


class Listing:
    """What is listed of a session; ``rows`` is a new list whenever it changes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.row_status = session.row_status
        self.query = Query("")
        self.sort_key = ""
        self.falling = False
        self.ghosts = True
        self.marks: set[int] = set()
        self.block: CellBlock | None = None
        """The cells that are selected in the table, where they are more than one."""
        self._seen = session.table.transmissions
        self._marked: Counter[tuple[object, ...]] = Counter()
        """Transmissions that were marked when rows came or went last."""
        self.rows: list[int] = []
        self.predicted: PlanCoverage | None = None
        self._foreign = Directory()
        self._names: dict[tuple[object, ...], tuple[str, ...]] = {}

    def refresh(self) -> bool:
        """List again; returns whether the rows differ from those listed before."""
        table, own = self.session.table.transmissions, self.session.own_rows
        last = len(table) if self.ghosts else own
        query = self.query
        numbers = range(last)
        rows = (
            [number for number in numbers if query.matches(number, table[number], self)] if query.tests else [*numbers]
        )
        if self.sort_key:
            rows = self._sorted(rows, table)
        if rows == self.rows:
            return False
        # A rectangle of cells makes no sense over other rows.
        self.rows, self.block = rows, None
        return True

    def _sorted(self, rows: list[int], table: Sequence[Transmission]) -> list[int]:
        filled: dict[str, Callable[[int], Any]] = {
            HEARD: lambda number: self._share(number, HEARD),
            SERVED: lambda number: self._share(number, SERVED),
            LOCAL: lambda number: self._local_words(number) or None,
        }
        order = filled.get(self.sort_key) or (lambda number: COLUMNS[self.sort_key].order(table[number]))
        keyed: list[tuple[Any, int]] = [(order(number), number) for number in rows]
        # Rows without a value stand last in either direction.
        known = [keyed_row for keyed_row in keyed if keyed_row[0] is not None]
        known.sort(key=lambda keyed_row: keyed_row[0], reverse=self.falling)
        return [number for _, number in known] + [number for key, number in keyed if key is None]

    def follow(self, before: int, *, remember: bool = True) -> None:
        """Keep the marks on their transmissions where rows come or go; those that come back are marked as before.

        Args:
            before: how many rows there were.
            remember: whether to note the marks of before as those to bring back; False between the parts of one edit.
        """
        seen, self._seen = self._seen, self.session.table.transmissions
        if before == len(self._seen):
            return
        # Within one edit rows may be gone only until the next part, and their marks have to come back.
        if self.marks and remember:
            self._marked = Counter(_identity(seen[row]) for row in self.marks if row < len(seen))
        # Counted, because equal transmissions of a file cannot be told apart: as many of them are marked as were.
        left = Counter(self._marked)
        self.marks = set()
        for row, transmission in enumerate(self._seen):
            identity = _identity(transmission)
            if left[identity]:
                left[identity] -= 1
                self.marks.add(row)

    def listed_marks(self) -> list[int]:
        """The marked rows that are listed, in order of the table."""
        return sorted(self.marks.intersection(self.rows))

    # What columns show

    def cell(self, number: int, column: str) -> str:
        """What a column shows of a row."""
        if column in _SHARES:
            return self._share_words(number, column)
        if column == LOCAL:
            return self._local_words(number)
        return COLUMNS[column].text(self.session.table.transmissions[number])

    def _local_words(self, number: int) -> str:
        plan = self.session.workspace.plan_of_row(number)
        return local_time(plan.plan if plan is not None else _NO_PLAN, self.session.table.transmissions[number])

    def _coverage(self, number: int) -> RowCoverage | None:
        if self.predicted is None or self.ghost(number):
            return None
        row = self.predicted.row_of(self.session.table.transmissions[number])
        return None if row is None else self.predicted.of_row(row)

    def _share(self, number: int, column: str) -> float | None:
        coverage = self._coverage(number)
        return _SHARES[column](coverage.heard) if coverage is not None else None

    def _share_words(self, number: int, column: str) -> str:
        """As ``97%``; ``~97%`` where the plan was edited since, ``~`` where the row itself was."""
        if self.predicted is None or self.ghost(number):
            return ""
        old = "~" if self.predicted.generation != self.session.generation else ""
        if self._coverage(number) is None:
            return old
        share = self._share(number, column)
        return f"{old}{whole_percent(share)}%" if share is not None else f"{old}?"

    # What queries ask

    def directory(self, number: int) -> Directory:
        """The codes that hold for a row."""
        plan = self.session.workspace.plan_of_row(number)
        return plan.directory if plan is not None else self._foreign

    def band(self, number: int) -> str:
        """The band's name, as ``31 m``."""
        return self.directory(number).band(self.session.table.transmissions[number]).band

    def names(self, number: int) -> Sequence[str]:
        """What the codes of the row mean: site, languages, broadcaster."""
        transmission = self.session.table.transmissions[number]
        directory = self.directory(number)
        # At each keystroke a text is looked for in the names of all rows, and few rows differ in these.
        key = (id(directory), transmission.site_code, transmission.language, transmission.broadcaster)
        if key not in self._names:
            names = [
                directory.broadcaster_name(transmission.broadcaster),
                *map(directory.language_name, transmission.language),
            ]
            if isinstance(transmission.site, str):
                names.append(directory.site_name(transmission.site))
            self._names[key] = tuple(name for name in names if name)
        return self._names[key]

    def severity(self, number: int) -> Severity | None:
        """The gravest finding, conflicts included."""
        return self.row_status.severity(number)

    def in_conflict(self, number: int) -> bool:
        """Whether it is a side of a conflict."""
        return self.row_status.in_conflict(number)

    def ghost(self, number: int) -> bool:
        """Whether it comes out of a reference schedule."""
        return number >= self.session.own_rows

    def marked(self, number: int) -> bool:
        """Whether it is marked."""
        return number in self.marks

    def on_date(self, number: int, written: str) -> bool:
        """Whether an airing starts on a date."""
        return self.session.table.airs_on(number, date.fromisoformat(written))


def _identity(transmission: Transmission) -> tuple[object, ...]:
    """What tells a transmission from the others of its file, wherever it stands in it."""
    return (
        transmission.origin.file,
        transmission.id,
        transmission.frequency_khz,
        transmission.time,
        transmission.days,
        transmission.service,
    )
