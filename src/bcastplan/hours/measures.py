"""Minutes of keyed stretches of the day over sets of dates: sums and exact unions, in integers throughout."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import Bits, popcount

Integers = NDArray[np.int64]


class Stretches(NamedTuple):
    """Parallel arrays: what each stretch counts for, its minutes of one UTC day, and its dates ``(s, words)``."""

    key: Integers
    start_minute: Integers
    stop_minute: Integers
    dates: Bits

    def with_key(self, key: Integers) -> Stretches:
        """The same stretches counted for something else."""
        return self._replace(key=key)

    def chosen(self, index: NDArray[np.bool_] | Integers) -> Stretches:
        """Some of the stretches, in the order of the index."""
        return Stretches(self.key[index], self.start_minute[index], self.stop_minute[index], self.dates[index])


class DateMasks(NamedTuple):
    """The dates of one bucket: one set for minutes before the edge minute of a day, one for minutes from it on."""

    before_edge: Bits
    from_edge: Bits


def joined(parts: list[Stretches]) -> Stretches:
    """Several sets of stretches as one."""
    return Stretches(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def split_at(stretches: Stretches, minute: int) -> Stretches:
    """Cut the stretches that run across a minute of the day in two; keys come out rising."""
    across = (stretches.start_minute < minute) & (minute < stretches.stop_minute)
    if not across.any():
        return stretches
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
    parts = [ordered.chosen(firsts[alone])]
    for first, stop in zip(firsts[~alone].tolist(), stops[~alone].tolist(), strict=True):
        parts.append(_union_of_one_key(ordered, first, stop))
    return joined(parts)


def _union_of_one_key(ordered: Stretches, first: int, stop: int) -> Stretches:
    starts, ends = ordered.start_minute[first:stop], ordered.stop_minute[first:stop]
    # Between two edges nothing begins or ends, so that the dates of every part are the union of those that cover it.
    edges = np.unique(np.concatenate((starts, ends)))
    dates = np.zeros((len(edges) - 1, ordered.dates.shape[1]), dtype=np.uint64)
    spans = zip(np.searchsorted(edges, starts).tolist(), np.searchsorted(edges, ends).tolist(), strict=True)
    for row, (low, high) in enumerate(spans, first):
        dates[low:high] |= ordered.dates[row]
    return Stretches(np.full(len(edges) - 1, ordered.key[first]), edges[:-1], edges[1:], dates)


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
        used = np.flatnonzero(mask)
        if used.size:
            words = slice(int(used[0]), int(used[-1]) + 1)
            minutes = popcount(stretches.dates[:, words] & mask[words]) * lengths
            np.add.at(totals[:, column], stretches.key, minutes)
