"""The channels that the facility of a transmission can use: allocated at its site, within reach of its equipment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.transmission import Transmission
from bcastplan.reference import band_of, bands
from bcastplan.science.antennas import design_range_mhz
from bcastplan.workspace.opening.open_plans import OpenPlan

RASTER_KHZ = 5.0
SHORTWAVE_FROM_KHZ = 1800.0
NEVER_KHZ = ((7000.0, 7200.0), (9995.0, 10_005.0), (14_990.0, 15_010.0))  # amateurs; standard frequencies and time
_ANY_ANTENNA_KHZ = (2000.0, 30_000.0)
_OF_FACILITY = (
    "site", "transmitter", "power_kw", "antenna", "azimuth_deg", "slew_deg", "design_frequency_khz", "mode",
)  # fmt: skip


def facility_of(transmission: Transmission) -> tuple[object, ...]:
    """The values that two transmissions share when they use the same facility in the same way."""
    return tuple(getattr(transmission, name) for name in _OF_FACILITY)


def heard_facility_of(transmission: Transmission) -> tuple[object, ...]:
    """What of its facility makes a difference to listeners: all but which transmitter of the site it uses."""
    return facility_of(transmission.changed(transmitter=None))


def inventory_ranges(opened: OpenPlan, transmission: Transmission) -> tuple[FrequencyRange, ...]:
    """What its transmitter can be tuned to, or any of its site where it names none; nothing where anything goes."""
    site = opened.plan.sites.get(transmission.site_code or "")
    ranges = [
        transmitter.frequencies
        for transmitter in (site.transmitters if site is not None else ())
        if transmission.transmitter in (None, transmitter.id)
    ]
    # One transmitter without stated frequencies is enough: it may have any.
    return tuple(span for spans in ranges for span in spans) if all(ranges) else ()


def facility_channels(
    transmission: Transmission,
    opened: OpenPlan,
    emission: Emission | None,
    only_bands: Sequence[str],
    *,
    customary: bool = False,
) -> Iterator[float]:
    """Frequencies (kHz, rising by band) on which the facility of a transmission may broadcast on shortwave.

    Args:
        transmission: whose site, transmitter and first date count.
        opened: its plan, with the inventory.
        emission: what it radiates, with the antenna; None where that is not known.
        only_bands: names of bands; none takes all.
        customary: whether channels count that are not allocated but customary.
    """
    standings = ("in", "customary") if customary else ("in",)
    region = opened.directory.region(transmission) or 3
    ranges = inventory_ranges(opened, transmission)
    low_khz, high_khz = _antenna_range_khz(emission)
    for band in bands():
        if band.capture_from_khz < SHORTWAVE_FROM_KHZ or (only_bands and band.name not in only_bands):
            continue
        first = np.ceil(band.capture_from_khz / RASTER_KHZ)
        for khz in (np.arange(first, band.capture_until_khz / RASTER_KHZ) * RASTER_KHZ).tolist():
            if band_of(khz, region, transmission.first_date).status not in standings:
                continue
            never = any(low <= khz < high for low, high in NEVER_KHZ)
            if not never and low_khz <= khz <= high_khz and (not ranges or any(khz in span for span in ranges)):
                yield khz


def _antenna_range_khz(emission: Emission | None) -> tuple[float, float]:
    """Frequencies at which the pattern of the antenna holds; outside its design range it would mean nothing."""
    if emission is None or emission.antenna is None or emission.design_frequency_mhz is None:
        return _ANY_ANTENNA_KHZ
    low_mhz, high_mhz = design_range_mhz(emission.antenna, emission.design_frequency_mhz)
    return 1000.0 * low_mhz, 1000.0 * high_mhz
