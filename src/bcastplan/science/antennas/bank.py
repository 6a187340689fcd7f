"""Many antennas looked up in one go: each direction names its antenna by number.

The gains are those of every antenna's own pattern; only the walking through Python is saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.antennas.angles import Float
from bcastplan.science.antennas.pattern import GRAZING_SINE, Pattern
from bcastplan.science.antennas.towards import Situation


class GainBank:
    """The patterns of A antennas, each at one frequency, side by side in memory."""

    def __init__(self, antennas: Sequence[tuple[Situation, float]]) -> None:
        tables: list[NDArray[np.float32]] = []
        # The patterns are held while the bank is built, so that an id stands for one of them.
        placed: dict[tuple[int, bool], tuple[Pattern, int]] = {}
        columns = np.zeros((8, len(antennas)))
        end = 0
        for index, (situation, frequency_mhz) in enumerate(antennas):
            pattern = situation.pattern(frequency_mhz)
            if situation.averaged:
                # Two equal columns half a circle apart: any azimuth finds the mean.
                table, step, symmetrical = np.repeat(pattern.averaged[:, None], 2, axis=1), 180.0, True
            else:
                table, step, symmetrical = pattern.table, pattern.azimuth_step_deg, pattern.symmetrical
            key = id(pattern), situation.averaged
            if key not in placed:
                placed[key] = pattern, end
                tables.append(table.ravel())
                end += table.size
            antenna = situation.antenna
            columns[:, index] = (
                (antenna.azimuth_deg or 0.0) - antenna.slew_deg,
                -1.0 if antenna.slew_deg < 0.0 else 1.0,
                0.0 if symmetrical else 180.0,
                1.0 / step,
                1.0 / pattern.elevation_step_deg,
                pattern.floor_dbi,
                table.shape[1],
                placed[key][1],
            )
        self._flat = np.concatenate(tables) if tables else np.zeros(0, dtype=np.float32)
        self._boresight, self._side, self._shift, self._per_azimuth, self._per_elevation, self._floor = columns[:6]
        self._width, self._position = columns[6:].astype(np.intp)

    def gain_dbi(self, index: NDArray[np.intp], bearing_deg: Float, elevation_deg: Float) -> Float:
        """Gain in dBi of antennas ``index`` (K,) towards true bearings at elevations (K,); NaN angles give NaN.

        Elevations are clamped to 0 to 90 degrees.
        """
        every = np.arange(index.size)
        return self.towards(index, bearing_deg).gain_dbi(every, elevation_deg, every)

    def towards(self, index: NDArray[np.intp], bearing_deg: Float) -> "Beams":
        """The beams of antennas ``index`` (L,) towards true bearings (L,)."""
        turned = np.mod((bearing_deg - self._boresight[index]) * self._side[index] + 180.0, 360.0) - 180.0
        shift = self._shift[index]
        across = np.where(shift == 0.0, np.abs(turned), turned + shift) * self._per_azimuth[index]
        width = self._width[index]
        column = np.minimum(np.nan_to_num(across).astype(np.intp), width - 2)
        per_elevation = self._per_elevation[index]
        return Beams(
            flat=self._flat,
            corner=self._position[index] + column,
            right=across - column,
            width=width,
            per_elevation=per_elevation,
            highest=90.0 * per_elevation - 1.0,
            floor=self._floor[index],
        )


@dataclass(frozen=True)
class Beams:
    """What L antennas radiate in the vertical plane of one bearing each; the arrays (L,) lead into the tables."""

    flat: NDArray[np.float32]
    corner: NDArray[np.intp]
    right: Float
    width: NDArray[np.intp]
    per_elevation: Float
    highest: Float
    floor: Float

    def gain_dbi(self, beam: NDArray[np.intp], elevation_deg: Float, row: NDArray[np.intp]) -> Float:
        """Gain in dBi of beams (S,) at the elevation of the row of each; elevations (K,), rows (S,).

        Elevations are clamped to 0 to 90 degrees; NaN angles give NaN.
        """
        elevation = np.clip(elevation_deg, 0.0, 90.0)
        grazing = 20.0 * np.log10(np.maximum(np.sin(np.radians(elevation)), GRAZING_SINE))
        along = elevation[row] * self.per_elevation[beam]
        # A NaN angle must not become an index; it stays in the fractions and spoils the result as it should.
        step = np.minimum(np.nan_to_num(along) if np.isnan(elevation).any() else along, self.highest[beam])
        step = step.astype(np.intp)
        up, right, width = along - step, self.right[beam], self.width[beam]
        corner = self.corner[beam] + step * width
        flat = self.flat
        left = flat[corner]
        low = left + (flat[corner + 1] - left) * right
        corner += width
        left = flat[corner]
        high = left + (flat[corner + 1] - left) * right
        return np.asarray(np.maximum(low + (high - low) * up + grazing[row], self.floor[beam]))
