"""Which transmissions are jammed: a jammer is on their channel while they are on the air.

Nobody can be asked to move a jammer. Such a pair is therefore neither own nor external, no agreement settles it, and
it is listed apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.airtime.jamming import JammerRow, Jamming
from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.conflicts.kinds import JAMMED_SEVERITY, WIDEST_HZ, Kind, raster_steps_hz
from bcastplan.conflicts.overlap import Candidates, Index, overlaps
from bcastplan.conflicts.pair_selection import NO_OPTIONS, PairOptions
from bcastplan.conflicts.side_columns import EncodedSides
from bcastplan.conflicts.sides import RowSide
from bcastplan.conflicts.words import Wording
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import hertz
from bcastplan.reference import target_points

_EVERYBODY, _NOBODY = -1, -2


@dataclass(frozen=True, slots=True)
class Jammed:
    """A transmission and a jammer on its channel.

    ``overlap_minutes`` over all dates; ``dates`` counts the UTC dates on which an overlap starts, ``first`` to
    ``last``. ``separation_khz`` is 0 inside a range that is jammed. ``shared_test_points`` is None where a target is
    missing, as that of a jammer of the plan always is. ``row`` is a row of the table of broadcasts, ``jammer_row`` one
    of the jammers.
    """

    severity: Severity
    separation_khz: float
    overlap_minutes: int
    dates: int
    first: date
    last: date
    shared_test_points: int | None
    side: RowSide
    jammer: JammerRow
    row: int
    jammer_row: int

    @property
    def kind(self) -> Kind:
        """Always ``jammed``."""
        return Kind.JAMMED

    @property
    def heard(self) -> date | None:
        """The month in which the jammer was heard last, as its first day."""
        return self.jammer.heard

    @property
    def since(self) -> date | None:
        """The date from which the list or the plan has the jammer, None where it gives none."""
        return self.jammer.transmission.valid_from


@dataclass(frozen=True, eq=False)
class JammedResult(Sequence[Jammed]):
    """Jammed transmissions in order: minutes falling, then frequency, file and line, then the jammer.

    ``meeting`` is a table of the ``rows`` that have a jammer on their channel, and of all jammers behind them.
    """

    table: AirtimeTable
    jamming: Jamming
    items: tuple[Jammed, ...]
    rows: tuple[int, ...] = ()
    meeting: AirtimeTable | None = None

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Jammed]:
        return iter(self.items)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # int -> Jammed, slice -> tuple of Jammed
        return self.items[index]

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.meeting if self.meeting is not None else self.jamming.table)

    def _places(self, item: Jammed) -> tuple[int, int]:
        return bisect_left(self.rows, item.row), len(self.rows) + item.jammer_row

    def hours_a_week(self, item: Jammed) -> float:
        """Hours for which a transmission is jammed, in a week in which it is."""
        return self._wording.hours_a_week(*self._places(item))

    def when(self, item: Jammed, most: int = 3) -> list[str]:
        """When a transmission is jammed, in words; beyond ``most`` lines, the last one counts the others."""
        return self._wording.overlap(*self._places(item), most)


def jammed_transmissions(
    table: AirtimeTable, sides: Sequence[RowSide], jamming: Jamming, options: PairOptions = NO_OPTIONS
) -> JammedResult:
    """Every transmission of the plans that shares channel and time with a jammer.

    Args:
        table: airtime of n broadcasts.
        sides: the n sides; those of reference schedules are never jammed here.
        jamming: the jammers, on the calendar of the table.
        options: the cap on the separation, and whether targets have to meet; agreements do not count.

    A channel is shared where the two are less than one raster step apart: 5 kHz on HF, 9 or 10 kHz on LW and MW.
    """
    if not len(jamming) or not len(table):
        return JammedResult(table, jamming, ())
    rows, jammer_rows, separation = _on_channel(table, sides, jamming, options)
    # Only the rows with a jammer on their channel are compared with the jammers: a table of a few rows is enough.
    some = tuple(np.unique(rows).tolist())
    meeting = table.taken(some).followed_by(jamming.table)
    met = overlaps(meeting, _segments(meeting, np.searchsorted(some, rows), jammer_rows + len(some)))
    separation_of = dict(zip(zip(rows.tolist(), jammer_rows.tolist(), strict=True), separation.tolist(), strict=True))
    bits = [target_points(row.transmission.target) or None for row in jamming.rows]
    items = []
    for place, other, minutes, dates, first, last in zip(*(column.tolist() for column in met), strict=True):
        row, number = some[place], other - len(some)
        shared = _shared(sides[row].target_bits, bits[number])
        if shared == 0 and not options.all_areas:
            continue
        hz = separation_of[row, number]
        items.append(
            Jammed(
                severity=JAMMED_SEVERITY,
                separation_khz=hz // 1000 if hz % 1000 == 0 else hz / 1000,
                overlap_minutes=minutes,
                dates=dates,
                first=table.date_of(first),
                last=table.date_of(last),
                shared_test_points=shared,
                side=sides[row],
                jammer=jamming.rows[number],
                row=row,
                jammer_row=number,
            )
        )
    items.sort(key=_order)
    return JammedResult(table, jamming, tuple(items), some, meeting)


def _order(item: Jammed) -> tuple[int, float, str, int, int, int]:
    return (
        -item.overlap_minutes, item.side.frequency_khz, item.side.file, item.side.line, item.row, item.jammer_row,
    )  # fmt: skip


def _shared(mine: int | None, theirs: int | None) -> int | None:
    return None if mine is None or theirs is None else (mine & theirs).bit_count()


def _on_channel(
    table: AirtimeTable, sides: Sequence[RowSide], jamming: Jamming, options: PairOptions
) -> tuple[Index, Index, NDArray[np.int64]]:
    """Rows of ours and jammers on their channels: ``(p,)`` rows, jammer rows and separations in hertz."""
    arrays = sides.arrays if isinstance(sides, EncodedSides) else None
    is_reference = arrays.is_reference if arrays is not None else np.array([side.is_reference for side in sides], bool)
    ours = np.flatnonzero(~is_reference)
    ours = ours[np.argsort(table.frequency_hz[ours], kind="stable")]
    hz = table.frequency_hz[ours]
    # A jammer that is a whole step away is on the neighbouring channel.
    if arrays is not None:
        reach = arrays.step_hz[ours] - 1
    else:
        regions = np.array([sides[row].region or 0 for row in ours.tolist()], dtype=np.uint8)
        reach = raster_steps_hz(hz, regions) - 1
    if options.separation_khz is not None:
        reach = np.minimum(reach, hertz(options.separation_khz))
    low, high = jamming.low_hz, jamming.high_hz
    # The widest raster finds all rows that may be near; then the raster of each row decides.
    begin = np.searchsorted(hz, low - WIDEST_HZ)
    counts = np.searchsorted(hz, high + WIDEST_HZ, "right") - begin
    number, place = numbers_of_ranges(begin, counts)
    apart = np.maximum(0, np.maximum(low[number] - hz[place], hz[place] - high[number]))
    # Plans become numbers, so that one comparison of arrays tells whose transmissions a jammer disturbs.
    of_plans = any(row.plan is not None for row in jamming.rows)
    names = [sides[row].plan for row in ours.tolist()] if of_plans else [""] * ours.size
    plans = {plan: at for at, plan in enumerate(dict.fromkeys(names))}
    plan_of_row = np.array([plans[plan] for plan in names], dtype=np.int64)
    # A jammer of a plan that has no row here jams nobody.
    of_jammer = [_EVERYBODY if row.plan is None else plans.get(row.plan, _NOBODY) for row in jamming.rows]
    plan_of_jammer = np.array(of_jammer, dtype=np.int64)[number]
    near = (apart <= reach[place]) & ((plan_of_jammer == _EVERYBODY) | (plan_of_jammer == plan_of_row[place]))
    return ours[place[near]].astype(np.intp), number[near].astype(np.intp), apart[near].astype(np.int64)


def _segments(table: AirtimeTable, left: Index, right: Index) -> Candidates:
    """Every segment of a row with every segment of its partner."""
    first = np.searchsorted(table.segment_row, np.arange(len(table) + 1))
    counts = np.diff(first)
    many = counts[left] * counts[right]
    pair, number = numbers_of_ranges(np.zeros_like(many), many)
    # ``number`` counts the combinations of a pair: its quotient is the segment on the left, its remainder the other.
    of_right = np.maximum(counts[right], 1)[pair]
    return Candidates(first[left][pair] + number // of_right, first[right][pair] + number % of_right)


def heard_words(heard: date | None, today: date) -> str:
    """How long ago a jammer was heard, as ``last heard in August 2026, 3 months ago``; empty where nobody says."""
    if heard is None:
        return ""
    months = (today.year - heard.year) * 12 + today.month - heard.month
    last_heard = f"last heard in {_MONTHS[heard.month - 1]} {heard.year}"
    if months < 0:
        return last_heard
    if months == 0:
        return f"{last_heard}, this month"
    if months < 24:
        return f"{last_heard}, {months} month{'' if months == 1 else 's'} ago"
    return f"{last_heard}, {months // 12} years ago"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
