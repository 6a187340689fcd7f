"""This module decides which overlaps are conflicts, of what kind, and which are left out for what reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.conflicts.kinds import HF_FROM_HZ, WIDEST_HZ, severity_ranks
from bcastplan.conflicts.overlap import Index, Overlaps
from bcastplan.conflicts.side_columns import MISSING, SideArrays, ids_of
from bcastplan.conflicts.sides import RowSide
from bcastplan.model.frequency import hertz
from bcastplan.model.plan import Agreement

UNKNOWN_AREA = MISSING
"""Shared test points of a pair with a side whose target is missing."""

Agreements = Mapping[str, Sequence[Agreement]]
"""Plan, as in ``RowSide.plan`` -> what it has settled."""


@dataclass(frozen=True, slots=True)
class PairOptions:
    """The choices of the planner.

    Attributes:
        separation_khz: cap on the separation in every band; None: 10 kHz on HF, two raster steps on LW and MW.
        all_areas: also pairs whose targets share no test point.
        agreed: what each plan has settled.
    """

    separation_khz: float | None = None
    all_areas: bool = False
    agreed: Agreements = field(default_factory=dict)


NO_OPTIONS = PairOptions()


class Screened(NamedTuple):
    """Conflicting pairs in columns ``(k,)``, in no order; ``a`` is ours where the other is a reference row.

    ``kind`` indexes ``PAIR_KINDS``, ``severity`` is a rank, ``shared`` may be UNKNOWN_AREA; ``first`` and ``last``
    are bits of the table's dates.
    """

    a: Index
    b: Index
    kind: NDArray[np.int8]
    severity: NDArray[np.int8]
    own: NDArray[np.bool_]
    separation_hz: NDArray[np.int64]
    minutes: NDArray[np.int64]
    dates: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    shared: NDArray[np.int64]
    probably_ours: NDArray[np.bool_]

    def taken(self, index: Index) -> Screened:
        """Some of the pairs, in the order of ``index``."""
        return Screened._make(column[index] for column in self)


def reach_hz(table: AirtimeTable, arrays: SideArrays, options: PairOptions) -> NDArray[np.int64]:
    """(n,) how many hertz from each row a conflicting row may lie; at the border of MW and HF the raster decides."""
    reach = np.where(table.frequency_hz < HF_FROM_HZ + WIDEST_HZ, WIDEST_HZ, 2 * arrays.step_hz)
    return reach if options.separation_khz is None else np.minimum(reach, hertz(options.separation_khz))


def screened(
    table: AirtimeTable,
    arrays: SideArrays,
    overlapping: Overlaps,
    options: PairOptions,
    settled: NDArray[np.int64],
    probable: NDArray[np.int64],
) -> tuple[Screened, NDArray[np.int64]]:
    """The conflicts among some overlaps, and the keys out of ``settled`` that would have been conflicts too.

    ``settled`` holds sorted keys of row pairs (``pair_key``) that an agreement names, ``probable`` those of a row of a
    list that is probably the transmission itself.
    """
    separation = np.abs(table.frequency_hz[overlapping.left] - table.frequency_hz[overlapping.right])
    # Where the rasters of two Regions meet, the wider step decides, as the page of CON102 says.
    step = np.maximum(arrays.step_hz[overlapping.left], arrays.step_hz[overlapping.right])
    limit = 2 * step
    if options.separation_khz is not None:
        limit = np.minimum(limit, hertz(options.separation_khz))
    near = separation <= limit
    # Synchronised transmitters on one frequency are one signal to a receiver.
    near &= ~((separation == 0) & arrays.synchronised(overlapping.left, overlapping.right))
    shared = arrays.shared_points(overlapping.left, overlapping.right)
    if not options.all_areas:
        near &= shared != 0
    keys = np.zeros(0, dtype=np.int64)
    if settled.size:
        key = pair_key(overlapping.left, overlapping.right, len(table))
        agreed = near & np.isin(key, settled)
        keys, near = key[agreed], near & ~agreed
    kept = np.flatnonzero(near)
    a, b = _sides_in_order(arrays, overlapping.left[kept], overlapping.right[kept])
    separation, step, shared = separation[kept], step[kept], shared[kept]
    kind = _kinds(arrays, a, b, separation, step)
    own = arrays.own(a, b)
    probably_ours = np.isin(pair_key(a, b, len(table)), probable)
    severity = severity_ranks(kind, own, arrays.drm[a] | arrays.drm[b], shared == UNKNOWN_AREA, probably_ours)
    times = (overlapping.minutes[kept], overlapping.dates[kept], overlapping.first[kept], overlapping.last[kept])
    return Screened(a, b, kind, severity, own, separation, *times, shared, probably_ours), keys


def pair_key(left: Index, right: Index, rows: int) -> NDArray[np.int64]:
    """One number for an unordered pair of rows."""
    key: NDArray[np.int64] = np.minimum(left, right).astype(np.int64) * rows + np.maximum(left, right)
    return key


def settled_keys(sides: Sequence[RowSide], agreed: Agreements) -> dict[int, list[tuple[str, int]]]:
    """Key of a row pair -> the agreements that settle it; see ``noted_keys``."""
    settling = {
        key: [(plan, number) for plan, number in entries if agreed[plan][number].settles]
        for key, entries in noted_keys(sides, agreed).items()
    }
    return {key: entries for key, entries in settling.items() if entries}


def noted_keys(sides: Sequence[RowSide], agreed: Agreements) -> dict[int, list[tuple[str, int]]]:
    """Key of a row pair -> the entries about it, settled or not, each as plan and number in the plan's list.

    An id means a row of the agreement's plan or a reference row; no agreement is about two reference rows.
    """
    if not any(agreed.values()):
        return {}
    agreed_names = {name for some in agreed.values() for agreement in some for name in (agreement.a, agreement.b)}
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(ids_of(sides)):
        if name is not None and name in agreed_names:
            rows.setdefault(name, []).append(row)
    keys: dict[int, list[tuple[str, int]]] = {}
    for plan, some in agreed.items():
        for number, agreement in enumerate(some):
            # An id may stand for several rows, as where two lists use the same one; the agreement means all of
            # them.
            for left in rows.get(agreement.a, ()):
                for right in rows.get(agreement.b, ()):
                    if left != right and _is_of_plan(plan, sides[left], sides[right]):
                        keys.setdefault(min(left, right) * len(sides) + max(left, right), []).append((plan, number))
    return keys


def _is_of_plan(plan: str, left: RowSide, right: RowSide) -> bool:
    ours = [side for side in (left, right) if not side.is_reference]
    return bool(ours) and all(side.plan == plan for side in ours)


def _sides_in_order(arrays: SideArrays, left: Index, right: Index) -> tuple[Index, Index]:
    """Ours first; between two of ours the lower in frequency, file and line."""
    turned = arrays.order[left] > arrays.order[right]
    left_is_reference, right_is_reference = arrays.is_reference[left], arrays.is_reference[right]
    # Mixed pairs are decided by whose row it is, pairs of one kind by the order of frequency, file and line.
    turned = np.where(left_is_reference == right_is_reference, turned, left_is_reference)
    return np.where(turned, right, left), np.where(turned, left, right)


def _kinds(
    arrays: SideArrays, a: Index, b: Index, separation: NDArray[np.int64], step: NDArray[np.int64]
) -> NDArray[np.int8]:
    # The numbers index PAIR_KINDS.
    kind = np.where(separation == 0, 0, np.where(separation <= step, 1, 2)).astype(np.int8)
    twice = separation == 0
    for column in (arrays.site, arrays.service, arrays.language):  # a value that both lack may differ
        twice &= (column[a] == column[b]) & (column[a] != MISSING)
    kind[twice] = 3
    return kind
