"""Which instants are computed for which paths: the unit of all that depends on the time of day.

Whatever does not depend on the frequency is an array (K,) over K path-hours, everything else (K, F). Path-hours that
nobody asks for are not computed.
"""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import IntArray


@dataclass(frozen=True)
class PathHours:
    """K combinations of a path (or place) and an instant: the number of each, (K,)."""

    path: IntArray
    hour: IntArray

    @classmethod
    def grid(cls, paths: int, hours: int) -> "PathHours":
        """Every path at every instant, path by path."""
        return cls(np.repeat(np.arange(paths), hours), np.tile(np.arange(hours), paths))

    @property
    def size(self) -> int:
        """K."""
        return int(self.path.size)

    def take(self, chosen: IntArray) -> "PathHours":
        """Some of them."""
        return PathHours(self.path[chosen], self.hour[chosen])

    def of_paths(self, chosen: IntArray, paths: int) -> tuple[IntArray, "PathHours"]:
        """Those of some of ``paths`` paths: where they are here, and the same with the paths numbered as chosen."""
        number = np.full(paths, -1, np.intp)
        number[chosen] = np.arange(chosen.size)
        mine = number[self.path]
        rows = np.flatnonzero(mine >= 0)
        return rows, PathHours(mine[rows], self.hour[rows])
