"""Ground wave over uniform earth, looked up in the shipped tables of NTIA's LFMF model, and Millington's mixed paths.

All fields are for 1 kW e.m.r.p. (300 mV/m at 1 km), so a transmitter's power and mast are added by the caller.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray

MEDIUM_WAVE_END_KHZ = 1710.0  # where the table of medium wave ends and that of shortwave begins
UNIT_FIELD_DBUV = 109.54  # dB(uV/m) at 1 km from 1 kW e.m.r.p. over a perfect plane: 300 mV/m
SEA_S_M = 5.0
_DATA = files("bcastplan.science") / "data"


@dataclass(frozen=True)
class _Table:
    flattened: NDArray[np.float64]  # field plus 20 log10 km; (ground, frequency, distance)
    log_conductivity: FloatArray
    log_frequency: FloatArray
    log_distance: FloatArray


def uniform_field_dbuv(frequency_khz: ArrayLike, distance_km: ArrayLike, conductivity_s_m: ArrayLike) -> FloatArray:
    """Ground-wave field in dB(uV/m) of 1 kW e.m.r.p. over uniform ground; the arguments broadcast.

    Frequency 148 to 30,000 kHz, conductivity 0.0001 to 5 S/m (clamped). Nearer than a table begins (1 km up to 1710
    kHz, 50 m above) the field falls with distance, beyond 2500 km it goes on with the table's last slope. Interpolated
    linearly in the logarithms; at most 0.15 dB from LFMF where the field is above -40 dB(uV/m).
    """
    frequency, distance, ground = np.broadcast_arrays(
        np.asarray(frequency_khz, dtype=np.float64),
        np.maximum(np.asarray(distance_km, dtype=np.float64), 1e-3),
        np.asarray(conductivity_s_m, dtype=np.float64),
    )
    low = frequency <= MEDIUM_WAVE_END_KHZ
    if low.all():
        return _medium_wave(frequency, distance, ground)
    if not low.any():
        return _shortwave(frequency, distance, ground)
    field = np.empty(frequency.shape)
    for chosen, part in ((low, _medium_wave), (~low, _shortwave)):
        field[chosen] = part(frequency[chosen], distance[chosen], ground[chosen])
    return field


def _medium_wave(frequency_khz: FloatArray, distance_km: FloatArray, conductivity_s_m: FloatArray) -> FloatArray:
    flattened = _interpolated(_medium_wave_table(), frequency_khz, distance_km, conductivity_s_m)
    # Under the table the mast is so near that the ground has not yet taken anything.
    return np.asarray(np.where(distance_km < 1.0, UNIT_FIELD_DBUV, flattened) - 20.0 * np.log10(distance_km))


def _shortwave(frequency_khz: FloatArray, distance_km: FloatArray, conductivity_s_m: FloatArray) -> FloatArray:
    flattened = _interpolated(_shortwave_table(), frequency_khz, distance_km, conductivity_s_m)
    return np.asarray(flattened - 20.0 * np.log10(distance_km))


def _interpolated(
    table: _Table, frequency_khz: FloatArray, distance_km: FloatArray, conductivity_s_m: FloatArray
) -> FloatArray:
    """Field plus 20 log10 of the distance, the three arguments of one shape."""
    nearest_km, farthest_km = np.exp(table.log_distance[0]), np.exp(table.log_distance[-1])
    corners = [
        _bracket(np.log(conductivity_s_m), table.log_conductivity),
        _bracket(np.log(frequency_khz), table.log_frequency),
        _bracket(np.log(np.clip(distance_km, nearest_km, farthest_km)), table.log_distance),
    ]
    value = np.zeros(distance_km.shape)
    for g, g_weight in _ends(*corners[0]):
        for f, f_weight in _ends(*corners[1]):
            for d, d_weight in _ends(*corners[2]):
                value = value + g_weight * f_weight * d_weight * table.flattened[g, f, d]
    # Diffraction decays exponentially, so beyond the table the field falls in proportion to distance.
    beyond = np.maximum(distance_km - farthest_km, 0.0)
    if np.any(beyond > 0.0):
        last_km = np.exp(table.log_distance[-2:])
        last = [_at_table_distance(table, corners[0], corners[1], column) for column in (-2, -1)]
        value = value + (last[1] - last[0]) / (last_km[1] - last_km[0]) * beyond
    return value


def _at_table_distance(
    table: _Table,
    ground: tuple[NDArray[np.intp], FloatArray],
    frequency: tuple[NDArray[np.intp], FloatArray],
    column: int,
) -> FloatArray:
    """The table interpolated in ground and frequency at one of its own distances."""
    value = np.zeros(())
    for g, g_weight in _ends(*ground):
        for f, f_weight in _ends(*frequency):
            value = value + g_weight * f_weight * table.flattened[g, f, column]
    return value


def millington_dbuv(frequency_khz: float, lengths_km: FloatArray, conductivity_s_m: FloatArray) -> FloatArray:
    """Ground-wave field in dB(uV/m) of 1 kW e.m.r.p. over mixed paths: the mean of both ways along the path.

    ``lengths_km`` and ``conductivity_s_m`` are (P, S): the sections of every path from transmitter to receiver;
    unused sections have length 0. Source: Millington's method as in ITU-R P.368.
    """
    there = _one_way(frequency_khz, lengths_km, conductivity_s_m)
    # Turning a path round puts its unused sections first, where they add nothing either.
    back = _one_way(frequency_khz, lengths_km[:, ::-1], conductivity_s_m[:, ::-1])
    return np.asarray((there + back) / 2.0)


def _one_way(frequency_khz: float, lengths_km: FloatArray, conductivity_s_m: FloatArray) -> FloatArray:
    end = np.cumsum(lengths_km, axis=1)
    start = end - lengths_km
    used = lengths_km > 0.0
    at_end = uniform_field_dbuv(frequency_khz, end, conductivity_s_m)
    at_start = uniform_field_dbuv(frequency_khz, start, conductivity_s_m)
    first = used & (np.cumsum(used, axis=1) == 1)
    parts = np.where(first, at_end, np.where(used, at_end - at_start, 0.0))
    total: FloatArray = parts.sum(axis=1)
    return np.where(used.any(axis=1), total, uniform_field_dbuv(frequency_khz, 1e-3, conductivity_s_m[:, 0]))


def _bracket(value: FloatArray, axis: FloatArray) -> tuple[NDArray[np.intp], FloatArray]:
    inside = np.clip(value, axis[0], axis[-1])
    index = np.clip(np.searchsorted(axis, inside, side="right") - 1, 0, axis.size - 2)
    return index, (inside - axis[index]) / (axis[index + 1] - axis[index])


def _ends(
    index: NDArray[np.intp], weight: FloatArray
) -> tuple[tuple[NDArray[np.intp], FloatArray], tuple[NDArray[np.intp], FloatArray]]:
    return (index, 1.0 - weight), (index + 1, weight)


@cache
def _medium_wave_table() -> _Table:
    with (_DATA / "groundwave.npz").open("rb") as stream:
        data = np.load(stream)
        order = np.argsort(data["conductivity_s_m"])
        return _Table(
            data["flattened"][order].astype(np.float64),
            np.log(data["conductivity_s_m"][order]),
            np.log(data["frequency_khz"]),
            np.log(data["distance_km"]),
        )


@cache
def _shortwave_table() -> _Table:
    with (_DATA / "groundwave_hf.npz").open("rb") as stream:
        data = np.load(stream)
        order = np.argsort(data["conductivity_s_m"])
        flattened = np.cumsum(data["steps"][order], axis=2, dtype=np.int64) / float(data["steps_per_db"])
        return _Table(
            flattened,
            np.log(data["conductivity_s_m"][order]),
            np.log(data["frequency_khz"]),
            np.log(data["distance_km"]),
        )
