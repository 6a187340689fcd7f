"""Rows of reference schedules that are transmissions of ours: certainly, or probably.

A row that is certainly ours makes no pair. Lists for listeners bear no codes: a transmission of ours stands there under
a station's name, with a site and times as somebody heard them. It is recognised by frequency, name, site, language and
time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.bits import shifted
from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.conflicts.overlap import Index
from bcastplan.conflicts.side_columns import MISSING, SideArrays
from bcastplan.conflicts.sides import RowSide
from bcastplan.exchange.places import distance_km
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.reference import is_same_language

NEAR_KM = 50.0
"""Sites of two lists this near are one; a default: lists place a site at its town, its towers or its studio."""
SLACK_MINUTES = 15
"""A row of a list may begin earlier and end later by this much than what is registered; a default."""
SAME_PLACE_KM = 5.0
"""Sites this near are one place, where two transmitters would not share a frequency at a time; a default."""
EQUAL_MINUTES = 5
"""Times that differ by no more are equal; a default, the step in which lists give times."""


class OwnRows(NamedTuple):
    """``twins`` (n,) flags the reference rows that are certainly ours; ``probable`` are sorted keys of row pairs."""

    twins: NDArray[np.bool_]
    probable: NDArray[np.int64]

    def renumbered(self, moved: Index, rows: int) -> OwnRows:
        """The same after an edit: ``moved`` has the new number of each row, -1 for those that are gone."""
        kept = np.flatnonzero(moved >= 0)
        twins = np.zeros(rows, dtype=np.bool_)
        twins[moved[kept]] = self.twins[kept]
        before = max(len(moved), 1)
        low, high = moved[self.probable // before], moved[self.probable % before]
        there = (low >= 0) & (high >= 0)
        keys = np.minimum(low, high)[there] * rows + np.maximum(low, high)[there]
        return OwnRows(twins, np.sort(keys).astype(np.int64))

    def updated(self, fresh: OwnRows, rows: NDArray[np.bool_]) -> OwnRows:
        """The same with what is known anew of some rows ``(n,)``."""
        number = max(len(rows), 1)
        kept = self.probable[~(rows[self.probable // number] | rows[self.probable % number])]
        return OwnRows(np.where(rows, fresh.twins, self.twins), np.sort(np.concatenate((kept, fresh.probable))))


def own_rows(
    table: AirtimeTable, arrays: SideArrays, sides: Sequence[RowSide], only: NDArray[np.bool_] | None = None
) -> OwnRows:
    """The reference rows that are ours, of all rows or ``only`` of some ``(n,)``.

    Certain is a row with the frequency, time, days and site of a transmission of one organisation; and a row that bears
    only a name by which lists know the transmission, on the same frequency and on common dates, if

    - it is from the same site, in no other language, and inside the time of one or several transmissions of ours; or
    - its site is not known, and language and time are the same.

    Probable is one that has the name and differs in one of these (another site; part of the time; language or site
    unknown); one under a name that nobody knows, with the same site, language and time; and one from the very place of
    a transmission of ours, inside its time: a relay, which is listed under the name of whose programme it is.
    """
    theirs = arrays.is_reference if only is None else arrays.is_reference & only
    twins = _equal_rows(table, arrays, theirs)
    probable: list[int] = []
    for row, ours in _candidates(table, arrays, theirs & ~twins):
        evidence = [_evidence(table, sides, row, *facts) for facts in ours]
        if _is_certain(table, row, evidence):
            twins[row] = True
        else:
            probable += [
                min(match.mine, row) * len(table) + max(match.mine, row)
                for match in evidence
                if match.meets and _is_probable(table, row, match)
            ]
    return OwnRows(twins, np.array(sorted(probable), dtype=np.int64))


class _Evidence(NamedTuple):
    """What a row of a list and a transmission of ours have in common; None where one of the two does not say."""

    mine: int
    meets: bool
    named: bool
    same_time: bool
    same_site: bool | None
    same_place: bool
    same_language: bool | None


def _equal_rows(table: AirtimeTable, arrays: SideArrays, theirs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) flags of the reference rows that repeat a row of ours: same frequency, time, days, site and organisation."""
    twins = np.zeros(len(table), dtype=np.bool_)
    # Everything is packed into one number, which is sorted and searched once: a start takes 11 bits, a stop (up to
    # 2880) 12, the days 7.
    key = table.frequency_hz
    for column, size in ((table.start_minute, 1 << 11), (table.stop_minute, 1 << 12), (arrays.days, 1 << 7)):
        key = key * size + column
    left, right = _with_equal(key, arrays, np.flatnonzero(theirs))
    same = (arrays.site[left] == arrays.site[right]) & (arrays.site[left] != MISSING) & arrays.own(left, right)
    twins[left[same]] = True
    return twins


def _with_equal(key: NDArray[np.int64], arrays: SideArrays, theirs: Index) -> tuple[Index, Index]:
    """Every one of some reference rows with every row of ours of the same key, those of one reference row together."""
    ours = np.flatnonzero(~arrays.is_reference)
    ours = ours[np.argsort(key[ours], kind="stable")]
    begin = np.searchsorted(key[ours], key[theirs])
    counts = np.searchsorted(key[ours], key[theirs], "right") - begin
    which, place = numbers_of_ranges(begin, counts)
    return theirs[which], ours[place]


