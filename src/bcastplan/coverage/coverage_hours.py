"""Coverage-hours from airtime and facts: predict once, then count for every question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import WORD_BITS
from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import Audience, Listeners, listeners_of
from bcastplan.coverage.cell_minutes import minutes_by_bucket, minutes_by_hour
from bcastplan.coverage.corrections import corrected
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import (
    AssumptionUse,
    CoverageRow,
    Disturbance,
    GroupValue,
    Heard,
    LeftOut,
    RowCoverage,
    Strip,
)
from bcastplan.coverage.disturbed_cells import DisturbedCoverage
from bcastplan.coverage.disturbers import Surroundings, predict_disturbers
from bcastplan.coverage.likely_range import DrawnCoverage
from bcastplan.coverage.predicted_months import Slot, slot_calendar
from bcastplan.coverage.reliabilities import ABSENT, predict_rows
from bcastplan.coverage.samples import Cancelled, Progress, never, quiet
from bcastplan.coverage.service_units import (
    by_group,
    count_of,
    group_units,
    heard_by_unit,
    heard_of,
    numbers_of,
    ranged,
    service_numbers,
    strips_of,
)
from bcastplan.science.arrays import IntArray

HOUR = "hour"
"""What coverage can be grouped by besides the groups of rows: the clock hour, UT."""


@dataclass(frozen=True)
class CoverageResult:
    """The answer. ``per_transmission`` has the rows of the table that are on the air, in order."""

    by: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    total: Heard
    strips: tuple[Strip, ...]
    per_transmission: tuple[RowCoverage, ...]
    left_out: tuple[LeftOut, ...]
    assumed: int
    """Transmissions on the air of which anything had to be assumed."""
    assumptions: tuple[AssumptionUse, ...]
    """What plans assume, as far as it was used, in the order of the rows."""
    slots: tuple[Slot, ...]
    coverage: Coverage = field(repr=False)
    """What was predicted, for further questions."""
    disturbance: Disturbance | None = None
    """What disturbs, where that was asked for."""
    drawn: DrawnCoverage | None = field(default=None, repr=False)
    """The draws behind the likely ranges, for further questions, where ranges were asked for."""


@dataclass(frozen=True, slots=True)
class Division:
    """Rows divided into groups: their number for each row (n,), and values and names of each group in order."""

    by: tuple[str, ...]
    of_row: IntArray
    values: Sequence[tuple[GroupValue, ...]]
    names: Sequence[tuple[str | None, ...]]


def predict_coverage(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    options: CoverageOptions | None = None,
    *,
    surroundings: Surroundings | None = None,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> Coverage:
    """Predict the reliability of every row where and when it is on the air.

    With ``surroundings``, whose first rows are those of the table on the same dates, under interference too.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or CoverageOptions()
    calendar = slot_calendar(table, ssn=options.ssn, dates=options.dates)
    reliabilities = predict_rows(
        table, facts, calendar, options.listening, means=options.means, progress=progress, cancelled=cancelled
    )
    if options.corrections is not None:
        reliabilities = corrected(reliabilities, facts, options.corrections, options.listening)
    audiences = [fact.audience for fact in facts]
    if surroundings is None:
        return Coverage(table, calendar, reliabilities, audiences, options.served)
    disturbers = predict_disturbers(
        reliabilities,
        calendar,
        surroundings,
        options.listening,
        means=options.means,
        progress=progress,
        cancelled=cancelled,
    )
    disturbed = DisturbedCoverage(table, calendar, reliabilities, audiences, options.served, disturbers=disturbers)
    return Coverage(table, calendar, reliabilities, audiences, options.served, disturbed)


