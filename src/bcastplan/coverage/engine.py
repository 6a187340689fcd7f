"""From airtime and facts to coverage-hours: predict once, then count for whatever is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import WORD_BITS
from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.cells import Coverage, Minutes, minutes_by_bucket, minutes_by_hour
from bcastplan.coverage.dates import slot_calendar
from bcastplan.coverage.facts import CoverageFacts
from bcastplan.coverage.reliabilities import ABSENT, predict_rows
from bcastplan.coverage.results import (
    CoverageResult,
    CoverageRow,
    GroupValue,
    Heard,
    LeftOut,
    RowCoverage,
    Strip,
    StripHour,
)
from bcastplan.coverage.samples import Cancelled, Listening, Progress
from bcastplan.science.arrays import IntArray

HOUR = "hour"
"""What coverage can be grouped by besides the groups of rows: the clock hour, UT."""


@dataclass(frozen=True, slots=True)
class CoverageOptions:
    """How to predict; ``ssn`` and ``dates`` take the place of the shipped R12 and of Resolution 535's dates."""

    ssn: float | None = None
    dates: tuple[date, ...] = ()
    listening: Listening = field(default_factory=Listening)


@dataclass(frozen=True, slots=True)
class Division:
    """Rows divided into groups: their number for each row (n,), and values and names of each group in order."""

    by: tuple[str, ...]
    of_row: IntArray
    values: Sequence[tuple[GroupValue, ...]]
    names: Sequence[tuple[str | None, ...]]


def quiet(_what: str, _done: int, _all: int) -> None:
    """Report to nobody."""


def never() -> bool:
    """Go on to the end."""
    return False


def predict_coverage(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    options: CoverageOptions | None = None,
    *,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> Coverage:
    """Predict the reliability of every row where and when it is on the air.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or CoverageOptions()
    calendar = slot_calendar(table, ssn=options.ssn, dates=options.dates)
    reliabilities = predict_rows(table, facts, calendar, options.listening, progress=progress, cancelled=cancelled)
    return Coverage(table, calendar, reliabilities)


def coverage_of(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    division: Division | None = None,
    options: CoverageOptions | None = None,
    *,
    by_hour: bool = False,
    first: date | None = None,
    last: date | None = None,
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
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    coverage = predict_coverage(table, facts, options, progress=progress, cancelled=cancelled)
    within = dates_between(table, first, last)
    service = _numbers([fact.service for fact in facts])
    total = minutes_by_hour(coverage, service, _count(service), within)
    rows = _rows(coverage, division, by_hour, service, within) if division else ()
    alone = minutes_by_hour(coverage, np.arange(len(table), dtype=np.intp), len(table), within)
    per_transmission = tuple(
        RowCoverage(row, heard, facts[row].missing, facts[row].assumed)
        for row in range(len(table))
        if (heard := _heard(alone, row)).programme_minutes
    )
    return CoverageResult(
        by=(*(division.by if division else ()), *((HOUR,) if by_hour else ())),
        rows=rows,
        total=Heard.of(total.programme.sum(), total.predicted.sum(), total.covered.sum()),
        strips=_strips(coverage, facts, within),
        per_transmission=per_transmission,
        left_out=_left_out(per_transmission),
        assumed=sum(bool(one.assumed) for one in per_transmission),
        slots=coverage.calendar.slots,
        coverage=coverage,
    )


def group_units(of_row: IntArray, service: IntArray) -> tuple[IntArray, IntArray]:
    """A unit for each row, equal for equal group and service, and the group of each unit."""
    units, unit_of_row = np.unique(np.stack([of_row, service], axis=1), axis=0, return_inverse=True)
    return unit_of_row.reshape(-1).astype(np.intp), units[:, 0] if units.size else np.zeros(0, np.intp)


def service_numbers(facts: Sequence[CoverageFacts]) -> IntArray:
    """A number for each row's service."""
    return _numbers([fact.service for fact in facts])


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
) -> dict[tuple[int, int], Heard]:
    """(group, bucket) -> what is heard in it, where anything is on the air; buckets as in ``minutes_by_bucket``."""
    unit_of_row, group_of_unit = group_units(division.of_row, service_numbers(facts))
    minutes = minutes_by_bucket(coverage, unit_of_row, group_of_unit.size, buckets)
    summed = _by_group(minutes, group_of_unit, len(division.values))
    return {
        (group, bucket): _heard(summed, group, bucket) for group, bucket in np.argwhere(summed.programme > 0).tolist()
    }


