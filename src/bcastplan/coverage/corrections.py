"""Offsets of the predicted level on single circuits, as monitors' reports suggest them.

An offset holds for what comes from one site in one band, at the place it was learned at and at places near it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.reliabilities import ABSENT, Reliabilities
from bcastplan.coverage.samples import Listening, Samples
from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import great_circle_distance_km

REACH_KM = 300.0
"""How far from a place an offset that was learned there still holds: a default of ours, no measured figure."""


@dataclass(frozen=True, slots=True)
class CircuitOffset:
    """What is added to the predicted level on one circuit; degrees north and east, dB.

    ``reports`` is how many it was learned from.
    """

    site: tuple[float, float]
    place: tuple[float, float]
    band: str
    offset_db: float
    reports: int


@dataclass(frozen=True)
class Corrections:
    """All offsets; the nearest within ``REACH_KM`` counts at each place."""

    offsets: tuple[CircuitOffset, ...]

    def at(
        self, site: tuple[float, float], band: str, latitude: FloatArray, longitude: FloatArray
    ) -> FloatArray | None:
        """The offsets in dB at some places (P,), 0 where none holds; None where none holds at all."""
        known = [offset for offset in self.offsets if offset.site == site and offset.band == band]
        if not known:
            return None
        distance_km = np.stack([great_circle_distance_km(*offset.place, latitude, longitude) for offset in known])
        nearest = distance_km.argmin(axis=0)
        values = np.array([offset.offset_db for offset in known])[nearest]
        reached = np.take_along_axis(distance_km, nearest[None, :], axis=0)[0] <= REACH_KM
        return np.where(reached, values, 0.0) if reached.any() else None


def corrected(
    reliabilities: Reliabilities, facts: Sequence[CoverageFacts], corrections: Corrections, listening: Listening
) -> Reliabilities:
    """The same predictions with the offsets added to levels and ratios, and reliabilities that follow from them."""
    predicted = reliabilities.predicted
    latitude, longitude = place_coordinates()
    # The predictions serve other questions too, so that offsets are added to a copy.
    samples = Samples(*(values.copy() for values in _columns(predicted.samples)))
    required_db = np.full(samples.level_db.size, listening.required_db(False), dtype=np.float32)
    changed = False
    bands = {
        emission: fact.band
        for emission, fact in zip(reliabilities.emission_of_row.tolist(), facts, strict=True)
        if emission != ABSENT
    }
    for number, emission in enumerate(predicted.emissions):
        points = predicted.points[number]
        offset = corrections.at(
            (emission.latitude, emission.longitude), bands[number], latitude[points], longitude[points]
        )
        for begin in predicted.start[number][predicted.start[number] != ABSENT].tolist():
            place = slice(begin, begin + points.size)
            required_db[place] = listening.required_db(emission.drm)
            if offset is not None:
                changed = True
                samples.level_db[place] += offset.astype(np.float32)
                samples.snr_db[place] += offset.astype(np.float32)
    if not changed:
        return reliabilities
    samples.judge(required_db)
    return replace(reliabilities, predicted=replace(predicted, samples=samples))


def _columns(samples: Samples) -> list[np.ndarray]:
    return [getattr(samples, name) for name in Samples.__dataclass_fields__]
