"""Airtime cut into cells: stretches of one clock hour in which the same transmissions of a unit are on the air.

A unit is what a union is taken over (a service, or a service within a group). Cells of a unit never overlap, so that
minutes add up exactly, and every minute is weighed with the best of the frequencies on the air in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.audiences import SERVED, Audience
from bcastplan.coverage.cell_columns import CellColumns, SegmentCells
from bcastplan.coverage.moment_hearings import Hearings
from bcastplan.coverage.predicted_months import SlotCalendar
from bcastplan.coverage.reliabilities import ABSENT, Reliabilities
from bcastplan.science.arrays import IntArray

if TYPE_CHECKING:
    from bcastplan.coverage.disturbed_cells import DisturbedCoverage


@dataclass(frozen=True)
class Coverage:
    """A table of airtime, the reliabilities predicted for its rows, and whom each row is meant for.

    ``audience_of_row`` has None for rows that are not predicted; ``served_from`` is the reliability (0 to 1) from which
    on a listener counts as served. ``disturbed`` is the same under interference, where that was asked for.
    """

    table: AirtimeTable
    calendar: SlotCalendar
    reliabilities: Reliabilities
    audience_of_row: Sequence[Audience | None]
    served_from: float = SERVED
    disturbed: DisturbedCoverage | None = None

    def columns(self, unit_of_row: IntArray) -> CellColumns:
        """All cells; rows with unit ABSENT take no part."""
        return self._cells.columns(unit_of_row)

    @property
    def hearings(self) -> Hearings:
        """What is heard at each moment of the cells."""
        return self._cells.hearings

    @cached_property
    def sources(self) -> tuple[list[tuple[int, Audience]], IntArray]:
        """The emissions with their audiences, each once, and which of them each row is (ABSENT: none)."""
        numbers: dict[tuple[int, Audience], int] = {}
        of_row = [
            ABSENT if emission == ABSENT or audience is None else numbers.setdefault((emission, audience), len(numbers))
            for emission, audience in zip(
                self.reliabilities.emission_of_row.tolist(), self.audience_of_row, strict=True
            )
        ]
        return list(numbers), np.array(of_row, dtype=np.intp)

    @cached_property
    def _cells(self) -> SegmentCells:
        sources, of_row = self.sources
        hearings = Hearings(self.reliabilities, sources, len(self.calendar.slots), self.served_from)
        return SegmentCells(self.table, self.calendar, of_row, hearings)
