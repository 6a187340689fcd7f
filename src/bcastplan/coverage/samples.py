"""Requests to the propagation models and their answers: emissions at places in a month and clock hour."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.single_circuits import Receiver
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.protection import default

DRM_BANDWIDTH_HZ = 10_000.0
PAST_THE_HOUR = 0.5  # Resolution 535: 30 minutes past each hour

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]


class CoverageCancelled(Exception):
    """The caller cancelled the prediction."""


@dataclass(frozen=True)
class Listening:
    """What a listener needs: ``receiver`` for AM and SSB, and the ratio DRM needs in its 10 kHz (dB)."""

    receiver: Receiver = field(default_factory=Receiver)
    drm_snr_db: float = default("DRM required S/N").value

    def required_db(self, drm: bool) -> float:
        """The ratio to be reached in the receiver's bandwidth."""
        if not drm:
            return self.receiver.required_snr_db
        return self.drm_snr_db + 10.0 * math.log10(DRM_BANDWIDTH_HZ / self.receiver.bandwidth_hz)


@dataclass(frozen=True)
class Request:
    """S samples wanted, parallel arrays (S,): number of the emission, of the slot, clock hour, index of the place.

    ``latitude`` and ``longitude`` of the places go with it, in degrees, so that it means the same in every process.
    """

    emission: IntArray
    slot: IntArray
    hour: IntArray
    point: IntArray
    latitude: FloatArray = field(default_factory=lambda: place_coordinates()[0])
    longitude: FloatArray = field(default_factory=lambda: place_coordinates()[1])


@dataclass(frozen=True)
class Samples:
    """The answers, (S,) float32: reliability 0 to 1, received level in dB, its day-to-day deciles in dB.

    ``sky_share`` is the part of the power that came by sky wave, 0 to 1.

    Levels compare within one frequency range only: dBW on shortwave, dB(µV/m) below. Beyond the reach of the
    medium-wave model (12,000 km) reliability is 0 and the level NaN.
    """

    reliability: NDArray[np.float32]
    level_db: NDArray[np.float32]
    upper_day_db: NDArray[np.float32]
    lower_day_db: NDArray[np.float32]
    sky_share: NDArray[np.float32]

    @classmethod
    def empty(cls, size: int) -> Samples:
        """NaN throughout."""
        return cls(*(np.full(size, np.nan, dtype=np.float32) for _ in range(5)))
