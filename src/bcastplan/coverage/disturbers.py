"""What disturbs transmissions where they are to be heard: predicted once, added up for every set that is on the air.

Everything that shares a minute with a transmission and lies near it in frequency disturbs it, wherever it is aimed at.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_result import Disturbance
from bcastplan.coverage.margins import margins_at
from bcastplan.coverage.needed_samples import NeededSamples
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, Predicted, Reliabilities, date_flags
from bcastplan.coverage.samples import Cancelled, Listening, Means, Progress
from bcastplan.coverage.together import crowds_of

Near = Mapping[int, Mapping[int, Emission | None]]
"""Wanted row -> each row that disturbs it when both are on the air, with what that radiates (None: it is not known).

The places an interferer is aimed at do not matter. What jams a range of frequencies radiates on the nearest of them.
"""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Everything on the air around some wanted transmissions, which are the first rows of ``table``."""

    table: AirtimeTable
    near: Near

    def below(self, last: int) -> Surroundings:
        """The same without the disturbers from row ``last`` on, as jammers, which stand behind the transmissions."""
        near = {
            row: {other: emission for other, emission in others.items() if other < last}
            for row, others in self.near.items()
        }
        return Surroundings(self.table, near)


@dataclass(frozen=True, eq=False)
class Disturbers:
    """Predicted interferers of wanted rows.

    Attributes:
        table: the airtime of all rows, wanted ones first.
        near: wanted row -> each row that disturbs it, with the number in ``predicted`` of what that radiates.
        not_predicted: wanted row -> rows that would disturb it, but something is missing to predict them; rising.
        predicted: the interferers at the places of all whom they disturb, when they do.
        disturbed: what was predicted for the wanted rows.
    """

    table: AirtimeTable
    near: Mapping[int, Mapping[int, int]]
    not_predicted: Mapping[int, tuple[int, ...]]
    predicted: Predicted
    disturbed: Reliabilities
    _known: dict[tuple[object, ...], NDArray[np.float32]] = field(default_factory=dict, repr=False)

    def summary(self) -> Disturbance:
        """How many transmissions are disturbed, and by how many others."""
        others = {self._name(other) for numbers in self.near.values() for other in numbers}
        return Disturbance(
            disturbed=sum(bool(numbers) for numbers in self.near.values()),
            interferers=sum(isinstance(name, int) for name in others),
            jammers=sum(not isinstance(name, int) for name in others),
            not_predicted=len({self._name(other) for rows in self.not_predicted.values() for other in rows}),
        )

    def _name(self, row: int) -> Hashable:
        """Returns what a row counts as.

        A jammer counts once whatever its frequencies, a transmission is its own row.
        """
        transmission = self.table.transmissions[row]
        return (transmission.service, transmission.site) if transmission.jammer else row

    def overall(self, emission: int, slot: int, hour: int, crowd: tuple[int, ...]) -> NDArray[np.float32]:
        """Overall reliabilities (0 to 1) of a wanted emission at its places under interferers, by their numbers.

        ITU-R P.842: basic reliability times interference reliability over the power sum. An interferer that stands
        twice in ``crowd`` counts twice.
        """
        key = (emission, slot, hour, crowd)
        values = self._known.get(key)
        if values is None:
            points = self.disturbed.points(emission)
            margins = margins_at(
                self.disturbed.predicted, emission, crowd, slot, hour, points, disturbing=self.predicted
            )
            values = self._known[key] = margins.overall.astype(np.float32)
        return values


def predict_disturbers(
    disturbed: Reliabilities,
    calendar: SlotCalendar,
    surroundings: Surroundings,
    listening: Listening,
    *,
    means: Means | None = None,
    progress: Progress,
    cancelled: Cancelled,
) -> Disturbers:
    """Predict whatever disturbs the wanted rows, at their places and in the hours that both are on the air.

    Raises:
        CoverageCancelled: ``cancelled`` said so.
    """
    needed = NeededSamples()
    near: dict[int, dict[int, int]] = {}
    not_predicted: dict[int, tuple[int, ...]] = {}
    flags = date_flags(surroundings.table.segment_dates[:])
    for row, others in surroundings.near.items():
        number = int(disturbed.emission_of_row[row])
        if number == ABSENT:
            continue
        aimed = disturbed.predicted.emissions[number]
        crowds = crowds_of(surroundings.table, calendar, flags, row, sorted(others))
        numbers, unknown = {}, []
        for other in sorted({other for crowd in crowds for other in crowd.rows}):
            emission = others[other]
            # Levels on shortwave and below are in units that do not compare.
            if emission is None or emission.is_shortwave != aimed.is_shortwave:
                unknown.append(other)
            else:
                numbers[other] = needed.number(emission)
        near[row], not_predicted[row] = numbers, tuple(unknown)
        for crowd in crowds:
            for other in crowd.rows:
                if other in numbers:
                    needed.add(numbers[other], crowd.slot, crowd.hour, aimed.points)
    predicted = needed.predicted(calendar.slots, listening, means=means, progress=progress, cancelled=cancelled)
    return Disturbers(surroundings.table, near, not_predicted, predicted, disturbed)
