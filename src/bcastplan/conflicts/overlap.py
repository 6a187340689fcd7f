"""Exact common airtime of pairs of rows; minutes and dates come from the segments of the airtime table only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.bits import Bits, first_bit, last_bit, popcount

CHUNK = 1 << 18
"""Candidate pairs of segments looked at together: bounds memory to some tens of megabytes."""

_SEASON_WORDS = 5
"""Words of 64 dates that the longest season takes, whatever the first day of its calendar."""

Index = NDArray[np.intp]


class Candidates(NamedTuple):
    """Pairs of segments that may overlap, by index into the table's segments; all those of a row pair in one object."""

    left: Index
    right: Index


class Overlaps(NamedTuple):
    """Pairs of rows that are on the air together; all ``(k,)``, each unordered pair once.

    ``minutes`` over all dates; ``dates`` counts the UTC dates on which an overlap of two airings starts, ``first``
    and ``last`` are the bits of the outermost of them.
    """

    left: Index
    right: Index
    minutes: NDArray[np.int64]
    dates: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def overlaps(table: AirtimeTable, candidates: Candidates) -> Overlaps:
    """The pairs of rows among some candidates that share at least one minute."""
    pieces = _pieces(table, candidates)
    left, right = table.segment_row[pieces.left].astype(np.intp), table.segment_row[pieces.right].astype(np.intp)
    key = left * len(table) + right
    # Mostly each pair of rows has one piece; then nothing has to be sorted and added up.
    if np.all(key[1:] > key[:-1]):
        group = np.arange(key.size)
    else:
        by_key = np.argsort(key, kind="stable")
        key, left, right = key[by_key], left[by_key], right[by_key]
        pieces = _Pieces._make(column[by_key] for column in pieces)
        group = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    # The dates on which an overlap starts are counted, not those on which it goes on after midnight.
    starts = np.where(pieces.continues[:, None], np.uint64(0), pieces.dates)
    minutes = pieces.minutes
    if group.size < key.size:
        starts = np.bitwise_or.reduceat(starts, group, axis=0)
        minutes = np.add.reduceat(minutes, group)
    return Overlaps(left[group], right[group], minutes, popcount(starts), first_bit(starts), last_bit(starts))


def joined(parts: list[Overlaps]) -> Overlaps:
    """The pairs of several calls in one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Overlaps(none.astype(np.intp), none.astype(np.intp), none, none, none, none)
    return Overlaps._make(np.concatenate(column) for column in zip(*parts, strict=True))


class _Pieces(NamedTuple):
    """Overlapping segments: minutes over all common dates, those dates, and whether both began the day before."""

    left: Index
    right: Index
    minutes: NDArray[np.int64]
    dates: Bits
    continues: NDArray[np.bool_]


def _pieces(table: AirtimeTable, candidates: Candidates) -> _Pieces:
    left, right = candidates
    common = np.minimum(table.segment_stop[left], table.segment_stop[right])
    common -= np.maximum(table.segment_start[left], table.segment_start[right])
    near = np.flatnonzero(common > 0)
    if table.words > _SEASON_WORDS:  # most of what meets on the clock is of different seasons
        near = near[table.segment_dates.may_meet(left[near], right[near])]
    left, right, common = left[near], right[near], common[near]
    dates = table.segment_dates[left]
    dates &= table.segment_dates[right]
    counted = popcount(dates)
    both = np.flatnonzero(counted)
    left, right = left[both], right[both]
    # Two airings that both run on past midnight met on the day before: no new overlap starts with these pieces.
    continues = table.segment_is_tail[left] & table.segment_is_tail[right]
    return _Pieces(left, right, counted[both] * common[both], dates[both], continues)


def rows_within(
    table: AirtimeTable, reach_hz: NDArray[np.int64], ours: NDArray[np.bool_], theirs: NDArray[np.bool_]
) -> Iterator[Candidates]:
    """Pairs of segments near in frequency: each of ours with every other of ours, and each of ours with each of theirs.

    Args:
        table: the airtime table of n rows.
        reach_hz: (n,) how far from a row of ours its partners may lie. The wider one of two rows of ours holds.
        ours: (n,) rows to pair among themselves and with theirs.
        theirs: (n,) rows that never pair among themselves.

    Yields:
        Chunks of about ``CHUNK`` candidates, the lower frequency on the left among ours.
    """
    of_ours = _by_frequency(table, ours)
    hz = table.frequency_hz[table.segment_row[of_ours]]
    reach = reach_hz[table.segment_row[of_ours]]
    yield from _chunks(table, of_ours, of_ours, _next_row(table, of_ours), np.searchsorted(hz, hz + reach, "right"))
    of_theirs = _by_frequency(table, theirs)
    if of_theirs.size:
        their_hz = table.frequency_hz[table.segment_row[of_theirs]]
        begin, end = np.searchsorted(their_hz, hz - reach), np.searchsorted(their_hz, hz + reach, "right")
        yield from _chunks(table, of_ours, of_theirs, begin, end)


def all_pairs(table: AirtimeTable, rows: Index) -> Iterator[Candidates]:
    """Pairs of segments of every two of some rows, whatever their frequencies."""
    segments = np.flatnonzero(np.isin(table.segment_row, rows))
    end = np.full(segments.size, segments.size)
    yield from _chunks(table, segments, segments, _next_row(table, segments), end)


def _by_frequency(table: AirtimeTable, rows: NDArray[np.bool_]) -> Index:
    """Segments of some rows by rising frequency, those of one row together."""
    chosen = np.flatnonzero(rows[table.segment_row])
    return chosen[np.argsort(table.frequency_hz[table.segment_row[chosen]], kind="stable")]


def _next_row(table: AirtimeTable, segments: Index) -> Index:
    """For each segment the position at which the next row's begin."""
    ends = _row_ends(table, segments)
    return np.repeat(ends, np.diff(ends, prepend=0))


def _row_ends(table: AirtimeTable, segments: Index) -> Index:
    """The positions at which the segments of a row end, rising."""
    rows = table.segment_row[segments]
    return np.append(np.flatnonzero(rows[1:] != rows[:-1]) + 1, rows.size)


def _chunks(table: AirtimeTable, left: Index, right: Index, begin: Index, end: Index) -> Iterator[Candidates]:
    counts = np.maximum(end - begin, 0)
    reached = np.cumsum(counts)
    breaks = _row_ends(table, left)
    low = 0
    while low < left.size:
        done = int(reached[low - 1]) if low else 0
        full = int(np.searchsorted(reached, done + CHUNK, "right"))
        # A row is never divided between chunks, so that its pairs are counted whole.
        place = int(np.searchsorted(breaks, max(full, low + 1), "right")) - 1
        high = int(breaks[place]) if place >= 0 and breaks[place] > low else int(breaks[place + 1])
        some = counts[low:high]
        offsets = begin[low:high] - (reached[low:high] - some - done)
        partners = np.arange(int(reached[high - 1]) - done) + np.repeat(offsets, some)
        yield Candidates(np.repeat(left[low:high], some), right[partners])
        low = high
