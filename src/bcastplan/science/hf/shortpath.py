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
from bcastplan.science.hf.pathhours import PathHours, Signals
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
    """Control points and MUFs of the nine modes (9, K), field and dominant mode of S signals (S,)."""

    controls: Controls
    mufs: FloatArray
    field_dbuv: Floats
    mode_index: NDArray[np.int8]
    elevation_deg: FloatArray


def short_path(
    arc: Arc, conditions: Conditions, radiation: Radiation, at: PathHours | None = None, signals: Signals | None = None
) -> ShortPath:
    """Predict P paths of at most 9,000 km; all lines at all hours of all paths unless they are named."""
    at = at or PathHours.grid(arc.length_km.size, conditions.hours_utc.size)
    signals = signals or Signals.grid(at, radiation.frequency_mhz.size // max(arc.length_km.size, 1))
    controls = Controls.of(conditions, arc, at)
    shared = SharedLosses.of(controls)
    f2_mufs = controls.f2_mufs()
    rays = [*e_mode_rays(controls, shared), *f2_mode_rays(controls, shared, f2_mufs)]
    mufs = np.zeros((len(rays), at.size))
    mufs[len(E_MODES) :] = f2_mufs
    for mode in rays[: len(E_MODES)]:
        mufs[mode.number, mode.index] = mode.muf
    penetration = None
    if conditions.method.absorption == "penetration_points":
        penetration = PenetrationPoints.along(conditions, arc)
    dtype = conditions.method.dtype
    frequency = radiation.frequency_mhz.astype(dtype)[signals.line]
    elevations = np.zeros((len(rays), at.size))
    screen = Screen.of(controls)
    total = _ModeSum.empty(signals.size, dtype)
    for mode in rays:
        elevations[mode.number, mode.index] = np.degrees(mode.elevation_rad)
        chosen, mine = signals.of_path_hours(mode.index, at.size)
        if mode.is_f2 and chosen.size:
            seen = np.flatnonzero(~screen.cuts_off(mode, mine.path_hour, frequency[chosen]))
            if seen.size < chosen.size:
                chosen, mine = chosen[seen], Signals(mine.path_hour[seen], mine.line[seen])
        if chosen.size:
            total.add(chosen, _mode_field(mode, controls, penetration, frequency[chosen], mine, radiation), mode.number)
    label = np.where(np.isneginf(total.best), 0, total.dominant + 1).astype(np.int8)
    elevation = elevations[total.dominant, signals.path_hour]
    return ShortPath(controls, mufs, total.decibels(), label, elevation)


def _mode_field(
    mode: ModeRays,
    controls: Controls,
    penetration: PenetrationPoints | None,
    frequency: Floats,
    signals: Signals,
    radiation: Radiation,
) -> Floats:
    """E_w of one mode, (S,), for signals at its path-hours; ``frequency`` is theirs.

    The frequency terms of loss and field cancel but for absorption and the MUF.
    """
    dtype = frequency.dtype
    method = controls.conditions.method
    row = signals.path_hour
    weights, foe = absorption_points(mode, controls, penetration)
    ssn = capped(controls.conditions.ssn)
    scale = (mode.hops * (1.0 + 0.0067 * ssn) / mode.cosine_110).astype(dtype)
    loss = absorption.weighted_penetration(frequency, mode.cosine_110.astype(dtype), weights * scale, foe, row)
    loss /= np.square(frequency + mode.loss_gyrofrequency.astype(dtype)[row])
    distance_km = controls.distance[mode.index][row]
    loss += above_muf_loss(frequency, mode.muf[row], distance_km, f2=mode.is_f2, calibrated=method.calibrated)
    constant = 136.6 - 32.45 - OTHER_LOSS_DB - 20.0 * np.log10(mode.slant_km) - mode.losses_db
    strength: Floats = constant.astype(dtype)[row] - loss
    strength += radiation.power_dbkw.astype(dtype)[signals.line]
    strength += np.asarray(radiation.gain_dbi(signals.line, np.degrees(mode.elevation_rad), row), dtype)
    return strength


@dataclass(frozen=True)
class _ModeSum:
    """Power sum over the modes of S signals, their strongest mode and its number, (S,)."""

    total: Floats
    best: Floats
    dominant: NDArray[np.int8]
    floor: float

    @classmethod
    def empty(cls, signals: int, dtype: type[np.floating]) -> "_ModeSum":
        """No mode yet."""
        floor = WEAKEST_SUM_DB[np.dtype(dtype).name]
        return cls(np.zeros(signals, dtype), np.full(signals, -np.inf, dtype), np.zeros(signals, np.int8), floor)

    def add(self, chosen: IntArray, strength: Floats, number: int) -> None:
        """Add a mode that some of the signals have."""
        best = self.best[chosen]
        stronger = chosen[strength > best]
        self.dominant[stronger] = number
        self.best[chosen] = np.maximum(best, strength)
        scaled = np.maximum(strength, strength.dtype.type(self.floor))
        scaled *= NEPER_PER_DB
        self.total[chosen] += np.exp(scaled, out=scaled)

    def decibels(self) -> Floats:
        """The level of the sum; where no mode is, ``NO_MODE_DBUV``."""
        with np.errstate(divide="ignore"):
            level = np.log(self.total)
        level /= NEPER_PER_DB
        np.copyto(level, self.best, where=self.best < self.floor + 20.0)
        np.copyto(level, NO_MODE_DBUV, where=np.isneginf(self.best))
        return level


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

    def cuts_off(self, mode: ModeRays, row: IntArray, frequency: Floats) -> BoolArray:
        """Where the mode is screened, (S,), for signals at rows of the mode; only those that could be are computed."""
        controls, dtype = self.controls, frequency.dtype
        limit = screening.OBLIQUITY_MARGIN * screening.STEEPEST_SECANT * self.foe[mode.index]
        result = np.zeros(row.size, bool)
        close = np.flatnonzero(frequency <= limit.astype(dtype)[row])
        if not close.size:
            return result
        row, working = row[close], frequency[close]
        index = mode.index[row]
        hop = mode.hop_km.astype(dtype)[row]
        quirk = controls.conditions.method.quirks.screening_term_missing
        height = self.layers[0].take(index, dtype.type).height_km(hop, working, quirk)
        chosen = np.flatnonzero(controls.is_far()[index])
        if chosen.size:
            position: IntArray = np.searchsorted(controls.far, index[chosen])
            for layer in self.layers[1:]:
                height[chosen] += layer.take(position, dtype.type).height_km(hop[chosen], working[chosen], quirk)
            height[chosen] /= 3.0
        result[close] = screening.is_screened(self.foe[index].astype(dtype), hop, height, working)
        return result
