"""Turns what a plan asks of a programme into a set that a search may rearrange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

import numpy as np

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.day_labels import DayLimits, Need
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime, parse_time
from bcastplan.model.errors import ValueFault
from bcastplan.model.programme_wishes import AirtimeOffer, ProgrammeWishes
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.reference import parse_band
from bcastplan.science.arrays import FloatArray
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.prediction.airtime_sources import airtime_sources
from bcastplan.workspace.prediction.programme_sets import (
    COARSEST_MINUTES,
    FINEST_MINUTES,
    DayWishes,
    FacilityKey,
    OptimiseError,
    ProgrammeSet,
    facility_key,
    offer_of,
    programme_sets,
)
from bcastplan.workspace.prediction.wanted_hours import (
    ListenersClock,
    day_begin,
    edges_of,
    grid_minutes,
    listeners_clock,
    steps_needed,
    steps_of,
    weights_of,
)

_ANY_KHZ = 9700.0  # of a pattern: a search puts its own channels in its place


def asked_programmes(workspace: Workspace) -> dict[str, tuple[OpenPlan, ProgrammeWishes]]:
    """Name -> what the plans ask of it, in their order."""
    return {
        name: (opened, wishes) for opened in workspace.plans for name, wishes in opened.plan.optimise.programmes.items()
    }


def asked_set(
    workspace: Workspace,
    name: str,
    opened: OpenPlan,
    wishes: ProgrammeWishes,
    options: CoverageOptions | None = None,
    rows: Sequence[int] | None = None,
) -> ProgrammeSet:
    """The set that a programme stands for: its transmissions of now, and what is asked of its day.

    Args:
        workspace: the plans.
        name: of the programme.
        opened: its plan.
        wishes: what is asked.
        options: how to predict.
        rows: rows of the plans that may be rearranged; the others of the programme stay, and count in all that is
            asked. None: all of them may be.

    Raises:
        OptimiseError: what is asked cannot be looked for; the message says where it is asked, and why.
    """
    try:
        return _asked_set(workspace, name, opened, wishes, options, rows)
    except OptimiseError as error:
        if wishes.place is None:
            raise
        raise OptimiseError(f"{wishes.place.file}:{wishes.place.line}: programme '{name}': {error}") from None


def _asked_set(
    workspace: Workspace,
    name: str,
    opened: OpenPlan,
    wishes: ProgrammeWishes,
    options: CoverageOptions | None,
    rows: Sequence[int] | None,
) -> ProgrammeSet:
    now = _present(workspace, name, wishes, rows)
    pattern = _pattern(name, wishes, now)
    sources, notes = airtime_sources(opened, pattern, now.transmissions if now else (), wishes, options)
    clock = listeners_clock(wishes.clock, pattern.first_date, pattern.last_date)
    staying, hours = _staying(wishes, now, clock)
    if rows is not None and now is not None:
        # What the programme may take in all is asked, so that what is left alone has its share of it.
        left_alone = {number for number, row in enumerate(now.rows) if row not in set(rows)}
        staying = tuple(sorted({*staying, *left_alone}))
    step_minutes = _grid(opened, wishes, now, clock, hours)
    weights, needs, begins, at_once = _day(wishes, now, clock, step_minutes, hours)
    most = wishes.transmissions or (len(now.transmissions) if now else 0) or 2 * max(at_once)
    # Hours as 0.1 are no exact floats: without a little more a step of them could be lost.
    limits = DayLimits(
        max(most, len(staying)),
        wishes.budget,
        None if wishes.most_hours is None else int(wishes.most_hours * 60.0 / step_minutes + 1e-9),
        needs,
    )
    offers = {offer.name: offer for offer in opened.plan.optimise.offers}
    keys = {facility_key(item): offers[offer] for item in sources if (offer := offer_of(item)) is not None}
    asked = DayWishes(
        name=name,
        limits=limits,
        weights=tuple(weights.tolist()),
        staying=staying,
        free=_free(keys, step_minutes, begins),
        shortest=_shortest(sources, keys, wishes, step_minutes),
        pools={offer.name: offer.transmitters for offer in offers.values()},
        ranges={offer.name: offer.frequencies for offer in offers.values()},
        bands=tuple(_band(text) for text in wishes.bands),
        customary=wishes.customary,
        rule="any" if wishes.value == "any" else "best",
        scenario=wishes.scenario,
        clock=wishes.clock,
        notes=notes,
    )
    if now is None:
        return ProgrammeSet(opened, (), (), begins, step_minutes, at_once, asked, sources)
    return replace(now, begins=begins, step_minutes=step_minutes, at_once=at_once, wishes=asked, facilities=sources)


def _present(
    workspace: Workspace, name: str, wishes: ProgrammeWishes, rows: Sequence[int] | None
) -> ProgrammeSet | None:
    """Its transmissions of now, those on the dates with most hours; None where it is not on the air."""
    service = wishes.service or name
    transmissions = workspace.own_table.transmissions

    def only(row: int) -> bool:
        named = str(transmissions[row].id or "")
        return not wishes.only or any(fnmatchcase(named, pattern) for pattern in wishes.only)

    # A programme of a coming season may have no transmission yet.
    starts_anew = wishes.season is not None or wishes.valid_from is not None
    if starts_anew and not any(item.service == service and item.counts for item in transmissions):
        return None
    sets, refused = programme_sets(workspace, service, only=only)
    if rows is not None:
        sets = [programme for programme in sets if set(rows) & set(programme.rows)]
    if not sets:
        raise OptimiseError("; ".join(refused) or f"no transmission of '{service}' has one of the ids that are asked")
    if rows is None:
        return sets[0]
    return max(sets, key=lambda programme: len(set(rows) & set(programme.rows)))


def _pattern(name: str, wishes: ProgrammeWishes, now: ProgrammeSet | None) -> Transmission:
    """Service, days, dates and listeners of every transmission that is proposed."""
    towards = {}
    if wishes.listeners is not None or wishes.target is not None:
        towards = {"listeners": wishes.listeners, "target": wishes.target or (now and now.pattern.target)}
    if now is not None:
        return now.pattern.changed(**towards)
    if wishes.season is None and (wishes.valid_from is None or wishes.valid_until is None):
        raise OptimiseError("it is not on the air yet: say when it is to be, by `season`, or `from` and `until`")
    if not towards:
        raise OptimiseError("it is not on the air yet: say whom it is meant for, by `listeners` or `target`")
    if not wishes.windows:
        raise OptimiseError("it is not on the air yet: say which hours are wanted, under `wanted`")
    if wishes.season is not None:
        window = wishes.season.window
    else:
        assert wishes.valid_from is not None
        assert wishes.valid_until is not None
        window = Window(wishes.valid_from, wishes.valid_until)
    return Transmission(
        frequency_khz=_ANY_KHZ,
        time=ClockTime(0, 60),
        service=wishes.service or name,
        window=window,
        season=wishes.season,
        days=wishes.days,
        language=wishes.language,
        broadcaster=wishes.broadcaster,
        listeners=wishes.listeners,
        target=wishes.target,
    )


def _staying(
    wishes: ProgrammeWishes, now: ProgrammeSet | None, clock: ListenersClock
) -> tuple[tuple[int, ...], list[ClockTime]]:
    """Numbers of the transmissions that stay, and hours (UTC) that stay on the air."""
    ids = {item.id: number for number, item in enumerate(now.transmissions if now else ()) if item.id}
    numbers, hours = [], []
    for text in wishes.keep:
        if text in ids:
            numbers.append(ids[text])
            continue
        try:
            hours.append(clock.utc(parse_time(text), clock.usual))
        except ValueFault:
            known = ", ".join(sorted(map(str, ids))) or "none with an id"
            raise OptimiseError(
                f"keep: '{text}' is neither a time nor the id of a transmission of the programme ({known})"
            ) from None
    return tuple(sorted(numbers)), hours


def _grid(
    opened: OpenPlan, wishes: ProgrammeWishes, now: ProgrammeSet | None, clock: ListenersClock, hours: list[ClockTime]
) -> int:
    """Minutes of the steps on which everything begins and ends that is asked, offered or on the air."""
    edges = [
        edge
        for window in wishes.windows
        for ahead in clock.shares
        for edge in edges_of([clock.utc(window.time, ahead)])
    ]
    edges += edges_of(hours)
    edges += [edge for offer in opened.plan.optimise.offers for edge in edges_of(offer.available)]
    edges += edges_of(item.time for item in now.transmissions) if now else []
    edges.append(wishes.shortest)
    step_minutes = grid_minutes(COARSEST_MINUTES, edges)
    if step_minutes < FINEST_MINUTES:
        raise OptimiseError(f"times are no multiples of {FINEST_MINUTES} minutes")
    return step_minutes


def _day(
    wishes: ProgrammeWishes,
    now: ProgrammeSet | None,
    clock: ListenersClock,
    step_minutes: int,
    hours: list[ClockTime],
) -> tuple[FloatArray, tuple[Need, ...], int, tuple[int, ...]]:
    """What a minute counts in each step, what is needed, when the day begins, and how many frequencies may be on."""
    count = MINUTES_PER_DAY // step_minutes
    everywhere = (True,) * count
    most = wishes.frequencies or (max(now.at_once) if now else 1)
    if not wishes.windows:
        assert now is not None
        on_air = np.zeros(count, dtype=np.intp)
        for item in now.transmissions:
            on_air += steps_of(item.time, step_minutes, now.begins)
        weights, begins = (on_air > 0).astype(float), now.begins
        at_once = on_air if wishes.frequencies is None else np.where(on_air > 0, most, 0)
        # Without a limit that asks for less, all hours of now are wanted.
        given_up = wishes.budget is not None or wishes.most_hours is not None
        needs = [] if given_up else [Need(tuple((on_air > 0).tolist()), int((on_air > 0).sum()))]
    else:
        # The day begins after its longest silence, so the wanted hours are
        # laid out once to find that, and again from there.
        weights, _ = weights_of(wishes.windows, clock, step_minutes, 0)
        kept = np.logical_or.reduce([weights > 0.0, *(steps_of(item, step_minutes) for item in hours)])
        begins = day_begin(kept) * step_minutes
        weights, of_windows = weights_of(wishes.windows, clock, step_minutes, begins)
        at_once = np.where(np.roll(kept, -begins // step_minutes), most, 0)
        needs = list(of_windows)
    for stays in hours:
        within = steps_of(stays, step_minutes, begins)
        needs.append(Need(tuple(within.tolist()), int(within.sum())))
    if wishes.least_hours:
        needs.append(Need(everywhere, steps_needed(wishes.least_hours, step_minutes)))
    return weights, tuple(needs), begins, tuple(at_once.tolist())


def _free(keys: dict[FacilityKey, AirtimeOffer], step_minutes: int, begins: int) -> dict[FacilityKey, tuple[bool, ...]]:
    """When offers can be had."""
    return {
        key: tuple(np.logical_or.reduce([steps_of(item, step_minutes, begins) for item in offer.available]).tolist())
        for key, offer in keys.items()
        if offer.available
    }


def _shortest(
    sources: Sequence[Transmission],
    keys: dict[FacilityKey, AirtimeOffer],
    wishes: ProgrammeWishes,
    step_minutes: int,
) -> dict[FacilityKey, int]:
    """Steps of the shortest block of each facility."""
    minutes = {
        key: max(wishes.shortest, keys[key].least_minutes if key in keys else 0) for key in map(facility_key, sources)
    }
    return {key: max(1, -(-least // step_minutes)) for key, least in minutes.items()}


def _band(text: str) -> str:
    band = parse_band(text)
    if band is None:
        raise OptimiseError(f"no band '{text}': write it as 31m")
    return band
