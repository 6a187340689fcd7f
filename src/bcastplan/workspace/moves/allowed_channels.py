"""Where a transmission may move: channels of its band that are allocated at its site and that its equipment can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bcastplan.conflicts.kinds import HF_STEP_HZ, RASTER_HZ, RASTER_REGION_2_HZ
from bcastplan.conflicts.pool import is_shortwave
from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import FrequencyRange, parse_frequency
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference import band_of, bands, parse_band
from bcastplan.reference.directory import Directory
from bcastplan.science.antennas import design_range_mhz
from bcastplan.workspace.prediction.plan_facts import inventory_antenna


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that a transmission may move to; ``alternative`` where its own ``alternatives`` name it."""

    frequency_khz: float
    band: str
    in_band: bool
    alternative: bool


def allowed_channels(transmission: Transmission, plan: Plan | None, directory: Directory) -> list[Channel]:
    """The channels of the band on its raster, and those of ``alternatives``, its own left out; rising.

    A channel is allocated to broadcasting in the Region of the site, on the first date; a frequency that
    ``alternatives`` name may also be a customary one. Of a plan's transmission the transmitter of the inventory can be
    tuned to it; an antenna with a design frequency works there.
    """
    region = directory.region(transmission)
    own = band_of(transmission.frequency_khz, region or 3, transmission.first_date).band
    names = {own, *_alternative_bands(transmission)}
    named = set(_alternative_frequencies(transmission))
    step = HF_STEP_HZ if is_shortwave(transmission.frequency_khz) else _raster_hz(region)
    limits = [*_transmitter_ranges(transmission, plan), *_antenna_range(transmission, plan, directory)]
    channels: dict[float, Channel] = {}
    for khz in sorted(named | set(_raster(names, step / 1000.0))):
        status = band_of(khz, region or 3, transmission.first_date)
        allocated = status.status == "in" or (khz in named and status.status == "customary")
        fits = allocated and all(any(khz in span for span in spans) for spans in limits)
        if fits and khz != transmission.frequency_khz:
            alternative = khz in named or (status.band != own and status.band in names)
            channels[khz] = Channel(khz, status.band, status.band == own, alternative)
    return list(channels.values())


def _raster_hz(region: int | None) -> int:
    return RASTER_REGION_2_HZ if region == 2 else RASTER_HZ


def _raster(names: set[str], step_khz: float) -> Iterator[float]:
    for band in bands():
        if band.name in names:
            first = np.ceil(band.capture_from_khz / step_khz)
            yield from (np.arange(first, band.capture_until_khz / step_khz) * step_khz).tolist()


def _alternative_bands(transmission: Transmission) -> Iterator[str]:
    for written in transmission.alternatives:
        band = parse_band(written)
        if band is not None:
            yield band


def _alternative_frequencies(transmission: Transmission) -> Iterator[float]:
    for written in transmission.alternatives:
        try:
            khz = parse_frequency(written)
        except ValueFault:
            continue
        if is_shortwave(khz) == is_shortwave(transmission.frequency_khz):
            yield khz


def _transmitter_ranges(transmission: Transmission, plan: Plan | None) -> list[tuple[FrequencyRange, ...]]:
    """What the transmitter can be tuned to, or, where none is named, those of the site together."""
    site = plan.sites.get(transmission.site_code or "") if plan is not None else None
    if site is None:
        return []
    ranges = [part.frequencies for part in site.transmitters if transmission.transmitter in (None, part.id)]
    # A transmitter without stated frequencies may have any, and so may its site.
    return [tuple(chain.from_iterable(ranges))] if ranges and all(ranges) else []


def _antenna_range(
    transmission: Transmission, plan: Plan | None, directory: Directory
) -> list[tuple[FrequencyRange, ...]]:
    """The range of the antenna; no limit where the plan already uses the antenna outside of it."""
    of_inventory = inventory_antenna(plan, transmission) if plan is not None else None
    definition = directory.antenna_definition(of_inventory or transmission.antenna)
    if definition is None or not transmission.design_frequency_khz:
        return []
    try:
        low, high = design_range_mhz(definition, transmission.design_frequency_khz / 1000.0)
    except ValueError:
        return []
    span = FrequencyRange(1000.0 * low, 1000.0 * high)
    return [(span,)] if transmission.frequency_khz in span else []
