"""The circuit of the selected transmission: which frequencies carry in each hour of a month, and how it is heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.reference.choices import CHOICES, Choice
from bcastplan.tui.bindings import CIRCUIT_BINDINGS
from bcastplan.tui.braille import Canvas
from bcastplan.tui.messages import RowHighlighted
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.views.circuit_chart import (
    AXIS,
    FOT,
    LABEL_CELLS,
    LUF,
    MUF,
    OTHER,
    OWN,
    Drawn,
    cells_of_hour,
    chart,
    number_rows,
)
from bcastplan.tui.views.view import View, row_beside, utc_now
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.opening.open_plans import OpenPlan
from bcastplan.workspace.prediction.circuit_day import (
    CircuitDay,
    NoCircuit,
    circuit_day,
    months_of,
    nearest_month,
    slot_of,
)

_STYLES = {
    MUF: "circuit--muf", FOT: "circuit--fot", LUF: "circuit--luf", OTHER: "circuit--other", OWN: "circuit--own",
    AXIS: "circuit--axis",
}  # fmt: skip
_ROW_STYLES = {"MUF": "circuit--muf", "FOT": "circuit--fot", "LUF": "circuit--luf", "MUF 2": "circuit--other"}


class Asked(NamedTuple):
    """What a worker was asked for; an answer to another question is dropped."""

    transmission: Transmission
    month: tuple[int, int]
    site: str
    antenna: str


class CircuitFound(Message):
    """A worker has predicted the circuit, or says why it cannot."""

    def __init__(self, asked: Asked, day: CircuitDay | None, other: CircuitDay | None, problem: str) -> None:
        super().__init__()
        self.asked, self.day, self.other, self.problem = asked, day, other, problem


class CircuitChart(Widget, can_focus=True):
    """The curves over the rows of numbers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLES.values(), "circuit--on"}

    def __init__(self) -> None:
        super().__init__()
        self.drawn: Drawn | None = None
        self._canvas: Canvas | None = None

    def draw(self, drawn: Drawn | None) -> None:
        """Show another day."""
        self.drawn, self._canvas = drawn, None
        self.refresh()

    def on_resize(self) -> None:
        """Use the new room."""
        self.draw(self.drawn)

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        width, base = self.size.width, self.rich_style
        if self.drawn is None:
            return Strip.blank(width, base)
        rows = number_rows(self.drawn)
        height = max(3, self.size.height - len(rows))
        if self._canvas is None:
            self._canvas = chart(self.drawn, width, height)
        if y < height:
            segments = []
            for text, layer in self._canvas.line(y):
                name = _STYLES.get(layer)
                style = base + self.get_component_rich_style(name, partial=True) if name else base
                segments.append(Segment(text, style))
            return Strip(segments).adjust_cell_length(width, base)
        if y - height >= len(rows):
            return Strip.blank(width, base)
        return self._numbers(*rows[y - height]).adjust_cell_length(width, base)

    def _numbers(self, name: str, numbers: Sequence[str]) -> Strip:
        assert self.drawn is not None
        base = self.rich_style
        on_air = base + self.get_component_rich_style("circuit--on", partial=True)
        # The name of a row has the colour of its curve: the rows are the legend of the chart.
        style = _ROW_STYLES.get(name, "circuit--axis")
        segments = [Segment(name.ljust(LABEL_CELLS), base + self.get_component_rich_style(style, partial=True))]
        cells = cells_of_hour(self.size.width)
        for hour, cell in enumerate(numbers):
            segments.append(Segment(cell.rjust(cells - 1) + " ", on_air if hour in self.drawn.on_air else base))
        return Strip(segments)