def coverage_of(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    division: Division | None = None,
    options: CoverageOptions | None = None,
    *,
    by_hour: bool = False,
    first: date | None = None,
    last: date | None = None,
    surroundings: Surroundings | None = None,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> CoverageResult:
    """Coverage-hours of a table: by group, by service and target through the day, and by transmission.

    Args:
        table: the airings.
        facts: one record per row of the table.
        division: what the rows of the answer are; None for the total alone.
        options: how to predict.
        by_hour: split the groups by clock hour too (the last of their values).
        first: first UTC date that counts, None for all.
        last: last UTC date that counts, None for all.
        surroundings: what else is on the air, for the figures under interference; its first rows are the table's.
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    coverage = predict_coverage(
        table, facts, options, surroundings=surroundings, progress=progress, cancelled=cancelled
    )
    options = options or CoverageOptions()
    drawn = DrawnCoverage(coverage, options.listening, options.means) if options.likely_range else None
    return coverage_result(coverage, facts, division, by_hour=by_hour, first=first, last=last, drawn=drawn)


def coverage_result(
    coverage: Coverage,
    facts: Sequence[CoverageFacts],
    division: Division | None = None,
    *,
    by_hour: bool = False,
    first: date | None = None,
    last: date | None = None,
    drawn: DrawnCoverage | None = None,
) -> CoverageResult:
    """Returns the result for what is predicted already; arguments as for ``coverage_of``. ``drawn`` adds the ranges."""
    table = coverage.table
    within = dates_between(table, first, last)
    # Services are the units of the total: what several transmissions of one carry at a time counts once.
    service = numbers_of([fact.service for fact in facts])
    total = minutes_by_hour(coverage, service, count_of(service), within)
    each = np.arange(len(table), dtype=np.intp)
    alone = minutes_by_hour(coverage, each, len(table), within)
    bounds = drawn.ranges(each, each, within) if drawn else {}
    per_transmission = tuple(
        RowCoverage(
            row,
            ranged(heard, bounds.get((row, None))),
            facts[row].missing,
            facts[row].assumed,
            *_interferers(coverage, row),
            _out_of_reach(coverage, row),
        )
        for row, heard in enumerate(heard_by_unit(alone, [listeners_of([fact.audience]) for fact in facts]))
        if heard.programme_minutes
    )
    # Listeners and assumptions are told of what is on the air, and not of rows that never are.
    aired = [row.row for row in per_transmission]
    rows = _rows(coverage, division, by_hour, service, within, aired, drawn) if division else ()
    whole = drawn.ranges(service, np.zeros(count_of(service), dtype=np.intp), within) if drawn else {}
    return CoverageResult(
        by=(*(division.by if division else ()), *((HOUR,) if by_hour else ())),
        rows=rows,
        total=ranged(
            heard_of(total, slice(None), listeners=listeners_of(facts[row].audience for row in aired)),
            whole.get((0, None)),
        ),
        strips=strips_of(coverage, facts, within, drawn),
        per_transmission=per_transmission,
        left_out=_left_out(per_transmission),
        assumed=sum(bool(row.assumed) for row in per_transmission),
        assumptions=_assumption_uses(facts[row] for row in aired),
        slots=coverage.calendar.slots,
        coverage=coverage,
        disturbance=coverage.disturbed.disturbers.summary() if coverage.disturbed else None,
        drawn=drawn,
    )


def _interferers(coverage: Coverage, row: int) -> tuple[int | None, int | None]:
    """How many others disturb a row, and how many more cannot be predicted; None where nobody asked."""
    if coverage.disturbed is None:
        return None, None
    disturbers = coverage.disturbed.disturbers
    return len(disturbers.near.get(row, ())), len(disturbers.not_predicted.get(row, ()))


def _out_of_reach(coverage: Coverage, row: int) -> int:
    """How many places of the audience of a row lie beyond the reach of the model, which is medium wave's alone."""
    predicted, emission = coverage.reliabilities.predicted, int(coverage.reliabilities.emission_of_row[row])
    if emission == ABSENT or predicted.emissions[emission].is_shortwave:
        return 0
    begin = int(predicted.start[emission].max())  # any moment will do: the distance is the same in all
    if begin == ABSENT:
        return 0
    levels = predicted.samples.level_db[begin : begin + predicted.points[emission].size]
    return int(np.count_nonzero(np.isnan(levels)))


def dates_between(table: AirtimeTable, first: date | None, last: date | None) -> NDArray[np.bool_]:
    """Flags over the dates of the table: those from ``first`` to ``last``, None for no limit."""
    days = np.arange(table.words * WORD_BITS)
    low = table.bit_of(first) if first else 0
    high = table.bit_of(last) if last else days.size
    return np.asarray((days >= low) & (days <= high))


def heard_in_buckets(
    coverage: Coverage,
    facts: Sequence[CoverageFacts],
    division: Division,
    buckets: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]],
    drawn: DrawnCoverage | None = None,
) -> dict[tuple[int, int], Heard]:
    """(group, bucket) -> what is heard in it, where anything is on the air; buckets as in ``minutes_by_bucket``.

    With ``drawn`` figures have ranges.
    """
    unit_of_row, group_of_unit = group_units(division.of_row, service_numbers(facts))
    minutes = minutes_by_bucket(coverage, unit_of_row, group_of_unit.size, buckets)
    summed = by_group(minutes, group_of_unit, len(division.values))
    on_air = np.argwhere(summed.programme > 0).tolist()
    listeners = _listeners(coverage, division, np.unique(coverage.table.segment_row).tolist())
    bounds = drawn.ranges_in_buckets(unit_of_row, group_of_unit, buckets) if drawn else {}
    return {
        (group, bucket): ranged(heard_of(summed, group, bucket, listeners[group]), bounds.get((group, bucket)))
        for group, bucket in on_air
    }


