"""Channels for a transmission, the clearest first: what else is near each of them, and how well each would be heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.table import build
from bcastplan.conflicts import RowSide
from bcastplan.conflicts.kinds import HF_FROM_HZ, HF_STEP_HZ, RASTER_HZ, RASTER_REGION_2_HZ
from bcastplan.coverage.circuit_ends import in_range
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.model.errors import ValueFault
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.transmission import Transmission, typed_values
from bcastplan.reference import band_of, bands, target_points
from bcastplan.reference.frequency_bands import Allocation
from bcastplan.reference.listener_places import places_of
from bcastplan.science.hf import Mode
from bcastplan.workspace.inspection.plan_conflicts import side_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Progress, Workspace, no_progress
from bcastplan.workspace.prediction.channel_neighbours import ConflictCount, Neighbourhood
from bcastplan.workspace.prediction.facility_channels import inventory_ranges
from bcastplan.workspace.prediction.plan_facts import PlanFacts

CHANGEABLE = ("time", "days", "from", "until", "target", "listeners", "site", "power", "antenna", "azimuth", "slew")
"""The keys of a transmission that a question may replace with other values."""
PREDICTED_STEP_KHZ = 25.0  # nearer frequencies of a band are heard alike: a quarter of a per cent of the frequency
_BORDER_KHZ = HF_FROM_HZ / 1000.0


class RasterChannel(NamedTuple):
    """A frequency of a band, its standing there, and whether the transmitter of the inventory can be tuned to it."""

    frequency_khz: float
    band: str
    status: Allocation
    within_reach: bool


class SuggestError(ValueError):
    """There is no such transmission, or a change of it cannot be read."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frequency with its conflicts and how well it is heard.

    Attributes:
        frequency_khz: on the raster of its band and Region.
        band: of the frequency.
        status: ``in`` an allocation or in ``customary`` use.
        errors: conflicts of that severity with the plans and the reference schedules; ``warnings``, ``infos`` alike.
        jammers: how many jammers are on the channel while it is on the air.
        share: mean reliability over the listeners or the target while it is on the air, None where not predicted.
        current: whether it is the transmission's own frequency.
        served_share: share of the listeners or of the target that is served.
        person_hours: people times the hours they are predicted to hear; None for a target.
    """

    frequency_khz: float
    band: str
    status: str
    errors: int
    warnings: int
    infos: int
    jammers: int
    share: float | None
    current: bool
    served_share: float | None = None
    person_hours: float | None = None

    @property
    def rank(self) -> tuple[int, int, int, float, int, float]:
        """Gravest conflicts first, then what is jammed, then what is heard, then the rest."""
        return self.errors, self.jammers, self.warnings, -(self.share or 0.0), self.infos, self.frequency_khz


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """The candidates in order, how many there were, and the transmission as it was asked for."""

    transmission: Transmission
    side: RowSide
    facts: CoverageFacts
    candidates: tuple[Candidate, ...]
    considered: int
    mode: Mode = "recommendation"


def find_transmission(workspace: Workspace, name: str) -> tuple[int, OpenPlan]:
    """The row of a transmission by its id, or by ``file:line``, and its plan.

    Raises:
        SuggestError: there is none, or more than one.
    """
    matches: list[tuple[int, OpenPlan]] = []
    names: list[str] = []
    # From the right: paths of Windows have a colon of their own.
    file, _, line = name.rpartition(":")
    place = (PurePath(file), line)
    row = 0
    for opened in workspace.plans:
        for transmission in opened.transmissions:
            names += [transmission.id] if transmission.id else []
            if name == transmission.id or place == (PurePath(transmission.file), str(transmission.origin.line)):
                matches.append((row, opened))
            row += 1
    if not matches:
        hint = did_you_mean(name, names) or ": give an id, or FILE:LINE as `check` prints it"
        raise SuggestError(f"no transmission '{name}'{hint}")
    if len(matches) > 1:
        places = ", ".join(
            f"{namesake.file}:{namesake.origin.line}"
            for namesake in (workspace.own_table.transmissions[row] for row, _ in matches)
        )
        raise SuggestError(f"'{name}' is the id of several transmissions: name one of {places}")
    return matches[0]


def changed(transmission: Transmission, changes: Mapping[str, str]) -> Transmission:
    """The transmission with other values, written as a schedule writes them.

    Raises:
        SuggestError: a value that cannot be read.
    """
    try:
        values = typed_values(changes)
    except ValueFault as fault:
        raise SuggestError(str(fault)) from None
    if "target" in values and not target_points(values["target"]):
        raise SuggestError(f"target: '{changes['target']}' names no test point: write CIRAF zones, as 44NE or 37-39")
    if "target" in values:
        # Another target means other people than those whom the schedule names, unless both are asked for.
        values.setdefault("listeners", None)
    return transmission.changed(**values) if values else transmission


def suggest(
    workspace: Workspace,
    name: str,
    *,
    changes: Mapping[str, str] | None = None,
    only_bands: Sequence[str] = (),
    customary: bool = False,
    count: int = 10,
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> SuggestAnswer:
    """Rank the channels of the transmission's frequency range.

    Args:
        workspace: the plans, and the reference schedules to stay clear of.
        name: id of the transmission, or ``file:line``.
        changes: keys of ``CHANGEABLE`` with values in place of the transmission's.
        only_bands: names of bands; none takes all of the range.
        customary: also frequencies outside an allocation that broadcasters use.
        count: how many to return; the transmission's own frequency comes last where it is not among them.
        options: how to predict.
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        SuggestError: no such transmission, a change that cannot be read, or no channel to consider.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    row, opened = find_transmission(workspace, name)
    original = workspace.own_table.transmissions[row]
    transmission = changed(original, changes or {})
    _check_question(name, transmission, opened, changes or {})
    channels = list(_channels(transmission, opened, only_bands, customary))
    if not channels:
        raise SuggestError("no channel of these bands is allocated there on that date (try --customary)")
    candidates = [transmission.changed(frequency_khz=channel.frequency_khz, sync=None) for channel in channels]
    conflicts = Neighbourhood.of(workspace, opened, original, row).conflicts(candidates)
    frequencies = [channel.frequency_khz for channel in channels]
    heard = heard_on_channels(transmission, opened, frequencies, options, progress=progress, cancelled=cancelled)
    ranked = sorted(
        (
            candidate_of(channel, conflicts[number], heard[number], original.frequency_khz)
            for number, channel in enumerate(channels)
        ),
        key=lambda candidate: candidate.rank,
    )
    shown = ranked[:count] + [candidate for candidate in ranked[count:] if candidate.current]
    return SuggestAnswer(
        transmission,
        side_of(transmission, opened),
        PlanFacts(opened, options).of(transmission),
        tuple(shown),
        len(ranked),
        (options or CoverageOptions()).listening.mode,
    )


