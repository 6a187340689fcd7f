"""Tells whether a beam meets its target.

Bearings are computed once per site, beam widths only where an answer needs one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.model.transmission import Transmission
from bcastplan.reference.targets import target_points, test_points
from bcastplan.rules.context import Context
from bcastplan.rules.facilities import Antennas

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bcastplan.science.antennas import AntennaDefinition

LOWEST_KHZ = 1800.0  # below, masts are used that favour no direction; BS.705 patterns are for shortwave

NARROWEST_HALF_DEG = 3.5  # less than half the 6 dB width of any antenna in use

WIDEST_SURE_DEG = 45.0  # what a single column of dipoles reaches to either side, whatever the frequency

ROW_SURE_DEG = 62.0
"""Degrees to either side, times the half waves in a row, that a curtain reaches at least at its design frequency."""


class Miss(NamedTuple):
    """A beam that misses every test point: degrees from its azimuth to the nearest one, and half its 6 dB width."""

    antenna: str
    offset_deg: float
    half_width_deg: float


class Beams:
    """Judges the beams of one run, and keeps the bearings and widths that it has computed."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.antennas = Antennas(context)

    def miss(self, transmission: Transmission) -> Miss | None:
        """How far a beam misses its target, or None where it meets the target or cannot be judged.

        Not judged: no site, antenna, azimuth or target; an antenna that fires both ways or all around; azimuth 0,
        which means north or "not known" (write 360 for north); anything below 1800 kHz.
        """
        if not transmission.azimuth_deg or not transmission.target or transmission.frequency_khz < LOWEST_KHZ:
            return None
        location = self.context.directory.location(transmission.site)
        if location is None:
            return None
        place = (location.latitude, location.longitude)
        offset = offset_deg(place, transmission.azimuth_deg, transmission.target)
        # Every beam is wider than that, so that most transmissions are judged without their antenna.
        if offset is None or offset <= NARROWEST_HALF_DEG:
            return None
        antenna = self.antennas.of(transmission)
        if antenna is None:
            return None
        half = _half_width(antenna, transmission, offset)
        return Miss(antenna.text, offset, half) if offset > half else None


@lru_cache(maxsize=32768)
def offset_deg(place: tuple[float, float], azimuth_deg: float, target: str) -> float | None:
    """Degrees from an azimuth to the nearest of a target's test points, seen from a place; None when it has none."""
    points = _indexes(target)
    if points.size == 0:
        return None
    turn = (_bearings(place)[points] - azimuth_deg + 180.0) % 360.0 - 180.0
    return float(abs(turn).min())


@lru_cache(maxsize=1024)
def _bearings(place: tuple[float, float]) -> NDArray[np.float64]:
    """(911,) bearings in degrees from a place (latitude, longitude) to every test point."""
    from bcastplan.science.geodesy import bearing_deg

    return bearing_deg(*place, *_positions())


def _half_width(antenna: AntennaDefinition, transmission: Transmission, offset_deg: float) -> float:
    """Half the 6 dB width in degrees; computed only where the width that is certain does not cover the offset."""
    from bcastplan.science.antennas.definition import CURTAIN_FAMILIES, METRE_FAMILIES

    if antenna.family in CURTAIN_FAMILIES and offset_deg <= (sure := sure_half_width_deg(antenna)):
        return sure
    frequency_mhz = transmission.frequency_khz / 1000
    half = _width(antenna, frequency_mhz, None) / 2
    design_khz = transmission.design_frequency_khz
    if not design_khz or antenna.family in METRE_FAMILIES or offset_deg <= half:
        return half
    # A few beams reach their target only at their design frequency: whoever may reach it does not miss.
    return max(half, _width(antenna, frequency_mhz, design_khz / 1000) / 2)


def sure_half_width_deg(curtain: AntennaDefinition) -> float:
    """Degrees to either side that a curtain reaches for certain when it works at its design frequency."""
    from bcastplan.science.antennas.definition import columns

    half_waves = columns(curtain) * (2 if curtain.family == "EHR" else 1)
    return min(WIDEST_SURE_DEG, ROW_SURE_DEG / half_waves)


@lru_cache(maxsize=1024)
def _width(antenna: AntennaDefinition, frequency_mhz: float, design_mhz: float | None) -> float:
    from bcastplan.science.antennas import six_db_width_deg

    return six_db_width_deg(antenna, frequency_mhz, design_mhz)


@lru_cache(maxsize=1)
def _positions() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes of the 911 test points, in the order of their numbers."""
    import numpy as np

    points = test_points()
    return np.array([point.latitude for point in points]), np.array([point.longitude for point in points])


@lru_cache(maxsize=4096)
def _indexes(target: str) -> NDArray[np.intp]:
    """Indices of a target's test points among the 911, rising."""
    import numpy as np

    # A target is a bit set over the numbers of test points; its bits are unpacked into indices.
    whole = target_points(target).to_bytes((len(test_points()) + 7) // 8, "little")
    return np.flatnonzero(np.unpackbits(np.frombuffer(whole, dtype=np.uint8), bitorder="little"))
