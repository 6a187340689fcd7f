"""A UTC date at the sites of the plans: a lane for each transmitter and antenna, with what is booked on it and when.

The double bookings, short gaps and overbooked minutes are those of `conflicts.resources`, cut to the date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.airings import DayAiring
from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import RowSide
from bcastplan.conflicts.kinds import Kind
from bcastplan.conflicts.resources import antenna_names, emission_rows, is_one_emission
from bcastplan.conflicts.site_load import Airings, airings_of_rows
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.plan import InventoryAntenna, InventorySite, Transmitter
from bcastplan.workspace.inspection.plan_conflicts import sides_of
from bcastplan.workspace.inspection.plan_hours import hours_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


class LaneKind(StrEnum):
    """What a lane stands for."""

    TRANSMITTER = "transmitter"
    """A transmitter of the inventory."""
    UNLISTED = "unlisted"
    """Bookings of a site with an inventory that name no transmitter of it."""
    COUNTED = "counted"
    """One of as many transmitters as the bookings of a site without inventory need."""
    ANTENNA = "antenna"
    """An antenna of the inventory."""


class Trouble(NamedTuple):
    """Minutes in which too much is booked, of a kind of ``conflicts``; one minute at least.

    Of a gap that is too short these are the minutes of the gap, or the first one of the later airing.
    """

    kind: Kind
    start_minute: int
    stop_minute: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Lane:
    """One line of a site.

    Attributes:
        kind: what it stands for.
        name: the transmitter or antenna; empty where it has no name.
        detail: power, or the kind of the antenna, in words; empty where that is not known.
        bookings: by rising start.
        troubles: double bookings and gaps that are too short.
        retunes: (start, stop) of the minutes before a booking in which its transmitter changes frequency.
    """

    kind: LaneKind
    name: str
    detail: str
    bookings: tuple[DayAiring, ...]
    troubles: tuple[Trouble, ...] = ()
    retunes: tuple[tuple[int, int], ...] = ()

    @property
    def on_minutes(self) -> int:
        """Minutes of the date with a booking."""
        return _length((booking.start_minute, booking.stop_minute) for booking in self.bookings)

    @property
    def free_minutes(self) -> int:
        """Minutes of the date with neither a booking nor a change of frequency."""
        booked = [(booking.start_minute, booking.stop_minute) for booking in self.bookings]
        return MINUTES_PER_DAY - _length([*booked, *self.retunes])


@dataclass(frozen=True)
class SiteLanes:
    """A site of a plan on the date.

    ``available`` is how many transmitters the inventory has, None without one; ``most_at_once`` how many are on the
    air at a time at most. ``troubles`` are the minutes with more than are available.
    """

    plan: str
    site: str
    name: str
    available: int | None
    most_at_once: int
    lanes: tuple[Lane, ...]
    troubles: tuple[Trouble, ...] = ()


class LaneUse(NamedTuple):
    """What a transmitter is used for over all dates: minutes, and cost with its currency where there is one."""

    minutes: int
    cost: Decimal | None
    currency: str | None


def facility_use(workspace: Workspace) -> dict[tuple[str | None, str | None], LaneUse]:
    """(site, transmitter) -> its use, as `hours --by site,transmitter` counts it; (site, "") for the whole site."""
    use: dict[tuple[str | None, str | None], LaneUse] = {}
    for row in hours_of(workspace, by=("site",)).rows:
        use[_text(row.values[0]), ""] = LaneUse(row.transmitter_minutes, row.cost, row.currency)
    for row in hours_of(workspace, by=("site", "transmitter")).rows:
        site, transmitter = (_text(value) for value in row.values)
        use[site, transmitter] = LaneUse(row.transmitter_minutes, row.cost, row.currency)
    return use


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def facility_lanes(
    workspace: Workspace, day: date, sides: Sequence[RowSide] | None = None, only: set[str] | None = None
) -> list[SiteLanes]:
    """The sites of the plans: those with an inventory first, then by code.

    Args:
        workspace: the plans; rows of reference schedules book nothing here.
        day: the UTC date.
        sides: the sides of all rows, where they are known already.
        only: codes of the sites that are asked for; None: all.
    """
    sides = sides if sides is not None else sides_of(workspace)
    table = workspace.table
    bit = table.bit_of(day)
    rows_of_site: dict[tuple[str, str], list[int]] = {}
    for row in range(workspace.own_rows):
        side = sides[row]
        if side.site is not None and not side.is_reference and (only is None or side.site in only):
            rows_of_site.setdefault((side.plan, side.site), []).append(row)
    own = np.arange(workspace.own_rows, dtype=np.intp)
    # The day before and the day after are needed for airings over midnight and for short gaps there.
    about = airings_of_rows(table, own, table.mask(day - timedelta(days=1), day + timedelta(days=1)))
    sites = []
    for opened in workspace.plans:
        codes = {site for plan, site in rows_of_site if plan == opened.key}
        codes |= {code for code in opened.plan.sites if only is None or code in only}
        for code in sorted(codes, key=lambda code: (code not in opened.plan.sites, code)):
            rows = rows_of_site.get((opened.key, code), [])
            sites.append(_SiteDay(table, sides, opened, code, rows, about, bit * MINUTES_PER_DAY).lanes())
    return sites


class _SiteDay:
    """One site of one plan on the date.

    Airings count minutes from the first date of the table, so the date is at ``begin``.
    """

    def __init__(
        self,
        table: AirtimeTable,
        sides: Sequence[RowSide],
        opened: OpenPlan,
        code: str,
        rows: Sequence[int],
        about: Airings,
        begin: int,
    ) -> None:
        self.table, self.sides, self.opened, self.code = table, sides, opened, code
        self.begin, self.stop = begin, begin + MINUTES_PER_DAY
        self.inventory: InventorySite | None = opened.plan.sites.get(code)
        self.rows, self.airings = list(rows), _only_rows(about, rows)

    def lanes(self) -> SiteLanes:
        """All lanes of the site."""
        inventory = self.inventory
        emissions = _only_rows(self.airings, emission_rows(self.sides, self.rows))
        most, over = self._load(emissions, len(inventory.transmitters) if inventory else 0)
        if inventory is not None:
            lanes = [self._transmitter(transmitter) for transmitter in inventory.transmitters]
            lanes += self._unlisted({transmitter.id for transmitter in inventory.transmitters})
            lanes += [self._antenna(antenna) for antenna in inventory.antennas]
        else:
            lanes = list(self._counted())
        return SiteLanes(
            self.opened.key,
            self.code,
            self.opened.directory.site_name(self.code) or "",
            len(inventory.transmitters) if inventory else None,
            most,
            tuple(lanes),
            tuple(over),
        )

    def _transmitter(self, transmitter: Transmitter) -> Lane:
        booked = self._of(row for row in self.rows if self.sides[row].transmitter == transmitter.id)
        double = [
            Trouble(Kind.TRANSMITTER, start, stop, rows)
            for start, stop, rows in self._overlaps(booked)
            if not is_one_emission(self.sides[rows[0]], self.sides[rows[1]])
        ]
        short, retunes = self._gaps(booked, transmitter.retune_minutes)
        power = f"{transmitter.power_kw:g} kW" if transmitter.power_kw is not None else ""
        return Lane(
            LaneKind.TRANSMITTER,
            transmitter.id,
            power,
            self._bookings(booked),
            tuple([*double, *short]),
            tuple(retunes),
        )

    def _antenna(self, antenna: InventoryAntenna) -> Lane:
        assert self.inventory is not None
        names = antenna_names(self.inventory, antenna)
        booked = self._of(row for row in self.rows if self.sides[row].antenna in names)
        hz = self.table.frequency_hz
        double = [
            Trouble(Kind.ANTENNA, start, stop, rows)
            for start, stop, rows in self._overlaps(booked)
            # Two transmitters may feed one antenna on the same frequency.
            if hz[rows[0]] != hz[rows[1]]
        ]
        detail = antenna.antenna if antenna.antenna and antenna.antenna != antenna.id else ""
        return Lane(LaneKind.ANTENNA, antenna.id, detail, self._bookings(booked), tuple(double))

    def _unlisted(self, listed: set[str]) -> Iterator[Lane]:
        """A lane for each name that the inventory does not have, and one for bookings without any."""
        names = {self.sides[row].transmitter or "" for row in self.rows} - listed
        for name in sorted(names):
            booked = self._of(row for row in self.rows if (self.sides[row].transmitter or "") == name)
            bookings = self._bookings(booked)
            # A transmitter with a name is shown on its silent days too; without a name there is nothing to show then.
            if name or bookings:
                yield Lane(LaneKind.UNLISTED, name, "", bookings)

    def _counted(self) -> Iterator[Lane]:
        """Lanes by the names of transmitters; bookings without one in as few lanes as hold them."""
        names = sorted({name for row in self.rows if (name := self.sides[row].transmitter)})
        for name in names:
            booked = self._of(row for row in self.rows if self.sides[row].transmitter == name)
            yield Lane(LaneKind.COUNTED, name, "", self._bookings(booked))
        nameless = self._bookings(self._of(row for row in self.rows if self.sides[row].transmitter is None))
        lanes: list[list[DayAiring]] = []
        for booking in nameless:
            lane = next((lane for lane in lanes if self._fits(lane, booking)), None)
            if lane is None:
                lanes.append([booking])
            else:
                lane.append(booking)
        # A site without any booking on the date still has one lane, on which to see that it is free.
        for lane in lanes or ([] if names else [[]]):
            yield Lane(LaneKind.COUNTED, "", "", tuple(lane))

    def _fits(self, lane: Sequence[DayAiring], booking: DayAiring) -> bool:
        """Whether a booking begins after those of a lane, or is the same synchronised carrier as what overlaps it."""
        return all(
            other.stop_minute <= booking.start_minute or is_one_emission(self.sides[other.row], self.sides[booking.row])
            for other in lane
        )

    # Minutes

    def _of(self, rows: Iterator[int]) -> Airings:
        return _only_rows(self.airings, list(rows))

    def _bookings(self, airings: Airings) -> tuple[DayAiring, ...]:
        """The airings on the date."""
        return tuple(
            DayAiring(
                row, max(start, self.begin) - self.begin, min(stop, self.stop) - self.begin, start < self.begin,
                stop > self.stop,
            )
            for row, start, stop in zip(*(column.tolist() for column in airings), strict=True)
            if start < self.stop and stop > self.begin
        )  # fmt: skip

    def _on_date(self, start: int, stop: int) -> tuple[int, int] | None:
        """The part of some minutes that lies on the date; None where there is none."""
        first, last = max(start, self.begin) - self.begin, min(stop, self.stop) - self.begin
        return (first, last) if first < last else None

    def _overlaps(self, airings: Airings) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """The minutes of the date in which two airings are on the air, with their rows."""
        row, start, stop = (column.tolist() for column in airings)
        for left in range(len(row)):
            for right in range(left + 1, len(row)):
                # Airings come by their start, so none further on meets this one.
                if start[right] >= stop[left]:
                    break
                if row[left] != row[right]:
                    met = self._on_date(start[right], min(stop[left], stop[right]))
                    if met is not None:
                        yield (*met, (row[left], row[right]))

    def _gaps(self, airings: Airings, retune_minutes: int) -> tuple[list[Trouble], list[tuple[int, int]]]:
        """The gaps of the date that are too short to change frequency, and the changes that have their time."""
        short: list[Trouble] = []
        retunes: list[tuple[int, int]] = []
        if not retune_minutes:
            return short, retunes
        for earlier, later in _following(airings):
            stop, start = int(airings.stop[earlier]), int(airings.start[later])
            rows = int(airings.row[earlier]), int(airings.row[later])
            if self.table.frequency_hz[rows[0]] == self.table.frequency_hz[rows[1]]:
                continue
            if start - stop < retune_minutes:
                # Without any gap the first minute of the later airing stands for it.
                part = self._on_date(stop, max(start, stop + 1))
                if part is not None:
                    short.append(Trouble(Kind.RETUNE, *part, rows))
            elif (part := self._on_date(start - retune_minutes, start)) is not None:
                retunes.append(part)
        # Airings that begin together share one change of frequency.
        return short, sorted(set(retunes))

    def _load(self, emissions: Airings, available: int) -> tuple[int, list[Trouble]]:
        """How many are on the air at once at most, and the minutes with more than are available (0: no limit)."""
        # How many more are on the air from each minute on; their running sum is how many there are.
        change = np.zeros(MINUTES_PER_DAY + 1, dtype=np.int64)
        parts = [self._on_date(start, stop) for start, stop in zip(emissions.start, emissions.stop, strict=True)]
        for part in parts:
            if part is not None:
                change[part[0]] += 1
                change[part[1]] -= 1
        on_air = np.cumsum(change[:-1])
        if not available:
            return int(on_air.max(initial=0)), []
        # A zero at either end, so that every stretch has both an edge up and an edge down.
        over = np.concatenate(([0], (on_air > available).astype(np.int8), [0]))
        edges = np.flatnonzero(np.diff(over)).tolist()
        troubles = []
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            rows = [
                int(row)
                for row, part in zip(emissions.row, parts, strict=True)
                if part is not None and part[0] < stop and start < part[1]
            ]
            troubles.append(Trouble(Kind.CAPACITY, start, stop, tuple(dict.fromkeys(rows))))
        return int(on_air.max(initial=0)), troubles


def _only_rows(airings: Airings, rows: Sequence[int]) -> Airings:
    kept = np.isin(airings.row, np.array(rows, dtype=np.intp))
    return Airings(*(column[kept] for column in airings))


def _following(airings: Airings) -> Iterator[tuple[int, int]]:
    """Each airing with those that start next, at its stop or later: all that start in that minute."""
    starts = airings.start.tolist()
    for earlier in range(len(starts)):
        first = int(np.searchsorted(airings.start, airings.stop[earlier], "left"))
        for later in range(first, len(starts)):
            if starts[later] != starts[first]:
                break
            if later != earlier:
                yield earlier, later


def _length(parts: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> int:
    """The minutes that some stretches cover together."""
    covered = np.zeros(MINUTES_PER_DAY, dtype=np.bool_)
    for start, stop in parts:
        covered[start:stop] = True
    return int(np.count_nonzero(covered))
