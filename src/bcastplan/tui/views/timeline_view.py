"""Twenty-four hours of a UTC date with a bar for every airing; it asks for moves and makes none itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from bcastplan.model.clock import clock
from bcastplan.model.errors import ValueFault
from bcastplan.model.inert import inert
from bcastplan.tui.bindings import TIMELINE_BINDINGS
from bcastplan.tui.messages import DateChosen, RowActivated, RowHighlighted
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.views.shown_date import HINT, day_words, first_shown, moved, parse_day
from bcastplan.tui.views.timeline_chart import TimelineChart
from bcastplan.tui.views.timeline_lines import GHOST_FILL, ruler
from bcastplan.tui.views.timeline_model import GROUPINGS, Day, clock_name, local_clock, short_clock_name
from bcastplan.tui.views.timeline_moves import START, STOP, WHOLE, moving, step
from bcastplan.tui.views.view import View, utc_now
from bcastplan.workspace.editing.session import Session

CLOCK_SECONDS = 20.0
"""How often the now-line is looked at."""
_LEGEND_NAME = 18


class TimelineView(View):
    """The timeline of one UTC date."""

    view_name: ClassVar[str] = "timeline"
    title: ClassVar[str] = "Timeline"
    BINDINGS: ClassVar[list[BindingType]] = [*TIMELINE_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    chart_kind: ClassVar[type[TimelineChart]] = TimelineChart

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.rows: Sequence[int] = ()
        self.day: date | None = None
        self.grouping = GROUPINGS[0]
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Date and rulers, bars, what the patterns mean."""
        yield Static(id="rulers", markup=False)
        yield self.chart_kind()
        yield Static(id="legend", markup=False)

    def on_mount(self) -> None:
        """Let the now-line follow the clock."""
        self.set_interval(CLOCK_SECONDS, self._tick)

    @property
    def chart(self) -> TimelineChart:
        """The bars."""
        return self.query_one(TimelineChart)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show the bars of the rows listed."""
        # An edit leaves the user on the date that is shown; only another plan begins on a date of its own.
        if session is not self.session or self.day is None:
            self.day = first_shown(session.table, session.own_rows, self.now().date())
        self.session, self.rows = session, rows
        self._lay_out(selected)

    def _lay_out(self, selected: int | None) -> None:
        session, chart = self.session, self.chart
        if session is None or self.day is None:
            return
        state = (session, session.generation, session.pairs_known, self.day, self.grouping, self._also_shown)
        if state != self._shown or chart.day is None or self.rows is not self._rows_shown:
            self._shown, self._rows_shown = state, self.rows
            chart.now_minute = self._now_minute()
            chart.fill(self._day_of(session, self.day), selected)
        elif selected != chart.selected:
            chart.select(selected)
        self._say()

    def _day_of(self, session: Session, day: date) -> Day:
        """The lines of a date."""
        return Day(session, self.rows, day, self.grouping)

    _rows_shown: Sequence[int] = ()
    _also_shown: object = None
    """What else the lines are made of."""

    def _now_minute(self) -> int | None:
        now = self.now()
        return now.hour * 60 + now.minute if now.date() == self.day else None

    def _tick(self) -> None:
        minute = self._now_minute()
        # The clock is looked at every few seconds, and the line of now moves with the minute.
        if minute != self.chart.now_minute:
            self.chart.now_minute = minute
            self.chart.refresh()
            self._say()

    # Words above and below

    def _say(self, hint: str = "") -> None:
        chart, day = self.chart, self.day
        if chart.day is None or day is None:
            return
        scale, label = chart.scale, chart.label_width
        there = chart.day.clock(chart.selected)
        now = f"  now {clock(chart.now_minute)}" if chart.now_minute is not None else ""
        hours = f"{scale.minutes // 60} h"
        head = f"{day_words(day)}{now}  by {self.grouping}  {hours}  snap {chart.snap} min"
        lines = [head, "UTC".ljust(label) + ruler(scale, clock, chart.now_minute)]
        if there is None:
            lines.append("Local".ljust(label) + "no target with one clock")
        else:
            hours_there = ruler(scale, lambda minute: local_clock(day, minute, there))
            lines.append(short_clock_name(clock_name(day, there), label - 1).ljust(label) + hours_there)
        rulers = Text("\n".join(lines), no_wrap=True, overflow="crop")
        rulers.stylize("bold", 0, len(head))
        self.query_one("#rulers", Static).update(rulers)
        self.query_one("#legend", Static).update(self._legend(chart.day, hint))

    def _legend(self, day: Day, hint: str) -> Text:
        chart, session = self.chart, day.session
        text = Text(no_wrap=True, overflow="ellipsis")
        if not hint and chart.selected is not None and chart.place is None:
            hint = "the selected transmission is not on the air on this date: D goes to its next one"
        if not day.lines:
            hint = "nothing listed is on the air on this date: < and > go to others, Esc clears the filter"
        if hint:
            text.append(hint)
            return text
        top = chart.scroll_offset.y
        last = Text()
        if len(session.table) > session.own_rows:
            last.append(GHOST_FILL * 2, chart.get_component_rich_style("timeline--ghost", partial=True))
            last.append(" reference  ")
        last.append("✗▲· conflict, ╳ its time")
        services = day.services(top, top + max(1, chart.size.height))
        # What the signs mean is nowhere else on the screen; a service stands in the pane below for each bar.
        room = self.size.width - last.cell_len
        for number, (service, fill, style) in enumerate(services):
            name = inert(service) or "no service"
            name = name if len(name) <= _LEGEND_NAME else name[: _LEGEND_NAME - 1] + "…"
            rest = len(services) - number
            more = len(f"+{rest}  ") if rest > 1 else 0
            if text.cell_len + cell_len(name) + 5 + more > room:
                text.append(f"+{rest}  ")
                break
            text.append(fill * 2, chart.get_component_rich_style(f"timeline--{style}", partial=True))
            text.append(f" {name}  ")
        return text + last

    # Messages of the chart

    @on(TimelineChart.Selected)
    def _selected(self, event: TimelineChart.Selected) -> None:
        event.stop()
        self.post_message(RowActivated(event.row) if event.opened else RowHighlighted(event.row))

    @on(TimelineChart.WindowChanged)
    def _window_changed(self, event: TimelineChart.WindowChanged) -> None:
        event.stop()
        self._say()

    @on(TimelineChart.Held)
    def _held(self, event: TimelineChart.Held) -> None:
        event.stop()
        grip = event.grip
        if not event.done:
            self._say(grip.words)
        # A bar that is dropped where it was taken is no edit, which would be a step to undo.
        elif grip.by:
            self.post_message(moving(grip.row, grip.part, grip.by))
        else:
            self._say()

    # Keys

    def action_group(self) -> None:
        """Group the lines by something else."""
        self.grouping = GROUPINGS[(GROUPINGS.index(self.grouping) + 1) % len(GROUPINGS)]
        self._lay_out(self.chart.selected)

    def action_day(self, by: int) -> None:
        """Show another day."""
        if self.day is not None:
            self.show_day(moved(self.day, by))

    def action_today(self) -> None:
        """Show today."""
        self.show_day(self.now().date())

    def show_day(self, day: date) -> None:
        """Show a UTC date, and let the other views show it too."""
        if day != self.day:
            self.take_day(day)
            self.post_message(DateChosen(day))

    def take_day(self, day: date) -> None:
        """Show a UTC date."""
        self.day = day
        self._lay_out(self.chart.selected)

    def action_pick(self) -> None:
        """Ask for a date."""
        shown, today = self.day or self.now().date(), self.now().date()

        def judge(answer: str) -> str | None:
            try:
                parse_day(answer, shown, today)
            except ValueFault as fault:
                return str(fault)
            return None

        def take(answer: str | None) -> None:
            if answer is not None:
                self.show_day(parse_day(answer, shown, today))

        self.app.push_screen(Ask("Date", f"Which UTC date? {HINT}", judge=judge), take)

    def action_its_day(self) -> None:
        """Go to the next date on which the selected row is on the air, from the first again behind the last."""
        session, row = self.session, self.chart.selected
        if session is None or row is None or self.day is None:
            return
        dates = session.table.date_list(row)
        if not dates:
            self._say("the selected transmission is never on the air")
            return
        self.show_day(next((day for day in dates if day > self.day), dates[0]))

    def action_move(self, direction: int) -> None:
        """Move the selected bar to the next step."""
        self._edit(WHOLE, direction)

    def action_resize(self, start: int, stop: int) -> None:
        """Move an end of the selected bar to the next step."""
        self._edit(START if start else STOP, start or stop)

    def _edit(self, part: str, direction: int) -> None:
        session, row = self.session, self.chart.selected
        if session is None or row is None:
            return
        time = session.table.transmissions[row].time
        # The edge that moves comes to a multiple of the snap; of a bar that moves as a whole it is the start.
        minutes = step(time.stop_minute if part == STOP else time.start_minute, direction, self.chart.snap)
        self.post_message(moving(row, part, minutes))
