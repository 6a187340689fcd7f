"""Whether a beam meets its target: bearings once per site, beam widths only where the answer depends on one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Location
from bcastplan.reference.targets import numbers_in, target_points, test_points
from bcastplan.rules.context import Context
from bcastplan.rules.facilities import Antennas

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bcastplan.science.antennas import AntennaDefinition

NARROWEST_HALF_DEG = 6.0
"""Half the 6 dB width of the narrowest antenna in use (a long rhombic high in its range) or less."""

NOMINAL_MHZ = 10.0  # a curtain at its design frequency has the same width, within a degree, at any frequency


class Miss(NamedTuple):
    """A beam that misses every test point: degrees from its azimuth to the nearest one, and half its 6 dB width."""

    antenna: str
    offset_deg: float
    half_width_deg: float


class Beams:
    """The beams of one run; equal site, azimuth and target are compared once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.antennas = Antennas(context)
        self._bearings: dict[tuple[float, float], NDArray[np.float64]] = {}
        self._offsets: dict[tuple[float, float, float, str], float | None] = {}

    def miss(self, transmission: Transmission) -> Miss | None:
        """What is to be said of a beam, or None where it meets its target or cannot be judged.

        Not judged: no site, antenna, azimuth or target; an antenna that fires both ways or all around; azimuth 0,
        which means north or "not known" (write 360 for north).
        """
        if not transmission.azimuth_deg or not transmission.target:
            return None
        location = self.context.directory.location(transmission.site)
        if location is None:
            return None
        offset = self._offset(location, transmission.azimuth_deg, transmission.target)
        if offset is None or offset <= NARROWEST_HALF_DEG:
            return None
        antenna = self.antennas.of(transmission)
        if antenna is None:
            return None
        half = _half_width(antenna, transmission, offset)
        return Miss(antenna.text, offset, half) if offset > half else None

    def _offset(self, location: Location, azimuth_deg: float, target: str) -> float | None:
        """Degrees from the azimuth to the nearest of the target's test points; None when it has none."""
        key = (location.latitude, location.longitude, azimuth_deg, target)
        if key not in self._offsets:
            points = _indexes(target)
            if points.size == 0:
                self._offsets[key] = None
            else:
                turn = (self._bearing(location)[points] - azimuth_deg + 180.0) % 360.0 - 180.0
                self._offsets[key] = float(abs(turn).min())
        return self._offsets[key]

    def _bearing(self, location: Location) -> NDArray[np.float64]:
        """(911,) bearings in degrees from a site to every test point."""
        from bcastplan.science.geodesy import bearing_deg

        place = (location.latitude, location.longitude)
        if place not in self._bearings:
            self._bearings[place] = bearing_deg(*place, *_positions())
        return self._bearings[place]


def _half_width(antenna: AntennaDefinition, transmission: Transmission, offset_deg: float) -> float:
    """Half the 6 dB width in degrees; the exact one only where the nominal one would not cover the offset."""
    from bcastplan.science.antennas.definition import METRE_FAMILIES

    frequency_mhz = transmission.frequency_khz / 1000
    if antenna.family not in METRE_FAMILIES:
        half = _width(antenna, NOMINAL_MHZ, None) / 2
        if offset_deg <= half:
            return half
    design_mhz = transmission.design_frequency_khz / 1000 if transmission.design_frequency_khz else None
    halves = [_width(antenna, frequency_mhz, None) / 2]
    if design_mhz is not None and antenna.family not in METRE_FAMILIES and offset_deg > halves[0]:
        halves.append(_width(antenna, frequency_mhz, design_mhz) / 2)
    return max(halves)


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
    """Places of a target's test points among the 911."""
    import numpy as np

    return np.array([number - 1 for number in numbers_in(target_points(target))], dtype=np.intp)
