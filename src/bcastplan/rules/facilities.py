"""The transmitter and antenna of a transmission, as far as the plan's inventory and the antenna table know them.

Lists of what was heard have no columns for site code, antenna and power: what they lack is never a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bcastplan.model.finding import Problem
from bcastplan.model.plan import InventorySite, Transmitter
from bcastplan.model.transmission import Transmission
from bcastplan.rules.context import Context, remark

if TYPE_CHECKING:
    from bcastplan.science.antennas import AntennaDefinition

MONITORED_KINDS = frozenset({"eibi", "aoki"})


def filed(context: Context) -> list[Transmission]:
    """The plan's transmissions without those of monitoring lists."""
    heard = {schedule.file for schedule in context.schedules if schedule.kind in MONITORED_KINDS}
    if not heard:
        return context.transmissions
    return [transmission for transmission in context.transmissions if transmission.file not in heard]


def inventory_of(context: Context, transmission: Transmission) -> InventorySite | None:
    """The inventory of the transmission's site, or None where the plan lists nothing there."""
    return context.plan.sites.get(transmission.site) if isinstance(transmission.site, str) else None


def transmitters_for(context: Context, transmission: Transmission) -> tuple[Transmitter, ...]:
    """The transmitter that is named, or all at the site when none is; empty when the inventory does not know."""
    inventory = inventory_of(context, transmission)
    if inventory is None:
        return ()
    if transmission.transmitter is None:
        return inventory.transmitters
    return tuple(transmitter for transmitter in inventory.transmitters if transmitter.id == transmission.transmitter)


def antenna_text(context: Context, transmission: Transmission) -> str | None:
    """The designation behind a transmission's antenna: an id of the inventory, a code, or a designation itself."""
    inventory = inventory_of(context, transmission)
    # The plan's own ids come first, because an id may look like a code of the HFCC table.
    for antenna in inventory.antennas if inventory is not None else ():
        if antenna.id == transmission.antenna:
            return context.directory.antenna_definition(antenna.antenna)
    return context.directory.antenna_definition(transmission.antenna)


class Antennas:
    """The antennas of one run, each looked up once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._known: dict[tuple[str | None, str], AntennaDefinition | None] = {}

    def of(self, transmission: Transmission) -> AntennaDefinition | None:
        """The definition of a transmission's antenna; None when it is missing, unknown or not yet defined."""
        if transmission.antenna is None:
            return None
        key = (transmission.site_code, transmission.antenna)
        if key not in self._known:
            self._known[key] = designation(antenna_text(self.context, transmission))
        return self._known[key]


def designation(text: str | None) -> AntennaDefinition | None:
    """A designation that can be read, or None."""
    from bcastplan.science.antennas import parse_definition

    try:
        return parse_definition(text) if text is not None else None
    except ValueError:
        return None


def missing(
    code: str, context: Context, absent: Callable[[Transmission], str], consequence: Callable[[str], str]
) -> Iterator[Problem]:
    """Report a key that transmissions lack: for each of them, or once for a file in which all lack it.

    Args:
        code: the rule.
        context: the plan.
        absent: what a transmission lacks, in words; empty when it lacks nothing.
        consequence: why that matters and what to do, of what is lacking; the end of the message.
    """
    for entries in context.once("filed by file", _filed_by_file).values():
        count = len(entries)
        lacking = [(transmission, words) for transmission in entries if (words := absent(transmission))]
        # In a file without the key each transmission would be reported alike, which would bury all other findings.
        if count == len(lacking) > 1 and not context.each_row and len({words for _, words in lacking}) == 1:
            words = lacking[0][1]
            message = f"all {count} transmissions of this file have no {words}: {consequence(words)}"
            yield remark(code, entries[0], None, message, transmissions=count)
            continue
        for transmission, words in lacking:
            yield remark(code, transmission, None, f"no {words}: {consequence(words)}", transmissions=1)


def _filed_by_file(context: Context) -> dict[str, list[Transmission]]:
    by_file: dict[str, list[Transmission]] = {}
    for transmission in filed(context):
        by_file.setdefault(transmission.file, []).append(transmission)
    return by_file


def lacks(transmission: Transmission, key: str, value: object) -> bool:
    """Whether a transmission lacks a key; a key with a faulty value is there, and another rule reports it."""
    return value in (None, ()) and key not in transmission.origin.positions


def once_per_place(context: Context, problems: Iterator[Problem]) -> Iterator[Problem]:
    """Drop repeated problems of one written value: a default holds for many transmissions."""
    seen = set()
    for problem in problems:
        item = problem.place.item if context.each_row else None
        key = (item, problem.place.file, problem.place.line, problem.place.column, problem.message)
        if key not in seen:
            seen.add(key)
            yield problem
