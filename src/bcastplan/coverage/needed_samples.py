"""Which emissions are to be predicted where and when; equal emissions are one, whoever they are meant for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.reliabilities import Predicted, predict_emissions
from bcastplan.coverage.samples import Cancelled, Listening, Means, Progress


class NeededSamples:
    """Collects what is needed, piece by piece, and predicts it at once."""

    def __init__(self) -> None:
        self._numbers: dict[Emission, int] = {}
        self._points: dict[tuple[int, int, int], int] = {}

    def number(self, emission: Emission) -> int:
        """The number of an emission among those of ``predicted``; its own ``points`` do not matter."""
        return self._numbers.setdefault(replace(emission, points=0), len(self._numbers))

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
        """Predict each emission at all places that were ever asked for it, in the moments that were.

        Raises:
            CoverageCancelled: ``cancelled`` said so.
        """
        places = [0] * len(self._numbers)
        on_air = np.zeros((len(self._numbers), len(slots), 24), dtype=bool)
        for moment, points in self._points.items():
            places[moment[0]] |= points
            on_air[moment] = True
        emissions = tuple(
            replace(emission, points=points) for emission, points in zip(self._numbers, places, strict=True)
        )
        return predict_emissions(
            emissions, on_air, slots, listening, means=means, progress=progress, cancelled=cancelled
        )
