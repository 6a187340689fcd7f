"""How a transmission from another antenna or site and the transmissions near it would harm each other.

Channel and time stay, so ``conflicts`` finds the same pairs as before; and where two targets share a test point, no
antenna can put each of the two signals 17 dB above the other. What can change is how much of its coverage each side
loses to the other: the engine of ``compat`` works that out over all test points of each target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.airtime.table import build
from bcastplan.conflicts import Kind, PairOptions
from bcastplan.conflicts.kinds import PAIR_KINDS
from bcastplan.conflicts.pool import Pool
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.compatibility import compatibility
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.prediction.facility_channels import heard_facility_of
from bcastplan.workspace.prediction.facility_options import other_facilities
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.surroundings import ground_of_reference

_NO_MORE_POINTS = 0.05  # what rounds to nothing


@dataclass(frozen=True, slots=True)
class FacilityVerdict:
    """A row sent from another antenna or site, on its channel at its time.

    ``parted`` has the rows from which the change parts it: now one of the two costs the other more coverage than is
    allowed, then neither does. Its values are the percentage points that the worse side still loses. ``harms`` says
    whether the row, or another one, would lose more than is allowed and more than it loses now.
    """

    after: Transmission
    parted: Mapping[int, float]
    harms: bool


Losses = Mapping[int, tuple[float, float] | None]
"""Other row -> percentage points that a row loses to it, and that it loses to the row; None where that is unknown."""


class FacilityVerdicts:
    """Tries the rows of the plans of a workspace from the other facilities of their inventory; each row once."""

    def __init__(self, workspace: Workspace, pool: Pool, options: CoverageOptions, most_points: float) -> None:
        self._workspace, self._pool, self._options, self._most_points = workspace, pool, options, most_points
        self._kept: dict[int, list[FacilityVerdict]] = {}
        self._plans: dict[int, PlanFacts] = {}
        self._shipped, self._ground_ms_m = Directory(), ground_of_reference(workspace)

    def of(self, row: int) -> list[FacilityVerdict]:
        """The verdict on a row from each other facility.

        Raises:
            CoverageRequestError: no sunspot number is known.
        """
        if row not in self._kept:
            opened = self._workspace.plan_of_row(row)
            transmission = self._pool.table.transmissions[row]
            options = list(other_facilities(transmission, opened)) if opened is not None else []
            self._kept[row] = self._judged(row, options) if options else []
        return self._kept[row]

    def _judged(self, row: int, options: Sequence[Transmission]) -> list[FacilityVerdict]:
        """Judge a row as it is and as each option, with every row near its channel, whatever the targets.

        Options that differ only in the transmitter are heard alike and judged once.
        """
        heard: dict[tuple[object, ...], Transmission] = {}
        for option in options:
            heard.setdefault(heard_facility_of(option), option)
        now, *then = self._losses(row, [self._pool.table.transmissions[row], *heard.values()])
        verdicts = dict(zip(heard, (self._verdict(now, losses) for losses in then), strict=True))
        return [FacilityVerdict(option, *verdicts[heard_facility_of(option)]) for option in options]

    def _verdict(self, now: Losses, then: Losses) -> tuple[dict[int, float], bool]:
        parted: dict[int, float] = {}
        harms = False
        for other, losses in then.items():
            before = now[other]
            if losses is None or before is None:
                continue
            if max(losses) <= self._most_points < max(before):
                parted[other] = max(losses)
            harms |= any(
                self._most_points < after and was + _NO_MORE_POINTS < after
                for was, after in zip(before, losses, strict=True)
            )
        return parted, harms

    def _losses(self, row: int, tried: Sequence[Transmission]) -> list[Losses]:
        """What a row as each of some transmissions and each row near it lose to each other."""
        others = self._near(row)
        rows: list[Transmission] = []
        facts: list[CoverageFacts] = []
        near: dict[int, dict[int, Emission | None]] = {}
        # Each pair gets two rows of its own, so that what one loses is lost to that other one alone.
        for option in tried:
            for other in others:
                pair = [(row, option), (other, self._pool.table.transmissions[other])]
                both = [self._facts(number, transmission) for number, transmission in pair]
                first = len(rows)
                near[first], near[first + 1] = {first + 1: both[1].emission}, {first: both[0].emission}
                rows += [transmission for _, transmission in pair]
                facts += both
        table = build(rows)
        judged = compatibility(
            table, facts, [], self._options, own_rows=len(rows), surroundings=Surroundings(table, near)
        ).together
        # Who is beyond reach himself has nothing to lose.
        lost = {verdict.row: 100.0 * (verdict.basic - verdict.overall) for verdict in judged}
        answers: list[Losses] = []
        for number in range(len(tried)):
            losses: dict[int, tuple[float, float] | None] = {}
            for place, other in enumerate(others):
                first = 2 * (number * len(others) + place)
                known = facts[first].emission is not None and facts[first + 1].emission is not None
                losses[other] = (lost.get(first, 0.0), lost.get(first + 1, 0.0)) if known else None
            answers.append(losses)
        return answers

    def _near(self, row: int) -> list[int]:
        pairs = self._pool.pairs_of(row, PairOptions(all_areas=True))
        # A row entered twice is one transmission, which does not disturb itself.
        twice = pairs.kind == PAIR_KINDS.index(Kind.DUPLICATE)
        return sorted(set(np.where(pairs.a == row, pairs.b, pairs.a)[~twice].tolist()))

    def _facts(self, row: int, transmission: Transmission) -> CoverageFacts:
        opened = self._workspace.plan_of_row(row)
        if opened is not None:
            if id(opened) not in self._plans:
                self._plans[id(opened)] = PlanFacts(opened, self._options, to_targets=True)
            return self._plans[id(opened)].of(transmission)
        return coverage_facts(
            transmission,
            self._shipped,
            assumed_power_kw=self._options.assumed_power_kw,
            ground_ms_m=self._ground_ms_m,
        )
