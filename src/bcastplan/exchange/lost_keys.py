"""Keys of a transmission that a list has no column for: each writer reports how many values it leaves out."""

from __future__ import annotations

from collections.abc import Collection

from bcastplan.model.transmission import KEYS, Transmission


def lost_keys(transmission: Transmission, carried: Collection[str]) -> list[str]:
    """The keys with a value of their own that are none of those a list carries, in the order files are written."""
    return [
        name
        for name, key in KEYS.items()
        if name not in carried and getattr(transmission, key.attribute) not in (None, (), key.default)
    ]
