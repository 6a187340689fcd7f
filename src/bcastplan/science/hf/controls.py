"""Control points of paths up to 9,000 km (ITU-R P.533 Table 1) and the MUFs that follow from them.

Everything is kept in flat arrays over K path-hours. The points half a hop from the ends exist only for "far"
path-hours, those longer than d_max; they are listed separately, in the order of ``far``.
"""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM, Arc
from bcastplan.science.hf import muf
from bcastplan.science.hf.conditions import Conditions, Points
from bcastplan.science.hf.hops import longest_hop_km
from bcastplan.science.hf.muf import Layer
from bcastplan.science.hf.pathhours import PathHours

E_MODES = (1, 2, 3)
F2_MODES = (1, 2, 3, 4, 5, 6)
LONGEST_E_PATH_KM = 4000.0
ONE_POINT_PATH_KM = 2000.0  # up to here the mid-point alone speaks for the path
END_POINT_KM = 1000.0  # distance of T1 and R1 from the ends


@dataclass(frozen=True)
class FarPoint:
    """A point half a hop from one end, at Q places for the far path-hours; those are the path-hours of ``points``."""

    points: Points

    def of_place(self, values: FloatArray) -> FloatArray:
        """Pick from an array (Q,)."""
        return values[self.points.at.path]

    def layer(self) -> Layer:
        """F2 layer above the point, one value per far path-hour."""
        points = self.points
        return Layer.of(points.fof2, points.foe, points.m3000, self.of_place(points.field_300.gyrofrequency_mhz))


