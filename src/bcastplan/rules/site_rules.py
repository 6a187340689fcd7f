"""SIT: whether a site and its transmitters can do what the schedule asks of them."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import lacks, missing, once_per_place, transmitters_for
from bcastplan.rules.registry import rule
from bcastplan.rules.unknown import CODE_FIX, unknown_codes

LEAST_KW, MOST_KW = 1.0, 5000.0  # HFCC requirement file, columns 52-55


@rule(
    "SIT001", "unknown-site", Severity.WARNING, since="0.1", fields=("code", "meant"), fixes=(CODE_FIX,),
)  # fmt: skip
def unknown_site(context: Context) -> Iterator[Problem]:
    """A site code is in no table.

    ## What it checks
    Every `site` is a code of the HFCC table, a code the plan declares, or is written out with name and coordinates.

    ## Why it matters
    Without coordinates there is no ITU Region (which band limits hold there?), no beam check and no coverage.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `site: PTH`, where Tinang is `PHT`.

    ## How to fix
    Take the code that is suggested, write `site: {name: Yamata, latitude: 36.17, longitude: 139.82}`, or declare a
    code under `codes: {sites: ...}` in `bcastplan.yaml`.

    ## Source
    HFCC reference table site.txt.
    """
    directory = context.directory
    yield from unknown_codes(
        "SIT001",
        context,
        "site",
        lambda transmission: (transmission.site,) if isinstance(transmission.site, str) else (),
        directory.site_name,
    )


@rule("SIT002", "missing-site", Severity.WARNING, since="0.1", fields=("transmissions",))
def missing_site(context: Context) -> Iterator[Problem]:
    """A transmission does not say where it is radiated.

    ## What it checks
    Every transmission has a `site`. A file in which none has one gets one finding; lists of what was heard get none.

    ## Why it matters
    Transmitters and antennas cannot be seen to be booked twice, the ITU Region is not known, nothing can be predicted
    and nothing can be filed. It reports 0 of the 3,305 requirements of season A26.

    ## Example
    A transmission without `site`, in a file whose `defaults` have none.

    ## How to fix
    Add `site: PHT`, once under `defaults` when it is the same for all. Where the site is not known and need not be,
    `rules: {severity: {SIT002: info}}` in `bcastplan.yaml` makes it a remark.

    ## Source
    ITU Resolution 535 (Rev. WRC-15), annex: the site is a required part of a requirement.
    """
    consequence = (
        "its Region, its bookings and its coverage cannot be checked. Add site: with a code, or name and place"
    )
    yield from missing(
        "SIT002",
        context,
        lambda transmission: "site" if lacks(transmission, "site", transmission.site) else "",
        lambda _: consequence,
    )


@rule("SIT004", "missing-facility", Severity.INFO, since="0.1", fields=("transmissions",))
def missing_facility(context: Context) -> Iterator[Problem]:
    """A transmission that names its site lacks power or antenna.

    ## What it checks
    A transmission that names its site names power and antenna too. A file in which all lack the same gets one
    finding; lists of what was heard get none.

    ## Why it matters
    Energy is not counted without power; without an antenna, predictions assume a common one and the beam is not
    checked. It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `site: PHT` without `power`.

    ## How to fix
    Add `power: 250` and `antenna: 216`.

    ## Source
    ITU Resolution 535 (Rev. WRC-15), annex: power and antenna are required parts of a requirement.
    """
    needs = {
        "power": "energy and coverage need it",
        "antenna": "the beam and coverage need it",
        "power and no antenna": "energy needs the power, beam and coverage need both",
    }

    def absent(transmission: Transmission) -> str:
        # SIT002 reports the missing site first: without it power and antenna are of no use.
        if transmission.site is None:
            return ""
        named = (("power", transmission.power_kw), ("antenna", transmission.antenna))
        return " and no ".join(name for name, value in named if lacks(transmission, name, value))

    yield from missing("SIT004", context, absent, needs.__getitem__)


@rule("SIT005", "impossible-power", Severity.ERROR, since="0.1", fields=("power_kw", "limit_kw"))
def impossible_power(context: Context) -> Iterator[Problem]:
    """A power is impossible, or above that of the transmitter.

    ## What it checks
    `power` is above 0 (else it is left out), from 1 to 5000 kW (below 1 kW a warning, for a requirement carries whole
    kW), and not above that of the transmitter in the plan's inventory; where no transmitter is named, not above
    the strongest one at the site.

    ## Why it matters
    Energy, cost and coverage would be wrong by the same factor; usually watts are written for kilowatts.
    It reports 0 of the 3,305 requirements of season A26, whose powers run from 1 to 800 kW.

    ## Example
    `power: 250000`

    ## How to fix
    Write kW, or correct the inventory.

    ## Source
    HFCC requirement file, columns 52-55: 1 to 5000 kW.
    """
    yield from context.problems.get("SIT005", ())
    yield from once_per_place(context, _powers(context))


def _powers(context: Context) -> Iterator[Problem]:
    for transmission in context.transmissions:
        power_kw = transmission.power_kw
        if power_kw is None:
            continue
        known = [transmitter.power_kw for transmitter in transmitters_for(context, transmission)]
        # A transmitter whose power is not given may be the strong one of the site.
        limit = max((power for power in known if power is not None), default=MOST_KW) if None not in known else MOST_KW
        if power_kw > limit:
            whose = f"transmitter {transmission.transmitter}" if transmission.transmitter else f"{transmission.site}"
            most = (
                f"the most {whose} has is {limit:g} kW" if limit != MOST_KW else f"no transmitter has over {limit:g} kW"
            )
            message = f"{power_kw:g} kW: {most}. Is the unit kW, and the inventory right?"
            yield remark("SIT005", transmission, "power", message, power_kw=power_kw, limit_kw=limit)
        elif power_kw < LEAST_KW:
            message = f"{power_kw:g} kW is below the 1 kW that a requirement can carry: it would be filed as 1"
            # It can be filed all the same, as 1 kW, so that it weighs less than a power that no transmitter has.
            problem = remark("SIT005", transmission, "power", message, power_kw=power_kw, limit_kw=LEAST_KW)
            yield Problem(problem.code, problem.message, problem.place, problem.data, severity=Severity.WARNING)


@rule("SIT006", "outside-transmitter-range", Severity.ERROR, since="0.1", fields=("frequency_khz", "transmitter"))
def outside_transmitter_range(context: Context) -> Iterator[Problem]:
    """A transmitter cannot be tuned to the frequency.

    ## What it checks
    The frequency lies in one of the ranges the inventory gives the transmitter; where no transmitter is named, at
    least one at the site can be tuned to it.

    ## Why it matters
    The transmission cannot take place.
    It reports 0 of the 3,305 requirements of season A26, which has no inventory.

    ## Example
    `frequency: 9565` on a transmitter with `frequencies: [531-1602]`.

    ## How to fix
    Choose another transmitter or frequency, or correct the inventory.

    ## Source
    The plan's own inventory.
    """
    for transmission in context.transmissions:
        transmitters = transmitters_for(context, transmission)
        if not transmitters or any(
            not transmitter.frequencies or any(transmission.frequency_khz in some for some in transmitter.frequencies)
            for transmitter in transmitters
        ):
            continue
        ranges = ", ".join(
            f"{format_khz(some.low_khz)}-{format_khz(some.high_khz)}"
            for transmitter in transmitters
            for some in transmitter.frequencies
        )
        who = (
            f"transmitter {transmission.transmitter}"
            if transmission.transmitter
            else f"no transmitter at {transmission.site}"
        )
        can = "cannot be tuned" if transmission.transmitter else "can be tuned"
        yield remark(
            "SIT006",
            transmission,
            "frequency",
            f"{who} {can} to {format_khz(transmission.frequency_khz)} kHz (inventory: {ranges} kHz)",
            frequency_khz=transmission.frequency_khz,
            transmitter=transmission.transmitter,
        )
