"""Ray geometry and losses of every mode of a path-hour, before the frequency comes in."""

from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats, IntArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM
from bcastplan.science.hf import seasons
from bcastplan.science.hf.conditions import Points
from bcastplan.science.hf.controls import E_MODES, F2_MODES, LONGEST_E_PATH_KM, Controls
from bcastplan.science.hf.hops import (
    E_LAYER_KM,
    cosine_incidence,
    longest_hop_km,
    penetration_angles,
    penetration_distance_rad,
    slant_range_km,
    tangent_elevation,
)
from bcastplan.science.hf.penetration import PenetrationPoints

LONG_HOP_KM = 2500.0  # the auroral table has a second half for longer hops


@dataclass(frozen=True)
class ModeRays:
    """The path-hours in which one mode exists: flat arrays over those K' path-hours.

    ``index`` are path-hour numbers; ``losses_db`` holds what does not depend on the frequency apart from L_z.
    """

    number: int  # row in the mode tables: 0..2 E, 3..8 F2
    hops: int
    index: IntArray
    hop_km: FloatArray
    elevation_rad: FloatArray
    cosine_110: FloatArray
    slant_km: FloatArray
    muf: FloatArray
    loss_gyrofrequency: FloatArray
    losses_db: FloatArray

    @property
    def is_f2(self) -> bool:
        """True for F2 modes."""
        return self.number >= len(E_MODES)


@dataclass(frozen=True)
class SharedLosses:
    """Means over control points, (K,), first for E modes, then for F2 modes."""

    gyrofrequency: tuple[FloatArray, FloatArray]
    auroral_db: tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]  # short hops, long hops

    @classmethod
    def of(cls, controls: Controls) -> "SharedLosses":
        """Average over the points of P.533 Table 1."""
        points = (controls.middle, *controls.ends)
        path = controls.path
        gyrofrequency = controls.mean(
            tuple(point.loss_gyrofrequency[path] for point in points),
            tuple(far.of_place(far.points.loss_gyrofrequency) for far in controls.far_points),
        )
        conditions = controls.conditions
        column = seasons.auroral_column(
            conditions.hours_utc[controls.hour],
            controls.middle.longitude[path],
            unwrapped=conditions.method.quirks.auroral_clock_unwrapped,
        )

        def losses(point: Points, columns: IntArray) -> FloatArray:
            place = point.at.path
            return seasons.auroral_loss_db(
                conditions.month, point.latitude[place], point.geomagnetic_latitude[place], columns
            )

        near = [losses(point, column) for point in points]
        away = [losses(far.points, column[controls.far]) for far in controls.far_points]
        auroral = tuple(
            controls.mean(
                tuple(values[hop_class] for values in near),
                tuple(values[hop_class] for values in away),
            )
            for hop_class in range(2)
        )
        return cls(gyrofrequency, (auroral[0], auroral[1]))

    def auroral(self, f2: bool, index: IntArray, hop_km: FloatArray) -> FloatArray:
        """L_h of some path-hours by the length of their hops."""
        short, long = self.auroral_db[0][f2][index], self.auroral_db[1][f2][index]
        return np.where(hop_km <= LONG_HOP_KM, short, long)


def e_mode_rays(controls: Controls, shared: SharedLosses) -> list[ModeRays]:
    """E modes of paths below 4,000 km: the lowest order and more, up to three hops."""
    length = controls.distance
    lowest = np.floor(length / float(longest_hop_km(np.array(E_LAYER_KM)))) + 1.0
    foe = controls.foe_for_muf()
    rays = []
    for row, hops in enumerate(E_MODES):
        index = np.flatnonzero((length < LONGEST_E_PATH_KM) & (lowest <= hops))
        hop = length[index] / hops
        elevation = np.arctan(tangent_elevation(hop, np.array(E_LAYER_KM)))
        cosine = cosine_incidence(np.cos(elevation), E_LAYER_KM)
        rays.append(
            ModeRays(
                number=row,
                hops=hops,
                index=index,
                hop_km=hop,
                elevation_rad=elevation,
                cosine_110=cosine,
                slant_km=slant_range_km(hops, hop, np.array(E_LAYER_KM), np.cos(elevation)),
                muf=foe[index] / cosine,
                loss_gyrofrequency=shared.gyrofrequency[0][index],
                losses_db=2.0 * (hops - 1) + shared.auroral(False, index, hop),
            )
        )
    return rays


def f2_mode_rays(controls: Controls, shared: SharedLosses, mufs: FloatArray) -> list[ModeRays]:
    """F2 modes from the lowest order, which must not need a hop beyond d_max, to six hops."""
    height = controls.f2_height_km()
    rays = []
    for row, hops in enumerate(F2_MODES):
        hop = controls.distance / hops
        index = np.flatnonzero((controls.order < hops) | ((controls.order == hops) & (hop <= controls.reach)))
        hop = hop[index]
        elevation = np.arctan(tangent_elevation(hop, height[index]))
        cosine = np.cos(elevation)
        rays.append(
            ModeRays(
                number=len(E_MODES) + row,
                hops=hops,
                index=index,
                hop_km=hop,
                elevation_rad=elevation,
                cosine_110=cosine_incidence(cosine, E_LAYER_KM),
                slant_km=slant_range_km(hops, hop, height[index], cosine),
                muf=mufs[row, index],
                loss_gyrofrequency=shared.gyrofrequency[1][index],
                losses_db=2.0 * (hops - 1) + shared.auroral(True, index, hop),
            )
        )
    return rays


def absorption_points(
    rays: ModeRays, controls: Controls, penetration: PenetrationPoints | None
) -> tuple[Floats, Floats]:
    """Weights and foE, (J, K'), of the points over which a mode's absorption is averaged.

    The points are the crossings of 90 km, or the path's control points when there is no ``penetration``. The
    weights are already divided by the number of points.
    """
    path, hour = controls.path[rays.index], controls.hour[rays.index]
    if penetration is not None:
        angles = penetration_angles(
            rays.hops, rays.hop_km / EARTH_RADIUS_KM, penetration_distance_rad(rays.elevation_rad)
        )
        weights, foe = penetration.at(path, hour, angles)
        return weights / len(weights), foe
    return _control_point_absorption(rays, controls)


def _control_point_absorption(rays: ModeRays, controls: Controls) -> tuple[Floats, Floats]:
    near = (controls.middle, *controls.ends)
    weights = np.stack([point.absorption_weight[rays.index] for point in near])
    foe = np.stack([point.foe[rays.index] for point in near])
    ends = controls.long_enough()[controls.path[rays.index]]
    weights *= np.where(ends, 1.0 / 3.0, [[1.0], [0.0], [0.0]])
    if rays.is_f2 and controls.far.size:
        position = np.searchsorted(controls.far, rays.index)
        position = np.minimum(position, controls.far.size - 1)
        is_far = controls.far[position] == rays.index
        weights = np.where(is_far, weights * 0.6, weights)
        for far in controls.far_points:
            extra = far.points.absorption_weight[position] * np.where(is_far, 0.2, 0.0)
            weights = np.concatenate([weights, extra[None]])
            foe = np.concatenate([foe, far.points.foe[position][None]])
    dtype = controls.conditions.method.dtype
    return weights.astype(dtype), foe.astype(dtype)
