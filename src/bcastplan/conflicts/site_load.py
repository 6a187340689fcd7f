"""The load of a site's transmitters over time: too many on the air at once, too little time to retune.

Airings are written out on one line of minutes; dates and midnight make no difference there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.bits import Bits
from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.conflicts.overlap import Index
from bcastplan.model.clock import MINUTES_PER_DAY


class Airings(NamedTuple):
    """Dated airings ``(k,)`` by rising start; minutes count from 0000 UTC of the table's epoch."""

    row: Index
    start: NDArray[np.int64]
    stop: NDArray[np.int64]


def airings_of_rows(table: AirtimeTable, rows: Index, within: Bits | None = None) -> Airings:
    """Every airing of some rows, whole across midnight and cut at the window's edges.

    ``within`` (words,) are the dates that count, None for all; airings are cut at their edges too.
    """
    segments = np.flatnonzero(np.isin(table.segment_row, rows))
    dates = table.segment_dates[segments]
    octets = np.ascontiguousarray(dates if within is None else dates & within, dtype="<u8").view(np.uint8)
    piece, day = np.nonzero(np.unpackbits(octets, axis=1, bitorder="little"))
    segment = segments[piece]
    row = table.segment_row[segment].astype(np.intp)
    start = day * MINUTES_PER_DAY + table.segment_start[segment]
    stop = day * MINUTES_PER_DAY + table.segment_stop[segment]
    by_row = np.lexsort((start, row))
    row, start, stop, tail = row[by_row], start[by_row], stop[by_row], table.segment_is_tail[segment][by_row]
    goes_on = np.zeros(row.size, dtype=np.bool_)
    # A tail continues the piece before it only where that ends at the same minute: a window's edge may have cut it off.
    goes_on[1:] = tail[1:] & (row[1:] == row[:-1]) & (start[1:] == stop[:-1])
    begins = np.flatnonzero(~goes_on)
    ends = np.append(begins[1:], row.size)[: begins.size] - 1
    in_time = np.lexsort((row[begins], start[begins]))
    return Airings(row[begins][in_time], start[begins][in_time], stop[ends][in_time])


def moment(table: AirtimeTable, minute: int) -> datetime:
    """The UTC moment of a minute on the line."""
    return datetime.combine(table.epoch, time(0), UTC) + timedelta(minutes=int(minute))


class Overbooked(NamedTuple):
    """Rows that are on the air together, directly or through others, while too many are.

    ``starts`` are the minutes at which an overbooked stretch begins; ``minutes`` their total length.
    """

    rows: tuple[int, ...]
    starts: tuple[int, ...]
    minutes: int
    worst_at: int
    most_at_once: int


class _Stretch(NamedTuple):
    start: int
    stop: int
    worst_at: int
    most_at_once: int


def overbooked(airings: Airings, available: int) -> Iterator[Overbooked]:
    """Groups of rows that exceed ``available`` transmitters, by the start of their first stretch."""
    stretches = _stretches(airings, available)
    by_members: dict[frozenset[int], list[_Stretch]] = {}
    if stretches:
        begins = np.array([stretch.start for stretch in stretches])
        ends = np.array([stretch.stop for stretch in stretches])
        members: list[set[int]] = [set() for _ in stretches]
        # Stretches do not overlap and rise, so the ones that an airing touches are neighbours.
        first = np.searchsorted(ends, airings.start, "right")
        last = np.searchsorted(begins, airings.stop, "left")
        for airing in np.flatnonzero(first < last):
            for number in range(int(first[airing]), int(last[airing])):
                members[number].add(int(airings.row[airing]))
        for rows, stretch in zip(members, stretches, strict=True):
            by_members.setdefault(frozenset(rows), []).append(stretch)
    for rows_together in _components(list(by_members)):
        parts = sorted(part for rows, some in by_members.items() if rows <= rows_together for part in some)
        most = max(part.most_at_once for part in parts)
        worst = next(part.worst_at for part in parts if part.most_at_once == most)
        minutes = sum(part.stop - part.start for part in parts)
        yield Overbooked(tuple(sorted(rows_together)), tuple(part.start for part in parts), minutes, worst, most)


def _stretches(airings: Airings, available: int) -> list[_Stretch]:
    """Longest stretches of time, rising, with more than ``available`` airings on at every minute."""
    minutes, at = np.unique(np.concatenate((airings.start, airings.stop)), return_inverse=True)
    change = np.zeros(minutes.size, dtype=np.int64)
    # One up at every start, one down at every stop: the running sum is the number on the air.
    np.add.at(change, at[: airings.start.size], 1)
    np.add.at(change, at[airings.start.size :], -1)
    on_air = np.cumsum(change)
    over = on_air > available
    begins = np.flatnonzero(over & ~np.concatenate(([False], over[:-1])))
    ends = np.flatnonzero(~over & np.concatenate(([False], over[:-1])))
    stretches = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        worst = begin + int(on_air[begin:end].argmax())
        stretches.append(_Stretch(int(minutes[begin]), int(minutes[end]), int(minutes[worst]), int(on_air[worst])))
    return stretches


def _components(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    """Unite sets that share a member until none do."""
    united: list[frozenset[int]] = []
    for members in sets:
        touching = [group for group in united if group & members]
        united = [group for group in united if not group & members]
        united.append(members.union(*touching))
    return united


class ShortGap(NamedTuple):
    """Two rows on different frequencies with too short a gap between them.

    ``minutes`` is the shortest gap, which begins first at ``worst_at``; ``starts`` are the minutes at which the
    later airing of each short gap starts.
    """

    rows: tuple[int, int]
    starts: tuple[int, ...]
    minutes: int
    worst_at: int


def short_gaps(airings: Airings, frequency_hz: NDArray[np.int64], retune_minutes: int) -> Iterator[ShortGap]:
    """Pairs of rows of one transmitter between whose airings it cannot be retuned in time.

    A gap counts between an airing and those that start next on the same transmitter, at its stop or later; airings
    that overlap are no gap.
    """
    if not airings.row.size:
        return
    following = np.searchsorted(airings.start, airings.stop, "left")
    has_next = following < airings.row.size
    before = np.flatnonzero(has_next)
    next_start = airings.start[following[has_next]]
    # Several airings may start at the same next minute; each of them follows.
    upto = np.searchsorted(airings.start, next_start, "right")
    counts = upto - following[has_next]
    which, right = numbers_of_ranges(following[has_next], counts)
    left = before[which]
    gap = airings.start[right] - airings.stop[left]
    short = gap < retune_minutes
    short &= frequency_hz[airings.row[left]] != frequency_hz[airings.row[right]]
    gaps: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for earlier, other, minutes in zip(left[short].tolist(), right[short].tolist(), gap[short].tolist(), strict=True):
        rows = sorted((int(airings.row[earlier]), int(airings.row[other])))
        gaps.setdefault((rows[0], rows[1]), []).append((minutes, int(airings.stop[earlier]), int(airings.start[other])))
    for pair, gaps_of_pair in gaps.items():
        shortest, worst_at, _ = min(gaps_of_pair)
        yield ShortGap(pair, tuple(sorted(start for _, _, start in gaps_of_pair)), shortest, worst_at)
