"""INV: the plan's inventory and the schedules must name the same things; without an inventory no rule reports."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.plan import InventoryAntenna, InventorySite, Transmitter
from bcastplan.reference.suggestions import hint
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import designation, inventory_of, once_per_place
from bcastplan.rules.registry import rule


def _place(context: Context, written: Place | None) -> Place:
    return written or Place(context.plan.file or context.plan.root, 1, 1)


@rule("INV001", "transmitter-not-in-inventory", Severity.ERROR, since="0.1", fields=("transmitter", "site"))
def transmitter_not_in_inventory(context: Context) -> Iterator[Problem]:
    """A transmission names a transmitter that the plan does not list.

    ## What it checks
    `transmitter` is the id of one under `sites` in `bcastplan.yaml`, at the site of the transmission.

    ## Why it matters
    A transmitter that is not listed has no power, range or retune time, and is never seen to be booked twice under
    its right name. It reports 0 of the 3,305 requirements of season A26, which has no inventory.

    ## Example
    `transmitter: USK1`, where the inventory has `USK-1`.

    ## How to fix
    Take the id that is suggested, or list the transmitter.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    yield from once_per_place(context, _unlisted_transmitters(context))


def _unlisted_transmitters(context: Context) -> Iterator[Problem]:
    if not context.plan.sites:
        return
    for transmission in context.transmissions:
        name = transmission.transmitter
        if name is None:
            continue
        inventory = inventory_of(context, transmission)
        if inventory is None:
            site = transmission.site_code
            message = (
                f"transmitter {name} has no site to be looked up at: add site:"
                if site is None
                else f"the inventory has no site {site}, so transmitter {name} is unknown: list both in bcastplan.yaml"
            )
        else:
            ids = [transmitter.id for transmitter in inventory.transmitters]
            if name in ids:
                continue
            hint = did_you_mean(name, ids) or f": it has {', '.join(ids) or 'none'}"
            message = f"the inventory of {transmission.site} has no transmitter {name}{hint}"
        yield remark("INV001", transmission, "transmitter", message, transmitter=name, site=transmission.site_code)


@rule("INV002", "antenna-not-in-inventory", Severity.WARNING, since="0.1", fields=("antenna", "site"))
def antenna_not_in_inventory(context: Context) -> Iterator[Problem]:
    """A transmission uses an antenna that its site does not list.

    ## What it checks
    Where the inventory lists antennas for a site, `antenna` of a transmission there is the id of one, or the code or
    designation of one.

    ## Why it matters
    The antenna may not exist there, and is not seen to be used twice at a time.
    It reports 0 of the 3,305 requirements of season A26, which has no inventory.

    ## Example
    `antenna: 216` at a site whose inventory has only `{id: mast, antenna: 975}`.

    ## How to fix
    Name an antenna of the site, or list this one.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    yield from once_per_place(context, _unlisted_antennas(context))


def _unlisted_antennas(context: Context) -> Iterator[Problem]:
    if not context.plan.sites:
        return
    for transmission in context.transmissions:
        inventory = inventory_of(context, transmission)
        # A site that lists transmitters alone says nothing about its antennas.
        if transmission.antenna is None or inventory is None or not inventory.antennas:
            continue
        ids = [antenna.id for antenna in inventory.antennas]
        if transmission.antenna in ids or transmission.antenna in [antenna.antenna for antenna in inventory.antennas]:
            continue
        hint = did_you_mean(transmission.antenna, ids) or f": it has {', '.join(ids)}"
        message = f"the inventory of {transmission.site} has no antenna {transmission.antenna}{hint}"
        yield remark(
            "INV002", transmission, "antenna", message, antenna=transmission.antenna, site=transmission.site_code
        )


@rule("INV003", "listed-twice", Severity.ERROR, since="0.1", fields=("id", "site"))
def listed_twice(context: Context) -> Iterator[Problem]:
    """The inventory lists a transmitter or an antenna twice.

    ## What it checks
    Ids of transmitters, and ids of antennas, are used once at a site.

    ## Why it matters
    Nobody can tell which of the two a transmission means, and capacity is counted wrong.
    It reports 0 of the 3,305 requirements of season A26, which has no inventory.

    ## Example
    Two transmitters with `id: USK-1`.

    ## How to fix
    Give the second one an id of its own, or remove it.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    for site, inventory in context.plan.sites.items():
        for kind, records in (("transmitter", inventory.transmitters), ("antenna", inventory.antennas)):
            yield from _repeated(context, site, kind, records)


