"""Transmissions on neighbouring frequencies, heard at the test points they are meant for: signal to interference.

A margin is what the wanted signal has above the interference and the protection ratio it needs, from medians at one
instant. It is asked of each pair both ways, for each may disturb the other, and of each transmission under all that
disturb it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.coverage_facts import CoverageFacts, Emission
from bcastplan.coverage.coverage_hours import CoverageOptions, never, quiet
from bcastplan.coverage.margins import margins_at
from bcastplan.coverage.predicted_months import SlotCalendar, slot_calendar
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.reliabilities import ABSENT, Predicted, date_flags, numbered_emissions, predict_emissions
from bcastplan.coverage.samples import Cancelled, Progress
from bcastplan.coverage.together import Together, judge_together
from bcastplan.science.arrays import BoolArray, IntArray
from bcastplan.science.protection import Protection, margin_class


@dataclass(frozen=True, slots=True)
class Reception:
    """How one of two transmissions fares under the other, over the moments both are on the air.

    Attributes:
        margin_db: median over the test points in the clock hour and month where that is lowest; infinite where the
            other transmission is beyond all reach.
        margin_class: ``clean``, ``fair``, ``interference`` or ``unusable`` by ``margin_db``.
        worst_month: that month, 1 to 12.
        worst_hour: that clock hour, UT.
        protected: share of points and minutes with a margin of 0 dB or more, 0 to 1.
        basic: mean reliability against noise alone, 0 to 1.
        overall: mean reliability against noise and the other transmission, 0 to 1.
        protection: ratio and curve that applied in the worst moment.
    """

    margin_db: float
    margin_class: str
    worst_month: int
    worst_hour: int
    protected: float
    basic: float
    overall: float
    protection: Protection


@dataclass(frozen=True, slots=True)
class PairReception:
    """Both directions of a pair, None where a fact is missing to predict it; ``missing`` names the facts."""

    a: Reception | None
    b: Reception | None
    missing: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The verdict on each pair, in their order, and on each transmission under all that disturb it."""

    pairs: list[PairReception]
    together: list[Together]


@dataclass(frozen=True, slots=True)
class _Moment:
    """A clock hour of a month in which both of a pair are on the air, and for how many minutes in all."""

    slot: int
    hour: int
    minutes: int


