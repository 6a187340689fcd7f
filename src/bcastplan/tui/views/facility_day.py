"""The lines of the facilities on a date: a head for each site, then its transmitters and antennas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bcastplan.airtime.airings import DayAiring
from bcastplan.conflicts.kinds import RESOURCE_SEVERITY, Kind
from bcastplan.model.counts import count
from bcastplan.model.finding import Severity
from bcastplan.model.inert import inert
from bcastplan.tui.severity_signs import SIGNS
from bcastplan.tui.views.clashes import Clash
from bcastplan.tui.views.timeline_layout import Line, lanes
from bcastplan.tui.views.timeline_lines import CLASH_FILL, Filling, Look
from bcastplan.tui.views.timeline_model import Day
from bcastplan.tui.views.timeline_moves import WHOLE, Grip
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.facility_lanes import Lane, LaneKind, LaneUse, SiteLanes, Trouble

RETUNE_FILL = "╌"
Uses = Mapping[tuple[str | None, str | None], LaneUse]

SHOWN = ("all lanes", "transmitters", "antennas")


class Entry(NamedTuple):
    """What a line of the screen stands for; a lane of several lines has its name and figures on the first.

    An entry without a lane is the head of a site, or the line after it that shows when the site is overbooked.
    """

    site: SiteLanes
    lane: Lane | None
    first: bool
    number: int = 0
    """Of a lane of its kind without a name, from 1 on."""

    @property
    def is_head(self) -> bool:
        """Whether it is the first line of a site."""
        return self.lane is None and self.first


class Target(NamedTuple):
    """What a bar that is dragged to another lane is booked on: ``key`` is ``transmitter`` or ``antenna``."""

    key: str
    name: str


class FacilityDay(Day):
    """A date of the facilities; ``uses`` is None until they are counted."""

    def __init__(
        self, session: Session, sites: Sequence[SiteLanes], day: date, uses: Uses | None, shown: str = SHOWN[0]
    ) -> None:
        # Without rows, because the lines of the facilities are laid out below.
        super().__init__(session, (), day, "site")
        self.sites, self.uses = sites, uses
        self.entries: list[Entry] = []
        self.lines = []
        for entry, bars in _entries(sites, shown):
            self.entries.append(entry)
            self.lines.append(Line(label_of(entry), bars))
        self._index()

    def target(self, grip: Grip) -> Target | str:
        """What a bar would be booked on where the mouse is; why it cannot be, and nothing where it stays as it is."""
        here, there = self.entries[grip.line], self.entries[grip.over]
        if grip.part != WHOLE or (here.site is there.site and here.lane is there.lane):
            return ""
        # Two plans may have sites of the same code, each with an inventory of its own.
        if (here.site.plan, here.site.site) != (there.site.plan, there.site.site):
            return f"{inert(there.site.site)} is another site: e opens the form, which moves it there"
        if there.lane is None:
            return "a transmitter or an antenna is needed: leave it on a lane"
        if there.lane.kind is LaneKind.COUNTED:
            return "the plan has no inventory of this site: write its transmitters under `sites` (I)"
        if there.lane.kind is LaneKind.UNLISTED:
            return "this lane is for bookings that name no transmitter of the site"
        key = "antenna" if there.lane.kind is LaneKind.ANTENNA else "transmitter"
        if any(booking.row == grip.row for booking in there.lane.bookings):
            return f"it is booked on this {key} already"
        return Target(key, there.lane.name)

    def look_in(self, line: int, row: int) -> Look:
        """How a row's bar looks in a line: it clashes with what is booked there."""
        lane = self.entries[line].lane
        troubles = lane.troubles if lane is not None else ()
        clashes = [_clash(trouble, row) for trouble in troubles if row in trouble.rows]
        return self.look(row)._replace(clashes=tuple(sorted(clashes, key=lambda clash: clash.severity.rank)))

    def fillings(self, line: int) -> list[Filling]:
        """What a line has besides bars: changes of frequency, gaps too short for one, and minutes overbooked."""
        site, lane = self.entries[line][:2]
        if lane is None:
            return [
                Filling(trouble.start_minute, trouble.stop_minute, CLASH_FILL, "clash-error")
                for trouble in site.troubles
            ]
        if not self.entries[line].first:
            return []
        changes = [Filling(start, stop, RETUNE_FILL, "retune") for start, stop in lane.retunes]
        short = [trouble for trouble in lane.troubles if trouble.kind is Kind.RETUNE]
        return changes + [
            Filling(trouble.start_minute, trouble.stop_minute, CLASH_FILL, "clash-warning") for trouble in short
        ]

    def head_words(self, line: int) -> str:
        """What a site has, and what it lacks at the worst moment."""
        site = self.entries[line].site
        name = inert(site.name)
        if site.available is None:
            has = f"no inventory, {site.most_at_once} at once"
        else:
            over = f" {SIGNS[Severity.ERROR]}" if site.troubles else ""
            has = f"{count(site.available, 'transmitter')}, {site.most_at_once} at once{over}"
        return f"{name} · {has}" if name else has

    def use(self, line: int) -> LaneUse | None:
        """What is used over all dates; None where it is not known, or said in another line."""
        site, lane, first = self.entries[line][:3]
        if self.uses is None or not first:
            return None
        if lane is None:
            return self.uses.get((site.site, ""))
        # Hours and cost are those of transmitters; an antenna would count them twice.
        if lane.kind is LaneKind.ANTENNA:
            return None
        if lane.kind is LaneKind.COUNTED and not lane.name:
            return None
        # A lane on which nothing is booked has no entry among the uses.
        return self.uses.get((site.site, lane.name or None), LaneUse(0, None, None))


def _clash(trouble: Trouble, row: int) -> Clash:
    """The minutes of a bar that are marked for a trouble.

    For a gap that is too short, it is the minute of the bar next to the gap.
    """
    start, stop = trouble.start_minute, trouble.stop_minute
    if trouble.kind is Kind.RETUNE:
        start, stop = (start - 1, start) if row == trouble.rows[0] else (stop - 1, stop + 1)
    return Clash(start, stop, RESOURCE_SEVERITY[trouble.kind])


def _entries(sites: Sequence[SiteLanes], shown: str) -> Iterator[tuple[Entry, tuple[DayAiring, ...]]]:
    for site in sites:
        yield Entry(site, None, True), ()
        if site.troubles and shown != SHOWN[2]:
            yield Entry(site, None, False), ()
        number = 0
        for lane in site.lanes:
            number += lane.kind is LaneKind.COUNTED and not lane.name
            if shown != SHOWN[0] and (lane.kind is LaneKind.ANTENNA) != (shown == SHOWN[2]):
                continue
            bars = list(lane.bookings)
            for place, some in enumerate(lanes(bars) or [[]]):
                yield Entry(site, lane, place == 0, number), tuple(some)


def label_of(entry: Entry) -> str:
    """What stands left of a line."""
    lane = entry.lane
    if lane is None:
        return inert(entry.site.site) if entry.first else "  too many"
    if not entry.first:
        return ""
    if lane.kind is LaneKind.ANTENNA:
        return inert(f"  ant {lane.name} {lane.detail}".rstrip())
    if lane.name:
        return inert(f"  {lane.name} {lane.detail}".rstrip())
    return "  not named" if lane.kind is LaneKind.UNLISTED else f"  #{entry.number}"
