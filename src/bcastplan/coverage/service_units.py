"""Units, over whose airings unions are taken, and the strips of services towards targets over the UTC day.

Equal codes get equal numbers, and a unit is a service within a group.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields, replace

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


def heard_of(
    minutes: Minutes, unit: int | slice, hour: int | slice = slice(None), listeners: Listeners = NO_LISTENERS
) -> Heard:
    """What is heard of a unit, or of all, in one column or in all of them; none of it where nothing was predicted."""
    sums = {name: getattr(minutes, name)[unit, hour] for name in _COLUMNS}
    if isinstance(unit, slice) or isinstance(hour, slice):
        sums = {name: values.sum() for name, values in sums.items()}
    predicted, peopled = int(sums["predicted"]), int(sums["peopled"])
    disturbed = int(sums["disturbed"])
    return Heard(
        programme_minutes=int(sums["programme"]),
        predicted_minutes=predicted,
        coverage_minutes=float(sums["covered"]) if predicted else None,
        served_minutes=float(sums["served"]) if predicted else None,
        peopled_minutes=peopled,
        person_minutes=float(sums["person"]) if peopled else None,
        listeners=listeners.names,
        people=listeners.people,
        coverage_minutes_interfered=float(sums["covered_disturbed"]) if disturbed else None,
        served_minutes_interfered=float(sums["served_disturbed"]) if disturbed else None,
        person_minutes_interfered=float(sums["person_disturbed"]) if disturbed and peopled else None,
    )


def ranged(heard: Heard, bounds: tuple[float, float] | None) -> Heard:
    """The same with the bounds of its likely range, where they were drawn."""
    return heard if bounds is None else replace(heard, heard_low=bounds[0], heard_high=bounds[1])


def strips_of(
    coverage: Coverage, facts: Sequence[CoverageFacts], within: BoolArray, drawn: DrawnCoverage | None = None
) -> tuple[Strip, ...]:
    """A strip for each service and its listeners, else its target; in that order, those never on the air left out."""
    keys = [(fact.service, fact.listeners or "", None if fact.listeners else fact.target) for fact in facts]
    strip_of_row = numbers_of(keys)
    minutes = minutes_by_hour(coverage, strip_of_row, len(set(keys)), within)
    bounds = drawn.ranges(strip_of_row, np.arange(len(set(keys))), within) if drawn else {}
    bands = numbers_of([(fact.band_order, fact.band) for fact in facts])
    unit_of_row, strip_of_unit = group_units(strip_of_row, bands)
    by_band = minutes_by_hour(coverage, unit_of_row, strip_of_unit.size, within)
    names: dict[int, tuple[int, str]] = {}
    for row, fact in enumerate(facts):
        names[int(unit_of_row[row])] = (fact.band_order, fact.band)
    strips = []
    named = list(dict.fromkeys(keys))  # in the order in which they are numbered
    for strip in sorted(range(len(named)), key=lambda strip: _text_key(*named[strip])):
        rows = np.flatnonzero(strip_of_row == strip).tolist()
        listeners = listeners_of(coverage.audience_of_row[row] for row in rows)
        heard = ranged(heard_of(minutes, strip, listeners=listeners), bounds.get((strip, None)))
        if not heard.programme_minutes:
            continue
        units = sorted(np.flatnonzero(strip_of_unit == strip).tolist(), key=names.__getitem__)
        hours = tuple(
            StripHour(heard_of(minutes, strip, hour, listeners), _best_band(by_band, units, names, hour))
            for hour in range(24)
        )
        targets = {facts[row].target for row in rows}
        service, group, _ = named[strip]
        strips.append(Strip(service, targets.pop() if len(targets) == 1 else None, hours, heard, group or None))
    return tuple(strips)


def _text_key(service: str, listeners: str, target: str | None) -> tuple[str, str, bool, str]:
    return service, listeners, target is None, target or ""


def _best_band(minutes: Minutes, units: Sequence[int], names: dict[int, tuple[int, str]], hour: int) -> str | None:
    """The band with most coverage in an hour, the lower of two equal ones; None where no band is heard at all."""
    best = max(units, key=lambda unit: minutes.covered[unit, hour])
    return names[best][1] if minutes.covered[best, hour] > 0.0 else None
