"""Transmission paths, checked once on entry: a latitude beyond the pole never reaches the physics."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import BoolArray, FloatArray
from bcastplan.science.geodesy import FULL_CIRCLE_KM, Arc

SHORTEST_PATH_KM = 0.001  # transmitter and receiver at one point are taken to be a metre apart


@dataclass(frozen=True)
class Circuits:
    """P paths from transmitters to receivers, degrees north and east.

    Every array has shape (P,); longitudes may lie outside ±180. ``long_arc`` is true for paths the long way round.
    Raises ValueError for unequal lengths, |latitude| > 90 or an infinite value. NaN is allowed: everything
    predicted for such a path is NaN.
    """

    tx_latitude: FloatArray
    tx_longitude: FloatArray
    rx_latitude: FloatArray
    rx_longitude: FloatArray
    long_arc: BoolArray | None = None

    def __post_init__(self) -> None:
        shape = None
        for name in ("tx_latitude", "tx_longitude", "rx_latitude", "rx_longitude"):
            values = np.atleast_1d(np.asarray(getattr(self, name), float))
            object.__setattr__(self, name, values)
            shape = shape or values.shape
            if values.ndim != 1 or values.shape != shape:
                raise ValueError(f"{name} has shape {values.shape}, expected {shape}")
            if np.isinf(values).any():
                raise ValueError(f"{name} is infinite at path {int(np.argmax(np.isinf(values)))}")
            beyond = np.abs(values) > 90.0
            if name.endswith("latitude") and beyond.any():
                path = int(np.argmax(beyond))
                raise ValueError(f"{name} {values[path]:g} at path {path} is outside -90..90 degrees")
        if self.long_arc is not None:
            long = np.atleast_1d(np.asarray(self.long_arc, bool))
            if long.shape != shape:
                raise ValueError(f"long_arc has shape {long.shape}, expected {shape}")
            object.__setattr__(self, "long_arc", long)

    def __len__(self) -> int:
        return int(self.tx_latitude.size)

    @property
    def undefined(self) -> BoolArray:
        """True for paths with a NaN coordinate."""
        return np.isnan(self.tx_latitude + self.tx_longitude + self.rx_latitude + self.rx_longitude)

    def select(self, paths: ArrayLike) -> "Circuits":
        """The circuits with these indices (or where this mask is true)."""
        chosen = np.asarray(paths)
        return Circuits(
            self.tx_latitude[chosen],
            self.tx_longitude[chosen],
            self.rx_latitude[chosen],
            self.rx_longitude[chosen],
            None if self.long_arc is None else self.long_arc[chosen],
        )

    def arcs(self) -> Arc:
        """Great-circle arcs; undefined paths get a harmless stand-in whose results must be masked."""
        bad = self.undefined
        arc = Arc.between(
            np.where(bad, 0.0, self.tx_latitude),
            np.where(bad, 0.0, self.tx_longitude),
            np.where(bad, 0.0, self.rx_latitude),
            np.where(bad, 10.0, self.rx_longitude),
            False if self.long_arc is None else self.long_arc,
        )
        length = np.clip(arc.length_km, SHORTEST_PATH_KM, FULL_CIRCLE_KM - SHORTEST_PATH_KM)
        return Arc(arc.start, arc.direction, length, arc.azimuth_deg)
