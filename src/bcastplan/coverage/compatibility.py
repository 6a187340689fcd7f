"""Judges transmissions on neighbouring frequencies by signal to interference at the test points they are meant for.

A margin is what the wanted signal has above the interference and the protection ratio it needs, from medians at one
instant. It is computed for each pair in both directions, because each side may disturb the other, and for each
transmission under everything that disturbs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.disturbers import Near, Surroundings
from bcastplan.coverage.margins import Case, MarginSummaries, margin_summaries, protection_at
from bcastplan.coverage.needed_samples import NeededSamples
from bcastplan.coverage.predicted_months import SlotCalendar, slot_calendar
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.reliabilities import Predicted, date_flags
from bcastplan.coverage.samples import Cancelled, Progress, never, quiet
from bcastplan.coverage.together import Crowded, Together, crowds_of
from bcastplan.science.arrays import BoolArray
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
    """Both directions of a pair, None where a fact is missing to predict it; ``missing`` names the facts.

    ``elsewhere`` says that the targets share no test point, so that each side was judged at its own.
    """

    a: Reception | None
    b: Reception | None
    missing: tuple[str, ...]
    assumed: bool
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The verdict on each pair, in their order, and on transmissions under several others.

    ``together`` are own transmissions under all that disturb them, ``harm`` transmissions of others under all of ours.
    """

    pairs: list[PairReception]
    together: list[Together]
    harm: list[Together]


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
    surroundings: Surroundings | None = None,
    one_way: bool = False,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> Compatibility:
    """Judge pairs of rows of a table, each both ways, and rows under all that disturb them.

    Pairs are judged at the test points their targets share, and where they share none, each side at its own. A row
    under several is judged at all points of its target. The first ``own_rows`` rows (None: all) are ours.

    Args:
        table: the airtime of all rows, ours first.
        facts: one record per row.
        pairs: rows that are near each other in frequency and time.
        options: how to predict.
        own_rows: how many rows are ours.
        surroundings: what disturbs our rows, jammers too; None: what the pairs say.
        one_way: judge the second row of each pair under the first alone, and not the first under the second.
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or CoverageOptions()
    count = len(table) if own_rows is None else own_rows
    calendar = slot_calendar(table, ssn=options.ssn, dates=options.dates)
    if surroundings is None:
        surroundings = Surroundings(table, _near(facts, pairs, lambda row: row < count))
    needed = NeededSamples()
    flags = date_flags(table.segment_dates[:])

    def direction(row: int, other: int) -> _Direction | None:
        return _direction(table, calendar, flags, facts, needed, row, other)

    both_ways = [(None if one_way else direction(a, b), direction(b, a)) for a, b in pairs]
    together = _crowded(surroundings.table, calendar, facts, needed, surroundings.near)
    harmed = _near(facts, pairs, lambda row: row >= count, lambda row: row < count)
    harm = _crowded(table, calendar, facts, needed, harmed)
    predicted = needed.predicted(
        calendar.slots, options.listening, means=options.means, progress=progress, cancelled=cancelled
    )
    receptions = _receptions(predicted, calendar, [direction for both in both_ways for direction in both])
    return Compatibility(
        [
            _pair_reception(facts, pair, directions, (next(receptions), next(receptions)))
            for pair, directions in zip(pairs, both_ways, strict=True)
        ],
        _verdicts(predicted, calendar, together),
        _verdicts(predicted, calendar, harm),
    )


def _near(
    facts: Sequence[CoverageFacts],
    pairs: Sequence[tuple[int, int]],
    is_wanted: Callable[[int], bool],
    disturbs: Callable[[int], bool] = lambda row: True,
) -> dict[int, dict[int, Emission | None]]:
    """Returns, for each wanted row, the rows of ``pairs`` that disturb it, with what they radiate."""
    near: dict[int, dict[int, Emission | None]] = {}
    for row, other in sorted({*pairs, *((b, a) for a, b in pairs)}):
        if is_wanted(row) and disturbs(other):
            near.setdefault(row, {})[other] = facts[other].emission
    return near


def _crowded(
    table: AirtimeTable, calendar: SlotCalendar, facts: Sequence[CoverageFacts], needed: NeededSamples, near: Near
) -> list[Crowded]:
    """Ask for whatever disturbs rows at all points of their targets; rows that nothing known disturbs are left out."""
    flags = date_flags(table.segment_dates[:])
    rows = []
    for row, others in sorted(near.items()):
        own = facts[row].emission
        if own is None:
            continue
        known = {other: emission for other, emission in sorted(others.items())
                 if emission is not None and emission.is_shortwave == own.is_shortwave}  # fmt: skip
        if not known:
            continue
        number = needed.number(own)
        interferers = {other: needed.number(emission) for other, emission in known.items()}
        crowds = crowds_of(table, calendar, flags, row, list(known))
        for crowd in crowds:
            for emission in (number, *(interferers[other] for other in crowd.rows)):
                needed.add(emission, crowd.slot, crowd.hour, own.points)
        not_predicted = tuple(sorted(others.keys() - known.keys()))
        rows.append(Crowded(row, number, interferers, not_predicted, crowds, own.points))
    return rows


def _verdicts(predicted: Predicted, calendar: SlotCalendar, rows: Sequence[Crowded]) -> list[Together]:
    """The verdicts; none on rows that are never on the air with the others, or out of reach themselves."""
    cases = [crowded.cases() for crowded in rows]
    judged = margin_summaries(predicted, [case for of_row in cases for case in of_row])
    verdicts = []
    start = 0
    for crowded, of_row in zip(rows, cases, strict=True):
        verdict = crowded.verdict(predicted, calendar, judged.taken(slice(start, start + len(of_row))))
        start += len(of_row)
        if verdict is not None:
            verdicts.append(verdict)
    return verdicts


@dataclass(frozen=True, slots=True)
class _Direction:
    """``emission`` under ``other``, both by their numbers: where, and when both are on the air."""

    emission: int
    other: int
    points: int
    moments: list[_Moment]

    def cases(self) -> list[Case]:
        """What is to be judged, in the order of the moments."""
        return [Case(self.emission, (self.other,), moment.slot, moment.hour, self.points) for moment in self.moments]


def _direction(
    table: AirtimeTable,
    calendar: SlotCalendar,
    flags: BoolArray,
    facts: Sequence[CoverageFacts],
    needed: NeededSamples,
    wanted_row: int,
    other_row: int,
) -> _Direction | None:
    """Ask for both sides where they are to be judged; None where they cannot be."""
    own, other = facts[wanted_row].emission, facts[other_row].emission
    # Levels on shortwave and below are in units that do not compare.
    if own is None or other is None or own.is_shortwave != other.is_shortwave:
        return None
    # Where the targets share no point, each side is judged at its own.
    points = own.points & other.points or own.points
    numbers = needed.number(own), needed.number(other)
    moments = list(_moments(table, calendar, flags, wanted_row, other_row))
    for moment in moments:
        for number in numbers:
            needed.add(number, moment.slot, moment.hour, points)
    return _Direction(*numbers, points, moments)


def _pair_reception(
    facts: Sequence[CoverageFacts],
    pair: tuple[int, int],
    directions: Sequence[_Direction | None],
    receptions: Sequence[Reception | None],
) -> PairReception:
    a, b = (facts[row] for row in pair)
    missing = sorted({*a.missing, *b.missing})
    if not missing and directions[1] is None:
        missing = ["shared test points"]
    shared = a.emission.points & b.emission.points if a.emission and b.emission else 0
    elsewhere = directions[1] is not None and not shared
    return PairReception(receptions[0], receptions[1], tuple(missing), bool(a.assumed or b.assumed), elsewhere)


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
            # How many of the common dates count to each month.
            days = np.bincount(slot_of_date[flags[left] & flags[right]]).tolist()
            for hour in range(begin // 60, (end - 1) // 60 + 1):
                length = min(end, 60 * hour + 60) - max(begin, 60 * hour)
                for slot, count in enumerate(days):
                    if count:
                        minutes[slot, hour] = minutes.get((slot, hour), 0) + count * length
    for (slot, hour), total in sorted(minutes.items()):
        yield _Moment(slot, hour, total)


def _receptions(
    predicted: Predicted, calendar: SlotCalendar, directions: Sequence[_Direction | None]
) -> Iterator[Reception | None]:
    """Returns the verdict on each direction, over all its moments; None where the direction is None."""
    cases = [direction.cases() if direction else [] for direction in directions]
    judged = margin_summaries(predicted, [case for of_direction in cases for case in of_direction])
    start = 0
    for direction, of_direction in zip(directions, cases, strict=True):
        part = judged.taken(slice(start, start + len(of_direction)))
        yield _reception(predicted, calendar, direction, part) if direction else None
        start += len(of_direction)


def _reception(
    predicted: Predicted, calendar: SlotCalendar, direction: _Direction, judged: MarginSummaries
) -> Reception | None:
    """The verdict over all moments; None without any, and where the wanted signal is out of reach in all of them."""
    moments = direction.moments
    if not moments or np.isnan(judged.median_db).all():
        return None
    weights = np.array([moment.minutes for moment in moments], dtype=np.float64)
    weights /= weights.sum()
    worst = int(np.nanargmin(judged.median_db))
    moment, points = moments[worst], point_indices(direction.points)
    protection = protection_at(predicted, direction.emission, direction.other, moment.slot, moment.hour, points)
    return Reception(
        margin_db=float(judged.median_db[worst]),
        margin_class=margin_class(float(judged.median_db[worst])),
        worst_month=calendar.slots[moment.slot].month,
        worst_hour=moment.hour,
        protected=float(np.dot(weights, judged.protected)),
        basic=float(np.dot(weights, judged.basic)),
        overall=float(np.dot(weights, judged.overall)),
        protection=protection,
    )


def worst_of(verdict: PairReception) -> Reception | None:
    """The direction with the smaller margin, None where neither is known."""
    known = [direction for direction in (verdict.a, verdict.b) if direction is not None]
    return min(known, key=lambda direction: direction.margin_db) if known else None
