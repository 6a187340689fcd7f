"""Services towards their targets through the hours of the UTC day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bcastplan.coverage.airtime_cells import Coverage, Minutes, minutes_by_hour
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_result import Strip, StripHour
from bcastplan.coverage.units import group_units, heard_of, numbers_of
from bcastplan.science.arrays import BoolArray


def strips_of(coverage: Coverage, facts: Sequence[CoverageFacts], within: BoolArray) -> tuple[Strip, ...]:
    """A strip for each service and target, by service and target; those never on the air are left out."""
    keys = [(fact.service, fact.target) for fact in facts]
    strip_of_row = numbers_of(keys)
    minutes = minutes_by_hour(coverage, strip_of_row, len(set(keys)), within)
    bands = numbers_of([(fact.band_order, fact.band) for fact in facts])
    unit_of_row, strip_of_unit = group_units(strip_of_row, bands)
    by_band = minutes_by_hour(coverage, unit_of_row, strip_of_unit.size, within)
    names: dict[int, tuple[int, str]] = {}
    for row, fact in enumerate(facts):
        names[int(unit_of_row[row])] = (fact.band_order, fact.band)
    strips = []
    named = list(dict.fromkeys(keys))  # in the order in which they are numbered
    for strip in sorted(range(len(named)), key=lambda strip: _text_key(*named[strip])):
        heard = heard_of(minutes, strip)
        if not heard.programme_minutes:
            continue
        units = sorted(np.flatnonzero(strip_of_unit == strip).tolist(), key=names.__getitem__)
        hours = tuple(
            StripHour(heard_of(minutes, strip, hour), _best_band(by_band, units, names, hour)) for hour in range(24)
        )
        strips.append(Strip(*named[strip], hours, heard))
    return tuple(strips)


def _text_key(service: str, target: str | None) -> tuple[str, bool, str]:
    return service, target is None, target or ""


def _best_band(minutes: Minutes, units: Sequence[int], names: dict[int, tuple[int, str]], hour: int) -> str | None:
    """The band with most coverage in an hour, the lower of two equal ones; None where no band is heard at all."""
    best = max(units, key=lambda unit: minutes.covered[unit, hour])
    return names[best][1] if minutes.covered[best, hour] > 0.0 else None
