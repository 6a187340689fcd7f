"""The frequency pairs of a set of schedules, each once, in the order in which a planner reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.conflicts.kinds import PAIR_KINDS, SEVERITIES, Kind
from bcastplan.conflicts.overlap import joined, overlaps, rows_within
from bcastplan.conflicts.own_rows import OwnRows, own_rows
from bcastplan.conflicts.pair_selection import (
    NO_OPTIONS,
    UNKNOWN_AREA,
    Agreements,
    PairOptions,
    Screened,
    reach_hz,
    screened,
    settled_keys,
)
from bcastplan.conflicts.side_columns import SideArrays, encode
from bcastplan.conflicts.sides import RowSide
from bcastplan.conflicts.words import Wording
from bcastplan.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Pair:
    """Two transmissions too near in frequency while both are on the air.

    ``overlap_minutes`` over all dates; ``dates`` counts the UTC dates on which an overlap starts, ``first`` to
    ``last``. ``shared_test_points`` is None where a target is missing. ``a_row`` and ``b_row`` are rows of the table.
    ``probably_ours`` tells that the row of a list is probably the transmission itself.
    """

    kind: Kind
    severity: Severity
    own: bool
    separation_khz: float
    overlap_minutes: int
    dates: int
    first: date
    last: date
    shared_test_points: int | None
    a: RowSide
    b: RowSide
    a_row: int
    b_row: int
    probably_ours: bool = False


_MADE_AT_ONCE = 256  # numbers of Python take ten times the memory of those in an array


@dataclass(frozen=True, eq=False)
class PairResult(Sequence[Pair]):
    """Conflicting pairs in order; ``Pair`` objects are made when they are asked for.

    The order: external before own; unknown areas last; then severity, minutes falling, frequency, file and line.
    ``stale`` are the agreements that settle no pair any more: plan, and number in the plan's list.
    """

    table: AirtimeTable
    sides: Sequence[RowSide]
    columns: Screened
    stale: tuple[tuple[str, int], ...] = ()
    settled: int = 0
    """Pairs left out because an agreement settles them."""
    whole: PairResult | None = field(default=None, repr=False)
    """The pairs that these are some of, where they share what puts meetings into words."""

    def __len__(self) -> int:
        return len(self.columns.a)

    def __iter__(self) -> Iterator[Pair]:
        for start in range(0, len(self), _MADE_AT_ONCE):
            yield from map(self._pair, *(column[start : start + _MADE_AT_ONCE].tolist() for column in self.columns))

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # int -> Pair, slice -> list of Pair
        chosen = np.arange(len(self))[index]
        if chosen.ndim:
            return list(PairResult(self.table, self.sides, self.columns.taken(chosen)))
        return self._pair(*(column[chosen].item() for column in self.columns))

    def _pair(
        self,
        a: int,
        b: int,
        kind: int,
        severity: int,
        own: bool,
        separation_hz: int,
        minutes: int,
        dates: int,
        first: int,
        last: int,
        shared: int,
        probably_ours: bool,
    ) -> Pair:
        return Pair(
            kind=PAIR_KINDS[kind],
            severity=SEVERITIES[severity],
            own=own,
            separation_khz=separation_hz // 1000 if separation_hz % 1000 == 0 else separation_hz / 1000,
            overlap_minutes=minutes,
            dates=dates,
            first=self.table.date_of(first),
            last=self.table.date_of(last),
            shared_test_points=None if shared == UNKNOWN_AREA else shared,
            a=self.sides[a],
            b=self.sides[b],
            a_row=a,
            b_row=b,
            probably_ours=probably_ours,
        )

    def selected(self, chosen: NDArray[np.bool_]) -> PairResult:
        """Some of the pairs, in the same order."""
        columns = self.columns.taken(np.flatnonzero(chosen))
        return PairResult(self.table, self.sides, columns, self.stale, self.settled)

    def by_transmission(self) -> PairResult:
        """The same pairs, those of one first side together, each side where its first pair stands."""
        _, first, side = np.unique(self.columns.a, return_index=True, return_inverse=True)
        columns = self.columns.taken(np.argsort(first[side], kind="stable"))
        return PairResult(self.table, self.sides, columns, self.stale, self.settled)

    def by_plan_and_kind(self) -> dict[tuple[str, Kind], PairResult]:
        """The pairs of each plan (that of side ``a``) and kind, in the same order."""
        if not len(self):
            return {}
        rows, at = np.unique(self.columns.a, return_inverse=True)
        plans = [self.sides[row].plan for row in rows.tolist()]
        names = list(dict.fromkeys(plans))
        number_of = {name: number for number, name in enumerate(names)}
        plan_of_side = np.array([number_of[plan] for plan in plans], dtype=np.int64)
        group = plan_of_side[at] * len(PAIR_KINDS) + self.columns.kind
        order = np.argsort(group, kind="stable")
        groups, starts = np.unique(group[order], return_index=True)
        return {
            (names[number // len(PAIR_KINDS)], PAIR_KINDS[number % len(PAIR_KINDS)]): PairResult(
                self.table, self.sides, self.columns.taken(some), self.stale, self.settled, self
            )
            for number, some in zip(groups.tolist(), np.split(order, starts[1:]), strict=True)
        }

    @cached_property
    def wording(self) -> Wording:
        """The object that puts the meetings of pairs into words."""
        return self.whole.wording if self.whole is not None else Wording(self.table)

    @cached_property
    def external(self) -> PairResult:
        """The pairs that must be coordinated with other organisations."""
        return self.selected(~self.columns.own)

    @cached_property
    def own(self) -> PairResult:
        """The pairs between transmissions of one organisation."""
        return self.selected(self.columns.own)


def frequency_pairs(
    table: AirtimeTable,
    sides: Sequence[RowSide],
    options: PairOptions = NO_OPTIONS,
    arrays: SideArrays | None = None,
) -> PairResult:
    """Every pair of transmissions in conflict on frequency.

    Args:
        table: airtime of n transmissions.
        sides: the n sides, in the rows' order.
        options: what the planner asks for.
        arrays: the sides in columns, where they are known already.
    """
    arrays = arrays or encode(sides, table.frequency_hz)
    settled = np.array(sorted(settled_keys(sides, options.agreed)), dtype=np.int64)
    columns, matched = conflicts_of(table, arrays, options, settled, own_rows(table, arrays, sides))
    return PairResult(table, sides, columns, stale_agreements(sides, options.agreed, matched), len(matched))


def stale_agreements(
    sides: Sequence[RowSide], agreed: Agreements, matched: NDArray[np.int64]
) -> tuple[tuple[str, int], ...]:
    """The agreements that settle none of the pairs whose keys are ``matched``: plan, and number in the plan's list."""
    settled = settled_keys(sides, agreed) if matched.size else {}
    used = {agreement for key in matched.tolist() for agreement in settled[key]}
    named = [(plan, number) for plan, some in agreed.items() for number, item in enumerate(some) if item.settles]
    return tuple(agreement for agreement in named if agreement not in used)


