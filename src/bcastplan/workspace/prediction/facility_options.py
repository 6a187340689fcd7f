"""Other antennas and sites of a plan's inventory, from which a transmission could go out as it is.

Its frequency and its time stay, so nobody has to look for it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bcastplan.conflicts.pool import is_shortwave
from bcastplan.model.plan import InventorySite, Transmitter
from bcastplan.model.transmission import Transmission
from bcastplan.reference import band_of
from bcastplan.science.antennas import design_range_mhz, is_directional, parse_definition
from bcastplan.workspace.opening.open_plans import OpenPlan
from bcastplan.workspace.prediction.facility_channels import facility_of, inventory_ranges
from bcastplan.workspace.prediction.plan_facts import inventory_antenna


class _Beam(NamedTuple):
    """An antenna and where it looks; ``name`` is as transmissions name it, ``kind`` its code or designation."""

    name: str | None
    kind: str | None
    azimuth_deg: float | None
    slew_deg: float | None
    design_frequency_khz: float | None


def other_facilities(transmission: Transmission, opened: OpenPlan) -> Iterator[Transmission]:
    """The transmission from each other antenna at its site, then from each other site that can put it on the air.

    Antennas are those of the inventory and those that other transmissions of the plan use at a site of it, in the
    direction that the inventory states or other transmissions use; one whose direction nobody states is offered only
    where it radiates all around. At another site every transmitter is tried that can be tuned to the frequency, at
    most with the power that the transmission has now. Only shortwave goes to another site, where the frequency is
    allocated too.
    """
    here = transmission.site_code
    sites = [here] if here in opened.plan.sites else []
    if is_shortwave(transmission.frequency_khz):
        sites += [code for code in opened.plan.sites if code != here and _is_allocated(transmission, code, opened)]
    for option in facilities_at(sites, transmission, opened):
        tuned = option.site_code == here or _can_be_tuned(option, opened)
        if tuned and _works(option, opened):
            yield option


def facilities_at(sites: Iterable[str], transmission: Transmission, opened: OpenPlan) -> Iterator[Transmission]:
    """The transmission from everything that some sites of the inventory have, whatever its frequency; its own left out.

    At its own site it keeps its transmitter.
    """
    seen = {facility_of(transmission)}
    for site in sites:
        inventory = opened.plan.sites[site]
        for moved in _on_transmitters(transmission, site, inventory):
            for beam in _beams(site, inventory, opened):
                option = moved.changed(
                    antenna=beam.name,
                    azimuth_deg=beam.azimuth_deg,
                    slew_deg=beam.slew_deg,
                    design_frequency_khz=beam.design_frequency_khz,
                )
                if facility_of(option) not in seen:
                    seen.add(facility_of(option))
                    yield option


def other_transmitters(transmission: Transmission, opened: OpenPlan) -> Iterator[Transmission]:
    """The transmission on each other transmitter at its site that can be tuned to its frequency."""
    inventory = opened.plan.sites.get(transmission.site_code or "") or InventorySite()
    for transmitter in inventory.transmitters:
        power_kw = _power_kw(transmission, transmitter)
        option = transmission.changed(transmitter=transmitter.id, power_kw=power_kw)
        if transmitter.id != transmission.transmitter and _can_be_tuned(option, opened):
            yield option


def _is_allocated(transmission: Transmission, site: str, opened: OpenPlan) -> bool:
    """Whether the frequency stands no worse at another site than where it is."""
    standings = ("in", "customary", "out")
    regions = [opened.directory.region(item) for item in (transmission, transmission.changed(site=site))]
    here, there = (
        band_of(transmission.frequency_khz, region or 3, transmission.first_date).status for region in regions
    )
    # Without coordinates nobody knows the Region of a site, and so not what is allocated there.
    return regions[1] is not None and standings.index(there) <= standings.index(here)


def _on_transmitters(transmission: Transmission, site: str, inventory: InventorySite) -> Iterator[Transmission]:
    """The transmission on what a site has; where it is already it keeps its transmitter."""
    if site == transmission.site_code:
        yield transmission
    # A site whose transmitters the plan does not list may have any.
    elif not inventory.transmitters:
        yield transmission.changed(site=site, transmitter=None)
    for transmitter in inventory.transmitters if site != transmission.site_code else ():
        power_kw = _power_kw(transmission, transmitter)
        yield transmission.changed(site=site, transmitter=transmitter.id, power_kw=power_kw)


def _power_kw(transmission: Transmission, transmitter: Transmitter) -> float | None:
    known = [power for power in (transmission.power_kw, transmitter.power_kw) if power is not None]
    return min(known, default=None)


def _beams(site: str, inventory: InventorySite, opened: OpenPlan) -> list[_Beam]:
    """The antennas of a site with the directions that are known of them."""
    used: dict[_Beam, None] = {}
    kinds = {antenna.id: antenna.antenna for antenna in inventory.antennas}
    for item in opened.transmissions:
        if item.site_code == site and item.antenna is not None:
            kind = kinds.get(item.antenna) or item.antenna
            used[_Beam(item.antenna, kind, item.azimuth_deg, item.slew_deg, item.design_frequency_khz)] = None
    beams = dict.fromkeys(used)
    for antenna in inventory.antennas:
        if antenna.azimuth_deg is not None:
            beams[_Beam(antenna.id, antenna.antenna, antenna.azimuth_deg, None, None)] = None
        elif not any(beam.name == antenna.id for beam in used) and _radiates_all_around(antenna.antenna, opened):
            beams[_Beam(antenna.id, antenna.antenna, None, None, None)] = None
    return list(beams)


def _radiates_all_around(kind: str | None, opened: OpenPlan) -> bool:
    definition = opened.directory.antenna_definition(kind)
    try:
        return definition is not None and not is_directional(parse_definition(definition))
    except ValueError:
        return False


def _can_be_tuned(option: Transmission, opened: OpenPlan) -> bool:
    ranges = inventory_ranges(opened, option)
    return not ranges or any(option.frequency_khz in span for span in ranges)


def _works(option: Transmission, opened: OpenPlan) -> bool:
    """Whether the antenna can carry the frequency, as far as its design frequency is known."""
    kind = inventory_antenna(opened.plan, option) or option.antenna
    definition = opened.directory.antenna_definition(kind)
    if definition is None or not option.design_frequency_khz:
        return True
    try:
        low, high = design_range_mhz(definition, option.design_frequency_khz / 1000.0)
    except ValueError:
        return True
    return low <= option.frequency_khz / 1000.0 <= high
