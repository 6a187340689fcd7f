"""Conflicts that no target can resolve: a transmitter booked twice, an antenna on two frequencies, a site overbooked.

Only rows of a plan that has an inventory of the site take part; reference rows never do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np

from bcastplan.airtime import AirtimeTable
from bcastplan.conflicts.kinds import RESOURCE_KINDS, RESOURCE_SEVERITY, Kind
from bcastplan.conflicts.overlap import Index, all_pairs, joined, overlaps
from bcastplan.conflicts.side_columns import rows_at
from bcastplan.conflicts.sides import RowSide
from bcastplan.conflicts.site_load import airings_of_rows, moment, overbooked, short_gaps
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import hertz
from bcastplan.model.plan import InventoryAntenna, InventorySite, Transmitter

Inventories = Mapping[str, Mapping[str, InventorySite]]
"""Plan, as in ``RowSide.plan`` -> site code -> what the site has."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Transmissions that need more transmitters or antennas than a site has.

    ``dates`` counts the UTC dates on which an overlap starts (for retune: on which the later airing starts).
    ``worst_at`` is the first of the worst moments. ``available`` transmitters (capacity), ``most_at_once``
    (capacity), ``gap_minutes`` and ``retune_minutes`` (retune) are None for other kinds; minutes are 0 for retune.
    """

    kind: Kind
    site: str
    dates: int
    first: date
    last: date
    worst_at: datetime
    members: tuple[RowSide, ...]
    member_rows: tuple[int, ...]
    overlap_minutes: int = 0
    transmitter: str | None = None
    antenna: str | None = None
    available: int | None = None
    most_at_once: int | None = None
    gap_minutes: int | None = None
    retune_minutes: int | None = None

    @property
    def severity(self) -> Severity:
        """Default severity of the kind."""
        return RESOURCE_SEVERITY[self.kind]


def resource_conflicts(table: AirtimeTable, sides: Sequence[RowSide], inventories: Inventories) -> list[Resource]:
    """Every conflict over transmitters and antennas of the plans' inventories.

    Ordered by severity, minutes falling, kind, site, and the first member's frequency, file and line.
    """
    conflicts: list[Resource] = []
    for site, inventory, rows in _sites(sides, inventories):
        place = _Place(table, sides, site, inventory, rows)
        conflicts += [*place.transmitters(), *place.antennas(), *place.capacity(), *place.retunes()]
    return sorted(conflicts, key=_reading_order)


def _reading_order(conflict: Resource) -> tuple[object, ...]:
    first = conflict.members[0]
    order = (conflict.severity.rank, -conflict.overlap_minutes, RESOURCE_KINDS.index(conflict.kind), conflict.site)
    return (*order, first.frequency_khz, first.file, first.line, conflict.member_rows)


def _sites(sides: Sequence[RowSide], inventories: Inventories) -> Iterator[tuple[str, InventorySite, list[int]]]:
    rows: dict[tuple[str, str], list[int]] = {}
    for row in rows_at(sides, {site for sites in inventories.values() for site in sites}):
        side = sides[row]
        rows.setdefault((side.plan, side.site or ""), []).append(row)
    for plan, sites in inventories.items():
        for site, inventory in sites.items():
            if (plan, site) in rows:
                yield site, inventory, rows[plan, site]


@dataclass(frozen=True, slots=True)
class _Place:
    """One site of one plan with the plan's rows there."""

    table: AirtimeTable
    sides: Sequence[RowSide]
    site: str
    inventory: InventorySite
    rows: list[int]

    def transmitters(self) -> Iterator[Resource]:
        for transmitter in self.inventory.transmitters:
            for meeting, members in self._overlapping(self._on(transmitter)):
                if not is_one_emission(*(self.sides[row] for row in members)):
                    yield self._met(Kind.TRANSMITTER, meeting, members, transmitter=transmitter.id)

    def antennas(self) -> Iterator[Resource]:
        for antenna in self.inventory.antennas:
            names = antenna_names(self.inventory, antenna)
            rows = [row for row in self.rows if self.sides[row].antenna in names]
            for meeting, (a, b) in self._overlapping(np.array(rows, dtype=np.intp)):
                # Two transmitters may feed one antenna on the same frequency; on different ones they cannot, without a
                # combiner.
                if self.table.frequency_hz[a] != self.table.frequency_hz[b]:
                    yield self._met(Kind.ANTENNA, meeting, (a, b), antenna=antenna.id)

    def capacity(self) -> Iterator[Resource]:
        available = len(self.inventory.transmitters)
        if not available:
            return
        airings = airings_of_rows(self.table, np.array(emission_rows(self.sides, self.rows), dtype=np.intp))
        for group in overbooked(airings, available):
            yield self._resource(
                Kind.CAPACITY,
                group.rows,
                [minute // MINUTES_PER_DAY for minute in group.starts],
                group.worst_at,
                overlap_minutes=group.minutes,
                available=available,
                most_at_once=group.most_at_once,
            )

    def retunes(self) -> Iterator[Resource]:
        for transmitter in self.inventory.transmitters:
            if not transmitter.retune_minutes:
                continue
            airings = airings_of_rows(self.table, self._on(transmitter))
            for gap in short_gaps(airings, self.table.frequency_hz, transmitter.retune_minutes):
                yield self._resource(
                    Kind.RETUNE,
                    gap.rows,
                    [minute // MINUTES_PER_DAY for minute in gap.starts],
                    gap.worst_at,
                    transmitter=transmitter.id,
                    gap_minutes=gap.minutes,
                    retune_minutes=transmitter.retune_minutes,
                )

    def _on(self, transmitter: Transmitter) -> Index:
        return np.array([row for row in self.rows if self.sides[row].transmitter == transmitter.id], dtype=np.intp)

    def _in_order(self, rows: Sequence[int]) -> tuple[int, ...]:
        def place(row: int) -> tuple[float, str, int, int]:
            side = self.sides[row]
            return side.frequency_khz, side.file, side.line, row

        return tuple(sorted(rows, key=place))

    def _overlapping(self, rows: Index) -> Iterator[tuple[_Meeting, tuple[int, int]]]:
        pairs = joined([overlaps(self.table, candidates) for candidates in all_pairs(self.table, rows)])
        for left, right, minutes, dates, first, last in zip(*(column.tolist() for column in pairs), strict=True):
            a, b = self._in_order((left, right))
            yield _Meeting(minutes, dates, first, last), (a, b)

    def _met(self, kind: Kind, meeting: _Meeting, members: tuple[int, int], **named: Any) -> Resource:
        worst_at = _first_minute(self.table, members, meeting.first)
        resource = self._resource(kind, members, [meeting.first, meeting.last], worst_at, **named)
        return replace(resource, overlap_minutes=meeting.minutes, dates=meeting.dates)

    def _resource(self, kind: Kind, rows: Sequence[int], days: Sequence[int], worst_at: int, **named: Any) -> Resource:
        members = self._in_order(rows)
        return Resource(
            kind=kind,
            site=self.site,
            dates=len(set(days)),
            first=self.table.date_of(min(days)),
            last=self.table.date_of(max(days)),
            worst_at=moment(self.table, worst_at),
            members=tuple(self.sides[row] for row in members),
            member_rows=members,
            **named,
        )


class _Meeting(NamedTuple):
    """How two rows overlap: minutes, number of dates, first and last of them as bits."""

    minutes: int
    dates: int
    first: int
    last: int


def antenna_names(inventory: InventorySite, antenna: InventoryAntenna) -> set[str]:
    """How transmissions name an antenna of a site: by its id, and by its code where no other one has that."""
    codes = [other.antenna for other in inventory.antennas]
    return {antenna.id} | ({antenna.antenna} if antenna.antenna and codes.count(antenna.antenna) == 1 else set())


def emission_rows(sides: Sequence[RowSide], rows: Sequence[int]) -> list[int]:
    """Rows without those that another synchronised row on the same transmitter already stands for."""
    seen: set[tuple[object, ...]] = set()
    emissions = []
    for row in rows:
        side = sides[row]
        key = (side.sync, side.transmitter, hertz(side.frequency_khz))
        # Rows without a word of synchronisation or without a transmitter cannot be known to be one carrier.
        if None in key or key not in seen:
            emissions.append(row)
        seen.add(key)
    return emissions


def is_one_emission(a: RowSide, b: RowSide) -> bool:
    """Whether two rows are the same synchronised carrier: same word on the same frequency."""
    return a.sync is not None and a.sync == b.sync and hertz(a.frequency_khz) == hertz(b.frequency_khz)


def _first_minute(table: AirtimeTable, members: tuple[int, ...], bit: int) -> int:
    """When two rows first meet, given the date on which they do."""
    word, mask = bit // 64, np.uint64(1 << bit % 64)
    starts = []
    left_segments, other = (table.segments_of(row) for row in members)
    for left in range(left_segments.start, left_segments.stop):
        for right in range(other.start, other.stop):
            on_date = table.segment_dates[left, word] & table.segment_dates[right, word] & mask
            start = max(table.segment_start[left], table.segment_start[right])
            meets = on_date and start < min(table.segment_stop[left], table.segment_stop[right])
            if meets and not (table.segment_is_tail[left] and table.segment_is_tail[right]):
                starts.append(int(start))
    return bit * MINUTES_PER_DAY + min(starts)
