"""What a move costs where it is meant to be heard: predicted coverage before and after, at the same places.

Frequencies are predicted at multiples of 25 kHz on shortwave, as ``suggest`` does: nearer ones are heard alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.airtime.table import build
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts
from bcastplan.coverage.coverage_hours import coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.prediction.clear_channels import predicted_at
from bcastplan.workspace.prediction.facility_channels import heard_facility_of
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.surroundings import ground_of_reference

Key = tuple[float, str, tuple[object, ...]]
"""Predicted frequency, time of day and facility: what the coverage of a moved row depends on."""


class CoverageLoss:
    """Predicts the rows of a workspace as they are and elsewhere; each once."""

    def __init__(self, workspace: Workspace, options: CoverageOptions) -> None:
        self._workspace, self._options = workspace, options
        self._shares: dict[int, dict[Key, float | None]] = {}
        self._facts: dict[int, PlanFacts] = {}
        self._shipped, self._ground_ms_m = Directory(), ground_of_reference(workspace)

    def points(self, row: int, variants: Sequence[Transmission]) -> list[float | None]:
        """Percentage points of its coverage that a row loses as each of some variants; None where it is not predicted.

        Raises:
            CoverageRequestError: no sunspot number is known.
        """
        before = self._workspace.table.transmissions[row]
        known = self._shares.setdefault(row, {})
        own, *keys = [_key(variant) for variant in (before, *variants)]
        keyed = zip((own, *keys), (before, *variants), strict=True)
        known.update(self._predicted(row, {key: variant for key, variant in keyed if key not in known}))
        was = known[own]
        shares = [known[key] for key in keys]
        return [None if was is None or share is None else 100.0 * (was - share) for share in shares]

    def _predicted(self, row: int, variants: dict[Key, Transmission]) -> dict[Key, float | None]:
        rows = [variant.changed(frequency_khz=khz) for (khz, *_), variant in variants.items()]
        if not rows:
            return {}
        result = coverage_of(build(rows), [self._facts_of(row, variant) for variant in rows], None, self._options)
        # A variant that is never on the air is not in the result, and keeps None.
        shares: dict[Key, float | None] = dict.fromkeys(variants)
        keys = list(variants)
        for coverage in result.per_transmission:
            shares[keys[coverage.row]] = coverage.heard.share
        return shares

    def _facts_of(self, row: int, variant: Transmission) -> CoverageFacts:
        opened = self._workspace.plan_of_row(row)
        # A row of a reference list belongs to no plan, whose codes and antennas could be asked.
        if opened is None:
            return coverage_facts(
                variant,
                self._shipped,
                assumed_power_kw=self._options.assumed_power_kw,
                ground_ms_m=self._ground_ms_m,
            )
        if id(opened) not in self._facts:
            self._facts[id(opened)] = PlanFacts(opened, self._options)
        return self._facts[id(opened)].of(variant)


def _key(transmission: Transmission) -> Key:
    return predicted_at(transmission.frequency_khz), str(transmission.time), heard_facility_of(transmission)
