"""A season in which every row is paired with every other, and the pairs that a row would have elsewhere.

Whoever proposes a move has to look at both sides: a channel on which nobody disturbs us is no solution where we would
disturb somebody else.
Ranks are those of severities: 0 error, 1 warning, 2 info, NOTHING for no pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airings import Calendar
from bcastplan.airtime.jamming import JammerRow, Jamming
from bcastplan.airtime.table import AirtimeTable, RowSplice, assembled
from bcastplan.conflicts.incremental import pairs_of_rows
from bcastplan.conflicts.kinds import HF_FROM_HZ, WIDEST_HZ, raster_steps_hz, severity_ranks
from bcastplan.conflicts.overlap import Candidates, Index, overlaps
from bcastplan.conflicts.own_rows import OwnRows, own_rows
from bcastplan.conflicts.pair_selection import NO_OPTIONS, UNKNOWN_AREA, Agreements, PairOptions, Screened, settled_keys
from bcastplan.conflicts.side_columns import SideArrays, encode
from bcastplan.conflicts.sides import RowSide
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points

NOTHING = 3
"""The rank of two rows that are no pair."""
GRAVE = 1
"""Ranks up to this one, errors and warnings, are what a move has to end and must not make."""

Ranks = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Pool:
    """All rows of a season; reference rows that certainly repeat a row of ours make no pairs.

    Attributes:
        table: airtime of n rows.
        sides: the n sides.
        arrays: the same in columns.
        known: which reference rows repeat a row of ours, certainly or probably.
        settled: sorted keys of the pairs that agreements settle.
        jamming: the jammers, on the calendar of the table.
        remake: finds the jammers anew for another table; None where no jammer follows transmissions.
    """

    table: AirtimeTable
    sides: Sequence[RowSide]
    arrays: SideArrays
    known: OwnRows
    settled: NDArray[np.int64]
    jamming: Jamming
    remake: Callable[[AirtimeTable], Jamming] | None = None

    @classmethod
    def of(
        cls,
        table: AirtimeTable,
        sides: Sequence[RowSide],
        agreed: Agreements,
        jamming: Jamming,
        remake: Callable[[AirtimeTable], Jamming] | None = None,
    ) -> Pool:
        """The pool of the rows of a table."""
        arrays = encode(sides, table.frequency_hz)
        settled = np.array(sorted(settled_keys(sides, agreed)), dtype=np.int64)
        return cls(table, sides, arrays, own_rows(table, arrays, sides), settled, jamming, remake)

    def pairs_of(self, row: int, options: PairOptions = NO_OPTIONS) -> Screened:
        """The pairs of a row with all others, as the engine of conflicts has them."""
        return pairs_of_rows(self.table, self.arrays, self.known, options, self.settled, [row], among_references=True)

    def ranks_of(self, row: int) -> Ranks:
        """(n,) the rank of each row's pair with one row."""
        pairs = self.pairs_of(row)
        ranks = np.full(len(self.table), NOTHING, dtype=np.int8)
        ranks[np.where(pairs.a == row, pairs.b, pairs.a)] = pairs.severity
        return ranks

    def moved(self, row: int, transmission: Transmission) -> Pool:
        """The season with another transmission in a row, of the same organisation, Region and target."""
        return self.all_moved({row: transmission})

    def all_moved(self, moves: Mapping[int, Transmission]) -> Pool:
        """The season with other transmissions in some rows, each of the same organisation, Region and target."""
        rows = sorted(moves)
        table = self.table.spliced([RowSplice(row, row + 1, (moves[row],)) for row in rows])
        sides = [*self.sides]
        for row in rows:
            sides[row] = sides[row].moved(moves[row])
        arrays = self.arrays.spliced([(row, row + 1, [sides[row]]) for row in rows], table.frequency_hz)
        return replace(self, table=table, sides=sides, arrays=arrays)

    def new_rows(self, rows: Iterable[int], before: Pool) -> set[int]:
        """Those of some rows that have a new pair of severity warning or error, or a pair that has become graver."""
        return {row for row in rows if (((now := self.ranks_of(row)) <= GRAVE) & (now < before.ranks_of(row))).any()}

    def neighbours(self, row: int, low_hz: int, high_hz: int, *, all_areas: bool = False) -> Neighbours:
        """The rows that share air and area with a row and lie near some range of frequencies.

        With ``all_areas`` those too that are meant for other places, and those that agreements settle.
        """
        table = self.table
        near = (table.frequency_hz >= low_hz - WIDEST_HZ) & (table.frequency_hz <= high_hz + WIDEST_HZ)
        near[row] = False
        near &= ~self.known.twins
        mine, others = table.segments_of(row), np.flatnonzero(near[table.segment_row])
        left = np.repeat(np.arange(mine.start, mine.stop), others.size)
        met = overlaps(table, Candidates(left, np.tile(others, mine.stop - mine.start)))
        rows = np.where(met.left == row, met.right, met.left)
        return self._meeting(row, np.unique(rows), all_areas=all_areas)

    def _meeting(self, row: int, rows: Index, *, all_areas: bool = False) -> Neighbours:
        """The neighbours among some rows that share air with a row: those of its area, without settled pairs."""
        mine = np.full(rows.size, row)
        shared = self.arrays.shared_points(mine, rows)
        # A pair is one number, whichever of its rows comes first, so that settled pairs are found with one search.
        key = np.minimum(mine, rows).astype(np.int64) * len(self.table) + np.maximum(mine, rows)
        kept = np.full(rows.size, all_areas) | ((shared != 0) & ~np.isin(key, self.settled))
        rows, mine, key = rows[kept], mine[kept], key[kept]
        return Neighbours(
            rows=rows,
            frequency_hz=self.table.frequency_hz[rows],
            step_hz=self.arrays.step_hz[rows],
            own=self.arrays.own(mine, rows),
            drm=self.arrays.drm[rows] | self.arrays.drm[row],
            unknown_area=shared[kept] == UNKNOWN_AREA,
            synchronised=self.arrays.synchronised(mine, rows),
            twice=self._twice(mine, rows),
            probably_ours=np.isin(key, self.known.probable),
        )

    def _twice(self, a: Index, b: Index) -> NDArray[np.bool_]:
        same = np.ones(a.size, dtype=np.bool_)
        for column in (self.arrays.site, self.arrays.service, self.arrays.language):
            # A code that both rows lack (MISSING, below 0) does not make them one transmission.
            same &= (column[a] == column[b]) & (column[a] >= 0)
        return same

    def shifted_neighbours(self, row: int, variants: Sequence[Transmission]) -> list[Neighbours]:
        """For each variant of a row at other times, the rows near its frequency that share air and area with it."""
        table = self.table
        both = table.followed_by(assembled(variants, Calendar(table.epoch, table.words)))
        hz = table.frequency_hz[row]
        near = np.abs(both.frequency_hz - hz) <= WIDEST_HZ
        # Neither the row itself nor its other variants are in its way.
        near[[row, *range(len(table), len(both))]] = False
        near[: len(table)] &= ~self.known.twins
        others = np.flatnonzero(near[both.segment_row])
        neighbours = []
        for number in range(len(variants)):
            mine = both.segments_of(len(table) + number)
            left = np.repeat(np.arange(mine.start, mine.stop), others.size)
            met = overlaps(both, Candidates(left, np.tile(others, mine.stop - mine.start)))
            # The variant stands behind all rows of the season, so that the smaller number is its neighbour's.
            neighbours.append(self._meeting(row, np.unique(np.minimum(met.left, met.right))))
        return neighbours

    @cached_property
    def _jamming_here(self) -> Jamming:
        """The jammers of this season; a jammer that follows a service is on the channels to which its rows moved."""
        if self.remake is None or not any(row.jammer is not None and row.jammer.follows for row in self.jamming.rows):
            return self.jamming
        return self.remake(self.table)

    def jammers_on(self, row: int) -> frozenset[int]:
        """The jammers on the channel of a row while it is on the air, each by a number of its own."""
        jamming = self._jamming_here
        hz, step = int(self.table.frequency_hz[row]), int(self.arrays.step_hz[row])
        return frozenset(
            jammer_number(jamming.rows[number])
            for number in self._jammers_near(row, jamming)
            if max(jamming.rows[number].low_hz - hz, hz - jamming.rows[number].high_hz) < step
        )

    def jammers_near(self, row: int) -> list[JammerRow]:
        """The jammers that are on the air, anywhere, together with a row of the plan that they may jam."""
        return [self.jamming.rows[number] for number in self._jammers_near(row, self.jamming)]

    def _jammers_near(self, row: int, jamming: Jamming) -> list[int]:
        side = self.sides[row]
        if side.is_reference or not len(jamming):
            return []
        rows = [number for number, jammer in enumerate(jamming.rows) if _may_jam(jammer, side)]
        both = jamming.following(self.table)
        segments = np.flatnonzero(np.isin(both.segment_row, np.array(rows, dtype=np.int64) + len(self.table)))
        mine = self.table.segments_of(row)
        left = np.repeat(np.arange(mine.start, mine.stop), segments.size)
        met = overlaps(both, Candidates(left, np.tile(segments, mine.stop - mine.start)))
        # The jammers stand behind the broadcasts, so that the larger number is the jammer's.
        return sorted(set((np.maximum(met.left, met.right) - len(self.table)).tolist()))


