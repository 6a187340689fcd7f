"""What lies below the dots and signs of the map: filled land, and the shape of the selected beam."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.geodesy import bearing_deg, great_circle_distance_km
from bcastplan.science.landmask import is_land
from bcastplan.tui.braille import DOTS_ACROSS, DOTS_DOWN
from bcastplan.tui.views.map_canvas import Path, Projection

SEA, LAND, IN_BEAM = 0, 1, 2


def ground(projection: Projection, path: Path | None) -> NDArray[np.uint8]:
    """(height, width) SEA, LAND or IN_BEAM, each as at least half of the cell has it; the beam lies over land."""
    cells = np.where(_land(projection), LAND, SEA).astype(np.uint8)
    if path is not None and path.azimuth_deg is not None and path.half_width_deg is not None:
        cells[_mostly(_inside(projection, path, path.azimuth_deg, path.half_width_deg))] = IN_BEAM
    return cells


@lru_cache(maxsize=4)
def _land(projection: Projection) -> NDArray[np.bool_]:
    latitudes, longitudes = projection.places()
    return _mostly(is_land(latitudes, longitudes) & (np.abs(latitudes) <= 90.0))


def _inside(projection: Projection, path: Path, azimuth_deg: float, half_width_deg: float) -> NDArray[np.bool_]:
    """Which dots lie within the beam's 6 dB width, as far as it is drawn."""
    latitudes, longitudes = projection.places()
    turn = (bearing_deg(path.latitude, path.longitude, latitudes, longitudes) - azimuth_deg + 180.0) % 360.0 - 180.0
    near = great_circle_distance_km(path.latitude, path.longitude, latitudes, longitudes) <= path.reach_km
    inside: NDArray[np.bool_] = (np.abs(turn) <= half_width_deg) & near & (np.abs(latitudes) <= 90.0)
    return inside


def _mostly(dots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The cells of which at least half of the dots are set."""
    lines, across = dots.shape
    blocks = dots.reshape(lines // DOTS_DOWN, DOTS_DOWN, across // DOTS_ACROSS, DOTS_ACROSS)
    cells: NDArray[np.bool_] = blocks.sum(axis=(1, 3)) * 2 >= DOTS_ACROSS * DOTS_DOWN
    return cells
