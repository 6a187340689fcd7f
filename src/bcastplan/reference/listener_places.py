"""What the names under ``listeners`` stand for inside one plan: its own groups first, then ITU administrations.

A group is the shipped towns of administrations, places written out, or both; an administration is its towns.
"""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference.target_clocks import TargetClock, clock_of_zones, target_clock
from bcastplan.reference.towns import people_of, towns_of, zone_at


def places_of(plan: Plan, name: str) -> Iterator[tuple[float, float, float]]:
    """Latitude, longitude and people of every place that a name stands for; none where it is not known."""
    group = plan.listeners.get(name)
    if group is not None:
        yield from ((place.latitude, place.longitude, place.people) for place in group.places)
    for code in administrations_of(plan, name):
        yield from ((town.latitude, town.longitude, town.people) for town in towns_of(code))


def administrations_of(plan: Plan, name: str) -> tuple[str, ...]:
    """The administrations whose towns a name stands for."""
    group = plan.listeners.get(name)
    return (name,) if group is None else tuple(dict.fromkeys(group.administration))


def share_in_towns(plan: Plan, name: str) -> tuple[int, int] | None:
    """How many people the towns of a name's administrations have, and the whole administrations.

    None where it is no matter of towns alone, or where the people of an administration are not known.
    """
    group = plan.listeners.get(name)
    codes = administrations_of(plan, name)
    whole = [people_of(code) for code in codes]
    if not codes or (group is not None and group.places) or None in whole:
        return None
    return sum(town.people for code in codes for town in towns_of(code)), sum(people or 0 for people in whole)


def listeners_clock(plan: Plan, transmission: Transmission, year: int) -> TargetClock | None:
    """The clock that the listeners of a transmission keep in a year; see ``clock_of_listeners``."""
    return clock_of_listeners(plan, transmission.listeners, transmission.target, year)


def clock_of_listeners(plan: Plan, listeners: str | None, target: str | None, year: int) -> TargetClock | None:
    """The clock that listeners keep in a year: of the people that are named, else of the target.

    None where they keep different ones, or none is known.
    """
    if listeners is None:
        return target_clock(target, year) if target else None
    zones: dict[str, None] = {}
    group = plan.listeners.get(listeners)
    for code in administrations_of(plan, listeners):
        zones.update(dict.fromkeys(town.zone for town in towns_of(code)))
    for place in group.places if group is not None else ():
        zone = zone_at(place.latitude, place.longitude)
        # A clock that holds for some of the listeners only would mislead about the others.
        if zone is None:
            return None
        zones[zone] = None
    return clock_of_zones(tuple(zones), year)
