"""One transmission tried on every channel of a band: conflicts at once, then what is heard, then interference.

The figures are those of `suggest` (conflicts, jammers, ranking), of `coverage` (heard and served, alone and under
interference) and of `conflicts --compatibility` (margins) for a schedule that has the transmission on the channel. Its
registration on the present channel is left out, and agreements change nothing of what is heard.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bcastplan.airtime.table import build
from bcastplan.conflicts import RowSide
from bcastplan.coverage.compatibility import compatibility
from bcastplan.coverage.coverage_hours import coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard, RowCoverage
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.coverage.together import Together
from bcastplan.model.transmission import Transmission
from bcastplan.reference import band_of, bands
from bcastplan.workspace.inspection.plan_conflicts import sides_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.prediction.channel_neighbours import ConflictCount, Neighbourhood
from bcastplan.workspace.prediction.channel_slots import ChannelSlots, channel_slots
from bcastplan.workspace.prediction.clear_channels import (
    Candidate,
    RasterChannel,
    candidate_of,
    heard_on_channels,
    raster_channels,
)
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.plan_compatibility import all_facts
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.surroundings import disturbing_pairs
from bcastplan.workspace.prediction.tried_workspace import surroundings_of_options


class NoWorkbench(ValueError):
    """A transmission that is on no channel of a band, or never on the air; the message says what is the matter."""


@dataclass(frozen=True, slots=True)
class ChannelVerdict:
    """What interference makes of a transmission on one channel.

    Attributes:
        heard: what is heard of it, alone and under interference; None where it is never on the air.
        ours_db: its margin over all that disturb it together, at the worst moment; infinite where nothing does, None
            where it cannot be predicted.
        theirs_db: the smallest margin that it leaves to another one, each taken alone under it; likewise.
        theirs: whose margin that is.
        unknown: how many disturb it, or are disturbed, that cannot be predicted.
    """

    heard: Heard | None
    ours_db: float | None
    theirs_db: float | None
    theirs: RowSide | None = None
    unknown: int = 0


def band_names(shortwave: bool) -> list[str]:
    """The bands of a range, rising: shortwave, or long and medium wave."""
    # The capture ranges of medium wave and of the 120 m band meet at 1800 kHz.
    return [band.name for band in bands() if (band.capture_from_khz >= 1800.0) == shortwave]


def band_of_transmission(transmission: Transmission, opened: OpenPlan) -> str:
    """The band of a transmission; where it is in none, the one that is nearest."""
    khz = transmission.frequency_khz
    name = band_of(khz, opened.directory.region(transmission) or 3, transmission.first_date).band
    known = {band.name: band for band in bands()}
    if name in known:
        return name
    return min(bands(), key=lambda band: min(abs(khz - band.capture_from_khz), abs(khz - band.capture_until_khz))).name


class ChannelWorkbench:
    """A transmission on the channels of one band, allocated or customary; each answer is computed when it is asked for.

    Args:
        workspace: the plans and the reference schedules; nobody may edit it meanwhile.
        opened: the plan of the transmission, out of the workspace.
        row: its row, None for a new one.
        transmission: the transmission as it is to be, whatever the row says now.
        band: the name of the band.
        options: how to predict; None for the defaults with the means of this machine.

    Raises:
        NoWorkbench: there is no channel, or the transmission is never on the air.
    """

    def __init__(
        self,
        workspace: Workspace,
        opened: OpenPlan,
        row: int | None,
        transmission: Transmission,
        band: str,
        options: CoverageOptions | None = None,
    ) -> None:
        self.workspace, self.opened, self.row = workspace, opened, row
        self.transmission, self.options = transmission, options or local_options()
        self.channels: tuple[RasterChannel, ...] = tuple(
            channel
            for channel in raster_channels(transmission, opened, (band,))
            if channel.status != "out" or channel.frequency_khz == transmission.frequency_khz
        )
        if not self.channels:
            raise NoWorkbench(f"there is no channel for it in {band}")
        if not len(build([transmission]).segment_row):
            raise NoWorkbench("it is never on the air: give it dates that have airings")

    def on(self, channel: RasterChannel) -> Transmission:
        """The transmission on a channel; it leaves its synchronous network there."""
        return self.transmission.changed(frequency_khz=channel.frequency_khz, sync=None)

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """Everybody else near the band."""
        original = self.workspace.table.transmissions[self.row] if self.row is not None else None
        edges = self.channels[0].frequency_khz, self.channels[-1].frequency_khz
        return Neighbourhood.of(self.workspace, self.opened, original, self.row, edges)

    def conflicts(self) -> list[ConflictCount]:
        """The conflicts on each channel, in their order."""
        return self.neighbourhood.conflicts([self.on(channel) for channel in self.channels])

    def slots(self) -> ChannelSlots:
        """Who is on each channel when, and when the transmission could be there."""
        return channel_slots(
            self.neighbourhood, self.transmission, [channel.frequency_khz for channel in self.channels]
        )

    def candidates(
        self, conflicts: Sequence[ConflictCount], heard: Sequence[Heard | None] | None = None
    ) -> list[Candidate]:
        """The channels as `suggest` has them, in their order; without ``heard``, by conflicts alone."""
        known = heard or [None] * len(self.channels)
        own = self.workspace.table.transmissions[self.row].frequency_khz if self.row is not None else None
        return [
            candidate_of(channel, conflicts[number], known[number], own) for number, channel in enumerate(self.channels)
        ]

    def heard(self, cancelled: Cancelled = never) -> list[Heard | None]:
        """What is heard on each channel without interference, as `suggest` predicts it; raises CoverageCancelled."""
        channels = [channel.frequency_khz for channel in self.channels]
        return heard_on_channels(self.transmission, self.opened, channels, self.options, cancelled=cancelled)

    def verdicts(self, numbers: Sequence[int], cancelled: Cancelled = never) -> list[ChannelVerdict]:
        """What interference makes of the transmission on some channels, by their numbers.

        Raises:
            CoverageRequestError: no sunspot number is known for its year.
            CoverageCancelled: ``cancelled`` said so.
        """
        tried = [self.on(self.channels[number]) for number in numbers]
        workspace = self.neighbourhood.with_options(tried)
        count = len(tried)
        surroundings, pairs = surroundings_of_options(
            workspace, count, self.neighbourhood.with_options(()), self.options
        )
        table = surroundings.table.first(count)
        facts = PlanFacts(self.opened, self.options).of_all(tried)
        coverage = coverage_of(table, facts, None, self.options, surroundings=surroundings, cancelled=cancelled)
        rows = {row.row: row for row in coverage.per_transmission}
        # The option comes first, because only what it does to the other one is judged here.
        met = [(a, b) if a < count else (b, a) for a, b in disturbing_pairs(pairs)]
        judged = compatibility(
            workspace.table,
            all_facts(workspace, self.options),
            met,
            self.options,
            own_rows=len(workspace.table),  # others under an option are judged pair by pair
            surroundings=surroundings,
            one_way=True,
            cancelled=cancelled,
        )
        together = {verdict.row: verdict for verdict in judged.together}
        left: dict[int, list[_Left]] = {}
        for (option, other), reception in zip(met, judged.pairs, strict=True):
            left.setdefault(option, []).append((other, None if reception.b is None else reception.b.margin_db))
        sides = sides_of(workspace)
        return [
            _verdict(
                rows.get(number),
                together.get(number),
                bool(surroundings.near.get(number)) if facts[number].emission is None else None,
                left.get(number, []),
                sides,
            )
            for number in range(count)
        ]


_Left = tuple[int, float | None]
"""Another row, and the margin that an option leaves to it; None where it cannot be predicted."""


def _verdict(
    row: RowCoverage | None,
    together: Together | None,
    is_near_unpredicted: bool | None,
    left: Sequence[_Left],
    sides: Sequence[RowSide],
) -> ChannelVerdict:
    """A verdict; an option that cannot be predicted has no margin of its own where anybody is near."""
    known = [(margin, other) for other, margin in left if margin is not None]
    theirs_db = math.inf if not left else None
    theirs = None
    if known:
        theirs_db, other = min(known)
        theirs = sides[other] if math.isfinite(theirs_db) else None
    is_near = is_near_unpredicted
    if is_near is None:
        is_near = row is None or bool(row.interferers or row.not_predicted)
    ours_db = together.margin_db if together is not None else None if is_near else math.inf
    return ChannelVerdict(row.heard if row is not None else None, ours_db, theirs_db, theirs, len(left) - len(known))
