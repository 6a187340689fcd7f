"""Values are judged before they are written, so that a refused edit changes nothing."""

from __future__ import annotations

from bcastplan.document.splice import Changes


def check_values(values: Changes) -> None:
    """Refuse values a transmission cannot have; raises ValueFault at the first."""
    from bcastplan.model.errors import ValueFault
    from bcastplan.model.nearest import did_you_mean
    from bcastplan.model.transmission import TRANSMISSION_PARSERS

    for key, value in values.items():
        if value is None or key.startswith("x-"):
            continue
        parse = TRANSMISSION_PARSERS.get(key)
        if parse is None:
            raise ValueFault(f"unknown key '{key}'{did_you_mean(key, list(TRANSMISSION_PARSERS))}", "YML002")
        try:
            parse(value)
        except ValueFault as fault:
            raise ValueFault(f"{key}: {fault}", fault.code) from None
