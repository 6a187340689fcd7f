"""Lists the transmitters or antennas of a site for one transmission, with the conflicts that it would have on each."""

from __future__ import annotations

from dataclasses import dataclass

from bcastplan.conflicts.resources import Resource, antenna_names, resource_conflicts
from bcastplan.model.plan import InventoryAntenna
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.plan_conflicts import inventories_of, side_of, sides_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


@dataclass(frozen=True, slots=True)
class FacilityChoice:
    """One transmitter, or antenna, of the site's inventory.

    Attributes:
        key: the key of a transmission that names it, ``transmitter`` or ``antenna``.
        name: its id.
        current: whether the transmission is booked on it now.
        conflicts: the conflicts over transmitters and antennas that the transmission would have, worst first.
        out_of_range: whether the transmitter cannot be tuned to the frequency.
    """

    key: str
    name: str
    current: bool
    conflicts: tuple[Resource, ...]
    out_of_range: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """The better ones first: those that can be tuned, by the gravest conflict."""
        # 9 is behind every severity: no conflict is better than the lightest one.
        return self.out_of_range, min((conflict.severity.rank for conflict in self.conflicts), default=9) * -1


def facility_choices(workspace: Workspace, row: int, key: str = "transmitter") -> list[FacilityChoice]:
    """What the inventory of a row's site offers, in its order; nothing without an inventory.

    Args:
        workspace: the plans.
        row: a row of a plan.
        key: ``transmitter`` or ``antenna``.
    """
    opened = workspace.plan_of_row(row)
    transmission = workspace.table.transmissions[row]
    site = opened.plan.sites.get(transmission.site_code or "") if opened is not None else None
    if opened is None or site is None:
        return []
    near = [
        number
        for number in range(workspace.own_rows)
        if workspace.table.transmissions[number].site_code == transmission.site_code
    ]
    # Bookings of other sites cannot conflict, and each choice is tried on what is left: some tens of rows.
    table, sides = workspace.table.taken(near), sides_of(workspace)
    place, inventories = near.index(row), inventories_of(workspace)
    now = [sides[number] for number in near]
    choices = []
    for item in site.transmitters if key == "transmitter" else site.antennas:
        names = antenna_names(site, item) if isinstance(item, InventoryAntenna) else {item.id}
        tried = transmission.changed(**{key: item.id})
        others = [*now]
        others[place] = side_of(tried, opened)
        conflicts = resource_conflicts(table.replaced(place, tried), others, inventories)
        choices.append(
            FacilityChoice(
                key,
                item.id,
                getattr(transmission, key) in names,
                tuple(conflict for conflict in conflicts if place in conflict.member_rows),
                key == "transmitter" and _is_out_of_range(opened, transmission, item.id),
            )
        )
    return choices


def _is_out_of_range(opened: OpenPlan, transmission: Transmission, name: str) -> bool:
    site = opened.plan.sites[transmission.site_code or ""]
    ranges = next(transmitter.frequencies for transmitter in site.transmitters if transmitter.id == name)
    return bool(ranges) and not any(transmission.frequency_khz in span for span in ranges)