@dataclass(frozen=True)
class Controls:
    """Control points, lowest F2 order and d_max of P paths at K path-hours."""

    conditions: Conditions
    arc: Arc
    middle: Points
    ends: tuple[Points, Points]  # T1, R1; meaningful for paths over 2,000 km
    layer: Layer  # above the mid-point, (K,)
    distance: FloatArray  # (K,)
    path: IntArray
    hour: IntArray
    order: FloatArray  # n_0
    reach: FloatArray  # d_max
    far: IntArray  # path-hours with distance > d_max
    far_points: tuple[FarPoint, FarPoint]  # T_0, R_0'

    @classmethod
    def of(cls, conditions: Conditions, arc: Arc, at: PathHours | None = None) -> "Controls":
        """Place the control points of paths up to 9,000 km; all hours of all paths unless ``at`` names them."""
        at = at or PathHours.grid(arc.length_km.size, conditions.hours_utc.size)
        length = arc.length_km / EARTH_RADIUS_KM
        end = np.minimum(END_POINT_KM / EARTH_RADIUS_KM, length)
        middle = Points(conditions, arc.position(0.5 * length), at)
        ends = (Points(conditions, arc.position(end), at), Points(conditions, arc.position(length - end), at))
        path, hour = at.path, at.hour
        layer = Layer.of(middle.fof2, middle.foe, middle.m3000, middle.field_300.gyrofrequency_mhz[path])
        distance = arc.length_km[path]
        order = muf.lowest_order(distance, longest_hop_km(muf.mirror_height_km(middle.m3000)))
        reach = muf.path_reach_km(layer)
        far = np.flatnonzero(distance > reach)
        pairs, place = np.unique(path[far] * 8 + order[far].astype(int), return_inverse=True)
        half = arc.length_km[pairs // 8] / EARTH_RADIUS_KM / (2.0 * (pairs % 8))
        total = length[pairs // 8]
        places = Arc(arc.start[:, pairs // 8], arc.direction[:, pairs // 8], total, total)
        far_points = tuple(
            FarPoint(Points(conditions, places.position(angle), PathHours(place, hour[far])))
            for angle in (half, total - half)
        )
        return cls(
            conditions, arc, middle, ends, layer, distance, path, hour, order, reach, far,
            (far_points[0], far_points[1]),
        )  # fmt: skip

    def is_far(self) -> BoolArray:
        """True for far path-hours, (K,)."""
        return self.distance > self.reach

    def f2_mufs(self) -> FloatArray:
        """Basic MUF of the F2 modes with 1 to 6 hops, (6, K); 0 below the lowest order (P.533 section 3)."""
        mufs = np.zeros((len(F2_MODES), self.distance.size))
        layers = [point.layer() for point in self.far_points]
        far_distance, far_order, far_reach = self.distance[self.far], self.order[self.far], self.reach[self.far]
        lowest = [layer.muf(far_distance / far_order, far_reach) for layer in layers]
        far_base = np.minimum(*lowest)
        scale = [layer.muf(far_distance / far_order, layer.reach_km) for layer in layers]
        near = np.flatnonzero(~self.is_far())
        for row, hops in enumerate(F2_MODES):
            some = near[self.order[near] <= hops]
            mufs[row, some] = self.layer.take(some).muf(self.distance[some] / hops, self.reach[some])
            chosen = np.flatnonzero(far_order <= hops)
            ratios = [
                layer.take(chosen).muf(far_distance[chosen] / hops, layer.reach_km[chosen]) / base[chosen]
                for layer, base in zip(layers, scale, strict=True)
            ]
            mufs[row, self.far[chosen]] = far_base[chosen] * np.minimum(*ratios)
        return mufs

    def basic_f2_muf_beyond_7000(self) -> FloatArray:
        """Basic MUF of far path-hours for paths between 7,000 and 9,000 km, in the order of ``far``."""
        hop = self.distance[self.far] / self.order[self.far]
        mufs = [layer.muf(hop, muf.path_reach_km(layer)) for layer in (point.layer() for point in self.far_points)]
        return np.minimum(*mufs)

    def long_enough(self) -> BoolArray:
        """True for paths over 2,000 km, which have end points T1 and R1, (P,)."""
        return self.arc.length_km > ONE_POINT_PATH_KM

    def foe_for_muf(self) -> FloatArray:
        """FoE for the E MUF: mid-point, or the smaller of both ends, (K,)."""
        smaller = np.minimum(self.ends[0].foe, self.ends[1].foe)
        return np.where(self.distance >= ONE_POINT_PATH_KM, smaller, self.middle.foe)

    def foe_for_screening(self) -> FloatArray:
        """FoE for the screening frequency: mid-point, or the larger of both ends, (K,)."""
        larger = np.maximum(self.ends[0].foe, self.ends[1].foe)
        return np.where(self.long_enough()[self.path], larger, self.middle.foe)

    def f2_height_km(self) -> FloatArray:
        """Mirror height of the F2 modes, (K,): mid-point, or for far path-hours where foF2 is lower."""
        height = muf.mirror_height_km(self.middle.m3000)
        fof2 = [far.points.fof2 for far in self.far_points]
        m3000 = [far.points.m3000 for far in self.far_points]
        if self.conditions.method.quirks.height_from_any_point:
            for points in (self.middle, self.ends[1]):
                fof2.append(points.fof2[self.far])
                m3000.append(points.m3000[self.far])
        lowest = np.argmin(np.stack(fof2), axis=0)
        height[self.far] = muf.mirror_height_km(np.stack(m3000)[lowest, np.arange(self.far.size)])
        return height

    def mean(self, at_points: tuple[FloatArray, ...], at_far: tuple[FloatArray, ...]) -> tuple[FloatArray, FloatArray]:
        """Means over the control points for E modes and for F2 modes, each (K,).

        ``at_points`` are values (K,) at M, T1, R1 and ``at_far`` values at T_0, R_0' of the far path-hours.
        """
        middle, first, last = at_points
        three = (middle + first + last) / 3.0
        near = np.where(self.long_enough()[self.path], three, middle)
        f2 = near.copy()
        f2[self.far] = (3.0 * three[self.far] + at_far[0] + at_far[1]) / 5.0
        return near, f2
