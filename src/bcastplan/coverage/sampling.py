"""Emissions at test points, month by month and hour by hour: the one place where coverage asks the physics.

Samples are worked off site by site, so that memory depends on the chunk, a season can be stopped half way, and what
depends on the path alone is computed once for all its frequencies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.circuits import Receiver, mast_of, medium_wave_quality
from bcastplan.coverage.dates import Slot
from bcastplan.coverage.facts import DRM_BANDWIDTH_HZ, Emission
from bcastplan.reference import numbers_in, test_points
from bcastplan.science import mediumwave
from bcastplan.science.antennas import GainBank, Situation, resolve
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import Circuits, predict_pairs, ratio_reliability_pct
from bcastplan.science.protection import default

SAMPLES_AT_ONCE = 40_000
PAST_THE_HOUR = 0.5  # Resolution 535: 30 minutes past each hour
_FREQUENCY_STEPS = 1 << 20  # of 0.1 kHz, more than 30 MHz has

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]


class CoverageCancelled(Exception):
    """Whoever asked for the coverage does not want it any more."""


@dataclass(frozen=True)
class Listening:
    """What reception takes: ``receiver`` for AM and SSB, and the ratio DRM needs in its 10 kHz (dB)."""

    receiver: Receiver = field(default_factory=Receiver)
    drm_snr_db: float = default("DRM required S/N").value

    def required_db(self, drm: bool) -> float:
        """The ratio to be reached in the receiver's bandwidth."""
        if not drm:
            return self.receiver.required_snr_db
        return self.drm_snr_db + 10.0 * math.log10(DRM_BANDWIDTH_HZ / self.receiver.bandwidth_hz)


@dataclass(frozen=True)
class Request:
    """S samples wanted, parallel arrays (S,): number of the emission, of the slot, clock hour, number of the point."""

    emission: IntArray
    slot: IntArray
    hour: IntArray
    point: IntArray


@dataclass(frozen=True)
class Samples:
    """The answers, (S,) float32: reliability 0 to 1, received level in dB, its day-to-day deciles in dB.

    Levels compare within one frequency range only: dBW on shortwave, dB(µV/m) below. Beyond the reach of the
    medium-wave model (12,000 km) reliability is 0 and the level NaN.
    """

    reliability: NDArray[np.float32]
    level_db: NDArray[np.float32]
    upper_day_db: NDArray[np.float32]
    lower_day_db: NDArray[np.float32]

    @classmethod
    def empty(cls, size: int) -> Samples:
        """NaN throughout."""
        return cls(*(np.full(size, np.nan, dtype=np.float32) for _ in range(4)))


def point_places() -> tuple[FloatArray, FloatArray]:
    """Latitudes and longitudes of the test points, index ``number - 1``."""
    points = test_points()
    return np.array([point.latitude for point in points]), np.array([point.longitude for point in points])


def point_indices(points: int) -> IntArray:
    """Indices (``number - 1``) of the test points in a set, rising."""
    return np.fromiter(numbers_in(points), dtype=np.intp) - 1


