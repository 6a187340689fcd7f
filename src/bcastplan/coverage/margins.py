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
from bcastplan.coverage.reliabilities import ABSENT, Predicted
from bcastplan.reference import itu_region
from bcastplan.science import hf
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.protection import Protection, protection_for


@dataclass(frozen=True)
class Margins:
    """Margins and reliabilities of one moment at P points under other emissions.

    ``margin_db`` (P,) is what is left over the protection ratio: infinite where nothing disturbs, NaN where the wanted
    signal is beyond the reach of its model. ``basic`` and ``overall`` (P,) are reliabilities, 0 to 1.
    """

    margin_db: FloatArray
    basic: FloatArray
    overall: FloatArray


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
    own = predicted.emissions[wanted_emission]
    ours = predicted.samples_at(wanted_emission, slot, hour, points)
    theirs = np.stack([disturbing.samples_at(other, slot, hour, points) for other in others], axis=1)
    relative = np.array(
        [
            _relative_db(own, disturbing.emissions[other], by_sky_wave)
            for other, by_sky_wave in zip(others, _by_sky_wave(disturbing, theirs), strict=True)
        ]
    )
    basic = samples.reliability[ours].astype(np.float64)
    # Each interferer is weighted with its own protection ratio, so the sum needs a margin of 0 dB.
    answer = hf.interference(
        samples.level_db[ours],
        samples.upper_day_db[ours],
        samples.lower_day_db[ours],
        disturbing.samples.level_db[theirs],
        disturbing.samples.upper_day_db[theirs],
        disturbing.samples.lower_day_db[theirs],
        basic_reliability_pct=100.0 * basic,
        relative_protection_db=relative,
        required_sir_db=0.0,
    )
    return Margins(answer.sir_db, basic, np.nan_to_num(answer.ocr_pct) / 100.0)


def protection_at(
    predicted: Predicted, wanted_emission: int, other: int, slot: int, hour: int, points: IntArray
) -> Protection:
    """The protection that a wanted emission takes against another one at ``points``."""
    theirs = predicted.samples_at(other, slot, hour, points)[:, None]
    (by_sky_wave,) = _by_sky_wave(predicted, theirs)
    return _protection(predicted.emissions[wanted_emission], predicted.emissions[other], by_sky_wave)


def strongest_first(
    predicted: Predicted, wanted_emission: int, others: Sequence[int], slot: int, hour: int, points: IntArray
) -> list[int]:
    """The places of ``others`` in their list, ordered by level plus protection ratio at the median point."""
    if len(others) == 1:
        return [0]
    theirs = np.stack([predicted.samples_at(other, slot, hour, points) for other in others], axis=1)
    own = predicted.emissions[wanted_emission]
    relative = [
        _relative_db(own, predicted.emissions[other], by_sky_wave)
        for other, by_sky_wave in zip(others, _by_sky_wave(predicted, theirs), strict=True)
    ]
    weight_db = predicted.samples.level_db[theirs].astype(np.float64) + relative
    # Medium wave from beyond the reach of its model does not disturb.
    weight_db[np.isnan(weight_db)] = -np.inf
    order: list[int] = np.argsort(-np.median(weight_db, axis=0), kind="stable").tolist()
    return order


def _by_sky_wave(predicted: Predicted, places: IntArray) -> list[bool]:
    """Whether each of K emissions comes mostly by sky wave at the median point; ``places`` (P, K) are its samples."""
    share = predicted.samples.sky_share[places]
    # Broadcasts on shortwave come by sky wave alone, and no median has to be found.
    median = np.median(share, axis=0) if (share < 1.0).any() else np.ones(share.shape[1])
    by_sky_wave: list[bool] = (median > 0.5).tolist()
    return by_sky_wave


