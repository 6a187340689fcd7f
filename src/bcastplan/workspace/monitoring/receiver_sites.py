"""Where the receivers of monitoring logs stand, found by name."""

from __future__ import annotations

from functools import cache

from bcastplan.model.reception import ReceptionReport
from bcastplan.reference.code_tables import sites
from bcastplan.reference.towns import Town, administrations_with_towns, towns_of
from bcastplan.workspace.opening.open_plans import Workspace


class ReceiverSites:
    """Coordinates of places by name: the plans' own first, then HFCC sites, then the shipped towns.

    ``Name, ADM`` means the town in that administration; of several towns of one name the largest is meant.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._known: dict[str, tuple[float, float] | None] = {}
        for opened in workspace.plans:
            for code, site in opened.plan.codes.sites.items():
                for name in (code, site.name):
                    # The first plan that has a name keeps it, and the names of
                    # plans come before those of shipped tables.
                    self._known.setdefault(name.casefold(), (site.latitude, site.longitude))
            for group in opened.plan.listeners.values():
                for place in group.places:
                    if place.name:
                        self._known.setdefault(place.name.casefold(), (place.latitude, place.longitude))

    def of(self, report: ReceptionReport) -> tuple[float, float] | None:
        """Latitude and longitude in degrees of where a report was made; None where that is not known."""
        if report.latitude is not None and report.longitude is not None:
            return report.latitude, report.longitude
        if report.place is None:
            return None
        name = report.place.casefold()
        if name not in self._known:
            self._known[name] = _shipped(report.place)
        return self._known[name]


def _shipped(place: str) -> tuple[float, float] | None:
    site = sites().get(place.upper())
    if site is not None:
        return site.latitude, site.longitude
    name, _, administration = (part.strip() for part in place.casefold().rpartition(","))
    towns = _towns_by_name().get(name or place.casefold(), [])
    if name:
        towns = [town for town in towns if town.administration.casefold() == administration]
    town = max(towns, key=lambda town: town.people, default=None)
    return None if town is None else (town.latitude, town.longitude)


@cache
def _towns_by_name() -> dict[str, list[Town]]:
    named: dict[str, list[Town]] = {}
    for administration in administrations_with_towns():
        for town in towns_of(administration):
            named.setdefault(town.name.casefold(), []).append(town)
    return named
