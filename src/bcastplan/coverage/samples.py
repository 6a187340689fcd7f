"""Requests to the propagation models and their answers: emissions at places in a month and clock hour."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.circuit_ends import Receiver
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import Mode, ratio_reliability_pct
from bcastplan.science.protection import default
from bcastplan.tasks.runner import InThisProcess, Runner

DRM_BANDWIDTH_HZ = 10_000.0
PAST_THE_HOUR = 0.5  # Resolution 535: 30 minutes past each hour

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]


def quiet(_what: str, _done: int, _all: int) -> None:
    """Take a report of progress and do nothing with it."""


def never() -> bool:
    """Returns False: nobody cancels."""
    return False


class CoverageCancelled(Exception):
    """The caller cancelled the prediction."""


@dataclass(frozen=True)
class Listening:
    """What a listener needs: ``receiver`` for AM and SSB, and the ratio DRM needs in its 10 kHz (dB).

    ``mode`` says how the shortwave signal there is predicted.
    """

    receiver: Receiver = field(default_factory=Receiver)
    drm_snr_db: float = default("DRM required S/N").value
    mode: Mode = "recommendation"

    def required_db(self, drm: bool) -> float:
        """The ratio to be reached in the receiver's bandwidth."""
        if not drm:
            return self.receiver.required_snr_db
        # Noise grows with the bandwidth: within a narrower one than DRM's the same signal has a higher ratio.
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


@dataclass(frozen=True, eq=False)
class AskedMoments:
    """M moments of which samples are wanted at all places of a set, in the order of emission, slot and hour.

    Attributes:
        emission, slot, hour: (M,) number of the emission, of the slot, clock hour.
        set_of: (M,) which of ``sets`` are the places.
        sets: sets of places, the indices of each rising.
    """

    emission: IntArray
    slot: IntArray
    hour: IntArray
    set_of: IntArray
    sets: Sequence[IntArray]

    @cached_property
    def sizes(self) -> IntArray:
        """(M,) how many samples each moment has; those of all moments lie one behind the other."""
        return np.array([places.size for places in self.sets], dtype=np.intp)[self.set_of]

    @cached_property
    def count(self) -> int:
        """How many samples there are."""
        return int(self.sizes.sum())

    def request(self, chosen: IntArray | None = None) -> Request:
        """The samples of some of the moments, or of all."""
        chosen = np.arange(self.emission.size) if chosen is None else chosen
        sizes = self.sizes[chosen]
        return Request(
            np.repeat(self.emission[chosen], sizes),
            np.repeat(self.slot[chosen], sizes),
            np.repeat(self.hour[chosen], sizes),
            np.concatenate([self.sets[number] for number in self.set_of[chosen].tolist()] or [np.zeros(0, np.intp)]),
        )


SIGNALS = (
    "level_db",
    "upper_day_db",
    "lower_day_db",
    "sky_share",
    "snr_db",
    "upper_snr_db",
    "lower_snr_db",
)
"""What the physics predicts of a sample; its reliability follows from that and from the ratio that is required."""


@dataclass(frozen=True)
class Samples:
    """The answers, (S,) float32: reliability 0 to 1, received level in dB, its day-to-day deciles in dB.

    ``sky_share`` is the part of the power that came by sky wave, 0 to 1. ``snr_db`` is the signal-to-noise ratio, with
    the deciles above and below it.

    Levels compare within one frequency range only: dBW on shortwave, dB(µV/m) below. Beyond the reach of the
    medium-wave model (12,000 km) reliability is 0 and level and ratio NaN.
    """

    reliability: NDArray[np.float32]
    level_db: NDArray[np.float32]
    upper_day_db: NDArray[np.float32]
    lower_day_db: NDArray[np.float32]
    sky_share: NDArray[np.float32]
    snr_db: NDArray[np.float32]
    upper_snr_db: NDArray[np.float32]
    lower_snr_db: NDArray[np.float32]

    @classmethod
    def empty(cls, size: int) -> Samples:
        """NaN throughout."""
        return cls(*np.full((1 + len(SIGNALS), size), np.nan, dtype=np.float32))

    @classmethod
    def judged(cls, signals: NDArray[np.float32], required_db: NDArray[np.float32]) -> Samples:
        """Samples of signals (7, S) in the order of ``SIGNALS``, and of the ratio that each requires (S,)."""
        samples = cls(np.empty(signals.shape[1], dtype=np.float32), *signals)
        samples.judge(required_db)
        return samples

    def signals(self) -> NDArray[np.float32]:
        """All but the reliability, (7, S) in the order of ``SIGNALS``."""
        return np.stack([getattr(self, name) for name in SIGNALS])

    def judge(self, required_db: NDArray[np.float32]) -> None:
        """Set the reliability by the ratio that each sample requires (S,); 0 where there is no prediction."""
        percent = ratio_reliability_pct(self.snr_db, required_db, self.upper_snr_db, self.lower_snr_db)
        self.reliability[:] = np.nan_to_num(percent) / 100.0


class SampleStore(Protocol):
    """Predictions kept from earlier runs, by a key that says everything they follow from."""

    def stored(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Returns key -> prediction for those of the keys that are kept."""

    def keep(self, signals: Mapping[bytes, bytes]) -> None:
        """Keep these predictions by their keys."""


@dataclass(frozen=True)
class Means:
    """Who computes, and which earlier results are used again; the figures do not depend on either."""

    runner: Runner = field(default_factory=InThisProcess)
    store: SampleStore | None = None
