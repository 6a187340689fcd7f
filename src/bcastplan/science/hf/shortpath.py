"""Field strength up to 9,000 km as the power sum of E and F2 modes (ITU-R P.533 section 5.2)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, Floats, IntArray
from bcastplan.science.geodesy import Arc
from bcastplan.science.hf import absorption, screening
from bcastplan.science.hf.above_muf import above_muf_loss
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.controls import E_MODES, Controls
from bcastplan.science.hf.modes import ModeRays, SharedLosses, absorption_points, e_mode_rays, f2_mode_rays
from bcastplan.science.hf.pathhours import PathHours
from bcastplan.science.hf.penetration import PenetrationPoints
from bcastplan.science.hf.radiation import Radiation
from bcastplan.science.ionosphere import capped

OTHER_LOSS_DB = 9.14  # L_z
SCREENED_UP_TO_KM = 4000.0
NO_MODE_DBUV = -307.0
NEPER_PER_DB = math.log(10.0) / 10.0
# The precision cannot hold weaker powers; near this floor the strongest mode stands for the sum.
WEAKEST_SUM_DB = {"float32": -340.0, "float64": -2900.0}


@dataclass(frozen=True)
class ShortPath:
    """Result for K path-hours: control points, MUFs of the nine modes (9, K), field and dominant mode (K, F)."""

    controls: Controls
    mufs: FloatArray
    field_dbuv: Floats
    mode_index: NDArray[np.int8]
    elevation_deg: FloatArray


def short_path(arc: Arc, conditions: Conditions, radiation: Radiation, at: PathHours | None = None) -> ShortPath:
    """Predict P paths of at most 9,000 km; all hours of all paths unless ``at`` names them."""
    controls = Controls.of(conditions, arc, at)
    shared = SharedLosses.of(controls)
    f2_mufs = controls.f2_mufs()
    rays = [*e_mode_rays(controls, shared), *f2_mode_rays(controls, shared, f2_mufs)]
    mufs = np.zeros((len(rays), controls.distance.size))
    mufs[len(E_MODES) :] = f2_mufs
    for mode in rays[: len(E_MODES)]:
        mufs[mode.number, mode.index] = mode.muf
    penetration = None
    if conditions.method.absorption == "penetration_points":
        penetration = PenetrationPoints.along(conditions, arc)
    dtype = conditions.method.dtype
    frequency = radiation.frequency_mhz.astype(dtype)
    fields = np.full((len(rays), controls.distance.size, frequency.shape[1]), -np.inf, dtype)
    elevations = np.zeros((len(rays), controls.distance.size))
    screen = Screen.of(controls)
    for mode in rays:
        elevations[mode.number, mode.index] = np.degrees(mode.elevation_rad)
        screened = None
        if mode.is_f2:
            screened = screen.cuts_off(mode, frequency)
            seen = np.flatnonzero(~screened.all(axis=1))
            mode, screened = mode.take(seen), screened[seen]
        if mode.index.size:
            strength = _mode_field(mode, controls, penetration, frequency, radiation)
            if screened is not None:
                strength[screened] = -np.inf
            fields[mode.number, mode.index] = strength
    total, dominant = _combine(fields)
    elevation = elevations[dominant, np.arange(controls.distance.size)[:, None]]
    label = np.where(np.isneginf(fields.max(axis=0)), 0, dominant + 1).astype(np.int8)
    return ShortPath(controls, mufs, total, label, elevation)


def _mode_field(
    mode: ModeRays,
    controls: Controls,
    penetration: PenetrationPoints | None,
    all_frequencies: Floats,
    radiation: Radiation,
) -> Floats:
    """E_w of one mode, (K', F). The frequency terms of loss and field cancel but for absorption and the MUF."""
    dtype = all_frequencies.dtype
    method = controls.conditions.method
    path = controls.path[mode.index]
    frequency = all_frequencies[path]
    weights, foe = absorption_points(mode, controls, penetration)
    cosine = mode.cosine_110.astype(dtype)
    ssn = capped(controls.conditions.ssn)
    scale = (mode.hops * (1.0 + 0.0067 * ssn) / mode.cosine_110).astype(dtype)
    loss = absorption.weighted_penetration(frequency, cosine, weights, foe)
    loss *= scale[:, None]
    loss /= np.square(frequency + mode.loss_gyrofrequency.astype(dtype)[:, None])
    distance_km = controls.distance[mode.index]
    loss += above_muf_loss(frequency, mode.muf, distance_km, f2=mode.is_f2, calibrated=method.calibrated)
    constant = 136.6 - 32.45 - OTHER_LOSS_DB - 20.0 * np.log10(mode.slant_km) - mode.losses_db
    strength: Floats = constant.astype(dtype)[:, None] - loss
    strength += radiation.power_dbkw.astype(dtype)[path]
    strength += np.asarray(radiation.gain_dbi(path, np.degrees(mode.elevation_rad)), dtype)
    return strength


def _combine(fields: Floats) -> tuple[Floats, NDArray[np.int8]]:
    """Power sum over the modes and the number of the strongest, (K, F)."""
    best = fields[0].copy()
    dominant = np.zeros(best.shape, np.int8)
    floor = fields.dtype.type(WEAKEST_SUM_DB[fields.dtype.name])
    total = np.zeros_like(best)
    for number, strength in enumerate(fields):
        stronger = strength > best
        np.copyto(dominant, number, where=stronger)
        np.maximum(best, strength, out=best)
        scaled = np.maximum(strength, floor)
        scaled *= NEPER_PER_DB
        np.exp(scaled, out=scaled)
        total += scaled
    with np.errstate(divide="ignore"):
        np.log(total, out=total)
    total /= NEPER_PER_DB
    np.copyto(total, best, where=best < floor + 20.0)
    np.copyto(total, NO_MODE_DBUV, where=np.isneginf(best))
    return total, dominant


@dataclass(frozen=True)
class Screen:
    """E-layer screening of the F2 modes of K path-hours."""

    controls: Controls
    foe: FloatArray
    layers: tuple[screening.ReflectingLayer, ...]  # mid-point (K,), then T_0 and R_0' in the order of ``far``

    @classmethod
    def of(cls, controls: Controls) -> "Screen":
        """Collect the layers above the control points."""
        ssn = controls.conditions.ssn
        middle = controls.middle
        layers = [
            screening.ReflectingLayer.of(points.fof2, points.foe, points.m3000, ssn)
            for points in (middle, *(far.points for far in controls.far_points))
        ]
        foe = controls.foe_for_screening()
        return cls(controls, np.where(controls.distance > SCREENED_UP_TO_KM, 0.0, foe), tuple(layers))

    def cuts_off(self, mode: ModeRays, all_frequencies: Floats) -> BoolArray:
        """Where the mode is screened, (K', F); only combinations that could be are computed."""
        controls, dtype = self.controls, all_frequencies.dtype
        frequency = all_frequencies[controls.path[mode.index]]
        limit = screening.OBLIQUITY_MARGIN * screening.STEEPEST_SECANT * self.foe[mode.index]
        row, column = np.nonzero(frequency <= limit.astype(dtype)[:, None])
        result = np.zeros(frequency.shape, bool)
        if not row.size:
            return result
        index = mode.index[row]
        hop, working = mode.hop_km[row].astype(dtype), frequency[row, column]
        quirk = controls.conditions.method.quirks.screening_term_missing
        height = self.layers[0].take(index, dtype.type).height_km(hop, working, quirk)
        chosen = np.flatnonzero(controls.is_far()[index])
        if chosen.size:
            position: IntArray = np.searchsorted(controls.far, index[chosen])
            for layer in self.layers[1:]:
                height[chosen] += layer.take(position, dtype.type).height_km(hop[chosen], working[chosen], quirk)
            height[chosen] /= 3.0
        result[row, column] = screening.is_screened(self.foe[index].astype(dtype), hop, height, working)
        return result
