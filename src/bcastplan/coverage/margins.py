"""A wanted emission under others at one moment: margins and reliabilities, point by point.

Everything is a median at the same receiver and instant; what disturbs adds up as power, each weighed with the
protection it takes (ITU-R BS.560, P.842).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.coverage.coverage_facts import Emission
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

    @property
    def median_db(self) -> float:
        """Margin at the median point, NaN where there is none."""
        return float("nan") if np.isnan(self.margin_db).all() else float(np.nanmedian(self.margin_db))

    @property
    def protected(self) -> float:
        """Share of the points with a margin of 0 dB or more."""
        return float(np.mean(self.margin_db >= 0.0))


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
