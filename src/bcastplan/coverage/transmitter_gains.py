"""Gains of transmitting antennas by path and frequency, in the form in which the engine asks for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.science.antennas import GainBank, Situation, resolve
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import AimedGain

FREQUENCY_STEPS = 1 << 22  # of 0.01 kHz, more than 30 MHz has


class TransmitterGains:
    """The transmitters that radiate some emissions, and their gains.

    Emissions of one site share a number unless they use one frequency in two ways, so that the engine sees a path once
    with all its frequencies. Power is added to the gain for the same reason.
    """

    def __init__(self, emissions: Sequence[Emission], used: Sequence[int]) -> None:
        numbers: dict[tuple[float, float, int], int] = {}
        layers: dict[tuple[float, float, float], list[tuple[object, ...]]] = {}
        setups: dict[int, Emission] = {}
        self.of_emission = np.full(len(emissions), -1, dtype=np.intp)
        for number in used:
            emission = emissions[number]
            way = (
                emission.power_kw,
                emission.antenna,
                emission.azimuth_deg,
                emission.slew_deg,
                emission.design_frequency_mhz,
            )
            ways = layers.setdefault((emission.latitude, emission.longitude, emission.frequency_khz), [])
            if way not in ways:
                ways.append(way)
            transmitter = numbers.setdefault((emission.latitude, emission.longitude, ways.index(way)), len(numbers))
            self.of_emission[number] = transmitter
            setups[transmitter * FREQUENCY_STEPS + round(emission.frequency_khz * 100.0)] = emission
        # Equal antennas stand side by side, so that each pattern is computed once and then reused.
        keys = sorted(setups, key=lambda key: (setups[key].antenna or "", setups[key].frequency_khz, key))
        self._bank = GainBank([situation_of(setups[key]) for key in keys])
        order = np.argsort(np.array(keys, dtype=np.int64))
        self._keys = np.array(keys, dtype=np.int64)[order]
        self._banked = order
        self._power_db = np.array([10.0 * math.log10(setups[key].power_kw) for key in keys])

    def gain_and_power(
        self, transmitter: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray, elevation_deg: FloatArray
    ) -> FloatArray:
        """Gain in dBi plus power in dB above 1 kW; the values at the engine's stand-in frequencies mean nothing."""
        every = np.arange(transmitter.size)
        return self.towards(transmitter, frequency_mhz, azimuth_deg)(every, elevation_deg, every)

    def towards(self, transmitter: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray) -> AimedGain:
        """The same for lines (L,) of transmitters, each with its frequency and azimuth, at elevations."""
        key = transmitter * FREQUENCY_STEPS + np.rint(frequency_mhz * 100_000.0).astype(np.int64)
        # The engine also asks at frequencies that stand in for others; any antenna will do there.
        number = self._banked[np.minimum(np.searchsorted(self._keys, key), self._keys.size - 1)]
        beams, power_db = self._bank.towards(number, azimuth_deg), self._power_db[number]

        def gain(line: IntArray, elevation_deg: FloatArray, row: IntArray) -> FloatArray:
            decibels: FloatArray = beams.gain_dbi(line, elevation_deg, row) + power_db[line]
            return decibels

        return gain


@dataclass(frozen=True)
class GainsOfPaths:
    """The gains of the transmitters of paths (P,), as the engine asks for them: by the number of the path."""

    gains: TransmitterGains
    transmitter: IntArray

    def towards(self, path_index: IntArray, frequency_mhz: FloatArray, azimuth_deg: FloatArray) -> AimedGain:
        """The gain of L lines."""
        return self.gains.towards(self.transmitter[path_index], frequency_mhz, azimuth_deg)


def situation_of(emission: Emission, frequency_mhz: float | None = None) -> tuple[Situation, float]:
    """The antenna of an emission resolved at a frequency (None: the one it uses), and that frequency in MHz."""
    if frequency_mhz is None:
        frequency_mhz = emission.frequency_khz / 1000.0
    return resolve(
        emission.antenna,
        frequency_mhz=frequency_mhz,
        azimuth_deg=emission.azimuth_deg,
        slew_deg=emission.slew_deg,
        design_frequency_mhz=emission.design_frequency_mhz,
        power_kw=emission.power_kw,
    ), frequency_mhz
