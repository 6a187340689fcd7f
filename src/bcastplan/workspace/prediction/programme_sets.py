"""Sets of transmissions of one service on the same dates: what a search may rearrange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from bcastplan.airtime.table import build
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.days import DAILY
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

COARSEST_MINUTES = 30  # blocks shorter than this are never proposed
FINEST_MINUTES = 5


class OptimiseError(ValueError):
    """Raised where nothing can be rearranged; the message says why."""


@dataclass(frozen=True)
class ProgrammeSet:
    """Transmissions of one service with the same days and dates.

    Attributes:
        opened: their plan.
        rows: their numbers among the plans' rows.
        transmissions: as they are now, by the time they start.
        begins: minute of the day at which the day of the set begins; from there it lasts at most 24 hours.
        step_minutes: the grid on which blocks begin and end.
        at_once: how many frequencies it has on the air in each step after ``begins``, over 24 hours.
    """

    opened: OpenPlan
    rows: tuple[int, ...]
    transmissions: tuple[Transmission, ...]
    begins: int
    step_minutes: int
    at_once: tuple[int, ...]

    @property
    def service(self) -> str:
        """Whose programmes they are."""
        return self.transmissions[0].service

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps after ``begins`` in which it is on the air."""
        return tuple(step for step, count in enumerate(self.at_once) if count)

    @property
    def is_daily(self) -> bool:
        """Whether a block may cross the begin of its day: where every day is like the next."""
        return self.transmissions[0].days == DAILY and len(self.steps) * self.step_minutes == MINUTES_PER_DAY

    @property
    def minutes(self) -> int:
        """Minutes on the air over all dates."""
        return int(build(self.transmissions).minutes.sum())


def programme_sets(workspace: Workspace, service: str | None = None) -> tuple[list[ProgrammeSet], list[str]]:
    """The sets of a service (None: of all), most minutes on the air first, and why others are none.

    Raises:
        OptimiseError: the service has no transmission.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    table = workspace.own_table
    for row, transmission in enumerate(table.transmissions):
        if transmission.counts and service in (None, transmission.service):
            groups.setdefault(_dates_of(transmission), []).append(row)
    if not groups and service is None:
        raise OptimiseError("no transmission counts: all are unused or jammers")
    if not groups:
        names = ", ".join(sorted({transmission.service for transmission in table.transmissions}))
        raise OptimiseError(f"no transmission of the service '{service}'; there are {names}")
    sets, refused = [], []
    for rows in groups.values():
        try:
            sets.append(_set(workspace, rows))
        except OptimiseError as error:
            refused.append(str(error))
    sets.sort(key=lambda programme: -programme.minutes)
    return sets, refused


def _dates_of(transmission: Transmission) -> tuple[object, ...]:
    return (
        transmission.service,
        transmission.window,
        transmission.days,
        transmission.valid_from,
        transmission.valid_until,
        transmission.excepted,
        transmission.repeat,
    )


def _set(workspace: Workspace, rows: Sequence[int]) -> ProgrammeSet:
    opened = workspace.plan_of_row(rows[0])
    assert opened is not None
    transmissions = [workspace.own_table.transmissions[row] for row in rows]
    order = sorted(range(len(rows)), key=lambda number: transmissions[number].time.start_minute)
    chosen = [transmissions[number] for number in order]
    name = f"{chosen[0].service} from {chosen[0].first_date} to {chosen[0].last_date}"
    if any(transmission.frequency_khz < 1800.0 for transmission in chosen):
        raise OptimiseError(f"{name}: only shortwave is rearranged")
    on_air = np.zeros(MINUTES_PER_DAY, dtype=int)
    for transmission in chosen:
        minutes = np.arange(transmission.time.start_minute, transmission.time.stop_minute) % MINUTES_PER_DAY
        np.add.at(on_air, minutes, 1)
    if not on_air.any():
        raise OptimiseError(f"{name}: never on the air")
    edges = [edge for item in chosen for edge in (item.time.start_minute, item.time.stop_minute)]
    # The grid has to meet every edge of the present plan, which has to be among the options.
    step_minutes = gcd(COARSEST_MINUTES, *edges)
    if step_minutes < FINEST_MINUTES:
        raise OptimiseError(f"{name}: its times are no multiples of {FINEST_MINUTES} minutes")
    begins = _begin(chosen)
    if begins is None and (chosen[0].days != DAILY or not on_air.all()):
        raise OptimiseError(f"{name}: there is no hour at which its day could begin without cutting a transmission")
    begins = chosen[0].time.start_minute if begins is None else begins
    # All edges are multiples of the step from ``begins`` on, so one minute of each step stands for all of it.
    turned = np.roll(on_air, -begins)[::step_minutes]
    rows_in_order = tuple(rows[number] for number in order)
    return ProgrammeSet(opened, rows_in_order, tuple(chosen), begins, step_minutes, tuple(turned.tolist()))


def _begin(transmissions: Sequence[Transmission]) -> int | None:
    """A start that no transmission runs across, if possible with silence before it; None where there is none."""
    times = [transmission.time for transmission in transmissions]
    free = [
        time.start_minute
        for time in times
        if not any(0 < (time.start_minute - other.start_minute) % MINUTES_PER_DAY < other.minutes for other in times)
    ]
    silent = (
        start
        for start in free
        if not any((start - 1 - time.start_minute) % MINUTES_PER_DAY < time.minutes for time in times)
    )
    return next(silent, min(free, default=None))
