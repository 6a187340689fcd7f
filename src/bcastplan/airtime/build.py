"""From transmissions to the airtime table, once per set of schedules."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.airtime.table import AirtimeTable, assembled
from bcastplan.model.transmission import Transmission


def build(transmissions: Sequence[Transmission]) -> AirtimeTable:
    """The airtime table of some transmissions, row ``i`` for ``transmissions[i]``.

    Nothing is raised for a transmission that never airs; what hinders one is in the table's ``problems``.
    """
    return assembled(transmissions)
