"""Which instants are computed for which paths, and which frequencies at them.

Whatever does not depend on the frequency is an array (K,) over K path-hours. A line is a frequency of a path; what
depends on it and not on the hour is an array (L,) over L lines. Everything else is an array (S,) over S signals, each a
line at one path-hour of its path. What nobody asks for is not computed.
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
        """The number of path-hours, K."""
        return int(self.path.size)

    def take(self, chosen: IntArray) -> "PathHours":
        """Some of them."""
        return PathHours(self.path[chosen], self.hour[chosen])

    def of_paths(self, chosen: IntArray, paths: int) -> tuple[IntArray, "PathHours"]:
        """Those of some of ``paths`` paths: where they are here, and the same with the paths numbered as chosen."""
        if chosen.size == paths:  # they are listed in order
            return np.arange(self.size), self
        number = np.full(paths, -1, np.intp)
        number[chosen] = np.arange(chosen.size)
        mine = number[self.path]
        rows = np.flatnonzero(mine >= 0)
        return rows, PathHours(mine[rows], self.hour[rows])


@dataclass(frozen=True)
class Signals:
    """S lines at path-hours: the number of the path-hour and of the line of each, (S,)."""

    path_hour: IntArray
    line: IntArray

    @classmethod
    def grid(cls, at: PathHours, frequencies: int) -> "Signals":
        """All of as many frequencies of every path at every path-hour; the lines stand path by path."""
        lines = at.path[:, None] * frequencies + np.arange(frequencies)
        return cls(np.repeat(np.arange(at.size), frequencies), lines.ravel())

    @property
    def size(self) -> int:
        """The number of signals, S."""
        return int(self.path_hour.size)

    def of_path_hours(self, chosen: IntArray, path_hours: int) -> tuple[IntArray, "Signals"]:
        """Those at some of so many path-hours: where they are here, and the same numbered as chosen."""
        if chosen.size == path_hours:  # they are listed in order
            return np.arange(self.size), self
        number = np.full(path_hours, -1, np.intp)
        number[chosen] = np.arange(chosen.size)
        mine = number[self.path_hour]
        rows = np.flatnonzero(mine >= 0)
        return rows, Signals(mine[rows], self.line[rows])