def sample(
    emissions: Sequence[Emission],
    slots: Sequence[Slot],
    request: Request,
    listening: Listening,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Samples:
    """Predict every sample of a request.

    Raises:
        CoverageCancelled: ``cancelled`` said so between two chunks.
    """
    samples = Samples.empty(request.emission.size)
    done = 0
    for chosen in _chunks(emissions, request):
        if cancelled():
            raise CoverageCancelled
        progress("predicting", done, request.emission.size)
        shortwave = emissions[int(request.emission[chosen[0]])].is_shortwave
        (_shortwave if shortwave else _medium_wave)(emissions, slots, request, chosen, listening, samples)
        done += chosen.size
    return samples


def _chunks(emissions: Sequence[Emission], request: Request) -> Iterator[IntArray]:
    """Numbers of samples, whole sites at a time, shortwave and medium wave apart."""
    sites: dict[tuple[bool, float, float], int] = {}
    for one in sorted({(one.is_shortwave, one.latitude, one.longitude) for one in emissions}):
        sites[one] = len(sites)
    site_of = np.array([sites[one.is_shortwave, one.latitude, one.longitude] for one in emissions], dtype=np.intp)
    first_shortwave = sum(not shortwave for shortwave, _, _ in sites)
    site = site_of[request.emission]
    order = np.argsort(site, kind="stable")
    counts = np.bincount(site, minlength=len(sites))
    start = size = 0
    for number, count in enumerate(counts.tolist()):
        if size and (size + count > SAMPLES_AT_ONCE or number == first_shortwave):
            yield order[start : start + size]
            start, size = start + size, 0
        size += count
    if size:
        yield order[start : start + size]


def _shortwave(
    emissions: Sequence[Emission],
    slots: Sequence[Slot],
    request: Request,
    chosen: IntArray,
    listening: Listening,
    samples: Samples,
) -> None:
    rigs = _Rigs(emissions, np.unique(request.emission[chosen]).tolist())
    latitude, longitude = point_places()
    number, slot, hour, point = (column[chosen] for column in _columns(request))
    values = _by_emission(emissions, listening)
    receiver = listening.receiver
    answer = predict_pairs(
        Circuits(values.latitude[number], values.longitude[number], latitude[point], longitude[point]),
        month=np.array([one.month for one in slots])[slot],
        ssn=np.array([one.r12 for one in slots])[slot],
        hour_utc=hour + PAST_THE_HOUR,
        frequency_mhz=values.frequency_mhz[number],
        antenna_index=rigs.of_emission[number],
        tx_gain=rigs.gain_and_power,
        environment=receiver.environment,
        bandwidth_hz=receiver.bandwidth_hz,
    )
    reliability = ratio_reliability_pct(answer.snr_db, values.required_db[number], answer.du_snr_db, answer.dl_snr_db)
    samples.reliability[chosen] = reliability / 100.0
    samples.level_db[chosen] = answer.received_power_dbw
    samples.upper_day_db[chosen] = answer.du_day_db
    samples.lower_day_db[chosen] = answer.dl_day_db


@dataclass(frozen=True)
class _ByEmission:
    latitude: FloatArray
    longitude: FloatArray
    frequency_mhz: FloatArray
    required_db: FloatArray


def _by_emission(emissions: Sequence[Emission], listening: Listening) -> _ByEmission:
    return _ByEmission(
        np.array([one.latitude for one in emissions]),
        np.array([one.longitude for one in emissions]),
        np.array([one.frequency_khz / 1000.0 for one in emissions]),
        np.array([listening.required_db(one.drm) for one in emissions]),
    )


def _columns(request: Request) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    return request.emission, request.slot, request.hour, request.point


class _Rigs:
    """Transmitters with their antennas behind the engine's question for a gain by path and frequency.

    Emissions of one site share a rig unless they use one frequency in two ways, so that the engine sees a path once
    with all its frequencies. Power is added to the gain for the same reason.
    """

    def __init__(self, emissions: Sequence[Emission], used: Sequence[int]) -> None:
        rigs: dict[tuple[float, float, int], int] = {}
        layers: dict[tuple[float, float, float], list[tuple[object, ...]]] = {}
        setups: dict[int, Emission] = {}
        self.of_emission = np.full(len(emissions), -1, dtype=np.intp)
        for number in used:
            one = emissions[number]
            way = (one.power_kw, one.antenna, one.azimuth_deg, one.slew_deg, one.design_frequency_mhz)
            ways = layers.setdefault((one.latitude, one.longitude, one.frequency_khz), [])
            if way not in ways:
                ways.append(way)
            rig = rigs.setdefault((one.latitude, one.longitude, ways.index(way)), len(rigs))
            self.of_emission[number] = rig
            setups[rig * _FREQUENCY_STEPS + round(one.frequency_khz * 10.0)] = one
        # Equal antennas side by side: their patterns are made once and found again.
        keys = sorted(setups, key=lambda key: (setups[key].antenna or "", setups[key].frequency_khz, key))
        self._bank = GainBank([_situation(setups[key]) for key in keys])
        order = np.argsort(np.array(keys, dtype=np.int64))
        self._keys = np.array(keys, dtype=np.int64)[order]
        self._banked = order
        self._power_db = np.array([10.0 * math.log10(setups[key].power_kw) for key in keys])

    def gain_and_power(
        self, rig: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray, elevation_deg: FloatArray
    ) -> FloatArray:
        """Gain in dBi plus power in dB above 1 kW; anything at the engine's stand-in frequencies."""
        key = rig * _FREQUENCY_STEPS + np.rint(frequency_mhz * 10_000.0).astype(np.int64)
        found = self._banked[np.minimum(np.searchsorted(self._keys, key), self._keys.size - 1)]
        gain: FloatArray = self._bank.gain_dbi(found, azimuth_deg, elevation_deg) + self._power_db[found]
        return gain


def _situation(one: Emission) -> tuple[Situation, float]:
    frequency_mhz = one.frequency_khz / 1000.0
    return resolve(
        one.antenna,
        frequency_mhz=frequency_mhz,
        azimuth_deg=one.azimuth_deg,
        slew_deg=one.slew_deg,
        design_frequency_mhz=one.design_frequency_mhz,
        power_kw=one.power_kw,
    ), frequency_mhz


def _medium_wave(
    emissions: Sequence[Emission],
    slots: Sequence[Slot],
    request: Request,
    chosen: IntArray,
    listening: Listening,
    samples: Samples,
) -> None:
    latitude, longitude = point_places()
    pair = request.emission[chosen] * len(slots) + request.slot[chosen]
    for key in np.unique(pair).tolist():
        some = chosen[pair == key]
        one, slot = emissions[key // len(slots)], slots[key % len(slots)]
        points, path = np.unique(request.point[some], return_inverse=True)
        hours, column = np.unique(request.hour[some], return_inverse=True)
        mast, direction = mast_of(one.antenna, one.frequency_khz, one.azimuth_deg)
        signal = mediumwave.field_strength(
            one.latitude,
            one.longitude,
            latitude[points],
            longitude[points],
            frequency_khz=one.frequency_khz,
            power_kw=one.power_kw,
            hours_utc=hours + PAST_THE_HOUR,
            month=slot.month,
            year=slot.year,
            ssn=slot.r12,
            mast_wavelengths=mast,
            azimuth_deg=direction,
        )
        quality = medium_wave_quality(
            signal,
            latitude[points],
            longitude[points],
            one.frequency_khz,
            hours + PAST_THE_HOUR,
            slot.month,
            Receiver(listening.receiver.environment, listening.receiver.bandwidth_hz, listening.required_db(one.drm)),
        )
        upper, lower = signal.day_to_day_deciles_db()
        samples.reliability[some] = np.nan_to_num(quality.reliability_pct[path, column]) / 100.0
        samples.level_db[some] = signal.total_dbuv[path, column]
        samples.upper_day_db[some] = upper[path, column]
        samples.lower_day_db[some] = lower[path, column]
