"""The codes by which hours are grouped and priced: one record for each transmission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bcastplan.model.frequency import khz_number
from bcastplan.model.plan import Plan, Rates
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory

GROUPS = (
    "band",
    "service",
    "broadcaster",
    "manager",
    "administration",
    "site",
    "transmitter",
    "language",
    "mode",
    "target",
    "frequency",
    "file",
    "status",
)
"""What ``by`` takes."""

GroupValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Codes, power and prices of one transmission; None where the schedule does not say.

    ``frequency`` in kHz (whole ones as int), ``power_kw`` of one transmitter, ``rate`` a price per
    transmitter-hour that takes the place of the rates' ``per_hour``. ``band_order`` sorts bands by frequency.
    ``names`` maps a group to the name its code stands for.
    """

    frequency: int | float
    service: str
    band: str
    band_order: int = 0
    broadcaster: str | None = None
    manager: str | None = None
    administration: str | None = None
    site: str | None = None
    language: str | None = None
    mode: str | None = None
    target: str | None = None
    file: str | None = None
    status: str | None = None
    transmitter: str | None = None
    power_kw: float | None = None
    rate: float | None = None
    rates: Rates | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def value(self, group: str) -> GroupValue:
        """The code by which this row falls into a group of ``by``."""
        code: GroupValue = getattr(self, group)
        return code


def row_facts(
    transmission: Transmission, directory: Directory, rates: Rates | None = None, power_kw: float | None = None
) -> RowFacts:
    """Gather the facts of a transmission.

    Args:
        transmission: the row of the airtime table.
        directory: bands and names as the row's plan knows them.
        rates: the plan's rates, None where it has none.
        power_kw: power to count with where the transmission does not give one (of its transmitter in the inventory).
    """
    band = directory.band(transmission)
    names = {
        "broadcaster": directory.broadcaster_name(transmission.broadcaster),
        "manager": directory.manager_name(transmission.manager),
        "administration": directory.administration_name(transmission.administration),
        "language": _language_name(transmission, directory),
        "site": directory.site_name(transmission.site) if isinstance(transmission.site, str) else None,
    }
    return RowFacts(
        frequency=khz_number(transmission.frequency_khz),
        service=transmission.service,
        band=band.band,
        band_order=band.sort_key,
        broadcaster=transmission.broadcaster,
        manager=transmission.manager,
        administration=transmission.administration,
        site=transmission.site_code,
        language=transmission.language_text,
        mode=transmission.mode,
        target=transmission.target,
        file=transmission.file,
        status=transmission.status,
        transmitter=transmission.transmitter,
        power_kw=transmission.power_kw if transmission.power_kw is not None else power_kw,
        rate=transmission.rate,
        rates=rates,
        names={group: name for group, name in names.items() if name is not None},
    )


def facts_of_plan(plan: Plan, transmissions: Iterable[Transmission], directory: Directory) -> list[RowFacts]:
    """The facts of the transmissions of one plan, priced by its rates."""
    return [
        row_facts(transmission, directory, plan.rates, inventory_power_kw(plan, transmission))
        for transmission in transmissions
    ]


def inventory_power_kw(plan: Plan, transmission: Transmission) -> float | None:
    """Power of the transmission's transmitter in the plan's inventory, or None."""
    site = plan.sites.get(transmission.site_code or "")
    if site is None or transmission.transmitter is None:
        return None
    return next(
        (transmitter.power_kw for transmitter in site.transmitters if transmitter.id == transmission.transmitter), None
    )


def _language_name(transmission: Transmission, directory: Directory) -> str | None:
    names = [directory.language_name(code) or code for code in transmission.language]
    return ", ".join(names) or None
