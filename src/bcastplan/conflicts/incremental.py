"""An edit changes the pairs of the rows it touches and of no others; the result equals computing everything anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable, in_place
from bcastplan.conflicts.overlap import Candidates, Index, joined, overlaps
from bcastplan.conflicts.own_rows import OwnRows, own_rows
from bcastplan.conflicts.pair_selection import (
    NO_OPTIONS,
    PairOptions,
    Screened,
    reach_hz,
    screened,
    settled_keys,
)
from bcastplan.conflicts.pairs import Pair, PairResult, conflicts_of, in_order, stacked, stale_agreements
from bcastplan.conflicts.side_columns import SideArrays, encode
from bcastplan.conflicts.sides import RowSide


@dataclass(frozen=True, slots=True)
class PairChanges:
    """The effect of an edit: pairs that are new, pairs that are gone, and pairs whose facts changed.

    Rows of ``removed`` pairs count in the table before the edit, all others in the table after it.
    """

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    changed: tuple[Pair, ...]


class SideSplice(NamedTuple):
    """The rows ``first..stop-1`` give way to ``added`` ones; rows are those before any splice of the same edit."""

    first: int
    stop: int
    added: tuple[RowSide, ...]


MOST_ROWS_ONE_BY_ONE = 64
"""An edit of more rows finds all pairs anew: that takes a few milliseconds for a whole season."""


class Incremental:
    """Pairs of a table that is being edited, kept up to date edit by edit."""

    def __init__(
        self,
        table: AirtimeTable,
        sides: Sequence[RowSide],
        options: PairOptions = NO_OPTIONS,
    ) -> None:
        self._options = options
        self._start(table, list(sides))

    def _start(self, table: AirtimeTable, sides: list[RowSide]) -> None:
        self._table, self._sides = table, sides
        self._arrays = encode(sides, table.frequency_hz)
        self._known = own_rows(table, self._arrays, sides)
        self._settled = _keys(sides, self._options)
        self._columns, _ = conflicts_of(table, self._arrays, self._options, self._settled, self._known)

    @property
    def result(self) -> PairResult:
        """All pairs, in order."""
        matched = self._matched() if self._settled.size else self._settled
        stale = stale_agreements(self._sides, self._options.agreed, matched)
        return PairResult(self._table, self._sides, in_order(self._columns, self._arrays), stale, len(matched))

    def _matched(self) -> NDArray[np.int64]:
        """The keys of the pairs that are left out because an agreement settles them."""
        parts = []
        for low, high in zip(*(part.tolist() for part in np.divmod(self._settled, len(self._table))), strict=True):
            if not (self._known.twins[low] or self._known.twins[high]):
                ours, others = self._table.segments_of(low), self._table.segments_of(high)
                left, right = np.arange(ours.start, ours.stop), np.arange(others.start, others.stop)
                candidates = Candidates(np.repeat(left, right.size), np.tile(right, left.size))
                parts.append(overlaps(self._table, candidates))
        overlapping, probable = joined(parts), self._known.probable
        return screened(self._table, self._arrays, overlapping, self._options, self._settled, probable)[1]

    def replace(self, row: int, table: AirtimeTable, side: RowSide) -> PairChanges:
        """Take over a table in which another transmission stands in ``row`` (``AirtimeTable.replaced``)."""
        return self._edit(table, SideSplice(row, row + 1, (side,)))

    def insert(self, row: int, table: AirtimeTable, side: RowSide) -> PairChanges:
        """Take over a table with a new transmission before ``row`` (``AirtimeTable.inserted`` or ``appended``)."""
        return self._edit(table, SideSplice(row, row, (side,)))

    def remove(self, row: int, table: AirtimeTable) -> PairChanges:
        """Take over a table without the transmission of ``row`` (``AirtimeTable.removed``)."""
        return self._edit(table, SideSplice(row, row + 1, ()))

    def splice(self, table: AirtimeTable, splices: Sequence[SideSplice], lines: Sequence[int] | None = None) -> None:
        """Take over a table that differs by several splices, in the order of their rows (``AirtimeTable.spliced``).

        Args:
            table: the table with n rows as it is now.
            splices: what gives way to what.
            lines: (n,) the line each row stands on now, where lines have moved in the files.
        """
        self._spliced(table, splices, lines)

    def tried(self, table: AirtimeTable, splices: Sequence[SideSplice]) -> PairChanges:
        """How the pairs would change with a table in which rows give way to others, or go; nothing is kept.

        Args:
            table: the table after the splices (``AirtimeTable.spliced``).
            splices: what gives way to what, in the order of the rows.
        """
        # A shallow copy is enough: a splice puts new arrays in the place of the old ones and changes none of them.
        trial, old = copy(self), self._columns
        trial.splice(table, splices)
        moved = numbers_after(len(self._sides), splices)
        known = self._known.renumbered(moved, len(table))
        touched = np.union1d(_newly_known(known, trial._known, len(table)), _added_rows(splices))
        stale = _stale(moved[old.a], moved[old.b], touched)
        fresh = trial._columns.taken(np.flatnonzero(_stale(trial._columns.a, trial._columns.b, touched)))
        before = PairResult(self._table, self._sides, old)
        return trial._compared(before, old, moved, stale, in_order(fresh, trial._arrays))

    def _edit(self, table: AirtimeTable, splice: SideSplice) -> PairChanges:
        """Take over a table that differs by one splice; returns how the pairs changed."""
        old = self._columns
        before = PairResult(self._table, self._sides, old)
        moved = numbers_after(len(self._sides), [splice])
        touched = self._spliced(table, [splice], None)
        if touched is None:
            return self._compared(before, old, moved, np.ones(len(old.a), dtype=np.bool_), self._columns)
        stale = _stale(moved[old.a], moved[old.b], touched)
        fresh = self._columns.taken(np.flatnonzero(_stale(self._columns.a, self._columns.b, touched)))
        return self._compared(before, old, moved, stale, in_order(fresh, self._arrays))

    def _spliced(self, table: AirtimeTable, splices: Sequence[SideSplice], lines: Sequence[int] | None) -> Index | None:
        """Take over a spliced table; returns the rows whose pairs were found anew, None where all of them were."""
        sides = in_place(self._sides, splices)
        if lines is not None:
            sides = [side if side.line == line else side.on_line(line) for side, line in zip(sides, lines, strict=True)]
        # On another calendar every date is another bit, so that no pair known before can be kept.
        calendar_moved = (table.epoch, table.words) != (self._table.epoch, self._table.words)
        if calendar_moved or sum(len(splice.added) for splice in splices) > MOST_ROWS_ONE_BY_ONE:
            self._start(table, sides)
            return None
        moved = numbers_after(len(self._sides), splices)
        arrays = self._arrays.spliced(splices, table.frequency_hz, lines)
        before = self._known.renumbered(moved, len(table))
        known = self._known_anew(before, table, arrays, sides, splices)
        touched = np.union1d(_newly_known(before, known, len(table)), _added_rows(splices))
        settled = _keys(sides, self._options)
        fresh = pairs_of_rows(table, arrays, known, self._options, settled, touched.tolist())
        old = self._columns
        a, b = moved[old.a], moved[old.b]
        untouched = old._replace(a=a, b=b).taken(np.flatnonzero(~_stale(a, b, touched)))
        self._table, self._sides, self._arrays, self._known = table, sides, arrays, known
        self._settled, self._columns = settled, stacked([untouched, fresh])
        return touched

    def _known_anew(
        self,
        before: OwnRows,
        table: AirtimeTable,
        arrays: SideArrays,
        sides: Sequence[RowSide],
        splices: Sequence[SideSplice],
    ) -> OwnRows:
        """Returns which reference rows are ours, judged anew on the frequencies of the rows that came or went."""
        gone = [self._table.frequency_hz[splice.first : splice.stop] for splice in splices]
        on_these = np.isin(table.frequency_hz, np.concatenate((*gone, table.frequency_hz[_added_rows(splices)])))
        return before.updated(own_rows(table, arrays, sides, on_these), on_these)

    def _compared(
        self, before: PairResult, old: Screened, moved: Index, stale: NDArray[np.bool_], fresh: Screened
    ) -> PairChanges:
        """Compare the old pairs (``stale``) with the new ones (``fresh``): which are new, gone or changed."""
        # An edit of a frequency may turn the sides of a pair round; it is still the same pair.
        known = {
            (min(a, b), max(a, b)): before[index]
            for index, a, b in zip(
                np.flatnonzero(stale).tolist(), moved[old.a[stale]].tolist(), moved[old.b[stale]].tolist(), strict=True
            )
            if a >= 0 and b >= 0
        }
        gone = [before[int(index)] for index in np.flatnonzero(stale & ((moved[old.a] < 0) | (moved[old.b] < 0)))]
        added, changed = [], []
        for pair in PairResult(self._table, self._sides, fresh):
            was = known.pop((min(pair.a_row, pair.b_row), max(pair.a_row, pair.b_row)), None)
            if was is None:
                added.append(pair)
            elif _facts(was) != _facts(pair):
                changed.append(pair)
        return PairChanges(tuple(added), tuple([*gone, *known.values()]), tuple(changed))


def numbers_after(rows: int, splices: Sequence[SideSplice]) -> Index:
    """(rows,) the number of each row after the edit, -1 for removed rows; a replaced row keeps its place."""
    moved = np.arange(rows)
    shift = 0
    for splice in splices:
        moved[splice.first :] = np.arange(splice.first, rows) + shift
        taken, grown = splice.stop - splice.first, len(splice.added) - (splice.stop - splice.first)
        moved[splice.first + min(taken, len(splice.added)) : splice.stop] = -1
        shift += grown
        moved[splice.stop :] = np.arange(splice.stop, rows) + shift
    return moved


def _newly_known(before: OwnRows, after: OwnRows, rows: int) -> Index:
    """Returns the rows that have begun or ceased to be (probably) ours; both arguments have the present numbers."""
    differing = np.setxor1d(before.probable, after.probable)
    sides = (np.flatnonzero(before.twins != after.twins), differing // max(rows, 1), differing % max(rows, 1))
    return np.unique(np.concatenate(sides)).astype(np.intp)


def _added_rows(splices: Sequence[SideSplice]) -> Index:
    """The rows that the splices add, numbered as they stand afterwards."""
    parts = [np.zeros(0, dtype=np.intp)]
    shift = 0
    for splice in splices:
        parts.append(np.arange(splice.first + shift, splice.first + shift + len(splice.added)))
        shift += len(splice.added) - (splice.stop - splice.first)
    return np.concatenate(parts)


def _stale(a: Index, b: Index, touched: Index) -> NDArray[np.bool_]:
    """(k,) flags of the pairs that have a side which is gone (negative) or among the touched rows."""
    stale: NDArray[np.bool_] = (a < 0) | (b < 0) | np.isin(a, touched) | np.isin(b, touched)
    return stale


def _facts(pair: Pair) -> tuple[object, ...]:
    return (
        pair.kind,
        pair.severity,
        pair.own,
        pair.separation_khz,
        pair.overlap_minutes,
        pair.dates,
        pair.first,
        pair.last,
        pair.shared_test_points,
        pair.probably_ours,
        pair.a,
        pair.b,
    )


def _keys(sides: Sequence[RowSide], options: PairOptions) -> NDArray[np.int64]:
    return np.array(sorted(settled_keys(sides, options.agreed)), dtype=np.int64)


def pairs_of_rows(
    table: AirtimeTable,
    arrays: SideArrays,
    known: OwnRows,
    options: PairOptions,
    settled: NDArray[np.int64],
    rows: Iterable[int],
    *,
    among_references: bool = False,
) -> Screened:
    """The conflicts of some rows with all others, each once; reference rows have none with each other unless asked."""
    reach = reach_hz(table, arrays, options)
    done = known.twins.copy()
    parts = []
    for row in rows:
        if known.twins[row]:
            continue
        # A pair of two of the rows is left to the first of them.
        done[row] = True
        near = np.abs(table.frequency_hz - table.frequency_hz[row]) <= np.maximum(reach, reach[row])
        near &= ~done
        if arrays.is_reference[row] and not among_references:
            near &= ~arrays.is_reference
        mine, others = table.segments_of(row), np.flatnonzero(near[table.segment_row])
        count = mine.stop - mine.start
        left = np.repeat(np.arange(mine.start, mine.stop), others.size)
        parts.append(overlaps(table, Candidates(left, np.tile(others, count))))
    return screened(table, arrays, joined(parts), options, settled, known.probable)[0]