class CircuitView(View):
    """The chart under a line that says what it is of."""

    view_name: ClassVar[str] = "circuit"
    title: ClassVar[str] = "Circuit"
    BINDINGS: ClassVar[list[BindingType]] = [*CIRCUIT_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.rows: Sequence[int] = ()
        self.selected: int | None = None
        self.asked: Asked | None = None
        self.month: tuple[int, int] | None = None
        """The month that was chosen; None for the one nearest to the date that is shown elsewhere."""
        self.other_site, self.other_antenna = "", ""
        """What the transmission is compared with; empty for nothing."""
        self._day: date | None = None

    def compose(self) -> ComposeResult:
        """What is shown, and the chart."""
        yield Static(id="circuit", markup=False)
        yield CircuitChart()

    @property
    def chart(self) -> CircuitChart:
        """The curves."""
        return self.query_one(CircuitChart)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Predict the circuit of the selected row, in a worker, when it is another one than before."""
        self.session, self.rows, self.selected = session, rows, selected
        opened = session.workspace.plan_of_row(selected) if selected is not None else None
        if selected is None or opened is None:
            self.asked = None
            self._say(_NOTHING_SELECTED if selected is None else _REFERENCE_SELECTED)
            return
        transmission = session.table.transmissions[selected]
        months = months_of(transmission.window)
        # A month that was chosen for another transmission may lie outside the season of this one.
        month = self.month if self.month in months else nearest_month(months, self._day or self.now().date())
        asked = Asked(transmission, month, self.other_site, self.other_antenna)
        if asked != self.asked:
            self.asked = asked
            self._predict(asked, opened)

    @work(thread=True, exclusive=True, group="circuit", exit_on_error=False)
    def _predict(self, asked: Asked, opened: OpenPlan) -> None:
        day = other = None
        problem = ""
        try:
            slot = slot_of(*asked.month)
            day = circuit_day(opened, asked.transmission, slot)
            if compared := _changed(asked):
                other = circuit_day(opened, compared, slot)
        except (NoCircuit, CoverageRequestError) as error:
            problem = str(error)
        self.post_message(CircuitFound(asked, day, other, problem))

    @on(CircuitFound)
    def _take(self, event: CircuitFound) -> None:
        event.stop()
        # An answer to another question: the selection has moved on since.
        if event.asked != self.asked or self.session is None or self.selected is None:
            return
        if event.day is None:
            self._say(f"{event.problem}: e opens the form, ↓ goes to the next transmission")
            return
        transmission, day = event.asked.transmission, event.day
        self.chart.draw(Drawn(day, event.other, transmission.frequency_khz / 1000.0, hours_of(transmission)))
        words = [
            f"{format_khz(transmission.frequency_khz)} kHz {transmission.time} UTC from {transmission.site_code or ''}",
            f"{day.slot.year}-{day.slot.month:02d}, R12 {day.slot.r12:.0f}",
            f"{day.distance_km:,.0f} km",
            "MUF, FOT and LUF in MHz; heard in % of the days; band in metres",
            "without interference and jamming",
        ]
        if event.other is not None:
            # Beside the distance of the circuit it is compared with.
            words.insert(3, f"2: {_compared_words(event.asked)}, {event.other.distance_km:,.0f} km")
        if event.problem:
            words.append(event.problem)
        self.query_one("#circuit", Static).update(inert(" · ".join(words)))

    def _say(self, words: str) -> None:
        self.query_one("#circuit", Static).update(inert(words))
        self.chart.draw(None)

    def take_day(self, day: date) -> None:
        """Show the month of a UTC date."""
        self._day, self.month = day, None
        self._again()

    def _again(self) -> None:
        if self.session is not None:
            self.show(self.session, self.rows, self.selected)

    # Keys

    def action_month(self, by: int) -> None:
        """Show another month of the season."""
        if self.asked is not None:
            months = months_of(self.asked.transmission.window)
            self.month = months[(months.index(self.asked.month) + by) % len(months)]
            self._again()

    def action_compare(self, key: str) -> None:
        """Choose the site or the antenna to compare with."""
        session, asked = self.session, self.asked
        opened = (
            session.workspace.plan_of_row(self.selected) if session is not None and self.selected is not None else None
        )
        if asked is None or opened is None:
            return

        def take(picked: list[str] | None) -> None:
            if picked:
                if key == "site":
                    self.other_site = picked[0]
                else:
                    self.other_antenna = picked[0]
                self._again()

        choices: list[Choice] = CHOICES[key](opened.directory)
        self.app.push_screen(Pick(f"Compare with which {key}?", choices), take)

    def action_alone(self) -> None:
        """Compare with nothing."""
        self.other_site = self.other_antenna = ""
        self._again()

    def action_step(self, by: int) -> None:
        """Select the row before or after the selected one."""
        row = row_beside(self.rows, self.selected, by)
        if row is not None:
            self.post_message(RowHighlighted(row))


_NOTHING_SELECTED = "nothing is selected: 1 shows the table, n writes a new transmission"
_REFERENCE_SELECTED = "a circuit is shown for rows of the plan only: ↓ goes to the next transmission"


def hours_of(transmission: Transmission) -> frozenset[int]:
    """The clock hours (UTC) of which a transmission is on the air in some minute."""
    time = transmission.time
    # A stop after midnight is counted on from the start's day, as minute 1500 for 0100.
    return frozenset(minute // 60 % 24 for minute in range(time.start_minute, time.stop_minute))


def _changed(asked: Asked) -> Transmission | None:
    """The transmission with the other site or antenna; None where it is compared with nothing.

    From another site the beam goes straight to the middle of the target: the azimuth as written holds for one site.
    """
    changes: dict[str, object] = {}
    if asked.antenna:
        changes["antenna"] = asked.antenna
    if asked.site:
        changes |= {"site": asked.site, "azimuth_deg": None, "slew_deg": None, "transmitter": None}
    return replace(asked.transmission, **changes) if changes else None  # type: ignore[arg-type]


def _compared_words(asked: Asked) -> str:
    return " with antenna ".join(part for part in (asked.site or "the same site", asked.antenna) if part)
