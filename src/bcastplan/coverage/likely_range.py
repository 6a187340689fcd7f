"""The likely range of a coverage figure: what it would be if the model errs as it is known to err.

Signals are drawn anew with the model's own error, 200 times. Held against measurements the model is off by so much on
a circuit (a site, a place and a frequency), and by as much in all its hours and months; circuits err independently.
Drawing every hour by itself would average the error away, and the range would be far too narrow.

The draws follow from the circuit alone, so that a figure has the same range in every process and whatever else is in
the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import shake_128

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import Audience, Received, drawn_shares
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.moment_hearings import Hearings, Moment
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.reliabilities import ABSENT, HOURS
from bcastplan.coverage.samples import Listening, Means
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.geodesy import great_circle_distance_km
from bcastplan.science.hf import ratio_reliability_pct
from bcastplan.tasks.runner import InThisProcess, Work

DRAWS = 200
SEED = b"bcastplan likely range 1"
LOW_PCT, HIGH_PCT = 16.0, 84.0  # a standard deviation to either side, were the figure normally distributed
# Standard deviation of prediction less measurement by length of the path, ITU data bank D1 (docs/physics-hf.md).
ERROR_SD_DB = ((7000.0, 8.6), (9000.0, 8.4), (np.inf, 10.7))
MEDIUM_WAVE_ERROR_SD_DB = 8.0  # a choice: no measurements were at hand
_MOMENTS_AT_ONCE = 400
_WORTH_MOMENTS = 4000  # from which on other processes pay

Ranges = Mapping[tuple[int, int | None], tuple[float, float]]
"""(Group, clock hour or None for all) -> low and high of the mean share that hears a predicted minute."""


@dataclass(frozen=True, eq=False)
class DrawnCoverage:
    """The coverage of a table drawn ``DRAWS`` times."""

    coverage: Coverage
    listening: Listening
    means: Means
    _shares: dict[int, NDArray[np.float32]] = field(default_factory=dict, repr=False)

    def ranges(
        self, unit_of_row: IntArray, group_of_unit: IntArray, within: BoolArray, *, by_hour: bool = False
    ) -> Ranges:
        """The likely ranges of groups of units on the dates flagged by ``within``."""
        cells = self.coverage.columns(unit_of_row)
        minutes = cells.minutes * np.count_nonzero(cells.patterns & within, axis=1)[cells.pattern]
        columns = HOURS if by_hour else 1
        key = group_of_unit[cells.unit] * columns + (cells.hour if by_hour else 0)
        bounds = self._bounds(key, cells.moment, minutes)
        return {(key // columns, key % columns if by_hour else None): pair for key, pair in bounds.items()}

    def ranges_in_buckets(
        self, unit_of_row: IntArray, group_of_unit: IntArray, buckets: Sequence[tuple[BoolArray, BoolArray]]
    ) -> dict[tuple[int, int], tuple[float, float]]:
        """(Group, bucket) -> the likely range of a group of units in it; buckets as for ``minutes_by_bucket``."""
        cells = self.coverage.columns(unit_of_row)
        group = group_of_unit[cells.unit]
        answer: dict[tuple[int, int], tuple[float, float]] = {}
        for number, dates in enumerate(buckets):
            early, late = (np.count_nonzero(cells.patterns & side, axis=1)[cells.pattern] for side in dates)
            minutes = cells.minutes * np.where(cells.hour == 0, early, late)
            for key, pair in self._bounds(group, cells.moment, minutes).items():
                answer[key, number] = pair
        return answer

    def _bounds(self, key: IntArray, moment: IntArray, minutes: IntArray) -> dict[int, tuple[float, float]]:
        """Low and high of the mean share of cells with equal keys, of which each weighs its minutes."""
        known = np.flatnonzero((moment != ABSENT) & (minutes > 0))
        if not known.size:
            return {}
        # Cells of one moment are one term, with the sum of their minutes.
        pairs, place = np.unique(np.stack([key[known], moment[known]], axis=1), axis=0, return_inverse=True)
        weight = np.bincount(place.ravel(), minutes[known].astype(np.float64))
        self._draw(np.unique(pairs[:, 1]))
        first = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
        answer: dict[int, tuple[float, float]] = {}
        for begin, end in zip(first, [*first[1:], len(pairs)], strict=True):
            shares = np.stack([self._shares[number] for number in pairs[begin:end, 1].tolist()])
            drawn = weight[begin:end] @ shares / weight[begin:end].sum()
            low, high = np.percentile(drawn, [LOW_PCT, HIGH_PCT])
            answer[int(pairs[begin, 0])] = float(low), float(high)
        return answer

    def _draw(self, numbers: IntArray) -> None:
        """Draw the moments that were not drawn before."""
        new = [number for number in numbers.tolist() if number not in self._shares]
        new.sort(key=lambda number: self.coverage.hearings.moment(number))  # neighbours share their sources
        parts = [new[begin : begin + _MOMENTS_AT_ONCE] for begin in range(0, len(new), _MOMENTS_AT_ONCE)]
        hearings = self.coverage.hearings
        tasks = [[hearings.moment(number) for number in part] for part in parts]
        work = Work(draw_moments, _shared(hearings, self.listening), tasks)
        runner = self.means.runner if len(new) >= _WORTH_MOMENTS else InThisProcess()
        for place, shares in runner.answers(work):
            self._shares.update(zip(parts[place], shares, strict=True))


@dataclass(frozen=True, eq=False)
class _Shared:
    """What draws need of a coverage; places come as coordinates, which mean the same in every process."""

    hearings: Hearings
    required_db: Sequence[float]
    latitude: FloatArray
    longitude: FloatArray
    errors_db: dict[int, NDArray[np.float32]] = field(default_factory=dict)  # by source, as they are first asked for


def _shared(hearings: Hearings, listening: Listening) -> _Shared:
    emissions = hearings.reliabilities.predicted.emissions
    return _Shared(hearings, [listening.required_db(emission.drm) for emission in emissions], *place_coordinates())


def draw_moments(shared: _Shared, moments: Sequence[Moment]) -> list[NDArray[np.float32]]:
    """The share that hears each moment, (DRAWS,) each; a task for any process."""
    known: dict[tuple[int, int, int], Received | None] = {}
    shares = []
    for moment in moments:
        received = []
        for source, slot in zip(moment.sources, moment.slots, strict=True):
            key = (source, slot, moment.hour)
            if key not in known:
                known[key] = _received(shared, *key)
            part = known[key]
            received += [] if part is None else [part]
        shares.append(drawn_shares(received).astype(np.float32))
    return shares


def _received(shared: _Shared, source: int, slot: int, hour: int) -> Received | None:
    """What is on the air of a source, with reliabilities (P, DRAWS); None where it was not predicted."""
    number, audience = shared.hearings.sources[source]
    predicted = shared.hearings.reliabilities.predicted
    where = predicted.place(number, slot, hour)
    if where is None:
        return None
    if source not in shared.errors_db:
        shared.errors_db[source] = _errors_of(shared, number, audience)
    samples = predicted.samples
    percent = ratio_reliability_pct(
        samples.snr_db[where, None] + shared.errors_db[source],
        np.float32(shared.required_db[number]),
        samples.upper_snr_db[where, None],
        samples.lower_snr_db[where, None],
    )
    # Beyond the reach of the model nobody hears.
    percent[np.isnan(percent)] = 0.0
    return Received(audience, percent * np.float32(0.01))


def _errors_of(shared: _Shared, number: int, audience: Audience) -> NDArray[np.float32]:
    """Errors (P, DRAWS) of the circuits from an emission to the places of its audience."""
    emission = shared.hearings.reliabilities.predicted.emissions[number]
    places = audience.places
    return circuit_errors_db(emission, shared.latitude[places], shared.longitude[places])


def circuit_errors_db(emission: Emission, latitude: FloatArray, longitude: FloatArray) -> NDArray[np.float32]:
    """Errors in dB of the circuits from an emission to P places, (P, DRAWS)."""
    distance_km = great_circle_distance_km(emission.latitude, emission.longitude, latitude, longitude)
    sd_db = np.full(distance_km.shape, MEDIUM_WAVE_ERROR_SD_DB)
    if emission.is_shortwave:
        sd_db = np.select([distance_km < limit for limit, _ in ERROR_SD_DB], [sd for _, sd in ERROR_SD_DB])
    site = (emission.latitude, emission.longitude, emission.frequency_khz)
    drawn = np.stack([_normals(*site, *place) for place in zip(latitude.tolist(), longitude.tolist(), strict=True)])
    return (sd_db[:, None] * drawn).astype(np.float32)


@lru_cache(maxsize=1 << 16)
def _normals(*circuit: float) -> NDArray[np.float32]:
    """Standard normal numbers (DRAWS,) that follow from a circuit, by the method of Box and Muller."""
    # A hash gives the same numbers in every process and under every release of the libraries.
    octets = shake_128(SEED + repr(circuit).encode()).digest(8 * DRAWS)
    # A float holds 53 bits; half a step more keeps the numbers off zero, whose logarithm is infinite.
    uniform = (np.frombuffer(octets, dtype="<u8") >> np.uint64(11)).astype(np.float64) + 0.5
    uniform *= 2.0**-53
    radius = np.sqrt(-2.0 * np.log(uniform[: DRAWS // 2]))
    angle = 2.0 * np.pi * uniform[DRAWS // 2 :]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)]).astype(np.float32)
