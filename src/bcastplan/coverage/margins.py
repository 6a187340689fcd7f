"""A wanted emission under others at one moment: margins and reliabilities, point by point.

Everything is a median at the same receiver and instant; what disturbs adds up as power, each weighed with the
protection it takes (ITU-R BS.560, P.842).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.reliabilities import Predicted
from bcastplan.reference import itu_region
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf import interference
from bcastplan.science.protection import Protection, protection_for


@dataclass(frozen=True)
class Margins:
    """Margins and reliabilities of one moment at P points under K other emissions.

    ``margin_db`` (P,) is what is left over the protection ratio: infinite where nothing disturbs, NaN where the wanted
    signal is beyond the reach of its model. ``basic`` and ``overall`` (P,) are reliabilities, 0 to 1. ``weight_db``
    (P, K) is what each of the others counts, its protection ratio in it.
    """

    margin_db: FloatArray
    basic: FloatArray
    overall: FloatArray
    weight_db: FloatArray
    protections: tuple[Protection, ...]


def margins_at(
    predicted: Predicted,
    wanted_emission: int,
    others: Sequence[int],
    slot: int,
    hour: int,
    points: IntArray,
    *,
    disturbing: Predicted | None = None,
) -> Margins:
    """Judge an emission under ``others`` at ``points``; all of them must be predicted for that slot and hour.

    ``disturbing`` is where the others are predicted; None: where the wanted emission is.
    """
    samples, disturbing = predicted.samples, disturbing or predicted
    ours = _places(predicted, wanted_emission, slot, hour, points)
    theirs = np.stack([_places(disturbing, other, slot, hour, points) for other in others], axis=1)
    protections = tuple(
        _protection(
            predicted.emissions[wanted_emission],
            disturbing.emissions[other],
            float(np.median(disturbing.samples.sky_share[places])) > 0.5,
        )
        for other, places in zip(others, theirs.T, strict=True)
    )
    frequency_khz = predicted.emissions[wanted_emission].frequency_khz
    relative = [
        float(protection.curve.at(disturbing.emissions[other].frequency_khz - frequency_khz))
        + protection.co_channel.value
        for other, protection in zip(others, protections, strict=True)
    ]
    basic = samples.reliability[ours].astype(np.float64)
    # Each interferer is weighted with its own protection ratio, so the sum needs a margin of 0 dB.
    answer = interference(
        samples.level_db[ours],
        samples.upper_day_db[ours],
        samples.lower_day_db[ours],
        disturbing.samples.level_db[theirs],
        disturbing.samples.upper_day_db[theirs],
        disturbing.samples.lower_day_db[theirs],
        basic_reliability_pct=100.0 * basic,
        relative_protection_db=np.array(relative),
        required_sir_db=0.0,
    )
    weight = disturbing.samples.level_db[theirs].astype(np.float64) + np.array(relative)
    return Margins(
        answer.sir_db,
        basic,
        np.nan_to_num(answer.ocr_pct) / 100.0,
        # Medium wave from beyond the reach of its model does not disturb.
        np.where(np.isnan(weight), -np.inf, weight),
        protections,
    )


class Case(NamedTuple):
    """A wanted emission under others in a clock hour of a month, at a set of places; emissions by their numbers."""

    wanted: int
    others: tuple[int, ...]
    slot: int
    hour: int
    points: int


@dataclass(frozen=True)
class MarginSummaries:
    """What is asked of the margins of C cases, every array (C,).

    ``median_db`` is the margin at the median place (NaN where there is none), ``protected`` the share of places with a
    margin of 0 dB or more, ``basic`` and ``overall`` are mean reliabilities, 0 to 1.
    """

    median_db: FloatArray
    protected: FloatArray
    basic: FloatArray
    overall: FloatArray

    def taken(self, chosen: IntArray | slice) -> MarginSummaries:
        """Some of the cases."""
        return MarginSummaries(*(getattr(self, field.name)[chosen] for field in fields(self)))


def margin_summaries(predicted: Predicted, cases: Sequence[Case]) -> MarginSummaries:
    """Judge many cases at once, as ``margins_at`` does each."""
    summaries = MarginSummaries(*(np.full(len(cases), np.nan) for _ in fields(MarginSummaries)))
    places = _PlacesByNumber(predicted)
    alike: dict[tuple[int, int], list[int]] = {}
    for number, case in enumerate(cases):
        alike.setdefault((case.points.bit_count(), len(case.others)), []).append(number)
    for (points, others), numbers in alike.items():
        at_once = max(1, _VALUES_AT_ONCE // (points * others))
        for start in range(0, len(numbers), at_once):
            some = numbers[start : start + at_once]
            _summarise(predicted, places, [cases[number] for number in some], np.array(some), summaries)
    return summaries


_VALUES_AT_ONCE = 200_000  # bounds the memory


class _PlacesByNumber:
    """Where the samples of emissions at sets of places lie."""

    def __init__(self, predicted: Predicted) -> None:
        self._predicted = predicted
        self._sets: dict[int, IntArray] = {}
        self._offsets: dict[tuple[int, int], IntArray] = {}

    def of(self, emission: int, case: Case) -> IntArray:
        """The samples of an emission in the moment of a case, at its places."""
        key = (emission, case.points)
        if key not in self._offsets:
            if case.points not in self._sets:
                self._sets[case.points] = point_indices(case.points)
            self._offsets[key] = np.searchsorted(self._predicted.points[emission], self._sets[case.points])
        start = int(self._predicted.start[emission, case.slot, case.hour])
        assert start >= 0
        return start + self._offsets[key]


def _summarise(
    predicted: Predicted,
    places: _PlacesByNumber,
    cases: Sequence[Case],
    numbers: IntArray,
    summaries: MarginSummaries,
) -> None:
    """Judge cases that have as many places and as many others; (C, P) and (C, P, K)."""
    samples = predicted.samples
    ours = np.stack([places.of(case.wanted, case) for case in cases])
    theirs = np.stack([np.stack([places.of(other, case) for other in case.others], axis=1) for case in cases])
    by_sky_wave = np.median(samples.sky_share[theirs], axis=1) > 0.5
    relative = np.array(
        [
            [_relative_db(predicted.emissions[case.wanted], predicted.emissions[other], by_sky)
             for other, by_sky in zip(case.others, by_sky_of_case, strict=True)]
            for case, by_sky_of_case in zip(cases, by_sky_wave.tolist(), strict=True)
        ]
    )  # fmt: skip
    basic = samples.reliability[ours].astype(np.float64)
    answer = interference(
        samples.level_db[ours],
        samples.upper_day_db[ours],
        samples.lower_day_db[ours],
        samples.level_db[theirs],
        samples.upper_day_db[theirs],
        samples.lower_day_db[theirs],
        basic_reliability_pct=100.0 * basic,
        relative_protection_db=relative[:, None, :],
        required_sir_db=0.0,
    )
    summaries.median_db[numbers] = _medians(answer.sir_db)
    summaries.protected[numbers] = np.mean(answer.sir_db >= 0.0, axis=1)
    summaries.basic[numbers] = basic.mean(axis=1)
    summaries.overall[numbers] = np.nan_to_num(answer.ocr_pct).mean(axis=1) / 100.0


def _medians(margin_db: FloatArray) -> FloatArray:
    """The median of each row over what is not NaN."""
    medians = np.median(margin_db, axis=1)
    for row in np.flatnonzero(np.isnan(margin_db).any(axis=1)).tolist():
        known = margin_db[row][~np.isnan(margin_db[row])]
        medians[row] = np.median(known) if known.size else np.nan
    return np.asarray(medians)


@lru_cache(maxsize=65536)
def _relative_db(wanted_emission: Emission, other: Emission, by_sky_wave: bool) -> float:
    """What another emission counts more than its own level: the ratio it takes, by its distance in frequency."""
    protection = _protection(wanted_emission, other, by_sky_wave)
    offset_khz = other.frequency_khz - wanted_emission.frequency_khz
    return float(protection.curve.at(offset_khz)) + protection.co_channel.value


def _places(predicted: Predicted, emission: int, slot: int, hour: int, points: IntArray) -> IntArray:
    place = predicted.place(emission, slot, hour)
    assert place is not None
    places: IntArray = place.start + np.searchsorted(predicted.points[emission], points)
    return places


def _protection(wanted_emission: Emission, other: Emission, by_sky_wave: bool) -> Protection:
    return protection_for(
        wanted_emission.frequency_khz,
        wanted_drm=wanted_emission.drm,
        unwanted_drm=other.drm,
        unwanted_by_sky_wave=by_sky_wave,
        itu_region=itu_region(wanted_emission.latitude, wanted_emission.longitude),
    )
