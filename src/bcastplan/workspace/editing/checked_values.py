"""Check values before they are written, so that a refused edit changes nothing."""

from __future__ import annotations

from bcastplan.document.splice import Changes
from bcastplan.model.keys import OWN_KEYS
from bcastplan.model.transmission import typed_values


def check_values(values: Changes) -> None:
    """Refuse values a transmission cannot have; raises ValueFault at the first."""
    typed_values({key: value for key, value in values.items() if value is not None and not key.startswith(OWN_KEYS)})
