"""The channels that transmissions of a network may have: allocated, in reach, free of conflicts, and heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from bcastplan.conflicts.pool import GRAVE, Neighbours, Pool
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission
from bcastplan.reference import band_of
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.workspace.inspection.plan_conflicts import agreements_of, sides_of
from bcastplan.workspace.moves.network_rows import Network
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.prediction.clear_channels import predicted_at
from bcastplan.workspace.prediction.facility_channels import facility_channels
from bcastplan.workspace.prediction.programme_sets import OptimiseError
from bcastplan.workspace.prediction.proposal_verdicts import ProposalVerdicts
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace

BEST_GROUPS = 8
"""Groups of 25 kHz of a transmission, the best against noise, that are predicted under interference."""


@dataclass(frozen=True)
class RowChannels:
    """The channels of one transmission (c,), kHz rising, the present one among them."""

    khz: FloatArray
    present: int

    def taken(self, kept: BoolArray) -> RowChannels:
        """Some of them; the present one always."""
        kept = kept.copy()
        kept[self.present] = True
        return RowChannels(self.khz[kept], int(kept[: self.present].sum()))


class NetworkChannels:
    """Finds the channels of a network, and who would disturb them there."""

    def __init__(self, workspace: Workspace, network: Network, options: CoverageOptions) -> None:
        self._workspace, self._network, self._options = workspace, network, options
        sides = sides_of(workspace)
        self._pool = Pool.of(workspace.table, sides, agreements_of(workspace), workspace.jamming)
        # An agreement settles a conflict, but the two still disturb
        # each other: predictions look at settled pairs as well.
        self._every = replace(self._pool, settled=np.zeros(0, dtype=np.int64))
        self._moving = frozenset(network.rows)

    def candidates(self, only_bands: Sequence[str]) -> list[RowChannels]:
        """For each transmission the channels of its facility that make no new pair of warning or error with others.

        What is itself rearranged is no obstacle here.
        """
        network = self._network
        chosen = []
        for row, item in zip(network.rows, network.transmissions, strict=True):
            emission = network.facts.of(item).emission
            there = {*facility_channels(item, network.opened, emission, only_bands), item.frequency_khz}
            khz = np.array(sorted(there))
            channels = RowChannels(khz, int(np.searchsorted(khz, item.frequency_khz)))
            chosen.append(channels.taken(self._is_clear(row, channels)))
        if all(channels.khz.size < 2 for channels in chosen):
            raise OptimiseError("no channel but the present ones is free of conflicts")
        return chosen

    def near_the_best(
        self, verdicts: ProposalVerdicts, tried: TriedWorkspace, candidates: Sequence[RowChannels]
    ) -> list[RowChannels]:
        """Those in the groups of 25 kHz that are best against noise alone, and in the best group of every band.

        Channels that are alike lose together where somebody else has them; other bands are another chance.
        """
        groups = [_groups(channels.khz) for channels in candidates]
        rows = [
            item.changed(frequency_khz=khz)
            for item, (named, _) in zip(self._network.transmissions, groups, strict=True)
            for khz in named.tolist()
        ]
        coverage = verdicts.predicted(Workspace([tried.plan_of(rows)]), len(rows))
        within = np.ones(coverage.table.words * 64, dtype=bool)
        minutes = minutes_by_hour(coverage, np.arange(len(rows), dtype=np.intp), len(rows), within)
        heard = minutes.covered.sum(axis=1)
        kept, begin = [], 0
        for item, channels, (named, of_channel) in zip(self._network.transmissions, candidates, groups, strict=True):
            region = self._network.opened.directory.region(item) or 3
            best = _best_groups(named, heard[begin : begin + named.size], region, item.first_date)
            kept.append(channels.taken(best[of_channel]))
            begin += named.size
        return kept

    def disturbed_by(self, position: int, channels: RowChannels) -> Iterator[tuple[int, list[int]]]:
        """For each channel of a transmission the rows of others that disturb it there, wherever they are aimed."""
        row = self._network.rows[position]
        near = self._near(self._every, row, channels, all_areas=True)
        disturb = near.disturb(_hertz(channels.khz), self._pool.sides[row].region)
        others = np.array([other not in self._moving for other in near.rows.tolist()], dtype=bool)
        for number, those in enumerate(disturb & others):
            yield number, near.rows[those].tolist()

    @cached_property
    def meetings(self) -> list[tuple[int, int]]:
        """The pairs of positions that are on the air in a common minute."""
        position = {row: number for number, row in enumerate(self._network.rows)}
        pairs = set()
        for row, number in position.items():
            # From 0 to 30 MHz and for all areas: whatever is on the air
            # in the same minutes meets, on any channel it may get.
            near = self._every.neighbours(row, 0, 30_000_000, all_areas=True)
            pairs |= {
                (min(number, position[other]), max(number, position[other]))
                for other in near.rows.tolist()
                if other in position
            }
        return sorted(pairs)

    def _is_clear(self, row: int, channels: RowChannels) -> BoolArray:
        """(c,) whether a channel makes no pair of warning or error that is new, or graver than now."""
        near = self._near(self._pool, row, channels)
        ranks = near.ranks(_hertz(channels.khz), self._pool.sides[row].region)
        # Ranks count from the gravest: a lower rank than on the present channel is a graver pair.
        new = (ranks <= GRAVE) & (ranks < ranks[channels.present][None, :])
        new[:, [other in self._moving for other in near.rows.tolist()]] = False
        return np.asarray(~new.any(axis=1))

    @staticmethod
    def _near(pool: Pool, row: int, channels: RowChannels, *, all_areas: bool = False) -> Neighbours:
        hz = _hertz(channels.khz)
        return pool.neighbours(row, int(hz.min()), int(hz.max()), all_areas=all_areas)


def _hertz(khz: FloatArray) -> IntArray:
    return np.array([hertz(value) for value in khz.tolist()], dtype=np.int64)


def _groups(khz: FloatArray) -> tuple[FloatArray, IntArray]:
    """The frequencies at which channels are predicted, and which of them each channel has."""
    named, of_channel = np.unique([predicted_at(value) for value in khz.tolist()], return_inverse=True)
    return named, of_channel.reshape(-1)


def _best_groups(named: FloatArray, heard: FloatArray, region: int, day: date) -> BoolArray:
    """Which groups are among the best, or the best of their band."""
    best = np.zeros(named.size, dtype=bool)
    order = np.argsort(-heard, kind="stable")
    best[order[:BEST_GROUPS]] = True
    bands: set[str] = set()
    for group in order.tolist():
        band = band_of(float(named[group]), region, day).band
        if band not in bands:
            bands.add(band)
            best[group] = True
    return best


def transmission_on(item: Transmission, khz: float) -> Transmission:
    """A transmission on a channel of its choice; as it is where that is its own."""
    return item if khz == item.frequency_khz else item.changed(frequency_khz=khz, alternatives=(), requirement=None)