def conflicts_of(
    table: AirtimeTable, arrays: SideArrays, options: PairOptions, settled: NDArray[np.int64], known: OwnRows
) -> tuple[Screened, NDArray[np.int64]]:
    """The conflicts of a whole table in order, and the settled keys met on the way."""
    theirs = arrays.is_reference & ~known.twins
    parts, matched = [], [np.zeros(0, dtype=np.int64)]
    for candidates in rows_within(table, reach_hz(table, arrays, options), ~arrays.is_reference, theirs):
        part, keys = screened(table, arrays, overlaps(table, candidates), options, settled, known.probable)
        parts.append(part)
        matched.append(keys)
    if not parts:
        parts.append(screened(table, arrays, joined([]), options, settled, known.probable)[0])
    return in_order(stacked(parts), arrays), np.concatenate(matched)


def stacked(parts: Sequence[Screened]) -> Screened:
    """The pairs of several lists in one; at least one list."""
    return parts[0] if len(parts) == 1 else Screened._make(map(np.concatenate, zip(*parts, strict=True)))


def in_order(columns: Screened, arrays: SideArrays) -> Screened:
    """External before own, unknown areas last, then severity, minutes falling, and the sides' frequency, file, line."""
    # Each factor exceeds all that follows it: the ranks of severities end at 2.
    weight = columns.own * 8 + (columns.shared == UNKNOWN_AREA) * 4 + columns.severity
    # Minutes are far below 2**40, so that no length outweighs a graver severity; longer pairs come first among equals.
    gravest_first = (weight.astype(np.int64) << 40) - columns.minutes
    place = arrays.order[columns.a] * len(arrays.order) + arrays.order[columns.b]
    return columns.taken(np.lexsort((place, gravest_first)))