def _repeated(
    context: Context, site: str, kind: str, records: tuple[Transmitter | InventoryAntenna, ...]
) -> Iterator[Problem]:
    first: dict[str, Place | None] = {}
    for record in records:
        # The first one keeps the id, which schedules may use already.
        if record.id not in first:
            first[record.id] = record.place
            continue
        known = first[record.id]
        line = f" (line {known.line})" if known is not None else ""
        kind_with_article = "an antenna" if kind == "antenna" else f"a {kind}"
        message = f"{site} has {kind_with_article} {record.id} already{line}: give this one an id of its own"
        yield Problem("INV003", message, _place(context, record.place), {"id": record.id, "site": site}, other=known)


@rule("INV004", "inventory-of-unknown-site", Severity.WARNING, since="0.1", fields=("site",))
def inventory_of_unknown_site(context: Context) -> Iterator[Problem]:
    """The inventory lists a site that no table knows.

    ## What it checks
    Every site under `sites` in `bcastplan.yaml` is a code of the HFCC table or is declared under `codes: {sites: ...}`.

    ## Why it matters
    A misspelt code leaves the transmissions of the right site without an inventory, and nothing there is checked.
    It reports 0 of the 3,305 requirements of season A26, which has no inventory.

    ## Example
    `sites: {USQ: {transmitters: [...]}}`

    ## How to fix
    Take the code that is suggested, or declare the site with its coordinates.

    ## Source
    HFCC reference table site.txt.
    """
    for site, inventory in context.plan.sites.items():
        if context.directory.site_name(site) is None:
            meant = hint(context.directory, "site", site) or "."
            message = f"no table knows the site {site}{meant} Correct it, or declare it under codes"
            yield Problem("INV004", message, _place(context, inventory.place), {"site": site})


@rule("INV005", "inventory-antenna-unknown", Severity.WARNING, since="0.1", fields=("antenna", "site"))
def inventory_antenna_unknown(context: Context) -> Iterator[Problem]:
    """The inventory gives an antenna a code or designation that means nothing.

    ## What it checks
    `antenna` of every antenna in the inventory is a code of the HFCC table, one the plan declares, or a designation
    after BS.705. One without `antenna` is a name only, which is accepted.

    ## Why it matters
    Its pattern is not known: predictions assume a common one, and beam and slew are not checked.
    It reports 0 of the 3,305 requirements of season A26, which has no inventory.

    ## Example
    `{id: mast, antenna: VM}`

    ## How to fix
    Write the HFCC code or the whole designation.

    ## Source
    HFCC reference table antenna.txt; Recommendation ITU-R BS.705.
    """
    for site, inventory in context.plan.sites.items():
        for antenna in _unreadable(context, inventory):
            written = f"{site}: antenna {antenna.id} is '{antenna.antenna}'"
            message = f"{written}, which is no code of the HFCC table and no designation"
            yield Problem("INV005", message, _place(context, antenna.place), {"antenna": antenna.antenna, "site": site})


def _unreadable(context: Context, inventory: InventorySite) -> Iterator[InventoryAntenna]:
    for antenna in inventory.antennas:
        if antenna.antenna is None:
            continue
        text = context.directory.antenna_definition(antenna.antenna)
        # The directory gives back as it is whatever may be a designation, so that the word itself has to be read.
        if text is None or (text == antenna.antenna and designation(text) is None):
            yield antenna
