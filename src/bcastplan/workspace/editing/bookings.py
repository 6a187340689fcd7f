"""Book transmissions on a transmitter or an antenna of their site, as the lanes of the facilities do."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.document.splice import Changes, EditRefused
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.operations import shifted
from bcastplan.workspace.editing.session import Session


def book(session: Session, rows: Sequence[int], key: str, name: str, minutes: int = 0) -> list[int]:
    """Book rows on an item of the inventory, and move them by some minutes, in one step; returns the rows.

    Args:
        session: what is under edit.
        rows: the transmissions.
        key: ``transmitter`` or ``antenna``.
        name: its id.
        minutes: how much later they are to begin.

    Raises:
        EditRefused: the site of a row has no such item, or a row cannot be moved over midnight.
    """
    changes = [(row, booking_changes(session, row, key, name, minutes)) for row in rows]
    session.change_each(changes, f"book on {name}")
    return list(rows)


def booking_changes(session: Session, row: int, key: str, name: str, minutes: int = 0) -> Changes:
    """The keys that book a row; see ``book``."""
    transmission, opened = session.table.transmissions[row], session.workspace.plan_of_row(row)
    site = transmission.site_code or ""
    inventory = opened.plan.sites.get(site) if opened is not None else None
    if inventory is None:
        raise EditRefused(f"the plan has no inventory of {site or 'its site'}, so that {name} is no {key} of it")
    names = [item.id for item in (inventory.transmitters if key == "transmitter" else inventory.antennas)]
    if name not in names:
        raise EditRefused(f"{site} has no {key} {name}: there {'are' if len(names) > 1 else 'is'} {_listed(names)}")
    booked: dict[str, Raw | None] = {key: name}
    return {**booked, **shifted(transmission, minutes)} if minutes else booked


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