def _rows(
    coverage: Coverage,
    division: Division,
    by_hour: bool,
    service: IntArray,
    within: NDArray[np.bool_],
    aired: Sequence[int],
    drawn: DrawnCoverage | None,
) -> tuple[CoverageRow, ...]:
    unit_of_row, group_of_unit = group_units(division.of_row, service)
    minutes = minutes_by_hour(coverage, unit_of_row, group_of_unit.size, within)
    summed = by_group(minutes, group_of_unit, len(division.values))
    listeners = _listeners(coverage, division, aired)
    bounds = drawn.ranges(unit_of_row, group_of_unit, within, by_hour=by_hour) if drawn else {}
    rows = []
    for group, (values, names) in enumerate(zip(division.values, division.names, strict=True)):
        for hour in range(24) if by_hour else (None,):
            heard = heard_of(summed, group, slice(None) if hour is None else hour, listeners[group])
            if heard.programme_minutes:
                suffix = () if hour is None else (hour,)
                heard = ranged(heard, bounds.get((group, hour)))
                rows.append(CoverageRow((*values, *suffix), (*names, *(None for _ in suffix)), heard))
    return tuple(rows)


def _listeners(coverage: Coverage, division: Division, rows: Sequence[int]) -> list[Listeners]:
    """The listeners of each group, out of those of some rows."""
    audiences: list[list[Audience | None]] = [[] for _ in division.values]
    for row in rows:
        audiences[division.of_row[row]].append(coverage.audience_of_row[row])
    return [listeners_of(of_group) for of_group in audiences]


def _assumption_uses(facts: Iterable[CoverageFacts]) -> tuple[AssumptionUse, ...]:
    uses = Counter(assumed for fact in facts if fact.emission is not None for assumed in fact.assumptions)
    return tuple(AssumptionUse(assumed.what, assumed.why, count) for assumed, count in uses.items())


def _left_out(rows: Sequence[RowCoverage]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(reason, len(lacking), sum(row.heard.programme_minutes for row in lacking))
        for reason in ("site", "target", "listeners", "power", "frequency")
        if (lacking := [row for row in rows if reason in row.missing])
    )


def reliability_at(coverage: Coverage, row: int, month: int, hour: int) -> dict[int, float]:
    """Reliability (0 to 1) of a row by number of the place in a month and clock hour; empty where not predicted."""
    reliabilities = coverage.reliabilities
    emission = int(reliabilities.emission_of_row[row])
    if emission == ABSENT:
        return {}
    for slot, season in enumerate(coverage.calendar.slots):
        if season.month == month and (values := reliabilities.at(emission, slot, hour)) is not None:
            return dict(zip((reliabilities.points(emission) + 1).tolist(), values.tolist(), strict=True))
    return {}
