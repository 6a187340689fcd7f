"""What a day's timeline holds, worked out once for a plan, a filter, a date and a grouping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from bcastplan.airtime.airings import DayAiring
from bcastplan.model.clock import MINUTES_PER_DAY, clock
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference import TargetClock, band_order
from bcastplan.reference.listener_places import listeners_clock
from bcastplan.tui.views.clashes import Clashes
from bcastplan.tui.views.lookups import Directories
from bcastplan.tui.views.timeline_layout import Line, bars_on, lay_out
from bcastplan.tui.views.timeline_lines import GHOST_FILL, Look, service_look
from bcastplan.workspace.editing.session import Session

GROUPINGS = ("frequency", "site", "service", "band")
LABEL_WIDTHS = {"frequency": (8, 8), "site": (11, 14), "service": (14, 24), "band": (7, 7)}
"""Cells left of the bars on a narrow and on a wide screen."""
# Sorts after every name, so that what has no name stands last.
_LAST = "\uffff"


class Place(NamedTuple):
    """Where a bar stands."""

    line: int
    bar: int


class Day:
    """The lines of one UTC date, and how the bars in them look."""

    def __init__(self, session: Session, rows: Sequence[int], day: date, grouping: str) -> None:
        self.session, self.day, self.grouping = session, day, grouping
        self._table = session.table.transmissions
        self._directories = Directories(session)
        bars = bars_on(session.table, day, rows)
        self.lines: list[Line] = lay_out(bars, self._group_of)
        # of the whole plan, so that a service looks the same whatever the date and the filter
        services = sorted({transmission.service for transmission in self._table[: session.own_rows]})
        self._service_numbers = {service: number for number, service in enumerate(services)}
        self._clashes = Clashes(session.pairs, day) if session.pairs_known else None
        self._looks: dict[int, Look] = {}
        self._places: dict[int, list[Place]] = {}
        self._index()

    def _index(self) -> None:
        """Note where each row stands."""
        for number, line in enumerate(self.lines):
            for position, bar in enumerate(line.bars):
                self._places.setdefault(bar.row, []).append(Place(number, position))

    def _group_of(self, row: int) -> tuple[Any, str]:
        transmission = self._table[row]
        if self.grouping == "frequency":
            return transmission.frequency_khz, format_khz(transmission.frequency_khz)
        if self.grouping == "service":
            return transmission.service or _LAST, inert(transmission.service) or "no service"
        if self.grouping == "band":
            band = self._directories.of(row).band(transmission).band
            return band_order(band), band
        site = inert(transmission.site_code or "")
        label = "/".join(part for part in (site or "no site", inert(transmission.transmitter or "")) if part)
        return (site or _LAST, transmission.transmitter or ""), label

    def services(self, first: int, stop: int) -> list[tuple[str, str, str]]:
        """The services in some lines, each with its pattern and the name of its style."""
        seen = {self._table[bar.row].service for line in self.lines[first:stop] for bar in line.bars}
        known = self._service_numbers
        return [(service, *service_look(known[service])) for service in sorted(seen) if service in known]

    def bar(self, place: Place) -> DayAiring:
        """The bar at a place."""
        return self.lines[place.line].bars[place.bar]

    def place_of(self, row: int | None, minute: int, line: int = 0) -> Place | None:
        """Where a row stands: the part of it nearest to a minute, and of several the one nearest to a line.

        None where it is not on the air.
        """
        places = self._places.get(row, []) if row is not None else []
        return min(places, key=lambda place: (_distance(self.bar(place), minute), abs(place.line - line)), default=None)

    def nearest(self, line: int, minute: int) -> Place | None:
        """The bar of a line that covers a minute, else the one nearest to it; None in a line without bars."""
        bars = self.lines[line].bars if 0 <= line < len(self.lines) else ()
        if not bars:
            return None
        return Place(line, min(range(len(bars)), key=lambda number: _distance(bars[number], minute)))

    def look(self, row: int) -> Look:
        """How a row's bars look."""
        # Labels and clashes take most of the time, and only bars that come into sight need them.
        if row not in self._looks:
            transmission = self._table[row]
            clashes = self._clashes.of(row) if self._clashes is not None else ()
            if row >= self.session.own_rows:
                self._looks[row] = Look(GHOST_FILL, "ghost", f"~{self._label(transmission)}", clashes)
            else:
                fill, style = service_look(self._service_numbers[transmission.service])
                self._looks[row] = Look(fill, style, self._label(transmission), clashes)
        return self._looks[row]

    def _label(self, transmission: Transmission) -> str:
        frequency, site = format_khz(transmission.frequency_khz), transmission.site_code or ""
        parts = {
            "frequency": (transmission.service or transmission.broadcaster or "", site),
            "site": (frequency, transmission.service),
            "service": (frequency, site),
            "band": (frequency, transmission.service, site),
        }[self.grouping]
        return inert(" ".join(part for part in parts if part))

    def clock(self, row: int | None) -> TargetClock | None:
        """The clock of a row's listeners; where it names none, that of most rows on the air; None if none is known."""
        if row is not None and (self._table[row].target or self._table[row].listeners):
            return self._clock_of(row)
        rows = {(self._table[row].listeners, self._table[row].target): row for row in self._places}
        named = Counter((self._table[row].listeners, self._table[row].target) for row in self._places)
        # The time zone of the most frequent ones may not be known.
        clocks = (self._clock_of(rows[names]) for names, _ in named.most_common(3) if names != (None, None))
        return next((clock for clock in clocks if clock is not None), None)

    def _clock_of(self, row: int) -> TargetClock | None:
        plan = self.session.workspace.plan_of_row(row)
        return listeners_clock(plan.plan if plan is not None else Plan(), self._table[row], self.day.year)


def _distance(bar: DayAiring, minute: int) -> tuple[int, int]:
    return max(bar.start_minute - minute, minute - bar.stop_minute + 1, 0), bar.start_minute


def local_clock(day: date, minute: int, target: TargetClock) -> str:
    """``hhmm`` on a target's clock at a UTC minute of a date."""
    there = target.at(_moment(day, minute))
    return clock(there.hour * 60 + there.minute)


def clock_name(day: date, target: TargetClock) -> str:
    """What a target's clock calls its time on a date, as ``KST`` or ``UTC+9``."""
    return target.label(_moment(day, MINUTES_PER_DAY // 2))


def short_clock_name(name: str, width: int) -> str:
    """A clock's name in at most ``width`` cells: ``+4:30`` for ``UTC+4:30`` where that is too long.

    A name that is cut ends with ``…``, so that it is never read as another offset.
    """
    if len(name) > width:
        name = name.removeprefix("UTC")
    return name if len(name) <= width else f"{name[: max(0, width - 1)]}…"


def _moment(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