def _by_group(minutes: Minutes, group_of_unit: IntArray, groups: int) -> Minutes:
    summed = Minutes.zeros(groups, minutes.programme.shape[1])
    for name in ("programme", "predicted", "covered"):
        np.add.at(getattr(summed, name), group_of_unit, getattr(minutes, name))
    return summed


def _numbers(values: Sequence[object]) -> IntArray:
    known: dict[object, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.intp)


def _count(numbers: IntArray) -> int:
    return int(numbers.max(initial=-1)) + 1


def _heard(minutes: Minutes, unit: int, hour: int | slice = slice(None)) -> Heard:
    return Heard.of(
        minutes.programme[unit, hour].sum(), minutes.predicted[unit, hour].sum(), minutes.covered[unit, hour].sum()
    )


def _rows(
    coverage: Coverage, division: Division, by_hour: bool, service: IntArray, within: NDArray[np.bool_]
) -> tuple[CoverageRow, ...]:
    unit_of_row, group_of_unit = group_units(division.of_row, service)
    minutes = minutes_by_hour(coverage, unit_of_row, group_of_unit.size, within)
    summed = _by_group(minutes, group_of_unit, len(division.values))
    rows = []
    for group, (values, names) in enumerate(zip(division.values, division.names, strict=True)):
        for hour in range(24) if by_hour else (None,):
            heard = _heard(summed, group, slice(None) if hour is None else hour)
            if heard.programme_minutes:
                suffix = () if hour is None else (hour,)
                rows.append(CoverageRow((*values, *suffix), (*names, *(None for _ in suffix)), heard))
    return tuple(rows)


def _strips(coverage: Coverage, facts: Sequence[CoverageFacts], within: NDArray[np.bool_]) -> tuple[Strip, ...]:
    keys = [(fact.service, fact.target) for fact in facts]
    strip_of_row = _numbers(keys)
    minutes = minutes_by_hour(coverage, strip_of_row, _count(strip_of_row), within)
    bands = _numbers([(fact.band_order, fact.band) for fact in facts])
    unit_of_row, strip_of_unit = group_units(strip_of_row, bands)
    by_band = minutes_by_hour(coverage, unit_of_row, strip_of_unit.size, within)
    names: dict[int, tuple[int, str]] = {}
    for row, fact in enumerate(facts):
        names[int(unit_of_row[row])] = (fact.band_order, fact.band)
    strips = []
    order = sorted(range(_count(strip_of_row)), key=lambda strip: _text_key(keys, strip_of_row, strip))
    for strip in order:
        heard = _heard(minutes, strip)
        if not heard.programme_minutes:
            continue
        units = sorted(np.flatnonzero(strip_of_unit == strip).tolist(), key=names.__getitem__)
        hours = tuple(
            StripHour(_heard(minutes, strip, hour), _best_band(by_band, units, names, hour)) for hour in range(24)
        )
        service, target = keys[int(np.argmax(strip_of_row == strip))]
        strips.append(Strip(service, target, hours, heard))
    return tuple(strips)


def _text_key(keys: Sequence[tuple[str, str | None]], strip_of_row: IntArray, strip: int) -> tuple[str, bool, str]:
    service, target = keys[int(np.argmax(strip_of_row == strip))]
    return service, target is None, target or ""


def _best_band(minutes: Minutes, units: Sequence[int], names: dict[int, tuple[int, str]], hour: int) -> str | None:
    """The band with most coverage in an hour, the lower of two equal ones; None where no band is heard at all."""
    best = max(units, key=lambda unit: minutes.covered[unit, hour])
    return names[best][1] if minutes.covered[best, hour] > 0.0 else None


def _left_out(rows: Sequence[RowCoverage]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(reason, len(lacking), sum(one.heard.programme_minutes for one in lacking))
        for reason in ("site", "target", "power", "frequency")
        if (lacking := [one for one in rows if reason in one.missing])
    )


def reliability_at(coverage: Coverage, row: int, month: int, hour: int) -> dict[int, float]:
    """Reliability (0 to 1) of a row by test point number in a month and clock hour; empty where not predicted."""
    found = coverage.reliabilities
    emission = int(found.emission_of_row[row])
    if emission == ABSENT:
        return {}
    for slot, one in enumerate(coverage.calendar.slots):
        if one.month == month and (values := found.at(emission, slot, hour)) is not None:
            return dict(zip((found.points(emission) + 1).tolist(), values.tolist(), strict=True))
    return {}
