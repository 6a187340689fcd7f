"""Many antennas looked up in one go: each direction names its antenna by number.

The gains are those of every antenna's own pattern; only the walking through Python is saved.
"""

from collections.abc import Sequence

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
        turned = np.mod((bearing_deg - self._boresight[index]) * self._side[index] + 180.0, 360.0) - 180.0
        shift = self._shift[index]
        across = np.where(shift == 0.0, np.abs(turned), turned + shift) * self._per_azimuth[index]
        elevation = np.clip(elevation_deg, 0.0, 90.0)
        per_elevation = self._per_elevation[index]
        along = elevation * per_elevation
        width = self._width[index]
        row = np.minimum(np.nan_to_num(along), 90.0 * per_elevation - 1.0).astype(np.intp)
        column = np.minimum(np.nan_to_num(across).astype(np.intp), width - 2)
        up, right = along - row, across - column
        corner = self._position[index] + row * width + column
        flat = self._flat
        low = flat[corner] * (1.0 - right) + flat[corner + 1] * right
        corner += width
        high = flat[corner] * (1.0 - right) + flat[corner + 1] * right
        grazing = np.maximum(np.sin(np.radians(elevation)), GRAZING_SINE)
        value = low * (1.0 - up) + high * up + 20.0 * np.log10(grazing)
        return np.asarray(np.maximum(value, self._floor[index]))