def _candidates(
    table: AirtimeTable, arrays: SideArrays, theirs: NDArray[np.bool_]
) -> Iterator[tuple[int, list[tuple[int, bool, bool]]]]:
    """Reference rows with the rows of ours they may be, and whether the name and the time fit.

    One of the two bears a name only, the name fits or the time does, and they have dates in common.
    """
    left, right = _with_equal(table.frequency_hz, arrays, np.flatnonzero(theirs))
    nameless = (arrays.station[left] != MISSING) | (arrays.station[right] != MISSING)
    some = nameless & (
        arrays.same_station(left, right) | _equal_times(table, left, right) | _inside(table, left, right)
    )
    left, right = left[some], right[some]
    # With slack at its ends, one of the two may begin before midnight and the other after it: dates a day apart count
    # too.
    dates = table.dates[right] | shifted(table.dates[right], 1) | shifted(table.dates[right], -1)
    common = (table.dates[left] & dates).any(axis=1)
    left, right = left[common], right[common]
    facts = list(
        zip(
            right.tolist(),
            arrays.same_station(left, right).tolist(),
            _equal_times(table, left, right).tolist(),
            strict=True,
        )
    )
    rows, first = np.unique(left, return_index=True)
    for row, begin, end in zip(rows.tolist(), first.tolist(), [*first[1:].tolist(), len(facts)], strict=False):
        yield row, facts[begin:end]


def _evidence(
    table: AirtimeTable, sides: Sequence[RowSide], row: int, mine: int, named: bool, same_time: bool
) -> _Evidence:
    ours, theirs = sides[mine], sides[row]
    return _Evidence(
        mine=mine,
        meets=_overlap(*_times(table, mine), *_times(table, row)) > 0,
        named=named,
        same_time=same_time,
        same_site=_same_site(ours, theirs, NEAR_KM),
        same_place=bool(_same_site(ours, theirs, SAME_PLACE_KM)),
        same_language=_language_in_common(ours.language, theirs.language),
    )


def _is_certain(table: AirtimeTable, row: int, evidence: Iterable[_Evidence]) -> bool:
    named = [match for match in evidence if match.named and match.meets]
    at_site = [match.mine for match in named if match.same_site and match.same_language is not False]
    if at_site and _covers([_times(table, mine) for mine in at_site], *_times(table, row)):
        return True
    return any(match.same_site is None and match.same_language and match.same_time for match in named)


def _is_probable(table: AirtimeTable, row: int, match: _Evidence) -> bool:
    if match.named:
        return match.same_language is not False and (
            match.same_site is not False or _covers([_times(table, match.mine)], *_times(table, row))
        )
    if match.same_place and _covers([_times(table, match.mine)], *_times(table, row)):
        return True
    return bool(match.same_site and match.same_language and match.same_time)


def _times(table: AirtimeTable, row: int) -> tuple[int, int]:
    return int(table.start_minute[row]), int(table.stop_minute[row])


def _overlap(start: int, stop: int, other_start: int, other_stop: int) -> int:
    """Minutes that two daily times have in common."""
    return sum(
        # Times recur daily, so that one that ends after midnight may meet the other's next day.
        max(0, min(stop, other_stop + shift) - max(start, other_start + shift))
        for shift in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)
    )


def _equal_times(table: AirtimeTable, left: Index, right: Index) -> NDArray[np.bool_]:
    """Whether two rows both start and both stop within EQUAL_MINUTES of each other."""
    equal = np.ones(left.size, dtype=np.bool_)
    for column in (table.start_minute, table.stop_minute):
        # The clock is a circle: half a day is added and taken off again, so that 2358 and 0002 are 4 minutes apart.
        apart = (column[left] - column[right] + MINUTES_PER_DAY // 2) % MINUTES_PER_DAY - MINUTES_PER_DAY // 2
        equal &= np.abs(apart) <= EQUAL_MINUTES
    return equal


def _inside(table: AirtimeTable, inner: Index, outer: Index) -> NDArray[np.bool_]:
    """Whether each of some rows lies inside the daily time of another one, SLACK_MINUTES aside at both ends."""
    later = (table.start_minute[inner] - table.start_minute[outer] + SLACK_MINUTES) % MINUTES_PER_DAY
    length = table.stop_minute[inner] - table.start_minute[inner]
    widened = table.stop_minute[outer] - table.start_minute[outer] + 2 * SLACK_MINUTES
    # A time of a whole day, slack included, holds every other one, wherever on the clock that begins.
    inside: NDArray[np.bool_] = (later + length <= widened) | (widened >= MINUTES_PER_DAY)
    return inside


def _covers(times: Iterable[tuple[int, int]], start: int, stop: int) -> bool:
    """Whether daily times together hold another one, SLACK_MINUTES aside at its ends and between them."""
    spans = sorted(
        (first + shift - SLACK_MINUTES, last + shift + SLACK_MINUTES)
        for first, last in times
        for shift in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)
    )
    reached = start
    for first, last in spans:
        if first <= reached:
            reached = max(reached, last)
    return reached >= stop


def _same_site(ours: RowSide, theirs: RowSide, km: float) -> bool | None:
    if ours.site is not None and ours.site == theirs.site:
        return True
    if ours.position is None or theirs.position is None:
        return None
    return distance_km(*ours.position, *theirs.position) <= km


@lru_cache(maxsize=8192)
def _language_in_common(ours: str | None, theirs: str | None) -> bool | None:
    if ours is None or theirs is None:
        return None
    return any(is_same_language(left, right) for left in ours.split(",") for right in theirs.split(","))