def jammer_number(row: JammerRow) -> int:
    """A number that the rows of one jammer of a plan share, and that no other jammer has in this process."""
    return id(row.jammer or row)


def _may_jam(jammer: JammerRow, side: RowSide) -> bool:
    """Whether a jammer is of the plan of a row, or of a list and aimed where the row is."""
    aimed_at = target_points(jammer.transmission.target)
    apart = aimed_at and side.target_bits and not aimed_at & side.target_bits
    return jammer.plan in (None, side.plan) and not apart


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Rows that share air and area with one row, in columns ``(m,)``; its channel decides what pairs they make."""

    rows: Index
    frequency_hz: NDArray[np.int64]
    step_hz: NDArray[np.int64]
    own: NDArray[np.bool_]
    drm: NDArray[np.bool_]
    unknown_area: NDArray[np.bool_]
    synchronised: NDArray[np.bool_]
    twice: NDArray[np.bool_]
    probably_ours: NDArray[np.bool_]

    def disturb(self, channels_hz: NDArray[np.int64], region: int | None) -> NDArray[np.bool_]:
        """(c, m) whether each neighbour disturbs on each channel: it is near, and not the row itself entered twice."""
        same = channels_hz[:, None] == self.frequency_hz[None, :]
        return np.asarray((self.ranks(channels_hz, region) < NOTHING) & ~(same & self.twice[None, :]))

    def ranks(self, channels_hz: NDArray[np.int64], region: int | None) -> Ranks:
        """(c, m) the rank of the pair with each neighbour, on each of some channels of a site in a Region."""
        step = raster_steps_hz(channels_hz, np.full(channels_hz.size, region or 0, dtype=np.uint8))
        steps = np.maximum(step[:, None], self.step_hz[None, :])
        separation = np.abs(channels_hz[:, None] - self.frequency_hz[None, :])
        # The numbers index PAIR_KINDS.
        kind = np.where(separation == 0, 0, np.where(separation <= steps, 1, 2)).astype(np.int8)
        kind[(separation == 0) & self.twice[None, :]] = 3
        shape = separation.shape
        ranks = severity_ranks(
            kind,
            np.broadcast_to(self.own, shape),
            np.broadcast_to(self.drm, shape),
            np.broadcast_to(self.unknown_area, shape),
            np.broadcast_to(self.probably_ours, shape),
        )
        apart = (separation > 2 * steps) | ((separation == 0) & self.synchronised[None, :])
        return np.where(apart, np.int8(NOTHING), ranks).astype(np.int8)


def is_shortwave(frequency_khz: float) -> bool:
    """Whether a frequency lies on shortwave, where the raster is 5 kHz everywhere."""
    return hertz(frequency_khz) >= HF_FROM_HZ
