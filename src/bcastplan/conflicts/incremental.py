"""An edit changes the pairs of the rows it touches and of no others; the result equals computing everything anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.conflicts.overlap import Candidates, Index, joined, overlaps
from bcastplan.conflicts.pair_selection import (
    Agreements,
    PairOptions,
    Screened,
    reach_hz,
    reference_twins,
    screened,
    settled_keys,
)
from bcastplan.conflicts.pairs import Pair, PairResult, conflicts_of, in_order, stacked
from bcastplan.conflicts.side_columns import SideArrays, encode
from bcastplan.conflicts.sides import RowSide


@dataclass(frozen=True, slots=True)
class PairChanges:
    """What an edit did: pairs that came, pairs that went, and pairs that are still there with other facts.

    Rows of ``removed`` pairs count in the table before the edit, all others in the table after it.
    """

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    changed: tuple[Pair, ...]


class _Splice(NamedTuple):
    """The rows ``first..stop-1`` give way to ``added`` ones."""

    first: int
    stop: int
    added: tuple[RowSide, ...]

    def moved(self, rows: int) -> Index:
        """(rows,) where each row stands afterwards, -1 where it is gone; a replaced row stays where it was."""
        moved = np.arange(rows)
        moved[self.stop :] += len(self.added) - (self.stop - self.first)
        if not self.added:
            moved[self.first : self.stop] = -1
        return moved


class Incremental:
    """Pairs of a table that is being edited, kept up to date one transmission at a time."""

    def __init__(
        self,
        table: AirtimeTable,
        sides: Sequence[RowSide],
        *,
        separation_khz: float | None = None,
        all_areas: bool = False,
        agreed: Agreements | None = None,
    ) -> None:
        self._options = PairOptions(separation_khz, all_areas, agreed or {})
        self._start(table, list(sides))

    def _start(self, table: AirtimeTable, sides: list[RowSide]) -> None:
        self._table, self._sides = table, sides
        self._arrays = encode(sides, table.frequency_hz)
        self._twins = reference_twins(table, self._arrays)
        self._settled = _keys(sides, self._options)
        self._columns, _ = conflicts_of(table, self._arrays, self._options, self._settled)

    @property
    def result(self) -> PairResult:
        """All pairs, in order."""
        return PairResult(self._table, self._sides, in_order(self._columns, self._arrays))

    def replace(self, row: int, table: AirtimeTable, side: RowSide) -> PairChanges:
        """Another transmission stands in ``row``; ``table`` is the table with it (``AirtimeTable.replaced``)."""
        sides = self._sides.copy()
        sides[row] = side
        return self._edit(table, sides, _Splice(row, row + 1, (side,)))

    def insert(self, row: int, table: AirtimeTable, side: RowSide) -> PairChanges:
        """A transmission came before ``row`` (``AirtimeTable.inserted`` or ``appended``)."""
        sides = self._sides.copy()
        sides.insert(row, side)
        return self._edit(table, sides, _Splice(row, row, (side,)))

    def remove(self, row: int, table: AirtimeTable) -> PairChanges:
        """The transmission of ``row`` is gone (``AirtimeTable.removed``)."""
        sides = self._sides.copy()
        del sides[row]
        return self._edit(table, sides, _Splice(row, row + 1, ()))

    def _edit(self, table: AirtimeTable, sides: list[RowSide], splice: _Splice) -> PairChanges:
        """Take over a table that differs from the present one by a splice of its rows."""
        old = self._columns
        before = PairResult(self._table, self._sides, old)
        moved = splice.moved(len(self._sides))
        if (table.epoch, table.words) != (self._table.epoch, self._table.words):
            self._start(table, sides)
            return self._compared(before, old, moved, np.ones(len(old.a), dtype=np.bool_), self._columns)
        arrays = self._arrays.spliced(splice.first, splice.stop, splice.added, table.frequency_hz)
        twins = reference_twins(table, arrays)
        kept = np.flatnonzero(moved >= 0)
        touched = set(moved[kept][twins[moved[kept]] != self._twins[kept]].tolist())
        touched |= set(range(splice.first, splice.first + len(splice.added)))
        settled = _keys(sides, self._options)
        fresh = _pairs_of_rows(table, arrays, twins, self._options, settled, sorted(touched))
        a, b = moved[old.a], moved[old.b]
        stale = (a < 0) | (b < 0) | np.isin(a, list(touched)) | np.isin(b, list(touched))
        untouched = old._replace(a=a, b=b).taken(np.flatnonzero(~stale))
        joint = stacked([untouched, fresh])
        self._table, self._sides, self._arrays, self._twins = table, sides, arrays, twins
        self._settled, self._columns = settled, joint
        return self._compared(before, old, moved, stale, in_order(fresh, arrays))

    def _compared(
        self, before: PairResult, old: Screened, moved: Index, stale: NDArray[np.bool_], fresh: Screened
    ) -> PairChanges:
        """Sort the pairs that were (``stale``) and those that are (``fresh``) into what came, went and changed."""
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
        pair.a,
        pair.b,
    )


def _keys(sides: Sequence[RowSide], options: PairOptions) -> NDArray[np.int64]:
    return np.array(sorted(settled_keys(sides, options.agreed)), dtype=np.int64)


def _pairs_of_rows(
    table: AirtimeTable,
    arrays: SideArrays,
    twins: NDArray[np.bool_],
    options: PairOptions,
    settled: NDArray[np.int64],
    rows: Iterable[int],
) -> Screened:
    """The conflicts of some rows with all others, each once."""
    reach = reach_hz(table, arrays, options)
    done = twins.copy()
    parts = []
    for row in rows:
        if twins[row]:
            continue
        done[row] = True
        near = np.abs(table.frequency_hz - table.frequency_hz[row]) <= np.maximum(reach, reach[row])
        near &= ~done
        if arrays.is_reference[row]:
            near &= ~arrays.is_reference
        mine, others = table.segments_of(row), np.flatnonzero(near[table.segment_row])
        count = mine.stop - mine.start
        left = np.repeat(np.arange(mine.start, mine.stop), others.size)
        parts.append(overlaps(table, Candidates(left, np.tile(others, count))))
    return screened(table, arrays, joined(parts), options, settled)[0]
