"""Text for formats that refuse some characters: what remains is Unicode that XML 1.0 and UTF-8 accept."""

from __future__ import annotations

import re

from bcastplan.model.inert import inert

_REFUSED = re.compile("[\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Inert text without lone surrogates (bytes that are no UTF-8) and non-characters, each shown by its number."""
    return _REFUSED.sub(lambda found: f"\\u{ord(found.group()):04x}", inert(text))