class Case(NamedTuple):
    """A wanted emission under others in a clock hour of a month, at a set of places; emissions by their numbers."""

    emission: int
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
    bench = _Bench(predicted)
    alike: dict[tuple[int, int], list[int]] = {}
    for number, case in enumerate(cases):
        # Cases with as many places and as many others fit into one array, whatever places and emissions they are.
        alike.setdefault((case.points.bit_count(), len(case.others)), []).append(number)
    for (points, others), numbers in alike.items():
        at_once = max(1, _VALUES_AT_ONCE // (points * others))
        for start in range(0, len(numbers), at_once):
            some = numbers[start : start + at_once]
            bench.judge([cases[number] for number in some], np.array(some), summaries)
    return summaries


_VALUES_AT_ONCE = 60_000  # what stays in a processor's cache


class _Bench:
    """Judges cases of one prediction, and keeps what is the same for many of them."""

    def __init__(self, predicted: Predicted) -> None:
        self._predicted = predicted
        self._indices: dict[int, IntArray] = {}
        self._offsets: dict[tuple[int, int], IntArray] = {}
        self._relative_db: dict[tuple[int, int, bool], float] = {}

    def judge(self, cases: Sequence[Case], numbers: IntArray, summaries: MarginSummaries) -> None:
        """Judge cases that have as many places and as many others; (C, P) and (C, P, K)."""
        samples = self._predicted.samples
        ours = self._places([case.emission for case in cases], cases)
        others = np.array([case.others for case in cases], dtype=np.intp)
        theirs = np.stack([self._places(column, cases) for column in others.T.tolist()], axis=2)
        basic = samples.reliability[ours].astype(np.float64)
        answer = hf.interference(
            samples.level_db[ours],
            samples.upper_day_db[ours],
            samples.lower_day_db[ours],
            samples.level_db[theirs],
            samples.upper_day_db[theirs],
            samples.lower_day_db[theirs],
            basic_reliability_pct=100.0 * basic,
            relative_protection_db=self._relatives(cases, theirs)[:, None, :],
            required_sir_db=0.0,
        )
        summaries.median_db[numbers] = _medians(answer.sir_db)
        summaries.protected[numbers] = np.mean(answer.sir_db >= 0.0, axis=1)
        summaries.basic[numbers] = basic.mean(axis=1)
        summaries.overall[numbers] = np.nan_to_num(answer.ocr_pct).mean(axis=1) / 100.0

    def _places(self, emissions: Sequence[int], cases: Sequence[Case]) -> IntArray:
        """Where the samples (C, P) of an emission for each case lie, in its moment and at its places."""
        predicted = self._predicted
        moments = (
            np.array(emissions),
            np.array([case.slot for case in cases]),
            np.array([case.hour for case in cases]),
        )
        start = predicted.start[moments]
        assert (start != ABSENT).all()
        keys = [(asked, case.points) for asked, case in zip(predicted.set_of[moments].tolist(), cases, strict=True)]
        rows = {key: row for row, key in enumerate(dict.fromkeys(keys))}
        offsets = np.stack([self._offset(*key) for key in rows])
        places: IntArray = start[:, None] + offsets[[rows[key] for key in keys]]
        return places

    def _offset(self, asked: int, points: int) -> IntArray:
        """Where places lie among those of a set."""
        if (asked, points) not in self._offsets:
            if points not in self._indices:
                self._indices[points] = point_indices(points)
            self._offsets[asked, points] = np.searchsorted(self._predicted.sets[asked], self._indices[points])
        return self._offsets[asked, points]

    def _relatives(self, cases: Sequence[Case], theirs: IntArray) -> FloatArray:
        """The protection in dB that each of the others takes, (C, K); ``theirs`` are the places of their samples."""
        share = self._predicted.samples.sky_share[theirs]
        by_sky_wave = np.ones((theirs.shape[0], theirs.shape[2]), dtype=bool)
        if (share < 1.0).any():
            by_sky_wave = np.median(share, axis=1) > 0.5
        return np.array(
            [
                [self._relative(case.emission, other, by_sky) for other, by_sky in zip(case.others, row, strict=True)]
                for case, row in zip(cases, by_sky_wave.tolist(), strict=True)
            ]
        )

    def _relative(self, own: int, other: int, by_sky_wave: bool) -> float:
        key = (own, other, by_sky_wave)
        if key not in self._relative_db:
            emissions = self._predicted.emissions
            self._relative_db[key] = _relative_db(emissions[own], emissions[other], by_sky_wave)
        return self._relative_db[key]


def _medians(margin_db: FloatArray) -> FloatArray:
    """The median of each row over what is not NaN."""
    # ``np.nanmedian`` works off long rows one by one, and few rows have a NaN.
    medians = np.median(margin_db, axis=1)
    for row in np.flatnonzero(np.isnan(margin_db).any(axis=1)).tolist():
        known = margin_db[row][~np.isnan(margin_db[row])]
        medians[row] = np.median(known) if known.size else np.nan
    return np.asarray(medians)


@lru_cache(maxsize=4096)
def _relative_db(wanted_emission: Emission, other: Emission, by_sky_wave: bool) -> float:
    """The protection ratio in dB against another emission at its distance in frequency, which is added to its level."""
    protection = _protection(wanted_emission, other, by_sky_wave)
    offset_khz = other.frequency_khz - wanted_emission.frequency_khz
    return float(protection.curve.at(offset_khz)) + protection.co_channel.value


def _protection(wanted_emission: Emission, other: Emission, by_sky_wave: bool) -> Protection:
    return protection_for(
        wanted_emission.frequency_khz,
        wanted_drm=wanted_emission.drm,
        unwanted_drm=other.drm,
        unwanted_by_sky_wave=by_sky_wave,
        itu_region=itu_region(wanted_emission.latitude, wanted_emission.longitude),
    )