def compatibility(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    pairs: Sequence[tuple[int, int]],
    options: CoverageOptions | None = None,
    *,
    own_rows: int | None = None,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> Compatibility:
    """Judge pairs of rows of a table, each both ways, and rows under all that they are paired with.

    Pairs are judged at the test points their targets share, a row under several at all points of its target. Only the
    first ``own_rows`` rows (None: all) are judged under several: what else disturbs the others is not among the pairs.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or CoverageOptions()
    calendar = slot_calendar(table, ssn=options.ssn, dates=options.dates)
    emissions, emission_of_row = numbered_emissions(facts)
    flags = date_flags(table.segment_dates)
    on_air = np.zeros((len(emissions), len(calendar.slots), 24), dtype=bool)
    moments: list[tuple[list[_Moment], list[_Moment]]] = []
    for a, b in pairs:
        both = _shared(facts[a], facts[b]) != 0
        both_ways = tuple(list(_moments(table, calendar, flags, *way)) if both else [] for way in ((a, b), (b, a)))
        moments.append((both_ways[0], both_ways[1]))
        for moment in (*both_ways[0], *both_ways[1]):
            on_air[emission_of_row[[a, b]], moment.slot, moment.hour] = True
    near = _neighbours(facts, pairs, len(table) if own_rows is None else own_rows)
    predicted = predict_emissions(
        _reaching(emissions, emission_of_row, near),
        on_air,
        calendar.slots,
        options.listening,
        means=options.means,
        progress=progress,
        cancelled=cancelled,
    )
    verdicts = [
        _pair_reception(predicted, calendar, emission_of_row, facts, pair, both_ways)
        for pair, both_ways in zip(pairs, moments, strict=True)
    ]
    together = []
    for row, (disturbing, unknown) in near.items():
        emission = facts[row].emission
        if emission is None:
            continue
        points = point_indices(emission.points)
        answer = judge_together(table, calendar, flags, predicted, emission_of_row, row, disturbing, unknown, points)
        if answer:
            together.append(answer)
    return Compatibility(verdicts, together)


def _neighbours(
    facts: Sequence[CoverageFacts], pairs: Sequence[tuple[int, int]], own_rows: int
) -> dict[int, tuple[list[int], list[int]]]:
    """For each row with an interferer: the rows that disturb it, and those that cannot be predicted; both rising."""
    near: dict[int, tuple[list[int], list[int]]] = {}
    for a, b in sorted({*pairs, *((b, a) for a, b in pairs)}):
        if a < own_rows:
            disturbing, unknown = near.setdefault(a, ([], []))
            (disturbing if _shared(facts[a], facts[b]) else unknown).append(b)
    return {row: neighbours for row, neighbours in near.items() if neighbours[0]}


def _reaching(
    emissions: Sequence[Emission], emission_of_row: IntArray, near: dict[int, tuple[list[int], list[int]]]
) -> tuple[Emission, ...]:
    """The emissions, each with the test points of all emissions that it disturbs added to its own."""
    points = [emission.points for emission in emissions]
    for row, (disturbing, _) in near.items():
        for other in emission_of_row[disturbing].tolist():
            points[other] |= emissions[emission_of_row[row]].points
    return tuple(replace(emission, points=reached) for emission, reached in zip(emissions, points, strict=True))


def _pair_reception(
    predicted: Predicted,
    calendar: SlotCalendar,
    emission_of_row: IntArray,
    facts: Sequence[CoverageFacts],
    pair: tuple[int, int],
    moments: tuple[list[_Moment], list[_Moment]],
) -> PairReception:
    a, b = (facts[row] for row in pair)
    shared = _shared(a, b)
    missing = sorted({*a.missing, *b.missing})
    if not missing and not shared:
        missing = ["shared test points"]
    wanted_emission, other = emission_of_row[list(pair)].tolist()
    judge = _Judge(predicted, calendar, wanted_emission, other, point_indices(shared))
    return PairReception(
        judge.reception(moments[0]),
        judge.turned().reception(moments[1]),
        tuple(missing),
        bool(a.assumed or b.assumed),
    )


def _shared(a: CoverageFacts, b: CoverageFacts) -> int:
    if a.emission is None or b.emission is None or a.emission.is_shortwave != b.emission.is_shortwave:
        return 0
    return a.emission.points & b.emission.points


def _moments(
    table: AirtimeTable, calendar: SlotCalendar, flags: BoolArray, wanted_row: int, other: int
) -> Iterator[_Moment]:
    """The moments when both rows are on the air; the season of the wanted row decides which month a date counts to."""
    minutes: dict[tuple[int, int], int] = {}
    slot_of_date = calendar.slot_of_date[calendar.window_of_row[wanted_row]]
    ours, theirs = table.segments_of(wanted_row), table.segments_of(other)
    for left in range(ours.start, ours.stop):
        for right in range(theirs.start, theirs.stop):
            begin = max(int(table.segment_start[left]), int(table.segment_start[right]))
            end = min(int(table.segment_stop[left]), int(table.segment_stop[right]))
            if begin >= end:
                continue
            slots, days = np.unique(slot_of_date[flags[left] & flags[right]], return_counts=True)
            for hour in range(begin // 60, (end - 1) // 60 + 1):
                length = min(end, 60 * hour + 60) - max(begin, 60 * hour)
                for slot, count in zip(slots.tolist(), days.tolist(), strict=True):
                    minutes[slot, hour] = minutes.get((slot, hour), 0) + count * length
    for (slot, hour), total in sorted(minutes.items()):
        yield _Moment(slot, hour, total)


@dataclass(frozen=True)
class _Judge:
    """One direction of a pair: the wanted emission under the other, by number, at the points their targets share."""

    predicted: Predicted
    calendar: SlotCalendar
    wanted: int
    other: int
    points: IntArray

    def turned(self) -> _Judge:
        """The other direction."""
        return replace(self, wanted=self.other, other=self.wanted)

    def reception(self, moments: Sequence[_Moment]) -> Reception | None:
        """The verdict over all moments; None without any."""
        if not moments or ABSENT in (self.wanted, self.other):
            return None
        judged = [
            margins_at(self.predicted, self.wanted, [self.other], moment.slot, moment.hour, self.points)
            for moment in moments
        ]
        weights = np.array([moment.minutes for moment in moments], dtype=np.float64)
        weights /= weights.sum()
        medians = np.array([margins.median_db for margins in judged])
        if np.isnan(medians).all():
            return None
        worst = int(np.nanargmin(medians))
        return Reception(
            margin_db=float(medians[worst]),
            margin_class=str(margin_class(medians[worst])),
            worst_month=self.calendar.slots[moments[worst].slot].month,
            worst_hour=moments[worst].hour,
            protected=float(np.dot(weights, [margins.protected for margins in judged])),
            basic=float(np.dot(weights, [margins.basic.mean() for margins in judged])),
            overall=float(np.dot(weights, [margins.overall.mean() for margins in judged])),
            protection=judged[worst].protections[0],
        )


def worst_of(verdict: PairReception) -> Reception | None:
    """The direction with the smaller margin, None where neither is known."""
    known = [direction for direction in (verdict.a, verdict.b) if direction is not None]
    return min(known, key=lambda direction: direction.margin_db) if known else None
