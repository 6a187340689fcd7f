"""Hours of the plan as edited: bars and numbers for the season, a week and a typical day, with cost where known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from bcastplan.tui.bindings import HOURS_BINDINGS
from bcastplan.tui.messages import DateChosen
from bcastplan.tui.views.hours_figures import GROUPINGS, MEASURES, Counted, columns, count, meaning, monday_of, table
from bcastplan.tui.views.shown_date import first_shown, moved
from bcastplan.tui.views.view import View, utc_now
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.opening.open_plans import Workspace

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage

COUNT_AFTER_SECONDS = 0.4
"""How long edits have to rest before they are counted: counting takes time from the keys."""
Asked = tuple[Session, int, tuple[str, ...], date, "PlanCoverage | None"]
"""What was asked for: the session, its generation, the grouping, the week's Monday and the coverage."""


class HoursCounted(Message):
    """A worker has counted."""

    def __init__(self, asked: Asked, counted: Counted) -> None:
        super().__init__()
        self.asked, self.counted = asked, counted


class HoursView(View):
    """The hours of the plans; neither the filter nor reference schedules change them."""

    view_name: ClassVar[str] = "hours"
    title: ClassVar[str] = "Hours"
    shows_rows: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [*HOURS_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.grouping = GROUPINGS[0]
        self.measure = MEASURES[0]
        self.day: date | None = None
        """Its week is counted."""
        self.counted: Counted | None = None
        self._asked: Asked | None = None
        self._timer: Timer | None = None
        self._lines: list[GridRow] = []

    def compose(self) -> ComposeResult:
        """What is counted, the table, what the words mean."""
        yield Static(id="counted", markup=False)
        yield Grid([GridColumn("group", "", 16)], self._row, fixed=1, sign_width=2)
        yield Static(id="meaning", markup=False)

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Count again, in a worker, when the plan has changed; meanwhile the numbers of before stay."""
        if session is not self.session or self.day is None:
            self.session, self.counted = session, None
            self.day = first_shown(session.table, session.own_rows, self.now().date())
        self._ask()

    def _ask(self) -> None:
        session, day = self.session, self.day
        if session is None or day is None:
            return
        asked = (session, session.generation, self.grouping, monday_of(day), self.predicted)
        before = self._asked
        if asked == before:
            return
        self._asked = asked
        if self._timer is not None:
            self._timer.stop()
        # Only the plan was edited, and more keys may follow; a grouping or week that was asked for is counted at once.
        if before is not None and (before[0], *before[2:]) == (session, *asked[2:]):
            self._timer = self.set_timer(COUNT_AFTER_SECONDS, partial(self._start, asked))
        else:
            self._start(asked)

    def _start(self, asked: Asked) -> None:
        if self.counted is None:
            self._say("counting …")
        generation, workspace = asked[0].check_snapshot()
        # An edit came while the timer ran: what it asks for is counted instead.
        if generation == asked[1]:
            self._count(asked, workspace)

    @work(thread=True, exclusive=True, group="hours", exit_on_error=False)
    def _count(self, asked: Asked, workspace: Workspace) -> None:
        worker = get_current_worker()
        predicted = asked[4]
        counted = count(workspace, asked[2], asked[3], lambda: worker.is_cancelled, predicted)
        if counted is not None:
            old = predicted is not None and predicted.generation != asked[1]
            self.post_message(HoursCounted(asked, counted._replace(heard_is_old=old)))

    @on(HoursCounted)
    def _take(self, event: HoursCounted) -> None:
        event.stop()
        if event.asked == self._asked:
            self.counted = event.counted
            self._fill()

    def _fill(self) -> None:
        counted = self.counted
        if counted is None:
            return
        self._lines = table(counted, self.measure)
        self.query_one("#meaning", Static).update(meaning(counted))
        grid = self.grid
        grid.set_columns(columns(counted, self.measure))
        grid.fill(len(self._lines), grid.cursor)
        period, week = counted.season.period, counted.week.period
        if period is None or week is None:
            self._say("nothing to count: n writes a transmission, ctrl+p finds how to open another plan")
            return
        year, number, _ = week.first.isocalendar()
        self._say(
            f"whole plan {period.first} to {period.last} ({period.days} d)"
            f" · week {year}-W{number:02d} from Mon {week.first}"
        )

    def _say(self, words: str) -> None:
        self.query_one("#counted", Static).update(words)

    def _row(self, number: int) -> GridRow:
        return self._lines[number]

    # Keys

    def action_group(self, by: int) -> None:
        """Group by something else."""
        self.grouping = GROUPINGS[(GROUPINGS.index(self.grouping) + by) % len(GROUPINGS)]
        self._ask()

    def action_measure(self) -> None:
        """Show bars of another measure."""
        self.measure = MEASURES[(MEASURES.index(self.measure) + 1) % len(MEASURES)]
        self._fill()

    def action_week(self, by: int) -> None:
        """Count another week."""
        if self.day is not None:
            self._choose(moved(self.day, 7 * by))

    def action_this_week(self) -> None:
        """Count the week that has today in it."""
        self._choose(self.now().date())

    def _choose(self, day: date) -> None:
        """Count the week of a date, and let the other views show the date."""
        if day != self.day:
            self.take_day(day)
            self.post_message(DateChosen(day))

    def take_day(self, day: date) -> None:
        """Count the week of a date."""
        self.day = day
        self._ask()
