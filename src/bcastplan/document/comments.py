"""Comments that switch rules off for one item: ``# bcastplan: ignore[FRQ001] reason``."""

from __future__ import annotations

import re

_IGNORE = re.compile(r"^(?P<before>[^\n]*?)(?:^|(?<=\s))#\s*bcastplan:\s*ignore\[(?P<codes>[^\]\n]*)\]", re.MULTILINE)


def find_ignores(text: str) -> dict[int, tuple[str, ...]]:
    """Line -> the codes a comment switches off there; a comment on its own line speaks of the next line."""
    if "ignore[" not in text:
        return {}
    ignores: dict[int, tuple[str, ...]] = {}
    here = 1
    counted_to = 0
    for found in _IGNORE.finditer(text):
        here += text.count("\n", counted_to, found.start("codes"))
        counted_to = found.start("codes")
        line = here if found["before"].strip() else here + 1
        codes = tuple(code.strip().upper() for code in found["codes"].split(",") if code.strip())
        ignores[line] = ignores.get(line, ()) + codes
    return ignores
