"""Numbers the units over which unions of airtime are taken, and makes the strips of services through the UTC day.

A unit is a service within a group. Equal codes get equal numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields, replace
from typing import cast

import numpy as np

from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import NO_LISTENERS, Listeners, listeners_of
from bcastplan.coverage.cell_minutes import Minutes, minutes_by_hour
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_result import Heard, Strip, StripHour
from bcastplan.coverage.likely_range import DrawnCoverage
from bcastplan.science.arrays import BoolArray, IntArray


def group_units(of_row: IntArray, service: IntArray) -> tuple[IntArray, IntArray]:
    """A unit for each row, equal for equal group and service, and the group of each unit."""
    units, unit_of_row = np.unique(np.stack([of_row, service], axis=1), axis=0, return_inverse=True)
    return unit_of_row.reshape(-1).astype(np.intp), units[:, 0] if units.size else np.zeros(0, np.intp)


def service_numbers(facts: Sequence[CoverageFacts]) -> IntArray:
    """A number for each row's service."""
    return numbers_of([fact.service for fact in facts])


def numbers_of(values: Sequence[Hashable]) -> IntArray:
    """A number from 0 for each value, equal for equal ones."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.intp)


def count_of(numbers: IntArray) -> int:
    """How many numbers there are."""
    return int(numbers.max(initial=-1)) + 1


def by_group(minutes: Minutes, group_of_unit: IntArray, groups: int) -> Minutes:
    """Minutes of units summed over the groups they belong to."""
    summed = Minutes.zeros(groups, minutes.programme.shape[1])
    for column in fields(Minutes):
        np.add.at(getattr(summed, column.name), group_of_unit, getattr(minutes, column.name))
    return summed


_COLUMNS = tuple(column.name for column in fields(Minutes))
_Sums = tuple[int, int, float, float, int, float, int, float, float, float]  # in the order of the columns


def heard_of(
    minutes: Minutes, unit: int | slice, hour: int | slice = slice(None), listeners: Listeners = NO_LISTENERS
) -> Heard:
    """What is heard of one unit or of all, in one column or in all; figures are None where nothing was predicted."""
    sums = [getattr(minutes, name)[unit, hour].sum().item() for name in _COLUMNS]
    return _heard(cast("_Sums", tuple(sums)), listeners)


def heard_by_column(minutes: Minutes, unit: int, listeners: Listeners = NO_LISTENERS) -> list[Heard]:
    """What is heard of a unit in each column."""
    columns = (getattr(minutes, name)[unit].tolist() for name in _COLUMNS)
    # Most hours of most strips have no airtime: they share one answer.
    nothing = Heard(0, 0, None, listeners=listeners.names, people=listeners.people)
    return [_heard(cast("_Sums", sums), listeners) if sums[0] else nothing for sums in zip(*columns, strict=True)]


def heard_by_unit(minutes: Minutes, listeners: Sequence[Listeners]) -> list[Heard]:
    """What is heard of each unit in all columns; ``listeners`` are those of the units."""
    columns = (getattr(minutes, name).sum(axis=1).tolist() for name in _COLUMNS)
    return [_heard(cast("_Sums", sums), whom) for *sums, whom in zip(*columns, listeners, strict=True)]


def _heard(sums: _Sums, listeners: Listeners) -> Heard:
    programme, predicted, covered, served, peopled, person, disturbed, *under_interference = sums
    covered_disturbed, served_disturbed, person_disturbed = under_interference
    return Heard(
        programme_minutes=programme,
        predicted_minutes=predicted,
        coverage_minutes=covered if predicted else None,
        served_minutes=served if predicted else None,
        peopled_minutes=peopled,
        person_minutes=person if peopled else None,
        listeners=listeners.names,
        people=listeners.people,
        coverage_minutes_interfered=covered_disturbed if disturbed else None,
        served_minutes_interfered=served_disturbed if disturbed else None,
        person_minutes_interfered=person_disturbed if disturbed and peopled else None,
    )


def ranged(heard: Heard, bounds: tuple[float, float] | None) -> Heard:
    """The same with the bounds of its likely range, where they were drawn."""
    return heard if bounds is None else replace(heard, heard_low=bounds[0], heard_high=bounds[1])


def strips_of(
    coverage: Coverage, facts: Sequence[CoverageFacts], within: BoolArray, drawn: DrawnCoverage | None = None
) -> tuple[Strip, ...]:
    """A strip for each service and its listeners (else its target), in that order, without those never on the air."""
    keys = [(fact.service, fact.listeners or "", None if fact.listeners else fact.target) for fact in facts]
    strip_of_row = numbers_of(keys)
    minutes = minutes_by_hour(coverage, strip_of_row, len(set(keys)), within)
    each = np.arange(len(set(keys)))
    bounds = drawn.ranges(strip_of_row, each, within) if drawn else {}
    hourly = drawn.ranges(strip_of_row, each, within, by_hour=True) if drawn else {}
    # The best band of an hour is found among the bands of a strip, each counted as a unit of its own.
    bands = numbers_of([(fact.band_order, fact.band) for fact in facts])
    unit_of_row, strip_of_unit = group_units(strip_of_row, bands)
    by_band = minutes_by_hour(coverage, unit_of_row, strip_of_unit.size, within)
    names: dict[int, tuple[int, str]] = {}
    for row, fact in enumerate(facts):
        names[int(unit_of_row[row])] = (fact.band_order, fact.band)
    named = list(dict.fromkeys(keys))  # in the order in which they are numbered
    rows_of, units_of = _members(strip_of_row, len(named)), _members(strip_of_unit, len(named))
    listeners = [listeners_of(coverage.audience_of_row[row] for row in rows) for rows in rows_of]
    whole = heard_by_unit(minutes, listeners)
    strips = []
    for strip in sorted(range(len(named)), key=lambda strip: _text_key(*named[strip])):
        heard = ranged(whole[strip], bounds.get((strip, None)))
        if not heard.programme_minutes:
            continue
        best = _best_bands(by_band, sorted(units_of[strip], key=names.__getitem__), names)
        alone = heard_by_column(minutes, strip, listeners[strip])
        hours = tuple(
            StripHour(ranged(of_hour, hourly.get((strip, hour))), band)
            for hour, (of_hour, band) in enumerate(zip(alone, best, strict=True))
        )
        targets = {facts[row].target for row in rows_of[strip]}
        service, group, _ = named[strip]
        strips.append(Strip(service, targets.pop() if len(targets) == 1 else None, hours, heard, group or None))
    return tuple(strips)


def _members(numbers: IntArray, count: int) -> list[list[int]]:
    """Where each number from 0 on stands in an array."""
    stops = np.cumsum(np.bincount(numbers, minlength=count)).tolist()
    order = np.argsort(numbers, kind="stable").tolist()
    return [order[begin:end] for begin, end in zip([0, *stops], stops, strict=False)]


def _text_key(service: str, listeners: str, target: str | None) -> tuple[str, str, bool, str]:
    return service, listeners, target is None, target or ""


def _best_bands(minutes: Minutes, units: Sequence[int], names: dict[int, tuple[int, str]]) -> list[str | None]:
    """The band with most coverage in each column, the lower of two equal ones; None where no band is heard at all."""
    covered = minutes.covered[units]
    best = covered.argmax(axis=0).tolist()
    return [
        names[units[number]][1] if most > 0.0 else None
        for number, most in zip(best, covered.max(axis=0).tolist(), strict=True)
    ]
