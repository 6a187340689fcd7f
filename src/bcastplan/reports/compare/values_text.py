"""Transmissions with all their values, a line each, so that git can compare two versions of a file by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcastplan.model.inert import inert
from bcastplan.model.transmission import LINES, Transmission


def values_text(transmissions: Sequence[Transmission]) -> str:
    """Each transmission with the values it has, those of the defaults too, in the order of the file."""
    return "\n".join("".join(_lines(transmission)) for transmission in transmissions)


def _lines(transmission: Transmission) -> Iterator[str]:
    name = transmission.id or f"{LINES['frequency'](transmission)} {LINES['time'](transmission)}"
    yield f"{inert(name)}\n"
    for key, line in LINES.items():
        value = line(transmission)
        # The id stands in the line above already.
        if value and key != "id":
            yield f"  {key}: {inert(value)}\n"
