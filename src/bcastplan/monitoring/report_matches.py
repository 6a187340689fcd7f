"""Which airings a reception report speaks of.

A report speaks of airings on its frequency in which it lies, or whose edges it lies near; where it names a service, of
that service only. Where it lies in one airing, others that it only lies near are not meant; of several frequencies the
nearest is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airing_list import AiringList
from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.reception import ReceptionReport

TOLERANCE_MINUTES = 5
WITHIN_HZ = 1_000

ServiceFits = Callable[[str, int], bool]
"""Whether a station's name in a log means the service of a row."""


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """How far a report may lie from the edges of an airing, in minutes, and from its frequency, in hertz."""

    tolerance_minutes: int = TOLERANCE_MINUTES
    within_hz: int = WITHIN_HZ


def match_reports(
    reports: Sequence[ReceptionReport],
    airings: AiringList,
    frequency_hz: NDArray[np.int64],
    fits: ServiceFits,
    options: MatchOptions,
) -> list[tuple[int, ...]]:
    """The numbers of the airings that each report speaks of, rising; none where nothing is scheduled.

    Args:
        reports: the reports.
        airings: the airings of some rows.
        frequency_hz: (rows,) of every row of the table.
        fits: whether a name means the service of a row.
        options: how near is near.
    """
    candidates: list[list[int]] = [[] for _ in reports]
    for report, airing in _near(reports, airings, frequency_hz, options):
        candidates[report].append(airing)
    return [
        _meant(report, numbers, airings, frequency_hz, fits) if numbers else ()
        for report, numbers in zip(reports, candidates, strict=True)
    ]


def _near(
    reports: Sequence[ReceptionReport], airings: AiringList, frequency_hz: NDArray[np.int64], options: MatchOptions
) -> list[tuple[int, int]]:
    """Every report with every airing near enough in frequency and time."""
    reported_hz = np.array([report.frequency_hz for report in reports], dtype=np.int64)
    first = np.array([report.start_minute for report in reports], dtype=np.int64)
    last = np.array([_last_instant(report) for report in reports], dtype=np.int64)
    airing_hz = frequency_hz[airings.row]
    pairs: list[tuple[int, int]] = []
    for hertz in np.unique(airing_hz).tolist():
        near = np.flatnonzero(np.abs(reported_hz - hertz) <= options.within_hz)
        if not near.size:
            continue
        there = np.flatnonzero(airing_hz == hertz)
        there = there[np.argsort(airings.start[there], kind="stable")]
        starts, stops = airings.start[there], airings.stop[there]
        # No airing is longer than a day, so that those which began earlier are over.
        low = np.searchsorted(starts, first[near] - MINUTES_PER_DAY - options.tolerance_minutes)
        high = np.searchsorted(starts, last[near] + options.tolerance_minutes, "right")
        counts = np.maximum(high - low, 0)
        which, at = numbers_of_ranges(low, counts)
        reached = stops[at] + options.tolerance_minutes >= first[near[which]]
        pairs += zip(near[which[reached]].tolist(), there[at[reached]].tolist(), strict=True)
    return pairs


def _last_instant(report: ReceptionReport) -> int:
    """Returns the end of a report; a report of one minute stands for a moment, which ends when it begins."""
    moment = report.stop_minute - report.start_minute == 1
    return report.start_minute if moment else report.stop_minute


def _meant(
    report: ReceptionReport,
    numbers: list[int],
    airings: AiringList,
    frequency_hz: NDArray[np.int64],
    fits: ServiceFits,
) -> tuple[int, ...]:
    if report.service is not None:
        numbers = [number for number in numbers if fits(report.service, int(airings.row[number]))]
    inside = [number for number in numbers if lies_in(report, airings, number)]
    numbers = inside or numbers
    off_by = {number: abs(int(frequency_hz[airings.row[number]]) - report.frequency_hz) for number in numbers}
    # With a wide tolerance a report lies near several channels, of which the nearest was heard.
    nearest = min(off_by.values(), default=0)
    return tuple(sorted(number for number, hertz in off_by.items() if hertz == nearest))


def lies_in(report: ReceptionReport, airings: AiringList, number: int) -> bool:
    """Whether a report shares a minute with an airing."""
    return bool(report.start_minute < airings.stop[number] and report.stop_minute > airings.start[number])
