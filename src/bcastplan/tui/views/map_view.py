"""The world with the sites of what is listed, and the path of what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from bcastplan.model.plan import Plan
from bcastplan.tui.bindings import MAP_BINDINGS
from bcastplan.tui.braille import Canvas
from bcastplan.tui.messages import RowHighlighted
from bcastplan.tui.views.lookups import Directories
from bcastplan.tui.views.map_canvas import (
    BEAM,
    CHOSEN,
    CHOSEN_SIGN,
    COAST,
    EDGE,
    PARTLY,
    POINT_SIGN,
    POINTS,
    POORLY,
    SITE,
    SITE_SIGNS,
    TARGET,
    TARGET_SIGN,
    WELL,
    ZOOMS,
    Path,
    Projection,
    SiteMark,
    draw,
    fitted,
)
from bcastplan.tui.views.map_ground import IN_BEAM, LAND, ground
from bcastplan.tui.views.map_scene import Hearing, hearing_of, path_of, path_words, site_marks
from bcastplan.tui.views.view import View, row_beside, utc_now
from bcastplan.workspace.editing.session import Session

if TYPE_CHECKING:
    from bcastplan.coverage.predicted_months import Slot

_STYLES = {
    COAST: "map--coast",
    EDGE: "map--edge",
    BEAM: "map--beam",
    POINTS: "map--points",
    POORLY: "map--poorly",
    PARTLY: "map--partly",
    WELL: "map--well",
    SITE: "map--site",
    TARGET: "map--target",
    CHOSEN: "map--chosen",
}
_GROUNDS = {LAND: "map--land", IN_BEAM: "map--in-beam"}


class WorldMap(Widget, can_focus=True):
    """The map itself; it is drawn again only when what it shows has changed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLES.values(), *_GROUNDS.values()}

    def __init__(self) -> None:
        super().__init__()
        self.projection = Projection(1, 1)
        self.marks: Sequence[SiteMark] = ()
        self.path: Path | None = None
        self._canvas: Canvas | None = None
        self._ground: NDArray[np.uint8] | None = None

    def look(self, projection: Projection) -> None:
        """Show another part of the world."""
        self.projection = projection
        self.again()

    def again(self) -> None:
        """Draw anew."""
        self._canvas = None
        self.refresh()

    def on_resize(self) -> None:
        """Use the new room."""
        size = self.size
        fits = self.projection._replace(width=max(1, size.width), height=max(1, size.height))
        # How near to a pole the middle of the map may lie depends on the height.
        self.look(fits.centred(fits.latitude, fits.longitude))

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        if self._canvas is None or self._ground is None:
            self._canvas = draw(self.projection, self.marks, self.path)
            self._ground = ground(self.projection, self.path)
        base = self.rich_style
        if y >= self._canvas.height:
            return Strip.blank(self.size.width, base)
        segments, column, below = [], 0, self._ground[y].tolist()
        for text, layer in self._canvas.line(y):
            # A segment has one style, so a run of signs is cut wherever the ground below it changes.
            for kind, cells in groupby(range(column, column + len(text)), key=below.__getitem__):
                part = "".join(text[cell - column] for cell in cells)
                segments.append(Segment(part, base + self._style(_GROUNDS.get(kind)) + self._style(_STYLES.get(layer))))
            column += len(text)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, name: str | None) -> Style:
        return self.get_component_rich_style(name, partial=True) if name else Style.null()

    @property
    def in_beam(self) -> Style:
        """How the shape of a beam looks."""
        return self._style(_GROUNDS[IN_BEAM])


