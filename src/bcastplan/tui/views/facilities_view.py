"""The transmitters and antennas of each site on a date; bookings are asked for in messages and written elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from bcastplan.conflicts.kinds import Kind
from bcastplan.document.splice import Changes, EditRefused
from bcastplan.model.clock import clock
from bcastplan.model.counts import count
from bcastplan.model.inert import inert
from bcastplan.reference.choices import Choice
from bcastplan.tui.bindings import FACILITY_BINDINGS
from bcastplan.tui.effect import conflict_words
from bcastplan.tui.messages import EditWanted
from bcastplan.tui.screens.dialogs import EffectOf
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.views.facility_chart import HEADS, FacilityChart
from bcastplan.tui.views.facility_day import RETUNE_FILL, SHOWN, FacilityDay, Target, Uses
from bcastplan.tui.views.shown_date import day_words
from bcastplan.tui.views.timeline_chart import TimelineChart
from bcastplan.tui.views.timeline_lines import CLASH_FILL, ruler
from bcastplan.tui.views.timeline_model import Day
from bcastplan.tui.views.timeline_moves import WHOLE, Grip, moving
from bcastplan.tui.views.timeline_view import TimelineView
from bcastplan.tui.views.view import utc_now
from bcastplan.workspace.editing.bookings import book, booking_changes
from bcastplan.workspace.editing.bulk_preview import BulkEffect, preview_edit
from bcastplan.workspace.editing.operations import shifted
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.facility_choices import FacilityChoice, facility_choices
from bcastplan.workspace.inspection.facility_lanes import LaneKind, facility_lanes, facility_use
from bcastplan.workspace.opening.open_plans import Workspace


class Counted(Message):
    """A worker has counted the hours and cost of a generation."""

    def __init__(self, session: Session, generation: int, uses: Uses) -> None:
        super().__init__()
        self.session, self.generation, self.uses = session, generation, uses


# Some keys of the timeline mean something else here; those that do not are listed again.
class Judged(Message):
    """A worker has worked out what would come of a bar that is dragged."""

    def __init__(self, words: str, effect: BulkEffect) -> None:
        super().__init__()
        self.words, self.effect = words, effect


JUDGED_AFTER_SECONDS = 0.1


class FacilitiesView(TimelineView, inherit_bindings=False):
    """The sites of the transmissions listed, each with all that is booked there."""

    view_name: ClassVar[str] = "facilities"
    title: ClassVar[str] = "Facilities"
    BINDINGS: ClassVar[list[BindingType]] = [*FACILITY_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    chart_kind: ClassVar[type[TimelineChart]] = FacilityChart

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.shown = SHOWN[0]
        self.uses: Uses | None = None
        self._counted_of: tuple[object, ...] = ()
        self._hinted = ""
        """What is told of the bar that is dragged; nothing while none is."""
        self._resting: Timer | None = None

    @property
    def counted(self) -> Uses | None:
        """The hours and cost of the lanes; None until they are counted."""
        return self.uses

    def _day_of(self, session: Session, day: date) -> Day:
        """The lanes of a date."""
        self._count(session)
        transmissions = session.table.transmissions
        sites = {transmissions[row].site_code or "" for row in self.rows}
        sides = session.pairs.sides if session.pairs_known else None
        return FacilityDay(session, facility_lanes(session.workspace, day, sides, sites), day, self.uses, self.shown)

    # Hours and cost

    def _count(self, session: Session) -> None:
        """Count them in a worker, once after every change."""
        state = (session, session.generation)
        if state != self._counted_of:
            self._counted_of, self.uses = state, None
            generation, workspace = session.check_snapshot()
            self._work_out_use(session, generation, workspace)

    @work(thread=True, exclusive=True, group="use", exit_on_error=False)
    def _work_out_use(self, session: Session, generation: int, workspace: Workspace) -> None:
        self.post_message(Counted(session, generation, facility_use(workspace)))

    @on(Counted)
    def _take_use(self, event: Counted) -> None:
        event.stop()
        session = self.session
        if event.session is session and session is not None and event.generation == session.generation:
            self.uses = event.uses
            # The lanes are the same, but their figures are part of what is painted.
            self._also_shown = (self.shown, event.generation)
            self._lay_out(self.chart.selected)

    # The mouse

    @on(TimelineChart.Held)
    def _held(self, event: TimelineChart.Held) -> None:
        """Tell what would come of a bar that is dragged, and book or move it when it is released."""
        event.stop()
        grip, day = event.grip, self.chart.day
        if not isinstance(day, FacilityDay):
            return
        # Textual calls the handler of the class below too, which moves bars in time alone.
        event.prevent_default()
        target = day.target(grip)
        if not event.done:
            self._hint(grip, target)
            return
        self._hinted = ""
        if isinstance(target, Target):
            self.post_message(booking(grip.row, target.key, target.name, grip.by))
        elif target:
            self._say(target)
        elif grip.by:
            self.post_message(moving(grip.row, grip.part, grip.by))
        else:
            self._say()

    def _hint(self, grip: Grip, target: Target | str) -> None:
        """Tell where a bar is dragged to; once the mouse rests, what becomes of conflicts there."""
        words = grip.words if grip.by or not isinstance(target, Target) else str(grip.time)
        words = f"{words} on {target.name}" if isinstance(target, Target) else target or words
        if words == self._hinted:
            return
        self._hinted = words
        self._say(words)
        if self._resting is not None:
            self._resting.stop()
        if isinstance(target, Target) or (not target and grip.by and grip.part == WHOLE):
            self._resting = self.set_timer(JUDGED_AFTER_SECONDS, lambda: self._judge(words, grip, target))

    def _judge(self, words: str, grip: Grip, target: Target | str) -> None:
        session = self.session
        if session is None or words != self._hinted:
            return
        try:
            if isinstance(target, Target):
                changes = booking_changes(session, grip.row, target.key, target.name, grip.by)
            else:
                changes = shifted(session.table.transmissions[grip.row], grip.by)
        except EditRefused as refused:
            self._say(str(refused))
            return
        self._work_out_effect(session, words, grip.row, changes)

    @work(thread=True, exclusive=True, group="effect", exit_on_error=False)
    def _work_out_effect(self, session: Session, words: str, row: int, changes: Changes) -> None:
        self.post_message(Judged(words, preview_edit(session, [(row, changes)])))

    @on(Judged)
    def _take_effect(self, event: Judged) -> None:
        event.stop()
        if event.words == self._hinted:
            self._say(f"{event.words}: {conflict_words(event.effect)}")

    # Words

    def _say(self, hint: str = "") -> None:
        chart, day = self.chart, self.day
        if chart.day is None or day is None or not isinstance(chart, FacilityChart):
            return
        scale, label = chart.scale, chart.label_width
        now = f"  now {clock(chart.now_minute)}" if chart.now_minute is not None else ""
        head = f"{day_words(day)}{now}  {self.shown}  {scale.minutes // 60} h  snap {chart.snap} min"
        figures = chart.figure_line([name for name, _ in HEADS])
        text = Text(no_wrap=True, overflow="crop")
        text.append(head, "bold")
        text.append(f"\n{'UTC'.ljust(label)}{ruler(scale, clock, chart.now_minute)}{figures}")
        self.query_one("#rulers", Static).update(text)
        self.query_one("#legend", Static).update(self._legend(chart.day, hint))

    def _legend(self, day: Day, hint: str) -> Text:
        chart = self.chart
        text = Text(no_wrap=True, overflow="ellipsis")
        if not day.lines:
            hint = "no transmission listed here names a site: Esc clears the filter, e opens the form"
        elif not hint and chart.selected is not None and chart.place is None:
            hint = "the selected transmission is not on the air on this date: D goes to its next one"
        if hint:
            text.append(hint)
            return text
        text.append(RETUNE_FILL * 2, chart.get_component_rich_style("timeline--retune", partial=True))
        text.append(" retunes  ")
        text.append(CLASH_FILL * 2, chart.get_component_rich_style("timeline--clash-error", partial=True))
        text.append(" ✗ double, or too many  ")
        text.append(CLASH_FILL * 2, chart.get_component_rich_style("timeline--clash-warning", partial=True))
        text.append(f" ▲ too short to retune  in h{self._currency()}")
        return text

    def _currency(self) -> str:
        currencies = {use.currency for use in (self.uses or {}).values() if use.cost is not None and use.currency}
        # Amounts in different currencies have no common heading.
        return f" and {currencies.pop()}" if len(currencies) == 1 else ""

    # Keys

    def action_lanes(self) -> None:
        """Show other lanes."""
        self.shown = SHOWN[(SHOWN.index(self.shown) + 1) % len(SHOWN)]
        self._also_shown = (self.shown, self._counted_of if self.uses is not None else None)
        self._lay_out(self.chart.selected)

    def action_rebook(self, by: int) -> None:
        """Book the bar on the transmitter, or antenna, above or below."""
        choices = self._choices()
        if not choices:
            return
        at = next((number for number, choice in enumerate(choices) if choice.current), None)
        # A booking that names no transmitter begins at the first or the last one.
        target = (0 if by > 0 else len(choices) - 1) if at is None else at + by
        if 0 <= target < len(choices):
            self._book(choices[target])
        else:
            self._say(f"there is no other {choices[0].key} {'below' if by > 0 else 'above'}")

    def action_book(self) -> None:
        """Choose the transmitter, or antenna, among those of the site."""
        choices = self._choices()
        if not choices:
            return
        listed = [Choice(choice.name, choice.name, choice_words(choice)) for choice in choices]
        current = [choice.name for choice in choices if choice.current]

        def take(picked: list[str] | None) -> None:
            if picked:
                self._book(next(choice for choice in choices if choice.name == picked[0]))

        head = f"Book on which {choices[0].key}?"
        session, row, key = self.session, self.chart.selected, choices[0].key
        assert session is not None
        assert row is not None
        effect = EffectOf(session, lambda name: [(row, booking_changes(session, row, key, name))])
        self.app.push_screen(Pick(head, listed, chosen=current, heads=("Name", "There"), effect=effect), take)

    def _choices(self) -> list[FacilityChoice]:
        """What the bar under the cursor can be booked on; a hint says why there is nothing."""
        session, row, place = self.session, self.chart.selected, self.chart.place
        if session is None or row is None or place is None or not isinstance(self.chart.day, FacilityDay):
            return []
        lane = self.chart.day.entries[place.line].lane
        key = "antenna" if lane is not None and lane.kind is LaneKind.ANTENNA else "transmitter"
        choices = facility_choices(session.workspace, row, key)
        if not choices:
            self._say("the plan has no inventory of this site: write its transmitters under `sites` in bcastplan.yaml")
        return choices

    def _book(self, choice: FacilityChoice) -> None:
        row = self.chart.selected
        if row is None or choice.current:
            return
        self.post_message(booking(row, choice.key, choice.name))


def booking(row: int, key: str, name: str, minutes: int = 0) -> EditWanted:
    """What books a row on an item of the inventory, and others when it is repeated."""
    edit = partial(book, key=key, name=name, minutes=minutes)
    return EditWanted(f"book on {name}", lambda session: edit(session, [row]), again=edit)


_KIND_WORDS = {
    Kind.TRANSMITTER: "double booking", Kind.CAPACITY: "too many at once", Kind.ANTENNA: "antenna in use",
    Kind.RETUNE: "no time to retune",
}  # fmt: skip


def choice_words(choice: FacilityChoice) -> str:
    """What a choice of transmitter or antenna means: conflicts and dates, or ``free``."""
    words = ["now"] if choice.current else []
    if choice.out_of_range:
        words.append("cannot be tuned to the frequency")
    for kind in dict.fromkeys(conflict.kind for conflict in choice.conflicts):
        dates = max(conflict.dates for conflict in choice.conflicts if conflict.kind is kind)
        words.append(f"{_KIND_WORDS[kind]} on {count(dates, 'date')}")
    return inert(", ".join(words) or "free")
