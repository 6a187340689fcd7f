"""What is on the air at a moment: now as long as the clock is followed, else the moment that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import numpy as np
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from bcastplan.conflicts.kinds import SEVERITIES
from bcastplan.model.clock import MINUTES_PER_DAY, clock
from bcastplan.model.counts import count
from bcastplan.model.dates import FIRST_DATE, LAST_DATE
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference.listener_places import listeners_clock
from bcastplan.tui.bindings import ON_AIR_BINDINGS
from bcastplan.tui.messages import DateChosen, RowActivated, RowHighlighted
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.severity_signs import SIGNS, STYLES
from bcastplan.tui.views.lookups import Directories
from bcastplan.tui.views.on_air_rows import OnAir, on_air
from bcastplan.tui.views.shown_date import HINT, day_words, first_shown, parse_moment
from bcastplan.tui.views.view import View, utc_now
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.workspace.editing.session import Session

CLOCK_SECONDS = 5.0
"""How often the clock is looked at while it is followed."""
COLUMNS = (
    GridColumn("frequency", "kHz", 7, right=True),
    GridColumn("time", "On the air", 10),
    GridColumn("left", "min left", 8, right=True),
    GridColumn("site", "Site", 20, most=36),
    GridColumn("service", "Service", 20, most=36),
    GridColumn("language", "Language", 14),
    GridColumn("target", "Target", 10, most=18),
    GridColumn("local", "There", 11, most=14),
    GridColumn("power", "kW", 5, right=True),
    GridColumn("azimuth", "Az°", 4, right=True),
    GridColumn("programme", "Programme", 20, most=40),
)


class OnAirView(View):
    """The list of what is on the air."""

    view_name: ClassVar[str] = "on_air"
    title: ClassVar[str] = "On air"
    BINDINGS: ClassVar[list[BindingType]] = [*ON_AIR_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.chosen: datetime | None = None
        """The moment that was chosen; None while the clock is followed."""
        self.listed: list[OnAir] = []
        self._rows: Sequence[int] = ()
        self._shown: tuple[object, ...] = ()
        self._severities: dict[int, Severity] = {}
        self._directories: Directories | None = None

    def compose(self) -> ComposeResult:
        """The moment over the list."""
        yield Static(id="moment", markup=False)
        yield Grid(COLUMNS, self._row, fixed=1, sign_width=3)

    def on_mount(self) -> None:
        """Follow the clock."""
        self.set_interval(CLOCK_SECONDS, self._tick)

    @property
    def moment(self) -> datetime:
        """The minute that is shown, in UTC."""
        return (self.chosen or self.now()).replace(second=0, microsecond=0)

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one(Grid)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show which of the rows listed are on the air.

        Where the selected row is not on the air, the row under the cursor is selected, since keys act on the selection.
        """
        if session is not self.session and self.chosen is None:
            self._open_in_season(session)
        self.session = session
        state = (session, session.generation, session.pairs_known, self.moment)
        grid = self.grid
        if state != self._shown or rows is not self._rows:
            self._shown, self._rows = state, rows
            self._directories = Directories(session)
            moment = self.moment
            self.listed = on_air(session.table, moment.date(), moment.hour * 60 + moment.minute, rows)
            self._severities = self._conflicts(session)
            grid.when_empty = (
                "nothing listed is on the air: f and F go by hours, < and > by days, Esc clears the filter"
            )
            grid.fill(len(self.listed), self._index(selected))
            self._say()
        elif selected is not None and self._index(selected) is not None:
            grid.move_to(self._index(selected), tell=False)
        if self.listed and grid.cursor is not None and self._index(selected) is None:
            self.post_message(RowHighlighted(self.listed[grid.cursor].row))

    def _open_in_season(self, session: Session) -> None:
        """Begin on a date on which the plan is on the air, at this time of day, where it is not on the air today."""
        now = self.now().replace(second=0, microsecond=0)
        day = first_shown(session.table, session.own_rows, now.date())
        if day != now.date():
            self.chosen = datetime.combine(day, now.time(), UTC)

    def _index(self, row: int | None) -> int | None:
        return next((number for number, airing in enumerate(self.listed) if airing.row == row), None)

    def _conflicts(self, session: Session) -> dict[int, Severity]:
        """The gravest conflict of each row with another one that is on the air at the same moment."""
        if not session.pairs_known or not self.listed:
            return {}
        on_now = np.zeros(len(session.table), dtype=np.bool_)
        on_now[[airing.row for airing in self.listed]] = True
        columns = session.pairs.columns
        severities: dict[int, Severity] = {}
        # Rows of a pair are in conflict whenever both are on the air.
        for pair in np.flatnonzero(on_now[columns.a] & on_now[columns.b]).tolist():
            severity = SEVERITIES[int(columns.severity[pair])]
            for row in (int(columns.a[pair]), int(columns.b[pair])):
                if row not in severities or severity.rank < severities[row].rank:
                    severities[row] = severity
        return severities

    def _say(self) -> None:
        session, moment = self.session, self.moment
        assert session is not None
        words = f"{day_words(moment.date())} {moment:%H%M} UTC"
        words += " (now)" if self.chosen is None else ""
        frequencies = {int(session.table.frequency_hz[airing.row]) for airing in self.listed}
        words += f"  {len(self.listed)} on the air on {count(len(frequencies), 'frequency', 'frequencies')}"
        self.query_one("#moment", Static).update(words)

    def _row(self, number: int) -> GridRow:
        session, directories, airing = self.session, self._directories, self.listed[number]
        assert session is not None
        assert directories is not None
        transmission, directory = session.table.transmissions[airing.row], directories.of(airing.row)
        code = transmission.site_code or ""
        name = (directory.site_name(code) or "") if isinstance(transmission.site, str) else ""
        severity, ghost = self._severities.get(airing.row), airing.row >= session.own_rows
        until = airing.until_minute
        cells = [
            format_khz(transmission.frequency_khz),
            # An end at midnight is written 2400, as schedules write it: 0000 would be the start of the day.
            f"{clock(airing.since_minute)}-{'2400' if until == MINUTES_PER_DAY else clock(until)}",
            str(until - (self.moment.hour * 60 + self.moment.minute)),
            inert(f"{code} {name}".strip()),
            inert(transmission.service),
            inert(", ".join(directory.language_name(language) or language for language in transmission.language)),
            inert(transmission.target or ""),
            self._there(airing.row, transmission),
            f"{transmission.power_kw:g}" if transmission.power_kw is not None else "",
            f"{transmission.azimuth_deg:g}" if transmission.azimuth_deg is not None else "",
            inert(transmission.programme or ""),
        ]
        styles = ["grid--ghost"] if ghost else []
        if severity is not None:
            styles.append(STYLES[severity])
        return GridRow(cells, (SIGNS[severity] if severity is not None else " ") + ("~" if ghost else ""), styles)

    def _there(self, row: int, transmission: Transmission) -> str:
        moment = self.moment
        plan = self.session.workspace.plan_of_row(row) if self.session is not None else None
        there = listeners_clock(plan.plan if plan is not None else Plan(), transmission, moment.year)
        return f"{there.at(moment):%H%M} {there.label(moment)}" if there else ""

    # The moment

    def _tick(self) -> None:
        # The clock is looked at every few seconds, and the list changes with the minute.
        if self.chosen is None and self.session is not None and self._shown and self.moment != self._shown[-1]:
            self._again()

    def _again(self) -> None:
        if self.session is not None:
            cursor = self.grid.cursor
            row = self.listed[cursor].row if cursor is not None and cursor < len(self.listed) else None
            self.show(self.session, self._rows, row)

    def action_step(self, minutes: int) -> None:
        """Go earlier or later; the clock is not followed any more."""
        moment = self.moment + timedelta(minutes=minutes)
        if FIRST_DATE <= moment.date() <= LAST_DATE:
            self._choose(moment)

    def _choose(self, moment: datetime | None) -> None:
        """Show a moment (None: the present one) and let the other views show its date."""
        before = self.moment.date()
        self.chosen = moment
        self._again()
        if self.moment.date() != before:
            self.post_message(DateChosen(self.moment.date()))

    def take_day(self, day: date) -> None:
        """Show the same minute of a UTC date; where that date is shown already, the clock is still followed."""
        if day != self.moment.date():
            self.chosen = datetime.combine(day, self.moment.time(), UTC)
            self._again()

    def action_now(self) -> None:
        """Follow the clock again."""
        self._choose(None)

    def action_pick(self) -> None:
        """Ask for a date, a time, or both."""
        shown, today = self.moment, self.now().date()

        def judge(answer: str) -> str | None:
            try:
                parse_moment(answer, shown.date(), today)
            except ValueFault as fault:
                return str(fault)
            return None

        def take(answer: str | None) -> None:
            if answer is not None:
                day, minute = parse_moment(answer, shown.date(), today)
                at = minute if minute is not None else shown.hour * 60 + shown.minute
                self._choose(datetime(day.year, day.month, day.day, at // 60, at % 60, tzinfo=UTC))

        self.app.push_screen(Ask("Moment", f"Which moment, UTC? A time as 1530, or {HINT}; or both", judge=judge), take)

    # Messages of the list

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        if event.index is not None:
            self.post_message(RowHighlighted(self.listed[event.index].row))

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if event.index is not None:
            self.post_message(RowActivated(self.listed[event.index].row))
