"""One table states the kinds and severities of conflicts; engines, rules and reports read it here."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bcastplan.model.finding import Severity

HF_FROM_HZ = 1_800_000
"""Where the rasters of LW and MW end: the upper edge of the frequencies counted to MW."""
HF_STEP_HZ = 5_000  # HFCC coordinates shortwave in channels of 5 kHz
RASTER_HZ = 9_000
"""LW everywhere, MW in ITU Regions 1 and 3, and where the Region is not known."""
RASTER_REGION_2_HZ = 10_000
WIDEST_HZ = 2 * RASTER_REGION_2_HZ
"""No pair is wider than this, whatever the bands of its sides."""


class Kind(StrEnum):
    """The kind of a conflict between transmissions; users read the value and filter by it."""

    CO_CHANNEL = "co-channel"
    ADJACENT = "adjacent"
    SECOND_ADJACENT = "second-adjacent"
    DUPLICATE = "duplicate"
    TRANSMITTER = "transmitter"
    CAPACITY = "capacity"
    ANTENNA = "antenna"
    RETUNE = "retune"
    JAMMED = "jammed"

    @property
    def rule(self) -> str:
        """The code of the rule that reports this kind."""
        return _RULES[self]


PAIR_KINDS = (Kind.CO_CHANNEL, Kind.ADJACENT, Kind.SECOND_ADJACENT, Kind.DUPLICATE)
RESOURCE_KINDS = (Kind.TRANSMITTER, Kind.CAPACITY, Kind.ANTENNA, Kind.RETUNE)

_RULES = {
    Kind.CO_CHANNEL: "CON101",
    Kind.ADJACENT: "CON102",
    Kind.SECOND_ADJACENT: "CON103",
    Kind.DUPLICATE: "CON110",
    Kind.TRANSMITTER: "CON201",
    Kind.CAPACITY: "CON202",
    Kind.ANTENNA: "CON203",
    Kind.RETUNE: "CON204",
    Kind.JAMMED: "CON120",
}

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""Indexed by ``Severity.rank``."""

JAMMED_SEVERITY = Severity.WARNING
"""Of a transmission that shares its channel and time with a jammer: nobody can be asked to move."""

RESOURCE_SEVERITY = {
    Kind.TRANSMITTER: Severity.ERROR,
    Kind.CAPACITY: Severity.ERROR,
    Kind.ANTENNA: Severity.ERROR,
    Kind.RETUNE: Severity.WARNING,
}

_EXTERNAL_OWN = {
    Kind.CO_CHANNEL: (Severity.ERROR, Severity.WARNING),
    Kind.ADJACENT: (Severity.WARNING, Severity.INFO),
    Kind.SECOND_ADJACENT: (Severity.INFO, Severity.INFO),
    Kind.DUPLICATE: (Severity.WARNING, Severity.ERROR),
}
_RANKS: NDArray[np.int8] = np.array(
    [[severity.rank for severity in _EXTERNAL_OWN[kind]] for kind in PAIR_KINDS], dtype=np.int8
)


def severity_ranks(
    kind: NDArray[np.int8],
    own: NDArray[np.bool_],
    drm: NDArray[np.bool_],
    unknown_area: NDArray[np.bool_],
    probably_ours: NDArray[np.bool_],
) -> NDArray[np.int8]:
    """Severity rank of each pair, 0 for error to 2 for info.

    ``kind`` indexes ``PAIR_KINDS``. With DRM on either side an adjacent pair weighs as much as co-channel; where
    a target is missing the pair weighs one step less, and so where one side is probably the other, listed anew.
    """
    weighed = np.where((kind == 1) & drm, np.int8(0), kind)
    ranks = _RANKS[weighed, own.astype(np.int8)]
    steps = unknown_area.astype(np.int8) + probably_ours
    lowered: NDArray[np.int8] = np.minimum(ranks + steps, 2).astype(np.int8)
    return lowered


def raster_steps_hz(frequency_hz: NDArray[np.int64], region: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Channel step of each row in hertz: 5 kHz on HF, on LW and MW the raster of its ITU Region (0: unknown)."""
    raster = np.where(region == 2, RASTER_REGION_2_HZ, RASTER_HZ)
    steps: NDArray[np.int64] = np.where(frequency_hz >= HF_FROM_HZ, HF_STEP_HZ, raster).astype(np.int64)
    return steps
