"""Where a receiver stood, written as coordinates or as a Maidenhead locator."""

from __future__ import annotations

import re

_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,10})?"
_COORDINATES = re.compile(rf"({_NUMBER}) ?[,;/ ] ?({_NUMBER})")
_LOCATOR = re.compile(r"[A-R]{2}[0-9]{2}(?:[A-X]{2}(?:[0-9]{2})?)?", re.IGNORECASE)
_STEPS = ((10.0, "A"), (1.0, "0"), (1 / 24, "A"), (1 / 240, "0"))
"""Degrees of latitude of one step of each pair of a locator (twice as many of longitude), and its first sign."""


def coordinates_of(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of ``37.57,126.98`` or of the centre of a locator as ``PM37`` or ``PM37lm``.

    None for any other text, and for coordinates that are no place on earth.
    """
    if match := _COORDINATES.fullmatch(text.strip()):
        latitude, longitude = float(match[1]), float(match[2])
        return (latitude, longitude) if abs(latitude) <= 90.0 and abs(longitude) <= 180.0 else None
    if _LOCATOR.fullmatch(text.strip()):
        return _centre(text.strip().upper())
    return None


def _centre(locator: str) -> tuple[float, float]:
    """The centre of the rectangle of a locator (IARU Region 1 VHF Handbook: longitude first, from 180 W and 90 S)."""
    latitude, longitude = -90.0, -180.0
    step = 0.0
    for (step, first), east, north in zip(_STEPS, locator[::2], locator[1::2], strict=False):
        longitude += 2 * step * (ord(east) - ord(first))
        latitude += step * (ord(north) - ord(first))
    return latitude + step / 2, longitude + step
