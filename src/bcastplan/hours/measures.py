"""Minutes of keyed stretches of the day over sets of dates: sums and exact unions, in integers throughout."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import Bits
from bcastplan.airtime.date_sets import DateSets

Integers = NDArray[np.int64]


class Stretches(NamedTuple):
    """Parallel arrays: what each stretch counts for, its minutes of one UTC day, and its dates."""

    key: Integers
    start_minute: Integers
    stop_minute: Integers
    dates: DateSets

    def with_key(self, key: Integers) -> Stretches:
        """The same stretches counted for something else."""
        return self._replace(key=key)

    def chosen(self, index: NDArray[np.bool_] | Integers) -> Stretches:
        """Some of the stretches, in the order of the index."""
        return Stretches(self.key[index], self.start_minute[index], self.stop_minute[index], self.dates.taken(index))


class DateMasks(NamedTuple):
    """The dates of one bucket: one set for minutes before the edge minute of a day, one for minutes from it on."""

    before_edge: Bits
    from_edge: Bits


def joined(parts: list[Stretches]) -> Stretches:
    """Several sets of stretches as one."""
    return Stretches(
        np.concatenate([part.key for part in parts]),
        np.concatenate([part.start_minute for part in parts]),
        np.concatenate([part.stop_minute for part in parts]),
        DateSets.joined([part.dates for part in parts]),
    )


def split_at(stretches: Stretches, minute: int) -> Stretches:
    """Cut the stretches that run across a minute of the day in two; keys come out rising."""
    across = (stretches.start_minute < minute) & (minute < stretches.stop_minute)
    if not across.any():
        return stretches
    # Choosing by flags copies the arrays, so that each half can be cut without the other.
    early, late = stretches.chosen(across), stretches.chosen(across)
    early.stop_minute[:] = minute
    late.start_minute[:] = minute
    cut = joined([stretches.chosen(~across), early, late])
    return cut.chosen(np.argsort(cut.key, kind="stable"))


def union(stretches: Stretches) -> Stretches:
    """Disjoint stretches of each key that cover just the minutes its stretches cover.

    The day is cut at every start and stop of the key; between two cuts the dates are the union of the date sets.
    """
    if not len(stretches.key):
        return stretches
    ordered = stretches.chosen(np.argsort(stretches.key, kind="stable"))
    # Most keys have one stretch, which is its own union; only the others need a loop.
    cuts = np.flatnonzero(np.diff(ordered.key)) + 1
    firsts = np.concatenate(([0], cuts))
    stops = np.concatenate((cuts, [len(ordered.key)]))
    alone = stops - firsts == 1
    single = ordered.chosen(firsts[alone])
    several = np.flatnonzero(~alone)
    if not several.size:
        return single
    dates = ordered.dates.ints()
    parts: list[tuple[int, int, int, int]] = []
    for first, stop in zip(firsts[several].tolist(), stops[several].tolist(), strict=True):
        parts += _union_of_one_key(ordered, dates, first, stop)
    minutes = np.array([part[:3] for part in parts], dtype=np.int64)
    sets = DateSets.of_ints([on for *_, on in parts], ordered.dates.words)
    return joined([single, Stretches(minutes[:, 0], minutes[:, 1], minutes[:, 2], sets)])


def _union_of_one_key(
    ordered: Stretches, dates: list[int], first: int, stop: int
) -> Iterator[tuple[int, int, int, int]]:
    """Key, start, stop and dates, as a Python integer, of each part of the day between two edges."""
    starts, ends = ordered.start_minute[first:stop].tolist(), ordered.stop_minute[first:stop].tolist()
    # Between two edges nothing begins or ends, so that the dates of every part are the union of those that cover it.
    edges = sorted({*starts, *ends})
    place = {edge: number for number, edge in enumerate(edges)}
    sets = [0] * (len(edges) - 1)
    for row, (start, end) in enumerate(zip(starts, ends, strict=True), first):
        for part in range(place[start], place[end]):
            sets[part] |= dates[row]
    key = int(ordered.key[first])
    return ((key, *edge, on) for edge, on in zip(pairwise(edges), sets, strict=True))


def minutes_by_bucket(stretches: Stretches, keys: int, masks: list[DateMasks], edge_minute: int) -> Integers:
    """Minutes of each key in each bucket, overlaps counted as often as they occur: ``(keys, len(masks))``.

    No stretch may run across ``edge_minute``.
    """
    totals = np.zeros((keys, len(masks)), dtype=np.int64)
    early = stretches.start_minute < edge_minute
    if early.any():
        _add(totals, stretches.chosen(early), [mask.before_edge for mask in masks])
        stretches = stretches.chosen(~early)
    _add(totals, stretches, [mask.from_edge for mask in masks])
    return totals


def _add(totals: Integers, stretches: Stretches, masks: list[Bits]) -> None:
    lengths = stretches.stop_minute - stretches.start_minute
    for column, mask in enumerate(masks):
        if mask.any():
            # A key may have several stretches, of which plain indexing would add only the last.
            np.add.at(totals[:, column], stretches.key, stretches.dates.counts(mask) * lengths)
