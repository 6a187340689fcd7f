"""Which emissions are to be predicted where and when; equal emissions are one, whoever they are meant for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.reliabilities import ABSENT, Predicted, predict_moments
from bcastplan.coverage.samples import Cancelled, Listening, Means, Progress


class NeededSamples:
    """Collects what is needed, piece by piece, and predicts it at once."""

    def __init__(self) -> None:
        self._numbers: dict[Emission, int] = {}
        self._number_of: dict[Emission, int] = {}  # the same by emissions with their own places
        self._points: dict[tuple[int, int, int], int] = {}

    def number(self, emission: Emission) -> int:
        """The number of an emission among those of ``predicted``; its own ``points`` do not matter."""
        # Most emissions are asked for again and again, and making a copy without places each time would take long.
        number = self._number_of.get(emission)
        if number is None:
            number = self._numbers.setdefault(replace(emission, points=0), len(self._numbers))
            self._number_of[emission] = number
        return number

    def add(self, number: int, slot: int, hour: int, points: int) -> None:
        """Ask for an emission at a set of places in a clock hour of a month (number of the slot)."""
        moment = (number, slot, hour)
        self._points[moment] = self._points.get(moment, 0) | points

    def predicted(
        self,
        slots: Sequence[Slot],
        listening: Listening,
        *,
        means: Means | None = None,
        progress: Progress,
        cancelled: Cancelled,
    ) -> Predicted:
        """Predict each emission in the moments that were asked for, at the places that were asked for then.

        Raises:
            CoverageCancelled: ``cancelled`` said so.
        """
        places = [0] * len(self._numbers)
        set_of = np.full((len(self._numbers), len(slots), 24), ABSENT, dtype=np.intp)
        sets: dict[int, int] = {}
        for moment, points in self._points.items():
            places[moment[0]] |= points
            set_of[moment] = sets.setdefault(points, len(sets))
        emissions = tuple(
            replace(emission, points=points) for emission, points in zip(self._numbers, places, strict=True)
        )
        indices = tuple(point_indices(points) for points in sets)
        return predict_moments(
            emissions, indices, set_of, slots, listening, means=means, progress=progress, cancelled=cancelled
        )