def _check_question(name: str, transmission: Transmission, opened: OpenPlan, changes: Mapping[str, str]) -> None:
    """Raise SuggestError for a transmission that is never on the air, and for listeners that nobody knows."""
    if not len(build([transmission]).segment_row):
        span = f"{transmission.first_date} to {transmission.last_date}"
        raise SuggestError(f"'{name}' is never on the air from {span}: give dates that have airings")
    listeners = changes.get("listeners")
    if listeners is not None and not any(places_of(opened.plan, listeners)):
        raise SuggestError(f"listeners: '{listeners}' is no group of the plan and no administration with towns")


def _channels(
    transmission: Transmission, opened: OpenPlan, only_bands: Sequence[str], customary: bool
) -> Iterator[RasterChannel]:
    """The channels that may be proposed; the transmission's own is always among them."""
    for channel in raster_channels(transmission, opened, only_bands):
        allowed = channel.status == "in" or (customary and channel.status == "customary")
        if channel.frequency_khz == transmission.frequency_khz or (allowed and channel.within_reach):
            yield channel


def raster_channels(
    transmission: Transmission, opened: OpenPlan, only_bands: Sequence[str] = ()
) -> Iterator[RasterChannel]:
    """Every channel of the raster of some bands (none: all of its range), rising, and its own one among them."""
    region = opened.directory.region(transmission) or 3
    shortwave = transmission.frequency_khz >= _BORDER_KHZ
    step = (HF_STEP_HZ if shortwave else RASTER_REGION_2_HZ if region == 2 else RASTER_HZ) / 1000.0
    ranges = inventory_ranges(opened, transmission)
    own = transmission.frequency_khz
    for band in bands():
        if (band.capture_from_khz >= _BORDER_KHZ) != shortwave or (only_bands and band.name not in only_bands):
            continue
        on_raster = set(
            (np.arange(np.ceil(band.capture_from_khz / step), band.capture_until_khz / step) * step).tolist()
        )
        if band.capture_from_khz <= own < band.capture_until_khz:
            # Its own frequency may lie off the raster, and is compared with the others all the same.
            on_raster.add(own)
        for khz in sorted(on_raster):
            status = band_of(khz, region, transmission.first_date)
            yield RasterChannel(khz, status.band, status.status, not ranges or any(khz in span for span in ranges))


def heard_on_channels(
    transmission: Transmission,
    opened: OpenPlan,
    channels: Sequence[float],
    options: CoverageOptions | None = None,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> list[Heard | None]:
    """What is heard on each channel, predicted at multiples of 25 kHz on shortwave."""
    predicted = [predicted_at(khz) for khz in channels]
    rows = [transmission.changed(frequency_khz=khz) for khz in sorted(set(predicted))]
    result = coverage_of(
        build(rows),
        PlanFacts(opened, options).of_all(rows),
        None,
        options,
        progress=progress,
        cancelled=cancelled,
    )
    heard = {rows[coverage.row].frequency_khz: coverage.heard for coverage in result.per_transmission}
    return [heard.get(khz) for khz in predicted]


def candidate_of(
    channel: RasterChannel, conflicts: ConflictCount, heard: Heard | None, own_khz: float | None
) -> Candidate:
    """The candidate that a channel is, out of what was found of it."""
    khz, band, status, _ = channel
    current = khz == own_khz
    if heard is None:
        return Candidate(khz, band, status, *conflicts, None, current)
    return Candidate(khz, band, status, *conflicts, heard.share, current, heard.served_share, heard.person_hours)


def predicted_at(khz: float) -> float:
    """The frequency in whose place a channel is predicted: on shortwave the nearest multiple of 25 kHz."""
    if khz < _BORDER_KHZ:
        return khz
    rounded = round(khz / PREDICTED_STEP_KHZ) * PREDICTED_STEP_KHZ
    # At the edge of a model the multiple may lie outside of it.
    return rounded if in_range(rounded) else khz
