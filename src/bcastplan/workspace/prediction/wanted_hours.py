"""The hours that a plan wants of a programme, on a grid of steps of the UTC day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from zoneinfo import ZoneInfo

import numpy as np

from bcastplan.coverage.day_labels import Need
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.programme_wishes import WantedHours
from bcastplan.reference.target_clocks import minutes_ahead
from bcastplan.science.arrays import BoolArray, FloatArray


@dataclass(frozen=True)
class ListenersClock:
    """A clock by which hours are asked for.

    Attributes:
        zone: its IANA zone.
        shares: minutes by which it is ahead of UTC -> the share of the dates on which it is.
    """

    zone: str
    shares: dict[int, float]

    @property
    def usual(self) -> int:
        """Minutes by which it is ahead of UTC on most dates."""
        return max(self.shares, key=lambda ahead: self.shares[ahead])

    def utc(self, asked: ClockTime, ahead: int) -> ClockTime:
        """A time of this clock in UTC."""
        start = (asked.start_minute - ahead) % MINUTES_PER_DAY
        return ClockTime(start, start + asked.minutes)


def listeners_clock(zone: str, first: date, last: date) -> ListenersClock:
    """The clock of a zone over some dates; it may be put forward or back within them."""
    place = ZoneInfo(zone)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)] or [first]
    counts = Counter(minutes_ahead(place, day) for day in days)
    return ListenersClock(zone, {ahead: number / len(days) for ahead, number in counts.items()})


def grid_minutes(coarsest: int, edges: Iterable[int]) -> int:
    """Minutes of the coarsest grid, from ``coarsest`` down, on which all edges lie."""
    return gcd(coarsest, *edges)


def edges_of(times: Iterable[ClockTime]) -> list[int]:
    """The minutes at which some times begin and end."""
    return [edge for item in times for edge in (item.start_minute, item.stop_minute)]


def steps_of(item: ClockTime, step_minutes: int, begins: int = 0) -> BoolArray:
    """(T,) the steps after the begin of a day that lie in a time."""
    count = MINUTES_PER_DAY // step_minutes
    within = np.zeros(count, dtype=bool)
    first = (item.start_minute - begins) // step_minutes
    within[np.arange(first, first + item.minutes // step_minutes) % count] = True
    return within


def weights_of(
    windows: Sequence[WantedHours], clock: ListenersClock, step_minutes: int, begins: int
) -> tuple[FloatArray, tuple[Need, ...]]:
    """(T,) what a minute counts in each step, averaged over the dates, and what is needed of each window.

    Where windows overlap, the one that counts most holds.
    """
    weights = np.zeros(MINUTES_PER_DAY // step_minutes)
    for ahead, share in clock.shares.items():
        best = np.zeros_like(weights)
        for window in windows:
            within = steps_of(clock.utc(window.time, ahead), step_minutes, begins)
            best = np.maximum(best, np.where(within, window.value, 0.0))
        # A clock that is put forward or back has two offsets: each counts for its share of the dates.
        weights += share * best
    # A transmission keeps its UTC time, so that it can only follow the clock of most dates.
    needs = [
        Need(
            tuple(steps_of(clock.utc(window.time, clock.usual), step_minutes, begins).tolist()),
            steps_needed(window.least_hours, step_minutes),
        )
        for window in windows
        if window.least_hours
    ]
    return weights, tuple(needs)


def steps_needed(hours: float, step_minutes: int) -> int:
    """Steps that are no less than some hours."""
    # A float may lie just above a whole number of steps, which would ask for one step more.
    return int(np.ceil(hours * 60.0 / step_minutes - 1e-9))


def day_begin(open_steps: BoolArray) -> int:
    """The step at which a day begins: the first open one after the longest silence, 0 where there is none."""
    count = open_steps.size
    if open_steps.all() or not open_steps.any():
        return 0
    starts = [step for step in range(count) if open_steps[step] and not open_steps[step - 1]]
    silence = [next(back for back in range(1, count + 1) if open_steps[step - back]) for step in starts]
    return starts[int(np.argmax(silence))]
