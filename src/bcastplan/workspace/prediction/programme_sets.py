"""Sets of transmissions of one service on the same dates: what a search may rearrange."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd

import numpy as np

from bcastplan.airtime.table import build
from bcastplan.coverage.day_labels import DayLimits
from bcastplan.coverage.day_layers import ValueRule
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.days import DAILY
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.prediction.facility_channels import facility_of

COARSEST_MINUTES = 30  # blocks shorter than this are never proposed
FINEST_MINUTES = 5


FacilityKey = tuple[object, ...]
OFFER_KEY = "x-offer"
"""The key of a transmission that names the offer it was bought from."""


class OptimiseError(ValueError):
    """Raised where nothing can be rearranged; the message says why."""


@dataclass(frozen=True)
class DayWishes:
    """What is asked of the day of a programme.

    Attributes:
        name: of the programme.
        limits: transmissions and hours a day, and what is needed; money.
        weights: what a minute counts in each step after the begin of its day, 0 to 1.
        staying: numbers of its transmissions that stay as they are.
        free: what a facility (``facility_key``) is free for, step by step; those left out are always free.
        shortest: steps of the shortest block of a facility that has one of its own.
        pools: how many of an offer (its name) can be had at a time.
        ranges: what an offer can be tuned to.
        bands: names of bands; none takes all.
        customary: whether channels beside the allocated bands may be taken.
        rule: how several frequencies at a time count.
        scenario: what the day is to be best for: ``base``, ``mean`` or ``worst``.
        clock: the zone on whose clock its hours were asked for.
        notes: what was left out of what is asked, in words.
    """

    name: str
    limits: DayLimits
    weights: tuple[float, ...]
    staying: tuple[int, ...] = ()
    free: Mapping[FacilityKey, tuple[bool, ...]] = field(default_factory=dict)
    shortest: Mapping[FacilityKey, int] = field(default_factory=dict)
    pools: Mapping[str, int] = field(default_factory=dict)
    ranges: Mapping[str, tuple[FrequencyRange, ...]] = field(default_factory=dict)
    bands: tuple[str, ...] = ()
    customary: bool = False
    rule: ValueRule = "best"
    scenario: str = "base"
    clock: str = "UTC"
    notes: tuple[str, ...] = ()

    @property
    def is_weighted(self) -> bool:
        """Whether minutes on the air count differently."""
        return len({weight for weight in self.weights if weight}) > 1


@dataclass(frozen=True)
class ProgrammeSet:
    """Transmissions of one service with the same days and dates.

    Attributes:
        opened: their plan.
        rows: their numbers among the plans' rows.
        transmissions: as they are now, by the time they start.
        begins: minute of the day at which the day of the set begins; from there it lasts at most 24 hours.
        step_minutes: the grid on which blocks begin and end.
        at_once: how many frequencies it has on the air in each step after ``begins``, over 24 hours; where hours are
            asked for, how many it may have.
        wishes: what is asked of its day; None: its hours and facilities are as they are.
        facilities: what may put it on the air, one transmission over no matter what hours for each; none given: the
            facilities of its transmissions.
    """

    opened: OpenPlan
    rows: tuple[int, ...]
    transmissions: tuple[Transmission, ...]
    begins: int
    step_minutes: int
    at_once: tuple[int, ...]
    wishes: DayWishes | None = None
    facilities: tuple[Transmission, ...] = ()

    @property
    def pattern(self) -> Transmission:
        """A transmission with the service, days and dates of all; the programme may have none on the air yet."""
        return (self.transmissions or self.facilities)[0]

    @property
    def usable(self) -> tuple[Transmission, ...]:
        """A transmission for each facility that may be used."""
        return self.facilities or tuple({facility_key(item): item for item in self.transmissions}.values())

    @property
    def service(self) -> str:
        """Whose programmes they are."""
        return self.pattern.service

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps after ``begins`` in which it is on the air."""
        return tuple(step for step, count in enumerate(self.at_once) if count)

    @property
    def is_daily(self) -> bool:
        """Whether a block may cross the begin of its day: where every day is like the next."""
        return self.pattern.days == DAILY and len(self.steps) * self.step_minutes == MINUTES_PER_DAY

    @property
    def minutes(self) -> int:
        """Minutes on the air over all dates."""
        return int(build(self.transmissions).minutes.sum()) if self.transmissions else 0


def programme_sets(
    workspace: Workspace, service: str | None = None, *, only: Callable[[int], bool] = lambda row: True
) -> tuple[list[ProgrammeSet], list[str]]:
    """The sets of a service (None: of all), most minutes on the air first, and why others are none.

    Args:
        workspace: the plans.
        service: whose transmissions.
        only: whether a row of the plans may be rearranged.

    Raises:
        OptimiseError: the service has no transmission.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    table = workspace.own_table
    for row, transmission in enumerate(table.transmissions):
        if transmission.counts and service in (None, transmission.service) and only(row):
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


def facility_key(item: Transmission) -> FacilityKey:
    """What tells facilities apart, those of offers by their offer and price too."""
    return (*facility_of(item), item.rate, offer_of(item))


def offer_of(item: Transmission) -> str | None:
    """The name of the offer that a transmission is bought from."""
    offer = item.extensions.get(OFFER_KEY)
    return None if offer is None else str(offer)


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
    # Where every day is on the air throughout, blocks run on across the begin of the day, so it may lie anywhere.
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