class MapView(View):
    """The map over what is to be said of the path, and the legend."""

    view_name: ClassVar[str] = "map"
    title: ClassVar[str] = "Map"
    BINDINGS: ClassVar[list[BindingType]] = [*MAP_BINDINGS]
    DEFAULT_CSS = FilePath(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.rows: Sequence[int] = ()
        self.selected: int | None = None
        self._shown: tuple[object, ...] = ()
        self._unknown = 0
        self._day: date | None = None
        self._hour: int | None = None
        self._slot: Slot | None = None
        self.hearing: Hearing | None = None
        """Who hears the selected row; None as long as nothing is predicted or selected."""

    def compose(self) -> ComposeResult:
        """Map, path, legend."""
        yield WorldMap()
        yield Static(id="path", markup=False)
        yield Static(id="signs", markup=False)

    @property
    def world(self) -> WorldMap:
        """The map itself."""
        return self.query_one(WorldMap)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show the sites of the rows listed and the path of the selected one."""
        state = (session, session.generation, selected, self.predicted, self._day, self._hour, self._slot)
        if state == self._shown and rows is self.rows:
            return
        world = self.world
        # Sites change with the rows or the plan; every move of the cursor would otherwise count thousands of rows.
        if rows is not self.rows or state[:2] != self._shown[:2]:
            world.marks, self._unknown = site_marks(session, rows)
        self._shown, self.session, self.rows, self.selected = state, session, rows, selected
        world.path, self.hearing, words = None, None, ["nothing is selected: 1 shows the table, Esc clears the filter"]
        if selected is not None:
            transmission, directory = session.table.transmissions[selected], Directories(session).of(selected)
            opened = session.workspace.plan_of_row(selected)
            plan = opened.plan if opened is not None else Plan()
            words = path_words(plan, transmission, directory)
            if self.predicted is not None:
                day = self._day or self.now().date()
                self.hearing = hearing_of(self.predicted, session, selected, day, self._hour, self._slot)
                words.insert(0, self.hearing.words)
            world.path = path_of(
                plan, transmission, directory, self.hearing.points if self.hearing is not None else None
            )
        self.query_one("#path", Static).update(" · ".join(words))
        self.query_one("#signs", Static).update(self._legend())
        world.again()

    def _legend(self) -> Text:
        least, parts = 1, []
        for most, sign in SITE_SIGNS:
            parts.append(f"{sign} {least}-{most}" if most is not None and most > least else f"{sign} {least}")
            least = most + 1 if most is not None else least
        parts[-1] += "+"
        words = f"{' '.join(parts)} transmissions  {CHOSEN_SIGN} selected {TARGET_SIGN} target "
        if self.hearing is not None and self.hearing.points:
            words += "0-9 heard, in tenths"
        else:
            words += f"{POINT_SIGN} test points"
        text = Text(words)
        path = self.world.path
        if path is not None and path.azimuth_deg is not None and path.half_width_deg is not None:
            text.append("  ")
            text.append("  ", self.world.in_beam)
            text.append(" beam to -6 dB")
        return text.append(f"  ({self._unknown} without a known site)") if self._unknown else text

    def take_day(self, day: date) -> None:
        """Show the coverage of the month that speaks for a UTC date."""
        # A month that was chosen with its key would otherwise stay, whatever the date.
        self._day, self._slot = day, None
        self._again()

    def _again(self) -> None:
        if self.session is not None:
            self.show(self.session, self.rows, self.selected)

    # Keys

    def action_pan(self, east: int, north: int) -> None:
        """Move the map."""
        self.world.look(self.world.projection.panned(east, north))

    def action_zoom(self, by: int) -> None:
        """Show a smaller or larger part of the world about the middle of the map."""
        projection = self.world.projection
        at = max(0, min(ZOOMS.index(projection.zoom) + by, len(ZOOMS) - 1))
        self.world.look(projection.zoomed(ZOOMS[at]))

    def action_world(self) -> None:
        """Show the whole world."""
        projection = self.world.projection
        self.world.look(Projection(projection.width, projection.height).zoomed(1))

    def action_fit(self) -> None:
        """Show the path of the selected transmission as large as it fits."""
        if self.world.path is not None:
            self.world.look(fitted(self.world.projection, self.world.path))

    def action_hour(self, by: int) -> None:
        """Show the coverage in another of the hours in which the selected row is on the air."""
        hearing = self.hearing
        if hearing is None or hearing.hour is None:
            self._nothing_predicted()
            return
        hours = hearing.hours
        self._hour = hours[(hours.index(hearing.hour) + by) % len(hours)]
        self._again()

    def action_month(self) -> None:
        """Show the coverage in another of the months that were predicted."""
        hearing = self.hearing
        if hearing is None or hearing.slot is None:
            self._nothing_predicted()
            return
        slots = hearing.slots
        self._slot = slots[(slots.index(hearing.slot) + 1) % len(slots)]
        self._again()

    def _nothing_predicted(self) -> None:
        words = self.hearing.words if self.hearing is not None else "no coverage is predicted: C predicts it"
        self.notify(words, severity="warning", markup=False)

    def action_step(self, by: int) -> None:
        """Select the row before or after the selected one."""
        row = row_beside(self.rows, self.selected, by)
        if row is not None:
            self.post_message(RowHighlighted(row))
