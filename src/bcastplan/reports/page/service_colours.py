"""The colour of each service: by its name, so that it is the same in every chart and on every page."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

HUES = 11
"""Colours of the style sheet; the last is the neutral one, for services for which no colour is left."""


def hues_of(services: Sequence[str]) -> dict[str, int]:
    """Service -> number of its colour.

    The name alone decides, unless a service that comes earlier in ``services`` (most airtime first) has that colour on
    the same page: then it takes the next one that is free, and the neutral one where none is.
    """
    # Not `hash`, which Python seeds differently in every process.
    own = {service: crc32(service.encode("utf-8", "replace")) % (HUES - 1) for service in services}
    taken: set[int] = set()
    hues: dict[str, int] = {}
    for service, wish in own.items():
        free = [hue for step in range(HUES - 1) if (hue := (wish + step) % (HUES - 1)) not in taken]
        hues[service] = free[0] if free else HUES - 1
        taken.add(hues[service])
    return hues
