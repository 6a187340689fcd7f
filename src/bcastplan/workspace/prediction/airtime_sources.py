"""What may put a programme on the air: its facilities of now, those of the inventory, and airtime that is offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.inert import inert
from bcastplan.model.programme_wishes import AirtimeOffer, ProgrammeWishes
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import OpenPlan
from bcastplan.workspace.prediction.facility_options import facilities_at
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.programme_sets import OFFER_KEY, OptimiseError, facility_key

_OF_SITE = ("site", "transmitter", "power_kw", "antenna", "azimuth_deg", "slew_deg", "design_frequency_khz")


def airtime_sources(
    opened: OpenPlan,
    pattern: Transmission,
    present: Sequence[Transmission],
    wishes: ProgrammeWishes,
    options: CoverageOptions | None = None,
) -> tuple[tuple[Transmission, ...], tuple[str, ...]]:
    """A transmission for each facility that may be used, and notes on those of which a prediction lacks something.

    Args:
        opened: the plan.
        pattern: service, days, dates and listeners of all.
        present: the transmissions of now, whose facilities count.
        wishes: what is asked.
        options: how to predict.

    Raises:
        OptimiseError: a site is not in the inventory, or nothing is left.
    """
    facts = PlanFacts(opened, options)
    sources: dict[tuple[object, ...], Transmission] = {}
    notes: list[str] = []
    # All facilities are judged for the listeners that are asked for, those of now as well.
    own = [item.changed(listeners=pattern.listeners, target=pattern.target) for item in present]
    for item in (*own, *_of_inventory(opened, pattern, wishes), *_of_offers(opened.plan.optimise.offers, pattern)):
        missing = facts.of(item).missing
        if not missing:
            sources.setdefault(facility_key(item), item)
        else:
            notes.append(f"{facility_words(item)} is left out: {' and '.join(missing)} not known")
    if not sources:
        reasons = f": {'; '.join(dict.fromkeys(notes))}" if notes else ""
        raise OptimiseError(
            f"{wishes.service or pattern.service}: nothing can put it on the air{reasons}; name sites of the "
            "inventory under `sites`, or airtime under `offers`"
        )
    return tuple(sources.values()), tuple(dict.fromkeys(notes))


def facility_words(item: Transmission) -> str:
    """A facility in words: the offer, or the site with its transmitter, antenna and direction."""
    offer = item.extensions.get(OFFER_KEY)
    site = inert(str(offer) if offer else " ".join(filter(None, (item.site_code, item.transmitter))) or "no site")
    antenna = f", antenna {inert(item.antenna)}" if item.antenna else ""
    azimuth = "" if item.azimuth_deg is None else f" at {item.azimuth_deg:g}°"
    return f"{site}{antenna}{azimuth}"


def _of_inventory(opened: OpenPlan, pattern: Transmission, wishes: ProgrammeWishes) -> Iterator[Transmission]:
    """Every transmitter with every antenna of the sites that may be used, at the powers that are asked for."""
    for site in wishes.sites:
        if site not in opened.plan.sites:
            raise OptimiseError(f"the inventory has no site '{site}': name its transmitters and antennas under `sites`")
    # Of no site, because ``facilities_at`` leaves out the place that a transmission has already.
    nowhere = pattern.changed(**dict.fromkeys(_OF_SITE), rate=None, extensions={})
    for item in facilities_at(wishes.sites, nowhere, opened):
        reach = [power for power in wishes.powers if item.power_kw is None or power <= item.power_kw]
        yield from [item.changed(power_kw=power) for power in reach] or [item]


def _of_offers(offers: Sequence[AirtimeOffer], pattern: Transmission) -> Iterator[Transmission]:
    for offer in offers:
        for azimuth in offer.azimuths or (None,):
            yield pattern.changed(
                site=offer.site,
                transmitter=None,
                power_kw=offer.power_kw,
                antenna=offer.antenna,
                azimuth_deg=azimuth,
                slew_deg=None,
                design_frequency_khz=offer.design_frequency_khz,
                rate=offer.per_hour,
                extensions={OFFER_KEY: offer.name},
            )
